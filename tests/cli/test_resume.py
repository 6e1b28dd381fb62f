"""Runs that came to no end, and what makes of them what an undisturbed run would have written."""

from __future__ import annotations

import gzip
import os
import signal
import subprocess
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import orjson
import pytest

from tests.cli.commands import COMMAND, PAGE, disk_of, inputs, left, posix, process, records, run, write
from tests.generated import page as generated
from tests.generated import rows, write_rows

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PAGES = 400
INPUTS = ("../cut.jsonl.gz", "../damaged.wet", "../feed.jsonl")
BESIDE = ("out.rejects.jsonl", "out.ledger.jsonl", "out.manifest.json")
ENDS = (
    (signal.SIGKILL, 0.2),
    (signal.SIGKILL, 0.5),
    (signal.SIGKILL, 0.9),
    (signal.SIGTERM, 0.6),
    (signal.SIGINT, 0.7),
)
"""What ends a run, and when: as a share of the time that it takes undisturbed."""


def written(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def clean(folder: Path, *options: str) -> list[str]:
    """A run of its own folder, so that what it says of paths is the same in all of them."""
    folder.mkdir(exist_ok=True)
    return [*COMMAND, "clean", *INPUTS, "-o", "out.jsonl", *options]


def finished(folder: Path, *options: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(clean(folder, *options), cwd=folder, capture_output=True, timeout=120, check=False)  # noqa: S603


def write_inputs(folder: Path) -> None:
    """An archive that is cut off, one with a damaged record in the middle, and a file that is whole."""
    lines = "".join(rows(60)).encode()
    (folder / "cut.jsonl.gz").write_bytes(gzip.compress(lines) + gzip.compress(lines)[:-700])
    archive = b"".join(map(wet_record, range(60)))
    middle = len(archive) // 2
    (folder / "damaged.wet").write_bytes(archive[:middle] + b"\0" * 300 + archive[middle + 300 :])
    write_rows(folder / "feed.jsonl", PAGES)


def wet_record(number: int) -> bytes:
    text = generated(number).encode()
    head = f"WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: https://gazette.example/{number}\r\n"
    return f"{head}Content-Type: text/plain\r\nContent-Length: {len(text)}\r\n\r\n".encode() + text + b"\r\n\r\n"


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, bytes], float]:
    """A folder with a feed, what a run over it writes, and the seconds that it takes."""
    folder = tmp_path_factory.mktemp("runs")
    write_inputs(folder)
    began = time.monotonic()
    assert finished(folder / "whole", "--workers", "2", "--dedup").returncode == 0
    seconds = time.monotonic() - began
    counts = orjson.loads((folder / "whole" / "out.manifest.json").read_bytes())
    assert counts["rejections"]["unreadable"] >= 2
    assert counts["counts"]["articles"] > PAGES // 2
    assert counts["counts"]["duplicates"] > 60
    return folder, written(folder / "whole"), seconds


@posix
@pytest.mark.parametrize(("number", "moment"), ENDS, ids=str)
def test_a_run_that_was_ended_goes_on_to_the_same_bytes(
    undisturbed: tuple[Path, dict[str, bytes], float], number: signal.Signals, moment: float
) -> None:
    feed, whole, seconds = undisturbed
    folder = feed / f"{number.name}-{moment}"
    command = clean(folder, "--workers", "2", "--dedup")
    with subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE) as running:  # noqa: S603
        with suppress(subprocess.TimeoutExpired):
            running.wait(seconds * moment)
        running.send_signal(number)
        assert running.stderr is not None
        assert b"Traceback" not in running.stderr.read()
    result = finished(folder, "--workers", "2", "--dedup", "--resume")
    assert result.returncode == 0, result.stderr.decode()
    assert written(folder) == whole


def test_what_is_on_record_stays_and_the_number_of_workers_may_change(
    undisturbed: tuple[Path, dict[str, bytes], float],
) -> None:
    feed, whole, _ = undisturbed
    folder = feed / "alone"
    broken_off(folder, "--dedup")
    result = finished(folder, "--dedup", "--resume", "--log-json")
    start = orjson.loads(result.stderr.splitlines()[0])
    assert start["event"] == "start"
    assert start["on_record"] > 0
    assert written(folder) == whole


def broken_off(folder: Path, *options: str) -> None:
    """A run that was killed once it had something on record."""
    command = clean(folder, *options)
    with subprocess.Popen(command, cwd=folder, stderr=subprocess.DEVNULL) as running:  # noqa: S603
        deadline = time.monotonic() + 60
        store = folder / ".out.run" / "store"
        while time.monotonic() < deadline and not (store.exists() and store.stat().st_size):
            time.sleep(0.02)
        time.sleep(0.2)  # its first checkpoint is being written
        running.kill()


@pytest.fixture
def unfinished(tmp_path: Path) -> Path:
    write_inputs(tmp_path)
    folder = tmp_path / "run"
    broken_off(folder)
    return folder


def test_an_unfinished_run_is_neither_lost_nor_gone_on_with_unasked(unfinished: Path) -> None:
    before = written(unfinished)
    result = finished(unfinished)
    assert result.returncode == 2
    assert b"on record: --resume goes on with it, --restart throws it away" in result.stderr
    assert written(unfinished) == before


def test_what_is_thrown_away_leaves_nothing(unfinished: Path) -> None:
    assert finished(unfinished, "--restart", "--min-chars", "30").returncode == 0
    assert left(unfinished) == {"out.jsonl", *BESIDE}


def test_a_run_does_not_go_on_as_another_one(unfinished: Path) -> None:
    before = written(unfinished)
    for options, said in (
        (["--min-chars", "30"], "min_chars is 30, and was 25"),
        (["--dedup", "--keep-removed"], "dedup is true, and was false; keep_removed is true, and was false"),
        (["--require", "title"], 'require is ["title"], and was []'),
        (["--shard-size", "5"], "shard_size is 5, and was null"),
    ):
        result = finished(unfinished, "--resume", *options)
        assert result.returncode == 2
        assert said in " ".join(result.stderr.decode().split())
    assert written(unfinished) == before


def _append(feed: Path) -> None:
    with feed.open("a") as file:
        file.writelines(rows(1))


def _touch(feed: Path) -> None:
    os.utime(feed, ns=(1, 1))


@pytest.mark.parametrize("change", [_append, _touch])
def test_a_run_does_not_go_on_with_other_inputs(unfinished: Path, change: Any) -> None:  # noqa: ANN401 - a function
    change(unfinished.parent / "feed.jsonl")
    result = finished(unfinished, "--resume")
    assert result.returncode == 2
    assert b"input ../feed.jsonl has changed" in result.stderr


def test_inputs_that_came_along_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pages").mkdir()
    for number in (1, 3):
        write(tmp_path / "pages" / f"{number}.txt")
    assert run("clean", "pages", "-o", "out.jsonl").exit_code == 0
    assert run("clean", "pages", "-o", "out.jsonl", "--resume").exit_code == 0
    write(tmp_path / "pages" / "2.txt")
    result = run("clean", "pages", "-o", "out.jsonl", "--resume")
    assert result.exit_code == 2
    assert "the inputs have changed. --restart throws away what is there and begins anew" in words(result.stderr)
    assert run("clean", "pages", "-o", "out.jsonl", "--restart").exit_code == 0
    assert len(records((tmp_path / "out.jsonl").read_bytes())) == 3


def words(message: str) -> str:
    """A message without the lines that a terminal's width makes of it."""
    return " ".join(message.split())


def test_a_run_goes_on_under_another_name_of_its_folder(
    unfinished: Path, undisturbed: tuple[Path, dict[str, bytes], float]
) -> None:
    command = [*COMMAND, "clean", *INPUTS, "-o", str(unfinished.resolve() / "out.jsonl"), "--resume"]
    assert subprocess.run(command, cwd=unfinished, capture_output=True, timeout=120, check=False).returncode == 0  # noqa: S603
    articles = len(records((unfinished / "out.jsonl").read_bytes()))
    assert articles > undisturbed[1]["out.jsonl"].count(b"\n")  # there, duplicates are left out


@posix
def test_what_cannot_be_read_again_is_not_called_to_be_gone_on_with(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "feed.jsonl")
    command = [*COMMAND, "clean", "feed.jsonl", "-o", "out.jsonl"]
    with subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE) as running:  # noqa: S603
        with (tmp_path / "feed.jsonl").open("wb", buffering=0) as feed:
            lines = rows(1_000_000)
            store = tmp_path / ".out.run" / "store"
            while not (store.exists() and store.stat().st_size):  # until a checkpoint
                feed.write(next(lines).encode())
            ended(running, signal.SIGINT)
        assert running.stderr is not None
        said = running.stderr.read().decode()
    assert "on record, --restart throws them away and begins anew" in words(said)


def test_a_finished_run_is_told_and_not_done_again(tmp_path: Path, page: Path) -> None:
    out = tmp_path / "out.jsonl"
    first = run("clean", page, "-o", out)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    again = run("clean", page, "-o", out, "--resume")
    assert (again.exit_code, again.stderr) == (0, first.stderr)
    assert {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()} == before


@pytest.mark.parametrize("gone", ["out-00001.jsonl", "out-00002.jsonl", "out.rejects.jsonl"])
def test_a_finished_run_without_its_files_is_not_called_finished(tmp_path: Path, gone: str) -> None:
    page, other = write(tmp_path / "1.txt"), write(tmp_path / "2.txt", PAGE.replace("Friday", "Sunday"))
    arguments = ("clean", page, other, "-o", tmp_path / "out.jsonl", "--shard-size", "1")
    assert run(*arguments).exit_code == 0
    (tmp_path / gone).unlink()
    assert run(*arguments, "--resume").exit_code in {0, 2}
    assert run(*arguments, "--restart").exit_code == 0
    assert (tmp_path / gone).exists()


def test_a_finished_run_into_another_form_is_another_run(tmp_path: Path, page: Path) -> None:
    assert run("clean", page, "-o", tmp_path / "out.jsonl").exit_code == 0
    (tmp_path / "out.jsonl").unlink()
    assert run("clean", page, "-o", tmp_path / "out.jsonl.gz", "--resume").exit_code == 0
    assert (tmp_path / "out.jsonl.gz").exists()


def test_what_no_run_wrote_is_not_thrown_away(tmp_path: Path, page: Path) -> None:
    notes = write(tmp_path / "news-00001.jsonl", "somebody's notes")
    other = write(tmp_path / "news-20240101.jsonl", "others")
    result = run("clean", page, "-o", tmp_path / "news.jsonl", "--shard-size", "2", "--restart")
    assert result.exit_code == 2
    assert "has the name of a shard, and no run has written it" in " ".join(result.stderr.split())
    assert notes.read_text(encoding="utf-8") == "somebody's notes"
    assert other.exists()


@posix
def test_rejections_elsewhere_get_their_name_behind_a_link(tmp_path: Path, page: Path) -> None:
    deep = tmp_path / "far" / "away" / "deep"
    deep.mkdir(parents=True)
    (tmp_path / "link").symlink_to(deep)
    rejects = tmp_path / "r.jsonl"
    options = ("--min-chars", "5000", "-o", tmp_path / "link" / "out.jsonl", "--rejects", rejects)
    assert run("clean", page, *options).exit_code == 0
    assert len(records(rejects.read_bytes())) == 1
    assert [name for name in left(tmp_path) if name.startswith(".")] == []


def test_records_that_were_lost_from_an_unfinished_file_are_missed(unfinished: Path) -> None:
    part = unfinished / ".out.run" / "articles-1"
    part.write_bytes(part.read_bytes()[:1000])
    result = finished(unfinished, "--resume")
    assert result.returncode == 1
    assert b"has lost what was on record in it" in result.stderr
    assert part.exists()


@pytest.mark.parametrize("option", ["--resume", "--restart", "--shard-size=5"])
def test_a_stream_is_not_taken_up_again(page: Path, option: str) -> None:
    result = run("clean", page, option)
    assert result.exit_code == 2
    assert "needs -o with the name of a file" in result.stderr


def test_standard_input_is_not_read_again(tmp_path: Path) -> None:
    result = run("clean", "-", "-o", tmp_path / "out.jsonl", "--resume", stdin=PAGE)
    assert result.exit_code == 2
    assert "--resume needs inputs that can be read again, and - cannot" in result.stderr
    assert left(tmp_path) == set()


@posix
def test_two_runs_do_not_write_to_one_file(tmp_path: Path, page: Path) -> None:
    pipe, out = tmp_path / "pipe", tmp_path / "out.jsonl"
    os.mkfifo(pipe)
    with subprocess.Popen([*COMMAND, "clean", pipe, "-o", out], stderr=subprocess.DEVNULL) as slow:  # noqa: S603
        with pipe.open("wb") as held:  # opens once the command reads it
            for options in ((), ("--restart",), ("--resume",)):
                result = process("clean", page, "-o", out, *options)
                assert result.returncode == 1
                assert b"another process is at work on it" in result.stderr
            held.write(PAGE.encode())
        assert slow.wait(60) == 0
    assert inputs(out.read_bytes()) == [str(pipe)]
    assert left(tmp_path) == {"page.txt", "pipe", "out.jsonl", *BESIDE}


@posix
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT], ids=str)
def test_an_ended_run_leaves_no_file_under_a_final_name(tmp_path: Path, page: Path, number: signal.Signals) -> None:
    pipe, out = tmp_path / "pipe", tmp_path / "out"
    out.mkdir()
    os.mkfifo(pipe)
    command = [*COMMAND, "clean", str(page), str(pipe), "-o", str(out / "out.jsonl")]
    with subprocess.Popen(command, stderr=subprocess.PIPE) as running:  # noqa: S603
        with pipe.open("wb"):  # the command has come to its second page
            assert ended(running, number) != 0
        assert running.stderr is not None
        assert b"Traceback" not in running.stderr.read()
    assert [name for name in left(out) if not name.startswith(".")] == []
    assert run("clean", page, "-o", out / "out.jsonl", "--restart").exit_code == 0
    assert inputs((out / "out.jsonl").read_bytes()) == [str(page)]
    assert [name for name in left(out) if name.startswith(".")] == []


def ended(running: subprocess.Popen[bytes], number: int) -> int:
    """Signal a process until it ends: between Python's last look and a read that blocks, one may be missed."""
    for _ in range(60):
        running.send_signal(number)
        with suppress(subprocess.TimeoutExpired):
            return running.wait(1)
    running.kill()
    return 0


def test_a_disk_that_filled_up_is_gone_on_with_once_there_is_room(
    undisturbed: tuple[Path, dict[str, bytes], float],
) -> None:
    feed, whole, _ = undisturbed
    needed = sum(map(len, whole.values()))
    with disk_of(feed / "disk", str(2 * needed)) as folder:
        (folder / "other").write_bytes(bytes(needed * 5 // 4))
        result = finished(folder, "--dedup")
        assert result.returncode == 1
        assert b"cannot write out.jsonl: No space left on device" in result.stderr
        assert b"Traceback" not in result.stderr
        assert [name for name in left(folder) if not name.startswith(".")] == ["other"]
        (folder / "other").unlink()
        assert finished(folder, "--dedup", "--resume").returncode == 0
        assert written(folder) == whole


@posix
def test_a_listener_that_leaves_ends_nothing(undisturbed: tuple[Path, dict[str, bytes], float]) -> None:
    feed, whole, _ = undisturbed
    folder = feed / "unheard"
    command = clean(folder, "--dedup", "--workers", "2", "--log-json")
    with subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE) as running:  # noqa: S603
        assert running.stderr is not None
        running.stderr.close()
        assert running.wait(120) == 0
    assert written(folder) == whole


# inputs that are cut off or damaged


def test_an_archive_cut_in_the_middle_of_a_member_gives_all_before_it(tmp_path: Path) -> None:
    members = [gzip.compress("".join(part).encode()) for part in _parts(list(rows(60)), 20)]
    whole, cut = tmp_path / "whole.jsonl.gz", tmp_path / "cut.jsonl.gz"
    whole.write_bytes(b"".join(members))
    cut.write_bytes(b"".join(members[:2]) + members[2][: len(members[2]) // 2])
    records_of = {}
    for path in (whole, cut):
        assert run("clean", path, "-o", tmp_path / f"{path.name}.out").exit_code == 0
        records_of[path] = records((tmp_path / f"{path.name}.out").read_bytes())
    before = [record["text"] for record in records_of[cut]]
    assert 38 <= len(before) < 60
    assert before == [record["text"] for record in records_of[whole]][: len(before)]
    last = records((tmp_path / "cut.jsonl.gz.out.ledger.jsonl").read_bytes())[-1]
    assert (last["fate"], last["input"]) == ("unreadable", str(cut))


def _parts(whole: list[str], size: int) -> Iterator[list[str]]:
    return (whole[start : start + size] for start in range(0, len(whole), size))
