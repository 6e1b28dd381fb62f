"""Many inputs through one desk, each of them on record."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, BinaryIO

from copydesk.article import Article, Reason, Rejection
from copydesk.reading.inputs import STDIN, read_source
from copydesk.writing.jsonl import encode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from copydesk.desk import Desk


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
        except OSError as error:
            reason = Reason(code="unreadable", message=error.strerror or str(error))
            yield Rejection(input=path, record=None, url=None, sha256=None, reasons=[reason], title=None)
            continue
        for result in desk.run([replace(source, **known)]):
            yield _with_raw(result, source.content) if path == STDIN else result


def _with_raw(result: Article | Rejection, content: str | bytes) -> Article | Rejection:
    """Keep a rejected page that stood on a stream: it cannot be read again."""
    if isinstance(result, Article):
        return result
    raw = content if isinstance(content, str) else content.decode("utf-8", "replace")
    return result.model_copy(update={"raw": raw})


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
