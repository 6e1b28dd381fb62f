"""Pages cleaned by other processes: in order, the same, and none lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson
import pytest

import copydesk
from copydesk.batch.filing import Clerk, Filed, Given
from copydesk.batch.running import results
from copydesk.batch.workers import CHUNK_PAGES, CHUNKS_AHEAD, WorkersFailed, clean_in_workers
from copydesk.rejecting import Origin, refused
from tests.batch.desks import FaultyDesk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

STORY = "Ferry {0} returns\n\nThe river ferry number {0} will sail again on Friday, the transport office said today."
ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _workers_find_the_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT))


def story(number: int) -> Given:
    return Given(copydesk.Source(STORY.format(number), name=f"{number}.txt"))


def fault(what: str) -> Given:
    return Given(copydesk.Source(what, name=f"{what}.txt"))


def cleaned(pages: Iterable[Given], *, workers: int = 2, timeout: float = 60.0) -> list[Filed]:
    return list(clean_in_workers(Clerk(FaultyDesk()), pages, workers=workers, timeout=timeout))


def reasons(filed: Iterable[Filed]) -> list[str]:
    return [orjson.loads(one.line)["reasons"][0]["message"] for one in filed if one.entry.code is not None]


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_the_number_of_workers_changes_nothing(workers: int) -> None:
    pages = [story(number) for number in range(5 * CHUNK_PAGES + 3)]
    pages[7] = Given(copydesk.Source("首页", name="menu.txt"))
    pages[9] = Given(refused("unreadable", "gone", Origin("9.txt")))
    alone = [Clerk(copydesk.Desk()).file(page) for page in pages]
    assert cleaned(pages, workers=workers) == alone


def test_nothing_comes_of_nothing() -> None:
    assert cleaned([]) == []


@pytest.mark.skipif(os.name != "posix", reason="signals")
@pytest.mark.parametrize(
    ("what", "code", "message"),
    [
        ("kill", "worker_died", "two processes died that cleaned it (the second: SIGKILL)"),
        ("exit", "worker_died", "two processes died that cleaned it (the second: exit code 3)"),
        ("hang", "too_slow", "it takes longer than 2 seconds"),
    ],
)
def test_a_page_that_takes_its_worker_along_is_rejected_alone(what: str, code: str, message: str) -> None:
    pages = [story(number) for number in range(2 * CHUNK_PAGES)]
    pages[5] = fault(what)
    filed = cleaned(pages, timeout=2.0 if what == "hang" else 60.0)
    assert [index for index, one in enumerate(filed) if one.entry.code is not None] == [5]
    assert (filed[5].entry.code, reasons(filed)) == (code, [message])


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_a_page_that_cannot_be_read_again_is_kept_with_its_rejection() -> None:
    (filed,) = cleaned([fault("kill")._replace(again=False)])
    assert (orjson.loads(filed.line)["raw"], filed.entry.code) == ("kill", "worker_died")


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_a_run_of_nothing_but_faults_ends() -> None:
    assert [one.entry.code for one in cleaned([fault("kill")] * 5)] == ["worker_died"] * 5


def test_pages_are_not_read_far_ahead() -> None:
    read = 0

    def pages() -> Iterator[Given]:
        nonlocal read
        for number in range(100 * CHUNK_PAGES):
            read += 1
            yield story(number)

    ongoing = clean_in_workers(Clerk(copydesk.Desk()), pages(), workers=1, timeout=60.0)
    next(ongoing)
    assert read <= CHUNK_PAGES * (CHUNKS_AHEAD + 1)
    ongoing.close()  # type: ignore[attr-defined]


def test_an_input_that_fails_ends_the_workers_too() -> None:
    def pages() -> Iterator[Given]:
        yield story(1)
        message = "no more"
        raise RuntimeError(message)

    with pytest.raises(RuntimeError, match="no more"):
        list(results(Clerk(copydesk.Desk()), pages(), workers=2))


class Unimportable(FaultyDesk):
    """Pickles, and cannot be found again."""

    def __reduce__(self) -> Any:  # noqa: ANN401 - what pickle asks for
        return exec, ("raise ImportError('no such desk')",)


@pytest.mark.filterwarnings("ignore")
def test_workers_that_cannot_start_end_the_run() -> None:
    with pytest.raises(WorkersFailed, match="could not start"):
        list(clean_in_workers(Clerk(Unimportable()), [story(1)], workers=2, timeout=60.0))


def children_of(pid: int) -> list[int]:
    return [
        int(child) for task in Path(f"/proc/{pid}/task").iterdir() for child in (task / "children").read_text().split()
    ]


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="needs /proc")
def test_workers_end_with_the_process_that_started_them(tmp_path: Path) -> None:
    for number in range(400):
        (tmp_path / f"{number}.txt").write_text(STORY.format(number) * 40, encoding="utf-8")
    command = ["clean", str(tmp_path), "-o", str(tmp_path / "out.jsonl"), "--workers", "2"]
    run = subprocess.Popen([sys.executable, "-m", "copydesk", *command], stderr=subprocess.DEVNULL)  # noqa: S603 - ours
    deadline = time.monotonic() + 30
    children: list[int] = []
    while len(children) < 2 and time.monotonic() < deadline:
        time.sleep(0.1)
        children = children_of(run.pid)
    run.send_signal(signal.SIGKILL)
    run.wait()
    while any(Path(f"/proc/{pid}").is_dir() for pid in children) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert [pid for pid in children if Path(f"/proc/{pid}").is_dir()] == []
