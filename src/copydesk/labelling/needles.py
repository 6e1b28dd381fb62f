"""What every match of an expression must hold, or begin with, so that other lines need not be searched for it.

Only what is certain is used: an expression that is not understood, or that has a branch without any literal, has
neither needles nor starts and is tried on every line. That costs time and never a match.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from copydesk.labelling.expressions import NotUnderstood, read_expression

if TYPE_CHECKING:
    from collections.abc import Iterable

    from copydesk.labelling.expressions import Branches, Piece

_RARE = re.compile(r"[^\x00-\x7f]|[<>|()\[\]{}/\\@#$%^&*+=~]")
_MORE_IF_RARE = 1.5
_CROWD_COST = 0.1
_LEAST_WEIGHT = 2.0
"""A single Latin letter is on every line."""

START_CHARS = 8
_MOST_STARTS = 150
"""More of them are cut shorter, until they are so few."""
_MOST_GROWN = 200
_MOST_CHOICES = 16

Needles = frozenset[str]


def needles_of(expression: str) -> Needles | None:
    """Literals, one of which stands in whatever a folded `expression` (Rust syntax) meets; None if none are certain."""
    try:
        return _of_branches(read_expression(expression))
    except NotUnderstood:
        return None


class Starts(NamedTuple):
    """How lines begin that an expression meets.

    Attributes:
        literals: at most `START_CHARS` characters each; one of them begins the line.
        bare: whether it begins the line only once what is no letter or digit in front of it is left out.
    """

    literals: Needles
    bare: bool


def without_lead(folded: str) -> str:
    """`folded` from its first letter, digit or underscore on."""
    if folded[:1].isalpha():  # as most lines begin
        return folded
    for place, character in enumerate(folded):
        if character.isalpha() or character.isdecimal() or character == "_":
            return folded[place:]
    return ""


def starts_of(expression: str) -> Starts | None:
    """How whatever line `expression` meets must begin; None if that is not known."""
    try:
        branches = read_expression(expression)
    except NotUnderstood:
        return None
    if not all(branch and branch[0].start for branch in branches):
        return None
    bare = all(len(branch) > 1 and branch[1].separators for branch in branches)
    starts: set[str] = set()
    for branch in branches:
        opened, closed = _openings(branch[1 + bare :], {""})
        starts |= opened | closed
    if "" in starts:
        return None
    starts = _cut(starts)
    if bare and not all(without_lead(start) == start for start in starts):
        return None  # what it begins with may itself have been left out
    return Starts(frozenset(starts), bare)


def _cut(starts: set[str]) -> set[str]:
    """The beginnings of `starts`, none of which begins another, as long as they may be without being too many."""
    shortest: list[str] = []
    for start in sorted(starts):  # what begins with another comes right behind it, or behind others that do
        if not shortest or not start.startswith(shortest[-1]):
            shortest.append(start)
    for chars in range(START_CHARS, 0, -1):
        cut = {start[:chars] for start in shortest}
        if len(cut) <= _MOST_STARTS:
            break
    return cut


def _of_branches(branches: Branches) -> Needles | None:
    found = [_of_sequence(branch) for branch in branches]
    return frozenset().union(*(needles for needles in found if needles)) if all(found) else None


def _of_sequence(pieces: Iterable[Piece]) -> Needles | None:
    candidates: list[Needles] = []
    run = ""
    for piece in pieces:
        literal = next(iter(piece.choices)) if len(piece.choices) == 1 else ""
        if literal and piece.least == piece.most == 1:
            run += literal
            continue
        candidates.append(frozenset({run + literal * min(piece.least, 1)}))
        run = ""
        if piece.least:
            candidates += [needles for needles in (_of_branches(piece.branches), piece.choices) if needles]
    candidates.append(frozenset({run}))
    telling = [needles for needles in candidates if min(map(_literal_weight, needles)) >= _LEAST_WEIGHT]
    return max(telling, key=_weight, default=None)


def _weight(needles: Needles) -> float:
    """How rare the needles are: by the shortest of them, and less for each more of them."""
    return min(map(_literal_weight, needles)) - _CROWD_COST * len(needles)


@lru_cache(maxsize=1024)
def _literal_weight(literal: str) -> float:
    signs = "".join(literal.split())
    return len(signs) + _MORE_IF_RARE * len(_RARE.findall(signs))


def _openings(pieces: Iterable[Piece], opened: set[str]) -> tuple[set[str], set[str]]:
    """How a line may begin: what the sequence may still add to, and what is long enough or followed by anything."""
    closed: set[str] = set()
    for piece in pieces:
        if not opened:
            break
        if not piece.width:
            continue
        known = piece.branches or 0 < len(piece.choices) <= _MOST_CHOICES
        if not known or len(opened) + len(closed) > _MOST_GROWN:
            closed |= opened
            return set(), closed
        longer, over = _extended(piece, opened)
        skipped = opened if not piece.least else set()
        if piece.most > 1:
            longer, over = set(), over | longer
        closed |= over | {start for start in longer if len(start) >= START_CHARS}
        opened = {start for start in longer if len(start) < START_CHARS} | skipped
    return opened, closed


def _extended(piece: Piece, opened: set[str]) -> tuple[set[str], set[str]]:
    if not piece.branches:
        return {(start + choice)[:START_CHARS] for start in opened for choice in piece.choices}, set()
    longer: set[str] = set()
    over: set[str] = set()
    for branch in piece.branches:
        more, done = _openings(branch, opened)
        longer |= more
        over |= done
    return longer, over
