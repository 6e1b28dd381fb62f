"""Points in time as markup writes them: ISO 8601, RFC 5322, seconds since 1970, or a date as people print it."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from copydesk.fields.calendars import gregorian
from copydesk.fields.dates import find_moments

_ISO: Final = re.compile(
    r"(?P<year>[0-9]{4})(?P<sign>[-/.]?)(?P<month>[0-9]{2})(?P=sign)(?P<day>[0-9]{2})"
    r"(?:(?:T|\s{1,2}|-(?=[0-9]{2}:))(?P<hour>[0-9]{2}):?(?P<minute>[0-9]{2})(?::?(?P<second>[0-9]{2}))?(?:[.,][0-9]{1,12})?"
    r"\s?(?P<zone>Z|UTC|GMT|[+-][0-9]{2}(?::?[0-9]{2})?)?)?(?![0-9])",
    re.IGNORECASE,
)
_EPOCH: Final = re.compile(r"[0-9]{10}(?:[0-9]{3})?")  # seconds or milliseconds since 1970
_ZONE: Final = re.compile(r"([+-])([0-9]{2}):?([0-9]{2})?")
_FURTHEST_ZONE: Final = 14  # hours from UTC
_LONGEST: Final = 80


def read_stamp(value: str) -> str | None:
    """The point in time that a value states, as `article.Moment`: date, minute or second, an offset only where stated.

    Fractions of seconds are dropped. Seconds since 1970 are in UTC. None where the value states no date, more than one,
    or one that may be read in two ways.
    """
    text = value.strip()
    if not text or len(text) > _LONGEST:
        return None
    if text.isdigit() and _EPOCH.fullmatch(text):
        return _since_1970(int(text[:10]))
    match = _ISO.match(text)
    if match:
        return _from_iso(match)
    moments = find_moments(text)
    values = {moment.value for moment in moments}
    return values.pop() if len(values) == 1 else None


def _since_1970(seconds: int) -> str | None:
    moment = dt.datetime.fromtimestamp(seconds, dt.UTC)
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}" if gregorian(moment.year, moment.month, moment.day) else None


def _from_iso(match: re.Match[str]) -> str | None:
    date = gregorian(int(match["year"]), int(match["month"]), int(match["day"]))
    if date is None:
        return None
    if match["hour"] is None or not _is_time(match):
        return date.isoformat()
    second = f":{match['second']}" if match["second"] else ""
    return f"{date.isoformat()}T{match['hour']}:{match['minute']}{second}{_offset(match['zone'] or '')}"


def _is_time(match: re.Match[str]) -> bool:
    hour, minute, second = (int(match[part] or 0) for part in ("hour", "minute", "second"))
    return hour <= 23 and minute <= 59 and second <= 59  # noqa: PLR2004


def _offset(zone: str) -> str:
    numbers = _ZONE.fullmatch(zone)
    if numbers is None:
        return "Z" if zone else ""
    hours, minutes = int(numbers[2]), int(numbers[3] or 0)
    if hours > _FURTHEST_ZONE or minutes > 59:  # noqa: PLR2004
        return ""
    return f"{numbers[1]}{hours:02}:{minutes:02}"
