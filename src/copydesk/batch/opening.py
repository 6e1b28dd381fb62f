"""Whether a run may begin or go on, and the run if it may."""

from __future__ import annotations

from typing import TYPE_CHECKING

from copydesk.batch.file_run import FileRun
from copydesk.batch.manifest import Manifest, digest_of, is_whole, read_manifest
from copydesk.batch.own_files import written_before
from copydesk.batch.store import RunStore, changed_settings
from copydesk.batch.tally import counted
from copydesk.writing.names import RunNames, refuse_folder, remove_unfinished

if TYPE_CHECKING:
    from collections.abc import Sequence

    from copydesk.batch.plan import RunPlan


class RunRefused(ValueError):
    """The run may not begin or go on; the message says why, and what to do."""


def open_run(plan: RunPlan, *, resume: bool = False, restart: bool = False) -> FileRun | Manifest:
    """Begin a run, or go on with one that came to no end.

    Args:
        plan: what it is made of.
        resume: go on with an unfinished run. Where none was begun, this one is; where it is finished already, its
            manifest is the answer.
        restart: throw away what an unfinished run, or one with shards, has left.

    Raises:
        RunRefused: an unfinished run is there and nothing was said of it, or it was made of something else.
        BusyRun: another process is at work on it.
        OSError: a file cannot be written.
    """
    for path in (plan.names.rejections, plan.names.ledger, plan.names.manifest):
        refuse_folder(path)
    store = RunStore(plan.names.store)
    checkpoint = store.checkpoint()
    try:
        if restart:
            _throw_away(plan.names, store)
            checkpoint = None
        if checkpoint is not None:
            _demand_resume(plan, checkpoint.tally.inputs, resume=resume)
            _demand_same(plan, store.differences(plan.settings, plan.inputs))
            return FileRun(plan, store)
        manifest = read_manifest(plan.names.manifest) if resume else None
        if manifest is None or not is_whole(manifest, plan.names):
            return _begun(plan, store)
        _demand_same(plan, _differences(plan, manifest))
    except BaseException:
        store.close() if checkpoint is not None else store.remove()
        raise
    store.remove()
    return manifest


def _begun(plan: RunPlan, store: RunStore) -> FileRun:
    names = plan.names
    try:
        _refuse_shards(names)
        store.begin(plan.settings, plan.inputs)
        return FileRun(plan, store)
    except BaseException:
        remove_unfinished(names)
        raise


def _refuse_shards(names: RunNames) -> None:
    if names.sharded and (shards := names.shards()):
        message = f"{shards[0]} is there already; --restart throws such files away"
        raise RunRefused(message)


def _throw_away(names: RunNames, store: RunStore) -> None:
    finished = store.finished()
    shards = names.shards() if names.sharded else []
    if foreign := sorted({*shards} - {*written_before(shards)}):
        message = f"{foreign[0]} has the name of a shard, and no run has written it"
        raise RunRefused(message)
    names.manifest.unlink(missing_ok=True)  # first, or it would speak of files that are not there any more
    for path in (*(names.path(each.role, each.number) for each in finished), *shards):
        path.unlink(missing_ok=True)
    remove_unfinished(names, 1 + sum(each.role == "articles" for each in finished))
    store.clear()


def _demand_resume(plan: RunPlan, inputs: int, *, resume: bool) -> None:
    if not resume:
        message = (
            f"an unfinished run into {plan.names.articles} has {counted(inputs, 'page')} on record: "
            "--resume goes on with it, --restart throws it away"
        )
        raise RunRefused(message)


def _demand_same(plan: RunPlan, differences: Sequence[str]) -> None:
    if differences:
        message = f"{plan.names.articles} was begun with something else: {'; '.join(differences)}"
        raise RunRefused(message)


def _differences(plan: RunPlan, manifest: Manifest) -> list[str]:
    changed = changed_settings(manifest.settings, plan.settings)
    if digest_of(plan.inputs) != manifest.inputs:
        changed.append("the inputs have changed")
    return changed
