"""Blocks of bytes packed by what the name of a file ends in; one block after another is one file."""

from __future__ import annotations

import bz2
import gzip
import lzma
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from copydesk.extras import module_of

if TYPE_CHECKING:
    from collections.abc import Callable


def _zstandard() -> Callable[[bytes], bytes]:
    module = module_of("zstd", "zstandard output", "compression.zstd", "backports.zstd")
    return partial(module.compress, level=3)


_PACKS: dict[str, Callable[[], Callable[[bytes], bytes]]] = {
    ".gz": lambda: partial(gzip.compress, compresslevel=6, mtime=0),  # no time: the same block gives the same bytes
    ".bz2": lambda: bz2.compress,
    ".xz": lambda: lzma.compress,
    ".zst": _zstandard,
    ".zstd": _zstandard,
}
PACKED_SUFFIXES = frozenset(_PACKS)


def pack_for(name: str) -> Callable[[bytes], bytes] | None:
    """What packs a block of the file `name`: gzip for `.gz`, and so on; None where it stays as it is.

    Raises:
        MissingExtra: it is zstandard, for which something has to be installed.
    """
    made = _PACKS.get(Path(name).suffix.lower())
    return made() if made else None
