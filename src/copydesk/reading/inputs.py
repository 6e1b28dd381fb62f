"""Paths -> sources: files, folders and standard input."""

from __future__ import annotations

import os
import stat
from glob import glob
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
    """The pages that `paths` name, each once and in order.

    Files as given, folders by the pages below them, sorted by name, and patterns such as `news/**/*.txt` that no shell
    has expanded. In a folder, what is hidden or has no suffix of a page is no page; links to files are followed, links
    to folders are not.

    Raises:
        NoInput: there is no such file, or no page in a folder.
        OSError: a folder cannot be listed.
    """
    return list(dict.fromkeys(page for path in paths for name in _expanded(path) for page in _pages_at(name)))


def _expanded(path: str) -> list[str]:
    if path == STDIN or not any(sign in path for sign in "*?[") or os.path.lexists(path):
        return [path]
    return sorted(glob(path, recursive=True)) or [path]  # noqa: PTH207 - Path.glob takes no absolute pattern


def _pages_at(path: str) -> list[str]:
    if path == STDIN:
        return [path]
    try:
        is_folder = stat.S_ISDIR(Path(path).stat().st_mode)
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        message = f"no such file or folder: {path}" if isinstance(error, FileNotFoundError) else f"{path}: {why}"
        raise NoInput(message) from error
    return _pages_below(Path(path)) if is_folder else [str(Path(path))]


def _pages_below(folder: Path) -> list[str]:
    pages: list[str] = []
    for parent, folders, files in os.walk(folder, onerror=_raise):
        folders[:] = [name for name in folders if not name.startswith(".")]
        named = (Path(parent, name) for name in files if not name.startswith("."))
        pages += (str(path) for path in named if path.suffix.lower() in PAGE_SUFFIXES and path.is_file())
    if not pages:
        message = f"no pages ({', '.join(sorted(PAGE_SUFFIXES))}) in folder: {folder}"
        raise NoInput(message)
    return sorted(pages)


def _raise(error: OSError) -> None:
    raise error


def read_source(path: str, stdin: BinaryIO) -> Source:
    """The page in the file `path`, or on `stdin` for `-`.

    Raises:
        OSError: it cannot be read.
    """
    if path == STDIN:
        return Source(content=stdin.read(), name=STDIN)
    kind: SourceKind = "html" if Path(path).suffix.lower() in HTML_SUFFIXES else "auto"
    return Source(content=Path(path).read_bytes(), name=path, kind=kind)
