"""Plain text becomes rows, lines and spans: every line ending, every invisible character, nothing lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.reading.text import glue, read_text, squeeze

ENDINGS = {
    "line feed": "\n",
    "carriage return": "\r",
    "both": "\r\n",
    "vertical tab": "\v",
    "form feed": "\f",
    "file separator": "\x1c",
    "group separator": "\x1d",
    "record separator": "\x1e",
    "next line": "\x85",
    "line separator": "\u2028",
    "paragraph separator": "\u2029",
}
ANY_TEXT = st.text(
    alphabet=st.characters(codec="utf-8") | st.sampled_from("\r\n\x85\u2028 \u3000\x00\u200b"), max_size=200
)


def lines_of(text: str) -> list[str]:
    return [line.text for line in read_text(text).lines]


@pytest.mark.parametrize("ending", ENDINGS.values(), ids=ENDINGS)
def test_every_line_ending_parts_rows(ending: str) -> None:
    page = read_text(f"港口新闻{ending}Harbour News{ending}{ending}Fähre fährt wieder")
    assert [line.text for line in page.lines] == ["港口新闻", "Harbour News", "Fähre fährt wieder"]
    assert [line.first_row for line in page.lines] == [1, 2, 4]


@pytest.mark.parametrize(
    ("raw", "seen"),
    [
        pytest.param("plain", "plain", id="nothing to do"),
        pytest.param("  a \t b  ", "a b", id="runs of spaces and tabs"),
        pytest.param("\u3000\u3000港口重新开放", "港口重新开放", id="ideographic indent"),
        pytest.param("港口\u3000码头", "港口 码头", id="ideographic space inside"),
        pytest.param("a\xa0\xa0b", "a b", id="no-break spaces"),
        pytest.param("a\u2009b\u202fc", "a b c", id="thin spaces"),
        pytest.param("a\x00b", "ab", id="NUL"),
        pytest.param("a\x1b[0m", "a[0m", id="escape"),
        pytest.param("Hafen\xadbehörde", "Hafenbehörde", id="soft hyphen"),
        pytest.param("港\u200b口", "港口", id="zero-width space"),
        pytest.param("har\u2060bour", "harbour", id="word joiner"),
        pytest.param("\ufeffharbour", "harbour", id="byte order mark in front"),
        pytest.param("har\ufeffbour", "harbour", id="byte order mark inside"),
        pytest.param("می\u200cشود", "می\u200cشود", id="non-joiner is Persian spelling"),
        pytest.param("क्\u200dष", "क्\u200dष", id="joiner is Indic spelling"),
        pytest.param("\u200fقال", "\u200fقال", id="direction marks are kept"),
        pytest.param("ＡＢＣ１２３", "ＡＢＣ１２３", id="full-width forms are kept"),
        pytest.param("“嗨”‘喂’", "“嗨”‘喂’", id="quotes are kept"),
        pytest.param("e\u0301", "e\u0301", id="decomposed accents are kept"),
        pytest.param("\ud800a", "\ud800a", id="a lone surrogate is no failure"),
        pytest.param(" \t\x00\u200b\ufeff\u3000", "", id="nothing visible"),
    ],
)
def test_squeeze(raw: str, seen: str) -> None:
    assert squeeze(raw) == seen


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\u3000\r\n\u200b\n\x00", "\ufeff"])
def test_a_page_of_nothing_visible_has_no_lines(text: str) -> None:
    assert read_text(text).lines == []


@pytest.mark.parametrize(
    ("left", "right", "between"),
    [
        ("the harbour", "opened", " "),
        ("the harbour", ", which", ""),
        ("(", "sic", ""),
        ("the “", "Gull", ""),
        ("the “Gull", "” sank", ""),
        ("„Möwe“", "sank", " "),
        ("„Wir bauen.“", "Das", " "),
        ("所谓“", "Slow", ""),
        ("港口", "重新", ""),
        ("使用", "Python", ""),
        ("Python", "编程", ""),
        ("共有", "1200", ""),
        ("港は", "月曜日", ""),
        ("올해", "3월", " "),
        ("ท่าเรือ", "เปิด", ""),
        ("الميناء", "مفتوح", " "),
        ("الميناء", "، قال", ""),
        ("well-", "known", ""),
        ("Ober-", "und", " "),
        ("Ober-", "Unterhitze", " "),
        ("2019 -", "heute", " "),
        ("50", "%", ""),
    ],
)
def test_glue(left: str, right: str, between: str) -> None:
    assert glue(left[-2:], right) == between


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        pytest.param("港口\n开放", ["港口", "开放"], id="rows"),
        pytest.param("  港口\r\n\u3000开放\u3000\n", ["港口", "开放"], id="outer white space is left out"),
        pytest.param("Die \nFähre\n fährt.", ["Die \nFähre\n fährt."], id="a joined line spans its rows"),
        pytest.param("\ufeff港口", ["\ufeff港口"], id="invisible characters are inside"),
    ],
)
def test_spans_point_into_the_page(text: str, spans: list[str]) -> None:
    page = read_text(text)
    assert [page.text[line.start : line.end] for line in page.lines] == spans


@given(ANY_TEXT)
def test_rows_cover_the_page(text: str) -> None:
    page = read_text(text)
    assert "".join(page.text[start:end] for start, end in page.row_spans()) == text


@given(ANY_TEXT)
def test_lines_hold_all_that_is_visible_and_keep_their_order(text: str) -> None:
    page = read_text(text)
    assert "".join("".join(line.text.split()) for line in page.lines) == "".join(
        "".join(squeeze(row).split()) for row in text.splitlines()
    )
    ends = [0, *(line.end for line in page.lines)]
    assert all(end <= line.start < line.end for end, line in zip(ends, page.lines, strict=False))
    rows = [0, *(line.last_row for line in page.lines)]
    assert all(row < line.first_row <= line.last_row for row, line in zip(rows, page.lines, strict=False))


@given(ANY_TEXT)
def test_every_line_is_found_at_its_span(text: str) -> None:
    for line in read_text(text).lines:
        assert "".join(squeeze(text[line.start : line.end]).split()) == "".join(line.text.split())
        assert line.text == squeeze(line.text) != ""


def test_a_very_long_row_is_one_line() -> None:
    assert lines_of("港口 " * 300_000) == [("港口 " * 300_000).rstrip()]


def test_encoding_and_notes_are_handed_on() -> None:
    page = read_text("x", "gb18030", [("encoding_guessed", "by its bytes")])
    assert (page.kind, page.encoding, page.notes) == ("text", "gb18030", [("encoding_guessed", "by its bytes")])
