"""What a run has to remember so that it can be taken up again: one SQLite file beside what is unfinished.

The file is locked while the run goes on, and gone once it is done. All that a checkpoint says is committed together.
"""

from __future__ import annotations

import errno
import json
import os
from itertools import islice, zip_longest
from typing import TYPE_CHECKING, Any, NamedTuple

from copydesk.batch.database import DamagedDatabase, as_os_errors, create_tables, open_database
from copydesk.batch.filing import Position
from copydesk.batch.plan import FinishedFile, InputIdentity
from copydesk.batch.tally import Tally
from copydesk.writing.growing import Mark
from copydesk.writing.taking_names import Seen

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from copydesk.batch.plan import Role

_NONE = InputIdentity("", None, None)
_APPLICATION = 0x636F7079
_VERSION = 1
_LAYOUT = f"""
PRAGMA application_id = {_APPLICATION};
PRAGMA user_version = {_VERSION};
CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE inputs (number INTEGER PRIMARY KEY, path BLOB NOT NULL, size INTEGER, version TEXT);
CREATE TABLE progress (row INTEGER PRIMARY KEY, files INTEGER, records INTEGER, tally TEXT, done INTEGER);
CREATE TABLE marks (role TEXT PRIMARY KEY, size INTEGER, records INTEGER, pending BLOB);
CREATE TABLE finished (role TEXT, number INTEGER, records INTEGER, size INTEGER, sha256 TEXT,
                       PRIMARY KEY (role, number));
CREATE TABLE before (role TEXT PRIMARY KEY, size INTEGER, changed INTEGER)
"""


class Checkpoint(NamedTuple):
    """How far a run has come.

    Attributes:
        position: where reading goes on.
        tally: of all inputs before.
        marks: how far each growing file reaches, by role.
        done: whether all inputs are on record, and nothing but names is missing.
    """

    position: Position
    tally: Tally
    marks: Mapping[Role, Mark]
    done: bool = False


class RunStore:
    """The memory of one run.

    Attributes:
        has_checkpoint: whether there is anything to go on with; known even where the disk is too full to be asked.

    Every method that reads or writes raises an OSError where that fails.

    Raises:
        BusyRun: another process has it open.
        DamagedDatabase: it is no such memory.
        OSError: it cannot be written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.connection = open_database(path)
        try:
            self._lay_out()
            self.has_checkpoint = self.checkpoint() is not None
        except BaseException:
            self.connection.close()
            raise

    def _lay_out(self) -> None:
        with as_os_errors():
            if not self._tables():
                create_tables(self.connection, _LAYOUT)
            marks = tuple(self._value(f"PRAGMA {name}") for name in ("application_id", "user_version"))
        if marks != (_APPLICATION, _VERSION):
            raise DamagedDatabase(errno.EINVAL, "it is no memory of a run of this version")

    def _tables(self) -> list[Any]:
        return self.connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()

    def _value(self, query: str) -> int:
        return int(self.connection.execute(query).fetchone()[0])

    def begin(
        self, settings: Mapping[str, Any], inputs: Iterable[InputIdentity], before: Mapping[str, Seen | None]
    ) -> None:
        """Note what a new run is made of, and what stood before, by role, where its files are to be."""
        with as_os_errors():
            values = [(name, json.dumps(value)) for name, value in settings.items()]
            self.connection.executemany("INSERT INTO settings VALUES (?, ?)", values)
            rows = ((os.fsencode(each.path), each.size, each.version) for each in inputs)
            self.connection.executemany("INSERT INTO inputs (path, size, version) VALUES (?, ?, ?)", rows)
            found = ((role, *each) for role, each in before.items() if each is not None)
            self.connection.executemany("INSERT INTO before VALUES (?, ?, ?)", found)

    def before(self) -> dict[str, Seen]:
        """What stood where files are to be when the run began, by role."""
        with as_os_errors():
            return {role: Seen(*each) for role, *each in self.connection.execute("SELECT * FROM before")}

    def differences(self, settings: Mapping[str, Any], inputs: Sequence[InputIdentity]) -> list[str]:
        """What has changed since the run began, one short text each: every setting, and the first input."""
        with as_os_errors():
            before = {name: json.loads(value) for name, value in self.connection.execute("SELECT * FROM settings")}
            moved = (pair for pair in zip_longest(self._inputs(), inputs, fillvalue=_NONE) if pair[0] != pair[1])
            return changed_settings(before, settings) + [_difference(*pair, inputs) for pair in islice(moved, 1)]

    def _inputs(self) -> Iterator[InputIdentity]:
        for path, size, version in self.connection.execute("SELECT path, size, version FROM inputs ORDER BY number"):
            yield InputIdentity(os.fsdecode(path), size, version)

    def checkpoint(self) -> Checkpoint | None:
        """The last one; None where there is none yet."""
        with as_os_errors():
            row = self.connection.execute("SELECT files, records, tally, done FROM progress").fetchone()
            marks = {role: Mark(*mark) for role, *mark in self.connection.execute("SELECT * FROM marks")}
        if row is None:
            return None
        files, records, tally, done = row
        return Checkpoint(Position(files, records), Tally.model_validate_json(tally), marks, bool(done))

    def commit(self, checkpoint: Checkpoint, finished: Iterable[FinishedFile] = ()) -> None:
        """Bring a checkpoint to disk, and the files that are whole as of it: all of that, or nothing."""
        with as_os_errors():
            tally = checkpoint.tally.model_dump_json()
            row = (0, *checkpoint.position, tally, checkpoint.done)
            self.connection.execute("INSERT OR REPLACE INTO progress VALUES (?, ?, ?, ?, ?)", row)
            marks = [(role, *mark) for role, mark in checkpoint.marks.items()]
            self.connection.executemany("INSERT OR REPLACE INTO marks VALUES (?, ?, ?, ?)", marks)
            self.connection.executemany("INSERT INTO finished VALUES (?, ?, ?, ?, ?)", finished)
            self.connection.execute("COMMIT")
            self.has_checkpoint = True
            self.connection.execute("BEGIN EXCLUSIVE")

    def finished(self) -> list[FinishedFile]:
        """Files that are whole, in the order in which they were finished."""
        with as_os_errors():
            return [FinishedFile(*row) for row in self.connection.execute("SELECT * FROM finished ORDER BY rowid")]

    def close(self) -> None:
        """Let others have it; what came after the last checkpoint is forgotten."""
        self.connection.close()

    def clear(self) -> None:
        """Forget the run, and stay locked."""
        with as_os_errors():
            for (table,) in self._tables():
                self.connection.execute(f"DELETE FROM {table}")  # noqa: S608 - a table of ours
            self.connection.execute("COMMIT")
            self.has_checkpoint = False
            self.connection.execute("BEGIN EXCLUSIVE")

    def remove(self) -> None:
        """Forget the run, and leave nothing of it."""
        if os.name == "posix":  # while it is locked, so that nobody opens what is about to go
            self.path.unlink(missing_ok=True)
            self.close()
        else:
            self.close()
            self.path.unlink(missing_ok=True)
        self.path.with_name(f"{self.path.name}-journal").unlink(missing_ok=True)


def changed_settings(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """What is set otherwise than it was, one short text each."""
    written = json.loads(json.dumps(now))  # as JSON has it: a tuple is a list
    return [
        f"{name} is {json.dumps(written.get(name))}, and was {json.dumps(before.get(name))}"
        for name in sorted({*before, *written})
        if written.get(name) != before.get(name)
    ]


def _difference(old: InputIdentity, new: InputIdentity, inputs: Sequence[InputIdentity]) -> str:
    if old.path == new.path:
        return f"input {new.path} has changed"
    if old is _NONE:
        return f"input {new.path} was not there"
    if all(each.path != old.path for each in inputs):
        return f"input {old.path} is gone"
    return f"input {new.path} stands before {old.path}"
