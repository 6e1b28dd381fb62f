"""Articles to one file, or to one after another of a certain number of records."""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING

from copydesk.writing.growing import GrowingFile, Mark, Written
from copydesk.writing.parquet import arrow_schema, jsonl_to_parquet

if TYPE_CHECKING:
    from copydesk.writing.names import RunNames

_NEW = Mark()


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
        names = self._names
        path = names.lines(self.number) if names.is_parquet else names.part("articles", self.number)
        return GrowingFile(path, names.shard(self.number).name, mark)

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

    def finish(self) -> Written:
        """Close the shard, all of it on disk, under the name that it has until it takes its own."""
        written = self._file.finish()
        return self._to_parquet(written.records) if self._names.is_parquet else written

    def open_next(self) -> None:
        """Begin the next shard."""
        self.number += 1
        self._file = self._open(_NEW)

    def _to_parquet(self, records: int) -> Written:
        part = self._names.part("articles", self.number)
        with self._file.path.open("rb") as lines, part.open("w+b") as table:
            jsonl_to_parquet(lines, table)
            table.flush()
            os.fsync(table.fileno())
            table.seek(0)
            digest = hashlib.file_digest(table, "sha256").hexdigest()
            return Written(records, table.tell(), digest)

    def close(self) -> None:
        """Close without finishing."""
        self._file.close()
