"""The pages in files, in order, from any place on."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, BinaryIO

from copydesk.batch.filing import Given, Position
from copydesk.reading.containers.opening import Records, read_records
from copydesk.reading.containers.records import ReadingOptions, Unreadable
from copydesk.rejecting import Origin, origin_of, refused

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from copydesk.article import Rejection
    from copydesk.batch.plan import InputIdentity
    from copydesk.reading.source import Source

_READING = ReadingOptions()
_START = Position()


class LostRecords(RuntimeError):
    """An input does not give again what it gave before a run came to no end."""


class Intake:
    """The pages in files; each is read when it is asked for.

    Args:
        inputs: files of one page or many; `-` is `stdin`.
        stdin: what `-` stands for.
        known: fields of `Source`, for pages of which a file says nothing itself; a `kind` holds for all.
        options: how files of many pages are read.
        start: where to begin; files before it are not opened, records before it are passed over.
    """

    def __init__(
        self,
        inputs: Sequence[InputIdentity],
        stdin: BinaryIO,
        known: dict[str, Any],
        options: ReadingOptions = _READING,
        start: Position = _START,
    ) -> None:
        self._inputs = inputs
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
        for number in range(self._start.files, len(self._inputs)):
            each = self._inputs[number]
            for page, position in self._pages(each.path, number, skipped):
                self.position = position
                yield Given(page, each.is_repeatable, position)
            skipped = 0

    def _pages(self, path: str, number: int, skipped: int) -> Iterator[tuple[Source | Rejection, Position]]:
        """The pages of a file behind those that are passed over, each with the place behind it."""
        url = self._known.get("url")
        count = 0
        try:
            self._records = read_records(path, self._stdin, self._options)
            for count, record in enumerate(self._records, 1):
                if count <= skipped:
                    continue
                if isinstance(record, Unreadable):
                    origin = origin_of(record)._replace(input=path, url=record.url or url)
                    page = refused("unreadable", record.message, origin)
                    yield page, Position(number, count)
                else:
                    yield self._completed(record), Position(number, count)
        except (OSError, MemoryError) as error:
            message = (error.strerror if isinstance(error, OSError) else None) or str(error) or type(error).__name__
            if count < skipped:
                raise _lost(path, skipped, count, message) from error
            # it ends the file: going on behind it is going on with the next one
            yield refused("unreadable", message, Origin(path, url=url)), Position(number + 1)
        if count < skipped:
            raise _lost(path, skipped, count, "no more is there")

    def _completed(self, source: Source) -> Source:
        known = self._known.items()
        missing = {name: value for name, value in known if name == "kind" or getattr(source, name) is None}
        return replace(source, **missing) if missing else source


def _lost(path: str, skipped: int, count: int, why: str) -> LostRecords:
    return LostRecords(f"{path} gave {skipped:,} records before, and now gives {count:,}: {why}")
