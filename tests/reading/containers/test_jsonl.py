"""JSON lines: the shapes that tools write, and lines that are none."""

from __future__ import annotations

import datetime as dt
import io
import json
import tracemalloc
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.reading.containers import ReadingOptions, Unreadable
from copydesk.reading.containers.compression import decompressed
from copydesk.reading.containers.jsonl import longest_line, read_jsonl
from copydesk.reading.source import Source

HTML = "<html><p>The harbour</p></html>"
TEXT = "The harbour opens again."
URL = "https://example.com/1"


def read(data: bytes, options: ReadingOptions | None = None) -> list[Source | Unreadable]:
    return list(read_jsonl(decompressed(io.BytesIO(data), 0), "a.jsonl", options or ReadingOptions()))


def read_row(row: dict[str, Any], **names: str) -> Source | Unreadable:
    [found] = read(json.dumps(row).encode(), ReadingOptions(**names))  # type: ignore[arg-type]  # names of fields
    return found


@pytest.mark.parametrize(
    ("row", "page", "kind", "url"),
    [
        pytest.param({"text": TEXT, "source": URL, "source-hostname": "x"}, TEXT, "auto", URL, id="trafilatura"),
        pytest.param({"raw_text": TEXT, "url": URL, "date": "2020-01-01"}, TEXT, "auto", URL, id="trafilatura, raw"),
        pytest.param({"url": URL, "body": HTML}, HTML, "auto", URL, id="a Scrapy item"),
        pytest.param({"url": URL, "html": HTML, "title": "T"}, HTML, "html", URL, id="a Scrapy item with markup"),
        pytest.param({"url": URL, "content": TEXT}, TEXT, "auto", URL, id="content"),
        pytest.param({"text": TEXT, "id": "x/1", "metadata": {"url": URL}}, TEXT, "auto", URL, id="datatrove"),
        pytest.param({"maintext": TEXT, "url": URL, "source_domain": "x"}, TEXT, "auto", URL, id="news-please"),
        pytest.param({"html": HTML, "plain_text": TEXT, "requested_url": URL}, HTML, "html", URL, id="CC-News"),
        pytest.param({"plaintext": TEXT, "html": {"requested_url": URL}}, TEXT, "auto", URL, id="fundus"),
        pytest.param({"text": TEXT, "source": "The Paper"}, TEXT, "auto", None, id="a source that is no address"),
        pytest.param({"html": "", "text": TEXT}, TEXT, "auto", None, id="no markup, so the text"),
        pytest.param({"html": None, "text": TEXT, "url": 7}, TEXT, "auto", None, id="nothing where something may be"),
    ],
)
def test_shapes_that_are_recognised(row: dict[str, Any], page: str, kind: str, url: str | None) -> None:
    source = read_row(row)
    assert isinstance(source, Source)
    assert (source.content, source.kind, source.url, source.name, source.record) == (page, kind, url, "a.jsonl", 1)


@pytest.mark.parametrize(
    ("names", "page", "kind"),
    [
        ({"text_field": "text"}, TEXT, "text"),
        ({"html_field": "page.raw"}, HTML, "html"),
        ({"html_field": "page.raw", "text_field": "text"}, HTML, "html"),
        ({"html_field": "missing", "text_field": "text"}, TEXT, "text"),
        ({"text_field": "a.b"}, "dotted", "text"),
    ],
)
def test_a_named_field_goes_before_what_is_recognised(names: dict[str, str], page: str, kind: str) -> None:
    row = {"html": "<p>other</p>", "text": TEXT, "page": {"raw": HTML}, "a.b": "dotted"}
    source = read_row(row, **names)
    assert isinstance(source, Source)
    assert (source.content, source.kind) == (page, kind)


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        ("2021-03-04T05:06:07Z", dt.datetime(2021, 3, 4, 5, 6, 7, tzinfo=dt.UTC)),
        ("2021-03-04 05:06:07+00:00", dt.datetime(2021, 3, 4, 5, 6, 7, tzinfo=dt.UTC)),
        (1614834367, dt.datetime(2021, 3, 4, 5, 6, 7, tzinfo=dt.UTC)),
        (1614834367000, dt.datetime(2021, 3, 4, 5, 6, 7, tzinfo=dt.UTC)),
        ("1614834367", dt.datetime(2021, 3, 4, 5, 6, 7, tzinfo=dt.UTC)),
        ("yesterday", None),
        (10**400, None),
        (True, None),
        ([2021], None),
    ],
)
def test_when_a_page_was_fetched(value: object, moment: dt.datetime | None) -> None:
    for row, names in (({"date_download": value}, {}), ({"when": value}, {"date_field": "when"})):
        source = read_row({"text": TEXT, **row}, **names)
        assert isinstance(source, Source)
        assert source.fetched_at == moment


@pytest.mark.parametrize(
    ("row", "source_id"),
    [
        pytest.param({"id": "x/1"}, "x/1", id="datatrove"),
        pytest.param({"id": 7}, "7", id="a number"),
        pytest.param({"id": 0}, "0", id="a number that is false"),
        pytest.param({"id": 7.0}, "7.0", id="as pandas writes numbers beside gaps"),
        pytest.param({"id": 1e22}, "10000000000000000000000", id="a number without an exponent"),
        pytest.param({"id": 10**400}, "1" + "0" * 400, id="a number without end"),
        pytest.param({"id": " a "}, " a ", id="as it is stated"),
        pytest.param({"id": "x" * 1_000}, "x" * 1_000, id="as long as it is"),
        pytest.param({"fingerprint": "f0"}, "f0", id="trafilatura"),
        pytest.param({"id": None, "_id": "m1"}, "m1", id="the first that is one"),
        pytest.param({"id": "", "metadata": {"id": "n1"}}, "n1", id="further down"),
        pytest.param({"id": True}, None, id="true or false"),
        pytest.param({"id": float("nan")}, None, id="no number"),
        pytest.param({"id": ["a"]}, None, id="a list"),
        pytest.param({}, None, id="none"),
    ],
)
def test_what_a_row_says_its_id_is(row: dict[str, Any], source_id: str | None) -> None:
    source = read_row({"text": TEXT, **row})
    assert isinstance(source, Source)
    assert source.source_id == source_id


def test_a_named_id_goes_before_what_is_recognised() -> None:
    source = read_row({"text": TEXT, "id": "not this", "doc": {"number": 12}}, id_field="doc.number")
    assert isinstance(source, Source)
    assert source.source_id == "12"


def test_the_date_of_publication_is_not_that_of_fetching() -> None:
    source = read_row({"text": TEXT, "date": "2021-03-04"})
    assert isinstance(source, Source)
    assert source.fetched_at is None


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (b"not json", "line 2: no JSON: unexpected character|line 2: no JSON: Expecting value at character 1"),
        (b'{"text": "cut', "line 2: no JSON: Unterminated string"),
        (b'{"text": "\xff"}', "line 2: no JSON: no UTF-8 at byte 11"),
        (b"[1, 2]", "line 2: no JSON object"),
        (b'"text"', "line 2: no JSON object"),
        (b"{}", "line 2: no page: it has nothing"),
        (b'{"title": "T", "id": 7}', "line 2, id 7: no page: it has title, id"),
        (b'{"id": "' + b"x" * 101 + b'"}', f"line 2, id {'x' * 100}: no page"),
        (b'{"text": ""}', 'line 2: the field "text" is empty'),
        (b'{"text": 7}', 'line 2: the field "text" is a number, not text'),
        (b'{"text": ["a"]}', 'line 2: the field "text" is a list, not text'),
        (b'{"html": {"a": 1}}', 'line 2: the field "html" is an object, not text'),
        (b'{"text": true}', 'line 2: the field "text" is true or false, not text'),
        (b"[" * 100_000, "line 2: no JSON"),
        (b"1" * 5_000, "line 2: no JSON"),
    ],
)
def test_a_line_that_holds_no_page_is_said_and_left_behind(line: bytes, message: str) -> None:
    first, bad, last = read(b'{"text": "first"}\n' + line + b'\n{"text": "last"}\n')
    assert isinstance(bad, Unreadable)
    assert (bad.name, bad.record) == ("a.jsonl", 2)
    assert any(bad.message.startswith(part) for part in message.split("|"))
    assert "\n" not in bad.message
    assert isinstance(first, Source)
    assert isinstance(last, Source)
    assert (first.record, last.record) == (1, 3)


def test_a_named_field_that_is_not_there_is_named() -> None:
    bad = read_row({"text": TEXT, "x": 1}, text_field="body")
    assert isinstance(bad, Unreadable)
    assert bad.message == "line 1: no page: no field body, but text, x"


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b'{"text":"a"}\n{"text":"b"}\n', id="lines"),
        pytest.param(b'\xef\xbb\xbf{"text":"a"}\n{"text":"b"}', id="a byte order mark and no last line end"),
        pytest.param(b'\r\n{"text":"a"}\r\n\r\n  \t\r\n{"text":"b"}\r\n\r\n', id="CRLF and blank lines"),
        pytest.param(b'[\n{"text":"a"},\n{"text":"b"}\n]\n', id="a list with an object a line, as Scrapy writes"),
        pytest.param(b'[\r\n{"text":"a"}\r\n,\r\n{"text":"b"}\r\n]', id="a list with commas between"),
    ],
)
def test_forms_of_many_objects(data: bytes) -> None:
    assert [(page.content, page.record) for page in read(data) if isinstance(page, Source)] == [("a", 1), ("b", 2)]


def test_one_object_over_many_lines_is_one_record() -> None:
    [page] = read(json.dumps({"url": URL, "text": TEXT, "tags": ["a", "b"]}, indent=4).encode())
    assert isinstance(page, Source)
    assert (page.content, page.url) == (TEXT, URL)


def test_what_python_writes_and_others_refuse_is_read() -> None:
    [page] = read(json.dumps({"text": "half \ud83d", "score": float("nan")}).encode())
    assert isinstance(page, Source)
    assert page.content == "half \ud83d"


class LongLine(io.RawIOBase):
    """A short line, 200 MB without a line end, and a short line; it never lies in memory."""

    def __init__(self) -> None:
        self._parts = iter([b'{"text": "first"}\n{"text": "', *[b"x" * 1_000_000] * 200, b'"}\n{"text": "last"}\n'])
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # what BufferedReader hands over
        self._rest = self._rest or next(self._parts, b"")
        size = min(len(buffer), len(self._rest))
        buffer[:size], self._rest = self._rest[:size], self._rest[size:]
        return size


def test_a_line_that_is_too_long_fills_no_memory_and_ends_nothing() -> None:
    options = ReadingOptions(max_page_bytes=1_000_000)
    tracemalloc.start()
    first, bad, last = read_jsonl(io.BufferedReader(LongLine()), "a.jsonl", options)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert isinstance(bad, Unreadable)
    assert bad == Unreadable("a.jsonl", 2, f"line 2: longer than {longest_line(options):,} bytes")
    assert isinstance(first, Source)
    assert isinstance(last, Source)
    assert (first.content, last.content, last.record) == ("first", "last", 3)
    assert peak < 20_000_000


@pytest.mark.parametrize(
    ("page", "fits"), [("x" * 100, True), ("x" * 101, False), ("港" * 33, True), ("港" * 34, False)]
)
def test_a_page_that_is_too_long_is_no_page(page: str, fits: bool) -> None:  # noqa: FBT001
    [found] = read(json.dumps({"text": page}).encode(), ReadingOptions(max_page_bytes=100))
    assert isinstance(found, Source) == fits
    if isinstance(found, Unreadable):
        assert found.message == "line 1: the page has more than 100 bytes"


NAMES = st.sampled_from(["text", "html", "url", "id", "metadata", "date_download", "body", "x"])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=8,
)


@given(st.lists(VALUES | st.dictionaries(NAMES, VALUES, max_size=5), max_size=5))
def test_any_json_is_a_page_or_a_message(rows: list[Any]) -> None:
    # An object first, so that no row can be taken for the beginning of a list.
    found = read(b"{}\n" + "".join(json.dumps(row) + "\n" for row in rows).encode())
    assert [record.record for record in found] == list(range(1, len(rows) + 2))
    for record in found:
        assert isinstance(record, Unreadable) or (record.content.strip() and isinstance(record.content, str))


@given(st.lists(st.binary(max_size=60).filter(bytes.strip), max_size=5))
def test_any_bytes_between_two_rows_leave_both(lines: list[bytes]) -> None:
    joined = b"".join(line.replace(b"\n", b" ") + b"\n" for line in lines)
    found = read(b'{"text": "first"}\n' + joined + b'{"text": "last"}\n')
    assert isinstance(found[0], Source)
    assert isinstance(found[-1], Source)
    assert (found[0].content, found[-1].content) == ("first", "last")


def test_a_row_without_a_page_says_which_row_it_is() -> None:
    found = read_row({"id": 7, "url": URL, "text": None})
    assert found == Unreadable("a.jsonl", 1, "line 1, id 7: no page: it has id, url, text", "7", URL)
