"""Numbers of lines as bytes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.labelling.features import columns


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        pytest.param(columns.counts([0, 3, 255, 10**9]), [0, 3, 255, 255], id="counts are cut off"),
        pytest.param(columns.shares([0.0, 0.5, 1.0, -1.0]), [0, 50, 100, 255], id="shares in hundredths"),
        pytest.param(columns.parts([0, 1, 100], 100), [0, 25, 250], id="small parts are kept apart"),
        pytest.param(columns.offsets(1, 3), [126, 127, 128], id="offsets on both sides"),
        pytest.param(columns.sizes([0, 8, 9, 100, 1000]), [0, 8, 8, 29, 55], id="sizes get coarser"),
        pytest.param(columns.shifted(b"abc", 1), [*b"bc", 255], id="the line below"),
        pytest.param(columns.shifted(b"abc", -2), [255, 255, *b"a"], id="two lines above"),
        pytest.param(columns.shifted(b"a", 3), [255], id="beyond the page"),
        pytest.param(columns.since(bytes([0, 1, 0])), [255, 0, 1], id="since a mark"),
        pytest.param(columns.until(bytes([0, 1, 0])), [1, 0, 255], id="until a mark"),
        pytest.param(columns.so_far(bytes([1, 0, 1])), [1, 1, 2], id="marks so far"),
    ],
)
def test_column(column: bytes, expected: list[int]) -> None:
    assert list(column) == expected


@given(st.lists(st.integers(0, 50), max_size=30), st.integers(1, 40))
def test_windows_are_sums_of_the_lines_around(values: list[int], window: int) -> None:
    sums = columns.running(values)
    places = range(len(values))
    assert columns.above(sums, window) == [sum(values[max(0, place - window) : place]) for place in places]
    assert columns.below(sums, window) == [sum(values[place + 1 : place + 1 + window]) for place in places]


@given(st.lists(st.integers(0, 10**12), min_size=2, max_size=2))
def test_a_larger_mass_is_no_smaller_size(masses: list[int]) -> None:
    small, large = sorted(masses)
    assert 0 <= columns.size(small) <= columns.size(large) <= 255
