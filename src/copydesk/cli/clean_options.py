"""The options that `copydesk clean` has to itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from copydesk.cli.options import field_names, size_in_bytes
from copydesk.cli.terminal import STDOUT

if TYPE_CHECKING:
    from collections.abc import Callable

_OPTIONS = [
    click.option("-o", "--output", default=STDOUT, metavar="OUT", help="Write articles to this file."),
    click.option("--rejects", metavar="FILE", help="Write rejections here.  [default: OUT with .rejects.jsonl]"),
    click.option(
        "--min-chars", type=click.IntRange(min=1), default=25, show_default=True, help="Least length of a body."
    ),
    click.option(
        "--require", callback=field_names, default="", metavar="FIELD,...", help="Reject pages without these fields."
    ),
    click.option("--timezone", metavar="NAME", help="Zone of times that state none, e.g. Asia/Shanghai."),
    click.option("--keep-removed", is_flag=True, help="Put the removed lines into each record."),
    click.option(
        "--dedup", is_flag=True, help="Leave out articles whose text an earlier one has; the ledger names it."
    ),
    click.option(
        "--shard-size",
        type=click.IntRange(min=1),
        metavar="N",
        help="Write articles to OUT-00001, OUT-00002 …, N in each.",
    ),
    click.option("--resume", is_flag=True, help="Go on with an unfinished run into OUT; begin it if there is none."),
    click.option("--restart", is_flag=True, help="Throw away an unfinished run into OUT, and shards, and begin anew."),
    click.option(
        "--workers", type=click.IntRange(min=1), default=1, show_default=True, help="Processes that clean pages."
    ),
    click.option(
        "--timeout",
        type=click.FloatRange(min=0, min_open=True),
        metavar="SECONDS",
        help="Reject pages that take longer.  [default: 60 with several workers, else none]",
    ),
    click.option(
        "--max-page-size",
        "max_page_bytes",
        callback=size_in_bytes,
        default="50MB",
        show_default=True,
        metavar="SIZE",
        help="Reject longer pages.",
    ),
    click.option(
        "--max-file-size",
        "max_file_bytes",
        callback=size_in_bytes,
        default="256GiB",
        show_default=True,
        metavar="SIZE",
        help="Read no more than this out of a compressed file.",
    ),
    click.option(
        "--max-records",
        type=click.IntRange(min=1),
        default=100_000_000,
        show_default=True,
        metavar="N",
        help="Read no more records than this out of a file.",
    ),
    click.option("--text-field", metavar="NAME", help="Key or column of the text, in JSON lines, CSV and Parquet."),
    click.option("--html-field", metavar="NAME", help="Key or column of the markup."),
    click.option("--url-field", metavar="NAME", help="Key or column of the address."),
    click.option("--id-field", metavar="NAME", help="Key or column of what the file calls the record."),
    click.option("--date-field", metavar="NAME", help="Key or column of the time of fetching."),
    click.option("--log-json", is_flag=True, help="Say on stderr in lines of JSON what goes on."),
    click.option("--strict", is_flag=True, help="Exit with 1 if a page was rejected."),
]


def clean_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of `clean`."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command
