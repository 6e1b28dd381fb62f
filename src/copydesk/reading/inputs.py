"""What the command line names -> paths: files, folders, patterns, lists and URLs."""

from __future__ import annotations

import os
import stat
from codecs import BOM_UTF8
from functools import partial
from glob import glob
from pathlib import Path
from typing import TYPE_CHECKING

from copydesk.reading.own_files import holds_records
from copydesk.reading.remote import find_remote, is_hidden, is_remote, open_file, remote_identity
from copydesk.reading.suffixes import INPUT_SUFFIXES, RECORD_SUFFIXES, STDIN, suffix_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

LIST_MARK = "@"


class NoInput(ValueError):
    """A path that is not there, a folder without pages, or a list that cannot be read."""


def find_pages(paths: Iterable[str], outputs: Iterable[str] = ()) -> list[str]:
    """The files that `paths` name, each once and in order.

    Files as given, folders by the files below them, sorted by name, patterns such as `news/**/*.txt` that no shell has
    expanded, and `@list.txt` for what a file lists; each of them also behind a protocol, as `s3://bucket/news`. In a
    folder, what is hidden or has no suffix of a page, of a file of many pages or of either compressed is passed over,
    and so are files that copydesk wrote; links to files are followed, links to folders are not.

    Args:
        paths: files, folders, patterns, lists, URLs of any of them, and `-` for standard input.
        outputs: files that are about to be written, which are no input of a folder either.

    Raises:
        NoInput: there is no such file or list, no page in a folder, or no way to what is remote.
        OSError: a local folder cannot be listed.
    """
    written = {os.path.realpath(path) for path in outputs}
    is_passed_over = partial(_is_passed_over, written=written, names={Path(path).name for path in written})
    named = (name for path in paths for name in _listed(path))
    found = (page for path in named for name in _expanded(path) for page in _pages_at(name, written, is_passed_over))
    return list(dict.fromkeys(found))


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


def _pages_at(path: str, written: set[str], is_passed_over: Callable[[os.DirEntry[str]], bool]) -> list[str]:
    if path == STDIN:
        return [path]
    if is_remote(path):
        return _remote_pages_at(path, written)
    try:
        is_folder = stat.S_ISDIR(Path(path).stat().st_mode)
    except (OSError, ValueError) as error:
        raise NoInput(_unreachable(path, error)) from error
    if not is_folder:
        return [str(Path(path))]
    if pages := sorted(page.path.removeprefix("./") for page in _pages_below(Path(path)) if not is_passed_over(page)):
        return pages
    raise NoInput(_no_pages(path))


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


def _pages_below(folder: Path) -> Iterator[os.DirEntry[str]]:
    """Entries tell what they are without being asked one by one, which a folder of a million files is grateful for."""
    folders = [str(folder)]
    while folders:
        with os.scandir(folders.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    folders += [] if is_hidden(entry.name) else [entry.path]
                elif _is_page(entry.name) and (Path(entry) if entry.is_symlink() else entry).is_file():
                    yield entry  # a link that leads to itself is an error to an entry, and no file to a path


def _is_passed_over(page: os.DirEntry[str], *, written: set[str], names: set[str]) -> bool:
    """Whether a file in a folder is no input: it is about to be written, or was written by an earlier run."""
    if (page.name in names or page.is_symlink()) and os.path.realpath(page) in written:
        return True
    return suffix_of(page.name) in RECORD_SUFFIXES and holds_records(Path(page))


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
