"""Files that grow record by record, and can be taken up again where a process left them, however it ended."""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from copydesk.writing.packing import pack_for

if TYPE_CHECKING:
    from pathlib import Path

BLOCK_BYTES = 262_144
"""Lines are packed together once they reach so many bytes: where a block ends depends on the lines alone."""
_READ_BYTES = 1_048_576


class Mark(NamedTuple):
    """A place in a growing file: all before it is on disk, or in `pending`.

    Attributes:
        size: bytes in the file.
        records: lines written.
        pending: lines that wait until their block is full.
    """

    size: int = 0
    records: int = 0
    pending: bytes = b""


class Written(NamedTuple):
    """A finished file: lines, bytes, and the SHA-256 of the bytes."""

    records: int
    size: int
    sha256: str


class LostPart(OSError):
    """An unfinished file holds less than was on record of it."""


class GrowingFile:
    """A file of lines, packed as the name it is to have says.

    Attributes:
        path: where it grows; whoever made it gives it its name once it is finished.
        records: lines written to it.

    Raises:
        OSError: it cannot be written.
        LostPart: it does not reach as far as `mark`.
        MissingExtra: packing needs something that is not installed.
    """

    def __init__(self, path: Path, name: str, mark: Mark = Mark()) -> None:  # noqa: B008 - it is immutable
        self._pack = pack_for(name)
        self.path = path
        self.records = mark.records
        self._pending = bytearray(mark.pending)
        self._digest = hashlib.sha256()
        self._size = 0
        self._file = path.open("r+b" if mark.size else "w+b")
        try:
            self._take_up(mark.size)
        except BaseException:
            self._file.close()
            raise

    def _take_up(self, size: int) -> None:
        while self._size < size:
            data = self._file.read(min(_READ_BYTES, size - self._size))
            if not data:
                message = f"{self.path} has lost what was on record in it"
                raise LostPart(message)
            self._digest.update(data)
            self._size += len(data)
        self._file.seek(size)
        self._file.truncate()

    def write(self, line: bytes) -> None:
        """Add one line, its line feed included."""
        self.records += 1
        self._pending += line
        if len(self._pending) >= BLOCK_BYTES:
            self._flush()

    def _flush(self) -> None:
        data = bytes(self._pending)
        if self._pack and data:
            data = self._pack(data)
        self._file.write(data)
        self._digest.update(data)
        self._size += len(data)
        self._pending.clear()

    def mark(self) -> Mark:
        """Bring what was written to disk, and tell the place that it has reached."""
        if self._pack is None:
            self._flush()
        self._file.flush()
        os.fsync(self._file.fileno())
        return Mark(self._size, self.records, bytes(self._pending))

    def finish(self) -> Written:
        """Bring all to disk and close."""
        self._flush()
        self.mark()
        if (size := os.fstat(self._file.fileno()).st_size) != self._size:
            message = f"{self.path} holds {size} bytes, and {self._size} were written"
            raise LostPart(message)
        self._file.close()
        return Written(self.records, self._size, self._digest.hexdigest())

    def close(self) -> None:
        """Close as it is; what was marked stays."""
        self._pending.clear()
        with suppress(OSError):  # of a disk that is full: what it could not take is not marked
            self._file.close()
