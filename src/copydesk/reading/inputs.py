"""What the command line names -> paths: files, folders, patterns, lists and URLs."""

from __future__ import annotations

import os
import stat
from codecs import BOM_UTF8
from glob import glob
from pathlib import Path
from typing import TYPE_CHECKING

from copydesk.reading.remote import find_remote, is_hidden, is_remote, open_file, remote_identity
from copydesk.reading.suffixes import INPUT_SUFFIXES, STDIN, suffix_of

if TYPE_CHECKING:
    from collections.abc import Iterable

LIST_MARK = "@"


class NoInput(ValueError):
    """A path that is not there, a folder without pages, or a list that cannot be read."""


def find_pages(paths: Iterable[str], outputs: Iterable[str] = ()) -> list[str]:
    """The files that `paths` name, each once and in order.

    Files as given, folders by the files below them, sorted by name, patterns such as `news/**/*.txt` that no shell has
    expanded, and `@list.txt` for what a file lists; each of them also behind a protocol, as `s3://bucket/news`. In a
    folder, what is hidden or has no suffix of a page, of a file of many pages or of either compressed is passed over;
    links to files are followed, links to folders are not.

    Args:
        paths: files, folders, patterns, lists, URLs of any of them, and `-` for standard input.
        outputs: files that are about to be written. In a folder they are no input, or a second run would read what the
            first one wrote.

    Raises:
        NoInput: there is no such file or list, no page in a folder, or no way to what is remote.
        OSError: a local folder cannot be listed.
    """
    written = {os.path.realpath(path) for path in outputs}
    named = (name for path in paths for name in _listed(path))
    return list(dict.fromkeys(page for path in named for name in _expanded(path) for page in _pages_at(name, written)))


def read_list(path: str) -> list[str]:
    """The paths that the file `path` lists, one a line; empty lines are none.

    A path is taken as it stands, from the folder one is in and with the white space inside it.

    Raises:
        NoInput: it cannot be read, or lists nothing.
    """
    try:
        with open_file(path) as file:
            content = file.read()
        lines = content.removeprefix(BOM_UTF8).splitlines()
    except (OSError, ValueError) as error:
        message = f"no list of paths: {path}: {_why(error)}"
        raise NoInput(message) from error
    if paths := [os.fsdecode(line) for line in lines if line.strip()]:
        return paths
    message = f"no path in the list: {path}"
    raise NoInput(message)


def _listed(path: str) -> list[str]:
    if not path.startswith(LIST_MARK) or os.path.lexists(path):
        return [path]
    return read_list(path.removeprefix(LIST_MARK))


def _expanded(path: str) -> list[str]:
    if path == STDIN or is_remote(path) or not any(sign in path for sign in "*?[") or os.path.lexists(path):
        return [path]
    return sorted(glob(path, recursive=True)) or [path]  # noqa: PTH207 - Path.glob takes no absolute pattern


def _pages_at(path: str, written: set[str]) -> list[str]:
    if path == STDIN:
        return [path]
    if is_remote(path):
        return _remote_pages_at(path, written)
    try:
        is_folder = stat.S_ISDIR(Path(path).stat().st_mode)
    except (OSError, ValueError) as error:
        raise NoInput(_unreachable(path, error)) from error
    return _pages_below(Path(path), written) if is_folder else [str(Path(path))]


def _remote_pages_at(path: str, written: set[str]) -> list[str]:
    try:
        found = find_remote(path, _is_page)
    except OSError as error:
        raise NoInput(_unreachable(path, error)) from error
    if pages := [page for page in found if os.path.realpath(page.removeprefix("file://")) not in written]:
        return pages
    raise NoInput(_no_pages(path))


def _unreachable(path: str, error: OSError | ValueError) -> str:
    return f"no such file or folder: {path}" if isinstance(error, FileNotFoundError) else f"{path}: {_why(error)}"


def _why(error: OSError | ValueError) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


def _no_pages(folder: str | Path) -> str:
    return f"no pages ({', '.join(sorted(INPUT_SUFFIXES))}) in folder: {folder}"


def _is_page(name: str) -> bool:
    return suffix_of(name) in INPUT_SUFFIXES and not is_hidden(name)


def _pages_below(folder: Path, written: set[str]) -> list[str]:
    pages: list[str] = []
    for parent, folders, files in os.walk(folder, onerror=_raise):
        folders[:] = [name for name in folders if not name.startswith(".")]
        named = (Path(parent, name) for name in files if _is_page(name))
        pages += (str(path) for path in named if path.is_file() and os.path.realpath(path) not in written)
    if not pages:
        raise NoInput(_no_pages(folder))
    return sorted(pages)


def _raise(error: OSError) -> None:
    raise error


def identity_of(path: str) -> tuple[int, str] | None:
    """What tells whether the file `path` is the one that was read before: its size in bytes, and its version.

    The version of a local file is the time of its last change in nanoseconds; that of a remote one an entity tag or a
    time, and empty where the server says neither. None for what is not there or cannot be read again: standard input,
    pipes and devices.
    """
    if path == STDIN:
        return None
    if is_remote(path):
        return remote_identity(path)
    try:
        status = Path(path).stat()
    except (OSError, ValueError):
        return None
    return (status.st_size, str(status.st_mtime_ns)) if stat.S_ISREG(status.st_mode) else None
