"""What opens, closes and stands between tags, folded into lines, containers and the page's head."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, NamedTuple

from copydesk.page import Container, Head, Markup, Zone
from copydesk.reading.text import squeeze

if TYPE_CHECKING:
    from collections.abc import Mapping

META_NAMES = ("property", "name", "itemprop", "http-equiv")
VALUE_ATTRIBUTES = ("content", "datetime", "href", "src")
_HIDING_STYLE = re.compile(r"display\s{0,5}:\s{0,5}none|visibility\s{0,5}:\s{0,5}hidden", re.IGNORECASE)
HINT_CHARS = 160
CAPTURED_CHARS = 300
LD_JSON = "application/ld+json"


class _Elements(NamedTuple):
    """Names of elements by what they do to lines; `data/elements.toml` says more."""

    void: frozenset[str]
    skipped: frozenset[str]
    blocks: frozenset[str]
    cells: frozenset[str]
    containers: frozenset[str]
    closes_same: frozenset[str]
    zones: dict[str, Zone]
    roles: dict[str, Zone]


@cache
def _elements() -> _Elements:
    data = tomllib.loads((resources.files("copydesk.reading") / "data" / "elements.toml").read_text(encoding="utf-8"))
    zones, roles = ({name: Zone(zone) for name, zone in data.pop(key).items()} for key in ("zones", "roles"))
    return _Elements(zones=zones, roles=roles, **{name: frozenset(names) for name, names in data.items()})


class _Open(NamedTuple):
    """An element that is open, and what holds inside it."""

    tag: str
    zone: Zone
    hidden: bool
    skipped: bool
    container: int


_PAGE = _Open("", Zone.NONE, hidden=False, skipped=False, container=-1)


class _Capture:
    """The text of an element whose value the head wants."""

    def __init__(self, tag: str, into: list[tuple[str, str]], name: str) -> None:
        self.tag, self.into, self.name = tag, into, name
        self.parts: list[str] = []
        self.chars = 0

    def add(self, text: str) -> None:
        if self.chars < CAPTURED_CHARS:
            self.parts.append(text)
            self.chars += len(text)

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
        self.containers: list[Container] = []
        self.head = Head()
        self._elements = _elements()
        self._open: list[_Open] = [_PAGE]
        self._counts: dict[str, int] = {}
        self._captures: list[_Capture] = []
        self._script: list[str] | None = None
        self._title: list[str] | None = None
        self._link_depth = 0
        self._line: list[str] = []
        self._linked = self._chars = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element opens."""
        if attributes:
            self._note(tag, attributes)
        if tag == "br":
            self._flush()
        if tag in self._elements.void:
            return
        if tag == "a":
            self._link_depth = len(self._open)
        if tag in self._elements.skipped:
            self._push(tag, attributes, skipped=True)
            if tag == "script" and attributes.get("type", "").strip().lower() == LD_JSON:
                self._script = []
        elif tag in self._elements.blocks or tag in self._elements.cells:
            self._block(tag, attributes)

    def end(self, tag: str) -> None:
        """An element closes, or something that was never open."""
        if self._captures and any(capture.tag == tag for capture in self._captures):
            self._release(tag)
        if tag == "a":
            self._link_depth = 0
        elif self._counts.get(tag):
            if tag not in self._elements.cells:
                self._flush()
            while self._pop() != tag:
                pass
        elif tag in self._elements.blocks:
            self._flush()

    def data(self, text: str) -> None:
        """Text stands here."""
        if self._script is not None:
            self._script.append(text)
        elif self._title is not None:
            self._title.append(text)
        elif not self._open[-1].skipped:
            for capture in self._captures:
                capture.add(text)
            if self._open[-1].tag == "pre" and "\n" in text:
                self._preformatted(text)
            else:
                self._append(text)

    def close(self) -> None:
        """The input is over."""
        self._flush()
        while len(self._open) > 1:
            self._pop()
        while self._captures:
            self._captures.pop().close()

    def _block(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag in self._elements.cells:
            self._line.append(" ")
        else:
            self._flush()
        top = self._open[-1].tag
        if (tag in self._elements.closes_same and top == tag) or (top == "p" and tag not in self._elements.cells):
            self._pop()
        self._push(tag, attributes, skipped=False)
        if tag == "title" and not self.head.title and not self._open[-1].skipped:
            self._title = []

    def _push(self, tag: str, attributes: Mapping[str, str], *, skipped: bool) -> None:
        around = self._open[-1]
        container = around.container
        if tag in self._elements.containers:
            hint = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"[:HINT_CHARS].lower()
            self.containers.append(Container(container, tag, hint.strip()))
            container = len(self.containers) - 1
        zone = self._elements.roles.get(attributes.get("role") or "") or self._elements.zones.get(tag) or around.zone
        if tag == "header" and around.zone is Zone.ARTICLE:
            zone = Zone.ARTICLE  # the article's own
        hidden = around.hidden or bool(attributes and _is_hidden(attributes))
        self._open.append(_Open(tag, zone, hidden, skipped or around.skipped, container))
        self._counts[tag] = self._counts.get(tag, 0) + 1

    def _pop(self) -> str:
        tag = self._open.pop().tag
        self._counts[tag] -= 1
        if self._link_depth > len(self._open):
            self._link_depth = 0
        if tag == "script" and self._script is not None:
            self.head.json_ld.append("".join(self._script))
            self._script = None
        elif tag == "title" and self._title is not None:
            self.head.title = squeeze("".join(self._title))
            self._title = None
        return tag

    def _append(self, text: str) -> None:
        self._line.append(text)
        length = len(text)
        self._chars += length
        if self._link_depth:
            self._linked += length

    def _preformatted(self, text: str) -> None:
        first, *rest = text.split("\n")
        self._append(first)
        for line in rest:
            self._flush()
            self._append(line)

    def _flush(self) -> None:
        if not self._chars:
            self._line.clear()
            return
        if text := squeeze("".join(self._line)):
            here = self._open[-1]
            self.texts.append(text)
            share = 1.0 if here.tag == "button" else self._linked / self._chars
            self.markup.append(Markup(here.tag, share, here.zone, here.hidden, here.container))
        self._line.clear()
        self._linked = self._chars = 0

    def _note(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Keep for the head what the attributes say about the page."""
        head = self.head
        if tag == "meta":
            content = attributes.get("content") or ""
            head.metas += [(attributes[name].strip().lower(), content) for name in META_NAMES if attributes.get(name)]
        elif tag == "html":
            head.lang = head.lang or (attributes.get("lang") or attributes.get("xml:lang") or "").strip()
        elif tag == "time":
            self._captures.append(_Capture(tag, head.times, attributes.get("datetime") or ""))
        if tag in {"link", "a"} and attributes.get("rel") and attributes.get("href"):
            head.links.append((attributes["rel"].strip().lower(), attributes["href"].strip()))
        if tag != "meta" and (name := attributes.get("itemprop")):
            self._property(tag, name.strip(), attributes)

    def _property(self, tag: str, name: str, attributes: Mapping[str, str]) -> None:
        value = next((attributes[key] for key in VALUE_ATTRIBUTES if attributes.get(key)), None)
        if value is not None or tag in self._elements.void:
            self.head.properties.append((name, value or ""))
        else:
            self._captures.append(_Capture(tag, self.head.properties, name))

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
