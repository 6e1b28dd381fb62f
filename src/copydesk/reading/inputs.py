"""Paths -> sources: files, folders and standard input."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from copydesk.reading.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterable

    from copydesk.reading.source import SourceKind

PAGE_SUFFIXES = frozenset({".txt", ".text", ".html", ".htm"})
HTML_SUFFIXES = frozenset({".html", ".htm"})
STDIN = "-"


class NoInput(ValueError):
    """A path that is not there, or a folder without pages."""


def find_pages(paths: Iterable[str]) -> list[str]:
    """The pages that `paths` name, in order: files as given, folders by the pages below them, sorted by name.

    Raises:
        NoInput: there is no such file, or no page in a folder.
    """
    found: list[str] = []
    for path in paths:
        if path != STDIN and Path(path).is_dir():
            found += _pages_below(Path(path))
        elif path == STDIN or Path(path).exists():
            found.append(path)
        else:
            message = f"no such file or folder: {path}"
            raise NoInput(message)
    return found


def _pages_below(folder: Path) -> list[str]:
    pages = sorted(str(path) for path in folder.rglob("*") if path.suffix.lower() in PAGE_SUFFIXES and path.is_file())
    if not pages:
        message = f"no pages ({', '.join(sorted(PAGE_SUFFIXES))}) in folder: {folder}"
        raise NoInput(message)
    return pages


def read_source(path: str, stdin: BinaryIO) -> Source:
    """The page in the file `path`, or on `stdin` for `-`.

    Raises:
        OSError: it cannot be read.
    """
    if path == STDIN:
        return Source(content=stdin.read(), name=STDIN)
    kind: SourceKind = "html" if Path(path).suffix.lower() in HTML_SUFFIXES else "auto"
    return Source(content=Path(path).read_bytes(), name=path, kind=kind)
