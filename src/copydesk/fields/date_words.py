"""The words of dates and times of every language, and where they stand in a text."""

from __future__ import annotations

import functools
import re
import sys
from typing import TYPE_CHECKING, Final, NamedTuple

from copydesk.fields.folding import DIGIT_ZEROS, table
from copydesk.fields.vocabulary import Vocabulary, alike, any_of
from copydesk.languages.files import languages, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from copydesk.languages.files import Dates

# One character for one, so that offsets stay: digits of other scripts, full-width signs, other spaces.
_DIGITS: Final = "".join(chr(zero + digit) for zero in (*DIGIT_ZEROS, 0xFF10) for digit in range(10))
_PLAIN: Final = str.maketrans(
    f"{_DIGITS}：／．－，\u00a0\u3000\u2009\u202f", f"{'0123456789' * (len(_DIGITS) // 10)}:/.-,    "
)

_LONGEST_LABEL: Final = 100  # characters, and more
_HOW_MANY: Final = "#"  # where the number stands in a phrase


class DateWords(NamedTuple):
    """What the words of dates and times mean.

    Attributes:
        months: month (1 to 12) of each spelling; see `month_key`.
        persian_months: the same of the Persian calendar.
        month: the spellings of both.
        of: what stands between day, month and year.
        day_first: words of languages that write the day first.
        month_first: zones of a country that does not.
        links: between a date and its time.
        before_noon, after_noon: words before a time, for the half of the day.
        zones: offset of each zone name, folded; two of them where summer differs.
        weekdays: names of the days of the week.
        published, updated: labels of when a page was published or changed.
        day_back, days_back: words for today, yesterday and the day before, and how many days each is back.
    """

    months: dict[str, int]
    persian_months: dict[str, int]
    month: Vocabulary
    of: str
    day_first: Vocabulary
    month_first: Vocabulary
    links: frozenset[str]
    before_noon: frozenset[str]
    after_noon: frozenset[str]
    zones: dict[str, tuple[str, ...]]
    weekdays: frozenset[str]
    published: Vocabulary
    updated: Vocabulary
    day_back: re.Pattern[str]
    days_back: dict[str, int]


class Label(NamedTuple):
    """A word for when a page was published or changed."""

    updated: bool
    start: int
    end: int


def plain(line: str) -> str:
    """The line with full-width digits and signs as ASCII, of the same length."""
    return line if line.isascii() else line.translate(_PLAIN)


@functools.cache
def date_words() -> DateWords:
    """The vocabulary, compiled at the first call."""
    data = table("dates")
    dates = {tag: language.dates for tag, language in languages().items()}
    zones: dict[str, tuple[str, ...]] = {name: (offset,) for name, offset in data["zones"].items()}
    zones |= {name: tuple(offsets) for name, offsets in data["zones_with_summer_time"].items()}
    days_back = {
        word: days
        for days, key in enumerate(("today", "yesterday", "before_yesterday"))
        for one in dates.values()
        for word in getattr(one, key)
    }
    months = {key: number for one in dates.values() for key, number in _months(one.months)}
    persian_months = {key: number for one in dates.values() for key, number in _months(one.persian_months)}
    updated = set(words(lambda language: language.dates.updated))
    return DateWords(
        months=months,
        persian_months=persian_months,
        month=Vocabulary([*months, *persian_months]),
        of=any_of(words(lambda language: language.dates.of)),
        day_first=Vocabulary(_words_of_day_first(dates, data["month_first"]), apart=True),
        month_first=Vocabulary(data["month_first"], apart=True),
        links=frozenset(words(lambda language: language.dates.links)),
        before_noon=frozenset(words(lambda language: language.dates.before_noon)),
        after_noon=frozenset(words(lambda language: language.dates.after_noon)),
        zones=zones,
        weekdays=frozenset(words(lambda language: language.dates.weekdays.split())),
        published=Vocabulary(set(words(lambda language: language.dates.published)) - updated),
        updated=Vocabulary(updated),
        day_back=re.compile(rf"(?<![a-zà-ɏ\u0370-\u0dff]){any_of(days_back)}", re.IGNORECASE),
        days_back=days_back,
    )


def month_key(spelling: str) -> str:
    """How a month's name is looked up: in small letters, the dotless ı of Turkish with a dot."""
    return spelling.replace("İ", "i").lower().replace("ı", "i")


def _months(months: Iterable[str]) -> Iterable[tuple[str, int]]:
    for number, spellings in enumerate(months, 1):
        for spelling in spellings.split():
            yield month_key(spelling.replace(":", " ")), number


def _words_of_day_first(dates: Mapping[str, Dates], month_first: list[str]) -> set[str]:
    day_words: set[str] = set()
    for one in dates.values():
        if one.day_first:
            weekdays = one.weekdays.split()
            day_words |= {word for word in weekdays if len(word) > 2}  # noqa: PLR2004 - shorter ones are words of others too
            day_words |= {*one.order, *one.published, *one.updated}
    return day_words - {*dates["en"].weekdays.split(), *month_first}


def states_order(text: str) -> bool | None:
    """Whether words of a text settle that the day stands before the month in 03/04/2016, or that it does not."""
    words, view = date_words(), alike(text)
    days, months = words.day_first.ends_in(view), words.month_first.ends_in(view)
    end = 0
    for place in sorted(days | months):
        if place >= end:
            if place in days:
                return True
            end = months[place]
    return False if months else None


def find_label(text: str, start: int = 0, end: int = sys.maxsize) -> Label | None:
    """The first label in a part of a text."""
    return next(find_labels(text, start, end), None)


def find_labels(text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[Label]:
    """The labels in a part of a text, in order."""
    words, view = date_words(), alike(text[start:end])
    updated = words.updated.ends_in(view)
    ends = words.published.ends_in(view) | updated
    last = 0
    for place in sorted(ends):
        if place >= last:
            last = ends[place]
            yield Label(place in updated, start + place, start + last)


def label_at(text: str, start: int) -> Label | None:
    """The label that begins at a place."""
    words, view = date_words(), alike(text[start : start + _LONGEST_LABEL])
    for vocabulary in (words.updated, words.published):
        for end in vocabulary.ends_at(view, 0):
            return Label(vocabulary is words.updated, start, start + end)
    return None


@functools.cache
def _counted() -> Vocabulary:
    """What stands in each phrase of a distance in time, beside its number."""
    phrases = words(lambda language: (*language.dates.minutes, *language.dates.hours, *language.dates.days))
    return Vocabulary(max(phrase.split(_HOW_MANY), key=len) for phrase in phrases)


@functools.cache
def _relative() -> dict[str, re.Pattern[str]]:
    """The expression of each distance in time, by its unit; group 1 is the number."""
    return {
        "minutes": _distance(words(lambda language: language.dates.minutes)),
        "hours": _distance(words(lambda language: language.dates.hours)),
        "days": _distance(words(lambda language: language.dates.days)),
    }


def _distance(phrases: list[str]) -> re.Pattern[str]:
    within = [re.escape(phrase).replace(r"\#", "([0-9]{1,3})") for phrase in phrases if _HOW_MANY in phrase]
    behind = any_of(phrase for phrase in phrases if _HOW_MANY not in phrase)
    return re.compile("|".join([rf"(?<![0-9.])([0-9]{{1,3}})\s?(?:{behind})", *within]), re.IGNORECASE)


def find_distance(text: str) -> tuple[str, int, tuple[int, int]] | None:
    """The distance from now that a text states: its unit, how many of them, and where it stands."""
    if not _counted().held_in(alike(text)):
        return None
    for unit, pattern in _relative().items():
        if match := pattern.search(text):
            return unit, int(next(group for group in match.groups() if group)), match.span()
    return None
