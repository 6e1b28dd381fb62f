"""Files that an earlier run wrote, told by what they begin with."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from copydesk.reading.containers.compression import decompressed

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_FIRST_BYTES = re.compile(rb'\{\s*"schema_version":\s?1,\s*"(?:id|input|fate|counts)":')
"""An article, a rejection, an entry of a ledger, a manifest."""
_LOOKED_AT = 64
_MOST_BYTES = 16_777_216
"""Far more than what is unpacked for the first bytes: a block of what reads packed files."""
_PARQUET_MAGIC = b"PAR1"
_PARQUET_FOOTER_BYTES = 65_536
_COLUMNS = (b"schema_version", b"published_raw", b"registrations", b"provenance")


def written_before(paths: Iterable[Path]) -> list[Path]:
    """Those of `paths` that hold records, or nothing at all: they are no input, and may be written over."""
    return [path for path in paths if path.is_file() and (not path.stat().st_size or holds_records(path))]


def holds_records(path: Path) -> bool:
    """Whether a file begins as those do that copydesk writes: records or a manifest."""
    try:
        with path.open("rb") as file:
            start = decompressed(file, _MOST_BYTES).read(_LOOKED_AT)
            if not start.startswith(_PARQUET_MAGIC):
                return _FIRST_BYTES.match(start) is not None
            file.seek(-min(_PARQUET_FOOTER_BYTES, path.stat().st_size), 2)
            footer = file.read()
            return all(column in footer for column in _COLUMNS)
    except OSError:
        return False
