"""What a caller hands in, and how it becomes a page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypedDict

from copydesk.reading.decoding import decode
from copydesk.reading.html import read_html
from copydesk.reading.text import read_text

if TYPE_CHECKING:
    from datetime import datetime

    from copydesk.page import Page

_MARKUP = re.compile(r"<(?:!doctype html|html|head|body|div|p|article|table|meta|script)\b[^<]{0,500}>", re.IGNORECASE)
_SNIFFED_CHARS = 4096


SourceKind = Literal["auto", "text", "html"]


class Known(TypedDict, total=False):
    """What may be known about a page besides its content; see `Source`."""

    url: str | None
    kind: SourceKind
    fetched_at: datetime | None
    name: str | None
    record: int | None
    encoding: str | None
    source_id: str | None


@dataclass(frozen=True, slots=True)
class Source:
    """One page and what is known about it.

    Attributes:
        content: the page as the scraper left it.
        url: where it was fetched, http(s).
        kind: how to read it; `auto` looks at the content.
        fetched_at: when it was fetched. Relative dates are resolved against it, and no article is published after it.
        name: what records call it, e.g. a file name.
        record: its number in the file it comes from, counted from 1.
        encoding: what a header or the caller says that bytes are encoded in.
        source_id: id of the row in its file, as the file states it.
    """

    content: str | bytes
    url: str | None = None
    kind: SourceKind = "auto"
    fetched_at: datetime | None = None
    name: str | None = None
    record: int | None = None
    encoding: str | None = None
    source_id: str | None = None


def read_page(source: Source) -> Page:
    """Decode and read a source.

    Raises:
        Undecodable: no encoding gives text.
        NotText: the content is binary.
    """
    text, encoding, notes = decode(source.content, source.encoding)
    if source.kind == "html" or (source.kind == "auto" and looks_like_html(text)):
        return read_html(text, encoding, notes)
    return read_text(text, encoding, notes)


def looks_like_html(text: str) -> bool:
    """Whether `text` opens with markup."""
    return _MARKUP.search(text, 0, _SNIFFED_CHARS) is not None
