"""`copydesk check`: what it finds, what it leaves alone, and how it ends."""

from __future__ import annotations

import gzip
import json
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.commands import COMMAND, SAMPLES, posix, records, run, write
from tests.reviewing.articles import clean_records, record, write_records

if TYPE_CHECKING:
    from pathlib import Path

PLANTED = "Readers who know more can reach our desk 7 at the usual place"


@pytest.fixture(scope="module")
def clean() -> list[dict[str, Any]]:
    return clean_records(1000)


def planted(clean: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The records, each twentieth with a line of furniture at its end."""
    return [
        record(number, [*each["text"].split("\n\n"), PLANTED.replace("7", str(number))]) if number % 20 == 0 else each
        for number, each in enumerate(clean)
    ]


def test_nothing_is_found_in_clean_records(tmp_path: Path, clean: list[dict[str, Any]]) -> None:
    result = run("check", write_records(tmp_path / "clean.jsonl", clean))
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "1,000 records: 0 invalid, 0 rules would strike lines, 0 lines recur\n"


def test_furniture_in_50_of_1000_is_found(tmp_path: Path, clean: list[dict[str, Any]]) -> None:
    file = write_records(tmp_path / "dirty.jsonl", planted(clean))
    result = run("check", file)
    assert result.exit_code == 1
    (line,) = [line for line in result.stdout.splitlines() if "%" in line]
    assert line.split()[:4] == ["50", "5.2%", "of", "all"]  # copies of a text count once
    assert f"Readers who know more can reach our desk 20 at the usual place  ({file}:21)" in line
    (found,) = records(run("check", file, "--json").stdout)
    assert (found["finding"], found["records"], found["site"]) == ("repeat", 50, None)
    assert (found["share"], found["language"], found["line"]) == (round(50 / found["of"], 4), "en", 21)


def test_what_recurs_becomes_rules_that_strike_it(tmp_path: Path, clean: list[dict[str, Any]]) -> None:
    file = write_records(tmp_path / "dirty.jsonl", planted(clean))
    drafted = run("check", file, "--as-rules")
    assert drafted.exit_code == 1
    pack = write(tmp_path / "own.toml", drafted.stdout)
    few = write_records(tmp_path / "few.jsonl", planted(clean)[:100])
    (found,) = records(run("check", few, "--rules", pack, "--json").stdout)
    assert (found["finding"], found["rule"], found["kind"], found["records"]) == (
        "leftover",
        "own/repeat-1",
        "page_furniture",
        5,
    )
    page = write(tmp_path / "page.txt", "\n\n".join(planted(clean)[40]["text"].split("\n\n")))
    (cleaned,) = records(run("clean", page, "--rules", pack).stdout)
    assert "Readers who know more" not in cleaned["text"]


def test_furniture_of_one_site_among_many_is_found(tmp_path: Path, clean: list[dict[str, Any]]) -> None:
    mine = [
        record(number, [*each["text"].split("\n\n"), PLANTED]) if number % 10 == 4 and number % 40 else each
        for number, each in enumerate(clean)
    ]
    mine = [each | {"url": was["url"]} for each, was in zip(mine, clean, strict=True)]
    found = records(run("check", write_records(tmp_path / "a.jsonl", mine), "--share", "0.2", "--json").stdout)
    assert [(each["site"], each["of"], each["example"]) for each in found] == [("paper-4.example", 100, PLANTED)]


def test_lines_that_a_rule_would_strike_are_found(tmp_path: Path) -> None:
    dirty = [
        record(1, ["The ferry will sail again on Friday, the office said.", "Share this article"]),
        record(2, ["The ferry will not sail before Monday, the office said.", "Share this article"]),
    ]
    result = run("check", write_records(tmp_path / "a.jsonl", dirty))
    assert result.exit_code == 1
    assert "2  en/share-line                     Share this article" in result.stdout
    (found,) = records(run("check", tmp_path / "a.jsonl", "--json").stdout)
    assert (found["rule"], found["kind"], found["records"], found["line"]) == ("en/share-line", "share_prompt", 2, 1)


def test_records_that_do_not_fit_the_model_are_told_with_line_and_field(tmp_path: Path) -> None:
    good = json.dumps(record(1, ["The ferry will sail again on Friday, the office said."]))
    bad = json.loads(good) | {"published_at": "yesterday", "captions": [1]}
    file = write(tmp_path / "a.jsonl", "\n".join([good, "", json.dumps(bad), "no JSON", "[]", '{"fate": "article"}']))
    result = run("check", file, "--limit", "4")
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert lines[0].startswith(f"{file}:3: captions.0: Input should be a valid string")
    assert lines[1].startswith(f"{file}:3: published_at: String should match pattern")
    assert lines[2].startswith(f"{file}:4: no JSON: ")
    assert lines[3:] == [f"{file}:5: no JSON object", "          … and 8 more"]
    assert result.stderr.startswith("5 records: 4 invalid")
    found = records(run("check", file, "--json").stdout)
    assert {(each["finding"], each["file"]) for each in found} == {("invalid", str(file))}
    assert [each["field"] for each in found if each["line"] == 3] == ["captions.0", "published_at"]


def test_all_that_a_run_writes_is_valid_and_clean(tmp_path: Path) -> None:
    assert run("clean", SAMPLES, "-o", tmp_path / "a.jsonl.gz").exit_code == 0
    files = [tmp_path / f"a{part}.jsonl.gz" for part in ("", ".rejects", ".ledger")]
    assert run("check", *files).exit_code == 0
    assert run("check", "-", stdin=gzip.decompress(files[0].read_bytes())).exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "Missing argument 'FILE...'"),
        (["gone.jsonl"], "no such file or folder: gone.jsonl"),
        (["more"], "records are read from files of JSON lines, not from more"),
        (["a.parquet"], "records are read from files of JSON lines, not from a.parquet"),
        (["page.txt", "--json", "--as-rules"], "--json and --as-rules exclude each other"),
        (["page.txt", "--share", "0"], "0.0 is not in the range"),
        (["page.txt", "--rules", "broken.toml"], "broken: rule far-too-open patterns"),
    ],
)
def test_wrong_usage_ends_with_2(folder: Path, arguments: list[str], message: str) -> None:
    assert folder.is_dir()
    result = run("check", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in " ".join(result.stderr.split())


def test_a_file_that_was_cut_off_is_told(tmp_path: Path) -> None:
    content = gzip.compress(json.dumps(record(1, ["The ferry will sail again on Friday."])).encode() + b"\n")
    cut = tmp_path / "a.jsonl.gz"
    cut.write_bytes(content[:-12])
    result = run("check", cut)
    assert result.exit_code == 1
    assert f"cannot read {cut}: " in result.stderr
    assert "Traceback" not in result.stderr


@posix
def test_a_reader_that_goes_away_ends_it_quietly(tmp_path: Path) -> None:
    file = write(tmp_path / "a.jsonl", "no JSON\n" * 20_000)
    command = [*COMMAND, "check", str(file), "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:  # noqa: S603
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.readline()
        running.stdout.close()
        assert running.wait(60) == 1
        assert running.stderr.read() == b""
