"""Where the command writes."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from copydesk.reading.containers.compression import decompressed
from tests.cli.commands import MENU, PAGE, SAMPLES, inputs, left, posix, process, records, run, write

BESIDE = ("out.rejects.jsonl", "out.ledger.jsonl", "out.manifest.json")


def unpacked(path: Path) -> bytes:
    with path.open("rb") as file:
        return decompressed(file, 10_000_000).read()


def test_output_goes_to_files_and_nothing_to_stdout(tmp_path: Path, page: Path) -> None:
    menu = write(tmp_path / "menu.txt", MENU)
    result = run("clean", page, menu, "-o", tmp_path / "out.jsonl")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr.splitlines()[0] == "2 pages: 1 article, 1 rejected (no_article 1)"
    assert inputs((tmp_path / "out.jsonl").read_bytes()) == [str(page)]
    assert [record["input"] for record in records((tmp_path / "out.rejects.jsonl").read_bytes())] == [str(menu)]
    assert left(tmp_path) == {"page.txt", "menu.txt", "out.jsonl", *BESIDE}


@pytest.mark.parametrize(
    ("output", "stem", "packed"),
    [
        ("out.jsonl", "out", ""),
        ("out.ndjson", "out", ""),
        ("out", "out", ""),
        ("2021.03", "2021.03", ""),
        ("out.jsonl.gz", "out", ".gz"),
        ("out.JSONL.BZ2", "out", ".BZ2"),
        ("out.jsonl.xz", "out", ".xz"),
        ("out.jsonl.zst", "out", ".zst"),
        ("out.parquet", "out", ""),
    ],
)
def test_what_goes_beside_the_output_is_named_after_it(
    tmp_path: Path, page: Path, output: str, stem: str, packed: str
) -> None:
    menu = write(tmp_path / "menu.txt", MENU)
    assert run("clean", page, menu, "-o", tmp_path / output).exit_code == 0
    rejects, ledger = (f"{stem}.{what}.jsonl{packed}" for what in ("rejects", "ledger"))
    assert left(tmp_path) == {"page.txt", "menu.txt", output, rejects, ledger, f"{stem}.manifest.json"}
    if "parquet" not in output:
        assert inputs(unpacked(tmp_path / output)) == [str(page)]
    assert [record["input"] for record in records(unpacked(tmp_path / rejects))] == [str(menu)]
    assert [record["fate"] for record in records(unpacked(tmp_path / ledger))] == ["article", "rejection"]


def test_rejections_go_where_they_are_told(tmp_path: Path, page: Path) -> None:
    menu = write(tmp_path / "menu.txt", MENU)
    run("clean", page, menu, "-o", tmp_path / "out.jsonl", "--rejects", tmp_path / "bad")
    assert left(tmp_path) == {"page.txt", "menu.txt", "out.jsonl", "bad", "out.ledger.jsonl", "out.manifest.json"}
    result = run("clean", page, menu, "--rejects", tmp_path / "bad", "--min-chars", "5000")
    assert (result.stdout, len(records((tmp_path / "bad").read_bytes()))) == ("", 2)


@posix
def test_a_device_takes_output_and_has_nothing_beside_it(page: Path) -> None:
    beside = left(Path("/dev"))
    assert run("clean", page, "-o", "/dev/null").exit_code == 0
    assert Path("/dev/null").is_char_device()
    assert left(Path("/dev")) == beside
    assert run("clean", page, "-o", "/dev/null", "--rejects", "/dev/null").exit_code == 0


def test_the_same_run_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("1", "2"):
        assert run("clean", SAMPLES, "-o", tmp_path / name).exit_code == 0
    assert (tmp_path / "1").read_bytes() == (tmp_path / "2").read_bytes()
    assert process("clean", SAMPLES).stdout == (tmp_path / "1").read_bytes()


def test_every_input_is_on_record(tmp_path: Path) -> None:
    result = run("clean", SAMPLES, "-o", tmp_path / "out.jsonl")
    articles, rejections = (records((tmp_path / name).read_bytes()) for name in ("out.jsonl", "out.rejects.jsonl"))
    named = [record["provenance"]["input"] for record in articles] + [record["input"] for record in rejections]
    assert sorted(named) == sorted(map(str, SAMPLES.iterdir()))
    assert result.stderr.startswith(f"{len(named)} pages: {len(articles)} articles, {len(rejections)} rejected")


def manifest(path: Path) -> dict[str, Any]:
    return dict(json.loads(path.read_bytes()))


def test_the_manifest_tells_what_was_written(tmp_path: Path) -> None:
    assert run("clean", SAMPLES, "-o", tmp_path / "out.jsonl", "--min-chars", "900").exit_code == 0
    found = manifest(tmp_path / "out.manifest.json")
    counts = found["counts"]
    assert counts["inputs"] == counts["articles"] + counts["rejections"] == len(list(SAMPLES.iterdir()))
    assert sum(found["rejections"].values()) == counts["rejections"] > 1
    assert found["settings"]["min_chars"] == 900
    assert found["inputs"]["files"] == counts["inputs"]
    for output, (role, records_of) in zip(
        found["outputs"], [("articles", "articles"), ("rejections", "rejections"), ("ledger", "inputs")], strict=True
    ):
        content = (tmp_path / output["name"]).read_bytes()
        assert (output["role"], output["records"]) == (role, counts[records_of])
        assert output["records"] == content.count(b"\n")
        assert (output["bytes"], output["sha256"]) == (len(content), hashlib.sha256(content).hexdigest())


def test_the_ledger_tells_every_fate_with_its_hash(tmp_path: Path) -> None:
    rows = [{"id": 7, "text": PAGE, "url": "https://gazette.example/7"}, {"text": MENU}, {"id": "x", "text": PAGE}]
    feed = write(tmp_path / "feed.jsonl", "".join(json.dumps(row) + "\n" for row in rows) + "no JSON\n")
    assert run("clean", feed, "-o", tmp_path / "out.jsonl", "--dedup").exit_code == 0
    first, menu, again, broken = records((tmp_path / "out.ledger.jsonl").read_bytes())
    (article,) = records((tmp_path / "out.jsonl").read_bytes())
    assert first == {
        "schema_version": 1,
        "fate": "article",
        "code": None,
        "input": str(feed),
        "record": 1,
        "source_id": "7",
        "url": "https://gazette.example/7",
        "sha256": hashlib.sha256(PAGE.encode()).hexdigest(),
        "id": article["id"],
        "duplicate_of": None,
    }
    assert (menu["fate"], menu["code"], menu["record"], menu["id"]) == ("rejection", "no_article", 2, None)
    assert (again["fate"], again["duplicate_of"], again["source_id"]) == ("duplicate", first["id"], "x")
    assert again["sha256"] == first["sha256"]
    assert again["id"] != first["id"]
    assert (broken["fate"], broken["code"], broken["sha256"]) == ("unreadable", "unreadable", None)
    assert manifest(tmp_path / "out.manifest.json")["counts"] == {
        "inputs": 4,
        "articles": 1,
        "rejections": 2,
        "duplicates": 1,
    }


@pytest.mark.parametrize("suffix", [".jsonl", ".jsonl.gz"])
def test_shards_hold_so_many_articles_each(tmp_path: Path, suffix: str) -> None:
    whole = process("clean", SAMPLES).stdout
    out = tmp_path / f"out{suffix}"
    assert run("clean", SAMPLES, "-o", out, "--shard-size", "20").exit_code == 0
    shards = [tmp_path / f"out-0000{number}{suffix}" for number in (1, 2, 3)]
    assert b"".join(map(unpacked, shards)) == whole
    assert [unpacked(shard).count(b"\n") for shard in shards] == [20, 20, whole.count(b"\n") - 40]
    named = [output["name"] for output in manifest(tmp_path / "out.manifest.json")["outputs"]]
    assert named[:3] == [shard.name for shard in shards]
    assert not out.exists()


def test_there_is_no_empty_shard_behind_full_ones(tmp_path: Path, page: Path) -> None:
    assert run("clean", page, "-o", tmp_path / "out.jsonl", "--shard-size", "1").exit_code == 0
    assert left(tmp_path) == {"page.txt", "out-00001.jsonl", *BESIDE}
    assert run("clean", page, "-o", tmp_path / "none.jsonl", "--shard-size", "1", "--min-chars", "500").exit_code == 0
    assert (tmp_path / "none-00001.jsonl").read_bytes() == b""


def test_shards_of_another_run_are_not_mixed_in(tmp_path: Path, page: Path) -> None:
    arguments = ("clean", page, "-o", tmp_path / "out.jsonl", "--shard-size", "1")
    other = write(tmp_path / "out-00002.jsonl", '{"schema_version":1,"id":"a"}\n')
    result = run(*arguments)
    assert result.exit_code == 2
    assert f"{other} is there already" in result.stderr
    assert left(tmp_path) == {"page.txt", other.name}
    assert run(*arguments, "--restart").exit_code == 0
    assert left(tmp_path) == {"page.txt", "out-00001.jsonl", *BESIDE}


def test_parquet_holds_the_same_records(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    run("clean", SAMPLES, "-o", tmp_path / "out.parquet", "--shard-size", "30")
    tables = [parquet.read_table(tmp_path / f"out-0000{number}.parquet") for number in (1, 2)]
    texts = [text for table in tables for text in table.column("text").to_pylist()]
    assert texts == [record["text"] for record in records(process("clean", SAMPLES).stdout)]
    for output in manifest(tmp_path / "out.manifest.json")["outputs"][:2]:
        assert output["sha256"] == hashlib.sha256((tmp_path / output["name"]).read_bytes()).hexdigest()


def test_a_second_run_reads_nothing_that_the_first_one_wrote(tmp_path: Path) -> None:
    write(tmp_path / "page.txt")
    for name in ("out.jsonl.gz", "out.parquet", "out.jsonl"):
        for _ in range(2):
            assert run("clean", tmp_path, "-o", tmp_path / name, "--shard-size", "1", "--restart").exit_code == 0
            counts = manifest(tmp_path / "out.manifest.json")["counts"]
            assert counts["inputs"] == 1
        for path in tmp_path.glob("out*"):
            path.unlink()
