"""Whether a run may begin or go on, and the run if it may."""

from __future__ import annotations

from typing import TYPE_CHECKING

from copydesk.batch.database import DamagedDatabase
from copydesk.batch.file_run import FileRun, forget
from copydesk.batch.manifest import Manifest, digest_of, is_whole, other_articles, read_manifest
from copydesk.batch.store import RunStore, changed_settings
from copydesk.batch.tally import counted
from copydesk.reading.own_files import written_before
from copydesk.writing.names import beside, demand_file
from copydesk.writing.taking_names import seen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from copydesk.batch.plan import RunPlan
    from copydesk.writing.names import RunNames


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
        RunRefused: an unfinished run is there and nothing was said of it, or it was made of something else; or files
            would be written over that are none of its own.
        BusyRun: another process is at work on it.
        OSError: a file cannot be written.
    """
    names = plan.names
    for path in (names.articles, *names.fixed().values()):
        demand_file(path)
    _refuse_foreign(names)
    _make_room(names)
    store = _opened(names, restart=restart)
    checkpoint = store.checkpoint()
    try:
        if restart:
            _throw_away(names, store)
            checkpoint = None
        if checkpoint is not None:
            _demand_resume(plan, checkpoint.tally.inputs, resume=resume)
            _demand_same(plan, store.differences(plan.settings, plan.inputs))
            return FileRun(plan, store)
        manifest = read_manifest(names.manifest) if resume else None
        if manifest is None or not is_whole(manifest, names):
            return _begun(plan, store)
        _demand_same(plan, _differences(plan, manifest))
    except BaseException:
        store.close() if checkpoint is not None else forget(names, store)
        raise
    forget(names, store)
    return manifest


def _make_room(names: RunNames) -> None:
    try:
        names.unfinished.mkdir(exist_ok=True)
    except FileExistsError:
        raise
    except OSError as error:
        error.filename = str(names.articles)  # which is what the user knows of
        raise


def _opened(names: RunNames, *, restart: bool) -> RunStore:
    try:
        return RunStore(names.store)
    except DamagedDatabase as error:
        if not restart:
            message = f"{names.store} is damaged ({error.strerror}): --restart throws away what is unfinished"
            raise RunRefused(message) from error
    names.store.unlink()
    return RunStore(names.store)


def _begun(plan: RunPlan, store: RunStore) -> FileRun:
    names = plan.names
    if names.sharded and (shards := names.shards()):
        message = f"{shards[0]} is there already; --restart throws such files away"
        raise RunRefused(message)
    store.begin(plan.settings, plan.inputs, {role: seen(path) for role, path in names.fixed().items()})
    return FileRun(plan, store)


def _refuse_foreign(names: RunNames) -> None:
    """What a user has named may be written over; of what stands beside it, only what earlier runs have written."""
    unnamed = [names.ledger, names.manifest]
    if names.rejections == beside(names.articles, "rejects"):
        unnamed.append(names.rejections)
    there = [path for path in unnamed if path.exists()]
    if foreign := sorted({*there} - {*written_before(there)}):
        message = f"{foreign[0]} is there already, and no run has written it: move it away, or write elsewhere"
        raise RunRefused(message)
    manifest = read_manifest(names.manifest)
    others = other_articles(manifest, names) if manifest else []
    if others:
        message = f"{names.manifest} tells of {others[0]}: move both away, or write elsewhere"
        raise RunRefused(message)


def _throw_away(names: RunNames, store: RunStore) -> None:
    finished = store.finished()
    shards = names.shards() if names.sharded else []
    if foreign := sorted({*shards} - {*written_before(shards)}):
        message = f"{foreign[0]} has the name of a shard, and no run has written it"
        raise RunRefused(message)
    names.manifest.unlink(missing_ok=True)  # first, or it would speak of files that are not there any more
    for path in (*(names.path(each.role, each.number) for each in finished), *shards, *names.parts()):
        path.unlink(missing_ok=True)
    store.clear()


def _demand_resume(plan: RunPlan, inputs: int, *, resume: bool) -> None:
    if not resume:
        message = (
            f"an unfinished run into {plan.names.articles} has {counted(inputs, 'page')} on record: "
            f"{'--resume goes on with it, ' if plan.is_repeatable else ''}--restart throws it away"
        )
        raise RunRefused(message)


def _demand_same(plan: RunPlan, differences: Sequence[str]) -> None:
    if differences:
        message = (
            f"{plan.names.articles} was begun with something else: {'; '.join(differences)}. "
            "--restart throws away what is there and begins anew"
        )
        raise RunRefused(message)


def _differences(plan: RunPlan, manifest: Manifest) -> list[str]:
    changed = changed_settings(manifest.settings, plan.settings)
    if digest_of(plan.inputs) != manifest.inputs:
        changed.append("the inputs have changed")
    return changed
