"""`copydesk explain`: every line of a page, what became of it, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from copydesk.cli.clean_options import desk_of, intake_of, record_options
from copydesk.cli.options import pages_at, reading_options
from copydesk.cli.terminal import STDOUT, encodable, painted, printable, writing_to

if TYPE_CHECKING:
    from collections.abc import Sequence

    from copydesk.explained import ExplainedLine
    from copydesk.reading.source import Source

_COLOURS: dict[str, dict[str, Any]] = {
    "title": {"bold": True},
    "body": {},
    "meta": {"fg": "blue"},
    "caption": {"fg": "green"},
    "removed": {"fg": "red", "strikethrough": True},
    "blank": {},
}
_LABEL_WIDTH = 7


@click.command()
@click.argument("page", metavar="INPUT")
@click.option(
    "--record", type=click.IntRange(min=1), metavar="N", help="Which page, in a file of many; the first is 1."
)
@click.option("--json", "as_json", is_flag=True, help="Write one JSON line for each line of the page.")
@record_options
@reading_options
def explain(page: str, *, record: int | None, as_json: bool, **options: Any) -> None:
    """Show every line of a page with what became of it, and why.

    INPUT is a file, compressed or not, or - for standard input. Of a file of many pages, --record says which.
    """
    import orjson

    from copydesk.article import Rejected

    desk = desk_of(options)
    try:
        rows = desk.explain(_page_at(page, record, options))
    except Rejected as error:
        message = f"{page}: {error}"
        raise click.ClickException(message) from error
    with writing_to(STDOUT):
        if as_json:
            for row in rows:
                click.echo(orjson.dumps(row._asdict()))
        else:
            _show(rows)


def _page_at(path: str, record: int | None, options: dict[str, Any]) -> Source:
    """The page that is asked for; that there are several, or is none, is wrong usage."""
    from copydesk.article import Rejected, Rejection
    from copydesk.batch.filing import Position
    from copydesk.batch.plan import identities

    paths = pages_at((path,))
    if len(paths) > 1:
        message = f"explain takes one page, and {path} holds {len(paths)}"
        raise click.UsageError(message)
    pages = iter(intake_of(identities(paths), options, Position(0, (record or 1) - 1)))
    found = next(pages, None)
    if found is None:
        message = f"{path} has no record {record or 1}"
        raise click.UsageError(message)
    if record is None and next(pages, None) is not None:
        message = f"explain takes one page, and {path} holds several: --record N says which"
        raise click.UsageError(message)
    if isinstance(found.page, Rejection):
        raise Rejected(found.page)
    return found.page


def _show(rows: Sequence[ExplainedLine]) -> None:
    """The lines behind a gutter: number, label, kind and reason; what a learned decision went by stands at the end."""
    kinds = max((len(row.kind or "") for row in rows), default=0)
    reasons = max((len(_reason(row)[0]) for row in rows), default=0)
    for row in rows:
        reason, features = _reason(row)
        gutter = f"{row.number:5}  {row.label:{_LABEL_WIDTH}}  {row.kind or '':{kinds}}  {reason:{reasons}}"
        text = printable(row.text.strip())
        shown = f"{painted(gutter, dim=True)} │ {painted(text, **_COLOURS[row.label])}{painted(features, dim=True)}"
        click.echo(encodable(shown.rstrip()))


def _reason(row: ExplainedLine) -> tuple[str, str]:
    """The reason without what it rests on, and that; blank rows need none."""
    reason, _, features = ("" if row.label == "blank" else row.reason).partition(": ")
    return printable(reason), printable(f"  [{features}]") if features else ""
