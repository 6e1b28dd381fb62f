"""How the command ends: 0, 1 or 2, and what it says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli.commands import MENU, posix, records, run, write

if TYPE_CHECKING:
    from pathlib import Path


WRONG_USAGE: dict[str, tuple[list[str], str]] = {
    "no command": (["tidy"], "No such command 'tidy'"),
    "no input": (["clean"], "Missing argument 'INPUT...'"),
    "missing path": (["clean", "missing.txt"], "no such file or folder: missing.txt"),
    "missing path after a good one": (["clean", "page.txt", "missing.txt"], "no such file or folder: missing.txt"),
    "pattern without a match": (["clean", "*.html"], "no such file or folder: *.html"),
    "path too long": (["clean", "x" * 300], "File name too long"),
    "file as folder": (["clean", "page.txt/page.txt"], "Not a directory"),
    "empty folder": (["clean", "empty"], "no pages (.csv, .htm, .html, .json, "),
    "unknown encoding": (["clean", "page.txt", "--encoding", "utf-9"], "unknown encoding: utf-9"),
    "encoding of no page": (["clean", "page.txt", "--encoding", "cp037"], "unknown encoding: cp037"),
    "encoding of bytes": (["clean", "page.txt", "--encoding", "rot13"], "unknown encoding: rot13"),
    "bad time": (["clean", "page.txt", "--fetched-at", "yesterday"], "not an ISO 8601 date or time: yesterday"),
    "impossible time": (["clean", "page.txt", "--fetched-at", "2021-02-30"], "not an ISO 8601 date or time"),
    "bad zone": (
        ["clean", "page.txt", "--timezone", "Mars/Base"],
        "timezone: no IANA name of a time zone: 'Mars/Base'",
    ),
    "empty zone": (["clean", "page.txt", "--timezone", ""], "no IANA name"),
    "unknown field": (["clean", "page.txt", "--require", "title,headline"], "require: no such field: headline"),
    "no length": (["clean", "page.txt", "--min-chars", "0"], "0 is not in the range x>=1"),
    "unknown kind": (["clean", "page.txt", "--kind", "pdf"], "'pdf' is not one of 'auto', 'text', 'html'"),
    "two pages of one url": (
        ["clean", "page.txt", "more", "--url", "https://a.example/"],
        "--url goes with one page, not 3",
    ),
    "missing rules": (["clean", "page.txt", "--rules", "missing.toml"], "missing.toml: No such file or directory"),
    "rules that are no TOML": (["clean", "page.txt", "--rules", "page.txt"], "page: not a TOML file"),
    "broken rule": (
        ["clean", "page.txt", "--rules", "broken.toml"],
        "broken: rule far-too-open patterns: List should have",
    ),
    "rule without a bound": (["clean", "page.txt", "--rules", "slow.toml"], "slow/looks-ahead: pattern"),
    "missing weights": (["clean", "page.txt", "--weights", "missing.json"], "missing.json: No such file or directory"),
    "weights that are no JSON": (["explain", "page.txt", "--weights", "page.txt"], "page.txt: Invalid JSON"),
    "unknown leaning": (["clean", "page.txt", "--favor", "speed"], "'speed' is not one of 'balanced', 'precision'"),
    "weights over gold": (["train", "page.txt", "-o", "page.txt"], "page.txt is one of the inputs"),
    "one file for both": (["clean", "page.txt", "-o", "out", "--rejects", "./out"], "cannot go to one file"),
    "stdout for both": (["clean", "page.txt", "--rejects", "-"], "cannot go to one file"),
    "output over an input": (["clean", "page.txt", "more", "-o", "more/1.txt"], "more/1.txt is one of the inputs"),
    "rejects over an input": (["clean", "more", "-o", "out", "--rejects", "link.txt"], "link.txt is one of the inputs"),
    "explain two": (["explain", "more"], "explain takes one page, and more holds 2"),
    "explain missing": (["explain", "missing.txt"], "no such file or folder: missing.txt"),
    "unknown record": (["schema", "page"], "'page' is not one of 'article', 'rejection'"),
}


@posix
@pytest.mark.parametrize("case", WRONG_USAGE)
def test_wrong_usage_ends_with_2_says_what_is_wrong_and_writes_nothing(folder: Path, case: str) -> None:
    arguments, message = WRONG_USAGE[case]
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in " ".join(result.stderr.split())
    assert "Traceback" not in result.stderr
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["page.txt"], 0),
        (["page.txt", "--strict"], 0),
        (["page.txt", "menu.txt"], 0),
        (["page.txt", "menu.txt", "--strict"], 1),
        (["page.txt", "--strict", "--require", "published_at"], 1),
        (["page.txt", "--strict", "--min-chars", "1000"], 1),
        (["page.txt", "--strict", "--url", "gazette.example"], 1),
    ],
)
def test_rejections_are_a_failure_only_where_strict(folder: Path, arguments: list[str], code: int) -> None:
    write(folder / "menu.txt", MENU)
    result = run("clean", *arguments, "-o", "out.jsonl")
    assert result.exit_code == code
    assert result.exception is None or isinstance(result.exception, SystemExit)
    written = records((folder / "out.jsonl").read_bytes()) + records((folder / "out.rejects.jsonl").read_bytes())
    assert len(written) == sum(argument.endswith(".txt") for argument in arguments)
