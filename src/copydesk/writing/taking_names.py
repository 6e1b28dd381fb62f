"""Files that are whole take their names, and nothing is written over that came there meanwhile."""

from __future__ import annotations

import errno
import filecmp
import os
import shutil
from pathlib import Path
from typing import NamedTuple

from copydesk.writing.growing import LostPart


class Seen(NamedTuple):
    """A file as it was: bytes, and the time of its last change in nanoseconds."""

    size: int
    changed: int


class WrittenMeanwhile(OSError):
    """Somebody else has written a file since the run began."""


def seen(path: Path) -> Seen | None:
    """The file at `path` as it is now; None where there is none."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    return Seen(status.st_size, status.st_mtime_ns)


def take_name(part: Path, path: Path, before: Seen | None) -> None:
    """Give a file that is whole and on disk its name, if it has not got it yet.

    A link is followed, to another disk if need be.

    Args:
        part: where it is.
        path: its name.
        before: what stood there when the run began, and may be written over.

    Raises:
        LostPart: it is there under neither name.
        WrittenMeanwhile: something else stands there than before.
        OSError: it cannot be written.
    """
    real = Path(os.path.realpath(path))
    if not part.exists():
        if not real.is_file():
            message = f"{part} is gone"
            raise LostPart(message)
        return
    if seen(real) != before and not _is_copy(part, real):
        raise WrittenMeanwhile(errno.EEXIST, "somebody else has written it since the run began", str(path))
    try:
        part.replace(real)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        _copy(part, real)


def _is_copy(part: Path, real: Path) -> bool:
    """Whether a run has ended after it had copied the file, and before the rest was done."""
    return real.is_file() and filecmp.cmp(part, real, shallow=False)


def _copy(part: Path, real: Path) -> None:
    """Bring a file to another disk, where it is whole or absent, too."""
    copy = real.with_name(f".{real.name}.part")
    with part.open("rb") as source, copy.open("wb") as target:
        shutil.copyfileobj(source, target)
        target.flush()
        os.fsync(target.fileno())
    copy.replace(real)
    part.unlink()


def sync_folder(path: Path) -> None:
    """Bring to disk which names stand in the folder of `path`, where a system can."""
    if os.name == "posix":
        descriptor = os.open(Path(os.path.realpath(path)).parent, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
