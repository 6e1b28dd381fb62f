"""`copydesk diff` and `copydesk report --diff`: what two runs made of the same pages."""

from __future__ import annotations

import gzip
import json
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.commands import COMMAND, RULE, SAMPLES, in_terminal, posix, records, run, write
from tests.reviewing.articles import record, write_records

if TYPE_CHECKING:
    from pathlib import Path

LINES = ["The ferry will sail again on Friday, the office said.", "It had been in dock.", "Ferries for all"]


def two(tmp_path: Path, old: list[dict[str, Any]], new: list[dict[str, Any]]) -> tuple[Path, Path]:
    return write_records(tmp_path / "old.jsonl", old), write_records(tmp_path / "new.jsonl", new)


def test_the_same_records_in_another_order_are_no_difference(tmp_path: Path) -> None:
    rows = [record(number, LINES) for number in range(1, 4)]
    result = run("diff", *two(tmp_path, rows, rows[::-1]))
    assert (result.exit_code, result.stderr) == (0, "3 records equal, 0 changed, 0 only in OLD, 0 only in NEW\n")
    assert len(result.stdout.splitlines()) == 2


def test_what_a_rule_changed_is_shown_by_line_and_field(tmp_path: Path) -> None:
    page = write(tmp_path / "page.txt", "Ferry returns\n\n" + "\n\n".join(LINES) + "\n")
    rules = write(tmp_path / "own.toml", RULE.format(id="slogan", match="line", patterns='["ferries for all"]'))
    assert run("clean", page, "-o", tmp_path / "old.jsonl").exit_code == 0
    assert run("clean", page, "-o", tmp_path / "new.jsonl", "--rules", rules).exit_code == 0
    result = run("diff", tmp_path / "old.jsonl", tmp_path / "new.jsonl", "--ignore", "confidence")
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert lines[2].startswith(f"@@ {page} @@")
    assert lines[-4:] == ["  text", "    …", f"    {LINES[1]}", f"-   {LINES[2]}"]
    assert "+   1" in lines
    assert "\x1b" not in result.stdout
    assert "1 changed" in result.stderr
    assert "provenance" not in result.stdout


def test_a_changed_record_is_a_line_of_json(tmp_path: Path) -> None:
    old, new = (
        record(1, LINES),
        record(1, LINES[:2], title="Ferry", rights={**record(1, LINES)["rights"], "holder": "A"}),
    )
    (found,) = records(run("diff", *two(tmp_path, [old], [new]), "--json").stdout)
    assert (found["change"], found["input"], found["record"]) == ("changed", "page.txt", 1)
    assert found["text"] == [{"sign": "-", "text": LINES[2]}]
    assert {"field": "rights.holder", "old": None, "new": "A"} in found["fields"]
    assert "provenance.spans" not in {each["field"] for each in found["fields"]}


def test_records_that_only_one_file_has_are_told(tmp_path: Path) -> None:
    files = two(tmp_path, [record(1, LINES), record(2, LINES)], [record(2, LINES), record(3, LINES)])
    found = records(run("diff", *files, "--json").stdout)
    assert [(each["change"], each["record"]) for each in found] == [("removed", 1), ("added", 3)]
    assert "only in OLD" in run("diff", *files).stderr


def test_records_belong_together_by_id_before_they_do_by_place(tmp_path: Path) -> None:
    """A page that came in before others moves their places, and not their ids."""
    old = [record(number, LINES, id=f"{number:032x}") for number in (1, 2)]
    new = [record(1, LINES[:1], id="f" * 32), record(2, LINES, id=f"{1:032x}"), record(3, LINES, id=f"{2:032x}")]
    found = records(run("diff", *two(tmp_path, old, new), "--json", "--ignore", "provenance", "--ignore", "url").stdout)
    assert [(each["change"], each["id"]) for each in found] == [("added", "f" * 32)]


def test_records_whose_id_changed_belong_together_by_place(tmp_path: Path) -> None:
    old, new = record(1, LINES), record(1, LINES, id="f" * 32)
    (found,) = records(run("diff", *two(tmp_path, [old], [new]), "--json").stdout)
    assert [each["field"] for each in found["fields"]] == ["id"]


def test_rejections_are_compared_too(tmp_path: Path) -> None:
    write(tmp_path / "menu.txt", "Home\nNews\n")
    for name, options in (("old", []), ("new", ["--min-chars", "9"])):
        assert run("clean", tmp_path / "menu.txt", "-o", tmp_path / f"{name}.jsonl.gz", *options).exit_code == 0
    assert run("diff", tmp_path / "old.rejects.jsonl.gz", tmp_path / "new.rejects.jsonl.gz").exit_code == 0


def test_files_may_be_packed_and_one_may_be_standard_input(tmp_path: Path) -> None:
    old, _ = two(tmp_path, [record(1, LINES)], [])
    packed = tmp_path / "new.jsonl.gz"
    packed.write_bytes(gzip.compress(old.read_bytes()))
    assert run("diff", old, packed).exit_code == 0
    assert run("diff", "-", packed, stdin=old.read_bytes()).exit_code == 0


@posix
def test_colours_are_for_terminals(tmp_path: Path) -> None:
    files = two(tmp_path, [record(1, LINES)], [record(1, LINES[:2])])
    assert f"\x1b[31m-   {LINES[2]}" in in_terminal("diff", *files, NO_COLOR="")
    assert "\x1b" not in in_terminal("diff", *files, NO_COLOR="1")


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["page.txt"], 2, "Missing argument 'NEW'"),
        (["gone.jsonl", "page.txt"], 2, "no such file or folder: gone.jsonl"),
        (["more", "page.txt"], 2, "records are read from files of JSON lines, not from more"),
        (["-", "-"], 2, "only one of two files can be standard input"),
        (["page.txt", "link.txt"], 1, "page.txt:1: no JSON"),
    ],
)
def test_what_is_no_file_of_records_is_told(folder: Path, arguments: list[str], code: int, message: str) -> None:
    assert folder.is_dir()
    result = run("diff", *arguments)
    assert (result.exit_code, message in " ".join(result.stderr.split())) == (code, True)
    assert "Traceback" not in result.stderr


def test_a_record_that_says_nothing_of_itself_is_told(tmp_path: Path) -> None:
    file = write(tmp_path / "a.jsonl", json.dumps({"text": "x"}))
    result = run("diff", file, file)
    assert (result.exit_code, "a.jsonl:1: no record: neither an id nor an input" in result.stderr) == (1, True)


def test_the_report_shows_what_differs(tmp_path: Path) -> None:
    files = two(tmp_path, [record(1, LINES), record(2, LINES)], [record(1, LINES[:2], title="Ferry"), record(2, LINES)])
    result = run("report", "--diff", *files, "-o", tmp_path / "diff.html")
    assert (result.exit_code, result.stderr) == (0, "1 page in the report\n")
    content = (tmp_path / "diff.html").read_text("utf-8")
    assert '"change":{"changed":1},"field":{"text":1,"title":1}' in content
    assert run("report", SAMPLES, "--diff", *files, "-o", tmp_path / "a.html").exit_code == 2
    assert run("report", "--diff", *files, "-o", files[0]).exit_code == 2


@posix
def test_a_reader_that_goes_away_ends_it_quietly(tmp_path: Path) -> None:
    old = [record(number, LINES) for number in range(500)]
    files = two(tmp_path, old, [record(number, LINES[:2]) for number in range(500)])
    with subprocess.Popen([*COMMAND, "diff", *files], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:  # noqa: S603
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()
        assert running.wait(60) == 1
        assert running.stderr.read() == b""
