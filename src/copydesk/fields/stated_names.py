"""Names of authors as markup states them: people, and the bodies among them."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Final, NamedTuple

from copydesk.fields.credit_words import CJK, byline_end, credit_words
from copydesk.fields.folding import sound, table
from copydesk.fields.headings import squash
from copydesk.fields.names import is_body, is_person, read_people, trim
from copydesk.languages.scripts import FIRST_CJK

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

_LONGEST: Final = 300
_LONGEST_NAME: Final = 60
_MOST_WORDS: Final = 6
_MOST: Final = 60  # names
_URL: Final = re.compile(r"(?:https?:)?//[^\s,;]{1,300}|(?<![^\s,;(])www\.[^\s,;]{1,200}")
_SPACED_CJK: Final = re.compile(rf"[{CJK}々ヶ]{{1,4}}\s[{CJK}々ヶ]{{1,4}}")
_HANGUL: Final = re.compile(r"[\uac00-\ud7af]")
_LIST: Final = re.compile(r"[,，、;；|/]|\s&\s")
_INVERTED: Final = re.compile(r"([^,]{1,40}),\s([^,]{1,40})")
_NAME: Final = re.compile(r"[^\W\d_][^\d_()\[\]:!?@#|/\"“”«»+*=<>%$€£。！？]*")
_LOGIN: Final = re.compile(r"[a-z0-9._-]+")


class StatedNames(NamedTuple):
    """The people, and the bodies (agencies, outlets, the site itself, departments), each in order."""

    people: list[str]
    bodies: list[str]


@functools.cache
def _nobody() -> frozenset[str]:
    words = [*table("metadata")["names"]["nobody"], *credit_words().nobody]
    return frozenset(squash(word) for word in words)


def read_names(values: Iterable[str], *, sites: Collection[str] = (), inverted: bool = False) -> StatedNames:
    """The names in values that markup gives as authors.

    Args:
        values: one name or several each; roles, addresses and bylines around them are dropped.
        sites: squashed names of the site and its owner, which are no people.
        inverted: the family name stands first, with a comma behind it.
    """
    found = StatedNames([], [])
    seen: set[str] = set()
    for value in values:
        one = _read(value, sites, inverted=inverted)
        for kind, names in zip(found, one, strict=True):
            for name in names:
                key = squash(name)
                if key and key not in seen and len(seen) < _MOST:
                    seen.add(key)
                    kind.append(name)
    return found


def is_login(name: str) -> bool:
    """Whether a name is the kind of word that people sign in with: `jane-doe`, `jdoe42`."""
    return _LOGIN.fullmatch(name) is not None


def _read(value: str, sites: Collection[str], *, inverted: bool) -> StatedNames:
    if len(value) > _LONGEST or not any(map(str.isalpha, value)):
        return StatedNames([], [])
    value = trim(sound(_URL.sub(" ", value) if "//" in value or "www." in value else value))
    key = squash(value)
    if not key or key in _nobody() or value.startswith("@"):
        return StatedNames([], [])
    if key in sites:
        return StatedNames([], [value])
    value = _without_byline(value)
    if inverted and (match := _INVERTED.fullmatch(value)):
        value = f"{match[2]} {match[1]}"
    return _one_name(value) or _several(value, sites)


def _without_byline(value: str) -> str:
    byline = byline_end(value)
    rest = value[byline:] if byline else ""
    return rest if rest and (is_person(rest) or _LIST.search(rest)) else value


def _one_name(value: str) -> StatedNames | None:
    """A name that the reader of lists would take apart."""
    if _HANGUL.search(value):
        korean = None if _LIST.search(value) else credit_words().korean_byline.search(value)
        return StatedNames([korean["name"]], []) if korean else None
    parts = value.split()
    if _SPACED_CJK.fullmatch(value) and not all(map(is_person, parts)) and not any(map(is_body, parts)):
        return StatedNames([value], [])
    return None


def _several(value: str, sites: Collection[str]) -> StatedNames:
    listed = read_people(value, trusted=True)
    people = [name for name in listed.names if squash(name) not in sites and not is_body(name)]
    bodies = [*listed.outlets, *(name for name in listed.names if name not in people)]
    if bodies and len(people) == 1 and " " not in people[0] and people[0][0] < FIRST_CJK:
        people = []  # the place that an agency reports from
    if not people and not bodies and len(listed.others) == 1 and _may_be_name(listed.others[0]):
        people = listed.others
    if not people and bodies and not _LIST.search(value):
        bodies = [value]
    return StatedNames([name for name in people if squash(name) not in _nobody()], bodies)


def _may_be_name(text: str) -> bool:
    return len(text) <= _LONGEST_NAME and len(text.split()) <= _MOST_WORDS and _NAME.fullmatch(text) is not None
