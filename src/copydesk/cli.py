"""The command."""

from __future__ import annotations

import codecs
import sys
from contextlib import ExitStack, nullcontext
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

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


def _settings(command: Callable[..., None]) -> Callable[..., None]:
    """The options that every command that cleans has."""
    options = [
        click.option("--rules", multiple=True, metavar="FILE", help="A rule pack (TOML) that wins over the shipped ones."),
        click.option("--kind", type=click.Choice(["auto", "text", "html"]), default="auto", show_default=True, help="How to read pages."),
        click.option("--encoding", callback=_encoding, metavar="NAME", help="What pages are encoded in, if it is known."),
        click.option("--fetched-at", callback=_moment, metavar="TIME", help="When pages were fetched (ISO 8601)."),
    ]
    for option in reversed(options):
        command = option(command)
    return command


def _desk(**settings: Any) -> Desk:
    from copydesk.desk import Desk  # noqa: PLC0415 - `copydesk --help` should not wait for it

    try:
        return Desk(**settings)
    except ValueError as error:
        raise click.UsageError(str(error)) from error


def _pages(inputs: tuple[str, ...]) -> list[str]:
    from copydesk.reading.inputs import NoInput, find_pages  # noqa: PLC0415

    try:
        return find_pages(inputs)
    except NoInput as error:
        raise click.UsageError(str(error)) from error


@main.command()
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option("-o", "--output", metavar="OUT", help="Write articles here, not to stdout; rejections go to OUT's name with .rejects.jsonl.")
@click.option("--rejects", metavar="FILE", help="Write rejections here.")
@click.option("--min-chars", type=click.IntRange(min=1), default=25, show_default=True, help="Least length of a body.")
@click.option("--require", metavar="FIELD,...", default="", help="Reject pages that do not give these fields.")
@click.option("--timezone", metavar="NAME", help="Zone of times that state none, e.g. Asia/Shanghai.")
@click.option("--keep-removed", is_flag=True, help="Put the removed lines into each record.")
@click.option("--url", metavar="URL", help="Where the page was fetched, for a single INPUT.")
@click.option("--strict", is_flag=True, help="Exit with 1 if a page was rejected.")
@_settings
def clean(inputs: tuple[str, ...], **options: Any) -> None:
    """Clean INPUT (files, folders, or - for standard input) and write one JSON line a page."""
    from copydesk.batch import results, write_results  # noqa: PLC0415

    pages = _pages(inputs)
    if options["url"] and len(pages) > 1:
        message = f"--url goes with one page, not {len(pages)}"
        raise click.UsageError(message)
    desk = _desk(
        rules=options["rules"],
        min_chars=options["min_chars"],
        require=tuple(filter(None, (name.strip() for name in options["require"].split(",")))),
        timezone=options["timezone"],
        keep_removed=options["keep_removed"],
    )
    known = _known(options) | ({"url": options["url"]} if options["url"] else {})
    with ExitStack() as files:
        try:
            articles, rejections = _outputs(files, options["output"], options["rejects"])
            summary = write_results(results(desk, pages, sys.stdin.buffer, known), articles, rejections)
            files.close()
        except BrokenPipeError:
            raise
        except OSError as error:
            message = f"cannot write {error.filename or options['output'] or 'output'}: {error.strerror}"
            raise click.ClickException(message) from error
    click.echo(summary, err=True)
    if options["strict"] and summary.rejections:
        sys.exit(FAILED)


def _known(options: dict[str, Any]) -> dict[str, Any]:
    given = {"encoding": options["encoding"], "fetched_at": options["fetched_at"]}
    given["kind"] = options["kind"] if options["kind"] != "auto" else None
    return {name: value for name, value in given.items() if value is not None}


def _outputs(files: ExitStack, output: str | None, rejects: str | None) -> tuple[Any, Any]:
    from copydesk.writing.jsonl import whole_file  # noqa: PLC0415

    if output in {None, "-"}:
        articles = files.enter_context(nullcontext(sys.stdout.buffer))
    else:
        articles = files.enter_context(whole_file(Path(output)))
        rejects = rejects or str(Path(output).with_suffix(".rejects.jsonl"))
    return articles, files.enter_context(whole_file(Path(rejects))) if rejects else None


@main.command()
@click.argument("page", metavar="INPUT")
@click.option("--json", "as_json", is_flag=True, help="One JSON line for each line of the page.")
@_settings
def explain(page: str, *, as_json: bool, **options: Any) -> None:
    """Show every line of INPUT (a file, or - for standard input) with what became of it, and why."""
    import orjson  # noqa: PLC0415

    from copydesk.article import Rejected  # noqa: PLC0415
    from copydesk.reading.inputs import read_source  # noqa: PLC0415

    (path,) = pages if len(pages := _pages((page,))) == 1 else (None,)
    if path is None:
        message = f"explain takes one page, and {page} holds {len(pages)}"
        raise click.UsageError(message)
    try:
        rows = _desk(rules=options["rules"]).explain(read_source(path, sys.stdin.buffer), **_known(options))
    except OSError as error:
        message = f"cannot read {path}: {error.strerror}"
        raise click.ClickException(message) from error
    except Rejected as error:
        raise click.ClickException(str(error)) from error
    for row in rows:
        click.echo(orjson.dumps(row._asdict()).decode() if as_json else _shown(row))


def _shown(row: ExplainedLine) -> str:
    what = f"{row.label}:{row.kind}" if row.kind else str(row.label)
    reason = "" if row.label == "blank" else f"  [{row.reason}]"
    return f"{row.number:5}  {what:28}  {row.text.strip()}{reason}".rstrip()


@main.command()
@click.argument("record", type=click.Choice(["article", "rejection"]), default="article")
def schema(record: str) -> None:
    """Print the JSON Schema of a record."""
    import orjson  # noqa: PLC0415

    from copydesk.article import json_schema  # noqa: PLC0415

    click.echo(orjson.dumps(json_schema(record), option=orjson.OPT_INDENT_2).decode())
