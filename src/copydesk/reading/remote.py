"""Files that stand elsewhere, as `s3://bucket/a.jsonl`: the one place that knows fsspec, which finds and opens them.

Every file system has errors of its own. They become an OSError in one line here, as those of local files are.
"""

from __future__ import annotations

import errno
import io
import os
import re
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from copydesk.extras import module_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from _typeshed import WriteableBuffer

_PROTOCOL = re.compile(r"[A-Za-z][\w+.:-]+://")
_CHAIN = "::"
_BUFFER_BYTES = 131_072
_NUMBERS = {FileNotFoundError: errno.ENOENT, PermissionError: errno.EACCES, IsADirectoryError: errno.EISDIR}
_ANSWERS = {401: errno.EACCES, 403: errno.EACCES, 404: errno.ENOENT, 410: errno.ENOENT}
_VERSIONS = ("ETag", "etag", "LastModified", "Last-Modified", "updated", "mtime", "modified", "created")


def is_remote(path: str) -> bool:
    """Whether `path` begins with a protocol, such as `s3://`."""
    return _PROTOCOL.match(path) is not None


def is_hidden(name: str) -> bool:
    """Whether a file, or a folder above it, has a name that begins with a dot."""
    return any(part.startswith(".") for part in name.split("/"))


def open_file(path: str) -> io.BufferedReader:
    """Open the file at `path`, a local one or a remote one, as bytes as they are stored.

    Raises:
        MissingExtra: it is remote, and fsspec is not there.
        OSError: it cannot be opened; from a remote file, also when it is read and what is left cannot be had.
    """
    if is_remote(path):
        return io.BufferedReader(_RemoteFile(path), _BUFFER_BYTES)
    return Path(path).open("rb")


def find_remote(path: str, is_page: Callable[[str], bool]) -> list[str]:
    """The files that the remote `path` names, sorted.

    A file gives itself, a folder the files below it that are pages, a pattern such as `s3://bucket/*.jsonl` what
    matches it. Over HTTP there are no folders, and `?` belongs to a query. A chain of protocols, such as
    `zip://a.txt::s3://bucket/b.zip`, names one file.

    Args:
        path: with a protocol.
        is_page: whether a file counts, by its path below the folder or the fixed part of the pattern.

    Raises:
        MissingExtra: fsspec is not there.
        OSError: there is no such file, folder or protocol, or it cannot be listed.
    """
    files, place = _located(path)
    with _explained(path):
        files.invalidate_cache()  # what another run saw there may have changed
        if _is_pattern(path) and not files.exists(place):
            return _matching(files, path, place, is_page)
        if files.info(place)["type"] == "directory":
            return _below(files, path, is_page)
        return [path]


def remote_identity(path: str) -> tuple[int, str] | None:
    """Size in bytes, 0 where nothing says it, and version of a remote file; None if it is not to be had.

    The version is an entity tag or a time, whatever is known, and empty where neither is.
    """
    try:
        files, place = _located(path)
        with _explained(path):
            info = files.info(place)
    except OSError:
        return None
    return info.get("size") or 0, next((str(info[name]) for name in _VERSIONS if info.get(name)), "")


def _located(path: str) -> tuple[Any, str]:
    """The file system, and the place in it."""
    core = module_of("remote", "a remote path", "fsspec.core")
    with _explained(path):
        files, place = core.url_to_fs(path)
    return files, place


def _is_pattern(path: str) -> bool:
    if _CHAIN in path:
        return False
    if path.lower().startswith(("http://", "https://")):
        return "*" in path.partition("?")[0]
    return any(sign in path for sign in "*?[")


def _matching(files: Any, path: str, place: str, is_page: Callable[[str], bool]) -> list[str]:  # noqa: ANN401
    base = re.split(r"[*?\[]", path, maxsplit=1)[0].rpartition("/")[0] + "/"
    asks_for_hidden = is_hidden(path.removeprefix(base))
    above = _located(base)[1]
    found: list[str] = []
    for match, info in files.glob(place, detail=True).items():
        below = _relative(match, above)
        if is_hidden(below) and not asks_for_hidden:
            continue
        found += _below(files, base + below, is_page) if info["type"] == "directory" else [base + below]
    if not found:
        raise FileNotFoundError(path)
    return sorted(found)


def _below(files: Any, folder: str, is_page: Callable[[str], bool]) -> list[str]:  # noqa: ANN401
    base = folder if folder.endswith("/") else folder + "/"
    place = _located(folder)[1]
    below = (_relative(file, place) for file in files.find(place))
    return sorted(base + name for name in below if is_page(name))


def _relative(place: str, above: str) -> str:
    """`place` as it stands below `above`: where a URL names a host, a file system cannot make one of it again."""
    return place.removeprefix(above).lstrip("/")


class _RemoteFile(io.RawIOBase):
    """A file of fsspec, with the errors of a file, and never shorter than it says it is."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._files, self._place = _located(path)
        self._streams = False
        with _explained(path):
            self._file = self._files.open(self._place, "rb")
            self._size: int | None = getattr(self._file, "size", None)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return bool(self._file.seekable())

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        with _explained(self._path):
            self._file.seek(offset, whence)
            return self.tell()

    def tell(self) -> int:
        return int(self._file.tell())

    def readinto(self, buffer: WriteableBuffer) -> int:
        with memoryview(buffer).cast("B") as target, _explained(self._path):
            data = self._read(len(target))
            target[: len(data)] = data
            if not data and self._size is not None and self.tell() < self._size:
                message = f"it ends after {self.tell():,} of {self._size:,} bytes"
                raise EOFError(message)
        return len(data)

    def _read(self, most: int) -> bytes:
        try:
            return bytes(self._file.read(most))
        except ValueError:
            if self._streams:
                raise
        # fsspec asks an HTTP server for one range after another, and not every server gives ranges.
        self._streams = True
        position, ranges = self.tell(), self._file
        self._file = self._files.open(self._place, "rb", block_size=0)
        ranges.close()
        while (left := position - self.tell()) > 0 and self._file.read(min(left, _BUFFER_BYTES)):
            pass
        return bytes(self._file.read(most))

    def close(self) -> None:
        if not self.closed and hasattr(self, "_file"):
            self._file.close()
        super().close()


@contextmanager
def _explained(path: str) -> Iterator[None]:
    """Whatever fsspec and what it stands on raise, as an OSError with a number, one line and the path."""
    try:
        yield
    except Exception as error:
        cause = _cause(error)
        number = next((number for kind, number in _NUMBERS.items() if isinstance(cause, kind)), errno.EIO)
        number = _ANSWERS.get(getattr(cause, "status", 0), number)
        why = os.strerror(number) if number == errno.ENOENT else _line(cause)
        raise OSError(number, why, path) from error


def _cause(error: BaseException) -> BaseException:
    """To fsspec, a server that refuses or does not answer is a file that is not there."""
    cause = error.__cause__
    answered = isinstance(cause, OSError) or hasattr(cause, "status")
    return cause if cause and answered and isinstance(error, FileNotFoundError) else error


def _line(error: BaseException) -> str:
    text = (error.strerror if isinstance(error, OSError) else None) or str(error)
    return " ".join(text.split()) or type(error).__name__
