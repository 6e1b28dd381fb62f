"""A run whose records go to files: whole or absent, each input in the ledger, and taken up again after any end.

Files grow under hidden names. Every second all of them are brought to disk and a checkpoint says how far they reach;
what a process wrote behind its last checkpoint is cut off when the run is taken up again.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Self

from copydesk.batch.duplicates import SeenTexts
from copydesk.batch.filing import Filed, Position
from copydesk.batch.ledger import Unbalanced
from copydesk.batch.manifest import Manifest, manifest_bytes, manifest_of
from copydesk.batch.plan import FinishedFile
from copydesk.batch.store import Checkpoint, RunStore
from copydesk.batch.tally import Tally
from copydesk.writing.growing import GrowingFile, Mark
from copydesk.writing.jsonl import encode, whole_files
from copydesk.writing.names import sync_folder, unfinished
from copydesk.writing.shards import Shards, take_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from types import TracebackType

    from copydesk.batch.plan import Role, RunPlan

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
        self._checked = time.monotonic()
        self.kept = self.tally.inputs
        self._files: dict[Role, Shards | GrowingFile] = {}
        self._take_names()
        if not self.done:
            self._open(marks)

    def _open(self, marks: Mapping[Role, Mark]) -> None:
        names = self._plan.names
        number = 1 + sum(each.role == "articles" for each in self._finished)
        self._articles = Shards(names, self._plan.shard_size, number, marks.get("articles", Mark()))
        self._rejections, self._ledger = self._growing("rejections", marks), self._growing("ledger", marks)
        self._files = {"articles": self._articles, "rejections": self._rejections, "ledger": self._ledger}

    def _growing(self, role: Role, marks: Mapping[Role, Mark]) -> GrowingFile:
        path = self._plan.names.path(role, 1)
        return GrowingFile(unfinished(path), path.name, marks.get(role, Mark()))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        if kind is None:
            return
        if self._store.checkpoint() is not None:
            self.let_go()
            return
        for file in self._files.values():
            file.discard()
        self._store.remove()

    def let_go(self) -> None:
        """Close everything as it is; what a checkpoint says can be gone on with."""
        for file in self._files.values():
            file.close()
        self._store.close()

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
        shard = self._articles.finish()
        finished = FinishedFile("articles", shard.number, *shard.written)
        self._articles.open_next()
        self._check_in([finished])
        take_name(shard.path)

    def _check_in(self, finished: Sequence[FinishedFile] = ()) -> None:
        marks = {role: file.mark() for role, file in self._files.items()}
        self._store.commit(Checkpoint(self.position, self.tally, marks), finished)
        self._finished.extend(finished)
        self._checked = time.monotonic()
        self.kept = self.tally.inputs

    def finish(self) -> Manifest:
        """Give all files their names, and write the manifest.

        Raises:
            Unbalanced: the files do not hold what was counted.
            OSError: they cannot be written.
        """
        if not self.done:
            finished = self._finish_files()
            self._balance(finished)
            self._store.commit(Checkpoint(self.position, self.tally, {}, done=True), finished)
            self._finished.extend(finished)
            self.done = True
        self._take_names()
        manifest = manifest_of(self.tally, self._finished, self._plan)
        with whole_files(self._plan.names.manifest) as (file,):
            file.write(manifest_bytes(manifest))
        for path in (self._plan.names.manifest, self._plan.names.rejections):
            sync_folder(path)  # or a machine that fails now might know neither the files nor the run
        self._store.remove()
        return manifest

    def _finish_files(self) -> list[FinishedFile]:
        finished = []
        if self._articles.is_needless:
            self._articles.discard()
        else:
            shard = self._articles.finish()
            finished.append(FinishedFile("articles", shard.number, *shard.written))
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
            take_name(self._plan.names.path(each.role, each.number))
