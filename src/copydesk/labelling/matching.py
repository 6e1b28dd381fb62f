"""Which rules a line meets, fast: most lines meet none, and one look has to tell that."""

from __future__ import annotations

import hashlib
import re
from functools import cached_property, lru_cache
from operator import add
from typing import TYPE_CHECKING, NamedTuple

from copydesk.labelling.needles import START_CHARS, needles_of, starts_of, without_lead
from copydesk.labelling.rules import DECORATION, OwnPack, Pack, Rule, RulePack, fold, linear_expression
from copydesk.languages.files import files_digest
from copydesk.languages.scripts import FIRST_CJK
from copydesk.page import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from pydantic_core import SchemaValidator

EVERY_PAGE = ("en", "und")
"""Languages whose rules are asked of every page: sites of all languages have English furniture."""

REMEMBERED_PACKS = 12
"""Packs kept ready; one takes some 20 MB once all its expressions have been asked."""
GATED_TOGETHER = 64
REMEMBERED_LINES, REMEMBERED_CHARS = 32_768, 60
REMEMBERED_WORDS, LONGEST_WORD = 16_384, 24
REMEMBERED_STARTS = 4_096
KEY_CHARS = 3
TELLING_START = 2
"""Characters; many lines begin with a certain one."""
_COUNTED = re.compile(r"\\(?:[xuUpP]\{[^}]*+\}|.)|\[\^?\]?(?:\\.|[^\]\\])*+\]|\{(\d+)(?:,\d*)?\}")
"""Counted repeats in group 1; escapes and classes are passed over, since braces are something else in them."""
NOTHING = r"[^\s\S]"
_SEPARATORS = re.compile(r"\s*[|丨│•‧>]\s*|(?<!·)\s*·\s*(?!·)|\s+/\s+|\s*»\s*")
_HAS_SEPARATOR = re.compile(r"[|丨│•‧>»·/]")
_LINK_CHARS = 30
_FEWEST_LINKS = 3
_SHORTEST_LINK = 3  # characters of a word in a row parted by spaces; in Chinese and its neighbours one will do
_SENTENCE_END = tuple("。！？.!?")


class Hit(NamedTuple):
    """A rule that a line meets; `id` is `pack/rule`."""

    id: str
    rule: Rule


class _Expression:
    """One thing that a rule searches for. It is compiled when a line first asks for it: most pages ask for few."""

    def __init__(self, hit: Hit, source: str) -> None:
        self.hit = hit
        self.source = source
        self.max_chars = hit.rule.max_chars
        self.starts = starts_of(source)
        telling = self.starts is not None and min(map(len, self.starts.literals)) >= TELLING_START
        self.needles = frozenset() if telling else needles_of(source) or frozenset()

    @cached_property
    def meets(self) -> Callable[[str], bool]:
        return linear_expression(self.source).isinstance_python


def _structural(identifier: str) -> Hit:
    rule = Rule(id=identifier, kind=Kind.NAV_LINKS, match="regex", patterns=["."], matches=["."], leaves=["."])
    return Hit(f"general/{identifier}", rule)


LINK_ROW = _structural("link-row")
KNOWN_LINKS = _structural("known-links")


class _Search:
    """Expressions made ready to be looked for in a line, all at once as far as that goes.

    An expression is tried on a line only if the line begins like it and holds one of its needles, as far as either is
    known. Lines are looked at word by word: which needles a word may be part of is remembered, since most words of a
    page have been met before.
    """

    def __init__(self, expressions: Sequence[_Expression]) -> None:
        self._expressions = expressions
        self._ungated = _ungated(expressions)
        self._starts, self._bare_starts = (_starts(expressions, bare=bare) for bare in (False, True))
        self._needleless = {place for place, member in enumerate(expressions) if not member.needles}
        self._startless = {place for place, member in enumerate(expressions) if member.starts is None}
        self._index = _index(expressions)
        self._gate = _gate(self._index)
        self._remembered = lru_cache(maxsize=REMEMBERED_WORDS)(self._spoken_of)
        self._remembered_begun = lru_cache(maxsize=REMEMBERED_STARTS)(self._begun_by)

    def hits(self, folded: str) -> list[Hit]:
        """The rules that `folded` meets, each once, in order."""
        met: dict[str, Hit] = {}
        length = len(folded)
        for place in sorted(self._candidates(folded)):
            member = self._expressions[place]
            if length <= member.max_chars and member.hit.id not in met and member.meets(folded):
                met[member.hit.id] = member.hit
        return list(met.values())

    def _candidates(self, folded: str) -> set[int]:
        """Places of the expressions that `folded` may meet."""
        found = {place for gate, places in self._ungated if gate.isinstance_python(folded) for place in places}
        held = self._held_by(folded)
        begun = self._remembered_begun(folded[:START_CHARS], without_lead(folded)[:START_CHARS])
        return found | held & self._startless | begun & held | begun & self._needleless

    def _begun_by(self, first: str, bare_first: str) -> frozenset[int]:
        """Places of the expressions that lines must begin like, by the first characters of a line."""
        begun: set[int] = set()
        for chars in range(1, START_CHARS + 1):
            begun.update(self._starts.get(first[:chars], ()))
            begun.update(self._bare_starts.get(bare_first[:chars], ()))
        return frozenset(begun)

    def _held_by(self, folded: str) -> set[int]:
        """Places of the expressions that a needle in `folded` speaks for."""
        held: set[int] = set()
        words = folded.split(" ")
        if max(map(len, words)) <= LONGEST_WORD:
            spoken = map(self._remembered, words)
        else:
            spoken = map(self._spoken_of_any, words)
        for spoken_of in filter(None, spoken):
            for needle, places in spoken_of:
                if needle in folded:
                    held.update(places)
        return held

    def _spoken_of_any(self, word: str) -> tuple[tuple[str, tuple[int, ...]], ...]:
        return (self._remembered if len(word) <= LONGEST_WORD else self._spoken_of)(word)

    def _spoken_of(self, word: str) -> tuple[tuple[str, tuple[int, ...]], ...]:
        """Needles that `word` holds, or holds the longest word of, and the places that they speak for."""
        if not self._gate.isinstance_python(word):
            return ()
        known = self._index.__contains__
        pairs = list(map(add, word, word[1:]))
        threes = map(add, pairs, word[2:])
        keys = {*filter(known, threes), *filter(known, pairs), *filter(known, word)}
        return tuple(
            (needle, places) for key in keys for needle, longest, places in self._index[key] if longest in word
        )


class _Prepared:
    """The rules of one pack, ready to match: those for whole lines by their line, all others to be searched for."""

    def __init__(self, pack: Pack) -> None:
        self.own = isinstance(pack, OwnPack)
        hits = [Hit(f"{pack.name}/{rule.id}", rule) for rule in pack.rule]
        self.longest = max((hit.rule.max_chars for hit in hits), default=0)
        self.whole: dict[str, list[Hit]] = {}
        for hit in hits:
            for line in {bare(fold(pattern)) for pattern in hit.rule.patterns if hit.rule.match == "line"}:
                self.whole.setdefault(line, []).append(hit)
        self.search = _Search([one for hit in hits if hit.rule.match != "line" for one in _expressions(hit)]).hits

    def whole_line(self, folded: str) -> list[Hit]:
        return [hit for hit in self.whole.get(bare(folded), ()) if len(folded) <= hit.rule.max_chars]


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
        self.look_up = lru_cache(maxsize=REMEMBERED_LINES)(_look_up)
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
        return Matcher(self, [self._prepared(place) for place in places])


class Matcher:
    """The packs that a page asks, in the order in which they win."""

    def __init__(self, rules: RuleSet, packs: Sequence[_Prepared]) -> None:
        self._rules = rules
        tiers = ([pack for pack in packs if pack.own is own] for own in (True, False))
        self.tiers = [tier for tier in tiers if tier]
        self._longest = max((pack.longest for pack in packs), default=0)

    def match(self, line: str, *, whole: bool = False) -> tuple[Hit, ...]:
        """The rules that `line` meets, the one that wins first; with `whole`, only rules for whole lines are asked.

        A user's own rule that holds anywhere settles the matter, and so does any such rule for whole lines: nothing
        else is looked for then. Short lines are remembered, since the pages of a site share their menus.
        """
        if len(line) > self._longest:
            return ()
        look_up = self._rules.look_up if len(line) <= REMEMBERED_CHARS else _look_up
        return look_up(self, line, whole)

    def knows(self, word: str) -> bool:
        """Whether a rule for whole lines has `word`, folded and bare."""
        return any(word in pack.whole for tier in self.tiers for pack in tier)


def _look_up(matcher: Matcher, line: str, whole: bool) -> tuple[Hit, ...]:  # noqa: FBT001 - lru_cache keys by place
    folded = fold(line)
    hits: list[Hit] = []
    for tier in matcher.tiers:
        hits += [hit for pack in tier for hit in pack.whole_line(folded)]
        if not whole and not _settled(hits):
            hits += [hit for pack in tier for hit in pack.search(folded)]
        if not whole and _settled(hits):
            break
    if not hits and not whole and (row := _link_row(folded, matcher)):
        hits.append(row)
    return tuple(hits)


def _link_row(folded: str, matcher: Matcher) -> Hit | None:
    items = _items(folded)
    if len(items) >= _FEWEST_LINKS and _look_like_links(items):
        return LINK_ROW
    words = items if len(items) > 1 else folded.split()
    if len(words) > 1 and all(matcher.knows(bare(word)) for word in words):
        # where only spaces part them, `De politiek` is a heading and no row of links
        return KNOWN_LINKS if len(items) > 1 or all(map(_is_long, words)) else None
    return None


def _base(tag: str) -> str:
    """The language of a tag without script and region."""
    return tag.split("-", 1)[0].casefold()


def _settled(hits: Sequence[Hit]) -> bool:
    return any(hit.rule.where == "anywhere" for hit in hits)


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


def _expressions(hit: Hit) -> list[_Expression]:
    """What `hit.rule` searches for: literals all at once, regular expressions one by one, each by its own needles."""
    rule = hit.rule
    if rule.match == "regex":
        return [_Expression(hit, pattern) for pattern in rule.patterns]
    start, end = "^" * (rule.match == "prefix"), "$" * (rule.match == "suffix")
    literals = [re.escape(fold(pattern)) for pattern in rule.patterns]
    return [_Expression(hit, "|".join(f"{start}{literal}{end}" for literal in literals))]


def _ungated(expressions: Sequence[_Expression]) -> list[tuple[SchemaValidator, list[int]]]:
    """The places of expressions without needles, behind gates that let through all that they meet and little else."""
    places = [place for place, member in enumerate(expressions) if not member.needles and member.starts is None]
    chunks = [places[start : start + GATED_TOGETHER] for start in range(0, len(places), GATED_TOGETHER)]
    return [
        (linear_expression("|".join(f"(?:{_uncounted(expressions[place].source)})" for place in chunk)), chunk)
        for chunk in chunks
    ]


def _uncounted(expression: str) -> str:
    """An expression that meets whatever `expression` meets, and more.

    Counting makes an automaton large and slow; a gate may let a line through that has too many of something.
    """
    return _COUNTED.sub(_to_uncounted, expression)


def _to_uncounted(found: re.Match[str]) -> str:
    if found[1] is None:
        return found[0]
    return "*" if int(found[1]) == 0 else "+"


def _places(literals: Mapping[int, Iterable[str]]) -> dict[str, tuple[int, ...]]:
    """For each literal the places of the expressions that it speaks for."""
    places: dict[str, list[int]] = {}
    for place, speaking in literals.items():
        for literal in speaking:
            places.setdefault(literal, []).append(place)
    return {literal: tuple(found) for literal, found in places.items()}  # which the garbage collector passes over


def _starts(expressions: Sequence[_Expression], *, bare: bool) -> dict[str, tuple[int, ...]]:
    """Starts and the places that they speak for."""
    return _places(
        {
            place: member.starts.literals
            for place, member in enumerate(expressions)
            if member.starts is not None and member.starts.bare is bare
        }
    )


def _index(expressions: Sequence[_Expression]) -> dict[str, list[tuple[str, str, tuple[int, ...]]]]:
    """Needles, the longest word of each, and the places that they speak for, by the first characters of that word."""
    index: dict[str, list[tuple[str, str, tuple[int, ...]]]] = {}
    for needle, places in _places({place: member.needles for place, member in enumerate(expressions)}).items():
        longest = max(needle.split(" "), key=len)
        index.setdefault(longest[:KEY_CHARS], []).append((needle, longest, places))
    return index


def _gate(index: Mapping[str, Iterable[tuple[str, str, tuple[int, ...]]]]) -> SchemaValidator:
    """What lets through all words that some needle is looked for in."""
    longest = {re.escape(longest) for entries in index.values() for _, longest, _ in entries}
    return linear_expression("|".join(sorted(longest)) or NOTHING)


def _digest(packs: Sequence[Pack]) -> str:
    digest = hashlib.sha256()
    for pack in packs:
        if isinstance(pack, RulePack):
            digest.update(pack.model_dump_json().encode("utf-8", "surrogatepass"))
    if not all(isinstance(pack, RulePack) for pack in packs):
        digest.update(files_digest().encode())
    return digest.hexdigest()[:16]
