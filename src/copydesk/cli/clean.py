"""`copydesk clean`: pages in, records out."""

from __future__ import annotations

import errno
import os
import signal
import sys
from contextlib import ExitStack, contextmanager
from functools import partial
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from copydesk.cli.clean_options import READING_SETTINGS, clean_options, desk_of, intake_of
from copydesk.cli.options import pages_at, reading_options, refuse_one_address, refuse_overwriting
from copydesk.cli.progress import Progress, log, tell_end, tell_rejection, telling
from copydesk.cli.terminal import FAILED, STDOUT, writing_to

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from copydesk.batch.filing import Clerk
    from copydesk.batch.plan import InputIdentity, RunPlan
    from copydesk.batch.running import Run
    from copydesk.batch.tally import Tally
    from copydesk.writing.names import RunNames


class _Job(NamedTuple):
    """What the command line asks for."""

    clerk: Clerk
    pages: Sequence[InputIdentity]
    options: dict[str, Any]


@click.command()
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@clean_options
@reading_options
def clean(inputs: tuple[str, ...], *, output: str, rejects: str | None, strict: bool, **options: Any) -> None:
    """Clean INPUT (files, folders, patterns, @lists, or - for standard input) and write one JSON line a page.

    Files may hold one page or many: JSON lines, CSV, WARC and WET, Parquet; any of them compressed. In a folder, what
    is not hidden and ends like one of these is read.

    With -o, rejections, a ledger of every input and a manifest go beside OUT. What OUT ends in says how it is written:
    .jsonl, .jsonl.gz, .jsonl.bz2, .jsonl.xz, .jsonl.zst or .parquet.
    """
    with _failures(as_json=options["log_json"]), _interrupts():
        with writing_to(output):
            names = _names(output, rejects, options)
            job = _job(inputs, names, options)
            outputs = names.all() if names else [output, *([rejects] if rejects else [])]
            refuse_overwriting(outputs, [page.path for page in job.pages])
        tally = _to_files(job, names) if names else _to_stream(job, output, rejects)
        tell_end(tally, as_json=options["log_json"])
    if strict and tally.rejected:
        sys.exit(FAILED)


def _names(output: str, rejects: str | None, options: dict[str, Any]) -> RunNames | None:
    """The files of the run; None where articles go down a stream."""
    from copydesk.reading.remote import is_remote
    from copydesk.writing.names import is_stream

    if remote := [name for name in (output, rejects or "") if is_remote(name)]:
        message = f"records go to local files and streams, not to {remote[0]}"
        raise click.UsageError(message)
    if output == STDOUT or is_stream(Path(output)):
        if asked := [name for name in ("resume", "restart", "shard_size") if options[name]]:
            message = f"--{asked[0].replace('_', '-')} needs -o with the name of a file"
            raise click.UsageError(message)
        return None
    if rejects and (rejects == STDOUT or is_stream(Path(rejects))):
        message = f"--rejects needs the name of a file where -o has one, not {rejects}"
        raise click.UsageError(message)
    return _file_names(output, rejects, sharded=options["shard_size"] is not None)


def _file_names(output: str, rejects: str | None, *, sharded: bool) -> RunNames:
    from copydesk.writing.names import RunNames, beside, refuse_folder

    articles = Path(output)
    with writing_to(output):
        if output.endswith(("/", os.sep)):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        refuse_folder(articles)
    names = RunNames(articles, Path(rejects) if rejects else beside(articles, "rejects"), sharded)
    if names.is_packed_parquet:
        message = f"Parquet packs its columns itself: {articles.stem}, not {articles.name}"
        raise click.UsageError(message)
    if clash := names.clash():
        message = f"{clash} and rejections cannot go to one file: {names.rejections}"
        raise click.UsageError(message)
    return names


def _job(inputs: tuple[str, ...], names: RunNames | None, options: dict[str, Any]) -> _Job:
    from copydesk.batch.filing import Clerk
    from copydesk.batch.plan import identities
    from copydesk.reading.own_files import written_before

    ours = written_before(names.all()) if names and names.folder.is_dir() else []
    pages = identities(pages_at(inputs, map(str, ours)))
    refuse_one_address(pages, options)
    if options["resume"] and options["restart"]:
        message = "--resume goes on with a run, --restart begins anew: not both"
        raise click.UsageError(message)
    if options["resume"] and (unrepeatable := [page.path for page in pages if not page.is_repeatable]):
        message = f"--resume needs inputs that can be read again, and {unrepeatable[0]} cannot"
        raise click.UsageError(message)
    return _Job(Clerk(desk_of(options), dedup=options["dedup"]), pages, options)


def _to_files(job: _Job, names: RunNames) -> Tally:
    from copydesk.batch.intake import LostRecords
    from copydesk.batch.ledger import Unbalanced
    from copydesk.batch.manifest import Manifest, tally_of
    from copydesk.batch.opening import RunRefused, open_run
    from copydesk.batch.workers import WorkersFailed

    options = job.options
    plan = _plan(job, names)
    with writing_to(str(names.articles)), ExitStack() as open_files:
        try:
            opened = open_run(plan, resume=options["resume"], restart=options["restart"])
        except RunRefused as error:
            raise click.UsageError(str(error)) from error
        except OSError as error:
            raise click.ClickException(_cannot_write(error, names)) from error
        if isinstance(opened, Manifest):
            return tally_of(opened)
        run = open_files.enter_context(opened)
        try:
            if not run.done:
                _go_through(job, run, told=False)
            run.finish()
        except (OSError, KeyboardInterrupt, LostRecords, Unbalanced, WorkersFailed) as error:
            raise _broken_off(error, plan, run.kept) from error
        return run.tally


def _plan(job: _Job, names: RunNames) -> RunPlan:
    from copydesk.batch.manifest import name_from
    from copydesk.batch.plan import RunPlan

    options = job.options
    asked = {name: options[name] for name in (*READING_SETTINGS, "shard_size", "dedup", "kind", "encoding", "url")}
    fetched_at = options["fetched_at"]
    settings = {
        **job.clerk.desk.settings(),
        **asked,
        "fetched_at": fetched_at.isoformat() if fetched_at else None,
        "output": name_from(names.folder, names.articles),
        "rejects": name_from(names.folder, names.rejections),
    }
    return RunPlan(names, settings, job.pages, options["shard_size"], dedup=options["dedup"])


def _to_stream(job: _Job, output: str, rejects: str | None) -> Tally:
    from copydesk.batch.running import StreamRun
    from copydesk.writing.jsonl import whole_files

    targets = [name for name in (output, rejects) if name is not None]
    with writing_to(" or ".join(targets)), whole_files(*(Path(name) for name in targets if name != STDOUT)) as opened:
        files = iter(opened)
        articles, *rejections = [sys.stdout.buffer if name == STDOUT else next(files) for name in targets]
        run = StreamRun(articles, rejections[0] if rejections else None, dedup=job.options["dedup"])
        _go_through(job, run, told=not rejections)
        return run.tally


def _go_through(job: _Job, run: Run, *, told: bool) -> None:
    """Have all pages cleaned and put on record; `told` where no file keeps rejections."""
    from copydesk.batch.running import put_on_record, results

    options, as_json = job.options, job.options["log_json"]
    intake = intake_of(job.pages, options, run.position)
    sizes = [page.size for page in job.pages]
    before = list(accumulate((size or 0 for size in sizes), initial=0))
    total = None if None in sizes else before[-1]
    cleaned = partial(results, job.clerk, workers=options["workers"], timeout=options["timeout"])
    if as_json:
        log("start", files=len(sizes), bytes_total=total, on_record=run.tally.inputs)
    with telling(as_json=as_json) as show:
        for filed in put_on_record(run, intake, cleaned):
            if told and filed.entry.code is not None:
                tell_rejection(filed, as_json=as_json)
            show(Progress(run.tally, before[intake.position.files] + intake.bytes_read, total))


def _broken_off(error: BaseException, plan: RunPlan, kept: int) -> click.ClickException:
    """What is said of a run that came to no end, and of how to go on with it."""
    from copydesk.batch.tally import counted

    what = "interrupted" if isinstance(error, KeyboardInterrupt) else str(error)
    if isinstance(error, OSError):
        what = _cannot_write(error, plan.names)
    advice = "--resume goes on with them" if plan.is_repeatable else "--restart throws them away and begins anew"
    return click.ClickException(f"{what}; {counted(kept, 'page')} on record, {advice}" if kept else what)


def _cannot_write(error: OSError, names: RunNames) -> str:
    return f"cannot write {error.filename or names.articles}: {error.strerror or error}"


@contextmanager
def _failures(*, as_json: bool) -> Iterator[None]:
    """Say in one line what no run can go on with; in JSON where that was asked for."""
    from copydesk.batch.database import BusyRun
    from copydesk.batch.ledger import Unbalanced
    from copydesk.batch.workers import WorkersFailed

    try:
        try:
            yield
        except (BusyRun, Unbalanced, WorkersFailed) as error:
            raise click.ClickException(str(error)) from error
    except click.ClickException as error:
        if not as_json:
            raise
        log("error", message=error.format_message())
        sys.exit(error.exit_code)


@contextmanager
def _interrupts() -> Iterator[None]:
    """End at a request to terminate as at Ctrl-C: with what is done on record."""

    def interrupt(_signal: int, _frame: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
