"""Calendar dates as pages print them: in figures, with the month's name, or without the year."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Final, NamedTuple

from copydesk.fields.calendars import from_persian, gregorian
from copydesk.fields.date_words import date_words, month_key
from copydesk.fields.month_shapes import CLOCK_AHEAD, DAY, WHOLE_YEAR, YEAR, Months, months_in

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator

_MONTH: Final = r"(?:1[0-2]|0?[1-9])"
# no further figure, nor a further group of them; a time glued to the date is the exception
_END: Final = rf"(?:{CLOCK_AHEAD}|(?![0-9]|[-/][0-9]|\.[0-9]{{3}}))"

_YEAR_FIRST: Final = re.compile(
    rf"(?<![0-9/_=])(?<![0-9]-)({YEAR})\s{{0,2}}(?:(?P<unit>[年년])|(?P<sign>[-/.]))\s{{0,2}}({_MONTH})"
    rf"\s{{0,2}}(?(unit)[月월]|(?P=sign))\s{{0,2}}({DAY})(?(unit)\s?[日号號일]?|{_END})"
)
_YEAR_LAST: Final = re.compile(
    rf"(?<![0-9/_=.])(?<![0-9][-,])([0-9]{{1,2}})([-/.])\s?([0-9]{{1,2}})\2\s?({YEAR}|[0-9]{{2}}){_END}"
)
_MONTH_DAY_CLOCK: Final = re.compile(
    rf"(?P<month>[A-Z][a-z]{{2}})\s{{1,2}}(?P<day>{DAY})\s(?P<clock>[0-9]{{2}}:[0-9]{{2}}:[0-9]{{2}}(?:\s\S{{1,9}})?)\s$"
)
_ANY_YEAR: Final = re.compile(rf"(?<![0-9]){WHOLE_YEAR}")
_CJK_MONTH_DAY: Final = re.compile(rf"(?<![0-9年])(?P<month>{_MONTH})\s?[月월]\s?(?P<day>{DAY})\s?[日号號일]")
_BARE_MONTH_DAY: Final = re.compile(
    rf"(?<![0-9/_=.-])(?P<month>{_MONTH})[-/](?P<day>{DAY})(?=(?:\s?[(（]\w[)）])?\s{{0,2}}[0-2]?[0-9]:[0-5][0-9])"
)
_WINDOW: Final = 40  # characters before a year in which month, day and a time may stand
_CJK: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")  # their languages write the year first


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
    months = months_in(line)
    found = list(_year_first(line, persian=persian))
    found += _year_last(line, day_first=day_first, year_first=_CJK.search(line) is not None)
    found += _month_names(line, months) if months else ()
    days = _apart(found)
    if days:
        return _apart([*days, *_without_year(line, months, functools.partial(_closest, days[0].date))])
    return _apart(list(_without_year(line, months, functools.partial(_latest, fetched_on)))) if fetched_on else []


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


def _month_names(line: str, months: Months) -> Iterator[Day]:
    shapes = months.shapes
    for shape in (shapes.day_month_year, shapes.year_month_day, shapes.year_day_month):
        for match in shape.finditer(months.text):
            date = _date_in(line[slice(*match.span("month"))], _full_year(match["year"]), int(match["day"]))
            if date:
                yield Day(date, match.start(), match.end(), weak=len(match["year"]) == 2)  # noqa: PLR2004
    for year in _ANY_YEAR.finditer(line):
        window = slice(max(0, year.start() - _WINDOW), year.start())
        before = line[window]
        front = shapes.month_day.search(months.text[window]) or _MONTH_DAY_CLOCK.search(before)
        date = _date_in(before[slice(*front.span("month"))], int(year[0]), int(front["day"])) if front else None
        if front and date:
            yield Day(date, window.start + front.start("month"), year.end())


def _date_in(month: str, year: int, day: int) -> dt.date | None:
    words = date_words()
    key = month_key(month)
    if key in words.persian_months:
        return from_persian(year, words.persian_months[key], day)
    return gregorian(year, words.months[key], day) if key in words.months else None


def _without_year(line: str, months: Months | None, complete: Callable[[int, int], dt.date | None]) -> Iterator[Day]:
    """Dates that name no year; `complete` gives the day that a month and a day of it mean."""
    for shape in (_CJK_MONTH_DAY, _BARE_MONTH_DAY):
        for match in shape.finditer(line):
            date = complete(int(match["month"]), int(match["day"]))
            if date:
                yield Day(date, match.start(), match.end())
    for match in months.shapes.day_month.finditer(months.text) if months else ():
        month = date_words().months.get(month_key(line[slice(*match.span("month"))]))
        date = complete(month, int(match["day"])) if month else None
        if date:
            yield Day(date, match.start(), match.end(), weak=True)


def _latest(fetched_on: dt.date, month: int, day: int) -> dt.date | None:
    days = (gregorian(year, month, day) for year in (fetched_on.year, fetched_on.year - 1))
    return next((date for date in days if date and date <= fetched_on), None)


def _closest(other: dt.date, month: int, day: int) -> dt.date | None:
    days = (gregorian(year, month, day) for year in (other.year - 1, other.year, other.year + 1))
    return min(filter(None, days), key=lambda date: abs(date - other), default=None)
