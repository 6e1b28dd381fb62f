"""A page to the line that is written of it, and to what the ledger says."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from copydesk.article import Rejection
from copydesk.batch.duplicates import text_digest
from copydesk.batch.ledger import LedgerEntry, entry_of
from copydesk.reading.decoding import NotText, Undecodable, decode
from copydesk.writing.jsonl import encode

if TYPE_CHECKING:
    from collections.abc import Mapping

    from copydesk.desk import Desk
    from copydesk.page import Kind
    from copydesk.reading.source import Source


class Position(NamedTuple):
    """How far the inputs have been read: files that are done, and records of the one after them."""

    files: int = 0
    records: int = 0


class Given(NamedTuple):
    """A page as it comes in.

    Attributes:
        page: the page, or why it could not be read.
        again: whether it can be read again from where it came; if not, a rejection holds the page itself.
        position: where reading goes on behind it.
    """

    page: Source | Rejection
    again: bool = True
    position: Position = Position()


class Filed(NamedTuple):
    """A page as it goes out.

    Attributes:
        line: its record, a line of JSON with its line feed.
        entry: what the ledger says of it.
        removed: lines that were removed, by kind.
        digest: of an article's text, where duplicates are looked for.
    """

    line: bytes
    entry: LedgerEntry
    removed: Mapping[Kind, int]
    digest: bytes | None


@dataclass(frozen=True)
class Clerk:
    """Has pages cleaned and files what becomes of them. A clerk pickles.

    Attributes:
        desk: what cleans them.
        dedup: whether to take digests of texts, by which duplicates are found.
    """

    desk: Desk
    dedup: bool = False

    def file(self, given: Given) -> Filed:
        """Clean one page and write its line."""
        if isinstance(given.page, Rejection):
            return self.reject(given, given.page)
        (result,) = self.desk.run([given.page])
        if isinstance(result, Rejection):
            return self.reject(given, result)
        digest = text_digest(result.text) if self.dedup else None
        return Filed(encode(result), entry_of(result), result.removed.by_kind, digest)

    def reject(self, given: Given, rejection: Rejection) -> Filed:
        """File a rejection; it holds the page itself where that cannot be read again."""
        if not given.again and not isinstance(given.page, Rejection):
            rejection = rejection.model_copy(update={"raw": _legible(given.page)})
        return Filed(encode(rejection), entry_of(rejection), {}, None)


def _legible(source: Source) -> str:
    """A page that cannot be read again, for its rejection; bytes that are no text stand there as escapes."""
    with suppress(NotText, Undecodable):
        return decode(source.content, source.encoding).text
    return str(source.content, "utf-8", "backslashreplace") if isinstance(source.content, bytes) else source.content
