"""Which rules a line meets, fast: most lines meet none, and one look has to tell that."""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from copydesk.labelling.rules import DECORATION, OwnPack, Pack, Rule, RulePack, fold
from copydesk.labelling.searching import Hit, Search, expressions_of
from copydesk.languages.files import files_digest
from copydesk.languages.scripts import FIRST_CJK
from copydesk.page import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

EVERY_PAGE = ("en", "und")
"""Languages whose rules are asked of every page: sites of all languages have English furniture."""

REMEMBERED_PACKS = 12
"""Packs kept ready."""
REMEMBERED_LINES, REMEMBERED_CHARS = 16_384, 60
_SEPARATORS = re.compile(r"\s*[|丨│•‧>]\s*|(?<!·)\s*·\s*(?!·)|\s+/\s+|\s*»\s*")
_HAS_SEPARATOR = re.compile(r"[|丨│•‧>»·/]")
_LINK_CHARS = 30
_FEWEST_LINKS = 3
_SHORTEST_LINK = 3  # characters of a word in a row parted by spaces; in Chinese and its neighbours one will do
_SENTENCE_END = tuple("。！？.!?")


def _structural(identifier: str) -> Hit:
    rule = Rule(id=identifier, kind=Kind.NAV_LINKS, match="regex", patterns=["."], matches=["."], leaves=["."])
    return Hit(f"general/{identifier}", rule)


LINK_ROW = _structural("link-row")
KNOWN_LINKS = _structural("known-links")


class _Prepared:
    """The rules of one pack, ready to match: those for whole lines by their line, all others to be searched for."""

    def __init__(self, pack: Pack) -> None:
        self.own = isinstance(pack, OwnPack)
        hits = [Hit(f"{pack.name}/{rule.id}", rule) for rule in pack.rule]
        self.longest = max((hit.rule.max_chars for hit in hits), default=0)
        self._hits = hits
        self.whole: dict[str, tuple[int, ...]] = {}  # places among the hits: the garbage collector passes over numbers
        for place, hit in enumerate(hits):
            for line in {bare(fold(pattern)) for pattern in hit.rule.patterns if hit.rule.match == "line"}:
                self.whole[line] = (*self.whole.get(line, ()), place)
        self.search = Search([one for hit in hits if hit.rule.match != "line" for one in expressions_of(hit)]).hits

    def whole_line(self, line: str, chars: int) -> list[Hit]:
        """The rules that have a line, folded and bare; `chars` is its length before it was bare."""
        places = self.whole.get(line)
        return [hit for hit in map(self._hits.__getitem__, places) if chars <= hit.rule.max_chars] if places else []


class RuleSet:
    """Rule packs; each is made ready when a page in its language comes along.

    Args:
        packs: a user's own win over shipped ones, and earlier packs over later ones.

    Attributes:
        digest: 16 hexadecimal digits that change with any rule.
    """

    def __init__(self, packs: Sequence[Pack]) -> None:
        self._packs = tuple(packs)
        self._own = [place for place, pack in enumerate(packs) if isinstance(pack, OwnPack)]
        self._in_language: dict[str, list[int]] = {}
        for place, pack in enumerate(packs):
            if not isinstance(pack, OwnPack):
                self._in_language.setdefault(_base(pack.language), []).append(place)
        self._prepared = lru_cache(maxsize=REMEMBERED_PACKS)(lambda place: _Prepared(self._packs[place]))
        self._matchers = lru_cache(maxsize=REMEMBERED_PACKS)(self._make)
        self.digest = _digest(packs)

    def matcher(self, languages: Iterable[str] | None = None) -> Matcher:
        """What lines are held against on pages in `languages` (BCP 47, the likeliest first).

        That is the user's own packs, those of these languages, and those that are asked of every page, in this order;
        without languages, all packs.
        """
        if languages is None:
            return self._matchers(tuple(range(len(self._packs))))
        spoken = dict.fromkeys([*map(_base, languages), *EVERY_PAGE])
        asked = (place for tag in spoken for place in self._in_language.get(tag, ()))
        return self._matchers((*self._own, *asked))

    def _make(self, places: tuple[int, ...]) -> Matcher:
        return Matcher([self._prepared(place) for place in places])


class Matcher:
    """The packs that a page asks, in the order in which they win.

    What short lines meet is remembered, since the pages of a site share their menus.
    """

    def __init__(self, packs: Sequence[_Prepared]) -> None:
        tiers = ([pack for pack in packs if pack.own is own] for own in (True, False))
        self._tiers = [tier for tier in tiers if tier]
        self._longest = max((pack.longest for pack in packs), default=0)
        self._remembered: dict[str, tuple[Hit, ...]] = {}
        self._whole = lru_cache(maxsize=REMEMBERED_LINES)(self._look_up_whole)

    def match(self, line: str) -> tuple[Hit, ...]:
        """The rules that `line` meets; see `match_all`."""
        return self.match_all([line])[0]

    def match_all(self, lines: Sequence[str], known: Sequence[bool] = ()) -> list[tuple[Hit, ...]]:
        """The rules that each of `lines` meets, the one that wins first; if it is `known`, only those for whole lines.

        A user's own rule that holds anywhere settles the matter, and so does any such rule for whole lines: nothing
        else is looked for then.
        """
        known = known or [False] * len(lines)
        searched = [line for line, is_known in zip(lines, known, strict=True) if not is_known]
        met = self._searched(dict.fromkeys(searched))
        return [self._whole(line) if is_known else met[line] for line, is_known in zip(lines, known, strict=True)]

    def _searched(self, lines: Iterable[str]) -> dict[str, tuple[Hit, ...]]:
        """What each line meets, remembered or looked up."""
        met: dict[str, tuple[Hit, ...]] = {}
        new: list[str] = []
        for line in lines:
            hits = self._remembered.get(line) if len(line) <= self._longest else ()
            if hits is None:
                new.append(line)
            else:
                met[line] = hits
        found = dict(zip(new, self._look_up(new), strict=True))
        if len(self._remembered) > REMEMBERED_LINES:
            self._remembered.clear()  # the menus of the site at hand are soon back
        self._remembered |= {line: hits for line, hits in found.items() if len(line) <= REMEMBERED_CHARS}
        return met | found

    def knows(self, word: str) -> bool:
        """Whether a rule for whole lines has `word`, folded and bare."""
        for tier in self._tiers:
            for pack in tier:
                if word in pack.whole:
                    return True
        return False

    def _look_up(self, lines: Sequence[str]) -> list[tuple[Hit, ...]]:
        folded = list(map(fold, lines))
        met: list[list[Hit]] = [[] for _ in lines]
        unsettled = list(range(len(lines)))
        for tier in self._tiers:
            for index in unsettled:
                met[index] += _whole_line(folded[index], tier)
            unsettled = [index for index in unsettled if not _settled(met[index])]
            texts = [folded[index] for index in unsettled]
            for pack in tier:
                for index, hits in zip(unsettled, pack.search(texts), strict=True):
                    met[index] += hits
            unsettled = [index for index in unsettled if not _settled(met[index])]
        return [tuple(hits or _link_row(line, self)) for line, hits in zip(folded, met, strict=True)]

    def _look_up_whole(self, line: str) -> tuple[Hit, ...]:
        if len(line) > self._longest:
            return ()
        folded = fold(line)
        return tuple([hit for tier in self._tiers for hit in _whole_line(folded, tier)])


def _whole_line(folded: str, packs: Sequence[_Prepared]) -> list[Hit]:
    line, chars = bare(folded), len(folded)
    hits: list[Hit] = []
    for pack in packs:
        hits += pack.whole_line(line, chars)
    return hits


def _link_row(folded: str, matcher: Matcher) -> list[Hit]:
    items = _items(folded)
    if len(items) >= _FEWEST_LINKS and _look_like_links(items):
        return [LINK_ROW]
    if not matcher.knows(bare(items[0] if len(items) > 1 else folded.partition(" ")[0])):
        return []  # as nearly always, so that prose is not taken apart word by word
    words = items if len(items) > 1 else folded.split()
    if len(words) > 1 and all(matcher.knows(bare(word)) for word in words):
        # where only spaces part them, `De politiek` is a heading and no row of links
        return [KNOWN_LINKS] if len(items) > 1 or all(map(_is_long, words)) else []
    return []


def _base(tag: str) -> str:
    """The language of a tag without script and region."""
    return tag.split("-", 1)[0].casefold()


def _settled(hits: Sequence[Hit]) -> bool:
    return bool(hits) and any(hit.rule.where == "anywhere" for hit in hits)


def bare(folded: str) -> str:
    """`folded` without the decoration around menu entries; a line of nothing else stays as it is."""
    return folded.strip(DECORATION) or folded


def _items(folded: str) -> list[str]:
    """What stands between the separators of a row of links; a » that closes a quotation is none."""
    if "«" in folded or not _HAS_SEPARATOR.search(folded):
        return [folded]
    return _SEPARATORS.split(folded)


def _is_long(word: str) -> bool:
    return len(word) >= _SHORTEST_LINK or word[0] > FIRST_CJK


def _look_like_links(items: list[str]) -> bool:
    return all(len(item) <= _LINK_CHARS for item in items) and not items[-1].endswith(_SENTENCE_END)


def _digest(packs: Sequence[Pack]) -> str:
    digest = hashlib.sha256()
    for pack in packs:
        if isinstance(pack, RulePack):
            digest.update(pack.model_dump_json().encode("utf-8", "surrogatepass"))
    if not all(isinstance(pack, RulePack) for pack in packs):
        digest.update(files_digest().encode())
    return digest.hexdigest()[:16]
