"""Tables of text: what spreadsheets and pandas write, and rows that do not fit."""

from __future__ import annotations

import csv
import io

import pytest

from copydesk.reading.containers import Damaged, ReadingOptions, Unreadable
from copydesk.reading.containers.compression import decompressed
from copydesk.reading.containers.csv import read_csv
from copydesk.reading.source import Source

LONG = "A line of the page.\n" * 20_000  # longer than csv takes by itself


def read(data: bytes, options: ReadingOptions | None = None, delimiter: str = ",") -> list[Source | Unreadable]:
    return list(read_csv(decompressed(io.BytesIO(data), 0), "a.csv", options or ReadingOptions(), delimiter))


def written(rows: list[list[str]], encoding: str = "utf-8", **form: str) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, **form).writerows(rows)  # type: ignore[arg-type]  # the names of csv's own arguments
    return text.getvalue().encode(encoding)


ROWS = [["url", "text"], ["https://example.com/1", 'Two\nlines, and a "quote"'], ["", LONG], ["", "港口"]]


@pytest.mark.parametrize(
    ("data", "delimiter"),
    [
        pytest.param(written(ROWS), ",", id="commas"),
        pytest.param(written(ROWS, delimiter="\t"), "\t", id="tabs"),
        pytest.param(written(ROWS, lineterminator="\n"), ",", id="LF"),
        pytest.param(written(ROWS, "utf-8-sig"), ",", id="a byte order mark"),
        pytest.param(written(ROWS, "utf-16"), ",", id="UTF-16"),
        pytest.param(written(ROWS) + b"\r\n\r\n", ",", id="empty rows"),
    ],
)
def test_pages_of_a_table(data: bytes, delimiter: str) -> None:
    sources = read(data, delimiter=delimiter)
    assert [source.content for source in sources if isinstance(source, Source)] == [row[1] for row in ROWS[1:]]
    assert [source.record for source in sources] == [1, 2, 3]
    assert isinstance(sources[0], Source)
    assert (sources[0].url, sources[0].kind, sources[0].name) == ("https://example.com/1", "auto", "a.csv")


def test_bytes_that_are_no_utf8_are_left_to_the_decoding_of_pages() -> None:
    [source] = read(written([["text"], ["港口今天开放"]], "gb18030"))
    assert isinstance(source, Source)
    assert source.content == "港口今天开放".encode("gb18030")


def test_the_id_of_a_row_is_text_whatever_the_table_is_encoded_in() -> None:
    sources = read(written([["id", "text"], ["007", "page"], ["", "page"]]) + b"\xb8,page\r\n")
    assert [source.source_id for source in sources if isinstance(source, Source)] == ["007", None, "\\xb8"]


def test_the_limit_of_csv_is_as_it_was() -> None:
    before = csv.field_size_limit()
    read(written(ROWS))
    assert csv.field_size_limit() == before


def test_rows_that_do_not_fit_are_said() -> None:
    sources = read(b"text,url\na\nb,,c\nd,\n,\n")
    assert [source.message for source in sources if isinstance(source, Unreadable)] == [
        "row 1, which ends in line 2: 1 fields, and 2 in the header",
        "row 2, which ends in line 3: 3 fields, and 2 in the header",
        'row 4, which ends in line 5: the field "text" is empty',
    ]
    assert [source.record for source in sources if isinstance(source, Source)] == [3]


def test_a_page_that_is_too_long_is_no_page() -> None:
    long, last = read(written([["text"], ["x" * 1_500], ["y"]]), ReadingOptions(max_page_bytes=1_000))
    assert isinstance(long, Unreadable)
    assert isinstance(last, Source)


@pytest.mark.parametrize("start", [b'text\nfirst\n"', b"text\nfirst\n"])
def test_a_field_without_end_ends_the_file(start: bytes) -> None:
    rows = read_csv(
        decompressed(io.BytesIO(start + b"x" * 1_000_000), 0),
        "a.csv",
        ReadingOptions(max_page_bytes=100_000),
    )
    assert isinstance(next(rows), Source)
    with pytest.raises(Damaged, match="line"):
        next(rows)


@pytest.mark.parametrize("data", [b"", b"\n\n", b"text\n"])
def test_a_table_without_rows_has_no_pages(data: bytes) -> None:
    assert read(data) == []
