"""`copydesk report`: where it writes, and how it ends."""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.cli.commands import COMMAND, MENU, SAMPLES, left, posix, process, run, write

if TYPE_CHECKING:
    from pathlib import Path


def test_it_writes_one_file_and_nothing_to_stdout(tmp_path: Path, page: Path) -> None:
    result = run("report", page, "-o", tmp_path / "report.html")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "1 page in the report\n")
    assert left(tmp_path) == {"page.txt", "report.html"}
    content = (tmp_path / "report.html").read_text("utf-8")
    assert content.startswith("<!doctype html>")
    assert "Ferry returns to the river" in content


def test_a_report_goes_to_stdout_where_that_is_asked_for(page: Path) -> None:
    result = run("report", page, "-o", "-")
    assert result.stdout.startswith("<!doctype html>")
    assert result.stdout.endswith("</html>\n")


def test_it_reads_stdin_and_a_folder_and_not_what_it_wrote(tmp_path: Path) -> None:
    assert run("report", "-", "-o", tmp_path / "a.html", stdin=b"no article").exit_code == 0
    write(tmp_path / "page.txt")
    for _ in range(2):
        assert run("report", tmp_path, "-o", tmp_path / "a.html").stderr == "1 page in the report\n"


def test_rejections_are_part_of_it(tmp_path: Path) -> None:
    write(tmp_path / "menu.txt", MENU)
    assert run("report", tmp_path / "menu.txt", "-o", tmp_path / "a.html").exit_code == 0
    assert '"code":{"no_article":1}' in (tmp_path / "a.html").read_text("utf-8")
    write(tmp_path / "feed.jsonl", "no JSON\n")
    assert run("report", tmp_path / "feed.jsonl", "-o", tmp_path / "a.html").exit_code == 0
    assert '"code":{"unreadable":1}' in (tmp_path / "a.html").read_text("utf-8")


def test_settings_make_a_difference(tmp_path: Path, page: Path) -> None:
    assert run("report", page, "-o", tmp_path / "a.html", "--require", "published_at").exit_code == 0
    assert '"code":{"missing_field":1}' in (tmp_path / "a.html").read_text("utf-8")


def test_it_shows_no_more_pages_than_it_may_and_says_so(tmp_path: Path) -> None:
    result = run("report", SAMPLES, "-o", tmp_path / "a.html", "--limit", "3")
    assert result.stderr.splitlines() == [
        "3 pages in the report",
        "the report shows the first 3 pages; --limit shows more",
    ]
    assert len(re.findall(r'"confidence":', (tmp_path / "a.html").read_text("utf-8"))) == 3


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["page.txt"], "Missing option '-o' / '--output'"),
        (["-o", "a.html"], "a report is of INPUT, or of two files"),
        (["gone.txt", "-o", "a.html"], "no such file or folder: gone.txt"),
        (["page.txt", "-o", "page.txt"], "page.txt is one of the inputs"),
        (["page.txt", "more", "-o", "a.html", "--url", "https://a.example/"], "--url goes with one page, not 3"),
        (["page.txt", "-o", "a.html", "--limit", "0"], "0 is not in the range x>=1"),
        (["page.txt", "-o", "a.html", "--timezone", "Mars/Base"], "timezone: no IANA name"),
    ],
)
def test_wrong_usage_ends_with_2_and_writes_nothing(folder: Path, arguments: list[str], message: str) -> None:
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    result = run("report", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in " ".join(result.stderr.split())
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


@posix
def test_what_cannot_be_written_is_told(tmp_path: Path, page: Path) -> None:
    result = run("report", page, "-o", tmp_path / "gone" / "a.html")
    assert (result.exit_code, "No such file or directory" in result.stderr) == (1, True)
    full = process("report", page, "-o", "/dev/full")
    assert (full.returncode, b"No space left" in full.stderr) == (1, True)


@posix
def test_a_reader_that_goes_away_ends_it_quietly(tmp_path: Path) -> None:
    command = [*COMMAND, "report", str(SAMPLES), "-o", "-"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp_path) as running:  # noqa: S603
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()
        assert running.wait(60) == 1
        assert running.stderr.read() == b""
