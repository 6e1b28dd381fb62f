"""How much of a line's wording comes back elsewhere: in the page's prose, in its title, in what markup states."""

from __future__ import annotations

import re
from collections import Counter
from itertools import compress
from operator import add
from typing import TYPE_CHECKING

from copydesk.labelling.features.columns import UNKNOWN, counts, everywhere, shares
from copydesk.labelling.shape import UNSPACED

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from copydesk.labelling.features.columns import Columns

_WORD = re.compile(rf"[^\W\d_{UNSPACED}]{{4,}}")
_PLAIN_WORD = re.compile("[a-z]{4,}")
_UNSPACED_RUN = re.compile(rf"[{UNSPACED}]{{2,}}")


def tokens_of(text: str) -> set[str]:
    """The longer words of `text`, and the pairs of letters of scripts that have none."""
    folded = text.casefold()
    if folded.isascii():
        return set(_PLAIN_WORD.findall(folded))
    found = set(_WORD.findall(folded))
    for run in _UNSPACED_RUN.findall(folded):
        found.update(map(add, run, run[1:]))
    return found


def vocabulary(
    texts: Sequence[str],
    templates: Sequence[str],
    prose: Sequence[bool],
    body: Sequence[bool],
    stated: Mapping[str, str],
) -> Columns:
    """How the wording of lines recurs.

    Args:
        texts: the lines.
        templates: the same with all their figures made alike.
        prose: which of them read like prose that no rule strikes.
        body: which of those stand in the first draft of the body.
        stated: texts that lines are compared with, by the feature that says how much of a line they hold.
    """
    tokens = list(map(tokens_of, texts))
    recurring = _recurring(tokens, prose)
    return {
        "recurring": recurring,
        "recurring_in_draft": recurring if body == prose else _recurring(tokens, body),
        "repeated": _repeated(texts),
        "repeated_but_for_figures": _repeated(templates),
    } | {name: _shared(tokens, tokens_of(text)) for name, text in stated.items()}


def _recurring(tokens: Sequence[set[str]], lines: Sequence[bool]) -> bytes:
    """The share of each line's tokens that stand in another of `lines`."""
    once: set[str] = set()
    twice: set[str] = set()
    for found in compress(tokens, lines):
        twice |= once & found
        once |= found
    return shares(
        [
            len(found & (twice if counted else once)) / len(found) if found else -1.0
            for found, counted in zip(tokens, lines, strict=True)
        ]
    )


def _shared(tokens: Sequence[set[str]], wanted: set[str]) -> bytes:
    """The share of each line's tokens that `wanted` holds, unknown where it holds none."""
    if not wanted:
        return everywhere(UNKNOWN, len(tokens))
    return shares([len(found & wanted) / len(found) if found else -1.0 for found in tokens])


def _repeated(texts: Sequence[str]) -> bytes:
    return counts(list(map(Counter(texts).__getitem__, texts)))
