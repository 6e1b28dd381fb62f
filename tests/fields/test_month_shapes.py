"""Marks for the names of months change nothing about what is found."""

from __future__ import annotations

from unittest import mock

from hypothesis import given
from hypothesis import strategies as st

from copydesk.fields import month_shapes
from copydesk.fields.date_shapes import find_days
from copydesk.fields.date_words import date_words

NAMES = st.sampled_from(sorted(date_words().months))
PARTS = st.sampled_from(["3", "25", "1st", "12.", "2019", "2020,", "99", "14:30", "de", "d'", "Updated", "/", "ꀀ"])
LINES = st.lists(
    st.one_of(PARTS, NAMES, NAMES.map(str.title), NAMES.map(str.upper), st.just(" ")), min_size=2, max_size=9
).flatmap(lambda parts: st.sampled_from(["".join(parts), " ".join(parts)]))


@given(LINES)
def test_dates_are_the_same_with_names_and_with_marks(line: str) -> None:
    found = find_days(line, day_first=True, fetched_on=None)
    with mock.patch.object(month_shapes, "_marked", return_value=None):
        assert found == find_days(line, day_first=True, fetched_on=None)


def test_a_name_within_another_is_no_second_date() -> None:
    for name, month in (("tháng 12", 12), ("oktyabr", 10), ("באוקטובר", 10), ("DECEMBER", 12)):
        (day,) = find_days(f"3 {name} 2020", day_first=True, fetched_on=None)
        assert (day.date.day, day.date.month) == (3, month)
