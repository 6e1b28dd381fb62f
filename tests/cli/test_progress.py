"""What a run says of itself while it goes on."""

from __future__ import annotations

import json
import os
import subprocess
from typing import TYPE_CHECKING

import orjson
import pytest

from tests.cli.commands import COMMAND, MENU, PAGE, posix, process, run, write
from tests.generated import write_rows

if TYPE_CHECKING:
    from pathlib import Path


@posix
def test_a_terminal_gets_a_bar_and_then_the_summary(tmp_path: Path) -> None:
    pytest.importorskip("rich")
    seen = in_terminal(tmp_path)
    assert "articles" in seen.split("300 pages:")[0]
    assert "%" in seen
    assert "300 pages: " in seen


@posix
def test_without_what_draws_bars_there_is_none(tmp_path: Path) -> None:
    (tmp_path / "rich.py").write_text("raise ImportError", encoding="utf-8")
    seen = in_terminal(tmp_path, PYTHONPATH=str(tmp_path))
    assert seen.startswith("300 pages: ")


def in_terminal(folder: Path, **environment: str) -> str:
    """What a run writes to a terminal."""
    feed = write_rows(folder / "feed.jsonl", 300)
    ours, theirs = os.openpty()
    command = [*COMMAND, "clean", str(feed), "-o", str(folder / "out.jsonl")]
    with subprocess.Popen(command, stderr=theirs, env={**os.environ, "TERM": "xterm", **environment}) as running:  # noqa: S603
        os.close(theirs)
        seen = b""
        while True:
            try:
                data = os.read(ours, 65_536)
            except OSError:  # as a terminal says that nobody writes to it any more
                break
            if not data:
                break
            seen += data
        assert running.wait(60) == 0
    os.close(ours)
    return seen.decode()


def test_nobody_but_a_terminal_gets_a_bar(tmp_path: Path) -> None:
    feed = write_rows(tmp_path / "feed.jsonl", 60)
    result = process("clean", feed, "-o", tmp_path / "out.jsonl")
    assert result.stderr.startswith(b"60 pages: ")


def test_machines_get_lines_of_json(tmp_path: Path) -> None:
    feed = write_rows(tmp_path / "feed.jsonl", 60)
    result = run("clean", feed, "-o", tmp_path / "out.jsonl", "--log-json")
    events = [json.loads(line) for line in result.stderr.splitlines()]
    assert [event["event"] for event in events] == ["start", "progress", "end"]
    start, progress, end = events
    assert (start["files"], start["bytes_total"], start["on_record"]) == (1, feed.stat().st_size, 0)
    assert 0 < progress["bytes_read"] <= progress["bytes_total"] == start["bytes_total"]
    assert end["inputs"] == end["articles"] + sum(end["rejections"].values()) == 60
    assert end["removed"]["share_prompt"] > 0


def test_machines_get_rejections_that_no_file_keeps(page: Path, tmp_path: Path) -> None:
    menu = write(tmp_path / "menu.txt", MENU)
    result = run("clean", page, menu, "--log-json")
    (rejection,) = [
        event for line in result.stderr.splitlines() if (event := orjson.loads(line))["event"] == "rejection"
    ]
    assert (rejection["input"], rejection["code"], rejection["record"]) == (str(menu), "no_article", None)


def test_machines_get_failures(tmp_path: Path, page: Path) -> None:
    for output, code, message in (
        ("missing/out.jsonl", 1, "No such file or directory"),
        ("s3://a/b", 2, "local files"),
    ):
        where = output if "://" in output else tmp_path / output
        result = run("clean", page, "-o", where, "--log-json")
        assert result.exit_code == code
        (error,) = [orjson.loads(line) for line in result.stderr.splitlines()]
        assert error["event"] == "error"
        assert message in error["message"]


def test_a_rejected_row_is_named_with_its_number() -> None:
    rows = json.dumps({"text": PAGE}) + "\n" + json.dumps({"text": MENU}) + "\n"
    result = run("clean", "-", stdin=rows)
    assert result.stderr.splitlines()[0] == "- record 2: no_article: no line of the page reads like an article"
