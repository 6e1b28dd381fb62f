"""Paths and standard input to records: which reader takes what, and laws that hold of all of them."""

from __future__ import annotations

import bz2
import csv
import gzip
import io
import json
import lzma
import os
import threading
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.reading.containers import EndsEarly, InputError, ReadingOptions, TooManyBytes, Unreadable, read_records
from copydesk.reading.source import Source

if TYPE_CHECKING:
    from collections.abc import Callable

ROWS = b'{"text": "first"}\n{"text": "second"}\n'
TABLE = b"text,url\nfirst,\nsecond,\n"
TABS = TABLE.replace(b",", b"\t")
WET = b"".join(
    b"WARC/1.0\r\nWARC-Type: conversion\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n" % (len(text), text)
    for text in (b"first", b"second")
)
COMPRESSIONS: dict[str, Callable[[bytes], bytes]] = {
    "": bytes,
    ".gz": gzip.compress,
    ".bz2": bz2.compress,
    ".xz": lzma.compress,
}


def read(path: str | Path, stdin: bytes = b"", options: ReadingOptions | None = None) -> list[Source | Unreadable]:
    return list(read_records(str(path), io.BytesIO(stdin), options or ReadingOptions()))


def contents(records: list[Source | Unreadable]) -> list[str]:
    found = [record.content for record in records if isinstance(record, Source)]
    return [content if isinstance(content, str) else content.decode() for content in found]


@pytest.mark.parametrize("compression", COMPRESSIONS)
@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.jsonl", ROWS),
        ("a.NDJSON", ROWS),
        ("a.json", ROWS),
        ("a.csv", TABLE),
        ("a.tsv", TABS),
        ("a.wet", WET),
        ("a.warc", WET),
        ("a", ROWS),
        ("a.log", ROWS),
        ("a", WET),
    ],
)
def test_a_file_of_many_pages(tmp_path: Path, name: str, data: bytes, compression: str) -> None:
    path = tmp_path / (name + compression)
    path.write_bytes(COMPRESSIONS[compression](data))
    records = read(path)
    assert contents(records) == ["first", "second"]
    assert [(source.name, source.record) for source in records] == [(str(path), 1), (str(path), 2)]


@pytest.mark.parametrize("compression", COMPRESSIONS)
@pytest.mark.parametrize(
    ("name", "kind"), [("a.txt", "auto"), ("a.HTML", "html"), ("a.htm", "html"), ("a.text", "auto"), ("a.md", "auto")]
)
def test_a_file_that_is_one_page(tmp_path: Path, name: str, kind: str, compression: str) -> None:
    path = tmp_path / (name + compression)
    path.write_bytes(COMPRESSIONS[compression]("港口".encode()))
    assert read(path) == [Source(content="港口".encode(), name=str(path), kind=kind)]  # type: ignore[arg-type]


def test_a_text_that_looks_like_json_is_one_page(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(ROWS)
    assert contents(read(path)) == [ROWS.decode()]


def test_a_name_says_nothing_of_the_compression(tmp_path: Path) -> None:
    for name, data in (("a.jsonl", gzip.compress(ROWS)), ("b.jsonl.gz", ROWS), ("c.jsonl.gz", bz2.compress(ROWS))):
        (tmp_path / name).write_bytes(data)
        assert contents(read(tmp_path / name)) == ["first", "second"]


@pytest.mark.parametrize("compression", COMPRESSIONS)
@pytest.mark.parametrize(
    ("data", "pages", "numbers"),
    [
        (ROWS, ["first", "second"], [1, 2]),
        (b"\xef\xbb\xbf\n \n" + ROWS, ["first", "second"], [1, 2]),
        (WET, ["first", "second"], [1, 2]),
        (b"A page.\n{}", ["A page.\n{}"], [None]),
        (b"", [""], [None]),
    ],
)
def test_standard_input_is_what_it_looks_like(
    data: bytes, pages: list[str], numbers: list[int | None], compression: str
) -> None:
    records = read("-", COMPRESSIONS[compression](data))
    assert contents(records) == pages
    assert [(source.name, source.record) for source in records] == [("-", number) for number in numbers]


def test_standard_input_stays_open() -> None:
    stdin = io.BytesIO(ROWS)
    list(read_records("-", stdin))
    assert not stdin.closed


def as_parquet(path: Path) -> None:
    pytest.importorskip("pyarrow", reason="needs copydesk[parquet]")
    import pyarrow as pa  # noqa: PLC0415 - only where it is there
    import pyarrow.parquet as pq  # noqa: PLC0415

    pq.write_table(pa.table({"text": ["first", "second"]}), path)


def test_parquet(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    as_parquet(path)
    assert contents(read(path)) == ["first", "second"]
    with pytest.raises(InputError, match="Parquet is read from an uncompressed file"):
        read("-", path.read_bytes())
    (tmp_path / "a.parquet.gz").write_bytes(gzip.compress(path.read_bytes()))
    with pytest.raises(InputError, match="Parquet is read from an uncompressed file"):
        read(tmp_path / "a.parquet.gz")


def test_a_file_that_was_cut_gives_its_records_and_then_an_error(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    data = gzip.compress(b"".join(orjson.dumps({"text": os.urandom(500).hex()}) + b"\n" for _number in range(1_000)))
    path.write_bytes(data[: len(data) // 2])
    found: list[Source | Unreadable] = []
    with pytest.raises(EndsEarly):
        found.extend(read_records(str(path), io.BytesIO()))
    assert len(found) > 400


def test_a_bomb_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(b"\n" * 10_000_000))
    with pytest.raises(TooManyBytes):
        read(tmp_path / "a.jsonl.gz", options=ReadingOptions(max_file_bytes=1_000_000))


@pytest.mark.parametrize("name", ["a.txt", "a.html.gz"])
def test_a_page_that_is_too_long_is_unreadable(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(gzip.compress(b"x" * 101))
    [record] = read(tmp_path / name, options=ReadingOptions(max_page_bytes=100))
    assert record == Unreadable(str(tmp_path / name), None, "the page has more than 100 bytes")


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv", "a.wet", "a.parquet", "-"])
@pytest.mark.parametrize("most", [0, 1, 2, 3])
def test_reading_ends_after_so_many_records_and_says_so(tmp_path: Path, name: str, most: int) -> None:
    path = name if name == "-" else str(tmp_path / name)
    data = {"a.csv": TABLE, "a.wet": WET}.get(name, ROWS)
    if name == "a.parquet":
        as_parquet(tmp_path / name)
    elif name != "-":
        Path(path).write_bytes(data)
    records = read(path, data, ReadingOptions(max_records=most))
    assert contents(records) == ["first", "second"][:most]
    assert records[most:] == (
        [Unreadable(path, most + 1, f"the file has more than {most} records; the rest is not read")] if most < 2 else []
    )


def test_what_is_unreadable_counts_among_the_records(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(b"no json\n" + ROWS)
    first, second = read(tmp_path / "a.jsonl", options=ReadingOptions(max_records=1))
    assert isinstance(first, Unreadable)
    assert first.message.startswith("line 1: no JSON")
    assert second == Unreadable(first.name, 2, "the file has more than 1 records; the rest is not read")


def test_a_file_that_was_cut_among_what_is_not_read_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.wet").write_bytes(WET[:-10])
    with pytest.raises(EndsEarly):
        read(tmp_path / "a.wet", options=ReadingOptions(max_records=1))


def test_a_file_that_is_not_there_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read(tmp_path / "a.jsonl")


def test_a_file_is_closed_when_reading_ends_early(tmp_path: Path) -> None:
    descriptors = Path("/proc/self/fd")
    if not descriptors.exists():
        pytest.skip("needs /proc to see which files are open")
    path = tmp_path / "a.jsonl"
    path.write_bytes(ROWS)
    records = read_records(str(path), io.BytesIO())
    next(records)
    del records
    assert str(path) not in [str(link.readlink()) for link in descriptors.iterdir() if link.exists()]


# how far a file has been read


@pytest.mark.parametrize("compression", COMPRESSIONS)
def test_bytes_are_counted_as_they_are_stored(tmp_path: Path, compression: str) -> None:
    path = tmp_path / f"a.jsonl{compression}"
    rows = b"".join(orjson.dumps({"text": os.urandom(1_000).hex()}) + b"\n" for _number in range(1_000))
    path.write_bytes(COMPRESSIONS[compression](rows))
    records = read_records(str(path), io.BytesIO())
    assert records.bytes_read == 0
    seen = [records.bytes_read for _record in records]
    assert seen == sorted(seen)
    assert 0 < seen[0] < path.stat().st_size
    assert len(set(seen)) > 2
    assert records.bytes_read == path.stat().st_size


def test_bytes_stay_counted_where_a_file_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(ROWS)[:-9])
    records = read_records(str(path), io.BytesIO())
    with pytest.raises(EndsEarly):
        list(records)
    assert records.bytes_read == path.stat().st_size


def test_bytes_of_parquet_are_some_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    as_parquet(path)
    records = read_records(str(path), io.BytesIO())
    next(records)
    assert 0 < records.bytes_read <= path.stat().st_size


def test_bytes_of_standard_input_are_not_counted() -> None:
    records = read_records("-", io.BytesIO(ROWS))
    assert len(list(records)) == 2
    assert records.bytes_read == 0


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes")
def test_bytes_of_a_pipe_are_not_counted(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_bytes, args=(ROWS,))
    writer.start()
    records = read_records(str(pipe), io.BytesIO())
    assert contents(list(records)) == ["first", "second"]
    writer.join(timeout=10)
    assert records.bytes_read == 0


PAGES = st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip), max_size=8)


def as_jsonl(pages: list[str]) -> bytes:
    return b"".join(orjson.dumps({"text": page}) + b"\n" for page in pages)


def as_ascii_jsonl(pages: list[str]) -> bytes:
    return "".join(json.dumps({"text": page}) + "\r\n" for page in pages).encode()


def as_csv(pages: list[str]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows([["text"], *([page] for page in pages)])
    return text.getvalue().encode()


@given(
    PAGES,
    st.sampled_from([("a.jsonl", as_jsonl), ("a.jsonl", as_ascii_jsonl), ("a.csv", as_csv)]),
    st.sampled_from(list(COMPRESSIONS)),
)
def test_any_pages_come_back(
    pages: list[str], written: tuple[str, Callable[[list[str]], bytes]], compression: str
) -> None:
    name, write = written
    with TemporaryDirectory() as folder:
        path = Path(folder, name + compression)
        path.write_bytes(COMPRESSIONS[compression](write(pages)))
        records = read(path)
    assert contents(records) == pages
    assert [record.record for record in records] == list(range(1, len(pages) + 1))


@given(st.binary(max_size=300), st.sampled_from(["a.jsonl", "a.csv", "a.tsv", "a.wet", "a.txt", "a.parquet", "a"]))
def test_no_bytes_are_an_error_of_another_kind(data: bytes, name: str) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder, name)
        path.write_bytes(data)
        try:
            records = read(path)
        except InputError as error:
            assert str(error)  # noqa: PT017 - whether there is one is not the question
        else:
            assert all(isinstance(record, Source | Unreadable) for record in records)
