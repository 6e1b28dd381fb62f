"""`copydesk explain` and `copydesk schema`."""

from __future__ import annotations

import gzip
import json
import os
from typing import TYPE_CHECKING

import pytest

from copydesk.schemas import json_schema
from tests.cli.commands import CHINESE, PAGE, in_terminal, posix, process, records, run, write

if TYPE_CHECKING:
    from pathlib import Path


def test_explain_shows_every_line_with_its_reason(page: Path) -> None:
    result = run("explain", page)
    assert result.exit_code == 0
    assert [line.split()[:2] for line in result.stdout.splitlines()] == [
        ["1", "title"],
        ["2", "blank"],
        ["3", "body"],
        ["4", "blank"],
        ["5", "removed"],
    ]
    assert result.stdout.splitlines()[4] == "    5  removed  share_prompt  en/share-line   │ Share this article"
    assert "\x1b" not in result.stdout


def test_explain_writes_json(page: Path) -> None:
    rows = records(run("explain", page, "--json").stdout)
    assert "".join(row["text"] for row in rows) == PAGE
    assert rows[-1]["kind"] == "share_prompt"
    assert list(rows[0]) == ["number", "start", "end", "text", "label", "kind", "reason"]


def test_explain_reads_stdin() -> None:
    assert "江岸轮渡周五复航" in run("explain", "-", stdin=CHINESE.encode("gb18030")).stdout


@pytest.mark.parametrize("suffix", ["", ".gz"])
def test_explain_reads_a_record_of_a_file_of_many_pages(tmp_path: Path, suffix: str) -> None:
    content = "".join(json.dumps({"text": text}) + "\n" for text in (CHINESE, PAGE)).encode() + b"no JSON\n"
    feed = tmp_path / f"feed.jsonl{suffix}"
    feed.write_bytes(gzip.compress(content) if suffix else content)
    assert "Ferry returns to the river" in run("explain", feed, "--record", "2").stdout
    assert "江岸轮渡周五复航" in run("explain", "-", "--record", "1", stdin=feed.read_bytes()).stdout
    several = run("explain", feed)
    assert (several.exit_code, several.stdout) == (2, "")
    assert "holds several: --record N says which" in " ".join(several.stderr.split())
    none = run("explain", feed, "--record", "4")
    assert (none.exit_code, f"{feed.name} has no record 4" in " ".join(none.stderr.split())) == (2, True)
    broken = run("explain", feed, "--record", "3")
    assert (broken.exit_code, "unreadable: line 3: no JSON" in broken.stderr) == (1, True)


def test_explain_needs_no_number_where_there_is_one_page(tmp_path: Path) -> None:
    packed = tmp_path / "page.txt.gz"
    packed.write_bytes(gzip.compress(CHINESE.encode("gb18030")))
    assert "江岸轮渡周五复航" in run("explain", packed).stdout
    feed = write(tmp_path / "feed.jsonl", json.dumps({"words": PAGE}))
    assert "Ferry returns to the river" in run("explain", feed, "--text-field", "words").stdout


@posix
@pytest.mark.parametrize(("no_colour", "coloured"), [("", True), ("1", False)])
def test_explain_has_colours_in_a_terminal_alone(page: Path, no_colour: str, *, coloured: bool) -> None:
    shown = in_terminal("explain", page, NO_COLOR=no_colour)
    assert ("\x1b[31m" in shown) == coloured
    assert ("Share this article" in shown, "\x1b" in shown) == (True, coloured)


def test_explain_shows_no_control_characters(tmp_path: Path) -> None:
    shown = run("explain", write(tmp_path / "page.txt", PAGE.replace("river", "ri\x1b]0;v\x07er")))
    assert "\x1b" not in shown.stdout
    assert "\x07" not in shown.stdout


def test_explain_shows_what_it_can_where_output_is_not_utf8(tmp_path: Path) -> None:
    page = write(tmp_path / "page.txt", CHINESE)
    shown = process("explain", page, env={**os.environ, "PYTHONIOENCODING": "ascii"})
    assert (shown.returncode, shown.stderr) == (0, b"")
    assert b"title" in shown.stdout.splitlines()[0]
    assert shown.stdout.splitlines()[0].endswith(b" ? ????????")
    as_json = process("explain", page, "--json", env={**os.environ, "PYTHONIOENCODING": "ascii"})
    assert records(as_json.stdout)[0]["text"] == "江岸轮渡周五复航\n"


@pytest.mark.parametrize(
    ("content", "message"), [(b"%PDF-1.7", "not_text: the input is a PDF document"), (None, "Too many levels")]
)
def test_explain_says_what_it_cannot_read(tmp_path: Path, content: bytes | None, message: str) -> None:
    path = tmp_path / "page.txt"
    if content is None:
        path.symlink_to("page.txt")
    else:
        path.write_bytes(content)
    result = run("explain", path)
    assert result.exit_code == (2 if content is None else 1)
    assert message in result.stderr


@pytest.mark.parametrize("record", ["article", "rejection", "ledger", "manifest"])
def test_schema_prints_the_schema(record: str) -> None:
    assert json.loads(run("schema", record).stdout) == json_schema(record)
    assert process("schema", record, env={**os.environ, "PYTHONIOENCODING": "ascii"}).returncode == 0


def test_schema_is_that_of_the_article_where_none_is_named() -> None:
    assert run("schema").stdout == run("schema", "article").stdout
