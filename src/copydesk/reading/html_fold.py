"""What opens, closes and stands between tags, folded into lines, containers and the page's head."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, NamedTuple

from copydesk.page import Containers, Head, Markup, Zone
from copydesk.reading.text import squeeze

if TYPE_CHECKING:
    from collections.abc import Mapping

META_NAMES = ("property", "name", "itemprop", "http-equiv")
VALUE_ATTRIBUTES = ("content", "datetime", "href", "src")
_HIDING_STYLE = re.compile(r"display\s{0,5}:\s{0,5}none|visibility\s{0,5}:\s{0,5}hidden", re.IGNORECASE)
HIDING = frozenset({"aria-hidden", "hidden", "style"})
BREAKS = frozenset({"br", "hr"})
OUTERMOST = frozenset({"html", "body"})
HINT_CHARS = 160
CAPTURED_CHARS = 300
MOST_CAPTURES = 16
LD_JSON = "application/ld+json"
TELLING = frozenset({"html", "link", "meta", "time"})
"""Elements whose attributes say something about the page; others name a property, or link to a relation of it."""


class _Element(NamedTuple):
    """What elements of a name do to lines; `data/elements.toml` says which do what."""

    void: bool = False
    skipped: bool = False
    block: bool = False
    cell: bool = False
    container: bool = False
    closes: frozenset[str] = frozenset()
    zone: Zone = Zone.NONE


_INLINE = _Element()


@cache
def _data() -> dict[str, Any]:
    file = resources.files("copydesk.reading") / "data" / "elements.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


@cache
def _stronger(tag: str) -> tuple[str, ...]:
    """Elements that the end of a `tag` around them does not close."""
    strength: dict[str, int] = _data()["strength"]
    return tuple(name for name, value in strength.items() if value > strength.get(tag, 0))


@cache
def _elements() -> tuple[dict[str, _Element], dict[str, Zone]]:
    """Elements by name, and zones by role."""
    data = _data()
    does = {
        "void": "void",
        "skipped": "skipped",
        "block": "blocks",
        "cell": "cells",
        "container": "containers",
    }
    ends_paragraphs = {"hr", *data["blocks"], *data["cells"]}
    names = {name for key in does.values() for name in data[key]}
    elements = {
        name: _Element(
            **{what: name in data[key] for what, key in does.items()},
            closes=frozenset([*data["closes"].get(name, ()), *(["p"] if name in ends_paragraphs else [])]),
            zone=Zone(data["zones"].get(name, Zone.NONE)),
        )
        for name in names
    }
    return elements, {role: Zone(zone) for role, zone in data["roles"].items()}


_BODY = "body"
"""What all lines stand in, whether or where the page has its tag: parsers supply it at different places."""


class _Capture:
    """The text of an element whose value the head wants."""

    def __init__(self, tag: str, into: list[tuple[str, str]], name: str) -> None:
        self.tag, self.into, self.name = tag, into, name
        self.parts: list[str] = []
        self.chars = 0

    def add(self, text: str) -> None:
        if self.chars < CAPTURED_CHARS:
            self.parts.append(text)
            self.chars += len(squeeze(text))  # parsers part text at different places

    def close(self) -> None:
        self.into.append((self.name, squeeze("".join(self.parts))[:CAPTURED_CHARS]))


class HtmlFold:
    """The events of a parser, in order, become lines. Call `start`, `end`, `data`, then `close`.

    Attributes:
        texts: one a line, squeezed, never blank.
        markup: what markup says of each line.
        containers: the elements that hold lines.
        head: what it says about the page.
    """

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.markup: list[Markup] = []
        self.containers = Containers([-1], [_BODY], [""])
        self.head = Head()
        self._elements, self._roles = _elements()
        # the innermost element that is open, its zone and its container; the same of those around it, each in a list of
        # its own, since tuples by the hundred thousand are work for the garbage collector
        self._tag, self._zone, self._container = _BODY, Zone.NONE, 0
        self._tags: list[str] = []
        self._zones: list[Zone] = []
        self._around: list[int] = []
        # how deep the outermost element is that hides its lines, or whose text is none; 0 without one
        self._hidden = self._skipped = 0
        self._depths: defaultdict[str, list[int]] = defaultdict(list)
        self._captures: list[_Capture] = []
        self._script: list[str] | None = None
        self._title: list[str] | None = None
        self._link_depth = 0
        self._line: list[str] = []
        self._linked = self._cells = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element opens."""
        if tag in TELLING or (attributes and ("itemprop" in attributes or (tag == "a" and "rel" in attributes))):
            self._note(tag, attributes)
        element = self._elements.get(tag)
        if element is None:
            if tag == "a":
                self._link_depth = len(self._tags) + 1
        elif element.void:
            if tag in BREAKS:
                self._close_for(element)
                self._flush()
        elif element.skipped:
            self._push(tag, element, attributes)
            if tag == "script" and attributes.get("type", "").strip().lower() == LD_JSON:
                self._script = []
        else:
            self._block(tag, element, attributes)

    def end(self, tag: str) -> None:
        """An element closes, or something that was never open."""
        if self._captures and any(capture.tag == tag for capture in self._captures):
            self._release(tag)
        if tag == "a":
            self._link_depth = 0
            return
        if tag in OUTERMOST:
            self._close_for(self._elements["hr"])
            self._flush()
            return
        if self._tag == tag:
            self._pop()
            return
        depths = self._depths.get(tag)
        if not depths or any(self._depth(name) > depths[-1] for name in _stronger(tag)):
            return
        while self._pop() != tag:
            pass

    def data(self, text: str) -> None:
        """Text stands here."""
        if self._script is not None:
            self._script.append(text)
        elif self._title is not None:
            self._title.append(text)
        elif not self._skipped:
            for capture in self._captures:
                capture.add(text)
            if self._tag == "pre" and "\n" in text:
                self._preformatted(text)
                return
            self._line.append(text)
            if self._link_depth:
                self._linked += len(text)

    def close(self) -> None:
        """The input is over."""
        while self._tags:
            self._pop()
        self._flush()
        while self._captures:
            self._captures.pop().close()

    def _block(self, tag: str, element: _Element, attributes: Mapping[str, str]) -> None:
        if self._tag in element.closes:
            self._close_for(element)
        if element.cell:
            self._line.append(" ")
            self._cells += 1
        elif self._line:
            self._flush()
        self._push(tag, element, attributes)
        if tag == "title" and not self.head.title and not self._skipped:
            self._title = []

    def _close_for(self, element: _Element) -> None:
        """Close what was left open and cannot hold an element."""
        while self._tag in element.closes:
            self._pop()

    def _push(self, tag: str, element: _Element, attributes: Mapping[str, str]) -> None:
        self._tags.append(self._tag)
        self._zones.append(self._zone)
        self._around.append(self._container)
        depth = len(self._tags)
        self._depths[tag].append(depth)
        self._tag = tag
        if element.skipped and not self._skipped:
            self._skipped = depth
        zone = element.zone
        if attributes:
            if "role" in attributes:
                zone = self._roles.get(attributes["role"]) or zone
            if not (self._hidden or HIDING.isdisjoint(attributes)) and _is_hidden(attributes):
                self._hidden = depth
        if zone and (tag != "header" or self._zone is not Zone.ARTICLE):
            self._zone = zone  # an article's own header is none of the site's
        if element.container:
            hint = f"{attributes.get('class', '')} {attributes.get('id', '')}" if attributes else ""
            self._container = self.containers.add(self._container, tag, hint[:HINT_CHARS].lower())

    def _pop(self) -> str:
        tag = self._tag
        if self._line and self._elements[tag].block:
            self._flush()
        self._tag, self._zone, self._container = self._tags.pop(), self._zones.pop(), self._around.pop()
        depth = self._depths[tag].pop()
        if self._hidden == depth:
            self._hidden = 0
        if self._skipped == depth:
            self._skipped = 0
        if self._link_depth > depth:
            self._link_depth = 0
        if tag == "script" and self._script is not None:
            self.head.json_ld.append("".join(self._script))
            self._script = None
        elif tag == "title" and self._title is not None:
            self.head.title = squeeze("".join(self._title))
            self._title = None
        return tag

    def _depth(self, tag: str) -> int:
        """Where among the open elements the innermost `tag` is, 0 if none is open."""
        depths = self._depths.get(tag)
        return depths[-1] if depths else 0

    def _preformatted(self, text: str) -> None:
        first, *rest = text.split("\n")
        self._line.append(first)
        self._linked += len(first) if self._link_depth else 0
        for line in rest:
            self._flush()
            self._line.append(line)
            self._linked = len(line) if self._link_depth else 0

    def _flush(self) -> None:
        line = "".join(self._line)
        if not line.isspace() and (text := squeeze(line)):
            share = 1.0 if self._tag == "button" else self._linked / (len(line) - self._cells)
            self.texts.append(text)
            self.markup.append(Markup(self._tag, share, self._zone, self._hidden > 0, self._container))
        self._line.clear()
        self._linked = self._cells = 0

    def _note(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Keep for the head what the attributes say about the page."""
        head = self.head
        if tag == "meta":
            content = attributes.get("content") or ""
            head.metas += [(attributes[name].strip().lower(), content) for name in META_NAMES if attributes.get(name)]
        elif tag == "html":
            head.lang = head.lang or (attributes.get("lang") or attributes.get("xml:lang") or "").strip()
        elif tag == "time":
            self._capture(tag, head.times, attributes.get("datetime", ""))
        if tag in {"link", "a"} and attributes.get("rel") and attributes.get("href"):
            head.links.append((attributes["rel"].strip().lower(), attributes["href"].strip()))
        if tag != "meta" and (name := attributes.get("itemprop")):
            self._property(tag, name.strip(), attributes)

    def _property(self, tag: str, name: str, attributes: Mapping[str, str]) -> None:
        value = next((attributes[key] for key in VALUE_ATTRIBUTES if attributes.get(key)), None)
        if value is not None or self._elements.get(tag, _INLINE).void:
            self.head.properties.append((name, value or ""))
        else:
            self._capture(tag, self.head.properties, name)

    def _capture(self, tag: str, into: list[tuple[str, str]], name: str) -> None:
        if len(self._captures) == MOST_CAPTURES:
            self._captures.pop(0).close()
        self._captures.append(_Capture(tag, into, name))

    def _release(self, tag: str) -> None:
        for index in range(len(self._captures) - 1, -1, -1):
            if self._captures[index].tag == tag:
                self._captures.pop(index).close()
                return


def _is_hidden(attributes: Mapping[str, str]) -> bool:
    if "hidden" in attributes or (attributes.get("aria-hidden") or "").lower() == "true":
        return True
    style = attributes.get("style")
    return bool(style) and _HIDING_STYLE.search(style or "") is not None
