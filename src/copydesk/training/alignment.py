"""Which lines of a page a gold text holds, found by the runs of tokens that they share, in order."""

from __future__ import annotations

import re
from collections import Counter
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from copydesk.labelling.shape import UNSPACED

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_TOKEN = re.compile(rf"[{UNSPACED}]|[^\W{UNSPACED}]+")

RUN = 4
"""Tokens: so many in a row tell a place in a text."""
LEAST_SHARED = 0.25
"""Share of a line's runs: with fewer it is not looked for in the gold."""
MOST_PLACES = 8
"""Places that one run, or one line, is tried at."""
SLACK = 3
"""Tokens that may be missing or added within a line before its runs speak for different places."""
LONGEST_SHORT_LINE = 12
"""Tokens: lines without a run of their own are looked for word by word, up to this length."""


class _Candidate(NamedTuple):
    line: int
    place: int
    weight: float


def tokens_of(text: str) -> list[str]:
    """Words, and each letter of a script without spaces by itself."""
    return _TOKEN.findall(text)


def runs_of(tokens: Sequence[str]) -> list[tuple[str, ...]]:
    """Runs of `RUN` tokens; a text that is shorter is one run of what it has."""
    if not tokens:
        return []
    return [tuple(tokens[start : start + RUN]) for start in range(max(1, len(tokens) - RUN + 1))]


def shared_with(lines: Sequence[list[str]], gold: list[str]) -> list[float]:
    """For each line the share of it that the gold holds at its place in the order of lines, from 0 to 1.

    Args:
        lines: tokens of each line of the page.
        gold: tokens of the gold text.
    """
    places: dict[tuple[str, ...], list[int]] = {}
    for place, run in enumerate(runs_of(gold)):
        places.setdefault(run, []).append(place)
    shares = [_share(tokens, places) for tokens in lines]
    candidates = [
        _Candidate(line, place, share * len(tokens))
        for line, (tokens, share) in enumerate(zip(lines, shares, strict=True))
        if share >= LEAST_SHARED
        for place in _likely_places(tokens, places)
    ]
    chain = _heaviest_chain(candidates)
    found = [share if line in chain else 0.0 for line, share in enumerate(shares)]
    for line in _short_lines_between(lines, gold, chain):
        found[line] = 1.0
    return found


def _share(tokens: Sequence[str], places: Mapping[tuple[str, ...], Sequence[int]]) -> float:
    if len(tokens) < RUN:
        return 0.0
    runs = runs_of(tokens)
    return sum(run in places for run in runs) / len(runs)


def _likely_places(tokens: Sequence[str], places: Mapping[tuple[str, ...], Sequence[int]]) -> list[int]:
    """Where in the gold the line may begin, by what most of its runs say."""
    votes = Counter(
        (place - offset) // SLACK
        for offset, run in enumerate(runs_of(tokens))
        for place in places.get(run, ())[:MOST_PLACES]
    )
    most = max(votes.values())
    return sorted(SLACK * vote for vote, number in votes.items() if 3 * number > most)[:MOST_PLACES]


def _heaviest_chain(candidates: Sequence[_Candidate]) -> dict[int, int]:
    """Lines and their places, both ascending, that hold the most tokens of the gold."""
    ranks = {place: rank for rank, place in enumerate(sorted({one.place for one in candidates}), 1)}
    best = _PrefixMaximum(len(ranks))
    before: list[int] = []
    pending: list[tuple[int, float, int]] = []
    for index, one in enumerate(candidates):
        if index and candidates[index - 1].line != one.line:
            best.update(pending)
            pending = []
        weight, last = best.up_to(ranks[one.place])
        before.append(last)
        pending.append((ranks[one.place], weight + one.weight, index))
    best.update(pending)
    chain: dict[int, int] = {}
    index = best.up_to(len(ranks))[1]
    while index >= 0:
        chain[candidates[index].line] = candidates[index].place
        index = before[index]
    return chain


class _PrefixMaximum:
    """The largest of the values at ranks from 1 to any other, in logarithmic time (a Fenwick tree)."""

    def __init__(self, size: int) -> None:
        self._best = [(0.0, -1)] * (size + 1)

    def up_to(self, rank: int) -> tuple[float, int]:
        best = (0.0, -1)
        while rank > 0:
            best = max(best, self._best[rank])
            rank -= rank & -rank
        return best

    def update(self, values: Sequence[tuple[int, float, int]]) -> None:
        for first, value, index in values:
            rank = first
            while rank < len(self._best):
                self._best[rank] = max(self._best[rank], (value, index))
                rank += rank & -rank


def _short_lines_between(lines: Sequence[list[str]], gold: list[str], chain: Mapping[int, int]) -> list[int]:
    """Short lines whose tokens stand in a row in the gold, between the places of the lines around them."""
    found = []
    anchors = sorted(chain)
    starts = [(-1, 0), *((line, chain[line] + len(lines[line])) for line in anchors)]
    stops = [*((line, chain[line]) for line in anchors), (len(lines), len(gold))]
    for (above, start), (below, stop) in zip(starts, stops, strict=True):
        window = gold[max(0, start - RUN) : stop + RUN]
        place = 0
        for line in range(above + 1, below):
            if 0 < len(lines[line]) <= LONGEST_SHORT_LINE and (after := _after(window, lines[line], place)) >= 0:
                place = after
                found.append(line)
    return found


def _after(window: list[str], tokens: list[str], start: int) -> int:
    """Where in `window`, from `start` on, the tokens have stood in a row; -1 where they do not."""
    place = start
    with suppress(ValueError):
        while True:
            place = window.index(tokens[0], place)
            if window[place : place + len(tokens)] == tokens:
                return place + len(tokens)
            place += 1
    return -1
