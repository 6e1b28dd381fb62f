"""A label for every line of a page: rules strike what they know, and the learned labeller weighs the rest."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import compress
from operator import mul
from typing import TYPE_CHECKING, NamedTuple

from copydesk.labelling.draft import Draft, draft_of, drafted_body, in_place, languages_in
from copydesk.labelling.features.table import feature_table
from copydesk.labelling.headline import headline
from copydesk.labelling.markup import CAPTION
from copydesk.labelling.shape import shape_of
from copydesk.labelling.structure import Run
from copydesk.page import Kind, Label, Line, Page, Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from copydesk.labelling.features.columns import Columns
    from copydesk.labelling.forest import Forest
    from copydesk.labelling.matching import RuleSet
    from copydesk.labelling.searching import Hit
    from copydesk.labelling.weights import Favor, Weights

META_KINDS = frozenset({Kind.BYLINE, Kind.SOURCE_LINE, Kind.PUB_TIME, Kind.EDITOR_SIGNOFF})
"""Lines of these kinds near the body are about the article; elsewhere they are about other articles."""

LINES_AROUND = 4
"""How far above the headline and below the body credits may stand."""

BESIDE_MARGIN = 0.4
"""How far from the threshold to certainty a line must be that markup puts beside the article."""

ALONE_SHARE = 0.6
"""Of the threshold: so likely must a line be that stands alone between two paragraphs of the body."""

LINES_OPENING = 6
"""How far into the body credits may stand that belong to the headline: a standfirst may come before them."""

FEATURES_TOLD = 3

_BODY = Label(Role.BODY, None, "labeller/body")
_TITLE = Label(Role.TITLE, None, "structure/title")
_REPEATED_TITLE = Label(Role.TITLE, None, "structure/repeated-title")
_ABOVE = Label(Role.REMOVED, Kind.SECTION_NAV, "labeller/above-article")
_BETWEEN = Label(Role.REMOVED, Kind.PAGE_FURNITURE, "labeller/above-body")
_INSIDE = Label(Role.REMOVED, Kind.RELATED_ITEM, "labeller/inside-body")
_BESIDE = Label(Role.REMOVED, Kind.PAGE_FURNITURE, "markup/beside-article")
_CAPTION = Label(Role.CAPTION, Kind.PHOTO_CREDIT, "markup/figcaption")

_OPENS = {
    Kind.RELATED_HEADING: Kind.RELATED_ITEM,
    Kind.COMMENT_BOX: Kind.COMMENT_ITEM,
    Kind.TAGS_LINE: Kind.TAGS_LINE,
    Kind.FRIEND_LINKS: Kind.FRIEND_LINKS,
}
"""Kinds that say what the lines below them are."""


class Evidence(NamedTuple):
    """What the learned labeller went by."""

    columns: Columns
    forest: Forest


class Labelled(NamedTuple):
    """A page with the labels of its lines.

    Attributes:
        labels: one for each of `page.lines`, in order.
        title: index of the headline among the lines, None where none was found.
        body: the run of lines that the body stands in.
        confidence: F1 that the labels are expected to have, by the chances that the labeller gives; from 0 to 1.
        weak: whether the labeller found no body, and the best run of prose stands in for it.
        evidence: None where there was nothing to weigh.
    """

    page: Page
    labels: list[Label]
    title: int | None
    body: Run
    confidence: float
    weak: bool = False
    evidence: Evidence | None = None

    @property
    def head(self) -> list[str]:
        """Lines around the headline and down to the body, and credits in the body's first lines."""
        first = self.body.first if self.title is None else self.title
        return [*self._texts(first - LINES_AROUND, self.body.first), *self._opening()]

    @property
    def tail(self) -> list[str]:
        """Credits further down the body, its last line where that is no paragraph, and lines right below it."""
        closing = self._credits(self.body.first + LINES_OPENING, self.body.last)
        last = self.body.last
        if last and not shape_of(self.page.lines[last - 1].text).prose:
            last -= 1
        return [*closing, *self._texts(last, self.body.last + 2 * LINES_AROUND)]

    def _texts(self, first: int, last: int) -> list[str]:
        return [line.text for line in self.page.lines[max(0, first) : last]]

    def _opening(self) -> list[str]:
        """Lines among the body's first that are none of it, and that no rule knows for anything but a credit."""
        inside = range(self.body.first, min(self.body.first + LINES_OPENING, self.body.last))
        return [
            self.page.lines[index].text
            for index in inside
            if self.labels[index].role is Role.META or self.labels[index].reason == _INSIDE.reason
        ]

    def _credits(self, first: int, last: int) -> list[str]:
        inside = range(first, min(last, self.body.last))
        return [self.page.lines[index].text for index in inside if self.labels[index].role is Role.META]

    def lines(self, *roles: Role) -> list[Line]:
        """The lines with one of `roles`, in order."""
        return [line for line, label in zip(self.page.lines, self.labels, strict=True) if label.role in roles]

    def reasoned(self) -> list[Label]:
        """The labels, each that the labeller gave with the features that weighed most for it."""
        if self.evidence is None:
            return self.labels
        return [
            label._replace(reason=f"{label.reason}: {', '.join(_weightiest(self.evidence, index, label))}")
            if label.reason.startswith("labeller/")
            else label
            for index, label in enumerate(self.labels)
        ]


@dataclass(frozen=True)
class Labeller:
    """What labels pages.

    A page of text on which no rule strikes anything is clean already, and keeps all from its first paragraph on. That
    is also what makes cleaning a cleaned text take nothing further away.

    Attributes:
        rules: what strikes lines for certain.
        weights: tell how likely the other lines are body text.
        favor: what to lean to where that is in doubt.
    """

    rules: RuleSet
    weights: Weights
    favor: Favor = "balanced"

    def label(self, page: Page) -> Labelled:
        """Label every line of `page`."""
        if not page.lines:
            return Labelled(page, [], None, Run(0, 0, 0.0), 0.0)
        learned = self.weights.of(page.kind)
        draft = draft_of(page, self.rules)
        columns = feature_table(draft)
        chances = learned.forest.chances(columns)
        kept, weak = _kept(draft, chances, learned.thresholds[self.favor])
        return _labelled(draft, kept, chances, weak=weak, evidence=Evidence(columns, learned.forest))


def _labelled(draft: Draft, kept: list[bool], chances: Sequence[float], *, weak: bool, evidence: Evidence) -> Labelled:
    run = _run(kept, draft)
    title = _title(draft, kept, run) if run.worth else None
    if title is not None:
        below = _without_headline(kept, title, draft)
        kept, title = (below, title) if any(below) else (kept, None)  # a flash may have no other line
        run = _run(kept, draft)
    labels = _above(draft, run, title) + _inside(draft, kept, run, title) + _below(draft, run)
    return Labelled(draft.page, labels, title, run, _expected(kept, chances, draft), weak, evidence)


def _title(draft: Draft, kept: Sequence[bool], run: Run) -> int | None:
    """The headline above the first paragraph that is kept: itself, it often reads like a part of the body."""
    first = next((index for index in range(run.first, run.last) if kept[index] and draft.plain[index].prose), run.first)
    return headline(draft.page, draft.shapes, draft.hits, run._replace(first=first))


def _without_headline(kept: Sequence[bool], title: int, draft: Draft) -> list[bool]:
    """The body without the headline, and without short lines above it."""
    below = [keep and index != title and (index > title or draft.plain[index].prose) for index, keep in enumerate(kept)]
    _begin_with_paragraph(below, draft)
    return below


def _kept(draft: Draft, chances: Sequence[float], threshold: float) -> tuple[list[bool], bool]:
    """Which lines are body text, and whether that is what the draft says for want of anything better."""
    if draft.clean:
        return drafted_body(draft), False
    beside = threshold + BESIDE_MARGIN * (1.0 - threshold)
    kept = [
        chance > (beside if stands_beside else threshold) and not hits
        for chance, stands_beside, hits in zip(chances, draft.beside, draft.hits, strict=True)
    ]
    if not draft.page.markup:
        _keep_between(kept, chances, draft, ALONE_SHARE * threshold)
    _strike_alone(kept, draft)
    if any(kept):
        return kept, False
    return drafted_body(draft), draft.run.worth > 0.0


def _keep_between(kept: list[bool], chances: Sequence[float], draft: Draft, threshold: float) -> None:
    """Keep lines that stand alone between two that are kept: without markup, sub-headings look like anything else."""
    first, last, _ = draft.run
    lines = [index for index in range(first, last) if not draft.hits[index]]
    for above, index, below in zip(lines, lines[1:], lines[2:], strict=False):
        if kept[above] and kept[below] and chances[index] > threshold:
            kept[index] = True


def _begin_with_paragraph(kept: list[bool], draft: Draft) -> None:
    """Drop what stands above the first paragraph that is kept: without markup, it would pass for a headline."""
    if not draft.page.markup:
        prose = (index for index, keep in enumerate(kept) if keep and draft.plain[index].prose)
        first = next(prose, len(kept))
        kept[:first] = [False] * first


def _strike_alone(kept: list[bool], draft: Draft) -> None:
    """Drop what would be struck, or taken for the headline, if the page had been nothing but the lines that are kept.

    What rules say depends on where the first paragraph is, which may have been a line that is not kept, and which rules
    are asked on the languages of the lines.
    """
    _begin_with_paragraph(kept, draft)
    lines = [index for index, keep in enumerate(kept) if keep]
    texts = [draft.page.lines[index].text for index in lines]
    matcher = draft.rules.matcher(languages_in(texts))
    other = matcher is not draft.matcher
    asked = {index: text for index, text in zip(lines, texts, strict=True) if other or draft.settled[index]}
    found = dict(zip(asked, matcher.match_all(list(asked.values())), strict=True))
    met = [found.get(index, draft.met[index]) for index in lines]
    for index, hits in zip(lines, in_place(met, [draft.plain[index] for index in lines]), strict=True):
        kept[index] = not hits


def _run(kept: Sequence[bool], draft: Draft) -> Run:
    lines = [index for index, keep in enumerate(kept) if keep]
    if not lines:
        return Run(0, 0, 0.0)
    return Run(lines[0], lines[-1] + 1, sum(draft.plain[index].words for index in lines))


def _expected(kept: Sequence[bool], chances: Sequence[float], draft: Draft) -> float:
    """The F1 over words that `kept` would have if the chances were true."""
    words = [shape.words for shape in draft.plain]
    body = sum(map(mul, chances, words))
    right = sum(map(mul, compress(chances, kept), compress(words, kept)))
    taken = sum(compress(words, kept))
    return 2.0 * right / (body + taken) if taken else 0.0


def _weightiest(evidence: Evidence, line: int, label: Label) -> list[str]:
    """The features that spoke most for a label, the first first."""
    told = evidence.forest.weighed(evidence.columns, line)
    sign = 1.0 if label.role is Role.BODY else -1.0
    return sorted(told, key=lambda name: (-sign * told[name], name))[:FEATURES_TOLD]


def _struck(hit: Hit, *, near: bool) -> Label:
    kind = hit.rule.kind
    if near and kind in META_KINDS:
        return Label(Role.META, kind, hit.id)
    if near and kind is Kind.PHOTO_CREDIT:
        return Label(Role.CAPTION, kind, hit.id)
    return Label(Role.REMOVED, kind, hit.id)


def _above(draft: Draft, run: Run, title: int | None) -> list[Label]:
    lines = draft.page.lines
    nearest = run.first if title is None else title
    wording = None if title is None else lines[title].text
    labels = []
    for index in range(run.first):
        if wording is not None and lines[index].text == wording:
            labels.append(_TITLE if index == title else _REPEATED_TITLE)
        elif draft.hits[index]:
            labels.append(_struck(draft.hits[index][0], near=index >= nearest - LINES_AROUND))
        else:
            labels.append(_BETWEEN if index > nearest else _ABOVE)
    return labels


def _inside(draft: Draft, kept: Sequence[bool], run: Run, title: int | None) -> list[Label]:
    page = draft.page
    wording = None if title is None else page.lines[title].text
    labels = []
    for index in range(run.first, run.last):
        if kept[index]:
            again = page.lines[index].text == wording and not draft.shapes[index].prose
            labels.append(_REPEATED_TITLE if again else _BODY)
        elif index == title:
            labels.append(_TITLE)
        elif draft.hits[index]:
            labels.append(_struck(draft.hits[index][0], near=True))
        elif page.markup and page.markup[index].tag == CAPTION:
            labels.append(_CAPTION)
        else:
            labels.append(_BESIDE if draft.beside[index] else _INSIDE)
    return labels


def _below(draft: Draft, run: Run) -> list[Label]:
    labels = []
    below = Label(Role.REMOVED, Kind.RELATED_ITEM, "labeller/below-article")
    for index in range(run.last, len(draft.page.lines)):
        if draft.hits[index]:
            hit = draft.hits[index][0]
            below = below._replace(kind=_OPENS.get(hit.rule.kind, below.kind))
            labels.append(_struck(hit, near=index < run.last + 2 * LINES_AROUND))
        else:
            labels.append(below)
    return labels
