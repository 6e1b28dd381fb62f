"""Which line above the body is the headline."""

from __future__ import annotations

import re
from functools import lru_cache
from operator import add
from typing import TYPE_CHECKING

from copydesk.labelling.shape import FULL_STOPS, UNSPACED
from copydesk.page import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from copydesk.labelling.matching import Hit
    from copydesk.labelling.shape import Shape
    from copydesk.labelling.structure import Run
    from copydesk.page import Page

_WORD = re.compile(rf"[^\W_{UNSPACED}]{{2,}}")
_PLAIN_WORD = re.compile("[a-z0-9]{2,}")
_UNSPACED_RUN = re.compile(rf"[{UNSPACED}]{{2,}}")
DATED = frozenset({Kind.SOURCE_LINE, Kind.PUB_TIME})

SHORTEST, LONGEST = 2.0, 45.0  # words
LINES_ABOVE = 60
LINES_INSIDE = 4
CREDITS_WITHIN = 4
OPENING_CHARS = 3000
LEAST_SCORE = 0.8
REMEMBERED = 128
"""Texts: a page is looked through again once it is known which lines are kept."""
FEW_TOKENS = 4
FEW_WORDS = 5.0


def headline(page: Page, shapes: Sequence[Shape], hits: Sequence[Sequence[Hit]], run: Run) -> int | None:
    """Index of the headline, None where no line speaks for itself.

    What speaks for a line above the body, or at its very top with a date below it: its words come back in the body, the
    page's own title holds it, a source line follows it, and it is near the body.
    """
    lines = page.lines
    page_title = page.head.title if page.head else lines[0].text
    body = _tokens(" ".join(line.text for line in lines[run.first : run.last])[:OPENING_CHARS])
    dates = [index for index in _window(run) if _dated(lines[index].text, hits[index])]
    best, winner = LEAST_SCORE, None
    for index in _window(run):
        inside = index >= run.first and not any(index < date for date in dates)
        if hits[index] or inside or not SHORTEST <= shapes[index].words <= LONGEST:
            continue
        score = _echo(lines[index].text, body) + _place(index, shapes[index].words, run, dates)
        if shapes[index].prose:
            score -= 1.0 if shapes[index].stop in FULL_STOPS else 0.5
        if (index or page.head) and lines[index].text in page_title:
            score += 2.0
        if page.markup and page.markup[index].tag == "h1":
            score += 1.0
        if score >= best:
            best, winner = score, index
    return winner


def _dated(line: str, hits: Sequence[Hit]) -> bool:
    return bool(hits) and any(hit.rule.kind in DATED for hit in hits) and any(map(str.isdigit, line))


def _window(run: Run) -> range:
    return range(max(0, run.first - LINES_ABOVE), min(run.first + LINES_INSIDE, run.last))


@lru_cache(maxsize=REMEMBERED)
def _tokens(text: str) -> frozenset[str]:
    """The words of `text`, and the pairs of letters of scripts that have none."""
    text = text.casefold()
    if text.isascii():
        return frozenset(_PLAIN_WORD.findall(text))
    tokens = set(_WORD.findall(text))
    for run in _UNSPACED_RUN.findall(text):
        tokens.update(map(add, run, run[1:]))
    return frozenset(tokens)


def _echo(text: str, body: frozenset[str]) -> float:
    """How much of the line comes back in the body, from 0 to 3; two words that do say less than ten."""
    tokens = _tokens(text)
    return 3.0 * len(tokens & body) / (len(tokens) + FEW_TOKENS)


def _place(index: int, words: float, run: Run, dates: Sequence[int]) -> float:
    score = -0.03 * max(0, run.first - index)
    if any(index < date <= index + CREDITS_WITHIN for date in dates):
        score += 1.5 * min(1.0, words / FEW_WORDS)
    return score
