"""A page to the line that is written of it."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from copydesk.article import Article, Reason, Rejection
from copydesk.reading.decoding import NotText, Undecodable, decode
from copydesk.writing.jsonl import encode

if TYPE_CHECKING:
    from copydesk.article import RejectionCode
    from copydesk.desk import Desk
    from copydesk.reading.source import Source


class Given(NamedTuple):
    """A page as it comes in.

    Attributes:
        page: the page, or why it could not be read.
        again: whether it can be read again from where it came; if not, a rejection holds the page itself.
    """

    page: Source | Rejection
    again: bool = True


class Filed(NamedTuple):
    """A page as it goes out: a line of JSON with its line feed, and the code of the rejection, None for an article."""

    line: bytes
    code: str | None


def file_page(desk: Desk, given: Given) -> Filed:
    """Clean one page and write its line."""
    if isinstance(given.page, Rejection):
        return file_rejection(given, given.page)
    (result,) = desk.run([given.page])
    return Filed(encode(result), None) if isinstance(result, Article) else file_rejection(given, result)


def file_rejection(given: Given, rejection: Rejection) -> Filed:
    """The line of a rejection; it holds the page itself where that cannot be read again."""
    if not given.again and not isinstance(given.page, Rejection):
        rejection = rejection.model_copy(update={"raw": _legible(given.page)})
    return Filed(encode(rejection), rejection.reasons[0].code)


def refused(
    code: RejectionCode, message: str, name: str | None, record: int | None = None, url: str | None = None
) -> Rejection:
    """On record for a page that no desk has seen, or none could finish; there is no digest of it."""
    reason = Reason(code=code, message=message)
    return Rejection(input=name, record=record, url=url, sha256=None, reasons=[reason], title=None)


def _legible(source: Source) -> str:
    """A page that cannot be read again, for its rejection; bytes that are no text stand there as escapes."""
    with suppress(NotText, Undecodable):
        return decode(source.content, source.encoding).text
    return str(source.content, "utf-8", "backslashreplace") if isinstance(source.content, bytes) else source.content
