"""The pages in files, in order, from any place on."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, BinaryIO

from copydesk.batch.filing import Given, Origin, Position, refused
from copydesk.reading.containers.opening import Records, read_records
from copydesk.reading.containers.records import ReadingOptions, Unreadable
from copydesk.reading.inputs import identity_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from copydesk.article import Rejection
    from copydesk.reading.source import Source

_READING = ReadingOptions()
_START = Position()


class Intake:
    """The pages in files; each is read when it is asked for.

    Args:
        paths: files of one page or many; `-` is `stdin`.
        stdin: what `-` stands for.
        known: fields of `Source`, for pages of which a file says nothing itself; a `kind` holds for all.
        options: how files of many pages are read.
        start: where to begin; files before it are not opened, records before it are passed over.
    """

    def __init__(
        self,
        paths: Sequence[str],
        stdin: BinaryIO,
        known: dict[str, Any],
        options: ReadingOptions = _READING,
        start: Position = _START,
    ) -> None:
        self._paths = paths
        self._stdin = stdin
        self._known = known
        self._options = options
        self._start = start
        self._records: Records | None = None
        self.position = start

    @property
    def bytes_read(self) -> int:
        """How far the file that is being read has been read, in bytes as it is stored."""
        return self._records.bytes_read if self._records else 0

    def __iter__(self) -> Iterator[Given]:
        skipped = self._start.records
        for number, path in enumerate(self._paths[self._start.files :], self._start.files):
            again = identity_of(path) is not None
            for count, page in enumerate(self._pages(path), 1):
                if count > skipped:
                    self.position = Position(number, count)
                    yield Given(page, again, self.position)
            skipped = 0

    def _pages(self, path: str) -> Iterator[Source | Rejection]:
        url = self._known.get("url")
        try:
            self._records = read_records(path, self._stdin, self._options)
            for record in self._records:
                if isinstance(record, Unreadable):
                    yield refused("unreadable", record.message, Origin(path, record.record, url=url))
                else:
                    yield self._completed(record)
        except (OSError, MemoryError) as error:
            message = (error.strerror if isinstance(error, OSError) else None) or str(error) or type(error).__name__
            yield refused("unreadable", message, Origin(path, url=url))

    def _completed(self, source: Source) -> Source:
        known = self._known.items()
        missing = {name: value for name, value in known if name == "kind" or getattr(source, name) is None}
        return replace(source, **missing) if missing else source
