"""Words of all languages, of which any one line holds few.

An expression of all of them would take longer to compile than a page takes to clean. So they are looked up in tables,
and where they are but a part of an expression, it is made of those alone that stand in the line at hand.
"""

from __future__ import annotations

import re
from functools import lru_cache
from operator import add
from typing import TYPE_CHECKING, Final

from copydesk.languages.scripts import FIRST_CJK, SOUTH_EAST_ASIAN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_SPACELESS: Final = re.compile(f"[{SOUTH_EAST_ASIAN}]")
_FEW: Final = 4  # beginnings; so many are as soon compared one by one
_BEGINNING: Final = 3  # characters by which a word is looked up, as far as it has so many
_REMEMBERED_LINES: Final = 64

_letter_at: Final = re.compile(r"[^\W\d_]").match  # (text, place)

# Small letters that expressions which ignore case take for one another.
_ALIKE: Final = str.maketrans("ıſςµϐϑϕϖϰϱϵẛ\u1fbe\u1fd3\u1fe3ᲀᲁᲂᲃᲄᲅᲆ", "isσμβθφπκρεṡι\u0390\u03b0вдосттъ")

_Tree = dict[str, "_Tree"]
"""Words by their first character, then their second, and so on; a blank key says that a word ends."""


def alike(text: str) -> str:
    """The text with letters of one kind that expressions take for the same if they ignore case; of the same length."""
    if text.isascii():
        return text.lower()
    return text.replace("İ", "i").lower().translate(_ALIKE)


def parts_words(letter: str) -> bool:
    """Whether the letter's script puts spaces between words."""
    return letter.isalpha() and letter < FIRST_CJK and not _SPACELESS.match(letter)


class Vocabulary:
    """Words to be found in a view of a text, `alike(text)`, as an expression of them would: the longest wins.

    Where the script has spaces, no letter may follow a word; with `apart`, none may stand in front of any.
    """

    def __init__(self, words: Iterable[str], *, apart: bool = False) -> None:
        self._apart = apart
        self._by_beginning: dict[str, tuple[str, ...]] = {}
        self._whole: dict[str, bool] = {}
        for word in sorted(filter(None, words), key=len, reverse=True):
            known = self._by_beginning.get(beginning := alike(word[:_BEGINNING]), ())
            self._by_beginning[beginning] = (*known, alike(word))
            self._whole[alike(word)] = parts_words(word[-1])
        self._beginnings = frozenset(self._by_beginning)
        self._lengths = sorted({len(beginning) for beginning in self._by_beginning}, reverse=True)

    def standing_in(self, view: str) -> tuple[str, ...]:
        """The words that stand in a view, in the order of the alphabet."""
        begun = self._beginnings & _beginnings(view)
        if not begun:
            return ()
        return tuple(sorted([word for key in begun for word in self._by_beginning[key] if self._stands_in(view, word)]))

    def held_in(self, view: str) -> tuple[str, ...]:
        """The words that a view holds, be it as parts of others, in the order of the alphabet."""
        begun = self._beginnings & _beginnings(view)
        return tuple(sorted([word for key in begun for word in self._by_beginning[key] if word in view]))

    def spans_in(self, view: str) -> Iterator[tuple[int, int]]:
        """Where words begin and end, in no order; they may overlap."""
        for beginning in self._beginnings & _beginnings(view):
            place = view.find(beginning)
            while place >= 0:
                if not (self._apart and place and _letter_at(view, place - 1)):
                    for word in self._by_beginning[beginning]:
                        if view.startswith(word, place) and self._may_end(view, place + len(word), word):
                            yield place, place + len(word)
                place = view.find(beginning, place + 1)

    def ends_in(self, view: str) -> dict[int, int]:
        """Where the longest word ends that begins at a place, for every place where one does."""
        ends: dict[int, int] = {}
        for place, end in self.spans_in(view):
            ends[place] = max(end, ends.get(place, 0))
        return ends

    def ends_at(self, view: str, place: int) -> Iterator[int]:
        """Where the words end that begin at a place, the longest first."""
        if self._apart and place and _letter_at(view, place - 1):
            return
        for length in self._lengths:
            for word in self._by_beginning.get(view[place : place + length], ()):
                if view.startswith(word, place) and self._may_end(view, place + len(word), word):
                    yield place + len(word)

    def _stands_in(self, view: str, word: str) -> bool:
        place = view.find(word)
        while place >= 0:
            if self._may_end(view, place + len(word), word):
                return True
            place = view.find(word, place + 1)
        return False

    def _may_end(self, view: str, place: int, word: str) -> bool:
        return not (self._whole[word] and _letter_at(view, place))


@lru_cache(maxsize=_REMEMBERED_LINES)
def _beginnings(view: str) -> frozenset[str]:
    """All that words in a view may begin with; several vocabularies ask for that of the same line."""
    pairs = [*map(add, view, view[1:])]
    return frozenset([*map(add, pairs, view[2:]), *pairs, *view])


def any_of(words: Iterable[str]) -> str:
    """A pattern of the words, longest first; where the script has spaces, no letter may follow.

    Words that begin alike share the pattern of their beginning, so that a text is compared with it once; one look at a
    character tells that no word begins with it.
    """
    tree: _Tree = {}
    for word in filter(None, words):
        node = tree
        for character in word:
            node = node.setdefault(character, {})
        node[""] = {}
    if not tree:
        return "(?!)"
    return f"{_begin_like(tree)}{_alternatives(tree, '')}" if len(tree) > _FEW else _alternatives(tree, "")


def _begin_like(words: Iterable[str]) -> str:
    """A pattern of the place where a character stands that one of `words` begins with."""
    firsts = "".join(map(re.escape, sorted({word[0] for word in words if word})))
    return f"(?=[{firsts}])"


def _alternatives(tree: _Tree, last: str) -> str:
    """A pattern of what may follow the character `last`."""
    branches = [re.escape(first) + _alternatives(rest, first) for first, rest in sorted(tree.items()) if first]
    if "" in tree:
        branches.append(r"(?![^\W\d_])" if parts_words(last) else "")
    return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"
