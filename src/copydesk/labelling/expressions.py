"""Regular expressions read as far as it takes to tell what a line must hold to meet them.

Rust's syntax is large; what is not understood here is not guessed at (`NotUnderstoodError`).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

_CLASS_ESCAPES = frozenset("dDwWsSbBpPAzxuU")
"""Letters that after a backslash stand for something else than themselves."""

_DIGITS = "0123456789"
_PLAIN = re.compile(r"[^\\()\[\]{}?*+|^$.]+")
_REPEATS = frozenset("?*+{")

MANY = 2
"""Stands for any number above one."""


class NotUnderstood(ValueError):
    """Syntax beyond what this reader knows."""


class Piece(NamedTuple):
    r"""One item of a sequence, and how often it stands.

    Attributes:
        choices: the strings that it may be; empty where they are not known.
        branches: the alternatives of a group, each a sequence; empty for what is no group.
        least, most: how often, `MANY` for any number above one.
        width: False for anchors and other places between characters.
        start: whether it is the anchor of the line's start.
        separators: whether it is `\W`: whatever is no letter, digit or underscore.
    """

    choices: frozenset[str] = frozenset()
    branches: tuple[tuple[Piece, ...], ...] = ()
    least: int = 1
    most: int = 1
    width: bool = True
    start: bool = False
    separators: bool = False


Branches = tuple[tuple[Piece, ...], ...]

_COMMON = {"^": Piece(width=False, start=True), "$": Piece(width=False), ".": Piece()}


@lru_cache(maxsize=1)  # starts and needles of an expression are read off one after the other
def read_expression(expression: str) -> Branches:
    """The alternatives of `expression`, each a sequence of pieces.

    Raises:
        NotUnderstood: it uses syntax that is not known here, or breaks off.
    """
    reader = _Reader(expression)
    try:
        branches = reader.alternation()
    except RecursionError as error:
        message = "too deep"
        raise NotUnderstood(message) from error
    if not reader.at_end():
        message = "a bracket closes that was not open"
        raise NotUnderstood(message)
    return branches


class _Reader:
    """Recursive descent over one expression; every method reads from `place` on."""

    def __init__(self, expression: str) -> None:
        self.expression = expression
        self.place = 0

    def at_end(self) -> bool:
        return self.place >= len(self.expression)

    def peek(self) -> str:
        return self.expression[self.place : self.place + 1]

    def take(self) -> str:
        if self.at_end():
            message = "the expression breaks off"
            raise NotUnderstood(message)
        self.place += 1
        return self.expression[self.place - 1]

    def alternation(self) -> Branches:
        branches = [self.sequence()]
        while self.peek() == "|":
            self.take()
            branches.append(self.sequence())
        return tuple(branches)

    def sequence(self) -> tuple[Piece, ...]:
        pieces = []
        while self.peek() not in {"", "|", ")"}:
            piece = self.plain() or self.atom()
            if self.peek() in _REPEATS:
                least, most = self.repeats()
                piece = piece._replace(least=least, most=most)
            pieces.append(piece)
        return tuple(pieces)

    def plain(self) -> Piece | None:
        """Characters that stand for themselves, up to one that is repeated."""
        run = _PLAIN.match(self.expression, self.place)
        if run is None:
            return None
        end = run.end()
        if end - self.place > 1 and self.expression[end : end + 1] in _REPEATS:
            end -= 1
        text, self.place = self.expression[self.place : end], end
        return Piece(choices=frozenset({text}))

    def atom(self) -> Piece:
        character = self.take()
        if character in _COMMON:
            return _COMMON[character]
        if character == "(":
            return self.group()
        if character == "[":
            return self.bracket()
        if character == "\\":
            return self.escape()
        message = f"{character} stands alone"
        raise NotUnderstood(message)

    def group(self) -> Piece:
        if self.peek() == "?":
            self.take()
            if self.take() != ":":
                message = "a group with flags or a name"
                raise NotUnderstood(message)
        branches = self.alternation()
        if self.take() != ")":
            message = "a group that does not close"
            raise NotUnderstood(message)
        return Piece(branches=branches)

    def bracket(self) -> Piece:
        """A character class; its choices are known if it lists single characters and no more."""
        negated = self.peek() == "^"
        if negated:
            self.take()
        first = self.place
        listed: list[str] = []
        while (character := self.take()) != "]" or self.place == first + 1:
            if character == "[":
                message = "a class within a class"
                raise NotUnderstood(message)
            if character == "\\":
                character = self.take()
                negated = negated or character in _CLASS_ESCAPES
            elif character == "-" and listed and listed[-1] in _DIGITS and self.peek() in _DIGITS:
                listed += _DIGITS[_DIGITS.index(listed[-1]) + 1 : _DIGITS.index(self.peek())]
                continue
            elif character in "-&~" and self.place > first + 1 and self.peek() != "]":
                negated = True  # a range or an operation on sets: more than what is listed
            listed.append(character)
        return Piece() if negated else Piece(choices=frozenset(listed))

    def escape(self) -> Piece:
        character = self.take()
        if character in "xuU":
            message = "a character by number"
            raise NotUnderstood(message)
        if character in "pP":
            if self.take() == "{":
                while self.take() != "}":
                    pass
            return Piece()
        if character in _CLASS_ESCAPES:
            return Piece(width=character not in "bBAz", separators=character == "W")
        return Piece(choices=frozenset({character}))

    def repeats(self) -> tuple[int, int]:
        character = self.take()
        if character == "{":
            bounds = ""
            while (character := self.take()) != "}":
                bounds += character
            least, most = min(int(bounds.split(",")[0] or 0), MANY), MANY
        else:
            least, most = int(character == "+"), 1 if character == "?" else MANY
        if self.peek() == "?":
            self.take()
        return least, most
