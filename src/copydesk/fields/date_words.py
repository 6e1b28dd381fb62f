"""The words of dates and times, read once from `data/dates.toml`, and what is compiled from them."""

from __future__ import annotations

import functools
import re
import tomllib
from importlib import resources
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

# One character for one, so that offsets stay: full-width digits and signs, other spaces.
_PLAIN: Final = str.maketrans("０１２３４５６７８９：／．－，\u00a0\u3000\u2009\u202f", "0123456789:/.-,    ")


_Tree = dict[str, "_Tree"]
"""Words by their first character, then their second, and so on; a blank key says that a word ends."""


class DateWords(NamedTuple):
    """What the words of `data/dates.toml` mean.

    Attributes:
        months: month (1 to 12) of each spelling, folded.
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
    """A pattern of the words, longest first; words of letters with case stand apart from other letters.

    Words that begin alike share the pattern of their beginning, so that a text is compared with it once.
    """
    tree: _Tree = {}
    for word in filter(None, words):
        node = tree
        for character in word:
            node = node.setdefault(character, {})
        node[""] = {}
    return _alternatives(tree, "")


def _alternatives(tree: _Tree, last: str) -> str:
    """A pattern of what may follow the character `last`."""
    branches = [re.escape(first) + _alternatives(rest, first) for first, rest in sorted(tree.items()) if first]
    if "" in tree:
        branches.append(r"(?![^\W\d_])" if last.lower() != last.upper() else "")
    return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"


@functools.cache
def load_toml(name: str) -> dict[str, Any]:
    """The table of a data file of this package."""
    return tomllib.loads(resources.files("copydesk.fields").joinpath("data", name).read_text(encoding="utf-8"))


@functools.cache
def date_words() -> DateWords:
    """The vocabulary, compiled at the first call."""
    data = load_toml("dates.toml")
    zones: dict[str, tuple[str, ...]] = {name: (offset,) for name, offset in data["zones"].items()}
    zones |= {name: tuple(offsets) for name, offsets in data["zones_with_summer_time"].items()}
    times = data["times"]
    days_back = {
        word: days
        for days, key in enumerate(("today", "yesterday", "before_yesterday"))
        for word in data["relative"][key]
    }
    return DateWords(
        months=_months(data["months"]),
        order=_order(data),
        link=any_of(times["links"]),
        before_noon=frozenset(times["before_noon"]),
        after_noon=frozenset(times["after_noon"]),
        zones=zones,
        zone=any_of(zones),
        label=_label(data),
        weekday=any_of(word for words in data["weekdays"].values() for word in words.split()),
        relative=_relative(data["relative"]),
        day_back=re.compile(any_of(days_back), re.IGNORECASE),
        days_back=days_back,
    )


def _months(table: dict[str, list[str]]) -> dict[str, int]:
    return {
        spelling.replace(":", " "): number
        for names in table.values()
        for number, spellings in enumerate(names, 1)
        for spelling in spellings.split()
    }


def _order(data: dict[str, Any]) -> re.Pattern[str]:
    order, english = data["order"], set(data["weekdays"]["en"].split())
    words = set(order["words"])
    for language in order["day_first"]:
        weekdays = data["weekdays"].get(language, "").split()
        words |= {word for word in weekdays if len(word) > 2}  # noqa: PLR2004 - shorter ones are words of others too
        words |= {*data["published"].get(language, ()), *data["updated"].get(language, ())}
    words -= english | set(order["month_first"])
    return re.compile(
        rf"(?<![^\W\d_])(?:(?P<day>{any_of(words)})|(?P<month>{any_of(order['month_first'])}))", re.IGNORECASE
    )


def _label(data: dict[str, Any]) -> re.Pattern[str]:
    updated = {word for words in data["updated"].values() for word in words}
    published = {word for words in data["published"].values() for word in words} - updated
    return re.compile(rf"(?P<updated>{any_of(updated)})|(?P<published>{any_of(published)})", re.IGNORECASE)


def _relative(table: dict[str, list[str]]) -> dict[str, re.Pattern[str]]:
    patterns = {}
    for unit in ("minutes", "hours", "days"):
        after = [
            re.escape(phrase).replace(r"\#", "#").replace("#", "([0-9]{1,3})") for phrase in table[f"{unit}_after"]
        ]
        before = rf"(?<![0-9.])([0-9]{{1,3}})\s?(?:{any_of(table[unit])})"
        patterns[unit] = re.compile("|".join([before, *after]), re.IGNORECASE)
    return patterns
