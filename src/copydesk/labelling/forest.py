"""Boosted trees over columns of bytes, asked about all lines of a page at once.

A tree has at most eight splits, so that the answers to all of them fit into one byte a line. One `bytes.translate` of
a column answers up to eight questions, each in a bit of its own; taken as large integers, the bits that a tree asks for
are put together; and one more `translate` turns each line's byte of answers into the value of the leaf that they lead
to. The values of all trees are added up as large integers as well. All of that runs in C, whatever number of lines the
page has.
"""

from __future__ import annotations

from collections import Counter
from functools import cache, cached_property, reduce
from itertools import chain
from math import exp
from operator import add, or_
from struct import unpack
from typing import TYPE_CHECKING, Annotated, NamedTuple, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, model_validator

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Self

    from copydesk.labelling.features.columns import Columns

MOST_SPLITS = 8
ZERO = 128
"""The byte of a leaf that says nothing; 127 steps below are the least, 127 above the most."""
LINES_AT_ONCE = 4096
TREES_AT_ONCE = 256
"""The sum of so many bytes fits into two."""
_BYTE = 8  # bits
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


class _Answer(NamedTuple):
    """Where the answer to a question is put: in bit `bit` of each line's byte."""

    feature: int
    most: int
    bit: int


_Fork: TypeAlias = tuple[int, int, "_Way", "_Way"]
"""A split's feature and most, and the way behind either answer."""
_Way: TypeAlias = tuple[int, _Fork | None]
"""The steps that it adds, and the next split; None where it ends."""


class _Ready(NamedTuple):
    """Trees made ready.

    Attributes:
        columns: features, the table that answers up to eight questions to each, and the bits that it answers them in.
        trees: the places of each tree's answers among those of all columns, and the table of its leaves.
    """

    columns: list[tuple[str, bytes, list[int]]]
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

    def _totals(self, columns: Columns) -> list[int]:
        """For each line the sum of the bytes of the leaves that it comes to."""
        lines = len(columns[self.features[0]])
        ready = self._ready
        ones = int.from_bytes(b"\1" * lines, "little")
        bits = [ones << bit for bit in range(MOST_SPLITS)]
        answers: list[int] = []
        for feature, table, asked in ready.columns:
            column = int.from_bytes(columns[feature].translate(table), "little")
            answers += [column & bits[bit] for bit in asked]
        totals = [0] * lines
        for start in range(0, len(ready.trees), TREES_AT_ONCE):
            leaves = [
                reduce(or_, map(answers.__getitem__, places)).to_bytes(lines, "little").translate(table)
                for places, table in ready.trees[start : start + TREES_AT_ONCE]
            ]
            totals = list(map(add, totals, _sums(leaves, lines)))
        return totals

    @cached_property
    def _ready(self) -> _Ready:
        asked = _placed(self.trees)
        columns = _shared(dict.fromkeys(chain.from_iterable(asked)))
        places = {answer: place for place, answer in enumerate(chain.from_iterable(columns))}
        return _Ready(
            [(self.features[column[0].feature], _answering(column), [one.bit for one in column]) for column in columns],
            [
                ([places[answer] for answer in answers], _table(tree, [answer.bit for answer in answers]))
                for tree, answers in zip(self.trees, asked, strict=True)
            ],
        )

    def weighed(self, columns: Columns, line: int) -> dict[str, float]:
        """What each feature added to the log odds of one line, summed over the splits on its way through the trees.

        One that added nothing, or was not asked about, is left out.
        """
        row = [columns[name][line] for name in self.features]
        told = [0] * len(row)
        for fork in self._forks:
            way: _Fork | None = fork
            while way is not None:
                feature, most, yes, no = way
                steps, way = yes if row[feature] <= most else no
                told[feature] += steps
        return {name: self.step * steps for name, steps in zip(self.features, told, strict=True) if steps}

    @cached_property
    def _forks(self) -> list[_Fork]:
        return list(map(_linked, self.trees))


def _linked(tree: Tree) -> _Fork:
    """A tree as tuples within tuples: what a way adds stands beside where it leads."""
    forks: dict[int, _Fork] = {}
    for place in range(len(tree.splits) - 1, -1, -1):
        split = tree.splits[place]
        yes, no = (
            (tree.leaves[~target] - split.value, None)
            if target < 0
            else (tree.splits[target].value - split.value, forks[target])
            for target in (split.yes, split.no)
        )
        forks[place] = (split.feature, split.most, yes, no)
    return forks[0]


def _sums(leaves: Sequence[bytes], lines: int) -> list[int]:
    """For each line the sum of its bytes, of which there are at most `TREES_AT_ONCE`.

    Every other byte is added up with room for two, and so is all as it comes: the difference is the rest.
    """
    width = lines + lines % 2
    every_other = int.from_bytes(b"\xff\0" * (width // 2), "little")
    numbers = [int.from_bytes(values, "little") for values in leaves]
    even = sum([number & every_other for number in numbers])
    odd = (sum(numbers) - even) >> _BYTE
    sums = [0] * width
    for first, half in enumerate((even, odd)):
        sums[first::2] = unpack(f"<{width // 2}H", half.to_bytes(width, "little"))
    return sums[:lines]


def _placed(trees: Sequence[Tree]) -> list[list[_Answer]]:
    """For each tree the answers to its splits in order, no two in the same bit, and few answers in all."""
    met: dict[tuple[int, int], list[_Answer]] = {}
    asked = []
    for tree in trees:
        free = set(range(MOST_SPLITS))
        found: dict[int, _Answer] = {}
        for place, split in enumerate(tree.splits):
            for known in met.get(split[:2], ()):
                if known.bit in free:
                    found[place] = known
                    free.remove(known.bit)
                    break
        for place, split in enumerate(tree.splits):
            if place not in found:
                found[place] = _Answer(split.feature, split.most, free.pop())
                met.setdefault(split[:2], []).append(found[place])
        asked.append([found[place] for place in range(len(tree.splits))])
    return asked


def _shared(answers: Iterable[_Answer]) -> list[list[_Answer]]:
    """`answers` by columns: those of each share the feature, but not the bit."""
    columns: dict[tuple[int, int], list[_Answer]] = {}
    taken: Counter[tuple[int, int]] = Counter()
    for answer in answers:
        columns.setdefault((answer.feature, taken[answer.feature, answer.bit]), []).append(answer)
        taken[answer.feature, answer.bit] += 1
    return list(columns.values())


def _answering(column: Sequence[_Answer]) -> bytes:
    """A table that makes a byte of answers of each byte of the feature."""
    answered = [int.from_bytes(b"\1" * (one.most + 1), "little") << one.bit for one in column]
    return sum(answered).to_bytes(_EVERY_KEY, "little")


@cache
def _answered(bit: int) -> int:
    """All bytes of answers, as one large integer with 255 in each byte whose bit `bit` is set."""
    return int.from_bytes(bytes(255 * (key >> bit & 1) for key in range(_EVERY_KEY)), "little")


_ALL = int.from_bytes(b"\xff" * _EVERY_KEY, "little")
_ONES = _ALL // 255


def _table(tree: Tree, bits: Sequence[int]) -> bytes:
    """For each byte of answers the leaf that it leads to; `bits` says where each split's answer is."""
    ways = [_ALL] + [0] * (len(tree.splits) - 1)
    table = 0
    for place, split in enumerate(tree.splits):
        yes = ways[place] & _answered(bits[place])
        for target, way in ((split.yes, yes), (split.no, ways[place] ^ yes)):
            if target >= 0:
                ways[target] = way
            else:
                table |= way & tree.leaves[~target] * _ONES
    return table.to_bytes(_EVERY_KEY, "little")
