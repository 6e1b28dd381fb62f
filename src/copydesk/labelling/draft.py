"""The first draft of a page: which rules its lines meet, and the run of lines that holds most of its prose."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from copydesk.labelling.headline import headline
from copydesk.labelling.markup import is_settled, stands_beside, weighed, within_article
from copydesk.labelling.shape import Shape, shape_of
from copydesk.labelling.structure import (
    Run,
    below_headline,
    body_run,
    gaps,
    line_worths,
    listed,
    recurring,
    templates_of,
    up_to_signoff,
)
from copydesk.languages.telling import likely_languages

if TYPE_CHECKING:
    from collections.abc import Sequence

    from copydesk.labelling.matching import Matcher, RuleSet
    from copydesk.labelling.searching import Hit
    from copydesk.page import Page

LEAST_WORTH, RESCUED_SHARE = 30.0, 0.2
"""A body of fewer words of prose is given up for what it would be without markup, if that is so much larger."""

LONGEST_VALUE = 60
"""Words: a longer line says no more about where the article is."""

TELLING_LINES, TELLING_CHARS = 8, 400
"""So many of the longest lines, and so much of each, tell the language of a page."""

LENIENT = 0.3
"""Share of what short and struck lines cost the draft, for one that goes on below long lists."""


class Draft(NamedTuple):
    """What rules and shapes alone make of a page.

    Attributes:
        rules, matcher: all rules; those that the page's languages ask for.
        templates: the text of each line with all its figures made alike.
        plain: the shape of each line's text.
        shapes: the same with what markup says of the line.
        settled: which lines markup alone makes no text of the article, so that rules hardly searched them.
        beside: which lines markup puts beside the article: in its asides, menus, captions, or out of sight.
        met: the rules that each line meets.
        hits: those of them that hold where the line stands.
        run: the lines that the body seems to stand in.
        lenient: the same where lists, verses and struck lines part it less.
        title: index of the headline among the lines, None where none was found.
        values: words of prose in each line that no rule strikes; 0 for others.
    """

    page: Page
    rules: RuleSet
    matcher: Matcher
    templates: list[str]
    plain: list[Shape]
    shapes: list[Shape]
    settled: list[bool]
    beside: list[bool]
    met: Sequence[Sequence[Hit]]
    hits: list[list[Hit]]
    run: Run
    lenient: Run
    title: int | None
    values: list[int]

    @property
    def clean(self) -> bool:
        """Whether this is a page of text with prose in it, and no rule strikes anything."""
        return self.run.worth > 0.0 and not self.page.markup and not any(self.hits)


def draft_of(page: Page, rules: RuleSet) -> Draft:
    """Draft `page`, which must have lines, by the rules of the languages that it seems to be in."""
    texts = [line.text for line in page.lines]
    matcher = rules.matcher(languages_of(page))
    plain = list(map(shape_of, texts))
    settled = [is_settled(markup) for markup in page.markup] or [False] * len(texts)
    met = matcher.match_all(texts, settled)
    marked = weighed(page, plain)
    beside = stands_beside(page, marked)
    templates = templates_of(texts)
    again = recurring(templates, plain)
    found = _body(page, marked, met, again)
    if page.markup and found.run.worth < LEAST_WORTH:
        without = _found(plain, in_place(met, plain), again)
        if found.run.worth < RESCUED_SHARE * without.run.worth:  # markup that hides the article, or calls it an aside
            found, beside = without, [False] * len(texts)
    shapes, hits, worths, run = found
    title = headline(page, shapes, hits, run) if run.worth else None
    if run.worth:
        run = up_to_signoff(below_headline(run, title, shapes, hits), hits)
    lenient = body_run([worth if worth > 0.0 else LENIENT * worth for worth in worths], shapes, hits)
    values = [
        int(min(shape.words, LONGEST_VALUE)) if shape.prose and not struck else 0
        for shape, struck in zip(shapes, hits, strict=True)
    ]
    return Draft(
        page, rules, matcher, templates, plain, shapes, settled, beside, met, hits, run, lenient, title, values
    )


def languages_of(page: Page) -> list[str]:
    """The languages that a page may be in, by its longest lines and by what its markup says."""
    told = languages_in([line.text for line in page.lines])
    return [*told, page.head.lang] if page.head and page.head.lang else told


def languages_in(texts: Sequence[str]) -> list[str]:
    """The languages that lines may be in, by the longest of them."""
    longest = sorted(texts, key=len, reverse=True)[:TELLING_LINES]
    return list(likely_languages(" ".join(text[:TELLING_CHARS] for text in longest)))


class _Found(NamedTuple):
    """A body, and what it was found by."""

    shapes: list[Shape]
    hits: list[list[Hit]]
    worths: list[float]
    run: Run


def _body(page: Page, shapes: list[Shape], met: Sequence[Sequence[Hit]], again: Sequence[int]) -> _Found:
    found = _found(shapes, in_place(met, shapes), again)
    if page.markup:
        found = _found(within_article(page, shapes, found.hits, found.run), found.hits, again)
    return found


def _found(shapes: list[Shape], hits: list[list[Hit]], again: Sequence[int]) -> _Found:
    worths = line_worths(shapes, hits, again)
    return _Found(shapes, hits, worths, body_run(worths, shapes, hits))


def drafted_body(draft: Draft) -> list[bool]:
    """Which lines are body text by the draft alone."""
    if draft.clean:
        first = next(index for index, shape in enumerate(draft.shapes) if shape.prose)
        return [index >= first for index in range(len(draft.values))]
    first, last, _ = draft.run
    others = set(listed(draft.run, draft.shapes, draft.hits))
    others.update(index for gap in gaps(draft.run, draft.shapes, draft.hits) for index in gap)
    return [
        first <= index < last and not hits and not shape.outside and index not in others
        for index, (shape, hits) in enumerate(zip(draft.shapes, draft.hits, strict=True))
    ]


def in_place(hits: Sequence[Sequence[Hit]], shapes: Sequence[Shape]) -> list[list[Hit]]:
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
    kept = [
        [hit for hit in met if hit.rule.where in here[index < first]] if met else [] for index, met in enumerate(hits)
    ]
    kept[first] = [hit for hit in kept[first] if hit.rule.where == "anywhere"]
    return kept
