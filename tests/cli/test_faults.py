"""Disks that are full, pipes that are shut, processes that are ended: faults are real ones, met by real processes."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
from pathlib import Path

import pytest

from tests.cli.commands import COMMAND, MENU, SAMPLES, left, posix, process, run

FULL = Path("/dev/full")
full = pytest.mark.skipif(not FULL.exists(), reason="needs /dev/full")


@full
@pytest.mark.parametrize(
    "arguments", [["clean", SAMPLES / "en-short.txt"], ["clean", SAMPLES], ["explain", SAMPLES / "ar.txt"], ["schema"]]
)
def test_a_full_disk_behind_stdout_is_told(arguments: list[str | Path]) -> None:
    with FULL.open("wb") as stdout:
        result = process(*arguments, stdout=stdout)
    assert result.returncode == 1
    assert result.stderr.decode().endswith("Error: cannot write standard output: No space left on device\n")
    assert b"Traceback" not in result.stderr
    assert b"Exception" not in result.stderr


@full
@pytest.mark.parametrize("pages", ["en-short.txt", "."])
def test_a_full_device_is_told(pages: str) -> None:
    result = process("clean", SAMPLES / pages, "-o", FULL)
    assert (result.returncode, result.stdout) == (1, b"")
    assert result.stderr.decode().endswith("Error: cannot write /dev/full: No space left on device\n")
    assert FULL.is_char_device()


def test_a_disk_that_fills_up_keeps_no_half_file(small_disk: Path) -> None:
    result = process("clean", SAMPLES, "-o", small_disk / "out.jsonl")
    assert result.returncode == 1
    assert "out.jsonl: No space left on device" in result.stderr.decode()
    assert [name for name in left(small_disk) if not name.startswith(".")] == []


def limit_files() -> None:
    import resource  # noqa: PLC0415 - POSIX only

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (65536, 65536))  # enough to begin


@posix
@pytest.mark.parametrize("before", [None, b"old\n"])
def test_a_write_that_fails_midway_keeps_no_half_file(tmp_path: Path, before: bytes | None) -> None:
    out = tmp_path / "out.jsonl"
    if before is not None:
        out.write_bytes(before)
    result = process("clean", SAMPLES, "-o", out, preexec_fn=limit_files)
    assert result.returncode == 1
    assert result.stderr.decode().startswith(f"Error: cannot write {out}: {os.strerror(errno.EFBIG)}")
    assert {name for name in left(tmp_path) if not name.startswith(".")} == (set() if before is None else {"out.jsonl"})
    assert before is None or out.read_bytes() == before


@pytest.mark.parametrize(
    ("output", "why"), [("missing/out.jsonl", "No such file or directory"), (".", "Is a directory")]
)
def test_a_place_that_takes_no_file_is_told_before_any_page_is_read(folder: Path, output: str, why: str) -> None:
    result = run("clean", "more", "-o", output)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == f"Error: cannot write {output}: {why}\n"
    assert not list(folder.rglob("*.part"))


@posix
@pytest.mark.parametrize(
    "command", [["clean", SAMPLES], ["explain", "--json", SAMPLES / "zh-hans-long.txt"], ["schema"]]
)
def test_a_reader_that_leaves_early_is_no_trouble(command: list[str | Path]) -> None:
    with subprocess.Popen([*COMMAND, *command], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:  # noqa: S603
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.read(10)
        running.stdout.close()
        stderr = running.stderr.read()
        assert running.wait(60) in {0, 1}  # 0 where all fitted into the pipe before it was closed
    assert b"Traceback" not in stderr
    assert b"Exception" not in stderr
    assert b"Error" not in stderr


@posix
@pytest.mark.parametrize("page", [SAMPLES, SAMPLES / "en-short.txt"])
def test_a_reader_that_is_gone_already_is_no_trouble(page: Path) -> None:
    read, written = os.pipe()
    os.close(read)
    try:
        result = process("clean", page, stdout=written)
    finally:
        os.close(written)
    assert result.returncode == 1
    assert b"Traceback" not in result.stderr
    assert b"Exception" not in result.stderr


@posix
@pytest.mark.parametrize(
    ("redirection", "code", "message"),
    [
        (">&-", 1, "Error: standard output is closed"),
        ("<&-", 0, "-: no_article"),
        ("2>&-", 0, ""),
    ],
)
def test_closed_streams_are_told(redirection: str, code: int, message: str) -> None:
    shell = f"{' '.join(COMMAND)} clean - {redirection}"
    result = subprocess.run(["/bin/sh", "-c", shell], input=MENU.encode(), capture_output=True, timeout=60, check=False)  # noqa: S603
    assert result.returncode == code
    assert message in result.stderr.decode()
    assert b"Traceback" not in result.stderr
