"""JSON Lines: one record a line, and files that are whole or absent."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO

import orjson

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from copydesk.article import Article, Rejection


def encode(record: Article | Rejection) -> bytes:
    """One line of UTF-8 JSON, its line feed included."""
    return orjson.dumps(record.model_dump(), option=orjson.OPT_APPEND_NEWLINE)


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """Open `path` for writing; it takes its name only once all is written and on disk, and never if writing fails.

    Raises:
        OSError: the folder cannot be written to, or the disk is full.
    """
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with unfinished.open("wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
