"""All features of a page together."""

from __future__ import annotations

import re
from functools import cache
from html import unescape
from typing import TYPE_CHECKING

from copydesk.labelling.draft import draft_of
from copydesk.labelling.features.containers import containers
from copydesk.labelling.features.place import neighbours, place
from copydesk.labelling.features.vocabulary import vocabulary
from copydesk.labelling.features.wording import wording
from copydesk.labelling.matching import RuleSet
from copydesk.page import Containers, Head, Line, Markup, Page, Zone

if TYPE_CHECKING:
    from copydesk.labelling.draft import Draft
    from copydesk.labelling.features.columns import Columns
    from copydesk.page import PageKind

_ARTICLE_BODY = re.compile(r'"articleBody"\s{0,9}:\s{0,9}"((?:[^"\\]|\\.)*+)"')
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})|\\[nrt/]")
_DESCRIPTIONS = frozenset({"description", "og:description", "twitter:description"})


def feature_table(draft: Draft) -> Columns:
    """The features of each line, the draft's page having at least one."""
    texts = [line.text for line in draft.page.lines]
    prose = list(map(bool, draft.values))
    first, last, _ = draft.run
    body = [first <= index < last and is_prose for index, is_prose in enumerate(prose)]
    found = wording(texts, draft.plain) | place(draft)
    found |= vocabulary(texts, draft.templates, prose, body, _stated(draft)) | neighbours(found) | containers(draft)
    return found


@cache
def feature_names(kind: PageKind) -> tuple[str, ...]:
    """The names of the features that pages of a kind have, in order."""
    page = Page("", kind, [0], [Line("-", 0, 1, 1, 1)])
    if kind == "html":
        page.head, page.markup = Head(), [Markup("p", 0.0, Zone.NONE, hidden=False, container=0)]
        page.containers = Containers([-1], ["body"], [""])
    return tuple(feature_table(draft_of(page, RuleSet([]))))


def _stated(draft: Draft) -> dict[str, str]:
    """What the page says elsewhere about its article, by the feature that compares lines with it."""
    head, title = draft.page.head, draft.title
    titles = draft.page.lines[0].text if head is None else head.title
    if title is not None:
        titles = f"{titles} {draft.page.lines[title].text}"
    if head is None:
        return {"in_title": titles}
    return {
        "in_title": titles,
        "in_description": " ".join(value for name, value in head.metas if name in _DESCRIPTIONS),
        "in_stated_text": _stated_text(head),
    }


def _stated_text(head: Head) -> str:
    """The article's text where JSON-LD states it."""
    bodies = [body for script in head.json_ld for body in _ARTICLE_BODY.findall(script)]
    return unescape(_ESCAPE.sub(_unescaped, " ".join(bodies)))


def _unescaped(found: re.Match[str]) -> str:
    return chr(int(found[1], 16)) if found[1] else " "
