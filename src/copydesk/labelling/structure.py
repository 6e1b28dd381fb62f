"""Where the body stands on the page, told by shape alone: the run of lines that holds the most prose.

Every line is worth something: sentences count for the body by their length, short lines and struck lines count against
it. The body is the run with the highest sum, so that a sub-heading or an advertisement inside it costs less than the
paragraph behind it brings, and a menu costs more.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from copydesk.labelling.shape import SHORT_WORTH
from copydesk.page import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from copydesk.labelling.searching import Hit
    from copydesk.labelling.shape import Shape

LONGEST_VALUE = 50.0
"""Words: beyond that a line says no more about where the article is."""
STRUCK_COST = 8.0
RECURRING_COST = 14.0
"""For short lines that recur but for their figures: dates over comments, buttons under teasers."""
OFTEN = 3
LIST_COST = 25.0
"""For a related heading: prose behind it must be worth more than that to belong to the same article."""

FULL_ARTICLE = 50.0
FULL_SHARE = 0.25
"""A run worth so much, or such a share of the best one, is the article if an end of the article stands below it:
comment threads are often longer than what they comment on."""

_DIGITS = re.compile(r"\d+")
CLOSING = frozenset({Kind.RELATED_HEADING, Kind.COMMENT_BOX, Kind.TAGS_LINE, Kind.COPYRIGHT_NOTICE, Kind.NAV_LINKS})
TEASERS_FOLLOW = frozenset({Kind.RELATED_HEADING, Kind.COMMENT_BOX, Kind.TAGS_LINE, Kind.AUTHOR_BIO})
FEWEST_TEASERS = 3
LINES_TO_SIGNOFF = 80
FEWEST_LISTED = 2
LONGEST_GAP = 5
"""Short lines in a row that sub-headings, lists and verse inside a body may come to; more are another list."""


class Run(NamedTuple):
    """A half-open run of lines and its worth in words."""

    first: int
    last: int
    worth: float


def line_worths(shapes: Sequence[Shape], hits: Sequence[Sequence[Hit]], recurring_lines: Iterable[int]) -> list[float]:
    """What each line is worth to a body that it stands in.

    Args:
        shapes: one a line of the whole page, in order.
        hits: for each line the rules that it meets.
        recurring_lines: what `recurring` found.
    """
    worths = [
        _cost(met, shapes[index + 1 : index + 1 + FEWEST_LISTED]) if met else _worth(shapes[index])
        for index, met in enumerate(hits)
    ]
    for index in recurring_lines:
        if not shapes[index].prose:
            worths[index] = min(worths[index], -RECURRING_COST)
    return worths


def body_run(worths: Sequence[float], shapes: Sequence[Shape], hits: Sequence[Sequence[Hit]]) -> Run:
    """Find the body, by what its lines are worth.

    Returns:
        A run that begins and ends with prose; empty with worth 0 where there is none.
    """
    runs = [_best_run(worths, first, last) for first, last in _parts(hits)]
    best = max(runs, key=lambda run: run.worth)
    enough = min(FULL_ARTICLE, FULL_SHARE * best.worth)
    return _before_teasers(next(run for run in runs if run.worth >= enough), shapes, hits)


def _before_teasers(run: Run, shapes: Sequence[Shape], hits: Sequence[Sequence[Hit]]) -> Run:
    """`run` without the teasers or comments below its article, if the article's paragraphs follow one another.

    They begin with a line that says so, have one paragraph each between a headline or a name and a date, and all in all
    less of it than the article has, in shorter paragraphs.
    """
    prose = [index for index in range(run.first, run.last) if shapes[index].prose and not hits[index]]
    dense = {index for pair in pairwise(prose) if pair[1] == pair[0] + 1 for index in pair}
    for index in range(max(dense, default=run.last), run.last):
        if hits[index] and any(hit.rule.kind in TEASERS_FOLLOW for hit in hits[index]):
            above = [place for place in prose if place < index]
            below = prose[len(above) :]
            if len(below) < FEWEST_TEASERS or 2 * len(dense) < len(above):
                break
            mass, rest = (sum(shapes[place].words for place in part) for part in (above, below))
            if rest < mass and rest * len(above) < mass * len(below):
                return run._replace(last=above[-1] + 1)
            break
    return run


def up_to_signoff(run: Run, hits: Sequence[Sequence[Hit]]) -> Run:
    """`run` with the lines below it, if the editor's sign-off follows and nothing else closes the article before."""
    for index in range(run.last, min(run.last + LINES_TO_SIGNOFF, len(hits))):
        kinds = {hit.rule.kind for hit in hits[index]}
        if Kind.EDITOR_SIGNOFF in kinds:
            return run._replace(last=index)
        if kinds & CLOSING:
            break
    return run


def below_headline(run: Run, title: int | None, shapes: Sequence[Shape], hits: Sequence[Sequence[Hit]]) -> Run:
    """`run` without a headline that reads like a sentence, and what stands between it and the first paragraph."""
    if title is None or title < run.first:
        return run
    first = next((index for index in range(title + 1, run.last) if shapes[index].prose and not hits[index]), run.last)
    return run._replace(first=first)


def templates_of(texts: Sequence[str]) -> list[str]:
    """`texts`, none of which holds a line feed, with all their figures made alike."""
    return _DIGITS.sub("0", "\n".join(texts)).split("\n")


def recurring(templates: Sequence[str], shapes: Sequence[Shape]) -> list[int]:
    """The lines that are no prose and stand on the page again and again, figures aside."""
    short = [index for index, shape in enumerate(shapes) if not shape.prose]
    counts = Counter([templates[index] for index in short])
    return [index for index in short if counts[templates[index]] >= OFTEN]


def _cost(hits: Sequence[Hit], below: Sequence[Shape]) -> float:
    """What a struck line is worth."""
    opens_list = any(hit.rule.ends == "list" for hit in hits) and not any(line.prose for line in below)
    return -LIST_COST if opens_list else -STRUCK_COST


def _worth(shape: Shape) -> float:
    """What any other line is worth."""
    if shape.prose:
        return min(shape.words, LONGEST_VALUE)
    return SHORT_WORTH if shape.outside else shape.short


def _parts(hits: Sequence[Sequence[Hit]]) -> Iterator[tuple[int, int]]:
    """The stretches between the lines that end an article for certain."""
    ends = [index for index, met in enumerate(hits) if met and any(hit.rule.ends == "yes" for hit in met)]
    return pairwise([0, *ends, len(hits)])


def _best_run(worths: Sequence[float], start: int, stop: int) -> Run:
    best = Run(start, start, 0.0)
    total, first = 0.0, start
    for index in range(start, stop):
        if total <= 0.0:
            total, first = 0.0, index
        total += worths[index]
        if total > best.worth:
            best = Run(first, index + 1, total)
    return best


def listed(run: Run, shapes: Sequence[Shape], hits: Sequence[Sequence[Hit]]) -> Iterator[int]:
    """Short lines inside the body right below the heading of a list of other articles."""
    below_heading = False
    for index in range(run.first, run.last):
        if hits[index] and any(hit.rule.ends == "list" for hit in hits[index]):
            below_heading = True
        elif shapes[index].prose:
            below_heading = False
        elif below_heading and not hits[index]:
            yield index


def gaps(run: Run, shapes: Sequence[Shape], hits: Sequence[Sequence[Hit]]) -> Iterator[list[int]]:
    """Stretches of short lines inside the body that are too long to be its own: lists of other articles, menus.

    Struck lines neither count nor part a stretch, so that striking them changes no other line's fate.
    """
    short: list[int] = []
    for index in range(run.first, run.last):
        if hits[index]:
            continue
        if not shapes[index].prose:
            short.append(index)
            continue
        if len(short) > LONGEST_GAP:
            yield short
        short = []
