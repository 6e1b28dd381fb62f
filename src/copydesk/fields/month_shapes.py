"""Expressions of dates with the month's name.

There are more than a thousand names. Where nothing speaks against it, those on a line are marked, and one expression of
the mark serves for all of them; otherwise one is made for the names that stand there.
"""

from __future__ import annotations

import functools
import re
from typing import Final, NamedTuple

from copydesk.fields.date_words import date_words
from copydesk.fields.vocabulary import alike, any_of

# Gregorian years, those of the Thai solar calendar, 543 ahead, and those of the Persian one, 621 behind
YEAR: Final = r"(?:19[0-9]{2}|20[0-9]{2}|2100|25[3-9][0-9]|13[6-9][0-9]|14[0-4][0-9])"
DAY: Final = r"(?:3[01]|[12][0-9]|0?[1-9])"
CLOCK_AHEAD: Final = r"(?=(?:[01]?[0-9]|2[0-3])[:時时点點][0-5][0-9])"
WHOLE_YEAR: Final = rf"{YEAR}(?:{CLOCK_AHEAD}|(?![0-9]))"

_SMALL, _CAPITAL, _REST = "ꀀ", "ꀁ", "ꀂ"  # letters, as those of the names are; news is not written in Yi
_MARK: Final = f"[{_SMALL}{_CAPITAL}]{_REST}*"
_HAS_MARK: Final = re.compile(f"[{_SMALL}{_CAPITAL}{_REST}]")
_LATIN_CAPITAL: Final = re.compile("[A-ZÀ-Þ]")
_REMEMBERED: Final = 256  # sets of names
_REMEMBERED_LINES: Final = 64  # they are read for credits and for dates


class MonthShapes(NamedTuple):
    """Expressions of dates, by the order of their parts; years, days and months are groups."""

    day_month_year: re.Pattern[str]
    month_day: re.Pattern[str]  # up to the year
    year_month_day: re.Pattern[str]
    year_day_month: re.Pattern[str]
    day_month: re.Pattern[str]


class Months(NamedTuple):
    """What the dates of a line with names of months are found by.

    Attributes:
        text: the line, in which marks may stand for the names; of the same length.
        shapes: expressions to be looked for in the text.
    """

    text: str
    shapes: MonthShapes


@functools.lru_cache(maxsize=_REMEMBERED_LINES)
def months_in(line: str) -> Months | None:
    """How dates with the month's name are found on a line; None if no name stands there."""
    view = alike(line)
    names = date_words().month.standing_in(view)
    if not names:
        return None
    marked = _marked(line, view) if all(map(str.isalpha, names)) and not _HAS_MARK.search(line) else None
    return Months(line, _shapes(any_of(names))) if marked is None else Months(marked, _shapes(_MARK))


def _marked(line: str, view: str) -> str | None:
    """The line with marks for the names of months; None where one of them stands in another."""
    parts: list[str] = []
    end = 0
    for start, stop in sorted(date_words().month.spans_in(view)):
        if start < end:
            return None
        first = _CAPITAL if _LATIN_CAPITAL.match(line, start) else _SMALL
        parts += [line[end:start], first, _REST * (stop - start - 1)]
        end = stop
    return "".join([*parts, line[end:]])


@functools.lru_cache(maxsize=_REMEMBERED)
def _shapes(name: str) -> MonthShapes:
    day = rf"(?<![0-9])(?P<day>{DAY})(?:\.|st|nd|rd|th|er|º|ª|°|-)?"
    of = rf"(?:(?:{date_words().of})\s?)?"
    # Arabic pages print both of its names: `24 نيسان / أبريل 2020`
    month = rf"(?P<month>{name})(?:\s?/\s?{name})?"
    # a label may be glued to the month: `UpdatedNovember`
    begins = rf"(?:(?<![^\W\d_])|(?-i:(?<=[a-zß-ÿ])(?=[A-ZÀ-Þ{_CAPITAL}])))"
    short_year = r"[0-9]{2}(?![0-9:.h]|\s?(?:uhr|[ap]m|h)(?!\w))"
    expressions = (
        rf"{day}\s{{0,2}}{of}{month}\.?,?[\s-]{{0,2}}{of}(?P<year>{WHOLE_YEAR}|{short_year})",
        rf"{begins}{month}(?:\.|-)?\s{{0,2}}(?P<day>{DAY})(?:st|nd|rd|th)?[.,-]{{0,2}}\s{{0,2}}$",
        rf"(?<![0-9])(?P<year>{YEAR})[.,]?\s{{1,2}}{of}\.?\s{{0,2}}{month}\.?\s{{1,2}}(?P<day>{DAY})(?![0-9:])",
        rf"(?<![0-9])(?P<year>{YEAR})\.?\s{of}\.?\s?(?P<day>{DAY})\.?\s{month}",
        rf"{day}\s{{1,2}}{of}{month}(?!\.?,?\s{{0,2}}{of}[0-9]{{4}})",
    )
    return MonthShapes(*(re.compile(expression, re.IGNORECASE) for expression in expressions))
