"""Times of day as pages print them beside a date: `10:58:47`, `20H06`, `10.55 Uhr`, `4:41AM ET`."""

from __future__ import annotations

import datetime as dt
import functools
import re
import sys
from typing import TYPE_CHECKING, Final, NamedTuple

from copydesk.fields.date_words import date_words
from copydesk.fields.vocabulary import Vocabulary, alike, any_of

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

_NOON: Final = 12
_CJK_WEEKDAY: Final = r"[(（]?(?:星期|周|週|礼拜)?[一二三四五六日天月火水木金土월화수목금](?:曜日|요일)?[)）]?"
_NUMERIC_ZONE: Final = (
    r"(?:GMT|UTC)(?:\s?[+-]\s?[0-9]{1,2}(?::?[0-9]{2})?)?|Z(?![^\W_])|[+-][0-9]{2}:?[0-9]{2}(?![0-9])"
)
_OFFSET: Final = re.compile(r"([+-])\s?([0-9]{1,2}):?([0-9]{2})?")
_FOREIGN_LETTER: Final = re.compile(r"[^\W\d_a-z]")
_OTHER_SPACE: Final = re.compile(r"[^\S ]")
_AFTER: Final = 32  # characters behind a date in which its time begins
_BEFORE: Final = 48  # characters in front of a date in which its time may stand
_LONGEST: Final = 200  # characters; more than a time takes, with all that may stand between it and its date
_SHORT: Final = 2  # characters
_REMEMBERED: Final = 128  # sets of words


class TimeOfDay(NamedTuple):
    """A time as found: ISO 8601 from the `T` on, without offset; the zone as printed; where it stands."""

    value: str
    zone: str
    start: int
    end: int


class _Words(NamedTuple):
    """Words in and beside a time: those looked for, and short ones, which stand in every other line anyway.

    Plain ones have no letter but a to z.
    """

    long: Vocabulary
    short: tuple[str, ...]
    short_and_plain: tuple[str, ...]


@functools.cache
def _words() -> _Words:
    words = date_words()
    some = words.weekdays | words.links | words.before_noon | words.after_noon | words.zones.keys()
    short = sorted(word for word in some if len(word) <= _SHORT)
    plain = tuple(word for word in short if not _FOREIGN_LETTER.search(alike(word)))
    return _Words(Vocabulary(some.difference(short)), tuple(short), plain)


def _standing_in(text: str) -> tuple[str, ...]:
    """The words that may stand in a text, and few others: an expression of a hundred takes 3 ms to compile."""
    words, view = _words(), alike(_OTHER_SPACE.sub(" ", text))
    return words.long.standing_in(view) + (words.short if _FOREIGN_LETTER.search(view) else words.short_and_plain)


def _any_of(kind: Container[str], standing: Iterable[str]) -> str:
    """A pattern of the words of a kind, as far as a text may hold them."""
    return any_of(word for word in standing if word in kind)


def _clock(standing: tuple[str, ...]) -> str:
    words = date_words()
    noon = _any_of(words.before_noon | words.after_noon, standing)
    zone = _any_of(words.zones, standing)
    return rf"""
        (?:(?P<zone_before>{zone}|GMT|UTC)\s?)?
        (?:(?P<half_before>{noon})\s?)?
        (?P<hour>[01]?[0-9]|2[0-3])
        (?:
            \s?(?:[:h時时点點]|시)\s?(?P<minute>[0-5][0-9])
            (?:\s?[:分분]\s?(?P<second>[0-5][0-9])(?:\.[0-9]{{1,9}})?)?(?:\s?[分분秒초])?
          | \.(?P<dotted>[0-5][0-9])(?!\.?[0-9]|\s?%)
          | (?=\s?(?:[ap]\.?\s?m(?![^\W\d_])|uhr|[時点點时시h](?!\w)))
        )
        (?![0-9])
        (?:\s?(?:(?P<half>[ap]\.?\s?m)(?![^\W\d_])\.?|(?P<half_behind>{noon})(?!\w)))?
        (?:\s?(?:Uhr|Std|horas|hrs|[h時点點时시])(?!\w))?
        (?:\s?[(]?(?P<zone>{zone}|{_NUMERIC_ZONE})[)]?)?
    """


@functools.lru_cache(maxsize=_REMEMBERED)
def _after_date(standing: tuple[str, ...]) -> re.Pattern[str]:
    words = date_words()
    weekday = rf"(?:\s{{0,2}}{_CJK_WEEKDAY})?(?:,?\s(?:{_any_of(words.weekdays, standing)})\.?)?"
    link = rf"(?:(?:{_any_of(words.links, standing)})[\s.]{{0,2}})?"
    gap = rf"(?:[日号號일.](?![0-9]))?{weekday}[\s,|·•/–—T-]{{0,5}}{link}"
    return re.compile(f"{_flat(gap)}{_clock(standing)}", re.VERBOSE | re.IGNORECASE)


@functools.lru_cache(maxsize=_REMEMBERED)
def _before_date(standing: tuple[str, ...]) -> re.Pattern[str]:
    gap = rf"[\s,|·•/–—-]{{0,4}}(?:(?:{_any_of(date_words().weekdays, standing)})[.,]{{0,2}}\s{{0,2}})?"
    return re.compile(rf"(?<![0-9.,:]){_clock(standing)}{_flat(gap)}$", re.VERBOSE | re.IGNORECASE)


@functools.lru_cache(maxsize=_REMEMBERED)
def _alone(standing: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"\s*{_clock(standing)}\s*", re.VERBOSE | re.IGNORECASE)


def _flat(pattern: str) -> str:
    # a literal space must survive re.VERBOSE
    return pattern.replace(r"\ ", r"\s").replace(" ", r"\s")


def time_after(line: str, position: int, end: int = sys.maxsize) -> TimeOfDay | None:
    """The time that stands right after a date ending at `position`, and ends before `end`."""
    if not any(character.isdigit() for character in line[position : position + _AFTER]):
        return None
    standing = _standing_in(line[position : min(end, position + _LONGEST)])
    return _read(_after_date(standing).match(line, position, end))


def time_before(line: str, position: int, floor: int = 0) -> TimeOfDay | None:
    """The time that stands right before a date starting at `position`, not before `floor`."""
    start = max(floor, position - _BEFORE)
    if not any(mark in line[start:position] for mark in ":.hH時时点點시") and "GMT" not in line[start:position]:
        return None
    before = line[start:position]
    found = _read(_before_date(_standing_in(before)).search(before))
    return found._replace(start=found.start + start, end=found.end + start) if found else None


def time_alone(line: str) -> TimeOfDay | None:
    """The time that the whole line consists of."""
    return _read(_alone(_standing_in(line)).fullmatch(line)) if len(line) <= _BEFORE else None


def _read(match: re.Match[str] | None) -> TimeOfDay | None:
    if match is None:
        return None
    half = _half(match)
    hour = int(match["hour"])
    if half and hour <= _NOON:
        hour = hour % _NOON + (_NOON if half == "p" else 0)
    minute = match["minute"] or match["dotted"] or "00"
    second = f":{match['second']}" if match["second"] else ""
    zone = match["zone"] or match["zone_before"] or ""
    end = match.end()
    if zone[:1] in {"+", "-"} and not second and "T" not in match[0].upper()[:2]:
        # 16:00-17:00 is a span of time, not an offset
        end, zone = match.start("zone"), ""
    return TimeOfDay(f"T{hour:02}:{minute}{second}", zone, match.start(), end)


def _half(match: re.Match[str]) -> str:
    words = date_words()
    word = match["half_before"] or match["half_behind"]
    if word:
        return "p" if word.casefold() in words.after_noon else "a"
    return (match["half"] or "")[:1].lower()


def offset_of(zone: str, day: dt.date) -> str:
    """The offset of a zone as printed (`GMT`, `UTC+8`, `EST`), in ISO 8601; empty where it is not known."""
    numeric = _OFFSET.search(zone)
    if numeric:
        return _numeric_offset(*numeric.groups())
    folded = zone.casefold()
    if folded in {"z", "gmt", "utc"}:
        return "Z"
    offsets = date_words().zones.get(folded, ())
    if not offsets:
        return ""
    return offsets[-1] if _is_summer(day) else offsets[0]


def _numeric_offset(sign: str, hours: str, minutes: str | None) -> str:
    # the widest offsets in use are -12:00 and +14:00, in steps of a quarter of an hour
    if int(hours) > 14 or int(minutes or 0) % 15:  # noqa: PLR2004
        return ""
    return f"{sign}{int(hours):02}:{minutes or '00'}"


def _is_summer(day: dt.date) -> bool:
    # the United States since 2007: from the second Sunday of March to the first of November
    march, november = dt.date(day.year, 3, 8), dt.date(day.year, 11, 1)
    first = march + dt.timedelta(days=6 - march.weekday())
    last = november + dt.timedelta(days=6 - november.weekday())
    return first <= day < last
