"""`copydesk report`: a page that shows what was struck from pages, and why."""

from __future__ import annotations

import sys
from contextlib import contextmanager, nullcontext
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from copydesk.cli.clean_options import desk_of, intake_of, page_options
from copydesk.cli.diff import comparison
from copydesk.cli.options import pages_at, reading_options, refuse_one_address, refuse_overwriting
from copydesk.cli.terminal import STDOUT, tell, writing_to

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from copydesk.report.entries import Entry


@click.command()
@click.argument("inputs", nargs=-1, metavar="INPUT...")
@click.option("-o", "--output", required=True, metavar="FILE", help="Write the report to this file.")
@click.option(
    "--limit", type=click.IntRange(min=1), default=2000, show_default=True, metavar="N", help="Show the first N pages."
)
@click.option("--diff", nargs=2, metavar="OLD NEW", help="Show what differs between two files of records instead.")
@page_options
@reading_options
def report(inputs: tuple[str, ...], *, output: str, limit: int, diff: tuple[str, str] | None, **options: Any) -> None:
    """Clean INPUT and show, in one HTML file, what became of every line of every page, and why.

    The file opens in any browser, needs no network and holds all it shows: the lines with what was struck, the fields
    that were kept, the rejections, filters and an overview.
    """
    if bool(inputs) == bool(diff):
        message = "a report is of INPUT, or of two files of records with --diff OLD NEW"
        raise click.UsageError(message)
    if diff:
        _compare(*diff, output, limit)
    else:
        _look_at(inputs, output, limit, options)


def _look_at(inputs: tuple[str, ...], output: str, limit: int, options: dict[str, Any]) -> None:
    from copydesk.batch.plan import identities
    from copydesk.report.entries import entries
    from copydesk.report.writing import Heading

    paths = pages_at(inputs, () if output == STDOUT else (output,))
    refuse_one_address(paths, options)
    refuse_overwriting([] if output == STDOUT else [output], paths)
    desk = desk_of(options)
    stated = desk.settings()
    heading = Heading("What was struck, and why", f"{stated['cleaner']} · rules {stated['rules']}")
    pages = iter(intake_of(identities(paths), options))
    _write(output, heading, entries(desk, islice(pages, limit)))
    _tell_rest(pages, limit)


def _compare(old: str, new: str, output: str, limit: int) -> None:
    from copydesk.report.differences import compared_entries
    from copydesk.report.writing import Heading

    refuse_overwriting([] if output == STDOUT else [output], [old, new])
    with comparison(old, new) as (_, differences):
        heading = Heading("What changed", f"{old} → {new}", compared=True)
        _write(output, heading, compared_entries(islice(differences, limit)))
        _tell_rest(differences, limit)


def _tell_rest(rest: Iterator[Any], limit: int) -> None:
    if next(rest, None) is not None:
        tell(f"the report shows the first {limit:,} pages; --limit shows more")


def _write(output: str, heading: Any, pages: Iterable[Entry]) -> None:
    from copydesk.batch.tally import counted
    from copydesk.report.writing import write_report

    with writing_to(output), _opened(output) as file:
        count = write_report(file, heading, pages)
    tell(f"{counted(count, 'page')} in the report")


@contextmanager
def _opened(output: str) -> Iterator[BinaryIO]:
    from copydesk.writing.jsonl import whole_files

    with nullcontext([sys.stdout.buffer]) if output == STDOUT else whole_files(Path(output)) as (file,):
        yield file
