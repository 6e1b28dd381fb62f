"""What a run writes over, and what it leaves alone: files of others, of other runs, and its own inputs."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.cli.commands import COMMAND, PAGE, inputs, left, posix, process, records, run, write

if TYPE_CHECKING:
    from pathlib import Path

BESIDE = ("out.rejects.jsonl", "out.ledger.jsonl", "out.manifest.json")
NOTES = "somebody's notes"
SHARDS = ("--shard-size", "5")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "page.txt")
    return tmp_path


@pytest.mark.parametrize(
    ("options", "what"),
    [
        (("-o", "out.jsonl", "--rejects", "out.jsonl"), "articles"),
        (("-o", "out.jsonl", "--rejects", "./out.ledger.jsonl"), "ledger"),
        (("-o", "out.jsonl", "--rejects", "out.manifest.json"), "manifest"),
        (("-o", "out.jsonl", "--rejects", "out-00001.jsonl", *SHARDS), "articles"),
        (("-o", "out.jsonl", "--rejects", ".out.run"), "unfinished files"),
        (("-o", "out.jsonl", "--rejects", ".out.run/store"), "unfinished files"),
    ],
)
def test_two_things_do_not_go_to_one_file(folder: Path, options: tuple[str, ...], what: str) -> None:
    result = run("clean", "page.txt", *options)
    assert result.exit_code == 2
    assert f"{what} and rejections cannot go to one file" in " ".join(result.stderr.split())
    assert left(folder) == {"page.txt"}


def test_rejections_may_have_the_name_of_a_shard_where_there_are_none(folder: Path) -> None:
    assert run("clean", "page.txt", "-o", "out.jsonl", "--rejects", "out-00001.jsonl").exit_code == 0
    assert left(folder) == {"page.txt", "out.jsonl", "out-00001.jsonl", "out.ledger.jsonl", "out.manifest.json"}


@pytest.mark.parametrize("name", BESIDE)
def test_what_nobody_named_is_not_written_over_unless_a_run_wrote_it(folder: Path, name: str) -> None:
    write(folder / name, NOTES)
    for options in ((), ("--restart",), ("--resume",)):
        result = run("clean", "page.txt", "-o", "out.jsonl", *options)
        assert result.exit_code == 2
        assert f"{name} is there already, and no run has written it" in " ".join(result.stderr.split())
    assert left(folder) == {"page.txt", name}
    (folder / name).unlink()
    for _ in range(2):
        assert run("clean", "page.txt", "-o", "out.jsonl").exit_code == 0


def test_what_is_named_is_written_over(folder: Path) -> None:
    write(folder / "out.jsonl", NOTES)
    write(folder / "bad.jsonl", NOTES)
    assert run("clean", "page.txt", "-o", "out.jsonl", "--rejects", "bad.jsonl").exit_code == 0
    assert inputs((folder / "out.jsonl").read_bytes()) == ["page.txt"]
    assert (folder / "bad.jsonl").read_bytes() == b""


@pytest.mark.parametrize("other", [("-o", "out.ndjson"), ("-o", "out"), ("-o", "out.jsonl", *SHARDS)])
def test_a_manifest_whose_articles_are_there_is_not_written_over(folder: Path, other: tuple[str, ...]) -> None:
    assert run("clean", "page.txt", "-o", "out.jsonl").exit_code == 0
    before = {path: path.read_bytes() for path in folder.iterdir()}
    result = run("clean", "page.txt", *other)
    assert result.exit_code == 2
    assert "out.manifest.json tells of out.jsonl: move both away" in " ".join(result.stderr.split())
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


@posix
@pytest.mark.parametrize("other", ["out.jsonl", "out.ndjson", "out.jsonl.gz", "out.parquet", "out"])
def test_runs_that_would_share_a_file_do_not_run_at_once(folder: Path, other: str) -> None:
    os.mkfifo("pipe")
    with subprocess.Popen([*COMMAND, "clean", "pipe", "-o", "out.jsonl"], stderr=subprocess.DEVNULL) as slow:  # noqa: S603
        with (folder / "pipe").open("wb") as held:  # opens once the command reads it
            result = process("clean", "page.txt", "-o", other)
            assert (result.returncode, b"another process is at work on it" in result.stderr) == (1, True)
            held.write(PAGE.encode())
        assert slow.wait(60) == 0
    assert left(folder) == {"page.txt", "pipe", "out.jsonl", *BESIDE}


@posix
@pytest.mark.parametrize(
    ("theirs", "taken"),
    [
        (("-o", "other.jsonl", "--rejects", "bad.jsonl"), "bad.jsonl"),
        (("-o", "out.jsonl.jsonl", "--rejects", "out.jsonl"), "out.jsonl"),
    ],
)
def test_what_another_run_has_written_meanwhile_is_kept(folder: Path, theirs: tuple[str, ...], taken: str) -> None:
    os.mkfifo("pipe")
    ours = ("-o", "out.jsonl", "--rejects", "bad.jsonl")
    with subprocess.Popen([*COMMAND, "clean", "pipe", *ours], stderr=subprocess.PIPE) as slow:  # noqa: S603
        with (folder / "pipe").open("wb") as held:
            assert process("clean", "page.txt", "--min-chars", "5000", *theirs).returncode == 0
            held.write(PAGE.encode())
        assert slow.wait(60) == 1
        assert slow.stderr is not None
        said = slow.stderr.read().decode()
    assert f"cannot write {taken}: somebody else has written it since the run began" in said
    assert [record["input"] for record in records((folder / taken).read_bytes())] == ["page.txt"]


@posix
@pytest.mark.parametrize("name", ["out.jsonl.rejects", *BESIDE])
def test_a_pipe_is_no_file_of_a_run(folder: Path, name: str) -> None:
    os.mkfifo(folder / name)
    rejects = ("--rejects", name) if name == "out.jsonl.rejects" else ()
    result = process("clean", "page.txt", "-o", "out.jsonl", *rejects)
    assert result.returncode in {1, 2}
    assert b"pipe" in result.stderr or b"--rejects needs the name of a file" in result.stderr
    assert left(folder) == {"page.txt", name}


def test_an_input_may_have_any_hidden_name(folder: Path) -> None:
    names = [".out.jsonl.part", ".out.jsonl.run", "out-00002.jsonl.txt"]
    for name in names:
        write(folder / name)
    assert run("clean", *names, "-o", "out.jsonl").exit_code == 0
    assert inputs((folder / "out.jsonl").read_bytes()) == names
    assert [(folder / name).read_text(encoding="utf-8") for name in names] == [PAGE] * 3


def test_what_is_not_ours_stays_in_a_folder_for_what_is_unfinished(folder: Path) -> None:
    write(folder / ".out.run" / "page.txt")
    assert run("clean", ".out.run/page.txt", "-o", "out.jsonl").exit_code == 0
    assert left(folder / ".out.run") == {"page.txt"}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("-o", "a.jsonl"), ("-o", "b.jsonl")),
        (("-o", "a.jsonl.gz"), ("-o", "b.jsonl")),
        (("-o", "a.jsonl", *SHARDS), ("-o", "b.jsonl")),
        (("-o", "a.parquet"), ("-o", "b.jsonl")),
        (("-o", "a.jsonl", "--rejects", "bad.ndjson"), ("-o", "b.jsonl", *SHARDS)),
    ],
)
def test_what_one_run_wrote_is_no_input_of_another(
    folder: Path, first: tuple[str, ...], second: tuple[str, ...]
) -> None:
    write(folder / "menu.txt", "Home\nNews\n")
    for options in (first, second):
        result = run("clean", ".", *options)
        assert result.stderr.splitlines()[0] == "2 pages: 1 article, 1 rejected (no_article 1)"


@pytest.mark.usefixtures("folder")
def test_records_that_are_named_are_read() -> None:
    assert run("clean", ".", "-o", "a.jsonl").exit_code == 0
    assert len(records(run("clean", "a.jsonl").stdout)) == 1


@pytest.mark.parametrize("restart", [False, True])
@pytest.mark.parametrize("content", [b"somebody's notes" * 300, b"SQLite format 3\0" + bytes(5000)])
def test_a_damaged_memory_is_told_and_can_be_thrown_away(folder: Path, content: bytes, *, restart: bool) -> None:
    store = folder / ".out.run" / "store"
    store.parent.mkdir()
    store.write_bytes(content)
    (store.parent / "articles-1").write_bytes(b"lost\n")
    result = run("clean", "page.txt", "-o", "out.jsonl", "--restart" if restart else "--resume")
    if restart:
        assert result.exit_code == 0
        assert left(folder) == {"page.txt", "out.jsonl", *BESIDE}
    else:
        assert result.exit_code == 2
        assert ".out.run/store is damaged" in " ".join(result.stderr.split())
        assert "--restart throws away what is unfinished" in " ".join(result.stderr.split())
        assert store.read_bytes() == content
