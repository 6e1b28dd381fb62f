"""One way to look at a line: forms that mean the same are folded, and no character moves.

Patterns run over the folded line, values are cut from the line itself: both have the same length.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from tomllib import loads
from typing import TYPE_CHECKING, Any, Final

from copydesk.linear import any_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_SURROGATE: Final = re.compile("[\ud800-\udfff]")

# The full-width block mirrors ASCII at a fixed distance (Unicode chart FF00).
_FULL_WIDTH: Final = 0xFEE0
DIGIT_ZEROS: Final = (0x0660, 0x06F0, 0x0966, 0x09E6, 0x0E50)
"""Code points of the zeros that news prints beside ours: Arabic, extended Arabic, Devanagari, Bengali, Thai."""

_SINGLES: Final = {
    "〔【": "[",
    "〕】": "]",
    "\u00a0\u3000\u2002\u2003\u2009\u202f": " ",
    "‐‑‒–—―−": "-",
    "～〜": "~",
    "｜丨￨": "|",
    "、": ",",
    "。": ".",
    "︰﹕": ":",
    "＂“”": '"',
}


@cache
def _table() -> dict[int, int]:
    table = {code: code - _FULL_WIDTH for code in range(0xFF01, 0xFF5F)}
    for zero in DIGIT_ZEROS:
        table.update({zero + digit: ord("0") + digit for digit in range(10)})
    for characters, folded in _SINGLES.items():
        table.update(dict.fromkeys(map(ord, characters), ord(folded)))
    return table


def fold(line: str) -> str:
    """Return `line` with width, digit, dash, bracket and space variants folded, character for character."""
    return line if line.isascii() else line.translate(_table())


def sound(text: str) -> str:
    """Return `text` fit for a record: stripped, lone surrogates replaced."""
    return _SURROGATE.sub("\ufffd", text).strip()


@cache
def table(name: str) -> dict[str, Any]:
    """Return the data table `name` that lies beside the code (TOML); read once, not to be changed."""
    return loads(files("copydesk.fields").joinpath("data", f"{name}.toml").read_text("utf-8"))


class Sought:
    """Words of all languages to be looked for in texts."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = sorted(set(words))
        self._holds_any = any_of(self._words)

    def stand_in(self, text: str) -> bool:
        """Whether one of them stands in `text`."""
        return self._holds_any(text) or (not text.isascii() and self._holds_any(_SURROGATE.sub("\ufffd", text)))

    def found_in(self, text: str) -> list[str]:
        """Those that stand in `text`."""
        return [word for word in self._words if word in text]


def places_of(words: Sought, lines: Sequence[str]) -> list[int]:
    """Return the indices of the lines that hold one of `words` (lower case).

    One look at the whole page tells of most pages and most sorts of words that there is none.
    """
    if not words.stand_in("\n".join(lines).lower()):
        return []
    return [index for index, line in enumerate(lines) if words.stand_in(line.lower())]
