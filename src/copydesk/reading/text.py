"""Plain text -> `Page`: rows found, white space squeezed, broken paragraphs put back together."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from copydesk.languages.scripts import SOUTH_EAST_ASIAN
from copydesk.page import Line, Page
from copydesk.reading.rejoining import Row, goes_on_after_hyphen, joined_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

_INVISIBLE = re.compile(r"[\x00-\x08\x0e-\x1b\x7f\x80-\x84\x86-\x9f\xad\u200b\u2060\ufeff\ufff9-\ufffb]")
"""Dropped from lines: controls that are no white space, soft hyphens, zero-width spaces. Joiners stay: Persian and
Indic spelling needs them."""

_UNSPACED = (
    SOUTH_EAST_ASIAN
    + r"\u3000-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef"  # CJK signs, kana, Han, full-width forms
)
_NO_SPACE_AFTER = re.compile(rf"[{_UNSPACED}(\[]$|(?<![\w.,!?…])[“‘]$|(?<=[{_UNSPACED}])[“‘]$")
_NO_SPACE_BEFORE = re.compile(rf"[{_UNSPACED}”’)\],.;:!?%،؛؟]|['’]s\b")


def squeeze(text: str) -> str:
    """`text` on one line: every run of white space one space, none outside, invisible characters dropped."""
    text = " ".join(text.split())
    return text if text.isprintable() else " ".join(_INVISIBLE.sub("", text).split())


def read_text(text: str, encoding: str | None = None, notes: Sequence[tuple[str, str]] = ()) -> Page:
    """Fold decoded plain text into a page.

    Args:
        text: any string without lone surrogates; offsets of the page point into it.
        encoding: what it was decoded with, handed on.
        notes: what decoding had to put up with, handed on.
    """
    rows, starts = [], []
    offset = 0
    for number, raw in enumerate(text.splitlines(keepends=True), 1):
        starts.append(offset)
        if visible := squeeze(raw):
            rows.append(Row(number, offset, raw, visible))
        offset += len(raw)
    lines = [_line(group) for group in joined_rows(rows)]
    return Page(text=text, kind="text", row_starts=starts, lines=lines, encoding=encoding, notes=list(notes))


def _line(group: Sequence[Row]) -> Line:
    first, last = group[0], group[-1]
    text = first.visible
    for row in group[1:]:
        text += glue(text[-2:], row.visible) + row.visible
    start = first.start + len(first.raw) - len(first.raw.lstrip())
    return Line(text, start, last.start + len(last.raw.rstrip()), first.number, last.number)


def glue(left: str, right: str) -> str:
    """What stands between two pieces of one paragraph: nothing around CJK and punctuation, else a space.

    Args:
        left: the last two characters of the first piece; “ closes a quotation after a letter, but not after CJK.
        right: the second piece.
    """
    if _NO_SPACE_AFTER.search(left) or _NO_SPACE_BEFORE.match(right) or goes_on_after_hyphen(left, right):
        return ""
    return " "
