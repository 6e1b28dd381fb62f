"""JSON lines to sources, and the two other forms in which many objects come: a list with one a line, and one object."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import orjson

from copydesk.reading.containers.fields import Place, row_to_source
from copydesk.reading.containers.records import Unreadable

if TYPE_CHECKING:
    import io

    from copydesk.reading.containers.records import ReadingOptions
    from copydesk.reading.source import Source

_OTHER_FIELDS_BYTES = 1_048_576
_SKIPPED_BYTES = 1_048_576


class _Line(NamedTuple):
    number: int  # from 1
    content: bytes | None  # without white space around it; None: too long


def read_jsonl(stream: io.BufferedReader, name: str, options: ReadingOptions) -> Iterator[Source | Unreadable]:
    """The pages in `stream`, one JSON object a line.

    Blank lines are no records. A line that cannot be read is `Unreadable`, and reading goes on at the next one.

    Raises:
        InputError: the stream ends early or is damaged.
    """
    max_bytes = longest_line(options)
    lines = _lines(stream, max_bytes)
    in_list = False
    record = 0
    for line in lines:
        content = line.content
        if record == 0 and not in_list and content == b"[":  # as Scrapy's JSON feeds begin
            in_list = True
            continue
        if record == 0 and content == b"{":  # one object over many lines
            content = _all(content, lines, max_bytes)
        if in_list and content is not None:
            content = content.removesuffix(b",").rstrip()
            if content in {b"]", b""}:
                continue
        record += 1
        yield line_to_source(content, Place(name, record, f"line {line.number}"), options)


def longest_line(options: ReadingOptions) -> int:
    """How many bytes a line may have: those of a page, escaped, and of the other fields."""
    return 2 * options.max_page_bytes + _OTHER_FIELDS_BYTES


def _lines(stream: io.BufferedReader, max_bytes: int) -> Iterator[_Line]:
    number = 0
    while raw := stream.readline(max_bytes + 2):
        number += 1
        whole = raw.endswith(b"\n") or len(raw) < max_bytes + 2
        if not whole:
            _skip_line(stream)
            yield _Line(number, None)
            continue
        content = (raw.removeprefix(codecs.BOM_UTF8) if number == 1 else raw).strip()
        if content:
            yield _Line(number, content)


def _skip_line(stream: io.BufferedReader) -> None:
    while (piece := stream.readline(_SKIPPED_BYTES)) and not piece.endswith(b"\n"):
        pass


def _all(first: bytes, lines: Iterator[_Line], max_bytes: int) -> bytes | None:
    """The rest of an object that begins with the line `first`; None if it is too long."""
    parts, total = [first], len(first)
    for line in lines:
        total += len(line.content or b"") + 1
        if line.content is None or total > max_bytes:
            for _rest in lines:
                pass
            return None
        parts.append(line.content)
    return b"\n".join(parts)


def line_to_source(line: bytes | None, place: Place, options: ReadingOptions) -> Source | Unreadable:
    """The page in a line, None if the line is too long; why there is none, if there is none."""
    max_bytes = longest_line(options)
    if line is None or len(line) > max_bytes:
        return Unreadable(place.name, place.record, f"{place.where}: longer than {max_bytes:,} bytes")
    try:
        row = _parsed(line)
    except (ValueError, RecursionError) as error:
        return Unreadable(place.name, place.record, f"{place.where}: no JSON: {_cause(error)}")
    if not isinstance(row, Mapping):
        return Unreadable(place.name, place.record, f"{place.where}: no JSON object")
    return row_to_source(row, place, options)


def _cause(error: Exception) -> str:
    return f"{error.msg} at character {error.pos + 1}" if isinstance(error, json.JSONDecodeError) else str(error)


def _parsed(content: bytes) -> Any:  # noqa: ANN401 - whatever JSON holds
    try:
        return orjson.loads(content)
    except ValueError:
        # Python's own writer leaves NaN and halves of surrogate pairs in what it writes, and its own reader takes them.
        try:
            return json.loads(content)
        except UnicodeDecodeError as error:
            message = f"no UTF-8 at byte {error.start + 1}"
            raise ValueError(message) from error
