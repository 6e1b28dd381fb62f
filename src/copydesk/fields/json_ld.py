"""What JSON-LD says about the page's article: schema.org objects, as sites write them and as they break them."""

from __future__ import annotations

import functools
import html
import json
import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import orjson

from copydesk.fields.folding import table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

_DEEPEST: Final = 5  # containers in one another, names in names
_MOST_OBJECTS: Final = 500  # in one page, and in one script
_MOST_VALUES: Final = 60  # of one property
_LONGEST_VALUE: Final = 1_000
_OPENINGS: Final = ("<!--", "//", "/*", "*/", "<![CDATA[", ";")
_CLOSINGS: Final = ("-->", "//", "/*", "*/", "]]>", ";")
_MOST_WRAPPINGS: Final = 8
_TRAILING_COMMA: Final = re.compile(r",(?=\s*[\]}])")
_REMARK: Final = re.compile(r"/\*[^*]{0,400}\*/|(?:^|(?<=[,{\[]))[ \t]{0,40}//[^\n]*$", re.MULTILINE)
_BETWEEN: Final = re.compile(r"[\s,;]*")
_NAMED: Final = frozenset({"author", "creator", "publisher"})
_DECODER: Final = json.JSONDecoder(strict=False)

Statements = dict[str, list[str]]
"""Values of each property, its name in lower case."""

_Object = dict[str, Any]


class _Terms(NamedTuple):
    ranks: dict[str, int]  # of types, 0 the most particular
    sites: frozenset[str]
    containers: frozenset[str]


@functools.cache
def _terms() -> _Terms:
    data = table("metadata")["json_ld"]
    ranks = {name: rank for rank, names in enumerate(data["types"]) for name in names}
    return _Terms(ranks, frozenset(data["sites"]), frozenset(data["containers"]))


def read_json_ld(scripts: Iterable[str], is_page: Callable[[Statements], bool]) -> Statements:
    """What the objects of a page state about its article.

    Args:
        scripts: content of each script; one that cannot be read is passed over.
        is_page: tells by url and headline whether an article is the one that the page is about.

    Returns:
        Values of the article's properties, names of people and bodies for `author`, `creator` and `publisher`, and
        under `site` the names of the site's own objects. Nothing of the articles where there are several and none is
        the page's.
    """
    objects = [found for script in scripts for value in parse_script(script) for found in _objects(value)]
    objects = objects[:_MOST_OBJECTS]
    by_id = {found["@id"]: found for found in objects if isinstance(found.get("@id"), str) and len(found) > 1}
    terms = _terms()
    ranked: list[tuple[bool, int, Statements]] = []
    sites: list[str] = []
    for found in objects:
        types = _types(found)
        rank = min((terms.ranks[name] for name in types if name in terms.ranks), default=None)
        if rank is not None:
            stated = _statements(found, by_id)
            ranked.append((not is_page(stated), rank, stated))
        if not terms.sites.isdisjoint(types):
            sites += _names(found, by_id)
    ranked.sort(key=lambda item: item[:2])
    stated = _merged(ranked)
    return stated | {"site": list(dict.fromkeys(sites))} if sites else stated


def _merged(ranked: Sequence[tuple[bool, int, Statements]]) -> Statements:
    """The best object's statements, and what others that are about the same article add."""
    if not ranked:
        return {}
    unlike, _, best = ranked[0]
    headline = _headline(best)
    if unlike and len({_headline(stated) for _, _, stated in ranked} - {""}) > 1:
        return {}
    merged: Statements = dict(best)
    for _, _, stated in ranked[1:]:
        if _headline(stated) in {"", headline}:
            merged = stated | merged
    return merged


def _headline(stated: Statements) -> str:
    return " ".join(stated.get("headline", [])).casefold()


def _types(found: _Object) -> set[str]:
    types = found.get("@type", found.get("type"))
    names = types if isinstance(types, list) else [types]
    return {re.split(r"[/:#]", name)[-1].lower() for name in names[:_MOST_VALUES] if isinstance(name, str)}


def _objects(value: object) -> Iterator[_Object]:
    """The objects of a script that may be the article or the site, outer ones first."""
    containers = _terms().containers
    level: list[object] = [value]
    for _ in range(_DEEPEST):
        below: list[object] = []
        for item in level[:_MOST_OBJECTS]:
            if isinstance(item, list):
                below += item[:_MOST_OBJECTS]
            elif isinstance(item, dict):
                yield item
                below += [inner for key, inner in item.items() if key.lower() in containers]
        level = below


def _statements(found: _Object, by_id: Mapping[str, _Object]) -> Statements:
    stated: Statements = {}
    for key, value in found.items():
        name = key.lower().removeprefix("schema:")
        values = _names(value, by_id) if name in _NAMED else _texts(value)
        if values:
            stated[name] = values
    return stated


def _names(value: object, by_id: Mapping[str, _Object], depth: int = 0) -> list[str]:
    if isinstance(value, str):
        return _texts(value)
    if depth >= _DEEPEST:
        return []
    if isinstance(value, list):
        return [name for item in value[:_MOST_VALUES] for name in _names(item, by_id, depth + 1)][:_MOST_VALUES]
    if not isinstance(value, dict):
        return []
    parts = [text for key in ("givenName", "familyName") for text in _texts(value.get(key))]
    inner = value.get("name") or value.get("@value") or value.get("@list") or value.get("legalName") or " ".join(parts)
    identity = value.get("@id")
    if not inner and isinstance(identity, str) and by_id.get(identity) is not value:
        inner = by_id.get(identity)
    return _names(inner, by_id, depth + 1)


def _texts(value: object) -> list[str]:
    if isinstance(value, dict):
        value = value.get("@value") or value.get("name") or value.get("@id") or value.get("url")
    values = value[:_MOST_VALUES] if isinstance(value, list) else [value]
    texts = [str(item) for item in values if isinstance(item, str | int) and not isinstance(item, bool)]
    return [plain for text in texts if (plain := _plain(text))]


def _plain(text: str) -> str:
    text = text[:_LONGEST_VALUE]
    # escaped once for JSON-LD's sake and once by the template, as often as not
    return " ".join(html.unescape(html.unescape(text)).split()) if "&" in text else " ".join(text.split())


def parse_script(script: str) -> list[object]:
    """The values that a script holds: as far as it can be read, and none where it cannot be.

    Taken in stride: control characters in strings, comments and CDATA marks around and in it, commas too many, quotes
    as HTML entities, several values one after the other.
    """
    text = _unwrapped(script)
    if not text:
        return []
    try:
        return [orjson.loads(text)]
    except orjson.JSONDecodeError:
        pass
    values, rest = _in_a_row(text)
    if rest:
        mended = html.unescape(rest) if "&quot;" in rest and '"' not in rest else rest
        mended = _TRAILING_COMMA.sub("", _REMARK.sub("", mended))
        if mended != rest:
            values += _in_a_row(mended)[0]
    return values


def _unwrapped(script: str) -> str:
    text = script.strip()
    for _ in range(_MOST_WRAPPINGS):
        before = len(text)
        for opening in _OPENINGS:
            text = text.removeprefix(opening)
        for closing in _CLOSINGS:
            text = text.removesuffix(closing)
        text = text.strip()
        if len(text) == before:
            break
    return text


def _in_a_row(text: str) -> tuple[list[object], str]:
    """The values that stand one after the other, and the rest of the text from where no more can be read."""
    values: list[object] = []
    position = _end_of(_BETWEEN.match(text))
    while position < len(text) and len(values) < _MOST_OBJECTS:
        try:
            value, end = _DECODER.raw_decode(text, position)
        except (ValueError, RecursionError):
            return values, text[position:]
        values.append(value)
        position = _end_of(_BETWEEN.match(text, end))
    return values, ""


def _end_of(match: re.Match[str] | None) -> int:
    return match.end() if match else 0
