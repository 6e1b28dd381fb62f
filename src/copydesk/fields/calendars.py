"""Days of the calendars that news prints beside the Gregorian one."""

from __future__ import annotations

import datetime as dt
from typing import Final

EARLIEST, LATEST = 1990, 2100  # news on the web is not older
BUDDHIST: Final = 543  # years that the Thai solar calendar is ahead; its months are the Gregorian ones
_PERSIAN_FROM: Final = 1369
_PERSIAN_TO: Final = 1479
_PERSIAN_EPOCH: Final = dt.date(2021, 3, 21)  # 1 Farvardin 1400
_PERSIAN_EPOCH_YEAR: Final = 1400
_PERSIAN_CYCLE: Final = 33  # years, with eight leap years; as observed from 1244 to 1502
_PERSIAN_LEAP: Final = frozenset({1, 5, 9, 13, 17, 22, 26, 30})  # years of the cycle
_LONG_MONTHS: Final = 6  # of 31 days; the others have 30, and the last one 29 but in leap years


def gregorian(year: int, month: int, day: int) -> dt.date | None:
    """The date of a Gregorian year, or of a Thai one (2533 to 2643), if there is one from 1990 to 2100."""
    if EARLIEST + BUDDHIST <= year <= LATEST + BUDDHIST:
        year -= BUDDHIST
    if not EARLIEST <= year <= LATEST:
        return None
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def from_persian(year: int, month: int, day: int) -> dt.date | None:
    """The date of a day of the Persian solar calendar, if there is one from 1369 to 1479."""
    if not _PERSIAN_FROM <= year <= _PERSIAN_TO or not 1 <= month <= 12:  # noqa: PLR2004
        return None
    if not 1 <= day <= _days_in_persian_month(year, month):
        return None
    first, last = sorted((year, _PERSIAN_EPOCH_YEAR))
    days = sum(365 + _is_persian_leap(one) for one in range(first, last))
    new_year = _PERSIAN_EPOCH + dt.timedelta(days=days if year >= _PERSIAN_EPOCH_YEAR else -days)
    passed = 30 * (month - 1) + min(month - 1, _LONG_MONTHS)
    return new_year + dt.timedelta(days=passed + day - 1)


def _days_in_persian_month(year: int, month: int) -> int:
    if month <= _LONG_MONTHS:
        return 31
    return 30 if month < 12 or _is_persian_leap(year) else 29  # noqa: PLR2004


def _is_persian_leap(year: int) -> bool:
    return year % _PERSIAN_CYCLE in _PERSIAN_LEAP
