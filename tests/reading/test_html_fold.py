"""What opens, closes and stands between tags becomes lines, with what markup says of each."""

from __future__ import annotations

import re

import pytest

from copydesk.page import Containers, Markup, Zone
from copydesk.reading.html_fold import CAPTURED_CHARS, HINT_CHARS, MOST_CAPTURES, HtmlFold

TAG = re.compile(r"<(/?)(\w+)(?:\s+([^>]*))?>|([^<]+)")


def folded(events: str) -> HtmlFold:
    """A fold that was told the tags and texts of `events`, written as tidy markup."""
    fold = HtmlFold()
    for end, tag, attributes, text in TAG.findall(events):
        if text:
            fold.data(text)
        elif end:
            fold.end(tag)
        else:
            fold.start(tag, dict(re.findall(r'([\w-]+)="([^"]*)"', attributes)))
    fold.close()
    return fold


@pytest.mark.parametrize(
    ("events", "lines"),
    [
        pytest.param("<p>Ferry</p><p>Harbour</p>", ["Ferry", "Harbour"], id="paragraphs"),
        pytest.param("the <b>old</b> <i>ferry</i>", ["the old ferry"], id="inline elements join"),
        pytest.param("Ferry<br>Harbour", ["Ferry", "Harbour"], id="br"),
        pytest.param("Ferry<br><br>Harbour<br>", ["Ferry", "Harbour"], id="breaks alone make no line"),
        pytest.param("Ferry<hr>Harbour", ["Ferry", "Harbour"], id="hr"),
        pytest.param("Ferry<wbr>man <img>ashore", ["Ferryman ashore"], id="other void elements do not break"),
        pytest.param("<div>Ferry<div>Harbour</div>Quay</div>", ["Ferry", "Harbour", "Quay"], id="text around a block"),
        pytest.param("<p>two\n  rows</p>", ["two rows"], id="a line feed is white space"),
        pytest.param("<pre>two\n  rows</pre>", ["two", "rows"], id="but not in pre"),
        pytest.param("<pre>a <b>b\nc</b> d</pre>", ["a b", "c d"], id="nor in what pre holds"),
        pytest.param("<h1>Ferry</h1>Harbour", ["Ferry", "Harbour"], id="heading"),
        pytest.param("<ul><li>Ferry</li><li>Quay</li></ul>", ["Ferry", "Quay"], id="list"),
        pytest.param("<ul><li>Ferry<li>Quay</ul>Pier", ["Ferry", "Quay", "Pier"], id="list without end tags"),
        pytest.param("<dl><dt>Ferry<dd>Sails</dl>", ["Ferry", "Sails"], id="definitions"),
        pytest.param("<tr><td>Ferry</td><td>9 pm</td></tr>", ["Ferry 9 pm"], id="cells stand side by side"),
        pytest.param(
            "<table><tr><th>Day<th>Sails<tr><td>Monday<td>9 pm</table>", ["Day Sails", "Monday 9 pm"], id="table"
        ),
        pytest.param("<td><p>Ferry</p><p>Quay</p></td>", ["Ferry", "Quay"], id="blocks in a cell"),
        pytest.param("<p>Ferry</p>   \n <p> </p>", ["Ferry"], id="white space is no line"),
        pytest.param("<p>\u200b</p><p>\xa0</p>Ferry", ["Ferry"], id="nor is what cannot be seen"),
        pytest.param("<script>x</script><style>y</style>Ferry", ["Ferry"], id="script and style"),
        pytest.param("<template><p>x</p></template>Ferry", ["Ferry"], id="template"),
        pytest.param("<svg><title>x</title></svg>Ferry", ["Ferry"], id="svg"),
        pytest.param("<noframes>x</noframes><iframe>y</iframe>Ferry", ["Ferry"], id="in place of frames"),
        pytest.param("<noscript><p>Ferry</p></noscript>", ["Ferry"], id="noscript is text"),
        pytest.param("<title>Ferry</title><p>Quay</p>", ["Quay"], id="the title is no line"),
        pytest.param("Ferry</div></p></b>man", ["Ferryman"], id="what was never open does not close"),
        pytest.param("<p>Ferry</body>Quay", ["Ferry", "Quay"], id="text behind the body is text"),
        pytest.param("Ferry<nonsense>man</nonsense>", ["Ferryman"], id="unknown elements are inline"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_lines(events: str, lines: list[str]) -> None:
    assert folded(events).texts == lines


@pytest.mark.parametrize(
    ("events", "tags"),
    [
        pytest.param("Ferry", ["body"], id="text in the page itself"),
        pytest.param("<p>Ferry<p>Quay", ["p", "p"], id="a paragraph ends the one before"),
        pytest.param("<p>Ferry<div>Quay", ["p", "div"], id="and so does any block"),
        pytest.param("<h2>Ferry<p>Quay</h2>Pier", ["h2", "p"], id="a paragraph ends a heading"),
        pytest.param("<tr><td>Ferry<td>Quay<tr><td>Pier", ["tr", "tr"], id="a row's line is the row's"),
        pytest.param("<div><p>Ferry</div>Quay", ["p", "body"], id="an end closes what stands inside"),
        pytest.param("<section><div>a</section><p>b</p>c", ["div", "p", "div"], id="but not around a stronger element"),
        pytest.param("<table><tr><td>a</div>b</table>c", ["tr", "body"], id="a stray end in a cell"),
    ],
)
def test_tag(events: str, tags: list[str]) -> None:
    assert [markup.tag for markup in folded(events).markup] == tags


@pytest.mark.parametrize(
    ("events", "zones"),
    [
        pytest.param("<p>a</p>", [Zone.NONE], id="none"),
        pytest.param("<nav>a</nav>b", [Zone.NAV, Zone.NONE], id="nav, until it ends"),
        pytest.param("<main><p>a</p><aside><p>b</p></aside></main>", [Zone.ARTICLE, Zone.ASIDE], id="the innermost"),
        pytest.param("<header>a</header><footer>b</footer>", [Zone.HEADER, Zone.FOOTER], id="the site's header"),
        pytest.param("<article><header>a</header></article>", [Zone.ARTICLE], id="the article's own header"),
        pytest.param('<div role="contentinfo">a</div>', [Zone.FOOTER], id="role"),
        pytest.param('<nav role="main">a</nav>', [Zone.ARTICLE], id="role before element"),
        pytest.param('<nav role="none">a</nav>', [Zone.NAV], id="a role that says nothing"),
    ],
)
def test_zone(events: str, zones: list[Zone]) -> None:
    assert [markup.zone for markup in folded(events).markup] == zones


@pytest.mark.parametrize(
    ("attributes", "hidden"),
    [
        ("", False),
        ('hidden=""', True),
        ('aria-hidden="true"', True),
        ('aria-hidden="TRUE"', True),
        ('aria-hidden="false"', False),
        ('style="display:none"', True),
        ('style="color: red; DISPLAY : None"', True),
        ('style="visibility: hidden"', True),
        ('style="display: block"', False),
        ('style="overflow: hidden"', False),
        ('class="hidden"', False),
    ],
)
def test_hidden(attributes: str, *, hidden: bool) -> None:
    markup = folded(f"<div {attributes}>a<p>b</p></div>c").markup
    assert [line.hidden for line in markup] == [hidden, hidden, False]


@pytest.mark.parametrize(
    ("events", "share"),
    [
        ("Ferry", 0.0),
        ('<a href="x">Ferry</a>', 1.0),
        ('<a href="x">Fe</a>rries!', 0.25),
        ("<button>Subscribe</button>", 1.0),
        ('<div><a href="x">Ferry</div>', 1.0),
    ],
)
def test_link_share(events: str, share: float) -> None:
    assert [markup.link for markup in folded(events).markup] == [pytest.approx(share)]


def test_a_link_ends_with_the_block_that_holds_it() -> None:
    assert [markup.link for markup in folded('<div><a href="x">Ferry</div>Quay').markup] == [1.0, 0.0]


def test_containers_in_the_order_in_which_they_open() -> None:
    fold = folded('<div class="Story  Main" id="S1"><p>a</p><ul><li>b</li></ul></div><footer>c</footer>')
    assert fold.containers == Containers(
        parents=[-1, 0, 1, 2, 0],
        tags=["body", "div", "ul", "li", "footer"],
        hints=["", "story  main s1", "", "", ""],
    )
    assert [markup.container for markup in fold.markup] == [1, 3, 4]


def test_the_body_is_one_container_wherever_its_tags_stand() -> None:
    plain, tagged = folded("<p>a</p>b"), folded("<html><head></head><body><p>a</p></body></html><body>b")
    assert (tagged.containers, tagged.markup) == (plain.containers, plain.markup)


def test_hints_are_bounded() -> None:
    assert len(folded(f'<div class="{"x" * 5000}">a</div>').containers.hints[1]) == HINT_CHARS


def test_all_that_markup_says_of_a_line() -> None:
    (markup,) = folded('<article hidden=""><h2><a href="x">Ferry</a></h2></article>').markup
    assert markup == Markup("h2", 1.0, Zone.ARTICLE, hidden=True, container=1)


# --- the page's head ---


@pytest.mark.parametrize(
    ("events", "name", "expected"),
    [
        ("<title> Ferry \n sails </title>", "title", "Ferry sails"),
        ("<title>Ferry</title><title>Quay</title>", "title", "Ferry"),
        ("<svg><title>Icon</title></svg><title>Ferry</title>", "title", "Ferry"),
        ('<html lang=" de-AT ">', "lang", "de-AT"),
        ('<html lang="en"><html lang="fr">', "lang", "en"),
        ('<meta name="Author" content="Ada Sample">', "metas", [("author", "Ada Sample")]),
        ('<meta property="og:title" content="Ferry">', "metas", [("og:title", "Ferry")]),
        ('<meta http-equiv="Refresh">', "metas", [("refresh", "")]),
        ('<meta charset="utf-8">', "metas", []),
        ('<meta name="a" property="b" content="c">', "metas", [("b", "c"), ("a", "c")]),
        ('<link rel="Canonical" href=" /ferry ">', "links", [("canonical", "/ferry")]),
        ('<a rel="author" href="/ada">Ada</a>', "links", [("author", "/ada")]),
        ('<link rel="canonical"><a href="/x">x</a>', "links", []),
        ('<script type="application/ld+json">{"a": 1}</script>', "json_ld", ['{"a": 1}']),
        ('<script type=" Application/LD+JSON ">{}', "json_ld", ["{}"]),
        ('<script type="text/javascript">{}</script>', "json_ld", []),
        ('<p itemprop="author">Ada  Sample</p>', "properties", [("author", "Ada Sample")]),
        ('<span itemprop="date" content="2021">now</span>', "properties", [("date", "2021")]),
        ('<img itemprop="image" src="/f.jpg">', "properties", [("image", "/f.jpg")]),
        ('<img itemprop="image">', "properties", [("image", "")]),
        ('<p itemprop="a">x<b itemprop="b">y</b></p>', "properties", [("b", "y"), ("a", "xy")]),
        ('<time datetime="2021-03-04">4 March</time>', "times", [("2021-03-04", "4 March")]),
        ("<time>4 March", "times", [("", "4 March")]),
    ],
)
def test_head(events: str, name: str, expected: object) -> None:
    assert getattr(folded(events).head, name) == expected


def test_microdata_is_text_too() -> None:
    assert folded('<p itemprop="author">Ada Sample</p>').texts == ["Ada Sample"]


def test_captured_text_is_bounded() -> None:
    (captured,) = folded(f'<div itemprop="articleBody">{"ferry " * 500}</div>').head.properties
    assert len(captured[1]) <= CAPTURED_CHARS


def test_white_space_does_not_count_against_captured_text() -> None:
    fold = folded(f'<p itemprop="author">by <b>{" " * CAPTURED_CHARS}</b><b>Ada Sample</b></p>')
    assert fold.head.properties == [("author", "by Ada Sample")]


def test_only_so_many_captures_are_open_at_once() -> None:
    many = 3 * MOST_CAPTURES
    fold = folded('<b itemprop="x">y' * many)
    assert len(fold.head.properties) == many
    assert {len(value) for _, value in fold.head.properties} == set(range(1, MOST_CAPTURES + 1))


@pytest.mark.parametrize("tag", ["div", "p", "section", "table", "li", "nav", "article", "b"])
def test_depth_costs_no_stack(tag: str) -> None:
    fold = folded(f"<{tag}>" * 20_000 + "Ferry" + f"</{tag}>" * 20_000 + "Quay")
    assert "".join(fold.texts) == "FerryQuay"
    assert len(fold.containers) <= 20_001
