"""Articles to one file, or to one after another of a certain number of records."""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING, NamedTuple

from copydesk.writing.growing import GrowingFile, LostPart, Mark, Written
from copydesk.writing.names import lines_of, unfinished
from copydesk.writing.parquet import arrow_schema, jsonl_to_parquet

if TYPE_CHECKING:
    from pathlib import Path

    from copydesk.writing.names import RunNames

_NEW = Mark()


class Shard(NamedTuple):
    """A shard that is whole, and has its bytes on disk under the name for unfinished files."""

    number: int
    path: Path
    written: Written


class Shards:
    """The articles of a run.

    Args:
        names: where they go.
        size: records of a shard; None for one file.
        number: the shard to go on with, counted from 1.
        mark: how far that has come.

    Raises:
        OSError: it cannot be written.
    """

    def __init__(self, names: RunNames, size: int | None, number: int = 1, mark: Mark = _NEW) -> None:
        self._names = names
        self._size = size
        self.number = number
        if names.is_parquet:
            arrow_schema()  # what it needs may be missing: better now than at the end
        self._file = self._open(mark)

    def _open(self, mark: Mark) -> GrowingFile:
        path = self._names.shard(self.number)
        return GrowingFile(lines_of(path) if self._names.is_parquet else unfinished(path), path.name, mark)

    @property
    def is_full(self) -> bool:
        """Whether the shard has all its records."""
        return self._size is not None and self._file.records >= self._size

    @property
    def is_needless(self) -> bool:
        """Whether it is an empty one after others."""
        return self.number > 1 and not self._file.records

    def write(self, line: bytes) -> None:
        """Add one article."""
        self._file.write(line)

    def mark(self) -> Mark:
        """How far the shard has come, all of it on disk."""
        return self._file.mark()

    def finish(self) -> Shard:
        """Close the shard, all of it on disk."""
        path = self._names.shard(self.number)
        written = self._file.finish()
        if self._names.is_parquet:
            written = self._to_parquet(path, written.records)
        return Shard(self.number, path, written)

    def open_next(self) -> None:
        """Begin the next shard."""
        self.number += 1
        self._file = self._open(_NEW)

    def _to_parquet(self, path: Path, records: int) -> Written:
        with self._file.path.open("rb") as lines, unfinished(path).open("w+b") as table:
            jsonl_to_parquet(lines, table)
            table.flush()
            os.fsync(table.fileno())
            table.seek(0)
            digest = hashlib.file_digest(table, "sha256").hexdigest()
            return Written(records, table.tell(), digest)

    def close(self) -> None:
        """Close without finishing."""
        self._file.close()

    def discard(self) -> None:
        """Close, and take away what is unfinished."""
        self._file.close()
        self._file.path.unlink(missing_ok=True)
        unfinished(self._names.shard(self.number)).unlink(missing_ok=True)


def take_name(path: Path) -> None:
    """Give a finished file its name, if it has not got it yet, and take away what it was made of.

    Raises:
        LostPart: it is there under neither name.
    """
    real = unfinished(path)
    if real.exists():
        real.replace(os.path.realpath(path))
    elif not path.is_file():
        message = f"{real} is gone"
        raise LostPart(message)
    lines_of(path).unlink(missing_ok=True)
