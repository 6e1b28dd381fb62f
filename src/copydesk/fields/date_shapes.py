"""Calendar dates as pages print them: in figures, with the month's name, or without the year."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Final, NamedTuple

from copydesk.fields.date_words import date_words

if TYPE_CHECKING:
    from collections.abc import Iterator

_YEAR: Final = r"(?:19[0-9]{2}|20[0-9]{2}|2100)"
_MONTH: Final = r"(?:1[0-2]|0?[1-9])"
_DAY: Final = r"(?:3[01]|[12][0-9]|0?[1-9])"
_CLOCK_AHEAD: Final = r"(?=(?:[01]?[0-9]|2[0-3])[:時时点點][0-5][0-9])"
# no further figure, nor a further group of them; a time glued to the date is the exception
_END: Final = rf"(?:{_CLOCK_AHEAD}|(?![0-9]|[-/][0-9]|\.[0-9]{{3}}))"
_WORD: Final = r"[^\W\d_]{3,12}"

_YEAR_FIRST: Final = re.compile(
    rf"(?<![0-9/_=])(?<![0-9]-)({_YEAR})\s{{0,2}}(?:(?P<unit>[年년])|(?P<sign>[-/.]))\s{{0,2}}({_MONTH})"
    rf"\s{{0,2}}(?(unit)[月월]|(?P=sign))\s{{0,2}}({_DAY})(?(unit)\s?[日号號일]?|{_END})"
)
_YEAR_LAST: Final = re.compile(
    rf"(?<![0-9/_=.-])(?<![0-9],)([0-9]{{1,2}})([-/.])\s?([0-9]{{1,2}})\2\s?({_YEAR}|[0-9]{{2}}){_END}"
)
_DAY_MONTH: Final = re.compile(
    rf"(?<![0-9])(?P<day>{_DAY})(?:\.|st|nd|rd|th|er|º|ª|°|-)?\s{{0,2}}(?:(?:de|of|di)\s)?"
    rf"(?P<month>tháng\s[0-9]{{1,2}}|{_WORD})\.?,?[\s-]{{0,2}}(?:(?:de|del|năm|of)\s)?"
    rf"(?P<year>{_YEAR}(?:{_CLOCK_AHEAD}|(?![0-9]))|[0-9]{{2}}(?![0-9:.h]|\s?(?:uhr|[ap]m|h)(?!\w)))",
    re.IGNORECASE,
)
_MONTH_DAY: Final = re.compile(
    rf"(?P<month>{_WORD})(?:\.|-)?\s{{0,2}}(?P<day>{_DAY})(?:st|nd|rd|th)?[.,-]{{0,2}}\s{{0,2}}$", re.IGNORECASE
)
_MONTH_DAY_CLOCK: Final = re.compile(
    rf"(?P<month>[A-Z][a-z]{{2}})\s{{1,2}}(?P<day>{_DAY})\s(?P<clock>[0-9]{{2}}:[0-9]{{2}}:[0-9]{{2}}(?:\s\S{{1,9}})?)\s$"
)
_ANY_YEAR: Final = re.compile(rf"(?<![0-9]){_YEAR}(?:{_CLOCK_AHEAD}|(?![0-9]))")
_CJK_MONTH_DAY: Final = re.compile(rf"(?<![0-9年])({_MONTH})\s?[月월]\s?({_DAY})\s?[日号號일]")
_BARE_MONTH_DAY: Final = re.compile(
    rf"(?<![0-9/_=.-])({_MONTH})[-/]({_DAY})(?=(?:\s?[(（]\w[)）])?\s{{0,2}}[0-2]?[0-9]:[0-5][0-9])"
)
_LAST_WORD: Final = re.compile(r"[A-ZÀ-Þ][^\W\d_A-ZÀ-Þ]{2,11}$")
_WINDOW: Final = 40  # characters before a year in which month, day and a time may stand
_CJK: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")  # their languages write the year first


class Day(NamedTuple):
    """A date as found, the part of the line that it stands on, and whether it needs a time or a label beside it."""

    date: dt.date
    start: int
    end: int
    weak: bool = False


def find_days(line: str, *, day_first: bool | None, fetched_on: dt.date | None) -> list[Day]:
    """The dates of a line in which figures are ASCII, in order and not overlapping.

    `day_first` settles 03/04/2016; dates without a year are read only where `fetched_on` is given.
    """
    found = list(_year_first(line))
    found += _year_last(line, day_first=day_first, year_first=_CJK.search(line) is not None)
    found += _month_names(line)
    if fetched_on is not None:
        found += _without_year(line, fetched_on)
    return _apart(found)


def make_date(year: int, month: int, day: int) -> dt.date | None:
    """The date, if there is one; the years run from 1990 to 2100."""
    if not 1990 <= year <= 2100:  # noqa: PLR2004 - news on the web is not older
        return None
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _apart(found: list[Day]) -> list[Day]:
    days: list[Day] = []
    for day in sorted(found, key=lambda day: (day.start, -day.end)):
        if not days or day.start >= days[-1].end:
            days.append(day)
    return days


def _year_first(line: str) -> Iterator[Day]:
    if "19" in line or "20" in line or "2100" in line:
        for match in _YEAR_FIRST.finditer(line):
            date = make_date(int(match[1]), int(match[4]), int(match[5]))
            if date:
                yield Day(date, match.start(), match.end())


def _year_last(line: str, *, day_first: bool | None, year_first: bool) -> Iterator[Day]:
    if not any(sign in line for sign in "./-"):
        return
    for match in _YEAR_LAST.finditer(line):
        readings = _readings(match, day_first=day_first, year_first=year_first)
        if len(readings) == 1:
            yield Day(readings.pop(), match.start(), match.end(), weak=len(match[4]) == 2)  # noqa: PLR2004


def _readings(match: re.Match[str], *, day_first: bool | None, year_first: bool) -> set[dt.date]:
    """The dates that three numbers may mean, the last of them a year if it has four figures."""
    first, sign, second, last = int(match[1]), match[2], int(match[3]), match[4]
    year = _full_year(last)
    if len(last) == 2 and year_first:  # noqa: PLR2004
        return _real(make_date(_full_year(f"{first:02}"), second, int(last)))
    if sign == "." or day_first:
        return _real(make_date(year, second, first))
    if day_first is False:
        return _real(make_date(year, first, second))
    if len(last) == 2 and sign == "-":  # noqa: PLR2004
        return _real(make_date(year, second, first), make_date(_full_year(f"{first:02}"), second, int(last)))
    return _real(make_date(year, second, first), make_date(year, first, second))


def _real(*dates: dt.date | None) -> set[dt.date]:
    return {date for date in dates if date}


def _full_year(year: str) -> int:
    return int(year) if len(year) > 2 else int(year) + (1900 if year >= "90" else 2000)  # noqa: PLR2004


def _month_names(line: str) -> Iterator[Day]:
    months = date_words().months
    for match in _DAY_MONTH.finditer(line):
        month = months.get(match["month"].casefold())
        date = make_date(_full_year(match["year"]), month, int(match["day"])) if month else None
        if date:
            yield Day(date, match.start(), match.end(), weak=len(match["year"]) == 2)  # noqa: PLR2004
    for year in _ANY_YEAR.finditer(line):
        start = max(0, year.start() - _WINDOW)
        before = line[start : year.start()]
        front = _MONTH_DAY.search(before) or _MONTH_DAY_CLOCK.search(before)
        named = _named_month(front["month"], months) if front else None
        if front and named:
            date = make_date(int(year[0]), named[0], int(front["day"]))
            if date:
                yield Day(date, start + front.start("month") + named[1], year.end())


def _named_month(word: str, months: dict[str, int]) -> tuple[int, int] | None:
    # a label may be glued to the month: `UpdatedNovember`
    if word.casefold() in months:
        return months[word.casefold()], 0
    last = _LAST_WORD.search(word)
    return (months[last[0].casefold()], last.start()) if last and last[0].casefold() in months else None


def _without_year(line: str, fetched_on: dt.date) -> Iterator[Day]:
    for shape in (_CJK_MONTH_DAY, _BARE_MONTH_DAY):
        for match in shape.finditer(line):
            for year in (fetched_on.year, fetched_on.year - 1):
                date = make_date(year, int(match[1]), int(match[2]))
                if date and date <= fetched_on:
                    yield Day(date, match.start(), match.end())
                    break
