"""Which line above the body is the headline."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from copydesk.labelling.shape import UNSPACED
from copydesk.page import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from copydesk.labelling.matching import Hit
    from copydesk.labelling.shape import Shape
    from copydesk.labelling.structure import Run
    from copydesk.page import Line

_TOKEN = re.compile(rf"[{UNSPACED}]|[^\W_{UNSPACED}]{{2,}}")
_CREDITS = {Kind.SOURCE_LINE, Kind.PUB_TIME, Kind.BYLINE}

SHORTEST, LONGEST = 2.5, 45.0  # words
LINES_ABOVE = 60
CREDITS_WITHIN = 4
OPENING_CHARS = 1500
LEAST_SCORE = 1.5


def headline(
    lines: Sequence[Line], shapes: Sequence[Shape], hits: Sequence[Sequence[Hit]], run: Run
) -> int | None:
    """Index of the headline, None where no line above the body speaks for itself.

    What speaks for a line: its words come back in the body, it stands on the page twice (the page's own title holds it),
    credits follow it, and it is near the body.
    """
    body = " ".join(line.text for line in lines[run.first : run.last])[:OPENING_CHARS].casefold()
    best, winner = LEAST_SCORE, None
    for index in range(max(0, run.first - LINES_ABOVE), run.first + 1):
        if hits[index] or not SHORTEST <= shapes[index].words <= LONGEST or (index == run.first and shapes[index].prose):
            continue
        score = _echo(lines[index].text, body) + _context(lines, hits, index, run)
        if score >= best:
            best, winner = score, index
    return winner


def _echo(text: str, body: str) -> float:
    """How much of the line comes back in the body, from 0 to 3."""
    tokens = {token.casefold() for token in _TOKEN.findall(text)}
    return 3.0 * sum(token in body for token in tokens) / len(tokens) if tokens else 0.0


def _context(lines: Sequence[Line], hits: Sequence[Sequence[Hit]], index: int, run: Run) -> float:
    text = lines[index].text
    score = -0.05 * (run.first - index)
    if index and lines[0].text.startswith(text):
        score += 2.0
    below = hits[index + 1 : index + 1 + CREDITS_WITHIN]
    if any(hit.rule.kind in _CREDITS for met in below for hit in met):
        score += 1.0
    return score
