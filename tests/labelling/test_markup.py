"""What markup adds: which lines stand beside the article, what short ones are worth, and when it is not believed."""

from __future__ import annotations

import pytest

from copydesk.desk import explain
from copydesk.labelling.markup import MOSTLY_LINK, is_settled, weighed, within_article
from copydesk.labelling.shape import SHORT_WORTH, Shape, shape_of
from copydesk.labelling.structure import Run
from copydesk.page import Markup, Page, Role, Zone
from copydesk.reading.html import read_html
from copydesk.reading.text import read_text

PROSE = (
    "The river ferry will sail again on Friday after four months in dock, the transport office said on Thursday.",
    "Engineers replaced both engines and most of the planking, and the crew has trained on them since January.",
    "Tickets will cost the same as last year, and schoolchildren from both banks will travel free of charge.",
    "The harbour master said that the first crossing would leave at six in the morning, whatever the weather.",
)
ARTICLE = "<h1>River ferry returns after winter</h1>" + "".join(f"<p>{text}</p>" for text in PROSE)
ASIDE = "Our readers have sent us hundreds of photographs of the old ferry, and we have printed the best of them."


def labels(html: str) -> dict[str, tuple[Role, str]]:
    """What becomes of each line, by its text."""
    return {row.text.strip(): (row.label, row.reason) for row in explain(html, kind="html")}


def shapes_of(page: Page) -> list[Shape]:
    return [shape_of(line.text) for line in page.lines]


@pytest.mark.parametrize(
    ("markup", "settled"),
    [
        (Markup("p", 0.0, Zone.NONE, hidden=False, container=0), False),
        (Markup("p", 0.0, Zone.NONE, hidden=True, container=0), True),
        (Markup("p", MOSTLY_LINK, Zone.NONE, hidden=False, container=0), False),
        (Markup("p", MOSTLY_LINK + 0.01, Zone.NONE, hidden=False, container=0), True),
        (Markup("p", 0.0, Zone.NAV, hidden=False, container=0), True),
        (Markup("p", 0.0, Zone.FOOTER, hidden=False, container=0), False),
        (Markup("p", 0.0, Zone.ASIDE, hidden=False, container=0), False),
    ],
)
def test_is_settled(markup: Markup, *, settled: bool) -> None:
    assert is_settled(markup) is settled


@pytest.mark.parametrize(
    ("beside", "outside"),
    [
        pytest.param("<p>{}</p>", False, id="a paragraph"),
        pytest.param("<section><p>{}</p></section>", False, id="a part of the article"),
        pytest.param("<aside><p>{}</p></aside>", True, id="aside"),
        pytest.param("<footer><p>{}</p></footer>", True, id="footer"),
        pytest.param("<div role=complementary>{}</div>", True, id="role"),
        pytest.param("<div hidden>{}</div>", True, id="hidden"),
        pytest.param("<div aria-hidden=true>{}</div>", True, id="hidden from readers"),
        pytest.param("<div style='display:none'>{}</div>", True, id="not displayed"),
        pytest.param("<div style='visibility:hidden'>{}</div>", True, id="not visible"),
        pytest.param("<p><a href=/x>{}</a></p>", True, id="a link"),
        pytest.param("<div class=newsletter-box>{}</div>", True, id="class"),
        pytest.param("<div id=Comments>{}</div>", True, id="id, in any case"),
        pytest.param("<div class=related><div><p>{}</p></div></div>", True, id="inside a named container"),
        pytest.param("<div class=story-text>{}</div>", False, id="a name that says nothing"),
        pytest.param("<p class=caption>{}</p>", False, id="only containers are known by name"),
    ],
)
def test_what_stands_outside(beside: str, *, outside: bool) -> None:
    page = read_html(f"<article>{ARTICLE}{beside.format(ASIDE)}</article>")
    shapes = weighed(page, shapes_of(page))
    assert [shape.outside for shape in shapes] == [False] * (1 + len(PROSE)) + [outside]


def test_a_container_with_most_of_the_prose_is_not_struck_by_its_name() -> None:
    page = read_html(f"<div class='comments-open'>{ARTICLE}</div><div class=comments><p>{ASIDE}</p></div>")
    assert [shape.outside for shape in weighed(page, shapes_of(page))] == [False] * (1 + len(PROSE)) + [True]


@pytest.mark.parametrize(
    ("tag", "worth"), [("p", 2.0), ("h2", -1.0), ("li", -1.0), ("blockquote", 0.0), ("div", SHORT_WORTH)]
)
def test_what_a_short_line_is_worth(tag: str, worth: float) -> None:
    page = read_html(f"<{tag}>Fares</{tag}>")
    assert [shape.short for shape in weighed(page, shapes_of(page))] == [worth]


def test_text_without_markup_keeps_its_shapes() -> None:
    page = read_text("\n".join(PROSE))
    assert weighed(page, shapes_of(page)) == shapes_of(page)


@pytest.mark.parametrize(
    ("html", "outside"),
    [
        pytest.param(f"<div>{ARTICLE}</div><div><p>x</p></div>", [False] * 5 + [True], id="the container of all prose"),
        pytest.param(f"<div>{ARTICLE}</div><p>x</p>", [False] * 5 + [True], id="text in the page itself"),
        pytest.param(f"<div><div>{ARTICLE}</div><p>x</p></div>", [False] * 5 + [True], id="the smallest of them"),
        pytest.param(ARTICLE + "<div>x</div>", [False] * 6, id="the page is a container"),
        pytest.param(
            f"<div><div><h1>T</h1><p>{PROSE[0]}</p></div><div><p>{PROSE[1]}</p></div>x</div>y",
            [False, False, False, False, True],
            id="prose in several containers",
        ),
    ],
)
def test_within_article(html: str, outside: list[bool]) -> None:
    page = read_html(html)
    shapes = shapes_of(page)
    held = within_article(page, shapes, [[] for _ in shapes], Run(0, len(shapes), 1.0))
    assert [shape.outside for shape in held] == outside


# --- whole pages ---


@pytest.mark.parametrize(
    "beside",
    ["<aside><p>{}</p></aside>", "<div hidden>{}</div>", "<div class=newsletter>{}</div>", "<nav><p>{}</p></nav>"],
)
def test_what_stands_beside_the_article_is_removed(beside: str) -> None:
    first, rest = ARTICLE.split("</p>", 1)
    found = labels(f"<main>{first}</p>{beside.format(ASIDE)}{rest}</main>")
    assert found[ASIDE] == (Role.REMOVED, "markup/beside-article")
    assert [found[text][0] for text in PROSE] == [Role.BODY] * len(PROSE)


def test_a_figcaption_is_a_caption() -> None:
    first, rest = ARTICLE.split("</p>", 1)
    found = labels(f"<main>{first}</p><figure><img src=f.jpg><figcaption>{ASIDE}</figcaption></figure>{rest}</main>")
    assert found[ASIDE] == (Role.CAPTION, "markup/figcaption")


def test_a_link_in_a_sentence_stays() -> None:
    linked = ARTICLE.replace("transport office", "<a href=/office>transport office</a>")
    assert labels(f"<main>{linked}</main>")[PROSE[0]][0] is Role.BODY


def test_a_list_and_a_table_in_the_body_stay() -> None:
    listing = "<ul><li>Monday and Tuesday: six in the morning,<li>Friday: nine in the evening.</ul>"
    table = "<table><tr><th>Fare<th>Adults<tr><td>Return<td>4.50</table>"
    first, rest = ARTICLE.rsplit("<p>", 1)
    found = labels(f"<main>{first}{listing}{table}<p>{rest}</main>")
    for line in ("Monday and Tuesday: six in the morning,", "Friday: nine in the evening.", "Return 4.50"):
        assert found[line][0] is Role.BODY


@pytest.mark.parametrize(
    "around",
    [
        pytest.param("<aside>{}</aside>", id="aside"),
        pytest.param("<div hidden>{}</div>", id="hidden"),
        pytest.param("<div style='visibility: hidden'>{}</div>", id="not visible until a script runs"),
        pytest.param("<div class=sidebar>{}</div>", id="a name of something else"),
        pytest.param("<nav>{}</nav>", id="nav"),
        pytest.param("<footer><div class=related aria-hidden=true>{}</div></footer>", id="all of them"),
        pytest.param("<a href=/>{}</a>", id="a link around it all"),
    ],
)
def test_markup_that_leaves_nothing_is_not_believed(around: str) -> None:
    found = labels(f"<nav><a href=/>Home</a></nav>{around.format(ARTICLE)}<footer>Contact us</footer>")
    assert [found[text][0] for text in PROSE] == [Role.BODY] * len(PROSE)
