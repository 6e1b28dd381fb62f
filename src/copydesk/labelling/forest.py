"""Boosted trees over columns of bytes, asked about all lines of a page at once.

A tree has at most eight splits, so that the answers to all of them fit into one byte a line. Each question is one
`bytes.translate` of a column, which leaves 1 where the answer is yes; taken as large integers, the answers of a tree
are shifted to a bit each and added up; and one more `translate` turns each line's byte of answers into the value of the
leaf that they lead to. The values of all trees are added up as large integers as well, four bytes a line. All of that
runs in C, whatever number of lines the page has.
"""

from __future__ import annotations

from functools import cache, cached_property
from math import exp
from struct import unpack
from typing import TYPE_CHECKING, Annotated, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, model_validator

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Self

    from copydesk.labelling.features.columns import Columns

MOST_SPLITS = 8
ZERO = 128
"""The byte of a leaf that says nothing; 127 steps below are the least, 127 above the most."""
LINES_AT_ONCE = 4096
_EVERY_KEY = 256

Byte = Annotated[int, Field(ge=0, le=255)]


class Split(NamedTuple):
    """A question to a line: is its byte of `feature` at most `most`?

    Attributes:
        feature: index among the forest's features.
        most: the largest byte that is answered with yes.
        yes, no: the split to go to; ~leaf (below 0) where the answer ends the way.
        value: what the way so far says, in steps from `ZERO`.
    """

    feature: int
    most: Byte
    yes: int
    no: int
    value: Byte


class Tree(NamedTuple):
    """Splits, the first of which is asked first and which only lead on, and the bytes of the leaves."""

    splits: list[Split]
    leaves: list[Byte]


class _Ready(NamedTuple):
    """Trees made ready.

    Attributes:
        tests: the feature of each question that any tree asks, and the table that answers it.
        trees: the tests of each tree's splits in order, and the table of its leaves.
    """

    tests: list[tuple[str, bytes]]
    trees: list[tuple[list[int], bytes]]


class Forest(BaseModel):
    """Trees whose leaves add up to the odds that a line is body text.

    Attributes:
        features: names of the columns that splits ask about.
        base: log odds before any tree is asked.
        step: log odds that one step of a leaf's byte stands for.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    features: list[str]
    base: float
    step: Annotated[float, Field(gt=0.0)]
    trees: list[Tree]

    @model_validator(mode="after")
    def _leads_on(self) -> Self:
        for tree in self.trees:
            splits = len(tree.splits)
            targets = sorted(target for split in tree.splits for target in (split.yes, split.no))
            leaves = [~target for target in targets if target < 0][::-1]
            if not 1 <= splits <= MOST_SPLITS or leaves != list(range(len(tree.leaves))):
                message = f"a tree has 1 to {MOST_SPLITS} splits, and each leaf stands once behind one of them"
                raise ValueError(message)
            if targets[len(leaves) :] != list(range(1, splits)) or any(
                0 <= target <= index for index, split in enumerate(tree.splits) for target in (split.yes, split.no)
            ):
                message = "each split but the first stands once behind one before it"
                raise ValueError(message)
            if not all(0 <= split.feature < len(self.features) for split in tree.splits):
                message = "a split asks about a feature that is not named"
                raise ValueError(message)
        return self

    def chances(self, columns: Columns) -> list[float]:
        """For each line the probability that it is body text.

        Raises:
            KeyError: a feature of the forest is not among `columns`.
        """
        lines = len(columns[self.features[0]])
        low = -self.base + self.step * ZERO * len(self.trees)
        chances: list[float] = []
        for start in range(0, lines, LINES_AT_ONCE):
            part = {name: columns[name][start : start + LINES_AT_ONCE] for name in self.features}
            chances += [1.0 / (1.0 + exp(low - self.step * total)) for total in self._totals(part)]
        return chances

    def _totals(self, columns: Columns) -> Sequence[int]:
        """For each line the sum of the bytes of the leaves that it comes to."""
        lines = len(columns[self.features[0]])
        tests, trees = self._ready
        answers = [int.from_bytes(columns[feature].translate(table), "little") for feature, table in tests]
        totals = 0
        for asked, table in trees:
            key = 0
            for bit, test in enumerate(asked):
                key |= answers[test] << bit
            leaves = key.to_bytes(lines, "little").translate(table)
            totals += int.from_bytes(leaves.decode("latin-1").encode("utf-32-le"), "little")
        return unpack(f"<{lines}I", totals.to_bytes(4 * lines, "little"))

    @cached_property
    def _ready(self) -> _Ready:
        asked = sorted({(split.feature, split.most) for tree in self.trees for split in tree.splits})
        places = {test: place for place, test in enumerate(asked)}
        return _Ready(
            [(self.features[feature], _at_most(most)) for feature, most in asked],
            [([places[split.feature, split.most] for split in tree.splits], _table(tree)) for tree in self.trees],
        )

    def weighed(self, columns: Columns, line: int) -> dict[str, float]:
        """What each feature added to the log odds of one line, summed over the splits on its way through the trees."""
        told: dict[str, float] = {}
        for splits, leaves in self.trees:
            place = 0
            while place >= 0:
                split = splits[place]
                name = self.features[split.feature]
                place = split.yes if columns[name][line] <= split.most else split.no
                value = splits[place].value if place >= 0 else leaves[~place]
                told[name] = told.get(name, 0.0) + self.step * (value - split.value)
        return told


@cache
def _at_most(most: int) -> bytes:
    """A table that makes 1 of bytes up to `most`, and 0 of others."""
    return bytes([1]) * (most + 1) + bytes(_EVERY_KEY - most - 1)


@cache
def _answered(place: int) -> int:
    """All bytes of answers, as one large integer with 255 in each byte whose bit `place` is set."""
    return int.from_bytes(bytes(255 * (key >> place & 1) for key in range(_EVERY_KEY)), "little")


_ALL = int.from_bytes(b"\xff" * _EVERY_KEY, "little")
_ONES = _ALL // 255


def _table(tree: Tree) -> bytes:
    """For each byte of answers the leaf that it leads to."""
    ways = [_ALL] + [0] * (len(tree.splits) - 1)
    table = 0
    for place, split in enumerate(tree.splits):
        yes = ways[place] & _answered(place)
        for target, way in ((split.yes, yes), (split.no, ways[place] ^ yes)):
            if target >= 0:
                ways[target] = way
            else:
                table |= way & tree.leaves[~target] * _ONES
    return table.to_bytes(_EVERY_KEY, "little")
