"""The promises of the design, on pages that nobody thought of."""

from __future__ import annotations

import orjson
from hypothesis import given, settings

import copydesk
from copydesk.page import Role
from copydesk.reading.text import squeeze
from copydesk.writing.jsonl import encode
from tests.properties.strategies import ANY_PAGE, ANY_TEXT

LAWS = settings(max_examples=200, deadline=None)


def attempt(page: str | bytes) -> copydesk.Article | copydesk.Rejection:
    try:
        return copydesk.clean(page, kind="text")
    except copydesk.Rejected as error:
        return error.rejection


@LAWS
@given(ANY_PAGE)
def test_any_page_ends_in_an_article_or_a_rejection(page: str | bytes) -> None:
    result = attempt(page)
    assert orjson.loads(encode(result)) == result.model_dump(mode="json")


@LAWS
@given(ANY_PAGE)
def test_the_same_page_gives_the_same_bytes(page: str | bytes) -> None:
    assert encode(attempt(page)) == encode(attempt(page))


@LAWS
@given(ANY_TEXT)
def test_labels_cover_every_row_once_and_rebuild_the_page(page: str) -> None:
    try:
        rows = copydesk.explain(page, kind="text")
    except copydesk.Rejected:
        return
    decoded = page.encode("utf-8", "replace").decode() if any("\ud800" <= c <= "\udfff" for c in page) else page
    assert [row.number for row in rows] == list(range(1, len(rows) + 1))
    assert "".join(row.text for row in rows) in {decoded, decoded.removeprefix("\ufeff"), *_repaired(page)}
    assert all(row.label is Role.BLANK or row.reason for row in rows)
    assert all((row.kind is None) == (row.label in {Role.TITLE, Role.BODY, Role.BLANK}) for row in rows)


def _repaired(page: str) -> set[str]:
    """What decoding may legitimately make of a str: lone surrogates become replacement characters."""
    return {
        "".join("\ufffd" if "\ud800" <= character <= "\udfff" else character for character in page).removeprefix(
            "\ufeff"
        )
    }


@LAWS
@given(ANY_TEXT)
def test_every_paragraph_is_found_at_its_span(page: str) -> None:
    article = attempt(page)
    if not isinstance(article, copydesk.Article):
        return
    decoded = "".join(row.text for row in copydesk.explain(page, kind="text"))
    for paragraph, (start, end) in zip(article.text.split("\n\n"), article.provenance.spans, strict=True):
        assert "".join(paragraph.split()) == "".join(squeeze(decoded[start:end]).split())


@LAWS
@given(ANY_TEXT)
def test_cleaning_a_cleaned_text_takes_nothing_away(page: str) -> None:
    article = attempt(page)
    if isinstance(article, copydesk.Article):
        again = attempt(article.text)
        assert isinstance(again, copydesk.Article)
        assert again.text == article.text


@LAWS
@given(ANY_TEXT)
def test_every_row_is_counted(page: str) -> None:
    article = attempt(page)
    if isinstance(article, copydesk.Article):
        removed = [row for row in copydesk.explain(page, kind="text") if row.label is Role.REMOVED]
        assert article.removed.lines == len(removed) == sum(article.removed.by_kind.values())
