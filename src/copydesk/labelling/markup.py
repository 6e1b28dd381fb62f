"""What markup adds to the shapes of lines: which stand beside the article, and what short ones are worth."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from copydesk.labelling.datafiles import data_table
from copydesk.labelling.shape import SHORT_WORTH, placed
from copydesk.linear import any_of
from copydesk.page import Zone

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from copydesk.labelling.searching import Hit
    from copydesk.labelling.shape import Shape
    from copydesk.labelling.structure import Run
    from copydesk.page import Markup, Page

MOSTLY_LINK = 0.6
"""Share of a line's characters: a line linked so far points elsewhere."""
OUTER_ZONES = frozenset({Zone.FOOTER, Zone.ASIDE})
CAPTION = "figcaption"
MOST_PROSE = 0.5
"""Share of the page's prose: a container with so much is the article, whatever it is called."""
ARTICLE_SHARE = 0.9
"""Share of the body's prose that the article's container must hold."""
LONGEST_MASS = 100.0  # words a line


@cache
def _beside() -> Callable[[str], bool]:
    return any_of(data_table("markup")["beside"])


def is_settled(markup: Markup) -> bool:
    """Whether markup alone makes a line no text of the article, so that rules need not search it."""
    return markup.hidden or markup.link > MOSTLY_LINK or markup.zone is Zone.NAV


def weighed(page: Page, shapes: Sequence[Shape]) -> list[Shape]:
    """`shapes` with what markup says of each line; unchanged for text."""
    if not page.markup:
        return list(shapes)
    stand_outside = [is_settled(markup) or markup.zone in OUTER_ZONES for markup in page.markup]
    named = _named_beside(page, shapes, stand_outside)
    worth = data_table("markup")["short"]
    return [
        placed(shape, outside=outside or named[markup.container], short=worth.get(markup.tag, SHORT_WORTH))
        for shape, markup, outside in zip(shapes, page.markup, stand_outside, strict=True)
    ]


def stands_beside(page: Page, weighed_shapes: Sequence[Shape]) -> list[bool]:
    """Which lines `weighed` left out for where they stand, and which are captions; links may be the article's own."""
    if not page.markup:
        return [False] * len(weighed_shapes)
    return [
        markup.tag == CAPTION or (shape.outside and markup.link <= MOSTLY_LINK)
        for shape, markup in zip(weighed_shapes, page.markup, strict=True)
    ]


def within_article(page: Page, shapes: Sequence[Shape], hits: Sequence[Sequence[Hit]], run: Run) -> list[Shape]:
    """`shapes` with all lines outside that the smallest container of nearly all of the body's prose does not hold."""
    body = [index for index in range(run.first, run.last) if shapes[index].prose and not hits[index]]
    masses = _masses(page, shapes, body)
    least = ARTICLE_SHARE * max(masses, default=0.0)
    article = max((index for index, mass in enumerate(masses) if mass >= least), default=-1)
    held = [index == article for index in range(len(masses))]
    for index, parent in enumerate(page.containers.parents):
        held[index] = held[index] or (parent >= 0 and held[parent])
    return [
        shape if shape.outside or held[markup.container] else placed(shape, outside=True, short=shape.short)
        for shape, markup in zip(shapes, page.markup, strict=True)
    ]


def _masses(page: Page, shapes: Sequence[Shape], lines: Iterable[int]) -> list[float]:
    """Words of those of the page's lines in each container, those of the containers in it included."""
    masses = [0.0] * len(page.containers)
    for index in lines:
        masses[page.markup[index].container] += min(shapes[index].words, LONGEST_MASS)
    for index in range(len(masses) - 1, 0, -1):
        if masses[index]:
            masses[page.containers.parents[index]] += masses[index]
    return masses


def _named_beside(page: Page, shapes: Sequence[Shape], stand_outside: Sequence[bool]) -> list[bool]:
    """For each container whether it, or one around it, has a name of something beside the article and little prose."""
    prose = [index for index, shape in enumerate(shapes) if shape.prose and not stand_outside[index]]
    masses = _masses(page, shapes, prose)
    most = MOST_PROSE * max(masses, default=0.0)
    beside: list[bool] = []
    for parent, hint, mass in zip(page.containers.parents, page.containers.hints, masses, strict=True):
        inherited = parent >= 0 and beside[parent]
        beside.append(inherited or (mass < most and bool(hint) and _is_named(hint)))
    return beside


@lru_cache(maxsize=16_384)
def _is_named(hint: str) -> bool:
    return _beside()(hint)
