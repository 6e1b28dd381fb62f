"""The grammar of copyright notices: signs, years, holders and reserved rights in all their orders."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from copydesk.fields.folding import Sought, fold, places_of, sound, table
from copydesk.fields.holders import has_han, holder_before, holders_after, is_company, is_name
from copydesk.fields.notice_words import REGISTERED, Token, stretches_of, tokens_of, years_of
from copydesk.fields.registrations import locate_registrations
from copydesk.languages.files import languages, words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Years = tuple[int, int]


class Notice(NamedTuple):
    """A copyright notice.

    Attributes:
        text: the part of the line that is the notice, verbatim.
        holders: as printed; those beside the years first.
        years: first and last year; equal where only one is stated.
        all_rights_reserved: whether a phrase of any language says so.
        claimants: those of the holders whose name stands at a Chinese claim (`版权所有`), as who runs a site does.
        bare: whether it is a sign and a name and nothing more, as the credit of a picture would be.
    """

    text: str
    holders: list[str]
    years: Years | None
    all_rights_reserved: bool
    claimants: list[str]
    bare: bool


@dataclass(slots=True)
class _Unit:
    """A sign or claim, with the holders and years that go with it."""

    holders: list[tuple[int, int]] = field(default_factory=list)
    years: list[int] = field(default_factory=list)
    before: tuple[int, int] | None = None
    early: int = 0  # years in front of the sign
    signed: bool = False
    marked: bool = False
    claimed: bool = False
    bare: bool = False


_LONGEST_LINE: Final = 2000
_WINDOW: Final = (400, 1200)
_LONGEST_BEFORE: Final = 60
_SPACED_HAN: Final = re.compile(r"(?<=[㐀-鿿]) (?=[㐀-鿿,.])|(?<=[,.]) (?=[㐀-鿿])")
_SPACED_RUN: Final = re.compile(r"(?:[㐀-鿿] ){3}[㐀-鿿]")

_LICENCE_CODE: Final = re.compile(r"(?<![A-Za-z])CC[ -]BY(?:[ -](?:NC|ND|SA)){0,2}(?:[ -]\d\.\d)?(?![A-Za-z])")
_CREDIT_PAIR: Final = re.compile(r"\w/(?:copyright|©)", re.IGNORECASE)  # photographer/agency under a picture


@cache
def _triggers() -> Sought:
    return Sought(words(lambda language: language.rights.signs))


@cache
def _other_works() -> frozenset[str]:
    return frozenset(words(lambda language: language.rights.other_works))


@cache
def _glued_for() -> tuple[tuple[str, str], ...]:
    return tuple(pair for language in languages().values() for pair in language.rights.glued_for)


@cache
def _picture_line() -> re.Pattern[str]:
    labels = "|".join(map(re.escape, words(lambda language: language.rights.picture_labels)))
    return re.compile(rf"[\W_]{{0,4}}(?:{labels})(?![^\W_])", re.IGNORECASE)


def lines_with_notices(lines: Sequence[str]) -> list[int]:
    """Return the indices of the lines that could hold a copyright notice, cheaply."""
    return places_of(_triggers(), lines)


class _Reader:
    """Reads one stretch of a line; `units` and `reserved` say what it states."""

    def __init__(self, view: str, tokens: list[Token]) -> None:
        self.view = view
        self.tokens = tokens
        self.units = [_Unit()]
        self.reserved = False
        self._open = False  # between a sign and what ends its holder
        self._barred = False
        for index, token in enumerate(tokens):
            self._take(index, token)
        self.units = [unit for unit in self.units if self._stands(unit)]

    def _kind(self, index: int) -> str:
        return self.tokens[index].kind if 0 <= index < len(self.tokens) else ""

    def _kind_past_years(self, index: int, step: int) -> str:
        while self._kind(index) == "years":
            index += step
        return self._kind(index)

    def _take(self, index: int, token: Token) -> None:
        unit = self.units[-1]
        if token.kind == "text":
            self._take_text(index, token)
        elif token.kind == "years":
            unit.years += years_of(self.view[token.start : token.end])
        elif token.kind == "mark":
            if unit.holders:
                self.units.append(_Unit())
            self._mark(self.units[-1], token)
        elif token.kind == "bar":
            self._barred = True
            if not (unit.marked or unit.holders or self.reserved):
                self.units[-1] = _Unit()
        else:
            self._close(token)

    def _mark(self, unit: _Unit, token: Token) -> None:
        self._open, self._barred = True, False
        if not unit.marked:
            unit.early = len(unit.years)
        unit.marked = True
        unit.signed |= any(sign in self.view[token.start : token.end] for sign in "©ⓒ℗)")

    def _close(self, token: Token) -> None:
        unit = self.units[-1]
        self._open = False
        if token.kind == "wrapper":
            start, end = token.inner
            if is_name(self.view[start:end].strip()):
                unit.holders.append(token.inner)
                unit.claimed = True
        elif token.kind == "claim":
            unit.claimed = True
        else:
            self.reserved = True

    def _take_text(self, index: int, token: Token) -> None:
        unit = self.units[-1]
        before = self._kind_past_years(index - 1, -1)
        after = self._kind_past_years(index + 1, 1)
        if self._open:
            self._add(token, only_companies=bool(unit.holders) or self._barred)
        elif after == "claim":
            self._add_before(token)
        elif before == "claim" and not unit.holders:
            self._add(token)
        elif before in {"reserved", "ban"}:
            self._add_after_reserved(token)
        elif after == "mark":
            unit.before = (token.start, token.end)
        elif after == "reserved" and (self._kind(index - 1) == "years" or self._kind(index + 1) == "years"):
            self._add(token)
        elif after == "reserved" and before != "bar":
            self._add(token, only_companies=True)

    def _add(self, token: Token, *, only_companies: bool = False) -> None:
        glued = token.end < len(self.view) and not self.view[token.end - 1].isspace()
        for start, end in holders_after(self.view[token.start : token.end], glued=glued):
            if not only_companies or is_company(self.view[token.start + start : token.start + end]):
                self.units[-1].holders.append((token.start + start, token.start + end))

    def _add_before(self, token: Token) -> None:
        span = holder_before(self.view[token.start : token.end])
        if span:
            self.units[-1].holders.append((token.start + span[0], token.start + span[1]))

    def _add_after_reserved(self, token: Token) -> None:
        """`All rights reserved - X 2023`, and the prefixed `for` of Arabic."""
        if any(unit.holders for unit in self.units):
            self._add(token, only_companies=True)
            return
        text = self.view[token.start : token.end]
        lead = len(text) - len(text.lstrip())
        for prefix, instead in _glued_for():
            if text.startswith(prefix, lead):
                cut = lead + len(prefix) - len(instead)
                self._add(token._replace(start=token.start + cut))
                return
        dated = any(other.kind == "years" for other in self.tokens)
        self._add(token, only_companies=not (dated and (self.units[-1].marked or text.lstrip().startswith(("-", ":")))))

    def _stands(self, unit: _Unit) -> bool:
        """Whether the unit is a notice of the page, not a picture credit or a word in passing."""
        before = self.view[slice(*unit.before)] if unit.before else ""
        if not unit.marked:
            return bool(unit.holders) or (self.reserved and self._leading() <= _LONGEST_BEFORE)
        last = before.lower().split()[-1:]
        if not _other_works().isdisjoint(last):
            return False
        if unit.before and unit.holders:
            del unit.years[: unit.early]  # they belong to the sentence in front
        if unit.before and not unit.holders and len(before) <= _LONGEST_BEFORE:
            span = holder_before(before)
            if span and (unit.years or self.reserved):
                unit.holders.append((unit.before[0] + span[0], unit.before[0] + span[1]))
        names = [self.view[slice(*holder)] for holder in unit.holders]
        if self.reserved or unit.claimed or any(map(is_company, names)):
            return True
        return self._stands_alone(unit, names, before)

    def _leading(self) -> int:
        """How much text stands before the first token."""
        first = self.tokens[0]
        return first.end - first.start if first.kind == "text" else 0

    def _stands_alone(self, unit: _Unit, names: list[str], before: str) -> bool:
        agencies = table("rights")["agencies"]
        credit = any(name.lower() in agencies for name in names)
        if unit.years:
            return not (credit and before.strip())
        unit.bare = True
        divided = len(names) > 1 or any("/" in name for name in names)
        return unit.signed and bool(names) and not credit and not divided and not before.strip()

    def span(self) -> tuple[int, int]:
        """The first and last character that belong to the notice."""
        telling = [token for token in self.tokens if token.kind not in {"text", "bar"}]
        holders = [holder for unit in self.units for holder in unit.holders]
        start = min([token.start for token in telling] + [holder[0] for holder in holders])
        end = max([token.end for token in telling] + [holder[1] for holder in holders])
        for token in self.tokens:
            if token.kind == "text" and token.start <= start <= token.end:
                start = token.start
            if token.kind == "text" and (token.start < end < token.end or (token.start == end and self._runs_on(end))):
                end = self._run_on(end, token.end) if self._runs_on(end) else end
        return start, end

    def _run_on(self, end: int, last: int) -> int:
        """Where the notice's own sentences end: before one that a link or label cuts short."""
        if last == len(self.view):
            return last
        return max(end, self.view.rfind(".", end, last) + 1)

    def _runs_on(self, end: int) -> bool:
        """Whether what follows is the notice's own sentence."""
        return any(token.end == end and token.kind in {"reserved", "claim", "ban"} for token in self.tokens)


def _windowed(line: str) -> str:
    """The line, or the part around its last sign where it is too long to be a footer line."""
    if len(line) <= _LONGEST_LINE:
        return line
    lowered = line.lower()
    place = max(map(lowered.rfind, _triggers().found_in(lowered)), default=-1)
    return line[max(0, place - _WINDOW[0]) : place + _WINDOW[1]]


def _view(line: str) -> tuple[str, list[int]]:
    """The folded line without letter spacing and with its registrations blotted out; and where its characters stand."""
    view = fold(line)
    for found in locate_registrations(line):
        view = view[: found.start] + REGISTERED * (found.end - found.start) + view[found.end :]
    if "CC" in view:
        view = _LICENCE_CODE.sub(lambda code: " " * len(code[0]), view)
    places = list(range(len(view) + 1))
    if _SPACED_RUN.search(view):
        gaps = {match.start() for match in _SPACED_HAN.finditer(view)}
        places = [place for place in places if place not in gaps]
        view = "".join(view[place] for place in places[:-1])
    return view, places


def read_notice(line: str) -> Notice | None:
    """Read the copyright notice of one line; None where it holds none.

    The line may hold two notices, links and licence numbers as well; holders keep the characters of the line.
    """
    lowered = line.lower()
    if not _triggers().stand_in(lowered):
        return None
    line = _windowed(line)
    view, places = _view(line)
    if _picture_line().match(view) or _CREDIT_PAIR.search(view):
        return None
    readers = [_Reader(view, stretch) for stretch in stretches_of(tokens_of(view)) if _has_anchor(stretch)]
    readers = [reader for reader in readers if reader.units]
    if not readers:
        return None
    start, end = _with_marks(view, readers[0].span()[0], readers[-1].span()[1])
    notice = _assembled(readers, lambda span: _verbatim(line, view, places, span))
    return notice._replace(text=sound(line[places[start] : places[end]].strip(" |｜·,，")))


def _assembled(readers: list[_Reader], verbatim: Callable[[tuple[int, int]], str]) -> Notice:
    units = [unit for reader in readers for unit in reader.units]
    units.sort(key=lambda unit: not (unit.years and unit.holders))
    years = [year for unit in units for year in unit.years]
    claims = [verbatim(span) for unit in units if unit.claimed for span in unit.holders]
    return Notice(
        text="",
        holders=list(dict.fromkeys(verbatim(span) for unit in units for span in unit.holders)),
        years=(min(years), max(years)) if years else None,
        all_rights_reserved=any(reader.reserved for reader in readers),
        claimants=list(dict.fromkeys(filter(has_han, claims))),
        bare=all(unit.bare for unit in units),
    )


def _with_marks(view: str, start: int, end: int) -> tuple[int, int]:
    """Take in the brackets and full stops around a notice."""
    while start and view[start - 1] in "<[(":
        start -= 1
    while end < len(view) and view[end] in '.!;>])"':
        end += 1
    return start, end


def _has_anchor(stretch: list[Token]) -> bool:
    return any(token.kind in {"mark", "claim", "wrapper", "reserved"} for token in stretch)


def _verbatim(line: str, view: str, places: list[int], span: tuple[int, int]) -> str:
    """The holder in the line's own characters; letter spacing is no part of a name."""
    start, end = span
    if places[end] - places[start] == end - start:
        return sound(line[places[start] : places[end]])
    return sound(view[start:end])
