"""Where a line stands: on the page, in the first draft of the body, between prose and what rules know."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from copydesk.labelling.datafiles import data_table
from copydesk.labelling.features import columns
from copydesk.page import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from copydesk.labelling.draft import Draft
    from copydesk.labelling.features.columns import Columns
    from copydesk.labelling.searching import Hit
    from copydesk.labelling.structure import Run

WINDOWS = (2, 5, 10, 20)
PARAGRAPHS_WITHIN = 10
NEIGHBOURS = {
    "words": (-3, -2, -1, 1, 2, 3),
    "stop": (-1, 1),
    "theme": (-1, 1),
    "last": (-1, 1),
    "capitals": (-1, 1),
}
"""Lines above (negative) and below whose features count for a line as well."""

ANCHORS = ("rights", "furniture", "prompts", "related", "comments", "credits")
"""Themes whose lines tell something of the lines far around them."""
_NO_CODE = (0, 0)
_ENDS = {"no": 1, "list": 2, "yes": 3}


@cache
def _themes() -> dict[str, list[Kind]]:
    """The kinds of each theme."""
    return {theme: list(map(Kind, kinds)) for theme, kinds in data_table("themes").items()}


@cache
def _codes() -> dict[Kind, tuple[int, int]]:
    """The codes of each kind's theme and of the kind itself, from 1 in the order of the file."""
    kinds = [(theme, kind) for theme, members in enumerate(_themes().values(), 1) for kind in members]
    return {kind: (theme, code) for code, (theme, kind) in enumerate(kinds, 1)}


def place(draft: Draft) -> Columns:
    """Where each line of the draft's page stands."""
    return _on_page(draft) | _among_prose(draft) | _among_hits(draft)


def neighbours(found: Columns) -> Columns:
    """What stands just above and below each line."""
    return {f"{name}_{by:+d}": columns.shifted(found[name], by) for name, near in NEIGHBOURS.items() for by in near}


def _on_page(draft: Draft) -> Columns:
    lines = len(draft.values)
    first, last, worth = draft.run
    return {
        "draft": _inside(draft.run, lines),
        "from_first": columns.offsets(first, lines),
        "from_last": columns.offsets(last, lines),
        "lenient": _inside(draft.lenient, lines),
        "from_lenient_last": columns.offsets(draft.lenient.last, lines),
        "from_title": bytes(lines) if draft.title is None else columns.offsets(draft.title, lines),
        "position": bytes([200 * index // lines for index in range(lines)]),
        "lines_left": columns.sizes(range(lines, 0, -1)),
        "lines": columns.everywhere(columns.size(lines), lines),
        "draft_lines": columns.everywhere(columns.size(last - first), lines),
        "draft_worth": columns.everywhere(columns.size(int(worth)), lines),
    }


def _inside(run: Run, lines: int) -> bytes:
    """0 above the run, 1 in it, 2 below."""
    return bytes(run.first) + bytes([1]) * (run.last - run.first) + bytes([2]) * (lines - run.last)


def _among_prose(draft: Draft) -> Columns:
    lines = len(draft.values)
    first, last, _ = draft.run
    masses = columns.running(draft.values)
    marks = bytes(map(bool, draft.values))
    numbers = columns.running(marks)
    total = max(1, masses[-1])
    found = {
        "prose": columns.everywhere(columns.size(total), lines),
        "prose_above": bytes([200 * mass // total for mass in masses[:-1]]),
        "draft_share": columns.everywhere(200 * (masses[last] - masses[first]) // total, lines),
        "paragraphs_above": columns.counts(columns.above(numbers, PARAGRAPHS_WITHIN)),
        "paragraphs_below": columns.counts(columns.below(numbers, PARAGRAPHS_WITHIN)),
        "since_prose": columns.shifted(columns.since(marks), -1),
        "until_prose": columns.shifted(columns.until(marks), 1),
    }
    for window in WINDOWS:
        found[f"prose_{window}_above"] = columns.sizes(columns.above(masses, window))
        found[f"prose_{window}_below"] = columns.sizes(columns.below(masses, window))
    return found


def _among_hits(draft: Draft) -> Columns:
    struck = [_code(hits) if hits else _NO_CODE for hits in draft.hits]
    themes = bytes([theme for theme, _ in struck])
    found = {
        "theme": themes,
        "theme_anywhere": bytes([_code(hits)[0] if hits else 0 for hits in draft.met]),
        "kind": bytes([kind for _, kind in struck]),
        "ends": bytes([max([_ENDS[hit.rule.ends] for hit in hits]) if hits else 0 for hits in draft.hits]),
    }
    first = draft.run.first
    for code, theme in enumerate(_themes(), 1):
        if theme in ANCHORS:
            marks = themes.translate(bytes(code) + b"\1" + bytes(255 - code))
            below_start = bytes(first) + marks[first:]
            found[f"since_{theme}"] = columns.since(below_start)
            found[f"so_far_{theme}"] = columns.so_far(below_start)
            found[f"until_{theme}"] = columns.until(marks)
    return found


def _code(hits: Sequence[Hit]) -> tuple[int, int]:
    return _codes()[hits[0].rule.kind]
