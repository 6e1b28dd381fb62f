"""What markup says about an article: title, authors, date, outlet, language, address and licence."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from copydesk.fields.credits import read_credits
from copydesk.fields.folding import sound, table
from copydesk.fields.headings import site_keys, squash, without_tails
from copydesk.fields.licenses import read_license
from copydesk.fields.names import trim
from copydesk.fields.places import Places, Value, host_of, is_weak
from copydesk.fields.stamps import read_stamp
from copydesk.fields.stated_names import StatedNames, is_login, read_names
from copydesk.fields.titles import clean_title
from copydesk.page import Head

if TYPE_CHECKING:
    from copydesk.article import License

_LANGUAGE: Final = re.compile(
    r"([a-z]{2,3})(?:[-_][a-z]{3})?(?:[-_]([a-z]{4}))?(?:[-_]([a-z]{2}))?(?![a-z0-9])", re.IGNORECASE
)
_SLOGAN: Final = re.compile(r"\s[|:·•–—-]\s|[|｜丨]|:\s")
_NO_LANGUAGE: Final = frozenset({"und", "mul", "zxx", "xx"})
_LONGEST_TITLE: Final = 500
_LONGEST_SOURCE: Final = 80
_LONGEST_RAW: Final = 80


class Metadata(NamedTuple):
    """What markup states; what it does not state is None or empty.

    Attributes:
        authors: people, then bodies that are given as authors beside them; the site itself only where it stands alone.
        published_at: as `article.Moment`.
        published_raw: the value that `published_at` was read from.
        source: the outlet that is credited, or else the site's name or its publisher's.
        language: BCP 47.
        url: the canonical one, absolute.
        weak: fields that only places of little trust state, such as a title that is that of the window.
    """

    title: str | None
    authors: list[str]
    published_at: str | None
    published_raw: str | None
    source: str | None
    language: str | None
    url: str | None
    license: License | None
    weak: frozenset[str] = frozenset()


def read_metadata(head: Head) -> Metadata:
    """Read what the head of a page states: JSON-LD, OpenGraph, Dublin Core, microdata and their kin."""
    return _unstated() if head == Head() else _stated(head)


@cache
def _unstated() -> Metadata:
    return _stated(Head())


def _stated(head: Head) -> Metadata:
    places = Places(head)
    sites = site_keys([*(value.text for value in places.values("sites")), *places.hosts()])
    title = _title(places, sites)
    date = next((value for value in places.values("published_at") if read_stamp(value.text)), None)
    authors, authors_weak = _authors(places, sites)
    weak = {name for name, value in (("title", title), ("published_at", date)) if value and is_weak(value.place)}
    return Metadata(
        title=title.text if title else None,
        authors=authors,
        published_at=read_stamp(date.text) if date else None,
        published_raw=sound(date.text)[:_LONGEST_RAW] if date else None,
        source=_source(places, site_keys(places.hosts())),
        language=next((tag for value in places.values("language") if (tag := language_tag(value.text))), None),
        url=next((url for value in places.values("url") if (url := _url(value.text))), None),
        license=next((found for value in places.values("license") if (found := read_license(value.text))), None),
        weak=frozenset(weak | ({"authors"} if authors and authors_weak else set())),
    )


def _title(places: Places, sites: frozenset[str]) -> Value | None:
    titles = [value for value in places.values("title") if len(value.text) <= _LONGEST_TITLE]
    same = {key for value in titles if (key := squash(value.text))}
    sections = {key for value in places.values("sections") if (key := squash(value.text))}
    for text, place in titles:
        title = sound(without_tails(text, same=same, sites=sites, sections=sections))
        title = clean_title(title, page_title=True) if place == "head title" else title
        if (key := squash(title)) and key not in sites:
            return Value(title, place)
    return None


def _authors(places: Places, sites: frozenset[str]) -> tuple[list[str], bool]:
    """The authors, and whether the page may overrule them."""
    names, weak = table("metadata")["names"], table("metadata")["weak"]
    editors = {squash(value.text) for value in places.values("editors")}
    found: list[tuple[str, StatedNames]] = []
    for place, values in places.groups("authors"):
        own = [value for value in values if squash(value) not in editors]
        found.append((place, read_names(own, sites=sites, inverted=place in names["inverted"])))
    named = [stated for _, stated in found if stated.people]
    best = next((stated for stated in named if not all(map(is_login, stated.people))), next(iter(named), None))
    if best:
        return best.people + [body for body in best.bodies if site_keys([body]).isdisjoint(sites)], False
    place, bodies = next(((place, stated.bodies) for place, stated in found if stated.bodies), ("", []))
    others = [body for body in bodies if site_keys([body]).isdisjoint(sites)]
    return others or bodies, place not in weak["bodies"]


def _source(places: Places, hosts: frozenset[str]) -> str | None:
    names = [name for value in places.values("source") if (name := _outlet(value.text, hosts))]
    if not names:
        return None
    # the same name may be better spelt elsewhere: `dailypost`, `Daily Post`
    alike = [name for name in names if squash(name) == squash(names[0])]
    return max(alike, key=lambda name: (" " in name, name != name.lower(), name != name.upper()))


def _outlet(value: str, hosts: frozenset[str]) -> str | None:
    """The outlet that a value names; a label may stand before it, a slogan beside it."""
    name = read_credits(value).source or sound(value)
    if "//" in name or name.startswith("@") or not any(map(str.isalpha, name)):
        return None
    parts = [trim(part) for part in _SLOGAN.split(name)]
    name = next((part for part in parts if not site_keys([part]).isdisjoint(hosts)), name)
    return name if len(name) <= _LONGEST_SOURCE else None


def _url(value: str) -> str | None:
    value = sound(value)
    fit = value.isprintable() and " " not in value
    return value if fit and value.lower().startswith(("http://", "https://")) and host_of(value) else None


def language_tag(value: str) -> str | None:
    """The BCP 47 tag of a value such as `zh_CN`, `de-at` or `zh-cmn-Hans`; None where it is none."""
    match = _LANGUAGE.match(value.strip())
    if match is None or match[1].lower() in _NO_LANGUAGE:
        return None
    language, script, region = match[1].lower(), match[2], match[3]
    return "-".join([language, *([script.title()] if script else []), *([region.upper()] if region else [])])
