"""Which rows of a dump are pieces of one paragraph.

Two things break paragraphs apart. Some dumps are wrapped at a fixed column; others break wherever there was an inline
tag (a link, a bold word). Both leave traces in the rows themselves; where there is none, rows stay apart, since two
paragraphs run together cost more than one left in two.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources
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


_CONTINUES = re.compile(r"[，。、；：！？）》」』”’%,;:!?)\]،؛؟]|\.(?!\.)|['’]s\b")
"""A row that begins so goes on with the row before it."""

_OPEN_END = re.compile(r"(?:[，、،（《「『(\[,]|(?:(?<![\w.,!?…])|(?<=[\u3040-\u30ff\u3400-\u9fff]))[“‘])$")
"""A row that ends so is not over. After a letter or a stop, “ closes what „ opened; but CJK opens quotations so."""

_COMMAS = frozenset("，,、،;；")
_FULL_STOPS = frozenset("。！？!?….।॥؟۔։።")
_CLOSERS = "\"'”’“‘»«›‹）」』)]"
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_WIDE = re.compile(r"[\u1100-\u115f\u3000-\u30ff\u3400-\u9fff\uac00-\ud7af\uff01-\uff60]")
_NO_CASE_END = re.compile(r"[:：;；\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]$")
"""After a colon a list may follow; after CJK a small letter tells nothing, since no capital could have stood there."""

_SHORTEST_WRAP, _LONGEST_WRAP = 50, 110  # columns
_FEWEST_WRAPPED = 5  # rows
_MOSTLY = 0.9
_LABEL_WORDS = 3
_WORD_CHARS = 12  # more than any conjunction has
_MOST_PIECES = 40  # rows
_FEWEST_BLOCKS = 3
_FEWEST_VERSES = 4
_LONGEST_VERSE = 56  # columns
_MOST_SPACED = 0.7
"""Share of rows; where more begin, or end, with a space, that is how the page was laid out and tells nothing."""


class _Traces(NamedTuple):
    """What the rows of a dump tell about how it was broken.

    Attributes:
        width: the column that it is wrapped at, 0 where it is not.
        before, after: whether a single space before, or after, a row tells that an inline tag stood there.
        stripped: whether white space at breaks is gone, while blank rows still part paragraphs.
    """

    width: int
    before: bool
    after: bool
    stripped: bool


def joined_rows(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """Group `rows` into lines, in order."""
    blocks = list(_blocks(rows))
    traces = _traces(rows, blocks)
    for block in blocks:
        verse = _is_verse(block)
        broken = traces.stripped and not verse and _is_broken_paragraph(block)
        group = block[:1]
        for above, below in pairwise(block):
            if not (verse and above.visible[-1] in _COMMAS) and (
                _inline_break(above, below, traces) or (broken and _unended(above))
            ):
                group.append(below)
            else:
                yield group
                group = [below]
        yield group


def _traces(rows: Sequence[Row], blocks: Sequence[Sequence[Row]]) -> _Traces:
    before, after = sum(map(_one_space_before, rows)), sum(map(_one_space_after, rows))
    width = _wrap_width(rows)
    most = _MOST_SPACED * len(rows)
    stripped = not (width or before or after) and len(blocks) >= _FEWEST_BLOCKS
    return _Traces(width, before <= most, after <= most, stripped)


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


def _is_verse(block: Sequence[Row]) -> bool:
    """Whether a block reads like verse: a comma ends a line of a poem, and a capital begins the next."""
    if len(block) < _FEWEST_VERSES or sum(row.visible[-1] in _COMMAS for row in block) < _FEWEST_VERSES // 2:
        return False
    return all(
        _columns(row.visible) <= _LONGEST_VERSE and not row.visible[0].islower() and not _CONTINUES.match(row.visible)
        for row in block
    )


def _unended(row: Row) -> bool:
    return not _ends_sentence(row.visible)


def _ends_sentence(text: str) -> bool:
    """Whether a full stop ends `text`, but for quotes and brackets that close behind it, maybe after a space."""
    bare = text.rstrip(_CLOSERS)
    return bare[-1:] in _FULL_STOPS or (bare[-1:] == " " and bare[-2:-1] in _FULL_STOPS)


def _inline_break(above: Row, below: Row, traces: _Traces) -> bool:
    """Whether a full row, or an inline tag, and not the end of a block, stood between the two."""
    if _CONTINUES.match(below.visible) or _OPEN_END.match(above.visible, len(above.visible) - 1):
        return True
    if goes_on_after_hyphen(above.visible[-2:], below.visible):
        return True
    if traces.width and _fills(above, below, traces.width):
        return True
    spaced_below = traces.before and _one_space_before(below)
    if _ends_sentence(above.visible):
        return spaced_below and below.visible[0].islower()
    if spaced_below or (traces.after and _one_space_after(above)):
        return True
    return (
        below.visible[0].islower()
        and above.visible.count(" ") >= _LABEL_WORDS
        and not _NO_CASE_END.search(above.visible)
    )


def goes_on_after_hyphen(left: str, right: str) -> bool:
    """Whether a hyphen at the end of `left`, of which two characters are enough, joins a word that `right` ends."""
    if left[-1] != "-" or not left[0].isalpha() or not right[0].islower():
        return False
    return right[:_WORD_CHARS].split(" ", 1)[0] not in _conjunctions()


@cache
def _conjunctions() -> frozenset[str]:
    source = resources.files("copydesk.reading") / "data" / "hyphens.toml"
    return frozenset(tomllib.loads(source.read_text(encoding="utf-8"))["conjunctions"])


def _one_space_before(row: Row) -> bool:
    return row.raw[0] in " \xa0" and not row.raw[1].isspace()


def _one_space_after(row: Row) -> bool:
    body = row.raw.rstrip("\r\n")
    return body[-1] in " \xa0" and not body[-2].isspace()


def _columns(text: str) -> int:
    """Terminal columns, as programs that wrap count them: two for a CJK character."""
    return len(text) if text.isascii() else len(text) + len(_WIDE.findall(text))


def _first_word(text: str) -> int:
    """Columns of what could have moved up to the row above."""
    if _CJK.match(text):
        return 2
    return len(text.split(" ", 1)[0])


def _fills(above: Row, below: Row, width: int) -> bool:
    """Whether `above` had no room left for the first word of `below`, and `below` begins no paragraph of its own."""
    if _indent(below) > _indent(above):
        return False
    return _columns(above.raw.rstrip()) + 1 + _first_word(below.visible) > width


def _indent(row: Row) -> int:
    return len(row.raw) - len(row.raw.lstrip())


def _wrap_width(rows: Sequence[Row]) -> int:
    """The column that the whole dump is wrapped at, 0 where it is not.

    Wrapped dumps have many rows just short of one width and none beyond it; rows that end inside a sentence never leave
    room for the next word.
    """
    widths = [_columns(row.raw.rstrip()) for row in rows]
    width = max(widths, default=0)
    if not _SHORTEST_WRAP <= width <= _LONGEST_WRAP:
        return 0
    if sum(columns > width - 15 for columns in widths) < _FEWEST_WRAPPED:
        return 0
    inside = [(above, below) for above, below in pairwise(rows) if below.number == above.number + 1 and _unended(above)]
    small = [(above, below) for above, below in inside if below.visible[0].islower()]
    wrapped = _all_fill(small, width) or _all_fill(inside, width) or _wrapped_cjk(rows, widths, width)
    return width if wrapped else 0


def _all_fill(pairs: Sequence[tuple[Row, Row]], width: int) -> bool:
    """Whether rows that end inside a sentence are full: nearly all of them, and not a few."""
    if len(pairs) < _FEWEST_WRAPPED:
        return False
    return sum(_fills(above, below, width) for above, below in pairs) >= _MOSTLY * len(pairs)


def _wrapped_cjk(rows: Sequence[Row], widths: Sequence[int], width: int) -> bool:
    """Rows of full width, ending inside a sentence, again and again: letters in CJK have no case to tell by."""
    open_rows = [
        columns for row, columns in zip(rows, widths, strict=True) if _CJK.search(row.visible) and columns > width - 4
    ]
    return len(open_rows) >= max(_FEWEST_WRAPPED, len(rows) // 4)
