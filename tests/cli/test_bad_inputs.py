"""Inputs that are broken, each in a way of its own: how the command ends, and what goes on record."""

from __future__ import annotations

import bz2
import gzip
import json
import lzma
from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.cli.commands import PAGE, left, records, run

if TYPE_CHECKING:
    from pathlib import Path

ROW = json.dumps({"text": PAGE}).encode() + b"\n"
NO_ARTICLE = "no line of the page reads like an article"
WARC = (
    b"WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: https://gazette.example/\r\nContent-Type: text/plain\r\n"
    b"Content-Length: %d\r\n\r\n%b\r\n\r\n"
)
PAGE_BYTES = PAGE.encode()
RECORD = WARC % (len(PAGE_BYTES), PAGE_BYTES)


class Bad(NamedTuple):
    """A file that is broken: how many articles it gives before, and how the rejection reads."""

    name: str
    content: bytes
    articles: int
    code: str
    message: str
    options: tuple[str, ...] = ()


BAD = [
    Bad("empty.txt", b"", 0, "no_article", NO_ARTICLE),
    Bad("blank.html", b"\n \n", 0, "no_article", NO_ARTICLE),
    Bad("menu.txt", b"Home\nNews\nSport\n", 0, "no_article", NO_ARTICLE),
    Bad("short.txt", PAGE_BYTES, 0, "too_short", "characters, fewer than 500", ("--min-chars", "500")),
    Bad("picture.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", 0, "not_text", "PNG"),
    Bad("print.html", b"%PDF-1.7\n%\xe2\xe3", 0, "not_text", "PDF"),
    Bad("zeros.txt", b"\0" * 200, 0, "not_text", ""),
    Bad("page.txt", PAGE_BYTES, 0, "missing_field", "the page gives no published_at", ("--require", "published_at")),
    Bad("page.txt", PAGE_BYTES, 0, "invalid_field", "not an http(s) URL", ("--url", "gazette.example")),
    Bad("long.txt", PAGE_BYTES * 9, 0, "unreadable", "more than 500 bytes", ("--max-page-size", "500")),
    Bad("no-json.jsonl", ROW + b"{'text': 1}\n", 1, "unreadable", "line 2: no JSON"),
    Bad("half.jsonl", ROW + ROW[:40], 1, "unreadable", "line 2: no JSON"),
    Bad("list.jsonl", ROW + b"[1, 2]\n", 1, "unreadable", "line 2: no JSON object"),
    Bad("no-text.jsonl", b'{"headline": "x"}\n', 0, "unreadable", "line 1"),
    Bad("null.jsonl", b'{"text": null}\n', 0, "unreadable", "line 1"),
    Bad("number.jsonl", b'{"text": 5}\n', 0, "unreadable", "line 1"),
    Bad("other.jsonl", ROW, 0, "unreadable", "body", ("--text-field", "body")),
    Bad("bytes.jsonl", ROW + b'{"text": "\xff"}\n', 1, "unreadable", "line 2: no JSON: no UTF-8 at byte 11"),
    Bad("many.jsonl", ROW * 3, 2, "unreadable", "the file has more than 2 records", ("--max-records", "2")),
    Bad("no-column.csv", b"a,b\n1,2\n", 0, "unreadable", "no page: it has a, b"),
    Bad("cut.jsonl.gz", gzip.compress(ROW) + gzip.compress(ROW)[:60], 1, "unreadable", "the file was cut off"),
    Bad("cut.jsonl.bz2", bz2.compress(ROW) + bz2.compress(ROW)[:60], 1, "unreadable", "the file was cut off"),
    Bad("cut.jsonl.xz", lzma.compress(ROW) + lzma.compress(ROW)[:60], 1, "unreadable", "the file was cut off"),
    Bad("damaged.jsonl.gz", gzip.compress(ROW) + gzip.compress(ROW)[:-8] + bytes(8), 1, "unreadable", "gzip"),
    Bad("bomb.txt.gz", gzip.compress(bytes(9_000_000)), 0, "unreadable", "holds more than", ("--max-file-size", "1MB")),
    Bad("cut.wet", RECORD + RECORD[:200], 1, "unreadable", ""),
    Bad("damaged.wet", RECORD + b"\0" * 40 + RECORD.replace(b"Length: 1", b"Length: x"), 1, "unreadable", ""),
    Bad("no-table.parquet", ROW, 0, "unreadable", ""),
    Bad(
        "packed.parquet.gz", gzip.compress(b"PAR1" + bytes(50)), 0, "unreadable", "Parquet is read from an uncompressed"
    ),
]


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: f"{bad.name} {' '.join(bad.options)}".strip())
def test_what_is_broken_is_on_record_and_the_rest_is_cleaned(tmp_path: Path, bad: Bad) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / bad.name).write_bytes(bad.content)
    arguments: tuple[str | Path, ...] = ("clean", folder / bad.name, "-o", tmp_path / "out.jsonl", *bad.options)
    result = run(*arguments)
    assert result.exit_code == 0
    assert f"1 rejected ({bad.code} 1)" in result.stderr
    assert "Traceback" not in result.stderr
    assert len(records((tmp_path / "out.jsonl").read_bytes())) == bad.articles
    (rejection,) = records((tmp_path / "out.rejects.jsonl").read_bytes())
    assert (rejection["input"], rejection["reasons"][0]["code"]) == (str(folder / bad.name), bad.code)
    assert bad.message in rejection["reasons"][0]["message"]
    assert run(*arguments, "--strict").exit_code == 1


BAD_USE: dict[str, tuple[tuple[str, ...], int, str]] = {
    "a size that is none": (("page.txt", "--max-page-size", "big"), 2, "no size such as 500000, 50MB or 2GiB: big"),
    "no size": (("page.txt", "--max-file-size", "0"), 2, "no size such as"),
    "no records": (("page.txt", "--max-records", "0"), 2, "0 is not in the range x>=1"),
    "no shard": (("page.txt", "-o", "out.jsonl", "--shard-size", "0"), 2, "0 is not in the range x>=1"),
    "rejects to a stream": (("page.txt", "-o", "o.jsonl", "--rejects", "-"), 2, "--rejects needs the name of a file"),
    "output elsewhere": (("page.txt", "-o", "s3://bucket/out.jsonl"), 2, "records go to local files and streams"),
    "a protocol that is none": (("gopher9://a/b.txt",), 2, "gopher9"),
    "remote file that is gone": (("memory://gone.txt",), 2, "memory://gone.txt"),
    "ledger over an input": (("out.ledger.jsonl", "-o", "out.jsonl"), 2, "out.ledger.jsonl is one of the inputs"),
    "a list that is not there": (("@list.txt",), 2, "no list of paths: list.txt: No such file or directory"),
    "a list of nothing": (("@empty.txt",), 2, "no path in the list: empty.txt"),
    "no workers": (("page.txt", "--workers", "0"), 2, "0 is not in the range x>=1"),
    "shards nowhere": (("page.txt", "-o", "no/o.jsonl", "--shard-size", "2"), 1, "cannot write no/o.jsonl"),
    "a name that is too long": (("page.txt", "-o", "x" * 300), 1, "File name too long"),
    "on and anew": (("page.txt", "-o", "o.jsonl", "--resume", "--restart"), 2, "not both"),
    "no time": (("page.txt", "--timeout", "0"), 2, "0.0 is not in the range x>0"),
    "no number": (("page.txt", "--timeout", "nan"), 2, "nan is no number of seconds"),
    "no end": (("page.txt", "--timeout", "inf"), 2, "inf is no number of seconds"),
    "rejects nowhere": (
        ("page.txt", "-o", "o.jsonl", "--rejects", "no/r.jsonl"),
        1,
        "cannot write no/r.jsonl: No such",
    ),
    "a folder's name": (("page.txt", "-o", "new/"), 1, "cannot write new/: Is a directory"),
    "Parquet packed twice": (("page.txt", "-o", "o.parquet.gz"), 2, "Parquet packs its columns itself: o.parquet"),
    "more workers than files": (("page.txt", "--workers", "1000000"), 1, "1000000 workers need 3000032 open files"),
}


@pytest.mark.parametrize("case", BAD_USE)
def test_what_cannot_begin_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, case: str) -> None:
    arguments, code, message = BAD_USE[case]
    monkeypatch.chdir(tmp_path)
    (tmp_path / "page.txt").write_text(PAGE, encoding="utf-8")
    (tmp_path / "out.ledger.jsonl").write_bytes(ROW)
    (tmp_path / "empty.txt").write_text("\n", encoding="utf-8")
    before = left(tmp_path)
    result = run("clean", *arguments)
    assert (result.exit_code, result.stdout) == (code, "")
    assert message in " ".join(result.stderr.split())
    assert "Traceback" not in result.stderr
    assert left(tmp_path) == before
