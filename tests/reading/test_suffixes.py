"""What a name says of a file, also where it is a URL."""

from __future__ import annotations

import pytest

from copydesk.reading.suffixes import is_compressed, kind_of, suffix_of


@pytest.mark.parametrize(
    ("path", "suffix", "compressed"),
    [
        ("a.txt", ".txt", False),
        ("a/b.JSONL.GZ", ".jsonl", True),
        ("a.parquet.gz", ".parquet", True),
        ("a", "", False),
        ("a.gz", "", True),
        ("a?b.jsonl", ".jsonl", False),
        ("a.txt?b", ".txt?b", False),
        ("s3://bucket/a.warc.gz", ".warc", True),
        ("s3://bucket/a.parquet?versionId=1.5", ".parquet", False),
        ("s3://bucket/what?.jsonl", ".jsonl", False),
        ("https://host.example/a.warc.gz?key=x.txt", ".warc", True),
        ("https://host.example/a.csv#row=3.html", ".csv", False),
        ("https://host.example/get?file=a.jsonl.zst", ".jsonl", True),
        ("https://host.example/get?version=1.2", ".2", False),
        ("https://[::1]:8000/a.csv", ".csv", False),
        ("zip://a.csv::https://host.example/b.zip?key", ".csv", False),
        ("simplecache::s3://bucket/a.csv?version", ".csv", False),
    ],
)
def test_the_suffix_is_that_under_a_compression_and_before_a_query(path: str, suffix: str, *, compressed: bool) -> None:
    assert (suffix_of(path), is_compressed(path)) == (suffix, compressed)


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("a.HTML.gz", "html"),
        ("a.txt", "auto"),
        ("https://host.example/a.html?page=2", "html"),
        ("https://host.example/a?page=2", "auto"),
        ("https://host.example/a.txt?from=b.html", "auto"),
    ],
)
def test_a_page_is_markup_where_its_name_says_so(path: str, kind: str) -> None:
    assert kind_of(path) == kind
