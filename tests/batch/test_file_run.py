"""A run to files that is killed at any step goes on to the files of one that was not."""

from __future__ import annotations

import io
import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import copydesk
from copydesk.batch import file_run
from copydesk.batch.file_run import FileRun
from copydesk.batch.filing import Clerk
from copydesk.batch.intake import Intake
from copydesk.batch.ledger import Unbalanced
from copydesk.batch.opening import open_run
from copydesk.batch.plan import RunPlan, identities
from copydesk.batch.running import put_on_record, results
from copydesk.batch.store import RunStore
from copydesk.writing.names import RunNames, beside
from tests.generated import page

if TYPE_CHECKING:
    from collections.abc import Callable

PAGES = [page(number) for number in (1, 2, 49, 68, 69, 3)]
"""Among them a menu, and two that say the same."""
CLERK = Clerk(copydesk.Desk(), dedup=True)
STEPS = ((os, "fsync"), (Path, "replace"), (Path, "unlink"), (RunStore, "commit"))
"""What a run does to disks: between any two of these a process may end."""


class Killed(BaseException):
    pass


def plan(folder: Path, name: str, shard_size: int | None) -> RunPlan:
    folder.mkdir()
    articles = folder / name
    names = RunNames(articles, beside(articles, "rejects"), sharded=shard_size is not None)
    paths = [str(path) for path in sorted((folder.parent / "pages").iterdir())]
    return RunPlan(names, {"a": 1}, identities(paths), shard_size, dedup=True)


def go(run: FileRun, planned: RunPlan) -> None:
    if not run.done:
        pages = Intake(planned.inputs, io.BytesIO(), {}, start=run.position)
        for _ in put_on_record(run, pages, partial(results, CLERK)):
            pass
    run.finish()


def killed_at(step: int, patch: pytest.MonkeyPatch) -> Callable[[], int]:
    """Have the step with this number end everything; what is returned tells how many there were."""
    count = 0

    def counted(real: Callable[..., Any], *arguments: Any, **options: Any) -> Any:  # noqa: ANN401 - any function
        nonlocal count
        count += 1
        if count == step:
            raise Killed
        return real(*arguments, **options)

    for owner, name in STEPS:
        real = getattr(owner, name)
        patch.setattr(owner, name, lambda *arguments, real=real, **options: counted(real, *arguments, **options))
    return lambda: count


def run_until(step: int, planned: RunPlan) -> int:
    """Run to the step with this number, or to the end; how many steps there were."""
    run = None
    with pytest.MonkeyPatch.context() as patch:
        steps = killed_at(step, patch)
        try:
            run = open_run(planned)
            assert isinstance(run, FileRun)
            go(run, planned)
        except Killed:
            if isinstance(run, FileRun):
                run.let_go()  # files and locks are let go when a process ends
    return steps()


def written(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(file_run, "CHECKPOINT_SECONDS", 0.0)
    (tmp_path / "pages").mkdir()
    for number, text in enumerate(PAGES):
        (tmp_path / "pages" / f"{number}.txt").write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(("name", "shard_size"), [("out.jsonl", None), ("out.jsonl.gz", 2), ("out.parquet", 2)])
def test_a_run_that_is_killed_at_any_step_goes_on_to_the_same_files(
    runs: Path, name: str, shard_size: int | None
) -> None:
    total = run_until(0, plan(runs / "whole", name, shard_size))
    whole = written(runs / "whole")
    assert total > len(PAGES)
    for step in range(1, total + 1):
        planned = plan(runs / f"{step}", name, shard_size)
        assert run_until(step, planned) >= step
        again = open_run(planned, resume=True)
        if isinstance(again, FileRun):
            with again:
                go(again, planned)
        assert written(runs / f"{step}") == whole, f"killed at step {step} of {total}"


def test_records_that_a_file_lacks_fail_the_run(runs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    planned = plan(runs / "out", "out.jsonl", None)
    run = open_run(planned)
    assert isinstance(run, FileRun)
    monkeypatch.setattr(run._ledger, "write", lambda _line: None)  # noqa: SLF001 - a fault
    with pytest.raises(Unbalanced, match="files hold"), run:
        go(run, planned)
    assert [path for path in (runs / "out").iterdir() if not path.name.startswith(".")] == []
