"""Telling names of people from roles, outlets, staff codes and buttons."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from copydesk.fields.credit_words import CJK, HAN, credit_words, find_latin_role
from copydesk.languages.scripts import FIRST_CJK

_EMAIL: Final = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{1,80}")
_WEB: Final = re.compile(r"(?:https?://|www\.)[!-~]+|@\w{1,30}")
_OUTLET: Final = re.compile(r"[^\W\d_][\w\s.&’'-]*")
_ARTICLE: Final = re.compile(r"The\s+[^\W\d_a-z]")
_FOOTNOTE: Final = re.compile(r"(?<=[^\W\d_])[0-9]{1,2}$")
_BRACKETED: Final = re.compile(r"[(（\[［【〔][^()（）\[\]［］【】〔〕]{0,60}[)）\]］】〕]?")
_DOMAIN: Final = re.compile(
    r"[\w-]{2,30}\.(?:com|cn|net|org|de|fr|es|it|pl|ru|nl|at|ch|info|tv|co|uk|jp|kr|tw|hk|vn|id|eu|news)(?:\.\w{2})?",
    re.IGNORECASE,
)
_HAN_NAME: Final = re.compile(rf"[{HAN}]{{2,4}}")
_CJK_ONLY: Final = re.compile(rf"[{CJK}·・]+")
_SENTENCE: Final = re.compile(r"[。！？!?“”‘\"…]|\.\.\.|[:：]")
_EDGES: Final = " \t\u3000　,，、;；:：|｜丨/／·•-–—_＿()（）[]［］【】〔〕《》<>＝=.*●\u200b\ufeff"
_ACRONYM: Final = re.compile(r"[A-Z]{2,5}")
_SHORTEST_CJK_OUTLET: Final = 3  # characters; 王社 is a person
_MAX_LATIN_WORDS: Final = 5
_MAX_LATIN_NAME: Final = 45
_LATIN_NAME: Final = re.compile(r"[^\W\d_][^\d_()\[\]:;!?&@#|/\"“”«»+*=<>%$€£]*")
_UNCASED_NAME: Final = re.compile(
    r"[\u0590-\u109f\u1780-\u17ff][\u0590-\u109f\u1780-\u17ff\s.'’\u200c-]*"
)  # Hebrew to Burmese, Khmer
_MOST_UNCASED_WORDS: Final = 4
_MAX_CJK_NAME: Final = 15
_LONGEST_HAN_PERSON: Final = 4  # characters, with a surname of two


class People(NamedTuple):
    """The names in a value, the outlets among them, and what is neither, each in order."""

    names: list[str]
    outlets: list[str]
    others: list[str]


def trim(value: str) -> str:
    """The value without separators, brackets and white space around it."""
    return value.strip(_EDGES)


def is_outlet(text: str) -> bool:
    """Whether a name is that of an agency or an outlet."""
    words = credit_words()
    folded = text.casefold()
    if "@" in text:
        return False
    if folded in words.outlets or folded in words.own or _ACRONYM.fullmatch(text) or _DOMAIN.fullmatch(text):
        return True
    if text[-1:] > FIRST_CJK:
        return (
            len(text) >= _SHORTEST_CJK_OUTLET and folded.endswith(words.outlet_endings) and folded not in words.sections
        )
    tokens = re.findall(r"[^\W\d_]+", folded)
    return bool(tokens) and (_ARTICLE.match(text) is not None or not words.outlet_words.isdisjoint(tokens))


def is_plain_outlet(text: str) -> bool:
    """Whether a name shows by itself, without a label, that it is an agency's or an outlet's."""
    if not is_outlet(text):
        return False
    if text[-1] > FIRST_CJK or text.casefold() in credit_words().outlets or _DOMAIN.fullmatch(text):
        return True
    tokens = text.split()
    if not 2 <= len(tokens) <= _MAX_LATIN_WORDS or tokens[0].casefold() in credit_words().navigation:  # noqa: PLR2004
        return False
    return not text.isupper() and all(token[0].isupper() for token in tokens) and _OUTLET.fullmatch(text) is not None


def is_body(text: str) -> bool:
    """Whether a name is that of an outlet, an office, a company or another body."""
    return is_outlet(text) or (len(text) > _LONGEST_HAN_PERSON and text.endswith(credit_words().body_endings))


def is_person(text: str) -> bool:
    """Whether a name is beyond doubt a person's: Chinese with a usual surname, or two to five capitalised words."""
    return _is_han_person(text) if _CJK_ONLY.fullmatch(text) else _is_latin_person(text)


def _is_han_person(text: str) -> bool:
    words = credit_words()
    if text in words.not_names or is_outlet(text):
        return False
    if words.japanese_name.fullmatch(text):
        return True
    if not _HAN_NAME.fullmatch(text):
        return False
    surname = words.surname.match(text)
    return bool(surname) and 1 <= len(text) - (surname.end() if surname else 0) <= 2  # noqa: PLR2004


def _has_menu_word(tokens: list[str]) -> bool:
    words = credit_words()
    later = {token.casefold() for token in tokens[1:]} - words.particles
    return tokens[0].casefold() in words.menu_words or not words.menu_words.isdisjoint(later)


def _is_latin_person(text: str) -> bool:
    tokens = text.split()
    if not 2 <= len(tokens) <= _MAX_LATIN_WORDS or is_outlet(text):  # noqa: PLR2004
        return False
    particles = credit_words().particles
    if not tokens[-1][0].isupper() or _has_menu_word(tokens):
        return False
    capitals = sum(token[:1].isupper() for token in tokens)
    small = [token for token in tokens if not token[:1].isupper()]
    named = all(token.casefold() in particles or token[:2] in {"d'", "d’", "l'", "l’"} for token in small)
    return capitals >= 2 and named and len(text) <= _MAX_LATIN_NAME and _LATIN_NAME.fullmatch(text) is not None  # noqa: PLR2004


def read_people(value: str, *, trusted: bool) -> People:
    """The people and outlets that a value names.

    Args:
        value: what stands behind a label, or in a place for names.
        trusted: a label with a colon says that these are names; without it only what is beyond doubt a name counts.
    """
    words = credit_words()
    people = People([], [], [])
    value = _BRACKETED.sub(" ", _WEB.sub(" ", _EMAIL.sub(" ", value)))
    value = words.staff_code.sub(" ", value)
    if not trusted and words.photographer.search(value.rstrip()):
        return people
    outlet = words.outlet_for.search(value)
    if outlet and value[: outlet.start()].strip():
        value = value[: outlet.start()]
        people.outlets.append(trim(outlet[1]))
    for employer in words.role_before.finditer(value):
        if is_outlet(employer[1]):
            people.outlets.append(employer[1])
    for token in _tokens(value):
        _sort_in(token, people, trusted=trusted)
    return people


def _without_roles(value: str) -> str:
    words = credit_words()
    value = words.role_before.sub(lambda match: f"、{match[1]}、" if is_person(match[1]) else "、", value)
    return words.role_after.sub("、", value)


def _tokens(value: str) -> list[str]:
    words = credit_words()
    tokens: list[str] = []
    for part in words.joint.split(_without_roles(value)):
        role = find_latin_role(part)
        name = _FOOTNOTE.sub("", trim(part[: role.start()] if role else part))
        if role and tokens and " " not in name:
            continue  # what is left of `Political Editor`
        agency = words.agency_at_end.search(name)
        if agency and name.casefold() not in words.outlets:
            tokens.append(agency["outlet"])
            name = name[: agency.start()]
        pieces = name.split()
        if len(pieces) > 1 and all(_CJK_ONLY.fullmatch(piece) for piece in pieces):
            tokens += _closed_up(pieces)
        elif name:
            tokens.append(" ".join(_once(pieces)))
    return tokens


def _once(pieces: list[str]) -> list[str]:
    # a portrait's alternative text repeats the name beside it
    half = len(pieces) // 2
    return pieces[:half] if half > 1 and pieces[:half] == pieces[half:] else pieces


def _closed_up(pieces: list[str]) -> list[str]:
    # a name of two characters may be set with a space inside, to be as wide as one of three
    closed: list[str] = []
    single = ""
    for piece in pieces:
        if len(piece) == 1:
            single += piece
            if len(single) == 2:  # noqa: PLR2004
                closed.append(single)
                single = ""
        else:
            closed.append(piece)
    return closed


def _sort_in(token: str, people: People, *, trusted: bool) -> None:
    words = credit_words()
    folded = token.casefold()
    if folded in words.nobody:
        return
    if is_outlet(token) or (is_body(token) and not trusted):
        kind = people.outlets
    elif is_person(token) or (trusted and _may_be_name(token, first=not people.names)):
        kind = people.names
    else:
        kind = people.others
    if token not in kind:
        kind.append(token)


def _may_be_name(token: str, *, first: bool) -> bool:
    """Whether a label makes it a name: a pen name, a login, one name alone, a department."""
    if token.casefold() in credit_words().not_names or _SENTENCE.search(token):
        return False
    if not any(character.isalpha() for character in token):
        return False
    if any(character > FIRST_CJK for character in token):
        return 1 < len(token) <= (_MAX_CJK_NAME if first else _LONGEST_HAN_PERSON) or "·" in token
    if _UNCASED_NAME.fullmatch(token):
        return len(token.split()) <= _MOST_UNCASED_WORDS and len(token) <= _MAX_LATIN_NAME
    return first and len(token.split()) == 1 and len(token) > 1
