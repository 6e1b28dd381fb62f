"""Which line above the body is the headline."""

from __future__ import annotations

import re
from functools import lru_cache
from operator import add
from typing import TYPE_CHECKING

from copydesk.labelling.datafiles import data_table
from copydesk.labelling.shape import FULL_STOPS, UNSPACED
from copydesk.page import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from copydesk.labelling.searching import Hit
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
TAKEN_UP = 0.8
"""Echo in the body of a line that is of the article."""
FULL_STOP = (".", "。")
CUT_OFF = ("...", "…")
REMEMBERED = 128
"""Texts: a page is looked through again once it is known which lines are kept."""
FEW_TOKENS = 4
FEW_WORDS = 5.0


def headline(page: Page, shapes: Sequence[Shape], hits: Sequence[Sequence[Hit]], run: Run) -> int | None:
    """Index of the headline, None where no line speaks for itself.

    What speaks for a line above the body, or at its very top with a date below it, is in `data/headline.toml`.
    """
    points = data_table("headline")
    body = _tokens(" ".join(line.text for line in page.lines[run.first : run.last])[:OPENING_CHARS])
    dates = [index for index in _window(run) if _dated(page.lines[index].text, hits[index])]
    candidates = [index for index in _window(run) if not hits[index] and _may_be(index, shapes[index], run, dates)]
    echoes = {index: _echo(page.lines[index].text, body) for index in candidates}
    best, winner = points["least"], None
    for index in candidates:
        score = points["echo"] * echoes[index] + points["distance"] * max(0, run.first - index)
        score += _looks(shapes[index], page.lines[index].text, points) + _markup(page, index, points)
        score += points["dated"] * min(1.0, shapes[index].words / FEW_WORDS) if _near(index, dates) else 0.0
        score += points["byline"] if _above_byline(index, hits) else 0.0
        score += points["standfirst"] if _above_standfirst(index, shapes, echoes) else 0.0
        if score >= best:
            best, winner = score, index
    return winner


def _may_be(index: int, shape: Shape, run: Run, dates: Sequence[int]) -> bool:
    above = index < run.first or any(index < date for date in dates)
    return above and SHORTEST <= shape.words <= LONGEST


def _looks(shape: Shape, text: str, points: dict[str, float]) -> float:
    score = points["long"] * max(0.0, shape.words - points["long_from"])
    score += points["short"] * max(0.0, points["short_to"] - shape.words)
    cut_off = text.endswith(CUT_OFF)
    if shape.prose:
        score += points["prose"] + (points["sentence"] if shape.stop in FULL_STOPS and not cut_off else 0.0)
    return score + (points["full_stop"] if text.endswith(FULL_STOP) and not cut_off else 0.0)


def _markup(page: Page, index: int, points: dict[str, float]) -> float:
    page_title = page.head.title if page.head else page.lines[0].text
    score = points["page_title"] if (index or page.head) and page.lines[index].text in page_title else 0.0
    return score + (points["h1"] if page.markup and page.markup[index].tag == "h1" else 0.0)


def _near(index: int, dates: Sequence[int]) -> bool:
    return any(index < date <= index + CREDITS_WITHIN for date in dates)


def _above_byline(index: int, hits: Sequence[Sequence[Hit]]) -> bool:
    below = hits[index + 1 : index + 1 + CREDITS_WITHIN]
    return any(hit.rule.kind is Kind.BYLINE for near in below for hit in near)


def _above_standfirst(index: int, shapes: Sequence[Shape], echoes: dict[int, float]) -> bool:
    words = shapes[index].words
    return any(echoes.get(below, 0.0) >= TAKEN_UP and shapes[below].words > words for below in (index + 1, index + 2))


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
