"""The command. It imports what a subcommand needs when it runs, so that `copydesk --help` answers at once."""

from __future__ import annotations

import codecs
import io
import os
import sys
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from copydesk._version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from copydesk.batch.filing import Filed
    from copydesk.desk import Desk
    from copydesk.explained import ExplainedLine

FAILED = 1
STDOUT = "-"
_UNSEEN = dict.fromkeys((*range(0x09), *range(0x0A, 0x20), *range(0x7F, 0xA0)), "\N{REPLACEMENT CHARACTER}")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, package_name="copydesk")
def main() -> None:
    """Turn scraped news pages into clean, validated articles, one JSON line each."""


def _encoding(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    if value is None:
        return None
    from copydesk.reading.decoding import codec_of

    if codec_of(value):
        return value
    try:
        name = codecs.lookup(value).name
    except (LookupError, ValueError):
        name = value
    if codec_of(name):
        return name
    message = f"unknown encoding: {value}"
    raise click.BadParameter(message)


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
        click.option("--weights", metavar="FILE", help="Weights that `copydesk train` wrote, for the shipped ones."),
        click.option(
            "--favor",
            type=click.Choice(["balanced", "precision", "recall"]),
            default="balanced",
            show_default=True,
            help="What to lean to where a line is in doubt: leaving it out, or keeping it.",
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
@click.option(
    "-o", "--output", default=STDOUT, metavar="OUT", help="Write articles to this file, rejections beside it."
)
@click.option("--rejects", metavar="FILE", help="Write rejections here.  [default: OUT with .rejects.jsonl]")
@click.option("--min-chars", type=click.IntRange(min=1), default=25, show_default=True, help="Least length of a body.")
@click.option("--require", callback=_fields, default="", metavar="FIELD,...", help="Reject pages without these fields.")
@click.option("--timezone", metavar="NAME", help="Zone of times that state none, e.g. Asia/Shanghai.")
@click.option("--keep-removed", is_flag=True, help="Put the removed lines into each record.")
@click.option("--workers", type=click.IntRange(min=1), default=1, show_default=True, help="Processes that clean pages.")
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    metavar="SECONDS",
    help="Reject pages that take longer.  [default: 60 with several workers, else none]",
)
@click.option("--text-field", metavar="NAME", help="Key or column of the text, in JSON lines, CSV and Parquet.")
@click.option("--html-field", metavar="NAME", help="Key or column of the markup.")
@click.option("--url-field", metavar="NAME", help="Key or column of the address.")
@click.option("--date-field", metavar="NAME", help="Key or column of the time of fetching.")
@click.option("--strict", is_flag=True, help="Exit with 1 if a page was rejected.")
@_reading_options
def clean(inputs: tuple[str, ...], *, output: str, rejects: str | None, strict: bool, **options: Any) -> None:
    """Clean INPUT (files, folders, patterns, or - for standard input) and write one JSON line a page.

    Files may hold one page or many: JSON lines, CSV, WARC and WET, Parquet; any of them compressed. In a folder, what
    is not hidden and ends like one of these is read.
    """
    from copydesk.batch.running import given, results, write_results
    from copydesk.reading.containers.records import ReadingOptions

    pages = _pages(inputs, [name for name in (output, _rejects_of(output, rejects)) if name and _is_ours(name)])
    if options["url"] and len(pages) > 1:
        message = f"--url goes with one page, not {len(pages)}"
        raise click.UsageError(message)
    known = _known(options)
    settings = {name: options[name] for name in ("min_chars", "require", "timezone", "keep_removed")}
    desk = _desk(**settings, **_labelling(options))
    reading = ReadingOptions(
        **{name: options[name] for name in ("text_field", "html_field", "url_field", "date_field")}
    )
    outcome = results(
        desk, given(pages, _stdin(), known, reading), workers=options["workers"], timeout=options["timeout"]
    )
    with (
        _working(),
        _written(f"{output} or {rejects}" if rejects else output),
        _outputs(output, rejects, pages) as (articles, rejections),
    ):
        summary = write_results(outcome if rejections else _told(outcome), articles, rejections)
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
        rows = _desk(**_labelling(options)).explain(read_source(pages[0], _stdin()), **_known(options))
    except OSError as error:
        message = f"cannot read {page}: {error.strerror}"
        raise click.ClickException(message) from error
    except Rejected as error:
        raise click.ClickException(str(error)) from error
    with _written(STDOUT):
        for row in rows:
            click.echo(orjson.dumps(row._asdict()) if as_json else _encodable(_shown(row)))


@main.command()
@click.argument("record", type=click.Choice(["article", "rejection"]), default="article")
def schema(record: str) -> None:
    """Print the JSON Schema of a record."""
    from copydesk.article import schema_text

    with _written(STDOUT):
        click.echo(schema_text(record).encode(), nl=False)


@main.command()
@click.argument("gold", nargs=-1, required=True, metavar="GOLD...")
@click.option("-o", "--output", required=True, metavar="WEIGHTS", help="Write the weights to this file.")
@click.option("--rules", multiple=True, metavar="FILE", help="Rule pack (TOML) that wins over the shipped ones.")
def train(gold: tuple[str, ...], *, output: str, rules: tuple[str, ...]) -> None:
    """Learn weights for the labeller from GOLD: JSON Lines files of pages and of what their articles are.

    Each row has the `id` of a page, and the page as `text` or `html`, or what is known of it: `gold` (the body),
    `labels` (a letter a row), `with` and `without` (snippets), or both. The README describes them.
    """
    from copydesk.labelling.matching import RuleSet
    from copydesk.labelling.rules import packs_with
    from copydesk.training.fitting import MissingExtra, fit, lessons
    from copydesk.training.gold import read_gold
    from copydesk.writing.jsonl import whole_files

    _refuse_overwriting([output], list(gold))
    try:
        found = lessons(read_gold(gold), RuleSet(packs_with(rules)))
        weights = fit(found)
    except (ValueError, MissingExtra) as error:
        raise click.ClickException(str(error)) from error
    with _written(output), whole_files(Path(output)) as (file,):
        file.write(weights.model_dump_json().encode())
    click.echo(", ".join(f"{len(pages)} pages of {kind}" for kind, pages in found.items()), err=True)


def _desk(**settings: Any) -> Desk:
    from copydesk.desk import Desk

    try:
        return Desk(**settings)
    except ValueError as error:
        raise click.UsageError(str(error)) from error


def _pages(inputs: tuple[str, ...], outputs: Iterable[str] = ()) -> list[str]:
    from copydesk.reading.inputs import NoInput, find_pages

    try:
        return find_pages(inputs, outputs)
    except NoInput as error:
        raise click.UsageError(str(error)) from error
    except OSError as error:
        message = f"cannot list {error.filename}: {error.strerror}"
        raise click.ClickException(message) from error


def _labelling(options: dict[str, Any]) -> dict[str, Any]:
    """What the options say of how lines are labelled."""
    return {name: options[name] for name in ("rules", "weights", "favor")}


def _known(options: dict[str, Any]) -> dict[str, Any]:
    """What the options say of the pages; `auto` leaves the kind to the file's name and content."""
    known = {name: options[name] for name in ("encoding", "fetched_at", "url") if options[name] is not None}
    return known if options["kind"] == "auto" else known | {"kind": options["kind"]}


def _stdin() -> BinaryIO:
    return sys.stdin.buffer if sys.stdin else io.BytesIO()  # None where it was closed


@contextmanager
def _written(name: str) -> Iterator[None]:
    """Say what cannot be written, down to the last flush; a pipe that the reader closed ends quietly, as click does."""
    try:
        if sys.stdout is None:
            message = "standard output is closed"
            raise click.ClickException(message)
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        sys.stdout = io.StringIO()  # what it still holds is lost; the interpreter must not try again
        message = f"cannot write {'standard output' if name == STDOUT else name}: {error.strerror}"
        raise click.ClickException(message) from error


@contextmanager
def _working() -> Iterator[None]:
    from copydesk.batch.workers import WorkersFailed

    try:
        yield
    except WorkersFailed as error:
        raise click.ClickException(str(error)) from error


@contextmanager
def _outputs(output: str, rejects: str | None, pages: list[str]) -> Iterator[tuple[BinaryIO, BinaryIO | None]]:
    from copydesk.writing.jsonl import whole_files

    names = [name for name in (output, _rejects_of(output, rejects)) if name is not None]
    _refuse_overwriting(names, pages)
    with whole_files(*(Path(name) for name in names if name != STDOUT)) as opened:
        files = iter(opened)
        articles, *rejections = [sys.stdout.buffer if name == STDOUT else next(files) for name in names]
        yield articles, rejections[0] if rejections else None


def _rejects_of(output: str, rejects: str | None) -> str | None:
    """Where rejections go: where they are told, or else beside an output that is a file."""
    from copydesk.writing.jsonl import is_stream

    if rejects is not None or output == STDOUT or is_stream(Path(output)):
        return rejects
    return output.removesuffix(".jsonl") + ".rejects.jsonl"


def _is_ours(name: str) -> bool:
    """Whether a file holds what an earlier run wrote, and nothing that could be an input."""
    from copydesk.writing.jsonl import FIRST_BYTES

    try:
        with Path(name).open("rb") as file:
            return file.read(len(FIRST_BYTES)) in {FIRST_BYTES, b""}
    except OSError:
        return False


def _refuse_overwriting(names: list[str], pages: list[str]) -> None:
    from copydesk.writing.jsonl import is_stream

    files = [os.path.realpath(name) for name in names if not is_stream(Path(name))]
    if len(set(files)) < len(files):
        message = "articles and rejections cannot go to one file"
        raise click.UsageError(message)
    for name in names:
        if Path(name).is_file() and any(_same_file(page, name) for page in pages):
            message = f"{name} is one of the inputs"
            raise click.UsageError(message)


def _same_file(page: str, name: str) -> bool:
    try:
        return Path(page).samefile(name)
    except OSError:
        return False


def _told(outcome: Iterable[Filed]) -> Iterator[Filed]:
    """Name rejected pages on stderr where no file is there to keep them on record."""
    import orjson

    for filed in outcome:
        if filed.code is not None:
            rejection = orjson.loads(filed.line)
            for reason in rejection["reasons"]:
                told = f"{rejection['input']}: {reason['code']}: {reason['message']}"
                click.echo(told.translate(_UNSEEN), err=True)
        yield filed


def _shown(row: ExplainedLine) -> str:
    what = f"{row.label} {row.kind}" if row.kind else str(row.label)
    reason = "" if row.label == "blank" else f"  [{row.reason}]"
    return f"{row.number:5}  {what:26}  {row.text.strip()}{reason}".translate(_UNSEEN).rstrip()


def _encodable(line: str) -> bytes:
    """`line` for a terminal that may not be UTF-8."""
    return line.encode(sys.stdout.encoding or "utf-8", "replace")
