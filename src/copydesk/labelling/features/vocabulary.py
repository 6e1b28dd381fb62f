"""How much of a line's wording comes back elsewhere: in the page's prose, in its title, in what markup states."""

from __future__ import annotations

import re
from collections import Counter
from itertools import compress
from typing import TYPE_CHECKING

from copydesk.labelling.features.columns import UNKNOWN, counts, everywhere, shares
from copydesk.labelling.shape import UNSPACED

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from copydesk.labelling.features.columns import Columns

_WORD = re.compile(rf"[^\W\d_{UNSPACED}]{{4,}}")
_UNSPACED_PAIR = re.compile(rf"(?=([{UNSPACED}]{{2}}))")
_FIGURES = re.compile(r"\d+")


def tokens_of(text: str) -> set[str]:
    """The longer words of `text`, and the pairs of letters of scripts that have none."""
    folded = text.casefold()
    found = set(_WORD.findall(folded))
    if not folded.isascii():
        found.update(_UNSPACED_PAIR.findall(folded))
    return found


def vocabulary(texts: Sequence[str], prose: Sequence[bool], body: Sequence[bool], stated: Mapping[str, str]) -> Columns:
    """How the wording of lines recurs.

    Args:
        texts: the lines.
        prose: which of them read like prose that no rule strikes.
        body: which of those stand in the first draft of the body.
        stated: texts that lines are compared with, by the feature that says how much of a line they hold.
    """
    tokens = list(map(tokens_of, texts))
    return {
        "recurring": _recurring(tokens, prose),
        "recurring_in_draft": _recurring(tokens, body),
        "repeated": _repeated(texts),
        "repeated_but_for_figures": _repeated([_FIGURES.sub("0", text) for text in texts]),
    } | {name: _shared(tokens, tokens_of(text)) for name, text in stated.items()}


def _recurring(tokens: Sequence[set[str]], lines: Sequence[bool]) -> bytes:
    """The share of each line's tokens that stand in another of `lines`."""
    met: Counter[str] = Counter()
    for found in compress(tokens, lines):
        met.update(found)
    once = met.keys()
    twice = {token for token, number in met.items() if number > 1}
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
    numbers = Counter(texts)
    return counts([numbers[text] for text in texts])
