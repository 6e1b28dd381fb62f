"""`copydesk explain`: every line of a page, what became of it, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from copydesk.cli.options import desk_with, known_of, labelling, pages_at, reading_options
from copydesk.cli.terminal import STDOUT, encodable, printable, stdin, writing_to

if TYPE_CHECKING:
    from copydesk.explained import ExplainedLine


@click.command()
@click.argument("page", metavar="INPUT")
@click.option("--json", "as_json", is_flag=True, help="Write one JSON line for each line of the page.")
@reading_options
def explain(page: str, *, as_json: bool, **options: Any) -> None:
    """Show every line of INPUT (a file, or - for standard input) with what became of it, and why."""
    import orjson

    from copydesk.article import Rejected
    from copydesk.reading.inputs import read_source

    pages = pages_at((page,))
    if len(pages) > 1:
        message = f"explain takes one page, and {page} holds {len(pages)}"
        raise click.UsageError(message)
    try:
        rows = desk_with(**labelling(options)).explain(read_source(pages[0], stdin()), **known_of(options))
    except OSError as error:
        message = f"cannot read {page}: {error.strerror}"
        raise click.ClickException(message) from error
    except Rejected as error:
        raise click.ClickException(str(error)) from error
    with writing_to(STDOUT):
        for row in rows:
            click.echo(orjson.dumps(row._asdict()) if as_json else encodable(_shown(row)))


def _shown(row: ExplainedLine) -> str:
    what = f"{row.label} {row.kind}" if row.kind else str(row.label)
    reason = "" if row.label == "blank" else f"  [{row.reason}]"
    return printable(f"{row.number:5}  {what:26}  {row.text.strip()}{reason}").rstrip()
