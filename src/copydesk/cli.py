"""The command. It imports what a subcommand needs when it runs, so that `copydesk --help` answers at once."""

from __future__ import annotations

import codecs
import sys
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from copydesk._version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable

    from copydesk.desk import Desk, ExplainedLine

FAILED = 1


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, package_name="copydesk")
def main() -> None:
    """Turn scraped news pages into clean, validated articles, one JSON line each."""


def _encoding(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    try:
        return value and codecs.lookup(value).name
    except LookupError as error:
        message = f"unknown encoding: {value}"
        raise click.BadParameter(message) from error


def _moment(_context: click.Context, _parameter: click.Parameter, value: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(value) if value else None
    except ValueError as error:
        message = f"not an ISO 8601 date or time: {value}"
        raise click.BadParameter(message) from error


def _fields(_context: click.Context, _parameter: click.Parameter, value: str) -> tuple[str, ...]:
    return tuple(filter(None, (name.strip() for name in value.split(","))))


def _reading_options(command: Callable[..., None]) -> Callable[..., None]:
    """The options of every command that reads pages."""
    kinds = click.Choice(["auto", "text", "html"])
    options = [
        click.option(
            "--rules", multiple=True, metavar="FILE", help="Rule pack (TOML) that wins over the shipped ones."
        ),
        click.option("--kind", type=kinds, default="auto", show_default=True, help="How to read pages."),
        click.option("--encoding", callback=_encoding, metavar="NAME", help="What pages are encoded in, if known."),
        click.option("--fetched-at", callback=_moment, metavar="TIME", help="When pages were fetched (ISO 8601)."),
        click.option("--url", metavar="URL", help="Where the page was fetched, for a single page."),
    ]
    for option in reversed(options):
        command = option(command)
    return command


@main.command()
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option("-o", "--output", metavar="OUT", help="Write articles to this file, rejections beside it.")
@click.option("--rejects", metavar="FILE", help="Write rejections here.  [default: OUT with .rejects.jsonl]")
@click.option("--min-chars", type=click.IntRange(min=1), default=25, show_default=True, help="Least length of a body.")
@click.option("--require", callback=_fields, default="", metavar="FIELD,...", help="Reject pages without these fields.")
@click.option("--timezone", metavar="NAME", help="Zone of times that state none, e.g. Asia/Shanghai.")
@click.option("--keep-removed", is_flag=True, help="Put the removed lines into each record.")
@click.option("--strict", is_flag=True, help="Exit with 1 if a page was rejected.")
@_reading_options
def clean(inputs: tuple[str, ...], *, output: str | None, rejects: str | None, strict: bool, **options: Any) -> None:
    """Clean INPUT (files, folders, or - for standard input) and write one JSON line a page."""
    from copydesk.batch import results, write_results

    pages = _pages(inputs)
    if options["url"] and len(pages) > 1:
        message = f"--url goes with one page, not {len(pages)}"
        raise click.UsageError(message)
    known = _known(options)
    settings = {name: options[name] for name in ("rules", "min_chars", "require", "timezone", "keep_removed")}
    outcome = results(_desk(**settings), pages, sys.stdin.buffer, known)
    try:
        with ExitStack() as files:
            summary = write_results(outcome, *_outputs(files, output, rejects))
    except BrokenPipeError:
        raise  # click ends quietly, as a command in a pipe should
    except OSError as error:
        message = f"cannot write {output or 'output'}: {error.strerror}"
        raise click.ClickException(message) from error
    click.echo(summary, err=True)
    if strict and summary.rejections:
        sys.exit(FAILED)


@main.command()
@click.argument("page", metavar="INPUT")
@click.option("--json", "as_json", is_flag=True, help="Write one JSON line for each line of the page.")
@_reading_options
def explain(page: str, *, as_json: bool, **options: Any) -> None:
    """Show every line of INPUT (a file, or - for standard input) with what became of it, and why."""
    import orjson

    from copydesk.article import Rejected
    from copydesk.reading.inputs import read_source

    pages = _pages((page,))
    if len(pages) > 1:
        message = f"explain takes one page, and {page} holds {len(pages)}"
        raise click.UsageError(message)
    try:
        rows = _desk(rules=options["rules"]).explain(read_source(pages[0], sys.stdin.buffer), **_known(options))
    except OSError as error:
        message = f"cannot read {page}: {error.strerror}"
        raise click.ClickException(message) from error
    except Rejected as error:
        raise click.ClickException(str(error)) from error
    for row in rows:
        click.echo(orjson.dumps(row._asdict()).decode() if as_json else _shown(row))


@main.command()
@click.argument("record", type=click.Choice(["article", "rejection"]), default="article")
def schema(record: str) -> None:
    """Print the JSON Schema of a record."""
    from copydesk.article import schema_text

    click.echo(schema_text(record), nl=False)


def _desk(**settings: Any) -> Desk:
    from copydesk.desk import Desk

    try:
        return Desk(**settings)
    except ValueError as error:
        raise click.UsageError(str(error)) from error


def _pages(inputs: tuple[str, ...]) -> list[str]:
    from copydesk.reading.inputs import NoInput, find_pages

    try:
        return find_pages(inputs)
    except NoInput as error:
        raise click.UsageError(str(error)) from error


def _known(options: dict[str, Any]) -> dict[str, Any]:
    """What the options say of the pages; `auto` leaves the kind to the file's name and content."""
    known = {name: options[name] for name in ("encoding", "fetched_at", "url") if options[name] is not None}
    return known if options["kind"] == "auto" else known | {"kind": options["kind"]}


def _outputs(files: ExitStack, output: str | None, rejects: str | None) -> tuple[BinaryIO, BinaryIO | None]:
    from copydesk.writing.jsonl import whole_file

    articles = sys.stdout.buffer
    if output not in {None, "-"}:
        articles = files.enter_context(whole_file(Path(output)))
        rejects = rejects or str(Path(output).with_suffix(".rejects.jsonl"))
    return articles, files.enter_context(whole_file(Path(rejects))) if rejects else None


def _shown(row: ExplainedLine) -> str:
    what = f"{row.label} {row.kind}" if row.kind else str(row.label)
    reason = "" if row.label == "blank" else f"  [{row.reason}]"
    return f"{row.number:5}  {what:26}  {row.text.strip()}{reason}".rstrip()
