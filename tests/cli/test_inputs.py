"""What the command reads, and what becomes of each of it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.cli.commands import CHINESE, COMMAND, MENU, PAGE, SAMPLES, inputs, left, posix, process, records, run, write

if TYPE_CHECKING:
    from collections.abc import Iterator


def test_a_file_gives_a_record_on_stdout_and_a_summary_on_stderr(page: Path) -> None:
    result = run("clean", page)
    assert result.exit_code == 0
    (record,) = records(result.stdout)
    assert record["title"] == "Ferry returns to the river"
    assert result.stderr == "1 page: 1 article, 0 rejected\nremoved 1 line (share_prompt 1)\n"


def test_several_inputs_come_in_the_order_of_the_command_line(tmp_path: Path) -> None:
    last, first = write(tmp_path / "z.txt"), write(tmp_path / "a.txt")
    assert inputs(run("clean", last, first).stdout) == [str(last), str(first)]


def test_a_folder_gives_the_pages_below_it_sorted_by_name(tmp_path: Path) -> None:
    pages = [write(tmp_path / name) for name in ("b/2.txt", "a/deep/er/1.TEXT", "b/10.txt", "a.txt")]
    result = run("clean", tmp_path)
    assert inputs(result.stdout) == sorted(map(str, pages))
    assert result.exit_code == 0


@pytest.mark.parametrize(
    "other",
    ["notes.md", "picture.jpg", "no_suffix", ".hidden.txt", ".git/page.txt", "a/.cache/b/page.txt"],
)
def test_what_is_no_page_in_a_folder_is_passed_over(tmp_path: Path, other: str) -> None:
    page = write(tmp_path / "page.txt")
    write(tmp_path / other)
    assert inputs(run("clean", tmp_path).stdout) == [str(page)]


def test_a_second_run_does_not_read_what_the_first_one_wrote(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(PAGE, encoding="utf-8")
    outputs = [run("clean", tmp_path, "-o", tmp_path / "out.jsonl").stderr for _ in range(2)]
    assert outputs[0] == outputs[1]


def test_a_file_in_the_folder_that_no_run_wrote_is_not_written_over(tmp_path: Path) -> None:
    rows = json.dumps({"text": PAGE}) + "\n"
    (tmp_path / "out.jsonl").write_text(rows, encoding="utf-8")
    result = run("clean", tmp_path, "-o", tmp_path / "out.jsonl")
    assert (result.exit_code, (tmp_path / "out.jsonl").read_text("utf-8")) == (2, rows)
    assert "is one of the inputs" in result.stderr


def test_a_file_of_many_pages_gives_a_record_for_each(tmp_path: Path) -> None:
    rows = [{"url": "https://gazette.example/1", "text": PAGE}, {"text": 7}, {"content": PAGE}]
    (tmp_path / "pages.jsonl").write_bytes("".join(json.dumps(row) + "\n" for row in rows).encode())
    result = run("clean", tmp_path / "pages.jsonl", "--rejects", tmp_path / "rejects.jsonl")
    articles = records(result.stdout)
    (rejection,) = records((tmp_path / "rejects.jsonl").read_bytes())
    assert [(one["url"], one["provenance"]["record"]) for one in articles] == [
        ("https://gazette.example/1", 1),
        (None, 3),
    ]
    assert (rejection["record"], rejection["reasons"][0]["code"]) == (2, "unreadable")


@pytest.mark.parametrize("name", ["notes.md", "no_suffix", ".hidden.txt", ".hidden/page.txt"])
def test_a_file_that_is_named_is_a_page_whatever_its_name(tmp_path: Path, name: str) -> None:
    path = write(tmp_path / name)
    assert inputs(run("clean", path).stdout) == [str(path)]


def test_a_hidden_folder_that_is_named_is_read(tmp_path: Path) -> None:
    page = write(tmp_path / ".pages" / "page.txt")
    assert inputs(run("clean", page.parent).stdout) == [str(page)]


def test_each_path_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "news" / "a.txt")
    write(tmp_path / "news" / "b.txt")
    monkeypatch.chdir(tmp_path)
    result = run("clean", "./news/b.txt", "news", "news/", "news//a.txt")
    assert inputs(result.stdout) == ["news/b.txt", "news/a.txt"]


def test_files_of_one_name_in_two_folders_are_two_pages(tmp_path: Path) -> None:
    pages = [write(tmp_path / "one" / "page.txt"), write(tmp_path / "two" / "page.txt", CHINESE)]
    assert inputs(run("clean", tmp_path).stdout) == [str(page) for page in pages]


@posix
def test_links_to_files_are_followed_and_links_to_folders_are_not(tmp_path: Path) -> None:
    page = write(tmp_path / "in" / "page.txt")
    write(tmp_path / "out" / "other.txt")
    (tmp_path / "in" / "link.txt").symlink_to(tmp_path / "out" / "other.txt")
    (tmp_path / "in" / "up").symlink_to(tmp_path)
    (tmp_path / "in" / "dangling.txt").symlink_to("nowhere")
    (tmp_path / "in" / "loop.txt").symlink_to("loop.txt")
    (tmp_path / "in" / "folder.txt").mkdir()
    os.mkfifo(tmp_path / "in" / "pipe.txt")
    assert inputs(run("clean", tmp_path / "in").stdout) == [str(tmp_path / "in" / "link.txt"), str(page)]
    assert inputs(run("clean", tmp_path / "in" / "up" / "out").stdout) == [str(tmp_path / "in/up/out/other.txt")]


def test_a_pattern_that_no_shell_expanded_is_expanded(tmp_path: Path) -> None:
    pages = [write(tmp_path / name) for name in ("a/1.txt", "a/b/2.txt", "c/3.txt")]
    write(tmp_path / "a" / "notes.md")
    assert inputs(run("clean", tmp_path / "**" / "*.txt").stdout) == sorted(map(str, pages))
    assert inputs(run("clean", tmp_path / "[ab]").stdout) == sorted(map(str, pages[:2]))
    named = write(tmp_path / "[ab].txt")
    assert inputs(run("clean", named).stdout) == [str(named)]


def test_stdin_is_a_page() -> None:
    result = run("clean", "-", "--url", "https://gazette.example/ferry", stdin=CHINESE.encode("gb18030"))
    (record,) = records(result.stdout)
    assert (record["title"], record["url"]) == ("江岸轮渡周五复航", "https://gazette.example/ferry")
    assert record["provenance"]["input"] == "-"


def test_stdin_goes_along_with_files(page: Path) -> None:
    assert inputs(run("clean", page, "-", "-", stdin=CHINESE).stdout) == [str(page), "-"]


@posix
def test_a_named_pipe_is_a_page(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with subprocess.Popen([*COMMAND, "clean", pipe], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as running:  # noqa: S603
        pipe.write_text(PAGE, encoding="utf-8")
        output, _ = running.communicate(timeout=60)
    assert inputs(output) == [str(pipe)]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "no_article"),
        (b"\n \n", "no_article"),
        (MENU.encode(), "no_article"),
        (b"\x89PNG\r\n\x1a\n" + bytes(200), "not_text"),
        (bytes(1000), "not_text"),
        (bytes(range(128, 256)) * 8, "undecodable"),
    ],
)
def test_a_file_without_an_article_is_a_rejection(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "page.txt"
    path.write_bytes(content)
    result = run("clean", path, "--rejects", tmp_path / "rejects")
    assert (result.exit_code, result.stdout) == (0, "")
    (rejection,) = records((tmp_path / "rejects").read_bytes())
    assert (rejection["input"], rejection["reasons"][0]["code"]) == (str(path), code)
    assert result.stderr == f"1 page: 0 articles, 1 rejected ({code} 1)\n"


def test_rejections_without_a_file_are_named_on_stderr(page: Path, tmp_path: Path) -> None:
    menu = write(tmp_path / "menu \x1b[31m.txt", MENU)
    result = run("clean", page, menu)
    assert len(records(result.stdout)) == 1
    assert result.stderr == (
        f"{tmp_path}/menu \ufffd[31m.txt: no_article: no line of the page reads like an article\n"
        "2 pages: 1 article, 1 rejected (no_article 1)\n"
        "removed 1 line (share_prompt 1)\n"
    )


@posix
def test_a_file_that_goes_away_is_on_record_and_the_rest_is_cleaned(tmp_path: Path) -> None:
    pipe, gone, page = tmp_path / "pipe", write(tmp_path / "gone.txt"), write(tmp_path / "page.txt")
    os.mkfifo(pipe)
    out = tmp_path / "out.jsonl"
    with subprocess.Popen([*COMMAND, "clean", pipe, gone, page, "-o", out], stderr=subprocess.DEVNULL) as running:  # noqa: S603
        with pipe.open("wb") as held:  # opens once the command reads it, when all inputs have been listed
            gone.unlink()
            held.write(PAGE.encode())
        assert running.wait(60) == 0
    assert inputs(out.read_bytes()) == [str(pipe), str(page)]
    (rejection,) = records((tmp_path / "out.rejects.jsonl").read_bytes())
    assert (rejection["input"], rejection["reasons"][0]["code"]) == (str(gone), "unreadable")


WITHOUT_PRIVILEGES = """
import os, sys
from copydesk.cli import main
import copydesk.batch.opening
main(["clean", sys.argv[1], "-o", os.devnull], standalone_mode=False)  # the interpreter itself may be root's alone
os.setgroups([])
os.setgid(65534)
os.setuid(65534)
main(sys.argv[2:], prog_name="copydesk")
"""


def unprivileged(*arguments: str | Path) -> tuple[int, bytes, str]:
    """Run the command as somebody for whom permissions hold; root passes them all."""
    if os.geteuid() != 0:
        result = process(*arguments)
        return result.returncode, result.stdout, result.stderr.decode()
    command = [sys.executable, "-c", WITHOUT_PRIVILEGES, SAMPLES / "en-short.txt", *arguments]
    result = subprocess.run(command, capture_output=True, timeout=60, check=False)  # noqa: S603
    stderr = result.stderr.decode()
    return result.returncode, result.stdout, re.sub(r"\A1 page: .*\nremoved .*\n", "", stderr)  # of the first run


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that other users may pass to; pytest keeps its own shut."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


@posix
def test_a_file_that_may_not_be_read_is_on_record(open_folder: Path) -> None:
    shut, page = write(open_folder / "a.txt"), write(open_folder / "b.txt")
    shut.chmod(0)
    code, stdout, stderr = unprivileged("clean", open_folder)
    assert (code, inputs(stdout)) == (0, [str(page)])
    assert stderr.splitlines()[0] == f"{shut}: unreadable: Permission denied"


@posix
def test_a_folder_that_may_not_be_listed_ends_the_run(open_folder: Path) -> None:
    write(open_folder / "b.txt")
    shut = write(open_folder / "shut" / "a.txt").parent
    shut.chmod(0)
    for path in (open_folder, shut):
        assert unprivileged("clean", path) == (1, b"", f"Error: cannot list {shut}: Permission denied\n")
    code, stdout, stderr = unprivileged("clean", shut / "a.txt")
    assert (code, stdout) == (2, b"")
    assert f"{shut}/a.txt: Permission denied" in stderr
    shut.chmod(0o755)


@posix
def test_a_folder_that_may_not_be_written_to_is_told(open_folder: Path) -> None:
    page = write(open_folder / "page.txt")
    result = unprivileged("clean", page, "-o", open_folder / "out.jsonl")
    assert result == (1, b"", f"Error: cannot write {open_folder}/out.jsonl: Permission denied\n")
    assert left(open_folder) == {"page.txt"}
