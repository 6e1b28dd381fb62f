"""A run: inputs read, cleaned by one process or several, written and counted."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from copydesk.batch.filing import Filed, Given, file_page, refused
from copydesk.batch.workers import DEFAULT_TIMEOUT, clean_in_workers
from copydesk.reading.containers.opening import read_records
from copydesk.reading.containers.records import ReadingOptions, Unreadable
from copydesk.reading.suffixes import STDIN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from copydesk.desk import Desk
    from copydesk.reading.source import Source


_READING = ReadingOptions()


@dataclass
class Summary:
    """What became of the inputs of a run."""

    articles: int = 0
    rejections: Counter[str] = field(default_factory=Counter)

    @property
    def inputs(self) -> int:
        """Articles and rejections together."""
        return self.articles + self.rejections.total()

    def __str__(self) -> str:
        codes = ", ".join(f"{code} {count}" for code, count in self.rejections.most_common())
        rejected = f"{self.rejections.total()} rejected" + (f" ({codes})" if codes else "")
        return f"{_counted(self.inputs, 'page')}: {_counted(self.articles, 'article')}, {rejected}"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" + "s" * (number != 1)


def given(
    paths: Iterable[str], stdin: BinaryIO, known: dict[str, Any], options: ReadingOptions = _READING
) -> Iterator[Given]:
    """The pages in the files at `paths` (`-` is `stdin`), in order.

    Args:
        paths: files of one page or many.
        stdin: what `-` stands for.
        known: fields of `Source`, for pages of which a file says nothing itself; a `kind` holds for all.
        options: how files of many pages are read.
    """
    url = known.get("url")
    for path in paths:
        again = path != STDIN and Path(path).is_file()
        try:
            for record in read_records(path, stdin, options):
                if isinstance(record, Unreadable):
                    yield Given(refused("unreadable", record.message, path, record.record, url))
                else:
                    yield Given(_with(record, known), again)
        except (OSError, MemoryError) as error:
            message = (error.strerror if isinstance(error, OSError) else None) or str(error) or type(error).__name__
            yield Given(refused("unreadable", message, path, url=url))


def _with(source: Source, known: dict[str, Any]) -> Source:
    missing = {name: value for name, value in known.items() if name == "kind" or getattr(source, name) is None}
    return replace(source, **missing)


def results(desk: Desk, pages: Iterable[Given], *, workers: int = 1, timeout: float | None = None) -> Iterator[Filed]:
    """What becomes of each page, in order; a page that cannot be read gives a rejection.

    Args:
        desk: what cleans them.
        pages: read one after another.
        workers: processes that clean; with one, this one does unless there is a `timeout`.
        timeout: seconds that a page may take, `workers.DEFAULT_TIMEOUT` where there are several workers.
    """
    if workers == 1 and timeout is None:
        return (file_page(desk, page) for page in pages)
    return clean_in_workers(desk, pages, workers=workers, timeout=DEFAULT_TIMEOUT if timeout is None else timeout)


def write_results(outcome: Iterable[Filed], articles: BinaryIO, rejections: BinaryIO | None) -> Summary:
    """Write each result where it belongs as it comes, and count."""
    summary = Summary()
    for line, code in outcome:
        if code is None:
            summary.articles += 1
            articles.write(line)
        else:
            summary.rejections[code] += 1
            if rejections is not None:
                rejections.write(line)
    return summary
