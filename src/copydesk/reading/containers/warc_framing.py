"""WARC without the web: where records begin and end, and what stands in their headers.

Readers of WARC take half a file for a whole one and stop at the first record that is damaged. So the frames are read
here: a record is as long as it says, or it is reported, and reading goes on at the next one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from copydesk.reading.containers.records import Damaged, EndsEarly

if TYPE_CHECKING:
    import io
    from collections.abc import Iterator

_VERSION = b"WARC/"
_LINE_BYTES = 65_536
_HEADERS = 1_000
_SKIPPED_BYTES = 1_048_576


class Frame(NamedTuple):
    """A record of an archive.

    Attributes:
        headers: by name in lower case.
        block: its content; None where it was not wanted or is longer than it may be.
        size: of the content, in bytes.
    """

    headers: dict[str, str]
    block: bytes | None
    size: int

    @property
    def type(self) -> str:
        """The type of the record, e.g. `response`."""
        return self.headers.get("warc-type", "").lower()


class DamagedFrame(NamedTuple):
    """A place where no record could be read."""

    message: str


def read_frames(
    stream: io.BufferedReader, wanted: frozenset[str], max_block_bytes: int
) -> Iterator[Frame | DamagedFrame]:
    """The records in `stream`, with the content of those whose type is `wanted`.

    Raises:
        EndsEarly: the archive ends in the middle of a record.
    """
    frames = _Frames(stream, wanted, max_block_bytes)
    while True:
        frame: Frame | DamagedFrame | None
        try:
            frame = frames.read()
        except Damaged as error:
            frames.lost = True  # the next read goes on after what is damaged
            frame = DamagedFrame(str(error))
        if frame is None:
            return
        yield frame


class _Frames:
    def __init__(self, stream: io.BufferedReader, wanted: frozenset[str], max_block_bytes: int) -> None:
        self._stream = stream
        self._wanted = wanted
        self._max_block_bytes = max_block_bytes
        self._line = b""  # read already, and the first of the next record
        self.lost = False

    def read(self) -> Frame | None:
        if not self._found_version():
            return None
        headers = self._headers()
        length = headers.get("content-length", "")
        if not (length.isascii() and length.isdecimal()):
            self.lost = True
            message = f"a record without a length ({_uri(headers)})"
            raise Damaged(message)
        size = int(length)
        keeps = headers.get("warc-type", "").lower() in self._wanted and size <= self._max_block_bytes
        block = self._block(size, keeps=keeps, uri=_uri(headers))
        self._close(_uri(headers))
        return Frame(headers, block, size)

    def _found_version(self) -> bool:
        """Go to the line that begins a record; False at the end of the archive."""
        line, self._line = self._line, b""
        while True:
            line = line or self._stream.readline(_LINE_BYTES)
            if not line:
                return False
            if line.startswith(_VERSION):
                self.lost = False
                return True
            if _VERSION.startswith(line):
                message = "the archive ends where a record begins: it was cut off"
                raise EndsEarly(message)
            if line.strip() and not self.lost:
                self.lost = True
                message = "something that is no record"
                raise Damaged(message)
            line = b""

    def _headers(self) -> dict[str, str]:
        headers: dict[str, str] = {}
        last = ""
        for _number in range(_HEADERS):
            line = self._stream.readline(_LINE_BYTES)
            if not line.endswith(b"\n"):
                break
            if not line.strip():
                return headers
            text = line.decode("utf-8", "replace").rstrip("\r\n")
            if text[0] in " \t" and last:  # a header goes on
                headers[last] += " " + text.strip()
                continue
            last, _, value = text.partition(":")
            last = last.strip().lower()
            headers.setdefault(last, value.strip())
        if line.endswith(b"\n") or len(line) == _LINE_BYTES:
            message = "a record with endless headers"
            raise Damaged(message)
        message = "the archive ends in the headers of a record: it was cut off"
        raise EndsEarly(message)

    def _block(self, size: int, *, keeps: bool, uri: str) -> bytes | None:
        block = self._stream.read(size) if keeps else b""
        left = size - len(block)
        while left and not keeps:
            piece = self._stream.read(min(left, _SKIPPED_BYTES))
            if not piece:
                break
            left -= len(piece)
        if left:
            message = f"the archive ends {left:,} bytes before the end of a record ({uri}): it was cut off"
            raise EndsEarly(message)
        return block if keeps else None

    def _close(self, uri: str) -> None:
        """Two empty lines end a record: if there is anything else, its length was wrong."""
        for _number in range(2):
            line = self._stream.readline(_LINE_BYTES)
            if line.strip():
                self._line = line
                break
        if self._line and not self._line.startswith(_VERSION):
            self._line, self.lost = b"", True
            message = f"a record is longer or shorter than it says ({uri})"
            raise Damaged(message)


def _uri(headers: dict[str, str]) -> str:
    return headers.get("warc-target-uri", "no address")
