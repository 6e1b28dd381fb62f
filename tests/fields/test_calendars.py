"""Days of other calendars; the pairs are those that Iran's and Thailand's official calendars print."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.fields.calendars import from_persian, gregorian


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ((1402, 1, 1), (2023, 3, 21)),
        ((1403, 1, 1), (2024, 3, 20)),
        ((1403, 12, 30), (2025, 3, 20)),
        ((1404, 1, 1), (2025, 3, 21)),
        ((1399, 12, 30), (2021, 3, 20)),
        ((1375, 1, 1), (1996, 3, 20)),
        ((1402, 8, 15), (2023, 11, 6)),
    ],
)
def test_persian_days(day: tuple[int, int, int], expected: tuple[int, int, int]) -> None:
    assert from_persian(*day) == dt.date(*expected)


@pytest.mark.parametrize(
    "day", [(1402, 12, 30), (1402, 7, 31), (1402, 13, 1), (1402, 0, 1), (1402, 1, 0), (1300, 1, 1)]
)
def test_days_that_the_persian_calendar_does_not_have(day: tuple[int, int, int]) -> None:
    assert from_persian(*day) is None


@given(st.dates(dt.date(1990, 4, 1), dt.date(2100, 1, 1)))
def test_every_day_is_one_persian_day(day: dt.date) -> None:
    near = [
        (year, month, number)
        for year in (day.year - 622, day.year - 621)
        for month in range(1, 13)
        for number in range(1, 32)
        if from_persian(year, month, number) == day
    ]
    assert len(near) == 1


@pytest.mark.parametrize(
    ("day", "expected"), [((2567, 2, 29), dt.date(2024, 2, 29)), ((2566, 2, 29), None), ((2532, 1, 1), None)]
)
def test_thai_years(day: tuple[int, int, int], expected: dt.date | None) -> None:
    assert gregorian(*day) == expected
