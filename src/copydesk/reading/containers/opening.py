"""A path to what is in it: which reader a file needs, and the one loop around all of them."""

from __future__ import annotations

from codecs import BOM_UTF8
from contextlib import contextmanager, suppress
from itertools import islice
from typing import TYPE_CHECKING, BinaryIO, Self

from copydesk.reading.containers.compression import BLOCK_BYTES, decompressed
from copydesk.reading.containers.csv import read_csv
from copydesk.reading.containers.jsonl import read_jsonl
from copydesk.reading.containers.parquet import read_parquet
from copydesk.reading.containers.records import InputError, ReadingOptions, Unreadable, too_long
from copydesk.reading.containers.warc import read_warc
from copydesk.reading.remote import open_file
from copydesk.reading.source import Source
from copydesk.reading.suffixes import (
    CSV_SUFFIXES,
    INPUT_SUFFIXES,
    JSONL_SUFFIXES,
    PAGE_SUFFIXES,
    PARQUET_SUFFIXES,
    STDIN,
    WARC_SUFFIXES,
    is_compressed,
    kind_of,
    suffix_of,
)

if TYPE_CHECKING:
    import io
    from collections.abc import Iterator

_PARQUET_MAGIC = b"PAR1"
_DEFAULTS = ReadingOptions()


class _Progress:
    """How far a file has been read.

    What reads knows this, and not the `Records` around it: in a circle of the two, a file that is given up half read
    would stay open until the garbage collector comes by.
    """

    def __init__(self) -> None:
        self._file: BinaryIO | None = None
        self._last = 0

    @contextmanager
    def of(self, file: BinaryIO) -> Iterator[None]:
        self._file = file
        try:
            yield
        finally:
            self._last, self._file = self.bytes, None

    @property
    def bytes(self) -> int:
        if self._file is not None:
            with suppress(OSError, ValueError):  # a pipe has no places, and a file may be closed by now
                self._last = self._file.tell()
        return self._last


class Records:
    """The pages in a file, one after another, each read when it is asked for; and how far the file has been read."""

    def __init__(self, path: str, stdin: BinaryIO, options: ReadingOptions) -> None:
        self._progress = _Progress()
        self._records = _bounded(_records(path, stdin, options, self._progress), path, options.max_records)

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> Source | Unreadable:
        return next(self._records)

    @property
    def bytes_read(self) -> int:
        """How much of the file has been read, in bytes as they are stored, compressed or not.

        Some of it is ahead of the records. It is 0 for what has no size, such as standard input; in Parquet, which is
        not read from front to back, it is where reading stands.
        """
        return self._progress.bytes


def read_records(path: str, stdin: BinaryIO, options: ReadingOptions = _DEFAULTS) -> Records:
    """The pages in the file `path`, or on `stdin` for `-`, each read when it is asked for.

    The suffix of a file says what it holds, under one of a compression, which is told by content. What stands on
    standard input, or in a file without a suffix that is known, is JSON lines if it begins with `{`, an archive if it
    begins with `WARC/`, and otherwise one page.

    Args:
        path: a file, a URL such as `s3://bucket/a.jsonl.gz`, or `-`.
        stdin: what `-` means; it is not closed.
        options: names of fields, and how much is too much.

    Raises, when a page is asked for:
        OSError: the file cannot be read, at all or any further. `InputError` says what is wrong with it, and
            `copydesk.extras.MissingExtra` what has to be installed to read it.
    """
    return Records(path, stdin, options)


def records_in(file: BinaryIO, path: str, options: ReadingOptions = _DEFAULTS) -> Iterator[Source | Unreadable]:
    """`read_records` for a file that is open already; for Parquet it has to be seekable.

    Args:
        file: bytes as they are stored; it is not closed.
        path: what records call it, and whose suffix says what it holds.
        options: names of fields, and how much is too much.

    Raises, when a page is asked for:
        OSError: the file cannot be read, at all or any further.
    """
    return _bounded(_from_file(file, path, options), path, options.max_records)


def _bounded(records: Iterator[Source | Unreadable], path: str, max_records: int) -> Iterator[Source | Unreadable]:
    yield from islice(records, max_records)
    if next(records, None) is not None:
        message = f"the file has more than {max_records:,} records; the rest is not read"
        yield Unreadable(path, max_records + 1, message)


def _records(path: str, stdin: BinaryIO, options: ReadingOptions, progress: _Progress) -> Iterator[Source | Unreadable]:
    if path == STDIN:
        yield from _from_stream(decompressed(stdin, options.max_file_bytes), path, options)
        return
    with open_file(path) as file, progress.of(file):
        yield from _from_file(file, path, options)


def _from_file(file: BinaryIO, path: str, options: ReadingOptions) -> Iterator[Source | Unreadable]:
    if suffix_of(path) in PARQUET_SUFFIXES and not is_compressed(path):
        yield from read_parquet(file, path, options)
    else:
        yield from _from_stream(decompressed(file, options.max_file_bytes), path, options)


def _from_stream(stream: io.BufferedReader, path: str, options: ReadingOptions) -> Iterator[Source | Unreadable]:
    suffix = "" if path == STDIN else suffix_of(path)
    if suffix in PAGE_SUFFIXES:
        yield _one_page(stream, path, options)
        return
    start = stream.peek(BLOCK_BYTES)
    if suffix in JSONL_SUFFIXES or (suffix not in INPUT_SUFFIXES and _is_json(start)):
        yield from read_jsonl(stream, path, options)
    elif suffix in CSV_SUFFIXES:
        yield from read_csv(stream, path, options, "\t" if suffix == ".tsv" else ",")
    elif suffix in WARC_SUFFIXES or start.startswith(b"WARC/"):
        yield from read_warc(stream, path, options)
    elif start.startswith(_PARQUET_MAGIC):
        message = (
            "Parquet is read from an uncompressed file with the suffix .parquet, for its directory stands at its end"
        )
        raise InputError(message)
    else:
        yield _one_page(stream, path, options)


def _is_json(start: bytes) -> bool:
    return start.removeprefix(BOM_UTF8).lstrip().startswith(b"{")


def _one_page(stream: io.BufferedReader, path: str, options: ReadingOptions) -> Source | Unreadable:
    content = stream.read(options.max_page_bytes + 1)
    if len(content) > options.max_page_bytes:
        return Unreadable(path, None, too_long(options.max_page_bytes))
    return Source(content=content, name=path, kind=kind_of(path))
