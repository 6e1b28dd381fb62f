"""Which rows of a dump are pieces of one paragraph.

Two things break paragraphs apart. Some dumps are wrapped at a fixed column; others break wherever there was an inline
tag (a link, a bold word). Both leave traces in the rows themselves; where there is none, rows stay apart, since two
paragraphs run together cost more than one left in two.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class Row(NamedTuple):
    """A row that is not blank: its number from 1, offset, the row as it came, and squeezed."""

    number: int
    start: int
    raw: str
    visible: str


_CONTINUES = re.compile(r"[，。、；：！？）》」』”’%,;:!?)\]]|\.(?!\.)|['’]s\b")
"""A row that begins so goes on with the row before it."""

_OPEN_END = re.compile(r"[，、（《「『“‘(\[,]$")
"""A row that ends so is not over."""

_FULL_STOP = re.compile(r"[。！？!?…]$|[.][\"'”’)\]]*$|[。！？!?…][\"'”’）」』)\]]+$")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_NO_CASE_END = re.compile(r"[:：;；\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]$")
"""After a colon a list may follow; after CJK a small letter tells nothing, since no capital could have stood there."""

_SHORTEST_WRAP, _LONGEST_WRAP = 50, 110  # columns
_FEWEST_WRAPPED = 5  # rows
_LABEL_WORDS = 3
_MOST_PIECES = 40  # rows


def joined_rows(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """Group `rows` into lines, in order."""
    width = _wrap_width(rows)
    stripped = not any(_one_space_before(row) or _one_space_after(row) for row in rows)
    for block in _blocks(rows):
        broken = stripped and _is_broken_paragraph(block)
        group = block[:1]
        for above, below in pairwise(block):
            if (width and _fills(above, below, width)) or _inline_break(above, below) or (broken and _unended(above)):
                group.append(below)
            else:
                yield group
                group = [below]
        yield group


def _blocks(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """Rows with no blank row between them."""
    block: list[Row] = []
    for row in rows:
        if block and row.number != block[-1].number + 1:
            yield block
            block = []
        block.append(row)
    if block:
        yield block


def _is_broken_paragraph(block: Sequence[Row]) -> bool:
    """Whether a block between blank rows is one paragraph in pieces, in a dump that kept no white space at the breaks.

    It ends as a sentence does, and a row in it goes on with the row above, as no menu and no heading would.
    """
    if not 1 < len(block) <= _MOST_PIECES or _unended(block[-1]):
        return False
    return any(
        _CONTINUES.match(below.visible) or (below.visible[0].islower() and _unended(above))
        for above, below in pairwise(block)
    )


def _unended(row: Row) -> bool:
    return not _FULL_STOP.search(row.visible)


def _inline_break(above: Row, below: Row) -> bool:
    """Whether an inline tag, not the end of a block, stood between the two."""
    if _CONTINUES.match(below.visible) or _OPEN_END.search(above.visible):
        return True
    if _FULL_STOP.search(above.visible):
        return _one_space_before(below) and below.visible[0].islower()
    if _one_space_before(below) or _one_space_after(above):
        return True
    return (
        below.visible[0].islower()
        and above.visible.count(" ") >= _LABEL_WORDS
        and not _NO_CASE_END.search(above.visible)
    )


def _one_space_before(row: Row) -> bool:
    return row.raw[0] in " \xa0" and not row.raw[1].isspace()


def _one_space_after(row: Row) -> bool:
    body = row.raw.rstrip("\r\n")
    return body[-1] in " \xa0" and not body[-2].isspace()


def _columns(text: str) -> int:
    """Terminal columns, as programs that wrap count them: two for a CJK character."""
    return len(text) if text.isascii() else len(text) + len(_CJK.findall(text))


def _first_word(text: str) -> int:
    """Columns of what could have moved up to the row above."""
    if _CJK.match(text):
        return 2
    return len(text.split(" ", 1)[0])


def _fills(above: Row, below: Row, width: int) -> bool:
    """Whether `above` had no room left for the first word of `below`."""
    return _columns(above.visible) + 1 + _first_word(below.visible) > width


def _wrap_width(rows: Sequence[Row]) -> int:
    """The column that the whole dump is wrapped at, 0 where it is not.

    Wrapped dumps have many rows just short of one width and none beyond it; rows that end inside a sentence never leave
    room for the next word.
    """
    widths = [_columns(row.visible) for row in rows]
    width = max(widths, default=0)
    if not _SHORTEST_WRAP <= width <= _LONGEST_WRAP:
        return 0
    full = sum(columns > width - 15 for columns in widths)
    inside = [
        _fills(above, below, width)
        for above, below in pairwise(rows)
        if below.number == above.number + 1 and not _FULL_STOP.search(above.visible) and below.visible[0].islower()
    ]
    wrapped = full >= _FEWEST_WRAPPED and len(inside) >= _FEWEST_WRAPPED and sum(inside) >= 0.9 * len(inside)
    return width if wrapped or _wrapped_cjk(rows, widths, width) else 0


def _wrapped_cjk(rows: Sequence[Row], widths: Sequence[int], width: int) -> bool:
    """Rows of full width, ending inside a sentence, again and again: letters in CJK have no case to tell by."""
    open_rows = [
        columns for row, columns in zip(rows, widths, strict=True) if _CJK.search(row.visible) and columns > width - 4
    ]
    return len(open_rows) >= max(_FEWEST_WRAPPED, len(rows) // 4)
