"""Parquet, as pyarrow writes it."""

from __future__ import annotations

import datetime as dt
import sys
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from copydesk.extras import MissingExtra
from copydesk.reading.containers import Damaged, ReadingOptions, Unreadable
from copydesk.reading.containers.parquet import read_parquet
from copydesk.reading.source import Source

if TYPE_CHECKING:
    from pathlib import Path

pytest.importorskip("pyarrow", reason="needs copydesk[parquet]")

import pyarrow as pa
import pyarrow.parquet as pq

FETCHED = dt.datetime(2021, 3, 4, 5, 6, 7, tzinfo=dt.UTC)


def written(path: Path, columns: dict[str, Any], **form: Any) -> Path:  # noqa: ANN401 - pyarrow's arguments
    pq.write_table(pa.table(columns), path, **form)
    return path


def read(path: Path, options: ReadingOptions | None = None) -> list[Source | Unreadable]:
    with path.open("rb") as file:
        return list(read_parquet(file, "a.parquet", options or ReadingOptions()))


@pytest.mark.parametrize("codec", ["none", "snappy", "zstd", "gzip"])
def test_pages_of_a_table(tmp_path: Path, codec: str) -> None:
    pages = [f"page {number}" for number in range(200)]
    path = written(tmp_path / "a", {"text": pages, "vector": [[1.0]] * 200}, compression=codec, row_group_size=70)
    sources = read(path)
    assert [source.content for source in sources if isinstance(source, Source)] == pages
    assert [source.record for source in sources] == list(range(1, 201))


def test_what_a_row_says_of_its_page(tmp_path: Path) -> None:
    columns = {
        "html": [b"<p>bytes</p>", None],
        "text": ["not this", "text"],
        "metadata": [{"url": "https://example.com/1"}, None],
        "crawl_date": [FETCHED, None],
    }
    first, second = read(written(tmp_path / "a", columns))
    assert first == Source(b"<p>bytes</p>", "https://example.com/1", "html", FETCHED, "a.parquet", 1)
    assert second == Source("text", None, "auto", None, "a.parquet", 2)


@pytest.mark.parametrize(
    ("ids", "found"),
    [
        (pa.array(["a", None]), ["a", None]),
        (pa.array([7, None]), ["7", None]),
        (pa.array([Decimal(12345678901234567890), None]), ["12345678901234567890", None]),
        (pa.array([b"a1", b""]), ["a1", None]),
    ],
)
def test_the_id_of_a_row(tmp_path: Path, ids: Any, found: list[str | None]) -> None:  # noqa: ANN401
    sources = read(written(tmp_path / "a", {"id": ids, "text": ["page", "page"]}))
    assert [source.source_id for source in sources if isinstance(source, Source)] == found


def test_a_named_field_below_others(tmp_path: Path) -> None:
    [source] = read(written(tmp_path / "a", {"page": [{"raw": "text"}]}), ReadingOptions(text_field="page.raw"))
    assert isinstance(source, Source)
    assert (source.content, source.kind) == ("text", "text")


def test_rows_without_a_page_are_said(tmp_path: Path) -> None:
    empty, number = read(written(tmp_path / "a", {"text": pa.array([None, ""], pa.string()), "other": [1, 2]}))
    assert isinstance(empty, Unreadable)
    assert empty.message.startswith("row 1: no page: it has text")
    assert isinstance(number, Unreadable)
    assert number.message == 'row 2: the field "text" is empty'


def test_a_value_that_python_cannot_hold_costs_no_other_row(tmp_path: Path) -> None:
    broken = "rivère".encode("latin-1")
    offsets = b"".join(end.to_bytes(4, "little") for end in (0, len(broken), len(broken) + 4))
    text = pa.StringArray.from_buffers(2, pa.py_buffer(offsets), pa.py_buffer(broken + b"quay"))
    times = pa.array([2**62, 0], pa.timestamp("us"))
    found = read(written(tmp_path / "a", {"text": text, "fetched_at": times}))
    assert [source.content for source in found if isinstance(source, Source)] == [broken, "quay"]


def test_a_table_without_any_known_column(tmp_path: Path) -> None:
    [row] = read(written(tmp_path / "a", {"other": [1]}))
    assert isinstance(row, Unreadable)


@pytest.mark.parametrize("size", [0, 3, 100, -1, -20])
def test_half_a_file_is_an_error(tmp_path: Path, size: int) -> None:
    path = written(tmp_path / "a", {"text": ["page"] * 1_000})
    path.write_bytes(path.read_bytes()[:size])
    with pytest.raises(Damaged, match="no whole Parquet file, after row 0"):
        read(path)


def test_without_pyarrow_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path / "a", {"text": ["page"]})

    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingExtra, match=r"pip install 'copydesk\[parquet\]'"):
        read(path)
