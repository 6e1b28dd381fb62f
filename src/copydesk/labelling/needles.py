"""Literals that every match of an expression must hold, so that lines without them need not be searched for it.

Only what is certain is used: an expression with syntax that is not understood here, or with a branch that holds no
literal, has no needles and is tried on every line. That costs time and never a match.
"""

from __future__ import annotations

from typing import NamedTuple

_CLASS_ESCAPES = frozenset("dDwWsSbBpPAzxuU")
"""Letters that after a backslash stand for something else than themselves."""
_WIDE_WEIGHT = 2.5
_CROWD_COST = 0.1
_LEAST_WEIGHT = 2.0
"""A single Latin letter is on every line."""

Needles = frozenset[str]


class NotUnderstood(ValueError):
    """Syntax beyond what this reader knows."""


class _Atom(NamedTuple):
    """A piece of a sequence: one literal character, or something that may require needles of its own."""

    literal: str
    needles: Needles | None


_NOTHING = _Atom("", None)


def needles_of(expression: str) -> Needles | None:
    """The needles of a folded `expression` (Rust syntax), None where none are certain."""
    try:
        reader = _Reader(expression)
        found = reader.alternation()
        return found if reader.at_end() else None
    except (NotUnderstood, RecursionError):
        return None


def _weight(needles: Needles) -> float:
    """How rare the needles are: by the shortest of them, and less for each more of them."""
    return min(map(_literal_weight, needles)) - _CROWD_COST * len(needles)


def _literal_weight(literal: str) -> float:
    return sum(0.0 if c.isspace() else 1.0 if c.isascii() else _WIDE_WEIGHT for c in literal)


class _Reader:
    """Recursive descent over one expression; every method reads from `place` on."""

    def __init__(self, expression: str) -> None:
        self.expression = expression
        self.place = 0

    def at_end(self) -> bool:
        return self.place >= len(self.expression)

    def peek(self) -> str:
        return "" if self.at_end() else self.expression[self.place]

    def take(self) -> str:
        if self.at_end():
            message = "the expression breaks off"
            raise NotUnderstood(message)
        self.place += 1
        return self.expression[self.place - 1]

    def alternation(self) -> Needles | None:
        branches = [self.sequence()]
        while self.peek() == "|":
            self.take()
            branches.append(self.sequence())
        return frozenset().union(*(branch for branch in branches if branch)) if all(branches) else None

    def sequence(self) -> Needles | None:
        candidates: list[Needles] = []
        run = ""
        while self.peek() not in {"", "|", ")"}:
            literal, needles = self.atom()
            least, most = self.repeats()
            if literal and least == most == 1:
                run += literal
                continue
            candidates.append(frozenset({run + literal * min(least, 1)}))
            run = ""
            if needles and least:
                candidates.append(needles)
        candidates.append(frozenset({run}))
        telling = [needles for needles in candidates if min(map(_literal_weight, needles)) >= _LEAST_WEIGHT]
        return max(telling, key=_weight, default=None)

    def atom(self) -> _Atom:
        character = self.take()
        if character == "(":
            return self.group()
        if character == "[":
            return self.bracket()
        if character == "\\":
            return self.escape()
        if character in ".^$":
            return _NOTHING
        if character in "?*+{}":
            message = f"{character} repeats nothing"
            raise NotUnderstood(message)
        return _Atom(character, None)

    def group(self) -> _Atom:
        if self.peek() == "?":
            self.take()
            if self.take() != ":":
                message = "a group with flags or a name"
                raise NotUnderstood(message)
        needles = self.alternation()
        if self.take() != ")":
            message = "a group that does not close"
            raise NotUnderstood(message)
        return _Atom("", needles)

    def bracket(self) -> _Atom:
        """A character class requires nothing; its closing bracket has to be found."""
        if self.peek() == "^":
            self.take()
        if self.peek() == "]":
            self.take()
        while (character := self.take()) != "]":
            if character == "\\":
                self.take()
            if character == "[":
                message = "a class within a class"
                raise NotUnderstood(message)
        return _NOTHING

    def escape(self) -> _Atom:
        character = self.take()
        if character in "pPxuU":
            if self.peek() == "{":
                while self.take() != "}":
                    pass
            elif character in "pP":
                self.take()
            else:
                message = "a character by number"
                raise NotUnderstood(message)
            return _NOTHING
        return _NOTHING if character in _CLASS_ESCAPES else _Atom(character, None)

    def repeats(self) -> tuple[int, int]:
        """(least, most) times that the atom before stands; most is only told apart from 1."""
        least, most = 1, 1
        character = self.peek()
        if character and character in "?*+":
            self.take()
            least, most = int(character == "+"), 2
        elif character == "{":
            self.take()
            bounds = ""
            while (character := self.take()) != "}":
                bounds += character
            least, most = int(bounds.split(",")[0] or 0), 2
        if most > 1 and self.peek() == "?":
            self.take()
        return least, most
