"""The words of a copyright notice: where its signs, years, phrases and the ends of its names stand in a line."""

from __future__ import annotations

import re
from functools import cache
from itertools import chain
from operator import add
from typing import TYPE_CHECKING, Final, NamedTuple

from copydesk.fields.calendars import BUDDHIST, LATEST
from copydesk.languages.files import languages
from copydesk.languages.files import words as words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

REGISTERED: Final = "\0"
_YEAR: Final = r"(?:1[89]|20|25(?=[3-9]))\d\d"  # 25… are years of the Thai calendar
_CLOCK: Final = rf"(?:[A-Z][a-z]{{2}}\s){{2}}\d{{1,2}}\s\d\d:\d\d:\d\d\s\S{{3,12}}\s{_YEAR}"  # Java's Date.toString
_YEARS: Final = (
    rf"{_CLOCK}|(?<![\d.])(?<!\d[-/]){_YEAR}(?![\d])(?:\s?年)?"
    rf"(?:\s?[-~]{{1,2}}\s?(?:{_YEAR}|\d\d)(?!\d)(?:\s?年)?|\s?-\s?(?:present|now|today|heute|至今|今)|-(?=[\s,]))?"
)
_YEAR_DIGITS: Final = re.compile(_YEAR)
_SHORT_YEAR: Final = re.compile(rf"{_YEAR}\s?[-~]{{1,2}}\s?(\d\d)(?!\d)")
_SIGN: Final = r"Â?[©ⓒ℗]\ufe0f?|\([cс]\)(?=\s?(?:\d{4}|[^\W\d_]|[«\"]))|®(?=\s?(?:19|20)\d\d)"
_STAND_IN: Final = re.compile(r"\s?[@◎®]")  # for the sign, behind the word
_SHORT_WORD: Final = 4
_ORDER: Final = ("years", "page", "wrapper", "reserved", "mark", "ban", "claim", "end", "bar", "text")


class Token(NamedTuple):
    """A word of a notice and its place in the line; `inner` is the holder inside a wrapper, else the token itself.

    Kinds: years, page (the name of a page), wrapper, reserved, mark (sign or word), ban, claim, end, bar, text.
    """

    kind: str
    start: int
    end: int
    inner: tuple[int, int]


@cache
def _phrases() -> dict[str, list[tuple[str, str, bool]]]:
    """Kind and words of every phrase, and whether a letter may not follow, by its first two characters."""
    phrases = {
        "reserved": words_of(lambda language: language.rights.reserved),
        "mark": words_of(lambda language: language.rights.words),
        "claim": words_of(lambda language: language.rights.claims),
        "end": words_of(lambda language: language.rights.ends),
    }
    made: dict[str, list[tuple[str, str, bool]]] = {}
    for kind, of_kind in phrases.items():
        for words in of_kind:
            lowered = words.replace("ı", "i").strip()
            whole = words.endswith(" ") or (len(words) <= _SHORT_WORD and words.isascii())
            made.setdefault(lowered[:2], []).append((kind, lowered, whole))
    return made


@cache
def _expressions() -> tuple[tuple[str, re.Pattern[str]], ...]:
    wrappers = (
        rf"{before}(?P<inner>[^|:;,.]{{1,60}}?)(?:{after})"
        for language in languages().values()
        for before, after in language.rights.wrappers
    )
    return (
        ("years", re.compile(_YEARS)),
        *(("wrapper", re.compile(wrapper)) for wrapper in wrappers),
        ("mark", re.compile(_SIGN, re.IGNORECASE)),
        ("ban", re.compile("|".join(words_of(lambda language: language.rights.bans)))),
        ("end", re.compile(rf"{REGISTERED}+|(?<![^\s|])[㐀-鿿]{{2,10}}\s?:")),
        ("bar", re.compile(r"\|")),
    )


@cache
def _page_name() -> re.Pattern[str]:
    """What makes `copyright` the name of a page or an office."""
    words = "|".join(map(re.escape, words_of(lambda language: language.rights.no_notice_after)))
    return re.compile(rf"\s(?:{words})(?![^\W_])")


def _begins_word(view: str, place: int) -> bool:
    before, here = view[place - 1 : place], view[place]
    return not before.isalpha() or not before.isascii() or not here.isascii() or (before.islower() and here.isupper())


def _find_phrases(view: str) -> Iterator[Token]:
    lowered = view.replace("İ", "I").replace("ı", "i").lower()
    beginnings = _phrases().keys() & {*map(add, lowered, lowered[1:]), *lowered}
    for kind, words, whole in chain.from_iterable(map(_phrases().__getitem__, beginnings)):
        place = lowered.find(words)
        while place >= 0:
            end = place + len(words)
            if _begins_word(view, place) and not (whole and lowered[end : end + 1].isalpha()):
                page = kind == "mark" and _page_name().match(lowered, end)
                stand_in = _STAND_IN.match(view, end) if kind == "mark" else None
                end = stand_in.end() if stand_in else end
                yield Token("page" if page else kind, place, end, (place, end))
            place = lowered.find(words, place + len(words))


def _matches(view: str) -> Iterator[Token]:
    for kind, expression in _expressions():
        for match in expression.finditer(view):
            yield Token(kind, *match.span(), match.span("inner") if kind == "wrapper" else match.span())


def tokens_of(view: str) -> list[Token]:
    """The tokens of a line and the text between them; the leftmost wins, then the kind's order, then the longest."""
    found = sorted(
        [*_find_phrases(view), *_matches(view)], key=lambda token: (token.start, _ORDER.index(token.kind), -token.end)
    )
    tokens: list[Token] = []
    end = 0
    for token in [*found, Token("text", len(view), len(view), (0, 0))]:
        if token.start < end:
            continue
        between = view[end : token.start]
        if any(map(str.isalnum, between)):
            tokens.append(Token("text", end, token.start, (end, token.start)))
        if token.start < len(view):
            tokens.append(token)
        end = token.end
    return tokens


def stretches_of(tokens: list[Token]) -> Iterator[list[Token]]:
    """Runs of tokens between the labels, links and numbers that end a notice."""
    stretch: list[Token] = []
    for token in tokens:
        if token.kind in {"end", "page"}:
            yield stretch
            stretch = []
        else:
            stretch.append(token)
    yield stretch


def years_of(text: str) -> list[int]:
    """Return the years of a year token, a short second one (`2007-16`) in full."""
    years = [int(year) for year in _YEAR_DIGITS.findall(text)]
    years = [year - BUDDHIST if year > LATEST else year for year in years]
    short = _SHORT_YEAR.search(text)
    if short and len(years) == 1:
        years.append(years[0] // 100 * 100 + int(short[1]))
    return years
