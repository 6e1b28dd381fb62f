"""The headline without what a site hangs on to it."""

from __future__ import annotations

import re

_TAIL = re.compile(r"\s*[|｜_]\s*[^|｜_]{1,40}$|\s+[-–—»·•]\s+[^-–—»·•|]{1,30}$")
"""` | Site`, `_Section_Site`, ` - Site`: how pages sign their own titles."""

LONGEST_CUT = 0.6
"""Share of the line: a tail longer than this is not the smaller part, and the line is left whole."""


def clean_title(line: str, *, page_title: bool) -> str:
    """The headline that `line` holds.

    Args:
        line: the line that was found to be the headline.
        page_title: whether it is the page's first line, where dumps keep the `<title>` with the site's name on it.
    """
    title = line.strip()
    while page_title and (tail := _TAIL.search(title)) and len(tail.group()) < LONGEST_CUT * len(title):
        title = title[: tail.start()]
    return title
