"""The promises of the design, on HTML that nobody thought of, whichever parser reads it."""

from __future__ import annotations

import orjson
import pytest
from hypothesis import given, settings

import copydesk
from copydesk.page import Role
from copydesk.reading.html import LXML, read_html
from copydesk.writing.jsonl import encode
from tests.properties.html_strategies import ANY_HTML, ANY_HTML_PAGE, TIDY_HTML

LAWS = settings(max_examples=200, deadline=None)


def attempt(page: str | bytes) -> copydesk.Article | copydesk.Rejection:
    try:
        return copydesk.clean(page, kind="html")
    except copydesk.Rejected as error:
        return error.rejection


@LAWS
@given(ANY_HTML_PAGE)
def test_any_html_ends_in_an_article_or_a_rejection(page: str | bytes) -> None:
    result = attempt(page)
    assert orjson.loads(encode(result)) == result.model_dump(mode="json")


@LAWS
@given(ANY_HTML_PAGE)
def test_the_same_html_gives_the_same_bytes(page: str | bytes) -> None:
    assert encode(attempt(page)) == encode(attempt(page))


@LAWS
@given(ANY_HTML)
def test_labels_cover_every_row_once(page: str) -> None:
    try:
        rows = copydesk.explain(page, kind="html")
    except copydesk.Rejected:
        return
    assert [row.number for row in rows] == list(range(1, len(rows) + 1))
    assert [row.start for row in rows] == [0, *(row.end for row in rows)][: len(rows)]
    assert all(row.end - row.start == len(row.text) for row in rows)
    assert all(row.reason for row in rows)
    assert all((row.kind is None) == (row.label in {Role.TITLE, Role.BODY, Role.BLANK}) for row in rows)


@LAWS
@given(ANY_HTML)
def test_every_paragraph_is_the_text_of_its_lines_at_its_span(page: str) -> None:
    article = attempt(page)
    if not isinstance(article, copydesk.Article):
        return
    rows = copydesk.explain(page, kind="html")
    text = "".join(row.text for row in rows)
    assert text == "\n".join(row.text.removesuffix("\n") for row in rows)
    for paragraph, (start, end) in zip(article.text.split("\n\n"), article.provenance.spans, strict=True):
        assert text[start:end] == paragraph


@LAWS
@given(ANY_HTML)
def test_every_row_is_counted(page: str) -> None:
    article = attempt(page)
    if isinstance(article, copydesk.Article):
        removed = [row for row in copydesk.explain(page, kind="html") if row.label is Role.REMOVED]
        assert article.removed.lines == len(removed) == sum(article.removed.by_kind.values())


@pytest.mark.parametrize("lxml", [False, pytest.param(True, marks=pytest.mark.skipif(not LXML, reason="no lxml"))])
@LAWS
@given(page=ANY_HTML)
def test_lines_are_one_row_each_and_stand_in_containers(*, lxml: bool, page: str) -> None:
    read = read_html(page, lxml=lxml)
    assert read.text == "\n".join(line.text for line in read.lines)
    assert all(line.text == " ".join(line.text.split()) != "" for line in read.lines)
    assert all(read.text[line.start : line.end] == line.text for line in read.lines)
    assert len(read.markup) == len(read.lines)
    assert all(0.0 <= markup.link <= 1.0 for markup in read.markup)
    assert all(0 <= markup.container < len(read.containers) for markup in read.markup)
    assert all(parent < index for index, parent in enumerate(read.containers.parents))


@pytest.mark.skipif(not LXML, reason="lxml is not installed: there is one parser")
@LAWS
@given(TIDY_HTML)
def test_both_parsers_give_the_same_lines(page: str) -> None:
    one, other = read_html(page, lxml=True), read_html(page, lxml=False)
    assert [line.text for line in one.lines] == [line.text for line in other.lines]
