"""The places in a page's head where a field is stated: `data/metadata.toml` lists them in order of trust."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import urlsplit

from copydesk.fields.folding import table
from copydesk.fields.headings import squash
from copydesk.fields.json_ld import Statements, read_json_ld
from copydesk.fields.stamps import read_stamp

if TYPE_CHECKING:
    from collections.abc import Iterator

    from copydesk.page import Head

_LONGEST_VALUE: Final = 2_000
_MOST_RELATIONS: Final = 8
_MOST_TIMES: Final = 50
_LONGEST_ECHO: Final = 500


class Value(NamedTuple):
    """A value, and the place where it stands."""

    text: str
    place: str


@functools.cache
def is_weak(place: str) -> bool:
    """Whether what the page shows overrules what this place states."""
    return place in table("metadata")["weak"]["places"]


class Places:
    """What a head states, by place."""

    def __init__(self, head: Head) -> None:
        self._kinds: dict[str, Statements] = {
            "meta": _by_name(head.metas),
            "property": _by_name(head.properties),
            "link": _by_relation(head.links),
            "head": _by_name([("title", head.title), ("lang", head.lang)]),
            "time": {"": _single_day(head.times)},
        }
        self._echoes = [key for title in self._first_titles() if (key := squash(title[:_LONGEST_ECHO]))]
        self._addresses = {url.rstrip("/") for place in ("link canonical", "meta og:url") for url in self.at(place)}
        self._kinds["json-ld"] = read_json_ld(head.json_ld, self._is_page)

    def at(self, place: str) -> list[str]:
        """The values at a place, in order."""
        kind, _, name = place.partition(" ")
        return self._kinds.get(kind, {}).get(name, [])

    def groups(self, field: str) -> Iterator[tuple[str, list[str]]]:
        """(place, its values) of each place that states a field, in order of trust."""
        for place in table("metadata")["places"][field]:
            values = self.at(place)
            if values:
                yield place, values

    def values(self, field: str) -> Iterator[Value]:
        """The values of a field, in order of trust."""
        for place, texts in self.groups(field):
            for text in texts:
                yield Value(text, place)

    def hosts(self) -> Iterator[str]:
        """The site's domain, whole and its name alone."""
        for value in self.values("url"):
            host = host_of(value.text)
            yield host
            yield from host.split(".")[-2:-1]

    def _first_titles(self) -> list[str]:
        return [
            title for place in ("meta og:title", "meta twitter:title", "head title") for title in self.at(place)[:1]
        ]

    def _is_page(self, stated: Statements) -> bool:
        headline = squash(next(iter(stated.get("headline", [])), ""))
        if headline and any(echo.startswith(headline) or headline.startswith(echo) for echo in self._echoes):
            return True
        urls = [url for name in ("url", "@id", "mainentityofpage") for url in stated.get(name, ())]
        return any(url.partition("#")[0].rstrip("/") in self._addresses for url in urls)


def host_of(url: str) -> str:
    """The host of a URL without `www.`, blank where it has none."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:  # brackets that hold no address
        return ""
    return host.removeprefix("www.")


def _by_name(pairs: list[tuple[str, str]]) -> Statements:
    stated: Statements = {}
    for name, value in pairs:
        text = " ".join(value.split()) if len(value) <= _LONGEST_VALUE else ""
        if text:
            stated.setdefault(name.lower(), []).append(text)
    return stated


def _by_relation(links: list[tuple[str, str]]) -> Statements:
    return _by_name([(name, href) for relations, href in links for name in relations.split()[:_MOST_RELATIONS]])


def _single_day(times: list[tuple[str, str]]) -> list[str]:
    """The first of the `<time>` elements, where none states another day: that would be another article's."""
    stamps = {value: stamp for value, _ in times[:_MOST_TIMES] if value and (stamp := read_stamp(value))}
    return list(stamps)[:1] if len({stamp[:10] for stamp in stamps.values()}) == 1 else []
