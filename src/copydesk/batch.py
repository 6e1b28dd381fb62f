"""Many inputs through one desk, each of them on record."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from copydesk.article import Article, Reason, Rejection
from copydesk.reading.decoding import NotText, Undecodable, decode
from copydesk.reading.inputs import STDIN, read_source
from copydesk.writing.jsonl import encode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from copydesk.desk import Desk
    from copydesk.reading.source import Source


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


def results(desk: Desk, paths: Iterable[str], stdin: BinaryIO, known: dict[str, Any]) -> Iterator[Article | Rejection]:
    """Clean the pages at `paths`, in order; a page that cannot be read gives a rejection."""
    for path in paths:
        try:
            source = read_source(path, stdin)
        except (OSError, MemoryError) as error:
            yield _unreadable(path, error, known.get("url"))
            continue
        for result in desk.run([replace(source, **known)]):
            again = isinstance(result, Article) or (path != STDIN and Path(path).is_file())
            yield result if again else result.model_copy(update={"raw": _legible(source)})


def _unreadable(path: str, error: OSError | MemoryError, url: str | None) -> Rejection:
    message = (error.strerror if isinstance(error, OSError) else None) or str(error) or type(error).__name__
    reason = Reason(code="unreadable", message=message)
    return Rejection(input=path, record=None, url=url, sha256=None, reasons=[reason], title=None)


def _legible(source: Source) -> str:
    """A page that cannot be read again, for its rejection; bytes that are no text stand there as escapes."""
    with suppress(NotText, Undecodable):
        return decode(source.content, source.encoding).text
    return str(source.content, "utf-8", "backslashreplace") if isinstance(source.content, bytes) else source.content


def write_results(outcome: Iterable[Article | Rejection], articles: BinaryIO, rejections: BinaryIO | None) -> Summary:
    """Write each result where it belongs as it comes, and count."""
    summary = Summary()
    for result in outcome:
        if isinstance(result, Article):
            summary.articles += 1
            articles.write(encode(result))
        else:
            summary.rejections[result.reasons[0].code] += 1
            if rejections is not None:
                rejections.write(encode(result))
    return summary
