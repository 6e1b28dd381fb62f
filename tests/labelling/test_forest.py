"""Trees over columns: all lines at once give what walking each line down each tree gives."""

from __future__ import annotations

from math import exp
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from copydesk.labelling.forest import LINES_AT_ONCE, MOST_SPLITS, TREES_AT_ONCE, ZERO, Forest, Split, Tree

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn

NAMES = ["words", "stop", "link"]
BYTES = st.integers(0, 255)
STUMP = Tree([Split(0, 10, ~0, ~1, ZERO)], [ZERO - 27, ZERO + 100])


@st.composite
def trees(draw: DrawFn) -> Tree:
    """Grown by splitting one leaf after another."""
    splits = [Split(draw(st.integers(0, 2)), draw(BYTES), 0, 0, ZERO)]
    open_ends = [(0, "yes"), (0, "no")]
    for _ in range(draw(st.integers(0, MOST_SPLITS - 1))):
        parent, way = open_ends.pop(draw(st.integers(0, len(open_ends) - 1)))
        splits[parent] = splits[parent]._replace(**{way: len(splits)})
        open_ends += [(len(splits), "yes"), (len(splits), "no")]
        splits.append(Split(draw(st.integers(0, 2)), draw(BYTES), 0, 0, draw(BYTES)))
    for leaf, (parent, way) in enumerate(open_ends):
        splits[parent] = splits[parent]._replace(**{way: ~leaf})
    return Tree(splits, draw(st.lists(BYTES, min_size=len(open_ends), max_size=len(open_ends))))


def walked(forest: Forest, line: list[int]) -> float:
    odds = forest.base
    for splits, leaves in forest.trees:
        place = 0
        while place >= 0:
            split = splits[place]
            place = split.yes if line[split.feature] <= split.most else split.no
        odds += forest.step * (leaves[~place] - ZERO)
    return 1 / (1 + exp(-odds))


@settings(deadline=None)
@given(st.lists(trees(), min_size=1, max_size=5), st.lists(st.tuples(BYTES, BYTES, BYTES), min_size=1, max_size=40))
def test_all_lines_at_once_give_what_each_gives_alone(grown: list[Tree], lines: list[tuple[int, int, int]]) -> None:
    forest = Forest(features=NAMES, base=-0.5, step=0.01, trees=grown)
    columns = {name: bytes(column) for name, column in zip(NAMES, zip(*lines, strict=True), strict=True)}
    assert forest.chances(columns) == pytest.approx([walked(forest, list(line)) for line in lines])


@settings(deadline=None)
@given(st.lists(trees(), min_size=1, max_size=3), st.tuples(BYTES, BYTES, BYTES))
def test_what_features_add_sums_up_to_the_odds(grown: list[Tree], line: tuple[int, int, int]) -> None:
    for tree in grown:
        tree.splits[0] = tree.splits[0]._replace(value=ZERO)
    forest = Forest(features=NAMES, base=0.0, step=0.01, trees=grown)
    columns = {name: bytes([byte]) for name, byte in zip(NAMES, line, strict=True)}
    odds = sum(forest.weighed(columns, 0).values())
    assert forest.chances(columns) == pytest.approx([1 / (1 + exp(-odds))])


def test_a_page_of_any_length_is_asked_in_parts() -> None:
    forest = Forest(features=["words"], base=0.0, step=0.1, trees=[STUMP])
    chances = forest.chances({"words": bytes([10, 11]) * LINES_AT_ONCE})
    assert chances == pytest.approx([1 / (1 + exp(2.7)), 1 / (1 + exp(-10))] * LINES_AT_ONCE)


@pytest.mark.parametrize("trees", [TREES_AT_ONCE, TREES_AT_ONCE + 1])
def test_the_most_that_many_trees_say_is_added_up(trees: int) -> None:
    loud = Tree([Split(0, 10, ~0, ~1, ZERO)], [0, 255])
    forest = Forest(features=["words"], base=0.0, step=0.001, trees=[loud] * trees)
    low, high = 1 / (1 + exp(0.128 * trees)), 1 / (1 + exp(-0.127 * trees))
    assert forest.chances({"words": bytes([10, 11, 11])}) == pytest.approx([low, high, high])


@pytest.mark.parametrize(
    ("splits", "leaves", "message"),
    [
        pytest.param([], [ZERO], "1 to 8 splits", id="none"),
        pytest.param([Split(0, 1, ~0, ~1, ZERO)], [ZERO], "each leaf stands once", id="a leaf too few"),
        pytest.param([Split(0, 1, ~0, ~0, ZERO)], [ZERO, ZERO], "each leaf stands once", id="a leaf twice"),
        pytest.param([Split(0, 1, 0, ~0, ZERO)], [ZERO], "behind one before it", id="a circle"),
        pytest.param([Split(0, 1, 5, ~0, ZERO)], [ZERO], "behind one before it", id="nowhere"),
        pytest.param([Split(3, 1, ~0, ~1, ZERO)], [ZERO, ZERO], "not named", id="an unknown feature"),
        pytest.param([Split(0, 256, ~0, ~1, ZERO)], [ZERO, ZERO], "less than or equal to 255", id="no byte"),
    ],
)
def test_trees_that_lead_nowhere_are_refused(splits: list[Split], leaves: list[int], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        Forest(features=NAMES, base=0.0, step=0.1, trees=[Tree(splits, leaves)])
