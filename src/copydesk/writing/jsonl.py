"""JSON Lines: one record a line, and files that are whole or absent."""

from __future__ import annotations

import os
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import orjson

from copydesk.writing.names import is_stream, refuse_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic import BaseModel


def encode(record: BaseModel) -> bytes:
    """One line of UTF-8 JSON, its line feed included."""
    return orjson.dumps(record.model_dump(), option=orjson.OPT_APPEND_NEWLINE)


@contextmanager
def whole_files(*paths: Path) -> Iterator[list[BinaryIO]]:
    """Open `paths` for writing; they take their names only once all is written and on disk, and none if writing fails.

    A device or a named pipe is written to as it is, and a symbolic link is followed.

    Raises:
        OSError: a folder cannot be written to, the disk is full, or a path is a folder.
    """
    targets = [(path, path) if is_stream(path) else _unfinished(path) for path in paths]
    try:
        with ExitStack() as opened:
            files: list[BinaryIO] = [opened.enter_context(unfinished.open("wb")) for unfinished, _ in targets]
            yield files
            for file, (unfinished, path) in zip(files, targets, strict=True):
                file.flush()
                if unfinished != path:
                    os.fsync(file.fileno())
        for unfinished, path in targets:
            if unfinished != path:
                unfinished.replace(path)
    finally:
        for unfinished, path in targets:
            if unfinished != path:
                unfinished.unlink(missing_ok=True)


def _unfinished(path: Path) -> tuple[Path, Path]:
    """The file to write to, beside the one that is to be, and that one's real name."""
    refuse_folder(path)
    path = Path(os.path.realpath(path))
    return path.with_name(f".{path.name}.{os.getpid()}.part"), path
