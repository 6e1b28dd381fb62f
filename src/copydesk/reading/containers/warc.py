"""Web archives to sources: the pages that were fetched (WARC), or the text of them (WET)."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, NamedTuple

from copydesk.extras import module_of
from copydesk.reading.containers.fields import parse_date
from copydesk.reading.containers.records import Unreadable, too_long
from copydesk.reading.containers.warc_framing import DamagedFrame, Frame, read_frames
from copydesk.reading.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from copydesk.reading.containers.records import ReadingOptions
    from copydesk.reading.source import SourceKind

_PAGES = frozenset({"response", "resource", "conversion"})
_KINDS: dict[str, SourceKind] = {"text/html": "html", "application/xhtml+xml": "html", "text/plain": "text"}
_HTTP_HEADERS_BYTES = 65_536
_SUCCESS = range(200, 300)


class _Answer(NamedTuple):
    """What a server answered."""

    status: int | None
    media_type: str
    charset: str | None
    body: bytes


class _NoPage(Exception):
    pass


def read_warc(stream: io.BufferedReader, name: str, options: ReadingOptions) -> Iterator[Source | Unreadable]:
    """The pages in an archive: HTML and plain text that servers answered, and text that was made of pages.

    Requests, images, redirections, errors of servers and the like are no records. Where the archive is damaged, that is
    one unreadable record, and reading goes on at the next one that can be found.

    Raises:
        EndsEarly: the archive is cut off; the pages before have been given.
        InputError: it holds too much.
        MissingExtra: it has answers of servers, and fastwarc is not there.
    """
    record = 0
    for frame in read_frames(stream, _PAGES, options.max_page_bytes + _HTTP_HEADERS_BYTES):
        page: Source | Unreadable | None
        try:
            page = _page(frame, name, record + 1, options)
        except _NoPage as problem:
            page = Unreadable(name, record + 1, f"record {record + 1}: {problem}")
        if page is not None:
            record += 1
            yield page


def _page(frame: Frame | DamagedFrame, name: str, record: int, options: ReadingOptions) -> Source | None:
    """The page in a record; None if it is none.

    Raises:
        _NoPage: it ought to be one and cannot be read.
    """
    if isinstance(frame, DamagedFrame):
        raise _NoPage(frame.message)
    if frame.type not in _PAGES:
        return None
    url = _bare(frame.headers.get("warc-target-uri", ""))
    if frame.block is None:
        message = f"{too_long(options.max_page_bytes)} ({url})"
        raise _NoPage(message)
    answer = _answer(frame, frame.block, options.max_page_bytes)
    kind = _KINDS.get(answer.media_type)
    if kind is None or (answer.status is not None and answer.status not in _SUCCESS):
        return None
    if len(answer.body) > options.max_page_bytes:
        message = f"{too_long(options.max_page_bytes)} ({url})"
        raise _NoPage(message)
    fetched_at = parse_date(frame.headers.get("warc-date"))
    record_id = _bare(frame.headers.get("warc-record-id", ""))
    return Source(answer.body, url, kind, fetched_at, name, record, answer.charset, record_id)


def _bare(uri: str) -> str | None:
    """A URI without angle brackets, which the standard asks for around an id, and some writers put around addresses."""
    return uri.strip("<> ") or None


def _answer(frame: Frame, block: bytes, max_bytes: int) -> _Answer:
    content_type = frame.headers.get("content-type", "").lower()
    if frame.type == "conversion":
        return _Answer(None, "text/plain", "utf-8", block)
    if content_type.startswith("application/http") or (frame.type == "response" and block.startswith(b"HTTP/")):
        return _http_answer(block, frame.headers.get("warc-identified-payload-type", ""), max_bytes)
    media_type, _, parameters = content_type.partition(";")
    return _Answer(None, media_type.strip(), _charset(parameters.partition("charset=")[2]), block)


def _http_answer(block: bytes, identified: str, max_bytes: int) -> _Answer:
    """What the headers of HTTP say, and the body without the encodings of its transfer and content."""
    try:
        parsed, body = _decoded(block, "all", max_bytes)
    except OSError as error:
        # Many crawlers decode what they store and leave the headers as they were.
        parsed, body = _decoded(block, "none", max_bytes)
        if not body.lstrip().startswith(b"<"):
            message = f"the answer cannot be decoded: {error}"
            raise _NoPage(message) from error
    status = parsed.http_headers.status_code if parsed.http_headers else None
    media_type = (parsed.http_content_type or identified).strip().lower()
    return _Answer(status, media_type, _charset(parsed.http_charset or ""), body)


def _decoded(block: bytes, what: str, max_bytes: int) -> tuple[Any, bytes]:
    """A record of fastwarc, and one byte more than may be of its body if there is so much.

    It is handed one record at a time, whole and in memory: given a file, it takes half a record for a whole one, ends
    at the first damage, and cannot read from a pipe.
    """
    fastwarc = module_of("warc", "WARC with answers of servers", "fastwarc.warc")
    header = (
        f"WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    whole = io.BytesIO(header.encode() + block + b"\r\n\r\n")
    for record in fastwarc.ArchiveIterator(whole, auto_decode=what):
        return record, record.reader.read(max_bytes + 1)
    message = "no HTTP"
    raise _NoPage(message)


def _charset(stated: str) -> str | None:
    return stated.partition(";")[0].strip(" \"'") or None
