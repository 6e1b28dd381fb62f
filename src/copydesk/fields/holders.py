"""Who holds a right: names cut out of what a copyright notice says between its signs, years and phrases."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from copydesk.fields.folding import table
from copydesk.languages.files import words as words_of

Span = tuple[int, int]

_LONGEST_NAME: Final = 100
_MOST_WORDS: Final = 14
_LONGEST_HAN_NAME: Final = 40
_CAPITALISED_NAME: Final = 6
_LOWER_CASE_NAME: Final = 3  # words; a longer run of lower case is a clause

_LEAD: Final = re.compile(r"[\s,.:;|/·•~<>*&\"'\[\])-]*(?:(?:by|to)\s)?\s?", re.IGNORECASE)
_TRAIL: Final = " ,;:|/·•-~&+(*<>[]'™®"
_BREAK: Final = re.compile(r"\s-+(?=\s|$)|\s[·•]\s|[<>\[\]*|•]|\.{2,}|\s@\s|\s(?=[a-z]+:\s)")
_SENTENCE_END: Final = re.compile(r"[.!?;](?:\s|(?=[一-鿿]))")
_SHORT_FORMS: Final = re.compile(r"(?:(?<=[\s,])|(?<=^))(?:[^\W\d_]{1,2}\.\s?){1,4}$")  # S.p.a., e. V., L.P.
_CLOSING_DOT: Final = re.compile(r"(?:^|[\s,&.])([^\s,&.]{1,5})\.$")
_HAN: Final = re.compile(r"[㐀-鿿぀-ヿ]")
_BEFORE_CLAIM: Final = re.compile(r"[|:;>]|[,!?]\s?|\.\s")
_SLASH: Final = re.compile(r"\s/\s")
_COMMA: Final = re.compile(r",\s")
_DOMAIN: Final = re.compile(r"(?:www\.)?(?:[a-z0-9-]{1,63}\.){1,4}[a-z]{2,24}/?", re.IGNORECASE)


@cache
def _words(key: str) -> frozenset[str]:
    return frozenset(table("rights")[key])


@cache
def _nobody() -> frozenset[str]:
    return frozenset(words_of(lambda language: language.rights.nobody))


@cache
def _clause_words() -> tuple[str, ...]:
    return tuple(words_of(lambda language: language.rights.clause_words))


@cache
def _claim_prefixes() -> tuple[str, ...]:
    return tuple(words_of(lambda language: language.rights.claim_prefixes))


@cache
def _endings_without_space() -> tuple[str, ...]:
    return tuple(word for word in _words("company_endings") if _HAN.match(word) or "가" <= word[0] <= "힯")


def is_company(name: str) -> bool:
    """Tell whether `name` carries a legal form."""
    lowered = name.lower().strip(' .,"»”')
    last = re.split(r"[\s,]", lowered[-24:])[-1]
    beginning = lowered.split(" ", 1)[0]
    return (
        (last in _words("company_endings") and last != lowered)
        or lowered.endswith(_endings_without_space())
        or beginning in _words("company_beginnings")
        or lowered.startswith(("株式会社", "주식회사", "(주)", "㈜"))
    )


def has_han(name: str) -> bool:
    """Tell whether `name` is written in Han characters or kana, be it in part."""
    return bool(_HAN.search(name))


def is_domain(name: str) -> bool:
    """Tell whether `name` is a bare host name."""
    return bool(_DOMAIN.fullmatch(name))


def is_name(name: str) -> bool:
    """Tell whether `name` may stand for somebody: not a clause, a link or a placeholder."""
    lowered = name.lower()
    if not 1 < len(name) <= _LONGEST_NAME or not any(map(str.isalpha, name)) or lowered.strip(" .") in _nobody():
        return False
    if any(clause in lowered for clause in _clause_words()):
        return False
    words = name.split(" ")
    if len(words) > _MOST_WORDS or (_HAN.search(name) and len(max(words, key=len)) > _LONGEST_HAN_NAME):
        return False
    long_words = [word for word in words if len(word) > _LOWER_CASE_NAME]
    lower = sum(word[0].islower() and "." not in word for word in long_words)
    capital = not words[0][0].islower() and len(words) <= _CAPITALISED_NAME  # Slavic, Baltic, Romance usage
    return len(words) <= _LOWER_CASE_NAME or capital or lower * 2 <= len(long_words)


def _trim(text: str, start: int, end: int, *, glued: bool) -> Span:
    """Leave out what surrounds a name; a full stop stays where it ends an abbreviation and nothing is glued to it."""
    lead = _LEAD.match(text, start, end)
    start = lead.end() if lead else start
    while end > start:
        if text[end - 1] in _TRAIL:
            end -= 1
            glued = False
        elif text[end - 1] == "." and not _dot_belongs(text[start:end], glued=glued):
            end -= 1
        else:
            break
    if text.count(")", start, end) > text.count("(", start, end) and text[end - 1] == ")":
        end -= 1
    return start, end


def _dot_belongs(name: str, *, glued: bool = False) -> bool:
    """Tell whether the full stop at the end of `name` is its own; glued to the next word it ends a sentence too."""
    word = _CLOSING_DOT.search(name[-8:].lower())
    if word is not None and word[1] in _words("undotted"):
        return False
    if _SHORT_FORMS.search(name):
        return name[-3:-2] in {".", " "} or not glued
    return word is not None and not glued and word[1] in _words("dotted")


def _first_sentence(text: str, start: int, end: int) -> int:
    """Where the name's sentence ends: the abbreviation or company around a full stop tells one inside a name."""
    cut = start
    for match in _SENTENCE_END.finditer(text, start, end):
        before = text[start : match.start() + 1]
        following = text[match.end() : end]
        following_sentence = _SENTENCE_END.split(following, maxsplit=1)[0]
        if match[0][0] == "." and (
            (not is_company(before) and (len(re.split(r"[\s.]", before[:-1])[-1]) == 1 or _dot_belongs(before)))
            or (is_company(before) and following_sentence.strip(" .").lower() in _words("company_endings"))
            or (len(following_sentence.split()) <= _MOST_WORDS // 2 and is_company(following_sentence))
        ):
            continue
        cut = match.start() + 1
        break
    return cut if cut > start else end


def _pieces(text: str, start: int, end: int) -> list[Span]:
    """Split at spaces beside Han or kana; what is written in other scripts keeps its spaces."""
    spans: list[Span] = []
    joined = False
    for match in re.finditer(r"\S+", text[start:end]):
        span = (start + match.start(), start + match.end())
        alone = bool(_HAN.search(match[0]))
        if spans and (joined or not alone) and (joined or not _HAN.search(text[slice(*spans[-1])])):
            spans[-1] = (spans[-1][0], span[1])
        else:
            spans.append(span)
        joined = match[0].lower() in _words("company_beginnings")
    return spans


def _parts(text: str, start: int, end: int) -> list[Span]:
    """Several holders in one run: `A / B`, `A, OOO B`."""
    for separator in (_SLASH, _COMMA):
        for match in separator.finditer(text, start, end):
            beginning = text[match.end() : end].split(" ", 1)[0].lower()
            if separator is _SLASH or beginning in _words("company_beginnings"):
                return [(start, match.start()), (match.end(), end)]
    return [(start, end)]


def holders_after(text: str, *, glued: bool = False) -> list[Span]:
    """Return the holders that a run behind a sign names.

    Args:
        text: the run, folded.
        glued: whether the next token stands right behind it.
    """
    start, end = _trim(text, 0, len(text), glued=glued)
    stop = _BREAK.search(text, start, end)
    end = _first_sentence(text, start, stop.start() if stop else end)
    found: list[Span] = []
    for part in _parts(text, start, end):
        for piece in _pieces(text, *part):
            span = _trim(text, *piece, glued=glued and piece[1] >= len(text.rstrip()))
            name = text[slice(*span)]
            if is_name(name) and (piece[0] == part[0] or is_company(name)):
                found.append(span)
            elif not found:
                return []
    return found


def holder_before(text: str) -> Span | None:
    """Return the holder that a run in front of a claim or a sign ends with; `text` is folded."""
    start, end = _trim(text, 0, len(text), glued=False)
    for match in _BEFORE_CLAIM.finditer(text, start, end):
        start = match.end()
    for prefix in _claim_prefixes():
        if text.startswith(prefix, start):
            start += len(prefix)
            break
    pieces = _pieces(text, start, end)
    if not pieces:
        return None
    span = _trim(text, *pieces[-1], glued=False)
    return span if is_name(text[slice(*span)]) else None
