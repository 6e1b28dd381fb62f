"""The language of a text, by its script and, where one script serves many languages, by its small words and letters."""

from __future__ import annotations

import math
import re
import tomllib
import unicodedata
from bisect import bisect_right
from collections import Counter
from functools import cache, lru_cache
from importlib import resources
from typing import TYPE_CHECKING, NamedTuple

from copydesk.languages.files import Text, languages

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

UNDETERMINED = "und"
SAMPLE_LENGTH = 1_600
SAMPLE_PIECES = 8
LEAST_LETTERS = 4
IDEOGRAPH_WEIGHT = 3  # an ideograph or a syllable says as much as three letters
KANA_SHARE = 0.08  # of Japanese text; Chinese has a kana or two in names
FOREIGN_LETTER_COST = 2.0
LEAST_EVIDENCE = 8.0
LEAST_EVIDENCE_A_WORD = 0.3
SECOND_SHARE = 0.6  # of the evidence for the first language
REMEMBERED = 4  # texts: the longest lines of a page are often those of its article
LEAST_WORDS = 3  # different ones; tables and lists repeat a letter or two that some language has for a word

_WORD = re.compile(r"""[^\s\d_.,;:!?…"“”„«»()\[\]{}<>|/\\*•·–—\-=+#@&%‘’'`´،؛؟।。、]+""")


class _Language(NamedTuple):
    tag: str
    letters: Mapping[str, float]  # what each says for the language, a logarithm of odds


class _Script(NamedTuple):
    """The languages of one script, and all letters beyond ASCII that one of them has."""

    languages: Sequence[_Language]
    letters: frozenset[str]


class _Tables(NamedTuple):
    starts: Sequence[int]
    ends: Sequence[int]
    scripts: Sequence[str]
    sole: Mapping[str, str]
    languages: Mapping[str, _Script]
    words: Mapping[str, Sequence[tuple[str, float]]]


def tell_language(text: str) -> str:
    """Tell the language of a text from a sample of it.

    Returns:
        A BCP 47 tag with a script for Chinese (`zh-Hans`, `zh-Hant`; `zh` where no character exists in one of the two
        forms alone), `und` where there is too little evidence.
    """
    sample = unicodedata.normalize("NFC", _sample(text)).replace("İ", "i").lower()
    characters = Counter(sample)
    scripts = _scripts(characters)
    if not scripts:
        return UNDETERMINED
    script, weight = max(scripts.items(), key=lambda item: item[1])
    if weight < LEAST_LETTERS:
        return UNDETERMINED
    if script in {"han", "kana"}:
        return _chinese_or_japanese(characters, scripts)
    return _tables().sole.get(script) or _by_words(sample, characters, script)


@lru_cache(maxsize=REMEMBERED)
def likely_languages(text: str) -> tuple[str, ...]:
    """The languages that a text may be in, those of its main script first.

    Of each script that it has some letters of: one language where little else can be meant, two otherwise.
    """
    sample = unicodedata.normalize("NFC", _sample(text)).replace("İ", "i").lower()
    characters = Counter(sample)
    scripts = _scripts(characters)
    ranked = sorted(scripts, key=lambda script: (-scripts[script], script))
    found = (_likely_in(script, sample, characters, scripts) for script in ranked if scripts[script] >= LEAST_LETTERS)
    return tuple(dict.fromkeys(tag for tags in found for tag in tags))


def _likely_in(script: str, sample: str, characters: Mapping[str, int], scripts: Mapping[str, int]) -> list[str]:
    if script in {"han", "kana"}:
        return [_chinese_or_japanese(characters, scripts)]
    sole = _tables().sole.get(script)
    if sole:
        return [sole]
    evidence = _evidence(sample, characters, script).sums
    first, second, *_ = [*sorted(evidence, key=lambda tag: -evidence[tag]), "", ""]
    if evidence.get(first, 0.0) <= 0.0:
        return []
    return [first, second] if evidence.get(second, 0.0) >= SECOND_SHARE * evidence[first] else [first]


def _sample(text: str) -> str:
    """Pieces from all over the text: its beginning may be a foreign quotation."""
    if len(text) <= SAMPLE_LENGTH:
        return text
    length = SAMPLE_LENGTH // SAMPLE_PIECES
    step = (len(text) - length) // (SAMPLE_PIECES - 1)
    return " ".join(text[start : start + length] for start in range(0, SAMPLE_PIECES * step, step))


def _scripts(characters: Mapping[str, int]) -> dict[str, int]:
    """How much of the text is in each script."""
    found: Counter[str] = Counter()
    for character, number in characters.items():
        found[_script(character)] += number
    found.pop("", None)
    for script in ("han", "kana", "hangul"):
        if script in found:
            found[script] *= IDEOGRAPH_WEIGHT
    return found


@lru_cache(maxsize=8_192)
def _script(character: str) -> str:
    tables, code = _tables(), ord(character)
    place = bisect_right(tables.starts, code) - 1
    return tables.scripts[place] if place >= 0 and code <= tables.ends[place] else ""


def _chinese_or_japanese(characters: Mapping[str, int], scripts: Mapping[str, int]) -> str:
    kana, han = scripts.get("kana", 0), scripts.get("han", 0)
    if kana > KANA_SHARE * (kana + han):
        return "ja"
    simplified, traditional = _one_form_only()
    fewer = sum(characters[character] for character in simplified.intersection(characters))
    more = sum(characters[character] for character in traditional.intersection(characters))
    if fewer == more:
        return "zh"
    return "zh-Hans" if fewer > more else "zh-Hant"


@cache
def _one_form_only() -> tuple[frozenset[str], frozenset[str]]:
    """Characters that only simplified and only traditional Chinese has.

    GB 2312 holds the characters in general use in the one, Big5 those of the other; what both hold, both write.
    """
    gb2312, big5 = (frozenset(_two_byte_characters(codec)) for codec in ("gb2312", "big5"))
    return gb2312 - big5, big5 - gb2312


def _two_byte_characters(codec: str) -> list[str]:
    # a line break is no half of a code, so that one which means nothing does not touch the next
    codes = b"\n".join(bytes([lead, trail]) for lead in range(0xA1, 0xFA) for trail in range(0x40, 0xFF))
    return [character for character in codes.decode(codec, "ignore") if "\u4e00" <= character <= "\u9fff"]


class _Evidence(NamedTuple):
    """What speaks for each language of a script: words and letters, letters alone; different words met; all words."""

    sums: dict[str, float]
    letters: dict[str, float]
    met: dict[str, int]
    words: int


def _evidence(sample: str, characters: Mapping[str, int], script: str) -> _Evidence:
    tables = _tables()
    words = Counter(_WORD.findall(sample))
    letters = _from_letters(characters, tables.languages[script])
    sums = dict(letters)
    met = dict.fromkeys(sums, 0)
    for word in sorted(words.keys() & tables.words.keys()):  # sums of floats depend on the order
        for tag, weight in tables.words[word]:
            if tag in sums:
                sums[tag] += weight * words[word]
                met[tag] += 1
    return _Evidence(sums, letters, met, words.total())


def _by_words(sample: str, characters: Mapping[str, int], script: str) -> str:
    """The language of a script whose small words and letters the text has most of."""
    evidence = _evidence(sample, characters, script)
    tag = max(evidence.sums, key=evidence.sums.__getitem__)
    if script != "latin":  # where few languages share a script, their letters suffice
        return tag if evidence.sums[tag] >= LEAST_EVIDENCE / 2 else UNDETERMINED
    needed = max(LEAST_EVIDENCE, LEAST_EVIDENCE_A_WORD * evidence.words)
    enough = evidence.met[tag] >= LEAST_WORDS or evidence.letters[tag] >= LEAST_EVIDENCE
    return tag if evidence.sums[tag] >= needed and enough else UNDETERMINED


def _from_letters(characters: Mapping[str, int], script: _Script) -> dict[str, float]:
    """What the letters beyond ASCII say for each language, and against those that do not have them."""
    foreign = {letter: number for letter, number in characters.items() if not letter.isascii() and letter.isalpha()}
    shared = [(letter, foreign.pop(letter)) for letter in list(foreign) if letter in script.letters]
    of_none = -FOREIGN_LETTER_COST * sum(foreign.values())  # those of another script may be many
    return {
        language.tag: of_none
        + sum([number * language.letters.get(letter, -FOREIGN_LETTER_COST) for letter, number in shared])
        for language in script.languages
    }


@cache
def _tables() -> _Tables:
    source = resources.files("copydesk.languages") / "data" / "scripts.toml"
    scripts: dict[str, list[tuple[int, int]]] = tomllib.loads(source.read_text(encoding="utf-8"))
    blocks = sorted((first, last, name) for name, ranges in scripts.items() for first, last in ranges)
    texts = {file.language: file.text for file in languages().values() if file.text}
    words: dict[str, list[tuple[str, float]]] = {}
    for tag, text in texts.items():
        for word, weight in _weights(text):
            words.setdefault(word, []).append((tag, weight))
    by_script = {name: [tag for tag, text in texts.items() if text.script == name] for name in scripts}
    return _Tables(
        starts=[first for first, _, _ in blocks],
        ends=[last for _, last, _ in blocks],
        scripts=[name for _, _, name in blocks],
        sole={name: tags[0] for name, tags in by_script.items() if len(tags) == 1},
        languages={name: _with_letters({tag: texts[tag].letters for tag in tags}) for name, tags in by_script.items()},
        words=words,
    )


def _with_letters(alphabets: Mapping[str, str]) -> _Script:
    """Languages of one script; a letter says the more for one, the fewer of the others have it."""
    having = Counter(letter for alphabet in alphabets.values() for letter in set(alphabet))
    odds = {letter: math.log(len(alphabets) / number) for letter, number in having.items()}
    languages = [_Language(tag, {letter: odds[letter] for letter in alphabet}) for tag, alphabet in alphabets.items()]
    return _Script(languages, frozenset(having))


def _weights(text: Text) -> Iterator[tuple[str, float]]:
    """What meeting each word says for the language, a logarithm of odds: shares are about as 1 / rank."""
    for rank, word in enumerate(dict.fromkeys(text.words.split())):
        yield word, math.log(150 / (rank + 3))
