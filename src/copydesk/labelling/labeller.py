"""A label for every line of a page, from the rules it meets and from where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from copydesk.labelling.headline import headline
from copydesk.labelling.markup import is_settled, weighed, within_article
from copydesk.labelling.shape import Shape, shape_of
from copydesk.labelling.structure import Run, below_headline, body_run, gaps, listed, up_to_signoff
from copydesk.page import Kind, Label, Line, Page, Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from copydesk.labelling.matching import Hit, RuleSet

META_KINDS = frozenset({Kind.BYLINE, Kind.SOURCE_LINE, Kind.PUB_TIME, Kind.EDITOR_SIGNOFF})
"""Lines of these kinds near the body are about the article; elsewhere they are about other articles."""

LEAST_WORTH, RESCUED_SHARE = 30.0, 0.2
"""A body of fewer words of prose is given up for what it would be without markup, if that is so much larger."""

LINES_AROUND = 4
"""How far above the headline and below the body credits may stand."""

_BODY = Label(Role.BODY, None, "structure/body")
_TITLE = Label(Role.TITLE, None, "structure/title")
_ABOVE = Label(Role.REMOVED, Kind.SECTION_NAV, "structure/above-article")
_BETWEEN = Label(Role.REMOVED, Kind.PAGE_FURNITURE, "structure/above-body")
_GAP = Label(Role.REMOVED, Kind.RELATED_ITEM, "structure/list-inside-body")
_BESIDE = Label(Role.REMOVED, Kind.PAGE_FURNITURE, "markup/beside-article")
_CAPTION = Label(Role.CAPTION, Kind.PHOTO_CREDIT, "markup/figcaption")
_REPEATED_TITLE = Label(Role.TITLE, None, "structure/repeated-title")

_OPENS = {
    Kind.RELATED_HEADING: Kind.RELATED_ITEM,
    Kind.COMMENT_BOX: Kind.COMMENT_ITEM,
    Kind.TAGS_LINE: Kind.TAGS_LINE,
    Kind.FRIEND_LINKS: Kind.FRIEND_LINKS,
}
"""Kinds that say what the lines below them are."""


class Labelled(NamedTuple):
    """A page with the labels of its lines.

    Attributes:
        labels: one for each of `page.lines`, in order.
        title: index of the headline among the lines, None where none was found.
        body: the run of lines that the body stands in.
    """

    page: Page
    labels: list[Label]
    title: int | None
    body: Run

    @property
    def head(self) -> list[str]:
        """Lines around the headline and down to the body."""
        first = self.body.first if self.title is None else self.title
        return [line.text for line in self.page.lines[max(0, first - LINES_AROUND) : self.body.first]]

    @property
    def tail(self) -> list[str]:
        """Lines right below the body."""
        return [line.text for line in self.page.lines[self.body.last : self.body.last + 2 * LINES_AROUND]]

    def lines(self, *roles: Role) -> list[Line]:
        """The lines with one of `roles`, in order."""
        return [line for line, label in zip(self.page.lines, self.labels, strict=True) if label.role in roles]


def label_page(page: Page, rules: RuleSet) -> Labelled:
    """Label every line of `page`.

    A page on which no rule strikes anything is clean already, and keeps all from its first paragraph on. That is also
    what makes cleaning a cleaned text take nothing further away.
    """
    lines = page.lines
    if not lines:
        return Labelled(page, [], None, Run(0, 0, 0.0))
    plain = [shape_of(line.text) for line in lines]
    settled = [is_settled(markup) for markup in page.markup] or [False] * len(lines)
    met = [rules.match(line.text, whole=known) for line, known in zip(lines, settled, strict=True)]
    shapes, hits, run = _body(page, weighed(page, plain), met)
    if page.markup and run.worth < LEAST_WORTH:
        without = body_run(lines, plain, _in_place(met, plain))
        if run.worth < RESCUED_SHARE * without.worth:  # markup that hides the article, or calls it an aside
            shapes, hits, run = plain, _in_place(met, plain), without
    title = headline(page, shapes, hits, run) if run.worth else None
    if run.worth:
        run = up_to_signoff(below_headline(run, title, shapes, hits), hits)
    if run.worth and not any(hits) and not page.markup:
        run = run._replace(last=len(lines))
    labels = _above(lines, hits, run, title) + _inside(page, shapes, hits, run, title) + _below(lines, hits, run)
    return Labelled(page, labels, title, run)


def _body(page: Page, shapes: list[Shape], met: Sequence[Sequence[Hit]]) -> tuple[list[Shape], list[list[Hit]], Run]:
    """The run of lines that holds the body, with the shapes and hits that it was found by."""
    hits = _in_place(met, shapes)
    run = body_run(page.lines, shapes, hits)
    if page.markup:
        shapes = within_article(page, shapes, hits, run)
        run = body_run(page.lines, shapes, hits)
    return shapes, hits, run


def _in_place(hits: Sequence[Sequence[Hit]], shapes: Sequence[Shape]) -> list[list[Hit]]:
    """Drop hits of rules that do not hold above, or below, the first paragraph of prose.

    Where all that reads like prose meets rules, there is no article, and all of them hold.
    """
    prose = [
        (index, met)
        for index, (shape, met) in enumerate(zip(shapes, hits, strict=True))
        if shape.prose and not any(hit.rule.where == "anywhere" for hit in met)
    ]
    if all(met for _, met in prose):
        return [list(met) for met in hits]
    first, _ = prose[0]
    here = {True: {"anywhere", "head"}, False: {"anywhere", "tail"}}
    kept = [[hit for hit in met if hit.rule.where in here[index < first]] for index, met in enumerate(hits)]
    kept[first] = [hit for hit in kept[first] if hit.rule.where == "anywhere"]
    return kept


def _struck(hit: Hit, *, near: bool) -> Label:
    kind = hit.rule.kind
    if near and kind in META_KINDS:
        return Label(Role.META, kind, hit.id)
    if near and kind is Kind.PHOTO_CREDIT:
        return Label(Role.CAPTION, kind, hit.id)
    return Label(Role.REMOVED, kind, hit.id)


def _above(lines: Sequence[Line], hits: Sequence[Sequence[Hit]], run: Run, title: int | None) -> list[Label]:
    nearest = run.first if title is None else title
    wording = None if title is None else lines[title].text
    labels = []
    for index in range(run.first):
        if wording is not None and lines[index].text == wording:
            labels.append(_TITLE if index == title else _REPEATED_TITLE)
        elif hits[index]:
            labels.append(_struck(hits[index][0], near=index >= nearest - LINES_AROUND))
        else:
            labels.append(_BETWEEN if index > nearest else _ABOVE)
    return labels


def _inside(
    page: Page, shapes: Sequence[Shape], hits: Sequence[Sequence[Hit]], run: Run, title: int | None
) -> list[Label]:
    lines = page.lines
    others = set(listed(run, shapes, hits))
    if any(hits) or page.markup:
        others.update(index for gap in gaps(run, shapes, hits) for index in gap)
    wording = None if title is None else lines[title].text
    labels = []
    for index in range(run.first, run.last):
        if hits[index]:
            labels.append(_struck(hits[index][0], near=True))
        elif page.markup and page.markup[index].tag == "figcaption":
            labels.append(_CAPTION)
        elif shapes[index].outside:
            labels.append(_BESIDE)
        elif index in others:
            labels.append(_GAP)
        else:
            again = lines[index].text == wording and not shapes[index].prose
            labels.append(_REPEATED_TITLE if again else _BODY)
    return labels


def _below(lines: Sequence[Line], hits: Sequence[Sequence[Hit]], run: Run) -> list[Label]:
    labels = []
    kind = Kind.RELATED_ITEM
    for index in range(run.last, len(lines)):
        if hits[index]:
            hit = hits[index][0]
            kind = _OPENS.get(hit.rule.kind, kind)
            labels.append(_struck(hit, near=index < run.last + 2 * LINES_AROUND))
        else:
            labels.append(Label(Role.REMOVED, kind, "structure/below-article"))
    return labels
