"""Archives that warcio wrote, whole, cut and damaged."""

from __future__ import annotations

import datetime as dt
import gzip
import io
import itertools
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.extras import MissingExtra
from copydesk.reading.containers import (
    EndsEarly,
    InputError,
    ReadingOptions,
    Unreadable,
)
from copydesk.reading.containers.compression import decompressed
from copydesk.reading.containers.warc import read_warc
from copydesk.reading.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterator

pytest.importorskip("warcio", reason="needs warcio, of copydesk[dev]")
pytest.importorskip("fastwarc", reason="needs copydesk[warc]")

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

DATE = "2021-03-04T05:06:07Z"
HTML = "<html><body><p>{}</p></body></html>"
PAGES = [HTML.format(f"Page {number} about the harbour. " * 40).encode() for number in range(8)]


class Writer(WARCWriter):  # type: ignore[misc]  # warcio has no types
    """Writes archives without the temporary files that warcio leaves open."""

    _create_temp_file = staticmethod(io.BytesIO)


class Archive:
    """An archive in the making."""

    def __init__(self, *, compressed: bool = False) -> None:
        self.out = io.BytesIO()
        self._writer = Writer(self.out, gzip=compressed)
        self._numbers = itertools.count(1)

    def add(  # noqa: PLR0913 - what may be different
        self,
        body: bytes,
        *,
        kind: str = "response",
        status: str = "200 OK",
        media_type: str | None = "text/html; charset=utf-8",
        headers: tuple[tuple[str, str], ...] = (),
        warc_type: str | None = None,
    ) -> Archive:
        stated = [("Content-Type", media_type)] if media_type else []
        http = StatusAndHeaders(status, [*stated, *headers], protocol="HTTP/1.1")
        record = self._writer.create_warc_record(
            f"https://example.com/{next(self._numbers)}",
            kind,
            payload=io.BytesIO(body),
            http_headers=http if kind == "response" else None,
            warc_content_type=warc_type or "",
            warc_headers_dict={"WARC-Date": DATE},
        )
        self._writer.write_record(record)
        return self

    @property
    def data(self) -> bytes:
        return self.out.getvalue()


def archive(*, compressed: bool = False) -> Archive:
    made = Archive(compressed=compressed)
    for page in PAGES:
        made.add(page)
    return made


def reading(data: bytes, options: ReadingOptions | None = None) -> Iterator[Source | Unreadable]:
    return read_warc(decompressed(io.BytesIO(data), 1 << 40), "a.warc", options or ReadingOptions())


def contents(found: list[Source | Unreadable]) -> list[str | bytes]:
    return [source.content for source in found if isinstance(source, Source)]


def until_error(data: bytes) -> tuple[list[Source | Unreadable], InputError | None]:
    found = []
    try:
        for source in reading(data):
            found.append(source)  # noqa: PERF402 - an error must not lose those before it
    except InputError as error:
        return found, error
    return found, None


@pytest.mark.parametrize("compressed", [False, True])
def test_answers_of_servers_are_pages(compressed: bool) -> None:  # noqa: FBT001
    found = list(reading(archive(compressed=compressed).data))
    assert contents(found) == PAGES
    fetched = dt.datetime(2021, 3, 4, 5, 6, 7, tzinfo=dt.UTC)
    record_id = found[1].source_id if isinstance(found[1], Source) else None
    assert found[1] == Source(PAGES[1], "https://example.com/2", "html", fetched, "a.warc", 2, "utf-8", record_id)


def test_the_id_of_a_record_is_the_source_id_of_its_page() -> None:
    data = archive().data
    stated = [line.split(b"<")[1].split(b">")[0] for line in data.splitlines() if line.startswith(b"WARC-Record-ID")]
    found = [source.source_id.encode() for source in reading(data) if isinstance(source, Source) and source.source_id]
    assert found == stated
    assert found[0].startswith(b"urn:uuid:")


@pytest.mark.parametrize(
    ("media_type", "kind", "encoding"),
    [
        ("text/html", "html", None),
        ('TEXT/HTML; charset="GB2312"', "html", "GB2312"),
        ("application/xhtml+xml; charset=utf-8; x=y", "html", "utf-8"),
        ("text/plain;charset=big5", "text", "big5"),
    ],
)
def test_the_headers_of_http_say_how_to_read_a_page(media_type: str, kind: str, encoding: str | None) -> None:
    [source] = reading(Archive().add(PAGES[0], media_type=media_type).data)
    assert isinstance(source, Source)
    assert source.kind == kind
    assert (source.encoding or "").lower() == (encoding or "").lower()


def chunked(body: bytes) -> bytes:
    pieces = [body[at : at + 100] for at in range(0, len(body), 100)]
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        pytest.param(gzip.compress(PAGES[0]), (("Content-Encoding", "gzip"),), id="gzip"),
        pytest.param(chunked(PAGES[0]), (("Transfer-Encoding", "chunked"),), id="chunks"),
        pytest.param(
            chunked(gzip.compress(PAGES[0])),
            (("Content-Encoding", "gzip"), ("Transfer-Encoding", "chunked")),
            id="gzip in chunks",
        ),
        pytest.param(
            PAGES[0],
            (("Content-Encoding", "gzip"), ("Transfer-Encoding", "chunked")),
            id="decoded, with the headers left as they were",
        ),
    ],
)
def test_the_encodings_of_http_are_undone(body: bytes, headers: tuple[tuple[str, str], ...]) -> None:
    assert contents(list(reading(Archive().add(body, headers=headers).data))) == [PAGES[0]]


def test_an_answer_that_cannot_be_decoded_is_unreadable() -> None:
    made = Archive().add(b"\0\1\2 no gzip", headers=(("Content-Encoding", "gzip"),)).add(PAGES[1])
    bad, good = reading(made.data)
    assert isinstance(bad, Unreadable)
    assert bad.message.startswith("record 1: the answer cannot be decoded")
    assert isinstance(good, Source)


def test_a_bomb_in_an_answer_is_unreadable() -> None:
    made = Archive().add(gzip.compress(bytes(30_000_000)), headers=(("Content-Encoding", "gzip"),))
    [bad] = reading(made.data, ReadingOptions(max_page_bytes=1_000_000))
    assert isinstance(bad, Unreadable)
    assert "more than 1,000,000 bytes" in bad.message


def test_what_is_no_page_is_not_counted() -> None:
    made = Archive().add(b"GET / HTTP/1.1\r\n\r\n", kind="request", warc_type="application/http; msgtype=request")
    made.add(b"\x89PNG", media_type="image/png").add(HTML.format("moved").encode(), status="301 Moved")
    made.add(HTML.format("not found").encode(), status="404 Not Found").add(b"meta: data", kind="metadata")
    made.add(b"unknown", media_type=None).add(PAGES[0])
    [source] = reading(made.data)
    assert isinstance(source, Source)
    assert (source.content, source.record) == (PAGES[0], 1)


def test_conversions_are_text_and_need_no_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fastwarc.warc", None)
    made = Archive(compressed=True).add(b"software: x", kind="warcinfo", warc_type="application/warc-fields")
    made.add("港口".encode(), kind="conversion", warc_type="text/plain")
    [source] = reading(made.data)
    assert isinstance(source, Source)
    assert (source.content, source.kind, source.url) == ("港口".encode(), "text", "https://example.com/2")


def test_resources_are_pages_of_their_own_type() -> None:
    made = Archive().add(PAGES[0], kind="resource", warc_type="text/html; charset=utf-8")
    made.add(b"{}", kind="resource", warc_type="application/json")
    [source] = reading(made.data)
    assert isinstance(source, Source)
    assert (source.kind, source.encoding) == ("html", "utf-8")


def test_an_answer_is_one_whatever_its_record_says_of_its_type() -> None:
    data = archive().data.replace(b"Content-Type: application/http", b"Content-Type: applicat\0on/ht")
    assert contents(list(reading(data))) == PAGES


def test_answers_without_fastwarc_say_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    data = archive().data
    monkeypatch.setitem(sys.modules, "fastwarc.warc", None)
    with pytest.raises(MissingExtra, match=r"pip install 'copydesk\[warc\]'"):
        next(reading(data))


@pytest.mark.parametrize("compressed", [False, True])
def test_an_archive_that_was_cut_anywhere_gives_its_whole_records_and_an_error(compressed: bool) -> None:  # noqa: FBT001
    data = archive(compressed=compressed).data
    ends = {len(data)}
    for size in range(3, len(data), 37):
        found, error = until_error(data[:size])
        assert contents(found) == PAGES[: len(found)]  # never half a page
        if error is None:
            ends.add(size)
        else:
            assert isinstance(error, EndsEarly)
            assert "cut off" in str(error)
    assert len(ends) < 5  # only those sizes at which a record ends


def test_a_record_whose_head_is_damaged_is_one_unreadable_record() -> None:
    data = bytearray(archive().data)
    at = data.index(b"Page 3")
    data[data.rindex(b"WARC/1", 0, at)] ^= 0x40
    found = list(reading(bytes(data)))
    assert [isinstance(source, Unreadable) for source in found] == [False] * 3 + [True] + [False] * 4
    assert found[3] == Unreadable("a.warc", 4, "record 4: something that is no record")
    assert contents(found) == PAGES[:3] + PAGES[4:]


@pytest.mark.parametrize("wrong", [b"10", b"1x", b"", b"-5", "²".encode()])
def test_a_record_with_a_wrong_length_is_one_unreadable_record(wrong: bytes) -> None:
    data = archive().data
    at = data.index(b"Content-Length: ", data.rindex(b"WARC/1", 0, data.index(b"Page 3"))) + 16
    end = data.index(b"\r\n", at)
    found = list(reading(data[:at] + wrong + data[end:]))
    assert [isinstance(source, Unreadable) for source in found] == [False] * 3 + [True] + [False] * 4


def test_a_flipped_byte_in_a_member_costs_one_record() -> None:
    whole = archive(compressed=True).data
    starts = [at for at in range(len(whole)) if whole.startswith(b"\x1f\x8b\x08", at)]
    data = bytearray(whole)
    data[starts[3] + 120] ^= 0x10
    found = list(reading(bytes(data)))
    assert contents(found) == PAGES[:3] + PAGES[4:]
    [bad] = [source for source in found if isinstance(source, Unreadable)]
    assert bad.record == 4
    assert "the gzip data is damaged" in bad.message


def test_zeros_in_the_middle_of_an_archive_do_not_pass_for_its_end() -> None:
    data = bytearray(archive(compressed=True).data)
    middle = len(data) // 2
    data[middle : middle + 50] = bytes(50)
    found, error = until_error(bytes(data))
    assert any(isinstance(source, Unreadable) for source in found) or error is not None
    assert PAGES[-1] in contents(found)


def test_damage_with_nothing_readable_after_it_is_an_error() -> None:
    data = bytearray(gzip.compress(archive().data))
    data[len(data) // 2] ^= 0x40
    found, error = until_error(bytes(data))
    assert error is not None or isinstance(found[-1], Unreadable)
    assert isinstance(error, EndsEarly)


def test_a_page_that_is_too_long_is_unreadable_and_is_not_kept() -> None:
    made = Archive().add(b"x" * 500_000).add(PAGES[1])
    long, good = reading(made.data, ReadingOptions(max_page_bytes=10_000))
    assert isinstance(long, Unreadable)
    assert long.message == "record 1: the page has more than 10,000 bytes (https://example.com/1)"
    assert isinstance(good, Source)


@given(st.integers(0, 1 << 16), st.integers(1, 60), st.binary(min_size=1, max_size=60))
def test_no_damage_is_an_error_of_another_kind(at: int, size: int, rubbish: bytes) -> None:
    data = archive().data
    at %= len(data)
    found, error = until_error(data[:at] + rubbish + data[at + size :])
    assert error is None or isinstance(error, EndsEarly)
    assert len(found) <= len(PAGES) + 2


@given(st.binary(max_size=400))
def test_rubbish_is_no_archive(rubbish: bytes) -> None:
    found, _ = until_error(b"WARC/1.0\r\n" + rubbish)
    assert not contents(found)
