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
        source: the page; None where it could not be read, and then `rejection` says why.
        again: whether it can be read again from where it came; if not, a rejection holds the page itself.
    """

    source: Source | None
    again: bool = True
    rejection: Rejection | None = None


class Filed(NamedTuple):
    """A page as it goes out: a line of JSON with its line feed, and the code of the rejection, None for an article."""

    line: bytes
    code: str | None


def file_page(desk: Desk, given: Given) -> Filed:
    """Clean one page and write its line."""
    if given.source is None:
        return rejected(given.rejection)
    (result,) = desk.run([given.source])
    if isinstance(result, Article):
        return Filed(encode(result), None)
    return rejected(result if given.again else result.model_copy(update={"raw": _legible(given.source)}))


def rejected(rejection: Rejection | None) -> Filed:
    """The line of a rejection."""
    if rejection is None:
        message = "neither a page nor a rejection"
        raise ValueError(message)
    return Filed(encode(rejection), rejection.reasons[0].code)


def rejection_of(given: Given, code: RejectionCode, message: str) -> Rejection:
    """On record for a page that no desk could finish."""
    source = given.source
    return Rejection(
        input=source.name if source else None,
        record=source.record if source else None,
        url=source.url if source else None,
        sha256=None,
        reasons=[Reason(code=code, message=message)],
        title=None,
    )


def _legible(source: Source) -> str:
    """A page that cannot be read again, for its rejection; bytes that are no text stand there as escapes."""
    with suppress(NotText, Undecodable):
        return decode(source.content, source.encoding).text
    return str(source.content, "utf-8", "backslashreplace") if isinstance(source.content, bytes) else source.content
