"""What stands beside the articles is named after them."""

from __future__ import annotations

from pathlib import Path

import pytest

from copydesk.writing.names import RunNames, beside

NAMES = [
    # articles, ledger, manifest, third shard
    ("out.jsonl", "out.ledger.jsonl", "out.manifest.json", "out-00003.jsonl"),
    ("out.ndjson", "out.ledger.jsonl", "out.manifest.json", "out-00003.ndjson"),
    ("out", "out.ledger.jsonl", "out.manifest.json", "out-00003"),
    ("2021.03", "2021.03.ledger.jsonl", "2021.03.manifest.json", "2021.03-00003"),
    ("a.b.jsonl.gz", "a.b.ledger.jsonl.gz", "a.b.manifest.json", "a.b-00003.jsonl.gz"),
    ("out.gz", "out.ledger.jsonl.gz", "out.manifest.json", "out-00003.gz"),
    ("out.jsonl.zst", "out.ledger.jsonl.zst", "out.manifest.json", "out-00003.jsonl.zst"),
    ("out.parquet", "out.ledger.jsonl", "out.manifest.json", "out-00003.parquet"),
    ("新闻.jsonl", "新闻.ledger.jsonl", "新闻.manifest.json", "新闻-00003.jsonl"),
]


@pytest.mark.parametrize(("articles", "ledger", "manifest", "shard"), NAMES)
def test_names(articles: str, ledger: str, manifest: str, shard: str) -> None:
    path = Path("folder") / articles
    names = RunNames(path, beside(path, "rejects"), sharded=True)
    found = (names.ledger, names.manifest, names.shard(3))
    assert found == tuple(Path("folder") / name for name in (ledger, manifest, shard))
    assert RunNames(path, names.rejections).shard(1) == path


def test_shards_are_found_by_their_whole_name(tmp_path: Path) -> None:
    for name in ("out-00002.jsonl", "out-00001.jsonl", "out-1.jsonl", "out-00001.jsonl.gz", "stout-00001.jsonl"):
        (tmp_path / name).touch()
    names = RunNames(tmp_path / "out.jsonl", tmp_path / "out.rejects.jsonl", sharded=True)
    assert [path.name for path in names.shards()] == ["out-00001.jsonl", "out-00002.jsonl"]
