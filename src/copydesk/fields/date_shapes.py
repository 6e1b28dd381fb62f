"""Calendar dates as pages print them: in figures, with the month's name, or without the year."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Final, NamedTuple

from copydesk.fields.calendars import from_persian, gregorian
from copydesk.fields.date_words import date_words, month_key

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator

# Gregorian years, those of the Thai solar calendar, 543 ahead, and those of the Persian one, 621 behind
_YEAR: Final = r"(?:19[0-9]{2}|20[0-9]{2}|2100|25[3-9][0-9]|13[6-9][0-9]|14[0-4][0-9])"
_MONTH: Final = r"(?:1[0-2]|0?[1-9])"
_DAY: Final = r"(?:3[01]|[12][0-9]|0?[1-9])"
_CLOCK_AHEAD: Final = r"(?=(?:[01]?[0-9]|2[0-3])[:時时点點][0-5][0-9])"
# no further figure, nor a further group of them; a time glued to the date is the exception
_END: Final = rf"(?:{_CLOCK_AHEAD}|(?![0-9]|[-/][0-9]|\.[0-9]{{3}}))"
_WHOLE_YEAR: Final = rf"{_YEAR}(?:{_CLOCK_AHEAD}|(?![0-9]))"

_YEAR_FIRST: Final = re.compile(
    rf"(?<![0-9/_=])(?<![0-9]-)({_YEAR})\s{{0,2}}(?:(?P<unit>[年년])|(?P<sign>[-/.]))\s{{0,2}}({_MONTH})"
    rf"\s{{0,2}}(?(unit)[月월]|(?P=sign))\s{{0,2}}({_DAY})(?(unit)\s?[日号號일]?|{_END})"
)
_YEAR_LAST: Final = re.compile(
    rf"(?<![0-9/_=.])(?<![0-9][-,])([0-9]{{1,2}})([-/.])\s?([0-9]{{1,2}})\2\s?({_YEAR}|[0-9]{{2}}){_END}"
)
_MONTH_DAY_CLOCK: Final = re.compile(
    rf"(?P<month>[A-Z][a-z]{{2}})\s{{1,2}}(?P<day>{_DAY})\s(?P<clock>[0-9]{{2}}:[0-9]{{2}}:[0-9]{{2}}(?:\s\S{{1,9}})?)\s$"
)
_ANY_YEAR: Final = re.compile(rf"(?<![0-9]){_WHOLE_YEAR}")
_CJK_MONTH_DAY: Final = re.compile(rf"(?<![0-9年])(?P<month>{_MONTH})\s?[月월]\s?(?P<day>{_DAY})\s?[日号號일]")
_BARE_MONTH_DAY: Final = re.compile(
    rf"(?<![0-9/_=.-])(?P<month>{_MONTH})[-/](?P<day>{_DAY})(?=(?:\s?[(（]\w[)）])?\s{{0,2}}[0-2]?[0-9]:[0-5][0-9])"
)
_WINDOW: Final = 40  # characters before a year in which month, day and a time may stand
_CJK: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")  # their languages write the year first


class _Named(NamedTuple):
    """Expressions of dates with the month's name, by the order of their parts; years, days and months are groups."""

    day_month_year: re.Pattern[str]
    month_day: re.Pattern[str]  # up to the year
    year_month_day: re.Pattern[str]
    year_day_month: re.Pattern[str]
    day_month: re.Pattern[str]


@functools.cache
def _named() -> _Named:
    words = date_words()
    day = rf"(?<![0-9])(?P<day>{_DAY})(?:\.|st|nd|rd|th|er|º|ª|°|-)?"
    of = rf"(?:(?:{words.of})\s?)?"
    # Arabic pages print both of its names: `24 نيسان / أبريل 2020`
    month = rf"(?P<month>{words.month})(?:\s?/\s?{words.month})?"
    # a label may be glued to the month: `UpdatedNovember`
    begins = r"(?:(?<![^\W\d_])|(?-i:(?<=[a-zß-ÿ])(?=[A-ZÀ-Þ])))"
    short_year = r"[0-9]{2}(?![0-9:.h]|\s?(?:uhr|[ap]m|h)(?!\w))"
    expressions = (
        rf"{day}\s{{0,2}}{of}{month}\.?,?[\s-]{{0,2}}{of}(?P<year>{_WHOLE_YEAR}|{short_year})",
        rf"{begins}{month}(?:\.|-)?\s{{0,2}}(?P<day>{_DAY})(?:st|nd|rd|th)?[.,-]{{0,2}}\s{{0,2}}$",
        rf"(?<![0-9])(?P<year>{_YEAR})[.,]?\s{{1,2}}{of}\.?\s{{0,2}}{month}\.?\s{{1,2}}(?P<day>{_DAY})(?![0-9:])",
        rf"(?<![0-9])(?P<year>{_YEAR})\.?\s{of}\.?\s?(?P<day>{_DAY})\.?\s{month}",
        rf"{day}\s{{1,2}}{of}{month}(?!\.?,?\s{{0,2}}{of}[0-9]{{4}})",
    )
    return _Named(*(re.compile(expression, re.IGNORECASE) for expression in expressions))


class Day(NamedTuple):
    """A date as found, the part of the line that it stands on, and whether it needs a time or a label beside it."""

    date: dt.date
    start: int
    end: int
    weak: bool = False


def find_days(line: str, *, day_first: bool | None, fetched_on: dt.date | None, persian: bool = False) -> list[Day]:
    """The dates of a line, in order and not overlapping.

    Args:
        line: a line in which figures are ASCII.
        day_first: settles 03/04/2016.
        fetched_on: by it dates without a year are read where no full one stands on the line; without it, they are not.
        persian: whether 1402/08/15 may be a day of that calendar.
    """
    found = list(_year_first(line, persian=persian))
    found += _year_last(line, day_first=day_first, year_first=_CJK.search(line) is not None)
    found += _month_names(line)
    days = _apart(found)
    if days:
        return _apart([*days, *_without_year(line, functools.partial(_closest, days[0].date))])
    return _apart(list(_without_year(line, functools.partial(_latest, fetched_on)))) if fetched_on else []


def _apart(found: list[Day]) -> list[Day]:
    days: list[Day] = []
    for day in sorted(found, key=lambda day: (day.start, -day.end)):
        if not days or day.start >= days[-1].end:
            days.append(day)
    return days


def _year_first(line: str, *, persian: bool) -> Iterator[Day]:
    for match in _YEAR_FIRST.finditer(line):
        year, month, day = int(match[1]), int(match[4]), int(match[5])
        date = gregorian(year, month, day) or (from_persian(year, month, day) if persian else None)
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
        return _real(gregorian(_full_year(f"{first:02}"), second, int(last)))
    if sign == "." or day_first:
        return _real(gregorian(year, second, first))
    if day_first is False:
        return _real(gregorian(year, first, second))
    if len(last) == 2 and sign == "-":  # noqa: PLR2004
        return _real(gregorian(year, second, first), gregorian(_full_year(f"{first:02}"), second, int(last)))
    return _real(gregorian(year, second, first), gregorian(year, first, second))


def _real(*dates: dt.date | None) -> set[dt.date]:
    return {date for date in dates if date}


def _full_year(year: str) -> int:
    return int(year) if len(year) > 2 else int(year) + (1900 if year >= "90" else 2000)  # noqa: PLR2004


def _month_names(line: str) -> Iterator[Day]:
    named = _named()
    for shape in (named.day_month_year, named.year_month_day, named.year_day_month):
        for match in shape.finditer(line):
            date = _date_in(match["month"], _full_year(match["year"]), int(match["day"]))
            if date:
                yield Day(date, match.start(), match.end(), weak=len(match["year"]) == 2)  # noqa: PLR2004
    for year in _ANY_YEAR.finditer(line):
        start = max(0, year.start() - _WINDOW)
        before = line[start : year.start()]
        front = named.month_day.search(before) or _MONTH_DAY_CLOCK.search(before)
        date = _date_in(front["month"], int(year[0]), int(front["day"])) if front else None
        if front and date:
            yield Day(date, start + front.start("month"), year.end())


def _date_in(month: str, year: int, day: int) -> dt.date | None:
    words = date_words()
    key = month_key(month)
    if key in words.persian_months:
        return from_persian(year, words.persian_months[key], day)
    return gregorian(year, words.months[key], day) if key in words.months else None


def _without_year(line: str, complete: Callable[[int, int], dt.date | None]) -> Iterator[Day]:
    """Dates that name no year; `complete` gives the day that a month and a day of it mean."""
    for shape in (_CJK_MONTH_DAY, _BARE_MONTH_DAY):
        for match in shape.finditer(line):
            date = complete(int(match["month"]), int(match["day"]))
            if date:
                yield Day(date, match.start(), match.end())
    for match in _named().day_month.finditer(line):
        month = date_words().months.get(month_key(match["month"]))
        date = complete(month, int(match["day"])) if month else None
        if date:
            yield Day(date, match.start(), match.end(), weak=True)


def _latest(fetched_on: dt.date, month: int, day: int) -> dt.date | None:
    days = (gregorian(year, month, day) for year in (fetched_on.year, fetched_on.year - 1))
    return next((date for date in days if date and date <= fetched_on), None)


def _closest(other: dt.date, month: int, day: int) -> dt.date | None:
    days = (gregorian(year, month, day) for year in (other.year - 1, other.year, other.year + 1))
    return min(filter(None, days), key=lambda date: abs(date - other), default=None)
