"""Options that several commands share, and what they say of pages and desks."""

from __future__ import annotations

import codecs
import math
import os
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from copydesk.desk import Desk


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


def size_in_bytes(_context: click.Context, _parameter: click.Parameter, value: str) -> int:
    """`50000000`, `50MB` or `48MiB` as a number."""
    from pydantic import ByteSize, TypeAdapter, ValidationError

    try:
        size = int(TypeAdapter(ByteSize).validate_python(value.strip()))
    except ValidationError:
        size = 0
    if size < 1:
        message = f"no size such as 500000, 50MB or 2GiB: {value}"
        raise click.BadParameter(message)
    return size


class Seconds(click.FloatRange):
    """A number of seconds above 0."""

    name = "seconds"

    def __init__(self) -> None:
        super().__init__(min=0, min_open=True)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Take a number, as `float` does, but one that can be waited for."""
        seconds = float(super().convert(value, param, ctx))
        if not math.isfinite(seconds):
            self.fail(f"{value} is no number of seconds", param, ctx)
        return seconds


def _moment(_context: click.Context, _parameter: click.Parameter, value: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(value) if value else None
    except ValueError as error:
        message = f"not an ISO 8601 date or time: {value}"
        raise click.BadParameter(message) from error


def field_names(_context: click.Context, _parameter: click.Parameter, value: str) -> tuple[str, ...]:
    """Names between commas."""
    return tuple(filter(None, (name.strip() for name in value.split(","))))


def reading_options(command: Callable[..., None]) -> Callable[..., None]:
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
    return with_options(options, command)


def with_options(options: Sequence[Callable[..., Any]], command: Callable[..., None]) -> Callable[..., None]:
    """Give a command some options, in the order in which help is to list them."""
    for option in reversed(options):
        command = option(command)
    return command


def desk_with(**settings: Any) -> Desk:
    """A desk; what is wrong with its settings is wrong usage."""
    from copydesk.desk import Desk

    try:
        return Desk(**settings)
    except ValueError as error:
        raise click.UsageError(str(error)) from error


def pages_at(inputs: tuple[str, ...], outputs: Iterable[str] = ()) -> list[str]:
    """The files that the command line names, as `find_pages` finds them; that there are none is wrong usage."""
    from copydesk.reading.inputs import NoInput, find_pages

    try:
        return find_pages(inputs, outputs)
    except NoInput as error:
        raise click.UsageError(str(error)) from error
    except OSError as error:
        message = f"cannot list {error.filename}: {error.strerror}"
        raise click.ClickException(message) from error


def refuse_one_address(paths: Sequence[Any], options: dict[str, Any]) -> None:
    """Say that an address goes with one page, where there are several."""
    if options["url"] and len(paths) > 1:
        message = f"--url goes with one page, not {len(paths)}"
        raise click.UsageError(message)


def cannot_read(error: OSError) -> click.ClickException:
    """What is said of a file that cannot be read, at all or any further."""
    why = error.strerror or str(error)
    return click.ClickException(f"cannot read {error.filename}: {why}" if error.filename else why)


def labelling(options: dict[str, Any]) -> dict[str, Any]:
    """What the options say of how lines are labelled."""
    return {name: options[name] for name in ("rules", "weights", "favor")}


def known_of(options: dict[str, Any]) -> dict[str, Any]:
    """What the options say of the pages; `auto` leaves the kind to the file's name and content."""
    known = {name: options[name] for name in ("encoding", "fetched_at", "url") if options[name] is not None}
    return known if options["kind"] == "auto" else known | {"kind": options["kind"]}


def refuse_overwriting(outputs: Iterable[str | Path], pages: Iterable[str]) -> None:
    """Refuse to write over an input, under whatever name, or to write two things to one file."""
    from copydesk.writing.names import is_stream

    files = [Path(name) for name in outputs if not is_stream(Path(name))]
    if len({os.path.realpath(path) for path in files}) < len(files):
        message = "articles and rejections cannot go to one file"
        raise click.UsageError(message)
    there = {_file_identity(path): path for path in files if path.is_file()}
    if there and (found := next((there[each] for each in map(_file_identity, pages) if each in there), None)):
        message = f"{found} is one of the inputs"
        raise click.UsageError(message)


def _file_identity(path: str | Path) -> tuple[int, int] | None:
    try:
        found = Path(path).stat()
    except (OSError, ValueError):
        return None
    return found.st_dev, found.st_ino
