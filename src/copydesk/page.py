"""What flows through the desk: a page as a table of lines, and a label for each of them.

Two words are kept apart. A *row* is a line of the input as it came, counted from 1. A *line* is what a reader would
call one: a paragraph, a headline, a menu entry. Scrapers break lines at fixed columns or wherever there was an inline
tag, so one line may stand on several rows; no row holds parts of two lines.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

PageKind = Literal["text", "html"]


class Role(StrEnum):
    """What a line is to the article."""

    TITLE = "title"
    META = "meta"
    BODY = "body"
    CAPTION = "caption"
    REMOVED = "removed"
    BLANK = "blank"


class Kind(StrEnum):
    """Why a line is not body text. `copydesk schema article` lists these values."""

    # rights and registration
    COPYRIGHT_NOTICE = "copyright_notice"
    REUSE_TERMS = "reuse_terms"
    OPEN_LICENCE = "open_licence"
    LICENCE_NUMBER = "licence_number"
    REPORT_HOTLINE = "report_hotline"
    PUBLISHER_IMPRINT = "publisher_imprint"
    AGE_MARK = "age_mark"
    # navigation and furniture
    NAV_LINKS = "nav_links"
    SECTION_NAV = "section_nav"
    FRIEND_LINKS = "friend_links"
    BREADCRUMB = "breadcrumb"
    SKIP_LINK = "skip_link"
    PAGINATION = "pagination"
    LOGIN_PROMPT = "login_prompt"
    PAGE_FURNITURE = "page_furniture"
    PRINT_TOOLS = "print_tools"
    MEDIA_UI = "media_ui"
    SITE_SLOGAN = "site_slogan"
    VIEW_COUNT = "view_count"
    SEPARATOR = "separator"
    # calls to action
    SHARE_PROMPT = "share_prompt"
    FOLLOW_PROMPT = "follow_prompt"
    APP_PROMPT = "app_prompt"
    NEWSLETTER_PROMPT = "newsletter_prompt"
    SUBSCRIPTION_WALL = "subscription_wall"
    DONATION_PROMPT = "donation_prompt"
    COOKIE_NOTICE = "cookie_notice"
    REACTION_WIDGET = "reaction_widget"
    CORRECTION_PROMPT = "correction_prompt"
    TIP_PROMPT = "tip_prompt"
    AD_MARKER = "ad_marker"
    SPONSORED_BLOCK = "sponsored_block"
    # other articles
    RELATED_HEADING = "related_heading"
    INLINE_RELATED = "inline_related"
    RELATED_ITEM = "related_item"
    TAGS_LINE = "tags_line"
    LIVE_TICKER = "live_ticker"
    # readers' comments
    COMMENT_BOX = "comment_box"
    COMMENT_ITEM = "comment_item"
    # about the article
    BYLINE = "byline"
    SOURCE_LINE = "source_line"
    PUB_TIME = "pub_time"
    EDITOR_SIGNOFF = "editor_signoff"
    AUTHOR_BIO = "author_bio"
    PHOTO_CREDIT = "photo_credit"
    # provenance and liability
    SYNDICATION_NOTICE = "syndication_notice"
    REPORTING_CREDIT = "reporting_credit"
    DISCLAIMER = "disclaimer"
    AFFILIATE_DISCLOSURE = "affiliate_disclosure"
    TRANSLATION_NOTICE = "translation_notice"
    SUBMISSION_NOTICE = "submission_notice"


class Label(NamedTuple):
    """What a line is, and why.

    `kind` is None for the title, body text and blank rows. `reason` names the rule (`zh/editor-signoff`) or the step
    of the segmentation (`structure/after-end`) that decided.
    """

    role: Role
    kind: Kind | None
    reason: str


class Line(NamedTuple):
    """One line of a page.

    Attributes:
        text: the line with white space squeezed and control characters dropped; never blank.
        start, end: character offsets into `Page.text`, outer white space left out.
        first_row, last_row: the rows it stands on, counted from 1.
    """

    text: str
    start: int
    end: int
    first_row: int
    last_row: int


class Zone(StrEnum):
    """The part of a page that markup says a line stands in."""

    NONE = ""
    NAV = "nav"
    HEADER = "header"
    FOOTER = "footer"
    ASIDE = "aside"
    ARTICLE = "article"


@dataclass(slots=True)
class Containers:
    """The elements that hold lines, in the order in which they open, as columns: each has its place in all of them.

    Pages may have hundreds of thousands; as objects of their own, they would keep the garbage collector busy.

    Attributes:
        parents: index of the container around each, -1 for the outermost.
        tags: their names.
        hints: words of their class and id, in lower case: weak evidence.
    """

    parents: list[int] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    hints: list[str] = field(default_factory=list)

    def __len__(self) -> int:
        """How many there are."""
        return len(self.parents)

    def add(self, parent: int, tag: str, hint: str) -> int:
        """Append one, and return its index."""
        self.parents.append(parent)
        self.tags.append(tag)
        self.hints.append(hint)
        return len(self.parents) - 1


class Markup(NamedTuple):
    """What markup says of one line.

    Attributes:
        tag: the innermost block element that it stands in.
        link: share of its characters that stand in links, from 0 to 1.
        zone: see `Zone`; the innermost that says anything.
        hidden: whether a reader cannot see it.
        container: index of the innermost container that holds it.
    """

    tag: str
    link: float
    zone: Zone
    hidden: bool
    container: int


@dataclass(slots=True)
class Head:
    """What markup says about the page as a whole, as it stands there; what it means is for `fields` to tell.

    Attributes:
        title: text of `<title>`.
        lang: `<html lang>`.
        metas: (name, property, itemprop or http-equiv in lower case, content) of each `<meta>`, in order.
        links: (rel in lower case, href) of each `<link>` and each `<a rel=…>`, in order.
        json_ld: content of each `<script type="application/ld+json">`.
        properties: microdata: (itemprop, value of its content, datetime, href or src, else its text), in order.
        times: (datetime attribute, text) of each `<time>`, in order.
    """

    title: str = ""
    lang: str = ""
    metas: list[tuple[str, str]] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    json_ld: list[str] = field(default_factory=list)
    properties: list[tuple[str, str]] = field(default_factory=list)
    times: list[tuple[str, str]] = field(default_factory=list)


@dataclass(slots=True)
class Page:
    """A page as it was read.

    Attributes:
        text: the decoded input, the string that all offsets point into.
        kind: how it was read.
        row_starts: offset of each row in `text`, ascending; row N is `row_starts[N - 1]`.
        lines: in order, never overlapping; blank rows belong to none.
        encoding: the codec that bytes were decoded with, None where the input was a str.
        head: what markup says about the page, None for text.
        markup: what markup says of each line, in order; empty for text.
        containers: the elements that hold lines; none for text.
        notes: (warning code, message) of what reading had to put up with.
    """

    text: str
    kind: PageKind
    row_starts: Sequence[int]
    lines: Sequence[Line]
    encoding: str | None = None
    head: Head | None = None
    markup: Sequence[Markup] = ()
    containers: Containers = field(default_factory=Containers)
    notes: list[tuple[str, str]] = field(default_factory=list)

    def row_spans(self) -> Iterator[tuple[int, int]]:
        """The (start, end) of each row, its line ending included; together they cover `text`."""
        return pairwise([*self.row_starts, len(self.text)])
