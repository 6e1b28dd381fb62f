"""How a line is worded, whatever its language: its length, how it ends, its commas and capitals."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from copydesk.labelling.features.columns import counts, shares
from copydesk.labelling.shape import FULL_STOPS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from copydesk.labelling.features.columns import Columns
    from copydesk.labelling.shape import Shape

_LASTS = {
    character: code
    for code, characters in enumerate(("。．.…।॥۔", "!?！？؟", "\"'“”’«»」』›‹", ")]）】", ":：", ",，、;；"), start=1)
    for character in characters
}
_LAST_FIGURE, _LAST_SIGN = 7, 8
_STOPS = dict.fromkeys(FULL_STOPS, 3) | {"": 0}
_OTHER_STOP = 2
_WORDS_LOOKED_AT = 24


def wording(texts: Sequence[str], shapes: Sequence[Shape]) -> Columns:
    """What each line says of itself."""
    lengths = list(map(len, texts))
    words = [int(shape.words) for shape in shapes]
    return {
        "words": counts(words),
        "chars": counts([length // 3 for length in lengths]),
        "stop": bytes([_STOPS.get(shape.stop, _OTHER_STOP) for shape in shapes]),
        "sentences": counts([shape.sentences for shape in shapes]),
        "commas": counts([shape.commas for shape in shapes]),
        "comma_rate": counts([400 * shape.commas // (number + 1) for shape, number in zip(shapes, words, strict=True)]),
        "last": bytes(list(map(_last, [text[-1] for text in texts]))),
        "capitals": shares(map(_capitals, texts)),
        "word_length": counts(
            [4 * length // (text.count(" ") + 1) for text, length in zip(texts, lengths, strict=True)]
        ),
    }


@lru_cache(maxsize=1024)
def _last(character: str) -> int:
    if character in _LASTS:
        return _LASTS[character]
    if character.isalpha():
        return 0
    return _LAST_FIGURE if character.isdecimal() else _LAST_SIGN


def _capitals(text: str) -> float:
    """Share of the first words that begin with a capital, of those that begin with a letter; -1 where none does."""
    firsts = "".join([word[0] for word in text.split(None, _WORDS_LOOKED_AT)])
    letters = len(firsts) if firsts.isalpha() else sum(map(str.isalpha, firsts))
    return sum(map(str.isupper, firsts)) / letters if letters else -1.0
