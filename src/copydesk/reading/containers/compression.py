"""Streams, decompressed by what their first bytes say they are; a name says nothing."""

from __future__ import annotations

import bz2
import io
import lzma
import zlib
from typing import TYPE_CHECKING, BinaryIO, NamedTuple, Protocol

from copydesk.extras import module_of
from copydesk.reading.containers.records import Damaged, EndsEarly, TooManyBytes

if TYPE_CHECKING:
    from collections.abc import Callable

    from _typeshed import WriteableBuffer

BLOCK_BYTES = 131_072
_MAGIC_BYTES = 6
_GZIP_MAGIC = b"\x1f\x8b\x08"
_GZIP = 16 + zlib.MAX_WBITS  # for zlib: with a header and a checksum


class _Decoder(Protocol):
    """One member; the interface that bz2, lzma and zstd share."""

    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int) -> bytes:
        """At most `max_length` bytes."""


class _Gzip:
    def __init__(self) -> None:
        self._member = zlib.decompressobj(_GZIP)
        self.given = b""  # what it was working on when it failed

    @property
    def eof(self) -> bool:
        return self._member.eof

    @property
    def needs_input(self) -> bool:
        return not self._member.unconsumed_tail

    @property
    def unused_data(self) -> bytes:
        return self._member.unused_data

    def decompress(self, data: bytes, max_length: int) -> bytes:
        """Decompress what was left and `data`."""
        self.given = self._member.unconsumed_tail + data
        return self._member.decompress(self.given, max_length)


class _Zstandard:
    def __init__(self) -> None:
        module = module_of("zstd", "zstandard data", "compression.zstd", "backports.zstd")
        self._frame = module.ZstdDecompressor()
        self._error: type[Exception] = module.ZstdError

    @property
    def eof(self) -> bool:
        return bool(self._frame.eof)

    @property
    def needs_input(self) -> bool:
        return bool(self._frame.needs_input)

    @property
    def unused_data(self) -> bytes:
        return bytes(self._frame.unused_data)

    def decompress(self, data: bytes, max_length: int) -> bytes:
        """Decompress what was left and `data`."""
        try:
            return bytes(self._frame.decompress(data, max_length))
        except self._error as error:
            raise ValueError(error) from error


class _Format(NamedTuple):
    name: str
    magic: bytes
    decoder: Callable[[], _Decoder]


_FORMATS = (
    _Format("gzip", _GZIP_MAGIC, _Gzip),
    _Format("bzip2", b"BZh", bz2.BZ2Decompressor),
    _Format("xz", b"\xfd7zXZ\x00", lzma.LZMADecompressor),
    _Format("zstandard", b"\x28\xb5\x2f\xfd", _Zstandard),
)


def decompressed(stream: BinaryIO, max_bytes: int) -> io.BufferedReader:
    """What `stream` holds, decompressed if it is compressed, in memory that does not depend on its size.

    Members and frames one after another are one stream. The stream is not closed. Where a gzip member is damaged, a
    read raises `Damaged` once, and the next one goes on at the member after it if there is one.

    Args:
        stream: bytes; it need not be seekable.
        max_bytes: how much it may hold if it is compressed.

    Raises, on reading:
        EndsEarly: the last member is cut off, and all before it has been read; or nothing follows damage.
        Damaged: checksums or headers are wrong.
        TooManyBytes: there are more than `max_bytes`.
        MissingExtra: it is zstandard, for which something has to be installed.
    """
    head = b""
    while len(head) < _MAGIC_BYTES and (more := stream.read(_MAGIC_BYTES - len(head))):
        head += more
    found = next((known for known in _FORMATS if head.startswith(known.magic)), None)
    raw = _Plain(stream, head) if found is None else _Inflated(stream, head, found, max_bytes)
    return io.BufferedReader(raw, BLOCK_BYTES)


class _Plain(io.RawIOBase):
    def __init__(self, stream: BinaryIO, head: bytes) -> None:
        self._rest = head
        self._read = getattr(stream, "read1", stream.read)  # a pipe gives what is there

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        with memoryview(buffer).cast("B") as target:
            if len(self._rest) < len(target):
                self._rest += self._read(len(target) - len(self._rest))
            now, self._rest = self._rest[: len(target)], self._rest[len(target) :]
            target[: len(now)] = now
        return len(now)


class _Inflated(io.RawIOBase):
    def __init__(self, stream: BinaryIO, head: bytes, found: _Format, max_bytes: int) -> None:
        self._stream = stream
        self._format = found
        self._input = head  # not yet given to a member
        self._member: _Decoder | None = found.decoder()
        self._left = max_bytes
        self._max_bytes = max_bytes
        self._searching = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        with memoryview(buffer).cast("B") as target:
            data = self._next(len(target))
            target[: len(data)] = data
        self._left -= len(data)
        if self._left < 0:
            message = f"the {self._format.name} data holds more than {self._max_bytes:,} bytes"
            raise TooManyBytes(message)
        return len(data)

    def _next(self, most: int) -> bytes:
        if self._searching:
            self._find_member()
        while True:
            if self._member is None and not self._open_member():
                return b""
            if data := self._from_member(most):
                return data

    def _open_member(self) -> bool:
        """Whether there is another member; zeros between members are padding."""
        self._input = self._input.lstrip(b"\0")
        while not self._input:
            if not self._fill():
                return False
            self._input = self._input.lstrip(b"\0")
        self._member = self._format.decoder()
        return True

    def _fill(self) -> bool:
        self._input = self._stream.read(BLOCK_BYTES)
        return bool(self._input)

    def _from_member(self, most: int) -> bytes:
        member = self._member
        if member is None:
            return b""
        if member.needs_input and not self._input and not self._fill():
            self._member = None
            message = f"the {self._format.name} data ends in the middle: the file was cut off"
            raise EndsEarly(message)
        given, self._input = self._input, b""
        try:
            data = member.decompress(given, most)
        except (zlib.error, OSError, lzma.LZMAError, ValueError) as error:
            self._member, self._searching = None, True
            self._input = member.given if isinstance(member, _Gzip) else b""
            message = f"the {self._format.name} data is damaged: {error}"
            raise Damaged(message) from error
        if member.eof:
            self._member, self._input = None, member.unused_data
        return data

    def _find_member(self) -> None:
        """Go to the next gzip member after damage. Other formats have no members worth looking for."""
        self._searching = False
        data = self._input[1:]
        while self._format.magic == _GZIP_MAGIC:
            at = data.find(_GZIP_MAGIC)
            if at >= 0:
                self._input = data[at:]
                return
            if not self._fill():
                break
            data = data[-len(_GZIP_MAGIC) + 1 :] + self._input
        self._stream, self._input = io.BytesIO(), b""
        message = "nothing can be read after the damage"
        raise EndsEarly(message)
