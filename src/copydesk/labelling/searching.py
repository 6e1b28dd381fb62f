"""Which of many expressions a line meets, found by trying few of them."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from copydesk.labelling.needles import START_CHARS, needles_of, starts_of, without_lead
from copydesk.labelling.rules import Rule, fold, linear_expression
from copydesk.linear import NOTHING, any_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

GATED_TOGETHER, GATED_BY_NEEDLES = 64, 6
"""Expressions that share a gate: without needles; and with them, each of which is then looked for."""

_CLASS = r"\[\^?\]?(?:\\.|[^\[\]\\])*+\]"
_CLASS = rf"\[\^?\]?(?:\\.|[^\[\]\\]|{_CLASS})*+\]"  # classes may hold classes, which may hold some
_CLASS = rf"\[\^?\]?(?:\\.|[^\[\]\\]|{_CLASS})*+\]"
_COUNTED = re.compile(rf"\\(?:[xuUpP]\{{[^}}]*+\}}|.)|{_CLASS}|\{{(\d+)(?:,\d*)?\}}")
"""Counted repeats in group 1; escapes and classes are passed over, since braces are something else in them."""
_START_LENGTHS = range(1, START_CHARS + 1)


class Hit(NamedTuple):
    """A rule that a line meets; `id` is `pack/rule`."""

    id: str
    rule: Rule


class Expression:
    """One thing that a rule searches for. It is made ready when a line first asks for it: most pages ask for few."""

    def __init__(self, hit: Hit, source: str) -> None:
        self.hit = hit
        self.source = source
        self.max_chars = hit.rule.max_chars
        self.starts = starts_of(source)

    @cached_property
    def needles(self) -> frozenset[str]:
        """One of them stands in whatever it meets; none where they are not known."""
        return needles_of(self.source) or frozenset()

    @cached_property
    def may_meet(self) -> Callable[[str], bool]:
        """Whether a folded line holds one of its needles, if it has any."""
        return any_of(self.needles) if self.needles else lambda _: True

    @cached_property
    def meets(self) -> Callable[[str], bool]:
        """Whether a folded line meets it."""
        loose = _uncounted(self.source)
        if loose == self.source:
            return linear_expression(self.source)
        # counting takes large automata, which few lines come to need
        loosely = linear_expression(loose)
        return lambda folded: loosely(folded) and self._exactly(folded)

    @cached_property
    def _exactly(self) -> Callable[[str], bool]:
        return linear_expression(self.source)


def expressions_of(hit: Hit) -> list[Expression]:
    """What `hit.rule` searches for: literals all at once, regular expressions one by one, each by its own needles."""
    rule = hit.rule
    if rule.match == "regex":
        return [Expression(hit, pattern) for pattern in rule.patterns]
    start, end = "^" * (rule.match == "prefix"), "$" * (rule.match == "suffix")
    literals = [re.escape(fold(pattern)) for pattern in rule.patterns]
    return [Expression(hit, "|".join(f"{start}{literal}{end}" for literal in literals))]


class _Gate(NamedTuple):
    """What lets through all lines that some expressions meet, and few others."""

    lets_through: Callable[[str], bool]
    places: list[int]


class Search:
    """Expressions made ready to be looked for in a line, all at once as far as that goes.

    An expression is tried on a line only if the line begins like it and holds one of its needles, as far as either is
    known. Where it is not known how lines begin, gates tell at once that a line holds no needle of many expressions.
    """

    def __init__(self, expressions: Sequence[Expression]) -> None:
        self._expressions = expressions
        self._starts, self._bare_starts = (_starts(expressions, bare=bare) for bare in (False, True))
        startless = [place for place, member in enumerate(expressions) if member.starts is None]
        needled = [place for place in startless if expressions[place].needles]
        needleless = [place for place in startless if not expressions[place].needles]
        self._ungated = [_gate(chunk, expressions) for chunk in _chunks(needleless, GATED_TOGETHER)]
        self._gates = [*self._ungated, *(_gate(chunk, expressions) for chunk in _chunks(needled, GATED_BY_NEEDLES))]
        self._holds_needle = _gate(needled, expressions).lets_through

    def hits(self, folded: str) -> list[Hit]:
        """The rules that `folded` meets, each once, in order."""
        length, members = len(folded), self._expressions
        met = [
            place
            for place in self._candidates(folded)
            if (member := members[place]).max_chars >= length and member.may_meet(folded) and member.meets(folded)
        ]
        if not met:  # so most lines end: what follows is for few
            return []
        return list({members[place].hit.id: members[place].hit for place in sorted(met)}.values())

    def _candidates(self, folded: str) -> list[int]:
        """Places of the expressions that lines begin like, or whose gate `folded` passes."""
        found: list[int] = []
        for line, starts in ((folded, self._starts), (without_lead(folded), self._bare_starts)):
            for chars in _START_LENGTHS:
                places = starts.get(line[:chars])
                if places is None:
                    break
                found += places
        for gate in self._gates if self._holds_needle(folded) else self._ungated:
            if gate.lets_through(folded):
                found += gate.places
        return found


def _chunks(places: Sequence[int], size: int) -> list[list[int]]:
    return [list(places[start : start + size]) for start in range(0, len(places), size)]


def _gate(places: list[int], expressions: Sequence[Expression]) -> _Gate:
    """A gate for some of the expressions: by their needles, or for want of them by what they loosely are."""
    members = [expressions[place] for place in places]
    if needles := {needle for member in members for needle in member.needles}:
        return _Gate(any_of(needles), places)
    loosely = "|".join(f"(?:{_uncounted(member.source)})" for member in members)
    return _Gate(linear_expression(loosely or NOTHING), places)


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


def _starts(expressions: Sequence[Expression], *, bare: bool) -> dict[str, tuple[int, ...]]:
    """Starts and the places that they speak for; and what starts begin with, which speaks for none."""
    starts = _places(
        {
            place: member.starts.literals
            for place, member in enumerate(expressions)
            if member.starts is not None and member.starts.bare is bare
        }
    )
    return {start[:chars]: () for start in starts for chars in range(1, len(start))} | starts
