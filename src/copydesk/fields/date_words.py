"""The words of dates and times of every language, and what is compiled from them."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Final, NamedTuple

from copydesk.fields.folding import DIGIT_ZEROS, table
from copydesk.languages.files import languages, words
from copydesk.languages.scripts import FIRST_CJK, SOUTH_EAST_ASIAN

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from copydesk.languages.files import Dates

# One character for one, so that offsets stay: digits of other scripts, full-width signs, other spaces.
_SPACELESS: Final = re.compile(f"[{SOUTH_EAST_ASIAN}]")
_DIGITS: Final = "".join(chr(zero + digit) for zero in (*DIGIT_ZEROS, 0xFF10) for digit in range(10))
_PLAIN: Final = str.maketrans(
    f"{_DIGITS}：／．－，\u00a0\u3000\u2009\u202f", f"{'0123456789' * (len(_DIGITS) // 10)}:/.-,    "
)


_FEW: Final = 4  # beginnings; so many are as soon compared one by one

_Tree = dict[str, "_Tree"]
"""Words by their first character, then their second, and so on; a blank key says that a word ends."""


class DateWords(NamedTuple):
    """What the words of `data/dates.toml` mean.

    Attributes:
        months: month (1 to 12) of each spelling; see `month_key`.
        persian_months: the same of the Persian calendar.
        month: the spellings of both.
        of: what stands between day, month and year.
        order: a word of a language that writes the day first (group `day`), or a zone of a country that does not.
        link: between a date and its time.
        before_noon, after_noon: words before a time, for the half of the day.
        zones: offset of each zone name, folded; two of them where summer differs.
        zone: the names.
        label: a word for when a page was published or (group `updated`) changed.
        relative: pattern of each distance in time: minutes, hours, days; group 1 is the number.
        day_back, days_back: words for today, yesterday and the day before, and how many days each is back.
    """

    months: dict[str, int]
    persian_months: dict[str, int]
    month: str
    of: str
    order: re.Pattern[str]
    link: str
    before_noon: frozenset[str]
    after_noon: frozenset[str]
    zones: dict[str, tuple[str, ...]]
    zone: str
    label: re.Pattern[str]
    weekday: str
    relative: dict[str, re.Pattern[str]]
    day_back: re.Pattern[str]
    days_back: dict[str, int]


def plain(line: str) -> str:
    """The line with full-width digits and signs as ASCII, of the same length."""
    return line if line.isascii() else line.translate(_PLAIN)


def any_of(words: Iterable[str]) -> str:
    """A pattern of the words, longest first; where the script has spaces, no letter may follow.

    Words that begin alike share the pattern of their beginning, so that a text is compared with it once; one look at a
    character tells that no word begins with it.
    """
    tree: _Tree = {}
    for word in filter(None, words):
        node = tree
        for character in word:
            node = node.setdefault(character, {})
        node[""] = {}
    return f"{begin_like(tree)}{_alternatives(tree, '')}" if len(tree) > _FEW else _alternatives(tree, "")


def begin_like(words: Iterable[str]) -> str:
    """A pattern of the place where a character stands that one of `words` begins with."""
    firsts = "".join(map(re.escape, sorted({word[0] for word in words if word})))
    return f"(?=[{firsts}])"


def parts_words(letter: str) -> bool:
    """Whether the letter's script puts spaces between words."""
    return letter.isalpha() and letter < FIRST_CJK and not _SPACELESS.match(letter)


def _alternatives(tree: _Tree, last: str) -> str:
    """A pattern of what may follow the character `last`."""
    branches = [re.escape(first) + _alternatives(rest, first) for first, rest in sorted(tree.items()) if first]
    if "" in tree:
        branches.append(r"(?![^\W\d_])" if parts_words(last) else "")
    return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"


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
    return DateWords(
        months=months,
        persian_months=persian_months,
        month=any_of([*months, *persian_months]),
        of=any_of(words(lambda language: language.dates.of)),
        order=_order(dates, data["month_first"]),
        link=any_of(words(lambda language: language.dates.links)),
        before_noon=frozenset(words(lambda language: language.dates.before_noon)),
        after_noon=frozenset(words(lambda language: language.dates.after_noon)),
        zones=zones,
        zone=any_of(zones),
        label=_label(),
        weekday=any_of(words(lambda language: language.dates.weekdays.split())),
        relative={
            "minutes": _relative(words(lambda language: language.dates.minutes)),
            "hours": _relative(words(lambda language: language.dates.hours)),
            "days": _relative(words(lambda language: language.dates.days)),
        },
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


def _order(dates: Mapping[str, Dates], month_first: list[str]) -> re.Pattern[str]:
    day_words: set[str] = set()
    for one in dates.values():
        if one.day_first:
            weekdays = one.weekdays.split()
            day_words |= {word for word in weekdays if len(word) > 2}  # noqa: PLR2004 - shorter ones are words of others too
            day_words |= {*one.order, *one.published, *one.updated}
    day_words -= {*dates["en"].weekdays.split(), *month_first}
    return re.compile(rf"(?<![^\W\d_])(?:(?P<day>{any_of(day_words)})|(?P<month>{any_of(month_first)}))", re.IGNORECASE)


def _label() -> re.Pattern[str]:
    updated = set(words(lambda language: language.dates.updated))
    published = set(words(lambda language: language.dates.published)) - updated
    either = rf"(?P<updated>{any_of(updated)})|(?P<published>{any_of(published)})"
    return re.compile(rf"{begin_like(updated | published)}(?:{either})", re.IGNORECASE)


def _relative(phrases: list[str]) -> re.Pattern[str]:
    within = [re.escape(phrase).replace(r"\#", "([0-9]{1,3})") for phrase in phrases if "#" in phrase]
    behind = any_of(phrase for phrase in phrases if "#" not in phrase)
    return re.compile("|".join([rf"(?<![0-9.])([0-9]{{1,3}})\s?(?:{behind})", *within]), re.IGNORECASE)
