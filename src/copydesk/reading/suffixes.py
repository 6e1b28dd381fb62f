"""What the name of a file says about what is in it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from copydesk.reading.source import SourceKind

STDIN = "-"
HTML_SUFFIXES = frozenset({".html", ".htm"})
PAGE_SUFFIXES = HTML_SUFFIXES | {".txt", ".text"}
JSONL_SUFFIXES = frozenset({".jsonl", ".ndjson", ".json"})
CSV_SUFFIXES = frozenset({".csv", ".tsv"})
WARC_SUFFIXES = frozenset({".warc", ".wet"})
PARQUET_SUFFIXES = frozenset({".parquet"})
COMPRESSION_SUFFIXES = frozenset({".gz", ".bz2", ".xz", ".zst", ".zstd"})
INPUT_SUFFIXES = PAGE_SUFFIXES | JSONL_SUFFIXES | CSV_SUFFIXES | WARC_SUFFIXES | PARQUET_SUFFIXES


def kind_of(path: str) -> SourceKind:
    """How a file of one page is read, as far as its name says."""
    return "html" if suffix_of(path) in HTML_SUFFIXES else "auto"


def suffix_of(path: str) -> str:
    """The last suffix of `path` in lower case, under that of a compression: `.jsonl` of `a/b.JSONL.gz`."""
    name = Path(path)
    if name.suffix.lower() in COMPRESSION_SUFFIXES:
        name = name.with_suffix("")
    return name.suffix.lower()
