"""Records as they stand in files, line by line."""

from __future__ import annotations

from codecs import BOM_UTF8
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple
from urllib.parse import urlsplit

import orjson

from copydesk.reading.containers.compression import decompressed
from copydesk.reading.containers.records import ReadingOptions
from copydesk.reading.remote import open_file
from copydesk.reading.suffixes import STDIN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

MAX_FILE_BYTES = ReadingOptions().max_file_bytes
LONGEST_LINE = 256_000_000
"""Bytes; a record is no longer than the longest page, escaped."""


class StoredRecord(NamedTuple):
    """A line of a file of records.

    Attributes:
        file: its path, `-` for standard input.
        line: its number, counted from 1.
        content: as it stands there, without white space around it.
        values: what it holds; empty where it is no JSON object.
        fault: why it is none, None where it is one.
    """

    file: str
    line: int
    content: bytes
    values: Mapping[str, Any]
    fault: str | None = None

    @property
    def place(self) -> str:
        """Where it stands, as compilers say it."""
        return f"{self.file}:{self.line}"

    @property
    def text(self) -> str:
        """The body of an article; empty where there is none."""
        return self._said("text")

    @property
    def title(self) -> str:
        """The headline; empty where there is none."""
        return self._said("title")

    @property
    def language(self) -> str:
        """BCP 47; `und` where the record says nothing."""
        return self._said("language") or "und"

    @property
    def site(self) -> str:
        """The host of its address, else the outlet that it names; empty where it says neither."""
        return host_of(self._said("url")) or self._said("source")

    def _said(self, name: str) -> str:
        value = self.values.get(name)
        return value if isinstance(value, str) else ""


def host_of(url: str | None) -> str:
    """The host of `url` without `www.`; empty where there is none."""
    try:
        return (urlsplit(url or "").hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def stored_records(paths: Iterable[str], stdin: BinaryIO) -> Iterator[StoredRecord]:
    """The records in files of JSON lines, compressed or not, one after another; blank lines are none.

    Args:
        paths: files, URLs such as `s3://bucket/articles.jsonl.gz`, or `-`.
        stdin: what `-` means; it is not closed.

    Raises:
        OSError: a file cannot be read, at all or any further; `filename` is its path.
    """
    for path in paths:
        try:
            with nullcontext(stdin) if path == STDIN else open_file(path) as file:
                stream = decompressed(file, MAX_FILE_BYTES)
                lines = iter(lambda stream=stream: stream.readline(LONGEST_LINE), b"")  # type: ignore[misc]
                for number, line in enumerate(lines, 1):
                    if content := line.removeprefix(BOM_UTF8).strip():
                        yield _read(path, number, content)
        except OSError as error:
            error.filename = path
            raise


def _read(path: str, number: int, content: bytes) -> StoredRecord:
    try:
        values = orjson.loads(content)
    except ValueError as error:
        return StoredRecord(path, number, content, {}, f"no JSON: {error}")
    if not isinstance(values, dict):
        return StoredRecord(path, number, content, {}, "no JSON object")
    return StoredRecord(path, number, content, values)
