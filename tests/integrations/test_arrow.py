"""Batches of pages to batches of records: a row for a row, whatever it holds."""

from __future__ import annotations

import io
import json
import pickle
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import copydesk
from copydesk.integrations.rows import NoPageColumn, RowDesk
from tests.integrations.feeds import BROKEN_LINES, COUNT, placeless, rows

if TYPE_CHECKING:
    from tests.integrations.feeds import Single

pytest.importorskip("pyarrow", reason="needs copydesk[arrow]")

import pyarrow as pa
import pyarrow.parquet as pq

from copydesk.integrations.arrow import SLICE_ROWS, clean_batches, clean_table, result_schema
from tests.integrations.samples import record_of, records

PAGE = """Ferry returns to the river

The river ferry will sail again on Friday after four months in dock, the transport office said on Thursday.

Share this article
"""
MENU = "Home\nNews\nSport\nWeather\nContact us\n"
URL = "https://gazette.example/1"


def clean_one(value: Any, **names: Any) -> dict[str, Any]:  # noqa: ANN401
    [record] = records(clean_table(pa.table({"text": value if isinstance(value, pa.Array) else [value]}), **names))
    return record


def why(record: dict[str, Any]) -> tuple[str, str]:
    [reason] = record["reasons"]
    return reason["code"], reason["message"]


# what comes out


def test_two_thousand_records_are_what_a_single_process_makes_of_them(single: Single) -> None:
    expected = [placeless(record) for record in single.records]
    lines = pa.table({"line": [json.dumps(row) for row in rows()]})
    found = clean_table(lines, jsonl_field="line")
    found.validate(full=True)
    assert records(found) == expected
    assert len(expected) == COUNT


def test_a_row_is_an_article_or_a_rejection() -> None:
    article, rejection = clean_table(pa.table({"text": [PAGE, MENU]})).to_pylist()
    assert (article["title"], article["rejection"]) == ("Ferry returns to the river", None)
    assert rejection["rejection"]["reasons"][0]["code"] == "no_article"
    assert {value for name, value in rejection.items() if name != "rejection"} == {None}


def test_rows_are_the_records_that_the_desk_gives() -> None:
    page, desk = copydesk.Source(PAGE, url=URL), copydesk.Desk(keep_removed=True)
    [row] = clean_table(pa.table({"text": [PAGE], "url": [URL]}), desk).to_pylist()
    assert copydesk.Article.model_validate(record_of(row)) == desk.clean(page)


def test_the_columns_are_those_of_the_record_and_the_rejection() -> None:
    schema = result_schema()
    assert schema.names == [*copydesk.Article.model_fields, "rejection"]
    assert all(column.nullable for column in schema)
    assert [column.name for column in schema.field("rejection").type] == list(copydesk.Rejection.model_fields)
    assert str(schema.field("rights").type.field("license").type) == "struct<spdx: string, url: string>"


def test_a_result_survives_parquet() -> None:
    result = clean_table(pa.table({"text": [PAGE, None, MENU]}), copydesk.Desk(keep_removed=True))
    file = io.BytesIO()
    pq.write_table(result, file)
    assert pq.read_table(file) == result


def test_batches_are_cleaned_as_they_come() -> None:
    taken: list[int] = []

    def batches() -> Any:  # noqa: ANN401
        for number in range(3):
            taken.append(number)
            yield pa.RecordBatch.from_pydict({"text": [PAGE] * (SLICE_ROWS + 1)})

    results = clean_batches(batches())
    assert taken == []
    assert next(results).num_rows == SLICE_ROWS
    assert taken == [0]
    assert 1 + sum(1 for _ in results) == 6


@pytest.mark.parametrize("sizes", [[], [0], [0, 1, 0], [SLICE_ROWS, SLICE_ROWS + 1]])
def test_as_many_rows_come_out_as_went_in(sizes: list[int]) -> None:
    batches = [pa.RecordBatch.from_pydict({"text": pa.array([MENU] * size, pa.string())}) for size in sizes]
    results = list(clean_batches(batches))
    assert sum(batch.num_rows for batch in results) == sum(sizes)
    assert all(batch.schema == result_schema() for batch in results)


# what goes in


@pytest.mark.parametrize(
    ("value", "code", "message"),
    [
        pytest.param(None, "unreadable", "row: no page: it has text", id="null"),
        pytest.param(" \n", "unreadable", 'row: the field "text" is empty', id="blank"),
        pytest.param(7, "unreadable", 'row: the field "text" is a number, not text', id="a number"),
        pytest.param([PAGE], "unreadable", 'row: the field "text" is a list, not text', id="a list"),
        pytest.param({"body": PAGE}, "unreadable", 'row: the field "text" is an object, not text', id="a struct"),
        pytest.param(MENU, "no_article", "no line of the page reads like an article", id="a menu"),
        pytest.param(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "not_text", None, id="a picture"),
    ],
)
def test_a_row_that_gives_no_article_says_why(value: object, code: str, message: str | None) -> None:
    found = why(clean_one(value))
    assert found == (code, message or found[1])


@pytest.mark.parametrize(
    "array",
    [
        pa.array([PAGE], pa.large_string()),
        pa.array([PAGE], pa.string_view()),
        pa.array([PAGE]).dictionary_encode(),
        pa.array([PAGE.encode("utf-16")], pa.binary()),
        pa.array([PAGE.encode()], pa.large_binary()),
    ],
    ids=lambda array: str(array.type),
)
def test_pages_come_in_any_column_of_text_or_bytes(array: pa.Array) -> None:
    assert clean_one(array)["title"] == "Ferry returns to the river"


def test_text_that_is_no_utf_8_is_read_as_bytes_and_costs_no_other_row() -> None:
    latin = PAGE.replace("river", "rivère").encode("latin-1")
    offsets = b"".join(end.to_bytes(4, "little") for end in (0, len(latin), len(latin) + len(PAGE)))
    broken = pa.StringArray.from_buffers(2, pa.py_buffer(offsets), pa.py_buffer(latin + PAGE.encode()))
    first, second = records(clean_table(pa.table({"text": broken, "id": ["a", "b"]})))
    assert (first["title"], first["provenance"]["source_id"]) == ("Ferry returns to the rivère", "a")
    assert second["title"] == "Ferry returns to the river"


def test_a_time_that_no_calendar_has_is_as_good_as_none() -> None:
    times = pa.array([2**62, 0], pa.timestamp("us"))
    found = records(clean_table(pa.table({"text": [PAGE] * 2, "fetched_at": times})))
    assert [record["title"] for record in found] == ["Ferry returns to the river"] * 2


@pytest.mark.parametrize("line", BROKEN_LINES.values(), ids=BROKEN_LINES)
def test_a_line_that_is_no_row_says_why(line: str) -> None:
    found = records(clean_table(pa.table({"value": [line, json.dumps({"text": PAGE})]}), jsonl_field="value"))
    assert why(found[0])[1].startswith("row: no JSON")
    assert found[1]["title"] == "Ferry returns to the river"


def test_a_line_that_is_null_says_so() -> None:
    lines = pa.table({"value": pa.array([None], pa.string())})
    assert why(records(clean_table(lines, jsonl_field="value"))[0]) == ("unreadable", "row: no line of JSON")


def test_columns_go_by_the_names_that_are_given_or_known() -> None:
    table = pa.table({"page": [PAGE], "at": [URL], "key": [7], "text": [MENU]})
    [record] = records(clean_table(table, text_field="page", url_field="at", id_field="key"))
    assert (record["title"], record["url"], record["provenance"]["source_id"]) == (
        "Ferry returns to the river",
        URL,
        "7",
    )
    nested = pa.table({"doc": [{"page": PAGE}]})
    assert records(clean_table(nested, text_field="doc.page"))[0]["title"] == "Ferry returns to the river"


def test_a_rejected_row_says_which_it_was() -> None:
    [record] = records(clean_table(pa.table({"text": pa.nulls(1, pa.string()), "id": ["a-7"], "url": [URL]})))
    assert (record["source_id"], record["url"]) == ("a-7", URL)


def test_settings_of_the_desk_and_the_longest_page_hold() -> None:
    strict = copydesk.Desk(require=["authors"])
    assert clean_one(PAGE, desk=strict)["reasons"][0]["code"] == "missing_field"
    assert why(clean_one(PAGE, max_page_bytes=10)) == ("unreadable", "row: the page has more than 10 bytes")


# wrong usage


@pytest.mark.parametrize(
    ("names", "message"),
    [
        ({}, "no column text or html or content or …, but when, host: say with text_field or html_field which"),
        ({"text_field": "page"}, "no column page, but when, host: say with text_field or html_field which"),
        ({"html_field": "a", "text_field": "b"}, "no column a or b, but when, host: say with"),
        ({"jsonl_field": "value"}, "no column value, but when, host: say with"),
    ],
)
def test_a_table_without_pages_is_refused_once(names: dict[str, Any], message: str) -> None:
    table = pa.table({"when": [1, 2], "host": ["a", "b"]})
    for pages in (table, table.slice(0, 0)):
        with pytest.raises(NoPageColumn) as caught:
            clean_table(pages, **names)
        assert str(caught.value).startswith(message)


def test_a_field_that_is_none_is_refused() -> None:
    with pytest.raises(TypeError, match="txt_field"):
        clean_table(pa.table({"text": [PAGE]}), txt_field="text")  # type: ignore[call-arg]


# laws

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary() | st.datetimes(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
NAMES = st.sampled_from(["text", "html", "url", "id", "fetched_at", "metadata", "line"]) | st.text(max_size=5)


@settings(max_examples=200, deadline=None)
@given(row=ANYTHING | st.dictionaries(NAMES, ANYTHING, max_size=5), line=st.booleans())
def test_no_row_raises(row: object, *, line: bool) -> None:
    result = RowDesk(jsonl_field="line" if line else None).result(row)
    assert isinstance(result, copydesk.Article | copydesk.Rejection)


def test_a_desk_for_rows_pickles() -> None:
    desk = RowDesk(copydesk.Desk(min_chars=7), jsonl_field="line")
    assert pickle.loads(pickle.dumps(desk)) == desk  # noqa: S301 - our own
