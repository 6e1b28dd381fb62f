"""Which of many expressions a line meets, found by trying few of them."""

from __future__ import annotations

import re
from collections import defaultdict
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
    """Expressions made ready to be looked for in lines, all at once as far as that goes.

    An expression is tried on a line only if the line begins like it and holds one of its needles, as far as either is
    known. Where it is not known how lines begin, gates tell at once that a line holds no needle of many expressions.

    All lines of a page go through one gate, or one expression, before the next is tried: an automaton is large, and
    stays in the processor's cache only as long as nothing else is asked.
    """

    def __init__(self, expressions: Sequence[Expression]) -> None:
        self._expressions = expressions
        self._starts, self._bare_starts = (_starts(expressions, bare=bare) for bare in (False, True))
        startless = [place for place, member in enumerate(expressions) if member.starts is None]
        needled = [place for place in startless if expressions[place].needles]
        needleless = [place for place in startless if not expressions[place].needles]
        self._ungated = [_gate(chunk, expressions) for chunk in _chunks(needleless, GATED_TOGETHER)]
        self._gates = [_gate(chunk, expressions) for chunk in _chunks(needled, GATED_BY_NEEDLES)]
        self._holds_needle = _gate(needled, expressions).lets_through

    def hits(self, lines: Sequence[str]) -> list[list[Hit]]:
        """For each of the folded `lines` the rules that it meets, each once, in order."""
        met: list[dict[str, Hit]] = [{} for _ in lines]
        for place, indices in sorted(self._candidates(lines).items()):
            member = self._expressions[place]
            for index in indices:
                line = lines[index]
                if len(line) <= member.max_chars and member.may_meet(line) and member.meets(line):
                    met[index].setdefault(member.hit.id, member.hit)
        return [list(hits.values()) for hits in met]

    def _candidates(self, lines: Sequence[str]) -> dict[int, list[int]]:
        """The lines that begin like an expression, or pass its gate, by the expression's place; all as indices."""
        found: defaultdict[int, list[int]] = defaultdict(list)
        for index, line in enumerate(lines):
            for text, starts in ((line, self._starts), (without_lead(line), self._bare_starts)):
                for chars in _START_LENGTHS:
                    places = starts.get(text[:chars])
                    if places is None:
                        break
                    for place in places:
                        found[place].append(index)
        everywhere = range(len(lines))
        holding = [index for index in everywhere if self._holds_needle(lines[index])]
        for gates, indices in ((self._ungated, everywhere), (self._gates, holding)):
            for gate in gates:
                passing = [index for index in indices if gate.lets_through(lines[index])]
                found.update(dict.fromkeys(gate.places, passing))
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
