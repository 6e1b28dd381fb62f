"""What reading a file gives: sources, records that cannot be read, and errors that end the file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class InputError(OSError):
    """A file that cannot be read, or not any further; what it gave until then holds."""


class EndsEarly(InputError):
    """A file that was cut off."""


class Damaged(InputError):
    """A file whose bytes are not what was written."""


class TooManyBytes(InputError):
    """A compressed file that holds more than was agreed."""


class Unreadable(NamedTuple):
    """A record that cannot be read. Those after it can.

    Attributes:
        name: the file, `-` for standard input; None where it is from none.
        record: its number in the file, counted from 1; None where the file is one page.
        message: why, in one line, and where.
        source_id: its id, where it states one all the same.
        url: its address, likewise.
    """

    name: str | None
    record: int | None
    message: str
    source_id: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class ReadingOptions:
    """How files of many pages are read.

    A field is the name of a key or a column; `metadata.url` is the key `url` in the object `metadata`. Without a name,
    the fields that well-known tools write are recognised.

    Attributes:
        text_field: where the text of a page is.
        html_field: where its markup is; a page that has both is read from its markup.
        url_field: where its address is.
        id_field: where its id is: text or a number.
        date_field: when it was fetched: ISO 8601, or seconds since 1970.
        max_page_bytes: a longer page is unreadable.
        max_file_bytes: the most that a compressed file may hold. Memory does not depend on it: it bounds the time
            that a decompression bomb takes.
        max_records: so many of a file are read, readable or not. If there are more, one unreadable record after the
            last says so.
    """

    text_field: str | None = None
    html_field: str | None = None
    url_field: str | None = None
    id_field: str | None = None
    date_field: str | None = None
    max_page_bytes: int = 50_000_000
    max_file_bytes: int = 256 * 1024**3
    max_records: int = 100_000_000


def too_long(max_bytes: int) -> str:
    """What is said of a page with more than `max_bytes`."""
    return f"the page has more than {max_bytes:,} bytes"
