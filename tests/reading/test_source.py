"""A source is decoded and read as what it is: text or HTML."""

from __future__ import annotations

import pytest

from copydesk.reading.decoding import NotText
from copydesk.reading.source import Source, looks_like_html, read_page

PARAGRAPH = "港口区议会周一表示，电车线路将于明年春天延长至码头。"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("<!DOCTYPE html><html><body>x</body></html>", True, id="doctype"),
        pytest.param("\n  <HTML lang='zh'>", True, id="capitals"),
        pytest.param("<div class=story>x</div>", True, id="a piece of a page"),
        pytest.param("<p>x", True, id="a paragraph"),
        pytest.param("<?xml version='1.0'?>\n<!-- note -->\n<html>", True, id="after a declaration and a comment"),
        pytest.param("", False, id="empty"),
        pytest.param(PARAGRAPH, False, id="text"),
        pytest.param("3 < 5, and 7 > 6", False, id="comparison"),
        pytest.param("He wrote <sic> and <pause>.", False, id="words in angle brackets"),
        pytest.param("<jane@example.org> wrote:", False, id="address"),
        pytest.param("a <b", False, id="open bracket"),
        pytest.param("<pre>", False, id="only the names that pages open with"),
        pytest.param("x" * 5000 + "<p>", False, id="markup further down"),
    ],
)
def test_looks_like_html(text: str, *, expected: bool) -> None:
    assert looks_like_html(text) is expected


def test_a_word_for_markup_without_end_is_text() -> None:
    assert not looks_like_html("<p " * 4000)


@pytest.mark.parametrize(
    ("content", "kind", "read_as"),
    [
        pytest.param(PARAGRAPH, "auto", "text", id="text is told"),
        pytest.param(f"<p>{PARAGRAPH}</p>", "auto", "html", id="HTML is told"),
        pytest.param(f"<p>{PARAGRAPH}</p>", "text", "text", id="the caller may call HTML text"),
        pytest.param(PARAGRAPH, "html", "html", id="the caller may call text HTML"),
        pytest.param(f"<p>{PARAGRAPH}</p>".encode(), "auto", "html", id="bytes"),
    ],
)
def test_kind(content: str | bytes, kind: str, read_as: str) -> None:
    page = read_page(Source(content=content, kind=kind))  # type: ignore[arg-type]
    assert page.kind == read_as
    assert PARAGRAPH in "".join(line.text for line in page.lines)


def test_markup_read_as_text_is_kept_as_it_is() -> None:
    page = read_page(Source(content="<p>Harbour</p>", kind="text"))
    assert [line.text for line in page.lines] == ["<p>Harbour</p>"]


@pytest.mark.parametrize(
    ("content", "encoding", "codec"),
    [
        (PARAGRAPH, None, None),
        (PARAGRAPH.encode(), None, "utf-8"),
        (PARAGRAPH.encode("gb18030"), "gb2312", "gb18030"),
    ],
)
def test_the_codec_is_on_the_page(content: str | bytes, encoding: str | None, codec: str | None) -> None:
    page = read_page(Source(content=content, encoding=encoding))
    assert (page.encoding, page.text) == (codec, PARAGRAPH)


@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n\x00\x01"])
def test_binary_content_is_no_page(content: bytes) -> None:
    with pytest.raises(NotText):
        read_page(Source(content=content))


def test_a_source_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        Source(content="x").url = "https://harbour.example/"  # type: ignore[misc]
