"""The options of `copydesk clean`, and those of them that other commands have, too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from copydesk.cli.options import Seconds, desk_with, field_names, known_of, labelling, size_in_bytes, with_options
from copydesk.cli.terminal import STDOUT, stdin

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from copydesk.batch.filing import Position
    from copydesk.batch.intake import Intake
    from copydesk.batch.plan import InputIdentity
    from copydesk.desk import Desk

DESK_SETTINGS = ("min_chars", "require", "timezone", "keep_removed")
READING_SETTINGS = (
    "text_field",
    "html_field",
    "url_field",
    "id_field",
    "date_field",
    "max_page_bytes",
    "max_file_bytes",
    "max_records",
)
"""Names of options as `copydesk.Desk` and `ReadingOptions` call them."""

_DESK_OPTIONS = [
    click.option(
        "--min-chars", type=click.IntRange(min=1), default=25, show_default=True, help="Least length of a body."
    ),
    click.option(
        "--require", callback=field_names, default="", metavar="FIELD,...", help="Reject pages without these fields."
    ),
    click.option("--timezone", metavar="NAME", help="Zone of times that state none, e.g. Asia/Shanghai."),
]
_RECORD_OPTIONS = [
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
]
_RUN_OPTIONS = [
    click.option("-o", "--output", default=STDOUT, metavar="OUT", help="Write articles to this file."),
    click.option("--rejects", metavar="FILE", help="Write rejections here.  [default: OUT with .rejects.jsonl]"),
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
        type=Seconds(),
        metavar="SECONDS",
        help="Reject pages that take longer.  [default: 60 with several workers, else none]",
    ),
    click.option("--log-json", is_flag=True, help="Say on stderr in lines of JSON what goes on."),
    click.option("--strict", is_flag=True, help="Exit with 1 if a page was rejected."),
]


def clean_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of `clean`."""
    return with_options(_RUN_OPTIONS, page_options(command))


def page_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options that say which pages make articles, and how files of many pages are read."""
    return with_options([*_DESK_OPTIONS, *_RECORD_OPTIONS], command)


def record_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options that say how files of many pages are read."""
    return with_options(_RECORD_OPTIONS, command)


def desk_of(options: dict[str, Any]) -> Desk:
    """The desk that a command's options ask for, as far as it has any."""
    settings = {name: options[name] for name in DESK_SETTINGS if name in options}
    return desk_with(**settings, **labelling(options))


def intake_of(inputs: Sequence[InputIdentity], options: dict[str, Any], *start: Position) -> Intake:
    """The pages in files as options say how to read them, from the first or from `start` on."""
    from copydesk.batch.intake import Intake
    from copydesk.reading.containers.records import ReadingOptions

    reading = ReadingOptions(**{name: options[name] for name in READING_SETTINGS})
    return Intake(inputs, stdin(), known_of(options), reading, *start)
