"""Files that an earlier run wrote, told by what they begin with."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from copydesk.reading.containers.compression import decompressed

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_FIRST_BYTES = re.compile(rb'\{\s*"schema_version":')
_LOOKED_AT = 64
_PARQUET_MAGIC = b"PAR1"
_PARQUET_FOOTER_BYTES = 65_536
_FIRST_COLUMN = b"schema_version"


def written_before(paths: Iterable[Path]) -> list[Path]:
    """Those of `paths` that hold records, or nothing at all: they are no input, and may be written over."""
    return [path for path in paths if _is_ours(path)]


def _is_ours(path: Path) -> bool:
    if not path.is_file():
        return False
    try:
        with path.open("rb") as file:
            start = decompressed(file, _PARQUET_FOOTER_BYTES).read(_LOOKED_AT)
            if not start.startswith(_PARQUET_MAGIC):
                return not start or _FIRST_BYTES.match(start) is not None
            file.seek(-min(_PARQUET_FOOTER_BYTES, path.stat().st_size), 2)
            return _FIRST_COLUMN in file.read()
    except OSError:
        return False
