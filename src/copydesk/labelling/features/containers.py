"""What markup says of a line: its element, its links, and the containers that hold it."""

from __future__ import annotations

from collections import Counter
from functools import cache, lru_cache
from itertools import compress
from typing import TYPE_CHECKING, NamedTuple

from copydesk.labelling.datafiles import data_table
from copydesk.labelling.features import columns
from copydesk.linear import searcher
from copydesk.page import Zone

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    from copydesk.labelling.draft import Draft
    from copydesk.labelling.features.columns import Columns
    from copydesk.page import Containers, Markup

NARROW, WIDE = 0.5, 0.8
"""Shares of the draft's prose: the smallest container with so much is taken for the article's."""
HEADLINE, ARTICLE = "h1", "article"
"""Elements of which a page with one article has one; a line below or in a later one may be another article's."""
NAMED_AFTER = 0.5
"""Share of the page's prose: a container with so much does not hand its name down to what it holds."""
_ZONES = {zone: code for code, zone in enumerate(Zone)}


@cache
def _elements() -> dict[str, int]:
    return {name: code for code, name in enumerate(data_table("elements")["elements"], 1)}


@cache
def _hints() -> dict[str, list[str]]:
    hints: dict[str, list[str]] = data_table("elements")["hints"]
    return hints


@cache
def _searches() -> tuple[Callable[[str], bool], list[tuple[int, Callable[[str], bool]]]]:
    """What tells whether a container's name holds any hint; and what tells it of each, with a bit of its own."""
    sought = ["|".join(words) for words in _hints().values()]
    return searcher("|".join(sought)), [(1 << place, searcher(words)) for place, words in enumerate(sought)]


@lru_cache(maxsize=16_384)
def _named(hint: str) -> int:
    """One bit for each of the hints that a container's name holds."""
    holds_any, each = _searches()
    return sum(bit for bit, holds in each if holds(hint)) if holds_any(hint) else 0


class _Tree(NamedTuple):
    """Sums over containers in their order; what they hold is included but in `own` and `lines`.

    Attributes:
        parents: index of the container around each; the outermost is its own.
        own, prose: words of prose in its own lines, and in all.
        drafted: those of them in the first draft of the body.
        chars, linked: characters, and those that stand in links.
        lines: lines of its own.
    """

    parents: list[int]
    own: list[int]
    prose: list[int]
    drafted: list[int]
    chars: list[int]
    linked: list[float]
    lines: list[int]


def containers(draft: Draft) -> Columns:
    """What markup says of each line of the draft's page; nothing for text."""
    page = draft.page
    if not page.markup:
        return {}
    return _elementwise(draft, page.markup) | _contained(draft, page.markup, page.containers)


def _elementwise(draft: Draft, markup: Sequence[Markup]) -> Columns:
    elements = _elements()
    element = bytes([elements.get(one.tag, 0) for one in markup])
    link = columns.shares([one.link for one in markup])
    found = {
        "element": element,
        "link": link,
        "zone": bytes([_ZONES[one.zone] for one in markup]),
        "outside": bytes([shape.outside for shape in draft.shapes]),
        "beside": bytes(draft.beside),
        "headlines_so_far": columns.so_far(bytes([one.tag == HEADLINE for one in markup])),
    }
    for by in (-1, 1):
        found[f"link_{by:+d}"] = columns.shifted(link, by)
        found[f"element_{by:+d}"] = columns.shifted(element, by)
    return found


def _contained(draft: Draft, markup: Sequence[Markup], held: Containers) -> Columns:
    tree = _tree(draft, markup, held)
    here = [one.container for one in markup]
    used = sorted(set(here))
    place = {index: number for number, index in enumerate(used)}
    places = [place[index] for index in here]
    names = list(zip(held.tags, held.hints, strict=True))
    found = _sums(tree, used) | _siblings(used, held, names) | _named_containers(tree, used, held)
    found["container_element"] = bytes([_elements().get(held.tags[index], 0) for index in used])
    spread = {name: columns.picked(column, places) for name, column in found.items()}
    total = max(1, tree.prose[0])
    signatures = [(one.tag, names[one.container]) for one in markup]
    spread["alike_prose"] = _prose_of(signatures, draft.values, total)
    spread["element_prose"] = _prose_of([one.tag for one in markup], draft.values, total)
    return spread


def _tree(draft: Draft, markup: Sequence[Markup], held: Containers) -> _Tree:
    size = len(held)
    own, drafted, chars, lines = ([0] * size for _ in range(4))
    linked = [0.0] * size
    first, last, _ = draft.run
    for index, (one, value, line) in enumerate(zip(markup, draft.values, draft.page.lines, strict=True)):
        container = one.container
        length = len(line.text)
        if value:
            own[container] += value
            if first <= index < last:
                drafted[container] += value
        chars[container] += length
        linked[container] += one.link * length
        lines[container] += 1
    parents = [max(0, parent) for parent in held.parents]
    prose = own.copy()
    for index in range(size - 1, 0, -1):
        if chars[index]:
            parent = parents[index]
            chars[parent] += chars[index]
            linked[parent] += linked[index]
            if prose[index]:
                prose[parent] += prose[index]
                drafted[parent] += drafted[index]
    return _Tree(parents, own, prose, drafted, chars, linked, lines)


def _sums(tree: _Tree, used: Sequence[int]) -> Columns:
    """What containers hold, one byte for each of `used`."""
    total = max(1, tree.prose[0])
    outer = [tree.parents[index] for index in used]
    outermost = [tree.parents[index] for index in outer]
    links = [linked / chars if chars else 0.0 for linked, chars in zip(tree.linked, tree.chars, strict=True)]
    found = {
        "own_prose": columns.parts([tree.own[index] for index in used], total),
        "container_prose": columns.parts([tree.prose[index] for index in used], total),
        "outer_prose": columns.parts([tree.prose[index] for index in outer], total),
        "outermost_prose": columns.parts([tree.prose[index] for index in outermost], total),
        "container_lines": columns.counts([tree.lines[index] for index in used]),
        "container_link": columns.shares([links[index] for index in used]),
        "outer_link": columns.shares([links[index] for index in outer]),
    }
    for name, share in (("narrow", NARROW), ("wide", WIDE)):
        depths = _depths(tree, share)
        found[f"depth_in_{name}"] = columns.counts([depths[index] for index in used])
    return found


def _depths(tree: _Tree, share: float) -> list[int]:
    """How deep each container lies in the smallest that holds `share` of the draft, from 1; 0 outside of it."""
    least = max(1.0, share * tree.drafted[0])
    article = max((index for index, mass in enumerate(tree.drafted) if mass >= least), default=0)
    depths = [0] * len(tree.parents)
    depths[article] = 1
    for index in range(article + 1, len(depths)):
        if above := depths[tree.parents[index]]:
            depths[index] = above + 1
    return depths


def _siblings(used: Sequence[int], held: Containers, names: Sequence[tuple[str, str]]) -> Columns:
    """How many containers are like each of `used`, beside it and on the page, how deep it lies, in which article."""
    siblings = list(zip(held.parents, names, strict=True))
    beside = Counter(siblings)
    alike = Counter(names)
    depths, articles = [0] * len(held), [0] * len(held)
    opened = 0
    for index, (parent, tag) in enumerate(zip(held.parents, held.tags, strict=True)):
        if index:
            depths[index] = depths[parent] + 1
            articles[index] = articles[parent]
        if tag == ARTICLE:
            opened += 1
            articles[index] = opened
    return {
        "siblings": columns.counts([beside[siblings[index]] for index in used]),
        "alike": columns.counts([alike[names[index]] for index in used]),
        "depth": columns.counts([depths[index] for index in used]),
        "article": columns.counts([articles[index] for index in used]),
    }


def _named_containers(tree: _Tree, used: Sequence[int], held: Containers) -> Columns:
    """Which hints name each of `used`, or what is around it, as far as that holds no large part of the prose."""
    most = NAMED_AFTER * max(1, tree.prose[0])
    bits: list[int] = []
    for hint, parent in zip(held.hints, tree.parents, strict=True):
        inherited = bits[parent] if bits and tree.prose[parent] < most else 0
        bits.append(inherited | _named(hint) if hint else inherited)
    wanted = [bits[index] for index in used]
    return {f"named_{name}": bytes([names >> bit & 1 for names in wanted]) for bit, name in enumerate(_hints())}


def _prose_of(keys: Sequence[Hashable], values: Sequence[int], total: int) -> bytes:
    """For each line the part of the page's prose that stands in lines with its key."""
    sums = dict.fromkeys(keys, 0)
    for key, value in compress(zip(keys, values, strict=True), values):
        sums[key] += value
    codes = dict(zip(sums, columns.parts(sums.values(), total), strict=True))
    return bytes([codes[key] for key in keys])
