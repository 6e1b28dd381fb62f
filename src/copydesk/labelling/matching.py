"""Which rules a line meets, fast: most lines meet none, and one look has to tell that."""

from __future__ import annotations

import hashlib
import re
from functools import cached_property
from operator import add
from typing import TYPE_CHECKING, NamedTuple

from copydesk.labelling.needles import needles_of
from copydesk.labelling.rules import DECORATION, Rule, RulePack, fold, linear_expression
from copydesk.page import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pydantic_core import SchemaValidator

NOTHING = r"[^\s\S]"
_SEPARATORS = re.compile(r"\s*[|丨│•·‧/>»]\s*")
_LINK_CHARS = 30
_FEWEST_LINKS = 3
_SENTENCE_END = tuple("。！？.!?")


class Hit(NamedTuple):
    """A rule that a line meets; `id` is `pack/rule`."""

    id: str
    rule: Rule


class _Expression:
    """What a rule searches for. It is compiled when a line first asks for it: most pages ask for few."""

    def __init__(self, hit: Hit) -> None:
        self.hit = hit
        self.needles = needles_of(_source(hit.rule)) or frozenset()

    @cached_property
    def engine(self) -> SchemaValidator:
        return linear_expression(_source(self.hit.rule))

    def meets(self, folded: str) -> bool:
        return len(folded) <= self.hit.rule.max_chars and self.engine.isinstance_python(folded)


def _structural(identifier: str) -> Hit:
    rule = Rule(id=identifier, kind=Kind.NAV_LINKS, match="regex", patterns=["."], matches=["."], leaves=["."])
    return Hit(f"general/{identifier}", rule)


LINK_ROW = _structural("link-row")
KNOWN_LINKS = _structural("known-links")


class RuleSet:
    """Rule packs made ready to match.

    Args:
        packs: earlier packs win over later ones.

    Attributes:
        digest: 16 hexadecimal digits that change with any rule.
    """

    def __init__(self, packs: Sequence[RulePack]) -> None:
        hits = [Hit(f"{pack.name}/{rule.id}", rule) for pack in packs for rule in pack.rule]
        self.hits = {hit.id: hit for hit in hits}
        self._whole: dict[str, list[Hit]] = {}
        for hit in hits:
            for pattern in hit.rule.patterns if hit.rule.match == "line" else ():
                self._whole.setdefault(bare(fold(pattern)), []).append(hit)
        expressions = [_Expression(hit) for hit in hits if hit.rule.match != "line"]
        self._expressions = expressions
        self._ungated = frozenset(place for place, member in enumerate(expressions) if not member.needles)
        self._index = _index(expressions)
        needles = {re.escape(needle) for member in expressions for needle in member.needles}
        self._gate = linear_expression("|".join(sorted(needles)) or NOTHING)
        self._longest = max((hit.rule.max_chars for hit in hits), default=0)
        self.digest = _digest(packs)

    def match(self, line: str) -> list[Hit]:
        """The rules that `line` meets, whole-line rules first, then in the order of the packs."""
        if len(line) > self._longest:
            return []
        folded = fold(line)
        length = len(folded)
        hits = [hit for hit in self._whole.get(bare(folded), ()) if length <= hit.rule.max_chars]
        candidates = map(self._expressions.__getitem__, sorted(self._candidates(folded)))
        hits += [member.hit for member in candidates if member.meets(folded)]
        if not hits and (row := self._link_row(folded)):
            hits.append(row)
        return hits

    def _candidates(self, folded: str) -> Iterable[int]:
        """Places of the expressions that `folded` may meet."""
        if not self._gate.isinstance_python(folded):
            return self._ungated
        keys = self._index.keys()
        found = {*filter(keys.__contains__, map(add, folded, folded[1:])), *filter(keys.__contains__, folded)}
        return self._ungated.union(
            *(places for key in found for needle, places in self._index[key] if needle in folded)
        )

    def _link_row(self, folded: str) -> Hit | None:
        items = _SEPARATORS.split(folded)
        if len(items) >= _FEWEST_LINKS and _look_like_links(items):
            return LINK_ROW
        words = items if len(items) > 1 else folded.split()
        if len(words) > 1 and all(bare(word) in self._whole for word in words):
            return KNOWN_LINKS
        return None


def bare(folded: str) -> str:
    """`folded` without the decoration around menu entries; a line of nothing else stays as it is."""
    return folded.strip(DECORATION) or folded


def _look_like_links(items: list[str]) -> bool:
    return all(len(item) <= _LINK_CHARS for item in items) and not items[-1].endswith(_SENTENCE_END)


def _source(rule: Rule) -> str:
    """The expression, for the linear engine, that says what all patterns of `rule` say."""
    if rule.match == "regex":
        return "|".join(f"(?:{pattern})" for pattern in rule.patterns)
    start, end = "^" * (rule.match == "prefix"), "$" * (rule.match == "suffix")
    return "|".join(f"{start}{re.escape(fold(pattern))}{end}" for pattern in rule.patterns)


def _index(expressions: Sequence[_Expression]) -> dict[str, list[tuple[str, tuple[int, ...]]]]:
    """Needles and the places of the expressions that they speak for, by the first two characters of the needle."""
    places: dict[str, list[int]] = {}
    for place, member in enumerate(expressions):
        for needle in member.needles:
            places.setdefault(needle, []).append(place)
    index: dict[str, list[tuple[str, tuple[int, ...]]]] = {}
    for needle, speaks_for in places.items():
        index.setdefault(needle[:2], []).append((needle, tuple(speaks_for)))
    return index


def _digest(packs: Sequence[RulePack]) -> str:
    digest = hashlib.sha256()
    for pack in packs:
        digest.update(pack.model_dump_json().encode("utf-8", "surrogatepass"))
    return digest.hexdigest()[:16]
