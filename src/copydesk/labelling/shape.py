"""What a line looks like, whatever its language: how long it is, and whether it reads like sentences."""

from __future__ import annotations

import re
from typing import NamedTuple

from copydesk.languages.scripts import SOUTH_EAST_ASIAN

UNSPACED = SOUTH_EAST_ASIAN + r"\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
"""Scripts written without spaces: Thai, Lao, Burmese, Khmer, kana, Han."""

_UNSPACED_LETTER = re.compile(rf"[{UNSPACED}]")
_CLOSERS = "\"'“”‘’«»‹›）)」』】]*_ "
_STOPS = "。．.…!！?？؟।॥۔"
FULL_STOPS = "。．.…।॥۔"
_SENTENCE_BREAK = re.compile(r"[。！？!?؟।۔]|\.(?=[\s\"”’)])")
_COMMA = re.compile(rf"[,，、،;；]|(?<=[{SOUTH_EAST_ASIAN}]) (?=[{SOUTH_EAST_ASIAN}\"“(0-9])")
"""In Thai, Lao, Burmese and Khmer a space parts what commas and full stops part elsewhere."""

UNSPACED_WEIGHT = 0.6
"""Words that a letter of an unspaced script counts for: news Chinese runs at some 1.6 characters to an English word."""

SHORTEST_SENTENCE = 5.0  # words
LONG_LINE = 20.0  # words
SHORT_WORTH = -6.0  # words


class Shape(NamedTuple):
    """The shape of one line.

    Attributes:
        words: its length, in words of a spaced script.
        stop: its last character before closing quotes and brackets if that ends a sentence, else "".
        sentences: sentence ends in it.
        commas: commas and semicolons of any script.
        prose: whether it reads like one sentence or more, and markup does not say that it is no text of the article.
        outside: whether markup says so: a link, a menu, hidden.
        short: what it is worth to the body if it is no prose, in words.
    """

    words: float
    stop: str
    sentences: int
    commas: int
    prose: bool
    outside: bool = False
    short: float = SHORT_WORTH


def shape_of(line: str) -> Shape:
    """Measure `line`, which must not be blank."""
    words = float(len(line.split()))
    if line.isascii():
        commas = line.count(",") + line.count(";")
    else:
        words += UNSPACED_WEIGHT * len(_UNSPACED_LETTER.findall(line))
        commas = len(_COMMA.findall(line))
    bare = line.rstrip(_CLOSERS)
    stop = bare[-1] if bare and bare[-1] in _STOPS else ""
    sentences = len(_SENTENCE_BREAK.findall(line)) if stop or words >= LONG_LINE else 0
    if stop:
        prose = words >= (SHORTEST_SENTENCE if stop in FULL_STOPS else 2 * SHORTEST_SENTENCE)
    else:
        prose = words >= LONG_LINE and commas + sentences > 0
    return Shape(words, stop, sentences, commas, prose)


def placed(shape: Shape, *, outside: bool, short: float) -> Shape:
    """`shape` with what markup says of the line."""
    if outside == shape.outside and short == shape.short:
        return shape
    words, stop, sentences, commas, prose, _, _ = shape
    return Shape(words, stop, sentences, commas, prose and not outside, outside, short)
