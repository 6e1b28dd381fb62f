"""A run whose records go to files: whole or absent, each input in the ledger, and taken up again after any end.

Files grow in a hidden folder. Every second all of them are brought to disk and a checkpoint says how far they reach;
what a process wrote behind its last checkpoint is cut off when the run is taken up again.
"""

from __future__ import annotations

import time
from contextlib import suppress
from typing import TYPE_CHECKING, Self

from copydesk.batch.duplicates import SeenTexts
from copydesk.batch.filing import Filed, Position
from copydesk.batch.ledger import Unbalanced
from copydesk.batch.manifest import manifest_of, write_manifest
from copydesk.batch.plan import FinishedFile
from copydesk.batch.store import Checkpoint, RunStore
from copydesk.batch.tally import Tally
from copydesk.writing.growing import GrowingFile, Mark
from copydesk.writing.jsonl import encode
from copydesk.writing.shards import Shards
from copydesk.writing.taking_names import sync_folder, take_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from types import TracebackType

    from copydesk.batch.plan import Role, RunPlan
    from copydesk.writing.names import RunNames

CHECKPOINT_SECONDS = 1.0


class FileRun:
    """A run at work, or taken up again.

    Attributes:
        position: where reading goes on.
        tally: what is on record.
        kept: inputs that will be on record if the process ends now.
        done: whether every input is on record, so that nothing is left but to `finish`.

    Raises:
        OSError: a file cannot be written, or has lost what was on record in it.
    """

    def __init__(self, plan: RunPlan, store: RunStore) -> None:
        self._plan = plan
        self._store = store
        self.position, self.tally, marks, self.done = store.checkpoint() or Checkpoint(Position(), Tally(), {})
        self._seen = SeenTexts(store.connection) if plan.dedup else None
        self._finished = store.finished()
        self._before = store.before()
        self._checked = time.monotonic()
        self.kept = self.tally.inputs
        self._files: dict[Role, Shards | GrowingFile] = {}
        self._take_names()
        if self.done:
            return
        try:
            self._open(marks)
        except BaseException:
            self._close()
            raise

    def _open(self, marks: Mapping[Role, Mark]) -> None:
        names = self._plan.names
        number = 1 + sum(each.role == "articles" for each in self._finished)
        self._articles = Shards(names, self._plan.shard_size, number, marks.get("articles", Mark()))
        self._files["articles"] = self._articles
        self._files["rejections"] = self._rejections = self._growing("rejections", marks)
        self._files["ledger"] = self._ledger = self._growing("ledger", marks)
        sync_folder(names.store)

    def _growing(self, role: Role, marks: Mapping[Role, Mark]) -> GrowingFile:
        names = self._plan.names
        return GrowingFile(names.part(role), names.path(role).name, marks.get(role, Mark()))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        if kind is None:
            return
        if self._store.has_checkpoint:
            self.let_go()
            return
        self._close()
        forget(self._plan.names, self._store)

    def let_go(self) -> None:
        """Close everything as it is; what a checkpoint says can be gone on with."""
        self._close()
        self._store.close()

    def _close(self) -> None:
        for file in self._files.values():
            file.close()

    def file(self, filed: Filed, position: Position) -> Filed:
        """Write one result, note it in the ledger and count it; `position` is where reading goes on behind it."""
        if self._seen is not None:
            filed = filed._replace(entry=self._seen.marked(filed.entry, filed.digest))
        entry = filed.entry
        if entry.fate == "article":
            self._articles.write(filed.line)
        elif entry.fate != "duplicate":
            self._rejections.write(filed.line)
        self._ledger.write(encode(entry))
        self.tally.add(entry, filed.removed)
        self.position = position
        if self._articles.is_full:
            self._next_shard()
        elif time.monotonic() - self._checked >= CHECKPOINT_SECONDS:
            self._check_in()
        return filed

    def _next_shard(self) -> None:
        finished = FinishedFile("articles", self._articles.number, *self._articles.finish())
        self._articles.open_next()
        sync_folder(self._plan.names.store)
        self._check_in([finished])
        self._take_name(finished)

    def _check_in(self, finished: Sequence[FinishedFile] = ()) -> None:
        marks = {role: file.mark() for role, file in self._files.items()}
        self._store.commit(Checkpoint(self.position, self.tally, marks), finished)
        self._finished.extend(finished)
        self._checked = time.monotonic()
        self.kept = self.tally.inputs

    def finish(self) -> None:
        """Write the manifest, and give all files their names.

        Raises:
            Unbalanced: the files do not hold what was counted.
            OSError: they cannot be written.
        """
        names = self._plan.names
        if not self.done:
            finished = self._finish_files()
            self._balance(finished)
            manifest = manifest_of(self.tally, [*self._finished, *finished], self._plan)
            write_manifest(names.part("manifest"), manifest)
            self._store.commit(Checkpoint(self.position, self.tally, {}, done=True), finished)
            self._finished.extend(finished)
            self.done = True
        self._take_names()
        take_name(names.part("manifest"), names.manifest, self._before.get("manifest"))
        for path in (names.manifest, names.rejections):
            sync_folder(path)  # or a machine that fails now might know neither the files nor the run
        forget(names, self._store)

    def _finish_files(self) -> list[FinishedFile]:
        finished = []
        if self._articles.is_needless:
            self._articles.close()
        else:
            finished.append(FinishedFile("articles", self._articles.number, *self._articles.finish()))
        finished.append(FinishedFile("rejections", 1, *self._rejections.finish()))
        finished.append(FinishedFile("ledger", 1, *self._ledger.finish()))
        return finished

    def _balance(self, finished: Sequence[FinishedFile]) -> None:
        records = {"articles": 0, "rejections": 0, "ledger": 0}
        for each in (*self._finished, *finished):
            records[each.role] += each.records
        tally = self.tally
        expected = {"articles": tally.articles, "rejections": tally.rejected, "ledger": tally.inputs}
        if records != expected:
            message = f"files hold {records} records, and {expected} were counted"
            raise Unbalanced(message)

    def _take_names(self) -> None:
        for each in self._finished:
            self._take_name(each)

    def _take_name(self, finished: FinishedFile) -> None:
        names, role, number = self._plan.names, finished.role, finished.number
        before = None if names.sharded and role == "articles" else self._before.get(role)
        take_name(names.part(role, number), names.path(role, number), before)
        if role == "articles":
            names.lines(number).unlink(missing_ok=True)


def forget(names: RunNames, store: RunStore) -> None:
    """Leave nothing of a run but what has a name of its own."""
    for part in names.parts():
        part.unlink(missing_ok=True)
    store.remove()
    with suppress(OSError):  # something that is not ours is in it, or another process has begun
        names.unfinished.rmdir()
