"""A run: inputs read, cleaned by one process or several, and put on record."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, BinaryIO, Protocol

from copydesk.batch.database import temporary_database
from copydesk.batch.duplicates import SeenTexts
from copydesk.batch.filing import Position
from copydesk.batch.ledger import Unbalanced
from copydesk.batch.tally import Tally
from copydesk.batch.workers import DEFAULT_TIMEOUT, clean_in_workers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from copydesk.batch.filing import Clerk, Filed, Given


class Run(Protocol):
    """Where the results of a run go.

    Attributes:
        tally: what is on record.
        position: where reading goes on.
    """

    tally: Tally
    position: Position

    def file(self, filed: Filed, position: Position) -> Filed:
        """Put one result on record, and tell it as it stands there."""


class StreamRun:
    """A run whose articles go down a stream: written as they come, not to be taken up again.

    Args:
        articles: takes a line for each.
        rejections: likewise; None only counts them.
        dedup: whether articles with the text of an earlier one are left out.
    """

    def __init__(self, articles: BinaryIO, rejections: BinaryIO | None, *, dedup: bool = False) -> None:
        self._articles = articles
        self._rejections = rejections
        self._seen = SeenTexts(temporary_database()) if dedup else None
        self.tally = Tally()
        self.position = Position()

    def file(self, filed: Filed, position: Position) -> Filed:
        """Write one result and count it."""
        if self._seen is not None:
            filed = filed._replace(entry=self._seen.marked(filed.entry, filed.digest))
        if filed.entry.fate == "article":
            self._articles.write(filed.line)
        elif filed.entry.fate != "duplicate" and self._rejections is not None:
            self._rejections.write(filed.line)
        self.tally.add(filed.entry, filed.removed)
        self.position = position
        return filed


def results(clerk: Clerk, pages: Iterable[Given], *, workers: int = 1, timeout: float | None = None) -> Iterator[Filed]:
    """What becomes of each page, in order; a page that cannot be read gives a rejection.

    Args:
        clerk: has them cleaned.
        pages: read one after another.
        workers: processes that clean; with one, this one does unless there is a `timeout`.
        timeout: seconds that a page may take, `workers.DEFAULT_TIMEOUT` where there are several workers.
    """
    if workers == 1 and timeout is None:
        return map(clerk.file, pages)
    return clean_in_workers(clerk, pages, workers=workers, timeout=DEFAULT_TIMEOUT if timeout is None else timeout)


def put_on_record(
    run: Run, pages: Iterable[Given], cleaned: Callable[[Iterable[Given]], Iterator[Filed]]
) -> Iterator[Filed]:
    """Have pages cleaned and put on record, each told as it stands there.

    Args:
        run: where results go.
        pages: read one after another, from where `run` goes on.
        cleaned: gives what becomes of each page, in order, such as `results`.

    Raises:
        Unbalanced: at the end, where other than all of the pages are on record.
        OSError: something cannot be written.
    """
    before = run.tally.inputs
    given = 0
    positions: deque[Position] = deque()

    def noted() -> Iterator[Given]:
        nonlocal given
        for page in pages:
            given += 1
            positions.append(page.position)
            yield page

    for filed in cleaned(noted()):
        yield run.file(filed, positions.popleft())
    if positions or run.tally.inputs != before + given:
        message = f"{before + given} inputs were read, and {run.tally.inputs} are on record"
        raise Unbalanced(message)
