"""SQLite, with its failures told as those of the file that they are."""

from __future__ import annotations

import errno
import os
import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_BUSY = "another process is at work on it"
_LOCKED = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
_DAMAGED = frozenset({sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT})


class BusyRun(ValueError):
    """Another process is at work on the same run."""


class DamagedDatabase(OSError):
    """A file is no database any more, or one of somebody else."""


def open_database(path: Path) -> sqlite3.Connection:
    """A database in a file that no other process has open, within a transaction.

    Raises:
        BusyRun: another process has it.
        DamagedDatabase: it is no database.
        OSError: it cannot be written.
    """
    path.touch()  # a place that takes no file says so in the system's words
    before = path.stat().st_ino
    connection = sqlite3.connect(path, timeout=0, isolation_level=None)
    try:
        with as_os_errors():
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            connection.execute("BEGIN EXCLUSIVE")
        _demand_still(path, before)
    except BaseException:
        connection.close()
        raise
    return connection


def _demand_still(path: Path, inode: int) -> None:
    """What was opened before it was locked may have been taken away by whoever had it."""
    if not path.exists() or path.stat().st_ino != inode:
        raise BusyRun(_BUSY)


def temporary_database() -> sqlite3.Connection:
    """A database that is gone with the process; it goes to a temporary file as it grows."""
    connection = sqlite3.connect("", isolation_level=None)
    connection.execute("BEGIN")
    return connection


def create_tables(connection: sqlite3.Connection, layout: str) -> None:
    """Run the statements of `layout`, parted by semicolons, within the transaction that there is.

    Raises:
        OSError: the database cannot be written.
    """
    with as_os_errors():
        for statement in layout.split(";"):
            connection.execute(statement)


@contextmanager
def as_os_errors() -> Iterator[None]:
    """Raise what goes wrong with a database as an OSError, or as BusyRun."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", None)
        if code in _LOCKED:
            raise BusyRun(_BUSY) from error
        if code in _DAMAGED:
            raise DamagedDatabase(errno.EIO, str(error)) from error
        if code == sqlite3.SQLITE_FULL:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)) from error
        raise OSError(errno.EIO, str(error)) from error
