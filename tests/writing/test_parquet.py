"""JSON lines to Parquet: the columns are the fields of the record, the rows say what the lines say."""

from __future__ import annotations

import io
import sys
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson
import pytest
from pydantic import BaseModel

import copydesk
from copydesk.article import Article, Rejection
from copydesk.extras import MissingExtra
from copydesk.writing import parquet
from copydesk.writing.jsonl import encode
from copydesk.writing.parquet import NotARecord, arrow_schema, jsonl_to_parquet

if TYPE_CHECKING:
    from collections.abc import Callable

pytest.importorskip("pyarrow", reason="needs copydesk[parquet]")

import pyarrow as pa
import pyarrow.parquet as pq

SAMPLES = Path(__file__).parents[2] / "samples" / "pages"


@pytest.fixture(scope="module")
def results() -> list[Article | Rejection]:
    """Articles and rejections, with and without the removed lines in them."""
    sources = [copydesk.Source(path.read_bytes(), name=path.name, record=1) for path in sorted(SAMPLES.iterdir())[::4]]
    desks = (copydesk.Desk(), copydesk.Desk(keep_removed=True), copydesk.Desk(min_chars=100_000))
    return [result for desk in desks for result in desk.run(sources)]


def lines_of(results: list[Article | Rejection], model: type[BaseModel]) -> bytes:
    return b"".join(encode(result) for result in results if isinstance(result, model))


@pytest.fixture(scope="module")
def articles(results: list[Article | Rejection]) -> bytes:
    return lines_of(results, Article)


def written(lines: bytes, record: type[BaseModel] = Article) -> bytes:
    target = io.BytesIO()
    assert jsonl_to_parquet(io.BytesIO(lines), target, record) == lines.count(b"\n")
    return target.getvalue()


def read(data: bytes) -> list[dict[str, Any]]:
    return [as_json(row) for row in pq.read_table(io.BytesIO(data)).to_pylist()]


def as_json(row: dict[str, Any]) -> dict[str, Any]:
    """A row as the record says it: pyarrow gives a map as a list of pairs."""
    if "removed" in row:
        row["removed"]["by_kind"] = dict(row["removed"]["by_kind"])
    return row


# the columns


@pytest.mark.parametrize(
    ("path", "kind", "nullable"),
    [
        pytest.param("schema_version", "int64", False, id="a literal number"),
        pytest.param("text", "string", False, id="text"),
        pytest.param("title", "string", True, id="text that may be absent"),
        pytest.param("confidence", "double", False, id="a number"),
        pytest.param("authors", "list<element: string not null>", False, id="a list of text"),
        pytest.param("rights.years", "list<element: int64 not null>", True, id="a pair that may be absent"),
        pytest.param("rights.all_rights_reserved", "bool", False, id="true or false"),
        pytest.param("rights.license", "struct<spdx: string, url: string>", True, id="a record in a record"),
        pytest.param(
            "contacts",
            "list<element: struct<kind: string not null, value: string not null> not null>",
            False,
            id="a list of records",
        ),
        pytest.param("removed.by_kind", "map<string, int64>", False, id="numbers by kind"),
        pytest.param("removed.details", None, True, id="a list that may be absent"),
        pytest.param(
            "provenance.spans", "list<element: list<element: int64 not null> not null>", False, id="a list of pairs"
        ),
        pytest.param("provenance.record", "int64", True, id="a number that may be absent"),
    ],
)
def test_a_column_is_what_its_field_is(path: str, kind: str | None, *, nullable: bool) -> None:
    field = pa.field("article", pa.struct(list(arrow_schema())))
    for name in path.split("."):
        field = field.type.field(name)
    assert kind is None or str(field.type) == kind
    assert field.nullable is nullable


@pytest.mark.parametrize("record", [Article, Rejection])
def test_the_columns_are_the_fields_in_their_order(record: type[BaseModel]) -> None:
    assert arrow_schema(record).names == list(record.model_fields)


class Either(BaseModel):
    """A field of two types."""

    value: int | str


class Anything(BaseModel):
    """A field of a type that no column has."""

    value: list[complex]


@pytest.mark.parametrize("record", [Either, Anything])
def test_a_field_without_a_column_is_an_error_that_names_it(record: type[BaseModel]) -> None:
    with pytest.raises(TypeError, match="stands for no column"):
        arrow_schema(record)


# the rows


@pytest.mark.parametrize("record", [Article, Rejection])
def test_records_come_back_as_they_were(results: list[Article | Rejection], record: type[BaseModel]) -> None:
    lines = lines_of(results, record)
    records = read(written(lines, record))
    assert len(records) > 3
    assert records == [orjson.loads(line) for line in lines.splitlines()]
    assert [encode(record.model_validate(row)) for row in records] == lines.splitlines(keepends=True)


def test_the_file_has_the_schema_and_no_row_where_there_is_no_line() -> None:
    table = pq.read_table(io.BytesIO(written(b"")))
    assert table.num_rows == 0
    assert table.schema.equals(arrow_schema())


def test_the_same_lines_give_the_same_bytes(articles: bytes) -> None:
    assert written(articles) == written(articles)


def test_empty_lines_are_no_records(articles: bytes) -> None:
    target = io.BytesIO()
    jsonl_to_parquet(io.BytesIO(b"\n" + articles.replace(b"\n", b"\n \n").rstrip()), target)
    assert target.getvalue() == written(articles)


def group_sizes(data: bytes) -> list[int]:
    metadata = pq.ParquetFile(io.BytesIO(data)).metadata
    return [metadata.row_group(number).num_rows for number in range(metadata.num_row_groups)]


def test_a_row_group_has_so_many_rows(articles: bytes) -> None:
    line = articles.splitlines(keepends=True)[0]
    assert group_sizes(written(line * 2_500)) == [1_000, 1_000, 500]


def test_a_row_group_has_so_many_bytes(articles: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    line = articles.splitlines(keepends=True)[0]
    monkeypatch.setattr(parquet, "GROUP_BYTES", 2 * len(line) + 1)
    assert group_sizes(written(line * 7)) == [3, 3, 1]


class Lines(io.RawIOBase):
    """A source that says how far it has been read when something is written."""

    def __init__(self, line: bytes, number: int) -> None:
        self.left = number
        self._line = line

    def readline(self, _size: int | None = -1, /) -> bytes:
        self.left -= 1
        return self._line if self.left >= 0 else b""


class Watched(io.BytesIO):
    """A target that notes how much of the source was left each time that something was written to it."""

    def __init__(self, source: Lines) -> None:
        super().__init__()
        self._source = source
        self.left: list[int] = []

    def write(self, data: Any, /) -> int:  # noqa: ANN401
        self.left.append(self._source.left)
        return super().write(data)


def test_a_group_is_written_before_the_next_is_read(articles: bytes) -> None:
    source = Lines(articles.splitlines(keepends=True)[0], 3_000)
    target = Watched(source)
    jsonl_to_parquet(source, target)  # type: ignore[arg-type]
    assert {2_000, 1_000} <= set(target.left)
    assert all(before >= after for before, after in pairwise(target.left))


# where it goes


def test_a_path_becomes_a_whole_file(tmp_path: Path, articles: bytes) -> None:
    jsonl_to_parquet(io.BytesIO(articles), tmp_path / "articles.parquet")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"articles.parquet": written(articles)}


def test_a_stream_stays_open(articles: bytes) -> None:
    target = io.BytesIO()
    jsonl_to_parquet(io.BytesIO(articles), target)
    assert not target.closed


@pytest.mark.parametrize(
    ("change", "message"),
    [
        pytest.param(lambda _line: b"{half", r"line 2 is no Article: Invalid JSON: .*", id="no JSON"),
        pytest.param(lambda _line: b"[1]", "line 2 is no Article: Input should be an object", id="no object"),
        pytest.param(
            lambda line: line.replace(b'"captions":', b'"kaptions":'), "line 2 is no Article: captions: .*", id="a name"
        ),
        pytest.param(
            lambda line: line.replace(b'"authors":[', b'"authors":[7,'),
            "line 2 is no Article: authors.0: Input should be a valid string",
            id="a type",
        ),
        pytest.param(
            lambda line: line.replace(b"{", b'{"more":1,', 1),
            "line 2 is no Article: more: .* not permitted",
            id="a field that has no column",
        ),
    ],
)
def test_a_line_that_is_no_record_is_an_error_and_no_file(
    tmp_path: Path, articles: bytes, change: Callable[[bytes], bytes], message: str
) -> None:
    line = articles.splitlines()[0]
    lines = b"\n".join([line, change(line), line])
    with pytest.raises(NotARecord, match=f"^{message}$"):
        jsonl_to_parquet(io.BytesIO(lines), tmp_path / "articles.parquet")
    assert list(tmp_path.iterdir()) == []


def test_without_pyarrow_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingExtra, match=r"^Parquet needs an extra: pip install 'copydesk\[parquet\]'$"):
        jsonl_to_parquet(io.BytesIO(), tmp_path / "articles.parquet")
