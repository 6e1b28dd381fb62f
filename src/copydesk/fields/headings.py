"""Titles as markup states them, without the names of site and section that hang on to them."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

_WORDS: Final = re.compile(r"\w+")
_SEPARATOR: Final = re.compile(
    r"\s{0,3}[|｜丨ㅣ¦_]\s{0,3}|\s{0,3}[-–—]{2,4}\s{0,3}|\s{1,3}[-–—:：<>›»·•]\s{1,3}"
    r"|(?<=[^\x00-\x7f])[-–—：:]|[-–—](?=[^\x00-\x7f])|：|,\s"
)
_BARS: Final = frozenset("|｜丨ㅣ¦»")
_TOP_DOMAIN: Final = re.compile(r"\.(?:com|net|org|info|news|online|gov|edu|co|[a-z]{2})(?:\.[a-z]{2})?$")
_ARTICLE: Final = re.compile(r"(?:the|der|die|das|le|la|les|el|il)\s")
_LONGEST: Final = 500  # characters; more is no title
_SHORTEST_SITE: Final = 3  # characters of a name that may be part of a longer one
_MOST_WORDS: Final = 4  # of a tail that a site's name begins or ends
_LONGEST_SECTION: Final = 20  # a word between title and site
_MOST_SEPARATORS: Final = 30


def squash(text: str) -> str:
    """The letters and digits of a text alone, in one form: two texts that differ in spelling only give the same."""
    if text.isascii():
        return "".join(_WORDS.findall(text.lower())).replace("_", "")
    return "".join(_WORDS.findall(unicodedata.normalize("NFKC", text).casefold())).replace("_", "")


def site_keys(names: Iterable[str]) -> frozenset[str]:
    """What names of a site look like squashed, with and without an article and their domain's end."""
    keys: set[str] = set()
    for name in names:
        plain = name.strip().casefold().removeprefix("@")
        bare = plain[article.end() :] if (article := _ARTICLE.match(plain)) else plain
        keys |= {squash(plain), squash(bare), squash(_TOP_DOMAIN.sub("", bare))}
    return frozenset(keys - {""})


def without_tails(
    title: str, *, same: Collection[str] = (), sites: Collection[str] = (), sections: Collection[str] = ()
) -> str:
    """The title up to where site and section begin.

    Args:
        title: as stated.
        same: squashed titles that other places state; where the title begins with one before a separator, that is it.
        sites: squashed names of the site, its owner and its domain.
        sections: squashed names of sections.
    """
    title = " ".join(title.split())
    if len(title) > _LONGEST:
        return title
    marks = list(_SEPARATOR.finditer(title))[:_MOST_SEPARATORS]
    for mark in marks:
        if mark.start() and squash(title[: mark.start()]) in same:
            return title[: mark.start()].rstrip()
        behind = title[mark.end() :]
        if mark[0].strip() in _BARS and (squash(behind) in same or _is_site(title[: mark.start()], sites)):
            return without_tails(behind, same=same, sites=sites, sections=sections)
    return title[: _end(title, marks, sites, sections)].rstrip() or title


def _end(title: str, marks: Sequence[re.Match[str]], sites: Collection[str], sections: Collection[str]) -> int:
    end = following = len(title)
    for mark in reversed(marks):
        tail, part = title[mark.end() : end], title[mark.end() : following]
        following = mark.start()
        if not mark.start() or mark[0][0] == ",":
            continue
        between = end < len(title) and " " not in tail and len(tail) <= _LONGEST_SECTION
        if between or _is_site(tail, sites) or _is_site(part, sites) or squash(tail) in sections:
            end = mark.start()
    return end


def _is_site(text: str, sites: Collection[str]) -> bool:
    words = text.split()
    if not words or not sites:
        return False
    if not site_keys([text]).isdisjoint(sites):
        return True
    ends = {squash(words[0]), squash(words[-1])} if 1 < len(words) <= _MOST_WORDS else set()
    return any(len(key) >= _SHORTEST_SITE and key in sites for key in ends)
