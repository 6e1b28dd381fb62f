"""Streams are decompressed by their first bytes, and what is wrong with them is said and bounded."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import sys
import tracemalloc
from contextlib import suppress
from typing import TYPE_CHECKING, BinaryIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.extras import MissingExtra
from copydesk.reading.containers import Damaged, EndsEarly, InputError, TooManyBytes, compression
from copydesk.reading.containers.compression import decompressed

if TYPE_CHECKING:
    from collections.abc import Callable

MAX = 1 << 40
LINES = b"".join(b"line %d of a page about the harbour\n" % number for number in range(20_000))


def zstd(data: bytes) -> bytes:
    module = pytest.importorskip("backports.zstd", reason="needs copydesk[zstd]")
    # Without a checksum, as the module writes by itself, nobody can tell that a byte was flipped.
    return bytes(module.compress(data, options={module.CompressionParameter.checksum_flag: 1}))


FORMATS = [
    pytest.param(gzip.compress, id="gzip"),
    pytest.param(bz2.compress, id="bzip2"),
    pytest.param(lzma.compress, id="xz"),
    pytest.param(zstd, id="zstandard"),
]
SEVERAL = [*FORMATS, pytest.param(bytes, id="not compressed")]


class Pipe(io.RawIOBase):
    """What can only be read once, from the start, and gives a few bytes at a time."""

    def __init__(self, data: bytes) -> None:
        self._data = io.BytesIO(data)

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        return self._data.read(min(size, 1_000) if size >= 0 else size)


def read(data: bytes, max_bytes: int = MAX) -> bytes:
    return decompressed(io.BytesIO(data), max_bytes).read()


def drain(stream: io.BufferedReader) -> None:
    while stream.read(4_096):
        pass


@pytest.mark.parametrize("compress", SEVERAL)
@pytest.mark.parametrize("data", [b"", b"x", LINES], ids=["nothing", "a byte", "lines"])
def test_what_is_compressed_comes_back(compress: Callable[[bytes], bytes], data: bytes) -> None:
    assert read(compress(data)) == data


@pytest.mark.parametrize("compress", SEVERAL)
def test_members_one_after_another_are_one_stream(compress: Callable[[bytes], bytes]) -> None:
    assert read(compress(LINES) + compress(b"") + compress(b"end")) == LINES + b"end"


@pytest.mark.parametrize("compress", SEVERAL)
def test_a_pipe_is_read_as_a_file_is(compress: Callable[[bytes], bytes]) -> None:
    pipe: BinaryIO = Pipe(compress(LINES))  # type: ignore[assignment]  # as much of one as is used
    assert decompressed(pipe, MAX).read() == LINES


@pytest.mark.parametrize("compress", FORMATS)
def test_padding_with_zeros_is_no_damage(compress: Callable[[bytes], bytes]) -> None:
    assert read(compress(b"text") + bytes(512)) == b"text"


@pytest.mark.parametrize("compress", FORMATS)
def test_a_file_that_was_cut_gives_what_it_has_and_then_an_error(compress: Callable[[bytes], bytes]) -> None:
    data = compress(LINES)
    stream = decompressed(io.BytesIO(compress(b"first\n") + data[: len(data) // 2]), MAX)
    assert stream.readline() == b"first\n"
    with pytest.raises(EndsEarly, match="ends in the middle: the file was cut off"):
        drain(stream)


@pytest.mark.parametrize("compress", FORMATS)
def test_a_flipped_byte_is_an_error(compress: Callable[[bytes], bytes]) -> None:
    data = bytearray(compress(LINES))
    data[len(data) // 2] ^= 0x40
    stream = decompressed(io.BytesIO(bytes(data)), MAX)
    with pytest.raises((Damaged, EndsEarly)):
        drain(stream)


def test_reading_goes_on_at_the_gzip_member_after_the_damage() -> None:
    members = [gzip.compress(b"member %d\n" % number * 50) for number in range(6)]
    bad = bytearray(members[2])
    bad[-6] ^= 0xFF  # its checksum
    stream = decompressed(io.BytesIO(b"".join([*members[:2], bytes(bad), *members[3:]])), MAX)
    seen = []
    damages = 0
    while True:
        try:
            line = stream.readline()
        except Damaged:
            damages += 1
            continue
        if not line:
            break
        seen.append(line)
    assert damages == 1
    assert set(seen) == {b"member %d\n" % number for number in (0, 1, 3, 4, 5)}


@pytest.mark.parametrize("compress", FORMATS)
def test_a_bomb_is_an_error_and_takes_no_memory(compress: Callable[[bytes], bytes]) -> None:
    bomb = compress(bytes(50_000_000))
    tracemalloc.start()
    stream = decompressed(io.BytesIO(bomb), 20_000_000)
    with pytest.raises(TooManyBytes, match="holds more than 20,000,000 bytes"):
        drain(stream)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 15_000_000  # xz looks back over 8 MB


def test_what_is_not_compressed_has_no_cap() -> None:
    assert read(LINES, max_bytes=10) == LINES


def test_zstandard_without_a_reader_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    data = zstd(b"text")

    for name in ("compression.zstd", "backports.zstd"):
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(MissingExtra, match=r"zstandard data needs an extra: pip install 'copydesk\[zstd\]'"):
        read(data)


@given(st.lists(st.binary(max_size=300), max_size=5), st.sampled_from([gzip.compress, bz2.compress, lzma.compress]))
def test_any_members_come_back(parts: list[bytes], compress: Callable[[bytes], bytes]) -> None:
    assert read(b"".join(map(compress, parts))) == b"".join(parts)


@given(st.binary(max_size=200), st.sampled_from([known.magic for known in compression._FORMATS]))  # noqa: SLF001
def test_rubbish_after_the_magic_is_an_error_of_ours_or_data(rubbish: bytes, magic: bytes) -> None:
    with suppress(InputError):
        read(magic + rubbish)
