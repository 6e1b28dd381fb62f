"""Standard streams, and what is said of those that fail."""

from __future__ import annotations

import io
import os
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, BinaryIO

import click

if TYPE_CHECKING:
    from collections.abc import Iterator

FAILED = 1
STDOUT = "-"
_UNSEEN = dict.fromkeys((*range(0x09), *range(0x0A, 0x20), *range(0x7F, 0xA0)), "\N{REPLACEMENT CHARACTER}")


def stdin() -> BinaryIO:
    """Standard input; empty where it was closed."""
    return sys.stdin.buffer if sys.stdin else io.BytesIO()


@contextmanager
def writing_to(name: str) -> Iterator[None]:
    """Say what cannot be written, down to the last flush; a pipe that the reader closed ends quietly, as click does."""
    try:
        if sys.stdout is None and name == STDOUT:
            message = "standard output is closed"
            raise click.ClickException(message)
        yield
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        sys.stdout = io.StringIO()  # what it still holds is lost; the interpreter must not try again
        message = f"cannot write {'standard output' if name == STDOUT else name}: {error.strerror or error}"
        raise click.ClickException(message) from error


def encodable(line: str) -> bytes:
    """`line` for a terminal that may not be UTF-8."""
    return line.encode(sys.stdout.encoding or "utf-8", "replace")


def printable(line: str) -> str:
    """`line` without characters that would move a cursor or change a colour."""
    return line.translate(_UNSEEN)


def in_colour() -> bool:
    """Whether what goes to standard output is seen in a terminal, by somebody who has not asked for no colours."""
    return sys.stdout is not None and sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def painted(text: str, **style: Any) -> str:
    """`text` in a style of `click.style` where there are colours, else as it is."""
    return click.style(text, **style) if text and style and in_colour() else text


def tell(message: str) -> None:
    """Say something on stderr; whether anybody listens makes no difference to the work."""
    with suppress(OSError):
        click.echo(message, err=True)
