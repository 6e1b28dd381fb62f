"""HTML becomes a page, the same whichever parser reads it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from copydesk.page import Line, Page
from copydesk.reading.html import LXML, read_html
from copydesk.reading.source import Source, read_page

SAMPLES = sorted((Path(__file__).parents[2] / "samples" / "pages").glob("*.html"))
SENTENCE = "The river ferry will sail again on Friday after four months in dock, the transport office said."
PARSERS = pytest.mark.parametrize(
    "lxml",
    [
        pytest.param(False, id="html.parser"),
        pytest.param(True, id="lxml", marks=pytest.mark.skipif(not LXML, reason="lxml is not installed")),
    ],
)
BOTH = pytest.mark.skipif(not LXML, reason="lxml is not installed: there is one parser")


def texts(page: Page) -> list[str]:
    return [line.text for line in page.lines]


CASES = [
    pytest.param("<!DOCTYPE html><html><body><p>Ferry</p></body></html>", ["Ferry"], id="page"),
    pytest.param("<p>Ferry</p>", ["Ferry"], id="fragment"),
    pytest.param("Ferry", ["Ferry"], id="no markup at all"),
    pytest.param("", [], id="nothing"),
    pytest.param("  \n\t ", [], id="white space"),
    pytest.param("<html><head><title>x</title></head><p>Ferry", ["Ferry"], id="no body"),
    pytest.param("<p>Ferry</body></html><p>Quay", ["Ferry", "Quay"], id="text behind the page"),
    pytest.param("<div>Ferry</div><html><body><p>Quay", ["Ferry", "Quay"], id="a page inside a page"),
    pytest.param("<P>Ferry<BR>Quay<HR>Pier</P>", ["Ferry", "Quay", "Pier"], id="capitals"),
    pytest.param("<p>Ferry<br/>Quay<br />Pier", ["Ferry", "Quay", "Pier"], id="XHTML breaks"),
    pytest.param("<div/>Ferry<p/>Quay", ["Ferry", "Quay"], id="XHTML empty elements"),
    pytest.param("<p>Ferry\r\n sails</p>", ["Ferry sails"], id="CR LF"),
    pytest.param("<pre>Ferry\r\n  sails\rnow</pre>", ["Ferry", "sails", "now"], id="rows of pre"),
    pytest.param("\ufeff<p>Ferry", ["Ferry"], id="byte order mark"),
    pytest.param("<p>Fer\0ry", ["Fer\ufffdry"], id="NUL"),
    pytest.param("<p>Fer\u200bry\u00ad man", ["Ferry man"], id="what cannot be seen"),
    pytest.param("<b><p>Ferry</b> sails</p>", ["Ferry sails"], id="tags that cross"),
    pytest.param("<p>Ferry</div> sails", ["Ferry sails"], id="stray end of a block"),
    pytest.param("Ferry</> sails</ p> now", ["Ferry sails now"], id="ends of nothing"),
    pytest.param("<ul><li>a<li>b<ul><li>c</ul><li>d</ul>e", ["a", "b", "c", "d", "e"], id="list without ends"),
    pytest.param("<table><tr><td>a<td>b<tr><td>c</table>d", ["a b", "c", "d"], id="table without ends"),
    pytest.param("<dl><dt>a<dd>b<dt>c<dd>d</dl>", ["a", "b", "c", "d"], id="definitions without ends"),
    pytest.param("<p>a<p>b<h2>c<p>d</h2>e", ["a", "b", "c", "de"], id="paragraphs without ends"),
    pytest.param("<section><div>a</section>b</div>c", ["ab", "c"], id="a div that was left open"),
    pytest.param("<x:y>Fer</x:y>ry <amp-img>sails</amp-img>", ["Ferry sails"], id="unknown elements"),
    pytest.param("<html ⚡><body><amp-sidebar>a</amp-sidebar><p>b", ["a", "b"], id="AMP"),
    pytest.param("<noscript><p>Ferry</p></noscript>Quay", ["Ferry", "Quay"], id="noscript"),
    pytest.param("<template><p>x</p></template>Quay", ["Quay"], id="template"),
    pytest.param("<textarea><p>x</textarea>Quay", ["Quay"], id="textarea"),
    pytest.param("<select><option>x<option>y</select>Quay", ["Quay"], id="select"),
    pytest.param("<iframe><p>x</p></iframe>Quay", ["Quay"], id="iframe"),
    pytest.param("<frameset><frame src=a><noframes><p>x</noframes></frameset>", [], id="frames"),
    pytest.param("<script>if (a<b) '<p>x</p>'</script>Quay", ["Quay"], id="markup in a script"),
    pytest.param("<script>'<!--'</script>Quay", ["Quay"], id="a comment's opening in a script"),
    pytest.param("<script>x</script >Quay", ["Quay"], id="a script's end with a space in it"),
    pytest.param("<style>p > a { x: '</p>' }</style>Quay", ["Quay"], id="style"),
    pytest.param("Ferry<script>x", ["Ferry"], id="script without end"),
    pytest.param("Ferry<style>x", ["Ferry"], id="style without end"),
    # comments, declarations, instructions
    pytest.param("Fer<!-- <p>x</p> -->ry", ["Ferry"], id="comment"),
    pytest.param("Fer<!---->ry<!-->man<!--->", ["Ferryman"], id="empty comments"),
    pytest.param("Fer<!-- x --!>ry", ["Ferry"], id="comment with a mark at its end"),
    pytest.param("Fer<!-- a > b -- > c -->ry", ["Ferry"], id="what does not end a comment"),
    pytest.param("Ferry<!-- sails", ["Ferry"], id="comment without end"),
    pytest.param("<!--[if IE]><p>x</p><![endif]-->Quay", ["Quay"], id="conditional comment"),
    pytest.param("<!--[if !IE]><!-->Quay<!--<![endif]-->", ["Quay"], id="conditional comment that shows"),
    pytest.param("<![if !IE]>Quay<![endif]>", ["Quay"], id="conditional declaration"),
    pytest.param("Ferry<![endif]--> Quay", ["Ferry Quay"], id="end of a condition that never began"),
    pytest.param("Ferry<![CDATA[x]]> Quay", ["Ferry Quay"], id="CDATA"),
    pytest.param("<![x]>Quay", ["Quay"], id="declaration of nothing"),
    pytest.param("<?xml version='1.0'?>Quay<?php x ?>", ["Quay"], id="instructions"),
    pytest.param("Ferry<?php sails", ["Ferry"], id="instruction without end"),
    pytest.param("Ferry<!sails", ["Ferry"], id="declaration without end"),
    # entities
    pytest.param("<p>&lt;p&gt; &amp;amp; &quot;&#39;", ["<p> &amp; \"'"], id="entities, once"),
    pytest.param("F&auml;hre f&#228;hrt &#xE4;", ["Fähre fährt ä"], id="named and numbered"),
    pytest.param("F&aumlhre f&#228hrt &copy2020", ["Fähre fährt ©2020"], id="without semicolon"),
    pytest.param("AT&T &bogus; & &; &#; a&b", ["AT&T &bogus; & &; &#; a&b"], id="no entities"),
    pytest.param("&notit; &notin;", ["¬it; ∉"], id="the longest name"),
    pytest.param("don&#146;t &#150;", ["don’t –"], id="numbers of Windows-1252"),
    pytest.param("Ferry&nbsp;sails&emsp;now", ["Ferry sails now"], id="spaces"),
    pytest.param("3 < 4 <5 a<", ["3 < 4 <5 a<"], id="less than"),
    # attributes
    pytest.param("<p hidden id class=a class=b data-x='' x=\"'>'\">Ferry", ["Ferry"], id="attributes of every sort"),
    pytest.param("<p =x \"y ' z>Ferry</p>", ["Ferry"], id="attributes that are none"),
    pytest.param("<a title='<!-- <p>'>Ferry</a>", ["Ferry"], id="markup in an attribute"),
    pytest.param(f"<p title='{'x' * 200_000}'>Ferry", ["Ferry"], id="huge attribute"),
    pytest.param(f"<p {'x=y ' * 5_000}>Ferry", ["Ferry"], id="many attributes"),
    # cut off
    pytest.param("Ferry<p class=", ["Ferry"], id="cut in a tag"),
    pytest.param("Ferry<a href='x", ["Ferry"], id="cut in an attribute"),
    pytest.param("Ferry</", ["Ferry</"], id="cut before a name"),
    pytest.param("Ferry</di", ["Ferry"], id="cut in an end tag"),
    pytest.param("Ferry &am", ["Ferry &am"], id="cut in an entity"),
]


@PARSERS
@pytest.mark.parametrize(("html", "lines"), CASES)
def test_lines(html: str, lines: list[str], *, lxml: bool) -> None:
    assert texts(read_html(html, lxml=lxml)) == lines


@BOTH
@pytest.mark.parametrize(("html", "lines"), CASES)
def test_both_parsers_give_the_same_page(html: str, lines: list[str]) -> None:
    assert read_html(html, lxml=True) == read_html(html, lxml=False)
    assert texts(read_html(html)) == lines


@BOTH
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_both_parsers_give_the_same_page_of_a_sample(path: Path) -> None:
    html = path.read_text(encoding="utf-8")
    assert read_html(html, lxml=True) == read_html(html, lxml=False)


@BOTH
@pytest.mark.parametrize(
    ("html", "with_lxml", "without"),
    [
        pytest.param("<xmp><b>a</b></xmp>", ["<b>a</b>"], ["a"], id="xmp: html.parser knows no such raw text"),
        pytest.param("<plaintext>a<b>", ["a<b>"], ["a"], id="plaintext: likewise"),
        pytest.param("<p title='a>b</p><p>c", [], ["<p title='a>b", "c"], id="a quote without end: the tag is text"),
    ],
)
def test_where_parsers_differ(html: str, with_lxml: list[str], without: list[str]) -> None:
    assert texts(read_html(html, lxml=True)) == with_lxml
    assert texts(read_html(html, lxml=False)) == without


@PARSERS
def test_a_line_a_row(*, lxml: bool) -> None:
    page = read_html("<title>T</title><p>Ferry</p><p>Quay</p>", "utf-8", [("encoding_guessed", "x")], lxml=lxml)
    assert page.text == "Ferry\nQuay"
    assert page.lines == [Line("Ferry", 0, 5, 1, 1), Line("Quay", 6, 10, 2, 2)]
    assert list(page.row_spans()) == [(0, 6), (6, 10)]
    assert (page.kind, page.encoding, page.notes) == ("html", "utf-8", [("encoding_guessed", "x")])
    assert page.head is not None
    assert page.head.title == "T"
    assert len(page.markup) == len(page.lines)


@PARSERS
def test_the_first_of_two_attributes_counts(*, lxml: bool) -> None:
    assert read_html("<div class=a class=b>x", lxml=lxml).containers.hints[1].strip() == "a"


@PARSERS
def test_attributes_are_decoded(*, lxml: bool) -> None:
    head = read_html(
        "<meta name=author content='F&auml;hre &amp; Co'><link rel=canonical href='/?a=1&b=2'>", lxml=lxml
    ).head
    assert head is not None
    assert head.metas == [("author", "Fähre & Co")]
    assert head.links == [("canonical", "/?a=1&b=2")]


@PARSERS
def test_json_ld_is_taken_as_it_stands(*, lxml: bool) -> None:
    data = {"@type": "NewsArticle", "headline": "a <b> & &amp; 渡轮 <!-- x"}
    text = json.dumps(data, ensure_ascii=False)
    head = read_html(f"<script type='application/ld+json'>{text}</script><p>x", lxml=lxml).head
    assert head is not None
    assert [json.loads(found) for found in head.json_ld] == [data]


@PARSERS
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_a_page_cut_anywhere_is_read(path: Path, *, lxml: bool) -> None:
    content = path.read_bytes()
    whole = texts(read_html(content.decode(), lxml=lxml))
    for cut in range(0, len(content), 97):
        lines = texts(read_html(content[:cut].decode("utf-8", "ignore"), lxml=lxml))
        assert lines[:-1] == whole[: max(0, len(lines) - 1)]


@PARSERS
@pytest.mark.parametrize(
    "unit",
    [
        *(f"<{tag}>" for tag in ("div", "p", "b", "a href=x", "li", "ul", "section", "font", "h1", "blockquote")),
        *("<table><tr><td>", "</div>", "</p></b>", "<!-->", "<br>", "&amp;", "&", "<p title=''>", "<span itemprop=a>"),
    ],
)
def test_a_hundred_thousand_of_anything(unit: str, *, lxml: bool) -> None:
    assert texts(read_html(f"<p>Ferry</p>{unit * 100_000}", lxml=lxml))[0] == "Ferry"


@PARSERS
@pytest.mark.parametrize(
    "unit", ["<!--", "<x ", "</x ", "<?", "<!x ", "<", '<p title="', "<![CDATA[", "<script>", "<title>"]
)
def test_what_never_closes(unit: str, *, lxml: bool) -> None:
    assert texts(read_html(f"<p>Ferry</p>{unit * 10_000}", lxml=lxml))[0] == "Ferry"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        pytest.param(f"<p>{SENTENCE}", "html", id="a paragraph"),
        pytest.param(f"<!-- x -->\n<DIV CLASS='a'>{SENTENCE}", "html", id="a block behind a comment"),
        pytest.param("<meta charset=gb2312>", "html", id="a declaration"),
        pytest.param(f"{SENTENCE} Use <em> for emphasis.", "text", id="text that names an inline tag"),
        pytest.param(f"{SENTENCE} In HTML, a <ping> is no tag.", "text", id="text with a word in brackets"),
        pytest.param(
            f"{SENTENCE} In HTML, <p> opens a paragraph.",
            "text",
            id="text about the tags that pages open with",
            marks=pytest.mark.xfail(strict=True, reason="known miss: one such tag makes a text HTML"),
        ),
    ],
)
def test_html_is_told_by_its_markup(content: str, kind: str) -> None:
    assert read_page(Source(content=content)).kind == kind


WITHOUT_LXML = """
import json, sys
sys.modules["lxml"] = None
import copydesk
article = copydesk.clean(sys.stdin.buffer.read(), kind="html")
print(json.dumps([article.title, article.text, [m for m in sys.modules if m.startswith("lxml.")]]))
"""


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_without_lxml_the_package_reads_html(path: Path) -> None:
    content = path.read_bytes()
    done = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", WITHOUT_LXML], input=content, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    title, text, loaded = json.loads(done.stdout)
    assert loaded == []
    assert title
    assert set(text.split("\n\n")) <= set(texts(read_html(content.decode(), lxml=False)))
