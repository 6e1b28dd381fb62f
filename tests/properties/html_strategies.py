"""HTML that never was: tags, attributes, text and rubbish in any order, cut anywhere."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.properties.strategies import LINES

BLOCKS = ("div", "p", "section", "article", "aside", "nav", "header", "footer", "main", "h1", "h2", "li", "ul", "pre")
TABLES = ("table", "tbody", "tr", "td", "th", "dl", "dt", "dd", "figure", "figcaption", "blockquote", "form", "button")
INLINE = ("a", "b", "span", "em", "time", "font", "x-y")
VOID = ("br", "hr", "img", "meta", "link", "input", "wbr")
OUTER = ("html", "head", "body", "noscript")
RAW = ("script", "style", "title", "textarea", "template", "svg", "iframe", "select")
TAGS = st.sampled_from([*BLOCKS, *BLOCKS, *TABLES, *INLINE, *VOID, *OUTER, *RAW])

ATTRIBUTES = st.sampled_from(
    [
        "",
        " hidden",
        " aria-hidden=true",
        ' style="display: none"',
        " class='related comments'",
        " id=main class=",
        " role=navigation",
        ' href="/a?b=1&amp;c=2" rel=canonical',
        " itemprop=author",
        " datetime=2021-03-04",
        ' type="application/ld+json"',
        " lang=zh-Hans",
        " a=1 a=2 b",
        " title='<p>'",
        ' name="author" content="Ada Sample"',
    ]
)
COMMENTS = ("<!-- x -->", "<!-->", "<!--[if IE]><p>x</p><![endif]-->", "<![endif]-->", "<![CDATA[x]]>")
ENTITIES = ("&amp;", "&lt;p&gt;", "&nbsp;", "&auml", "&#160", "&bogus;", "&")
BROKEN = ("< ", "<3", "</>", "</ p>", "<!-- ", "<", ">", "<?php x ?>", "<!doctype html>")
NO_MARKUP = ("\0", "\r\n", "\u200b", '{"@type": "NewsArticle"}')
RUBBISH = st.sampled_from([*COMMENTS, *ENTITIES, *BROKEN, *NO_MARKUP])


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


@st.composite
def tags(draw: st.DrawFn) -> str:
    name = draw(TAGS)
    name = draw(st.sampled_from([name, name, name.upper()]))
    return draw(st.sampled_from([f"<{name}{draw(ATTRIBUTES)}>", f"<{name}>", f"</{name}>", f"<{name}/>"]))


@st.composite
def well_formed(draw: st.DrawFn) -> str:
    name = draw(st.sampled_from([*BLOCKS, *INLINE]))
    return f"<{name}{draw(ATTRIBUTES)}>{escaped(draw(LINES))}</{name}>\n"


PIECES = st.one_of(well_formed(), well_formed(), tags(), LINES.map(escaped), RUBBISH)
ANY_HTML = st.one_of(
    st.lists(PIECES, max_size=40).map("".join),
    st.tuples(st.lists(PIECES, max_size=30).map("".join), st.integers(0, 2000)).map(lambda cut: cut[0][: cut[1]]),
    st.text(alphabet="<>/!-?&;=\"' apdiv\n", max_size=200),
)
ANY_HTML_PAGE = st.one_of(
    ANY_HTML, st.binary(max_size=600), ANY_HTML.map(lambda html: html.encode("gb18030", "replace"))
)

TIDY_NAMES = [name for name in (*BLOCKS, *TABLES, *INLINE) if name != "button"]
"""Elements that both parsers read alike however they are nested and closed."""


@st.composite
def _tidy_tags(draw: st.DrawFn) -> str:
    name = draw(st.sampled_from(TIDY_NAMES))
    return draw(st.sampled_from([f"<{name}{draw(ATTRIBUTES)}>", f"<{name}>", f"</{name}>", "<br>"]))


TIDY_HTML = st.lists(
    st.one_of(_tidy_tags(), LINES.map(escaped), st.sampled_from([*COMMENTS, *ENTITIES, "</ p>", "<3 "])),
    max_size=30,
).map("".join)
"""HTML whose tags are whole, in any order."""
