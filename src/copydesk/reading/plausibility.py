"""How much decoded text looks like text in some language, in bits a byte: the fewer, the likelier.

Each language is a table of character probabilities that follow from frequency ranks (`data/languages.toml`). The cost
of a text is what a code built for that table would need to write it down, so a codec that turns the same bytes into
frequent characters costs less than one that turns them into rare ones.
"""

from __future__ import annotations

import math
import tomllib
from collections import Counter
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ASCII_BITS = 4.7  # a letter of the alphabet, about log2(26)
MARK_BITS = 7.0
RARE_MARK_BITS = 11.0
UNKNOWN_BITS = {True: 22.0, False: 16.0}  # by whether the script is East Asian, with its thousands of characters
IMPOSSIBLE_BITS = 30.0
CAPITAL_BITS = 4.0
MIXED_CASE_BITS = 8.0
FREQUENT_SHARE = 0.72  # of running East Asian text is made of its few hundred most frequent characters

_IMPOSSIBLE = "\N{REPLACEMENT CHARACTER}" + "".join(map(chr, range(0x80, 0xA0)))


class Language(NamedTuple):
    """The character costs of one language, in bits."""

    codecs: tuple[str, ...]
    bits: Mapping[str, float]
    ascii_bits: float
    unknown_bits: float
    cased: bool


def _ranked(characters: str, weight: float, decay: float, *, zipf: bool) -> dict[str, float]:
    """Costs by rank: 1 / (rank + decay) as ideographs are distributed, or exponential as letters are."""
    weights = [1 / (rank + decay) if zipf else math.exp(-decay * rank) for rank in range(len(characters))]
    total = sum(weights) / weight
    return {character: -math.log2(part / total) for character, part in zip(characters, weights, strict=True)}


def _common(codec: str, first: int, last: int) -> Iterator[str]:
    """The characters of a two-byte standard from one code position to another."""
    for code in range(first, last + 1):
        character = code.to_bytes(2, "big").decode(codec, "ignore")
        if len(character) == 1 and not character.isascii():
            yield character


def _language(entry: Mapping[str, Any], marks: Mapping[str, str]) -> Language:
    east_asian = "common" in entry
    share: float = entry["share"]
    frequent = "".join(entry["frequent"].split())
    bits = dict.fromkeys(marks["rare"], RARE_MARK_BITS)
    bits |= dict.fromkeys(marks["east_asian" if east_asian else "western"], MARK_BITS)
    if east_asian:
        general = list(_common(**entry["common"]))
        bits |= dict.fromkeys(general, -math.log2((1 - FREQUENT_SHARE) / len(general)))
        bits |= _ranked(frequent, FREQUENT_SHARE, 20, zipf=True)
    else:
        surcharge = -math.log2(share)
        ranked = _ranked(frequent, 1.0, 3.6 / len(frequent), zipf=False)
        bits |= {character: cost + surcharge for character, cost in ranked.items()}
    bits |= dict.fromkeys(_IMPOSSIBLE, IMPOSSIBLE_BITS)
    return Language(
        codecs=tuple(entry["codecs"]),
        bits=bits,
        ascii_bits=ASCII_BITS - math.log2(1 - share),
        unknown_bits=UNKNOWN_BITS[east_asian],
        cased=any(character != character.upper() for character in frequent),
    )


@cache
def languages() -> tuple[Language, ...]:
    """The tables of `data/languages.toml`."""
    source = resources.files(__package__).joinpath("data", "languages.toml")
    data = tomllib.loads(source.read_text(encoding="utf-8"))
    return tuple(_language(entry, data["marks"]) for entry in data["languages"].values())


@cache
def known_codecs() -> tuple[str, ...]:
    """Every codec that a language was written in, the likelier of each language first."""
    everyone = languages()
    depth = max(len(language.codecs) for language in everyone)
    by_rank = (language.codecs[rank : rank + 1] for rank in range(depth) for language in everyone)
    return tuple(dict.fromkeys(codec for codecs in by_rank for codec in codecs))


def _case_bits(word: str) -> float:
    """Small letters are the rule, capitals at the start or throughout the exception; hardly a word mixes them."""
    if word.islower() or word.lower() == word.upper():
        return 0.0
    return CAPITAL_BITS if word.isupper() or word.istitle() or word[1:].islower() else MIXED_CASE_BITS


def cost(text: str, codec: str | None = None) -> float:
    """Bits that `text` costs in the language it suits best.

    Args:
        text: words with characters beyond ASCII; the spaces between them cost nothing.
        codec: only languages that were written in it count, all of them where there is none such.
    """
    words = text.split(" ")
    counts = Counter("".join(words).lower())
    plain = sum(counts.pop(character) for character in list(counts) if character.isascii())
    case = sum(map(_case_bits, words))
    suitable = [language for language in languages() if codec in language.codecs] or languages()
    return min(_cost_in(language, counts, plain) + (case if language.cased else 0.0) for language in suitable)


def _cost_in(language: Language, counts: Mapping[str, int], plain: int) -> float:
    known, unknown = language.bits.get, language.unknown_bits
    return plain * language.ascii_bits + sum(number * known(character, unknown) for character, number in counts.items())
