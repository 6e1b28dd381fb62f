"""State licences, filings and register numbers that a page prints, mostly at its foot."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

from copydesk.article import Registration, RegistrationKind
from copydesk.fields.folding import Sought, fold, places_of, sound
from copydesk.languages.files import languages
from copydesk.languages.scripts import FIRST_CJK

if TYPE_CHECKING:
    from collections.abc import Sequence

_HAS_NUMBER: Final = re.compile(r"[0-9０-９]{3}|\[\d{4}")
_DIGIT: Final = re.compile(r"\d")
_DROPPED: Final = re.compile(r"[\s|｜丨]")
_NUMBER_START: Final = re.compile(r"\s?[\d(\[A-Zb]|\s?[^\W\d_]{1,2}[\s(]?[\dA-Z(]")
_LONGEST_CARRIED_LABEL: Final = 40
_ISSN_DIGITS: Final = 8
_WORD_BEGINS: Final = r"(?<![^\W\d_\u2e80-\uffff])"  # no letter in front, but one of a script without spaces


class Found(NamedTuple):
    """A registration and the characters of the line that state it, its label included."""

    registration: Registration
    start: int
    end: int


@dataclass(frozen=True)
class _Pattern:
    kind: RegistrationKind
    needs: tuple[str, ...]
    label: str
    number: str

    @cached_property
    def expression(self) -> re.Pattern[str]:
        """Compiled when a line first holds what it needs: few pages ask for more than two or three."""
        return re.compile(f"{self.label}(?P<number>{self.number})")

    @cached_property
    def label_at_end(self) -> re.Pattern[str]:
        """The same for the label that ends a line, of a pattern that has one."""
        return re.compile(f"{self.label}$")


@cache
def _patterns() -> tuple[_Pattern, ...]:
    return tuple(
        _Pattern(
            row.kind,
            row.needs,
            f"{_labels(row.labels)}{of.between}" if row.labels else "",
            row.pattern.replace("{P}", f"[{of.places}]"),
        )
        for of in (language.registrations for language in languages().values())
        for row in of.number
    )


def _labels(labels: Sequence[str]) -> str:
    """Any of the labels; in scripts with spaces they begin a word."""
    return f"(?:{'|'.join(label if label[0] > FIRST_CJK else f'{_WORD_BEGINS}(?:{label})' for label in labels)})"


@cache
def _needs() -> Sought:
    return Sought(need for pattern in _patterns() for need in pattern.needs)


@cache
def _lowered_needs() -> Sought:
    return Sought(need.lower() for pattern in _patterns() for need in pattern.needs)


def is_issn(digits: str) -> bool:
    """Tell whether eight characters carry the check digit of ISO 3297."""
    if len(digits) != _ISSN_DIGITS or not digits[:7].isdecimal():
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits, range(8, 1, -1), strict=False))
    return digits[7].upper() == "0123456789X"[-total % 11]


def _normalised(kind: RegistrationKind, printed: str) -> str | None:
    number = _DROPPED.sub("", sound(printed))
    if not number.isascii():
        number = "".join(fold(char) if fold(char).isalnum() or char == "－" else char for char in number)
    if kind == "issn":
        digits = number.replace("-", "")
        return f"{digits[:4]}-{digits[4:].upper()}" if is_issn(digits) else None
    # A copied footer keeps its template's zeros.
    return number if any(digit in number for digit in "123456789") else None


def locate_registrations(line: str) -> list[Found]:
    """Return what `line` registers, in order, with the place of each."""
    if not _HAS_NUMBER.search(line) or not _needs().stand_in(line):
        return []
    folded = fold(line)
    found: list[Found] = []
    taken = bytearray(len(folded))
    for pattern in _patterns():
        if not any(need in folded for need in pattern.needs):
            continue
        for match in pattern.expression.finditer(folded):
            if any(taken[match.start("number") : match.end()]):
                continue
            number = _normalised(pattern.kind, line[slice(*match.span("number"))])
            if number:
                taken[match.start() : match.end()] = b"\1" * (match.end() - match.start())
                found.append(Found(Registration(kind=pattern.kind, number=number), *match.span()))
    return sorted(found, key=lambda item: item.start)


def _label_before(above: str, line: str) -> str:
    """The label that ends the line above, whose number stands on this one; else nothing."""
    end = above[-_LONGEST_CARRIED_LABEL:]
    if not _needs().stand_in(end):
        return ""
    folded, view = fold(f"{end} {line}"), fold(end)
    asked = [pattern for pattern in _patterns() if pattern.label and any(need in folded for need in pattern.needs)]
    starts = [match.start() for pattern in asked if (match := pattern.label_at_end.search(view))]
    return end[min(starts) :] if starts else ""


def find_registrations(lines: Sequence[str]) -> list[Registration]:
    """Return the registrations that `lines` state, in page order, each once."""
    found: dict[tuple[str, str], Registration] = {}
    near = _near_numbers(lines)
    places = {near[place] for place in places_of(_lowered_needs(), [lines[index] for index in near])}
    for index in near:
        line, below = lines[index], index - 1 in places
        if not below and index not in places:
            continue
        label = _label_before(lines[index - 1], line) if below and _NUMBER_START.match(fold(line)) else ""
        for item in locate_registrations(f"{label} {line}" if label else line):
            registration = item.registration
            found.setdefault((registration.kind, registration.number.removesuffix("号")), registration)
    return list(found.values())


def _near_numbers(lines: Sequence[str]) -> list[int]:
    """The indices of lines that hold a number, and of those beside them, which may hold its label."""
    numbered = [
        index
        for index, line in enumerate(lines)
        if (digit := _DIGIT.search(line)) and _HAS_NUMBER.search(line, max(0, digit.start() - 1))
    ]
    near = {index + beside for index in numbered for beside in (-1, 0, 1)}
    return sorted(near.intersection(range(len(lines))))
