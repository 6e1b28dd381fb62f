"""What the name of a file says about what is in it."""

from __future__ import annotations

import re
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
RECORD_SUFFIXES = JSONL_SUFFIXES | PARQUET_SUFFIXES
"""What copydesk itself writes ends like this."""
COMPRESSION_SUFFIXES = frozenset({".gz", ".bz2", ".xz", ".zst", ".zstd"})
INPUT_SUFFIXES = PAGE_SUFFIXES | JSONL_SUFFIXES | CSV_SUFFIXES | WARC_SUFFIXES | PARQUET_SUFFIXES


def kind_of(path: str) -> SourceKind:
    """How a file of one page is read, as far as its name says."""
    return "html" if suffix_of(path) in HTML_SUFFIXES else "auto"


def suffix_of(path: str) -> str:
    """The last suffix of `path` in lower case, under that of a compression: `.jsonl` of `a/b.JSONL.gz`.

    What follows `?` or `#` in a URL counts only if what stands before has no suffix that says anything.
    """
    return _uncompressed(_name(path)).suffix.lower()


def is_compressed(path: str) -> bool:
    """Whether a file is compressed, as far as its name says."""
    return _name(path).suffix.lower() in COMPRESSION_SUFFIXES


def _name(path: str) -> Path:
    if "://" in path:
        url = next(part for part in path.split("::") if "://" in part)  # in a chain of URLs, the first is the file
        address = Path(re.split("[?#]", url, maxsplit=1)[0])
        if _uncompressed(address).suffix.lower() in INPUT_SUFFIXES:
            return address
    return Path(path)


def _uncompressed(name: Path) -> Path:
    return name.with_suffix("") if name.suffix.lower() in COMPRESSION_SUFFIXES else name
