"""Tables of text to sources: a header, and a page a row."""

from __future__ import annotations

import codecs
import csv
import io
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from copydesk.reading.containers.fields import Place, row_to_source
from copydesk.reading.containers.records import Damaged, Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from copydesk.reading.containers.records import ReadingOptions
    from copydesk.reading.source import Source

_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)  # what spreadsheets write as "Unicode text"


def read_csv(
    stream: io.BufferedReader, name: str, options: ReadingOptions, delimiter: str = ","
) -> Iterator[Source | Unreadable]:
    """The pages in `stream`: a header, then rows; empty rows are no records.

    A row with more or fewer fields than the header is `Unreadable`.

    Raises:
        InputError: the stream ends early or is damaged, or a field is so long that where its row ends is not known.
    """
    rows = _rows(stream, options, delimiter)
    _, header = next(rows, (0, []))
    for record, (line, row) in enumerate(rows, start=1):
        place = Place(name, record, f"row {record}, which ends in line {line}")
        if len(row) == len(header):
            yield row_to_source(dict(zip(header, map(_given, row), strict=True)), place, options)
        else:
            yield Unreadable(name, record, f"{place.where}: {len(row)} fields, and {len(header)} in the header")


def _rows(stream: io.BufferedReader, options: ReadingOptions, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """The number of its last line and the fields of each row that has any."""
    max_chars = max(2 * options.max_page_bytes, 131_072)
    reader = csv.reader(_lines(stream, max_chars), delimiter=delimiter)
    while True:
        try:
            with _field_limit(max_chars):
                row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            message = f"line {reader.line_num}: {error}; what follows cannot be told apart"
            raise Damaged(message) from error
        if row:
            yield reader.line_num, row


@contextmanager
def _field_limit(max_chars: int) -> Iterator[None]:
    # The limit belongs to the whole process, so that it is only lent for the reading of one row.
    before = csv.field_size_limit(max_chars)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def _lines(stream: io.BufferedReader, max_chars: int) -> Iterator[str]:
    encoding = "utf-16" if stream.peek(2)[:2] in _UTF16_MARKS else "utf-8-sig"
    # Bytes that are no UTF-8 are kept, and given back as bytes: the page is decoded where all pages are.
    text = io.TextIOWrapper(stream, encoding, errors="surrogateescape", newline="")
    try:
        while line := text.readline(max_chars + 2):
            if len(line) == max_chars + 2 and not line.endswith("\n"):
                message = f"a line of more than {max_chars:,} characters"
                raise csv.Error(message)
            yield line
    except UnicodeError as error:
        message = f"no text: {error}"
        raise Damaged(message) from error
    finally:
        text.detach()


def _given(field: str) -> Any:  # noqa: ANN401 - str, or bytes where the file is no UTF-8
    try:
        field.encode()
    except UnicodeEncodeError:
        return field.encode("utf-8", "surrogateescape")
    return field
