"""What copydesk wrote is told from what a scraper wrote."""

from __future__ import annotations

import bz2
import gzip
import lzma
from typing import TYPE_CHECKING

import pytest

import copydesk
from copydesk.batch.ledger import entry_of
from copydesk.reading.own_files import holds_records, written_before
from copydesk.writing.jsonl import encode
from tests.generated import page

if TYPE_CHECKING:
    from pathlib import Path

ARTICLE, REJECTION = copydesk.Desk().run([page(1), "Home\nNews\n"])
OURS = {
    "articles": encode(ARTICLE),
    "rejections": encode(REJECTION),
    "ledger": encode(entry_of(ARTICLE)),
    "packed": gzip.compress(encode(ARTICLE)),
    "packed and long": gzip.compress(encode(ARTICLE) * 5000),
    "packed tight and long": lzma.compress(encode(ARTICLE) * 5000),
    "packed in blocks and long": bz2.compress(encode(ARTICLE) * 5000),
    "manifest": b'{\n  "schema_version": 1,\n  "counts": {\n',
}
THEIRS = {
    "a feed": b'{"text": "Ferry returns to the river"}\n',
    "a feed with a version": b'{"schema_version":1,"text":"Ferry returns to the river"}\n',
    "a feed with another version": b'{"schema_version":2,"id":"a"}\n',
    "a page": b"Ferry returns to the river\n",
    "half a file": gzip.compress(encode(ARTICLE))[:20],
    "no Parquet": b"PAR1",
    "nothing": b"",
}


@pytest.mark.parametrize("name", OURS)
def test_ours(tmp_path: Path, name: str) -> None:
    path = tmp_path / "file"
    path.write_bytes(OURS[name])
    assert holds_records(path)
    assert written_before([path]) == [path]


@pytest.mark.parametrize("name", THEIRS)
def test_theirs(tmp_path: Path, name: str) -> None:
    path = tmp_path / "file"
    path.write_bytes(THEIRS[name])
    assert not holds_records(path)
    assert written_before([path]) == ([path] if name == "nothing" else [])


@pytest.mark.parametrize(
    ("columns", "ours"), [(["schema_version", "text"], False), (list(type(ARTICLE).model_fields), True)]
)
def test_tables(tmp_path: Path, columns: list[str], ours: bool) -> None:  # noqa: FBT001 - a case
    pyarrow, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    parquet.write_table(pyarrow.table({name: ["a"] for name in columns}), tmp_path / "file")
    assert holds_records(tmp_path / "file") is ours


def test_what_is_not_there_is_not_ours(tmp_path: Path) -> None:
    assert written_before([tmp_path, tmp_path / "missing"]) == []
    assert not holds_records(tmp_path)
