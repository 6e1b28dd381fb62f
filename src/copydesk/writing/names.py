"""The files of a run: what stands beside the articles is named after them."""

from __future__ import annotations

import errno
import os
import re
from dataclasses import dataclass
from pathlib import Path

from copydesk.writing.packing import PACKED_SUFFIXES

_RECORD_SUFFIXES = frozenset({".jsonl", ".ndjson", ".parquet"})
_PARQUET = ".parquet"
_SHARD_DIGITS = 5


@dataclass(frozen=True)
class RunNames:
    """Where a run writes.

    Attributes:
        articles: the file of articles, or what the shards of it are named after.
        rejections: the file of rejections.
        sharded: whether articles go to `NAME-00001.jsonl`, `NAME-00002.jsonl` …
    """

    articles: Path
    rejections: Path
    sharded: bool = False

    @property
    def folder(self) -> Path:
        """Where the articles go."""
        return self.articles.parent

    @property
    def ledger(self) -> Path:
        """What became of each input."""
        return beside(self.articles, "ledger")

    @property
    def manifest(self) -> Path:
        """Counts, checksums and settings."""
        stem, _, _ = _parts(self.articles)
        return self.articles.with_name(f"{stem}.manifest.json")

    @property
    def store(self) -> Path:
        """What an unfinished run remembers."""
        return self.articles.with_name(f".{self.articles.name}.run")

    @property
    def is_parquet(self) -> bool:
        """Whether articles are written as Parquet."""
        return self.articles.suffix.lower() == _PARQUET

    def shard(self, number: int) -> Path:
        """The file of articles with this number, counted from 1; the only one where there are no shards."""
        if not self.sharded:
            return self.articles
        stem, suffix, packed = _parts(self.articles)
        return self.articles.with_name(f"{stem}-{number:0{_SHARD_DIGITS}}{suffix}{packed}")

    def shards(self) -> list[Path]:
        """The shards that are there, in order."""
        stem, suffix, packed = _parts(self.articles)
        pattern = re.compile(rf"{re.escape(stem)}-(\d{{{_SHARD_DIGITS},}}){re.escape(suffix + packed)}")
        found = (pattern.fullmatch(path.name) for path in self.articles.parent.iterdir())
        numbers = sorted(int(match[1]) for match in found if match)
        return [path for path in map(self.shard, numbers) if path.exists()]

    def path(self, role: str, number: int) -> Path:
        """The file with `articles`, `rejections` or the `ledger`; of several, the one with this number."""
        if role == "articles":
            return self.shard(number)
        return self.rejections if role == "rejections" else self.ledger

    def all(self) -> list[Path]:
        """Every file with a name of its own that a run leaves; shards as far as they are there."""
        articles = self.shards() if self.sharded else [self.articles]
        return [*articles, self.rejections, self.ledger, self.manifest]


def beside(articles: Path, what: str) -> Path:
    """The file of JSON lines beside `articles`, packed as that is: `a.rejects.jsonl.gz` beside `a.jsonl.gz`."""
    stem, _, packed = _parts(articles)
    return articles.with_name(f"{stem}.{what}.jsonl{packed}")


def unfinished(path: Path) -> Path:
    """Where a file grows until it takes its name; beside the file that a link means, so that it can be renamed."""
    real = Path(os.path.realpath(path))
    return real.with_name(f".{real.name}.part")


def lines_of(path: Path) -> Path:
    """The unfinished JSON lines that a Parquet file is made of: it cannot be taken up again itself."""
    return unfinished(path.with_name(f"{path.name}.lines"))


def remove_unfinished(names: RunNames, shard: int = 1) -> None:
    """Take away what has no name of its own yet; `shard` is the one that grows."""
    for path in (names.shard(shard), names.rejections, names.ledger):
        unfinished(path).unlink(missing_ok=True)
        lines_of(path).unlink(missing_ok=True)


def sync_folder(path: Path) -> None:
    """Bring to disk which names stand in the folder of `path`, where a system can."""
    if os.name == "posix":
        descriptor = os.open(Path(os.path.realpath(path)).parent, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def refuse_folder(path: Path) -> None:
    """Say at once that a folder is no file.

    Raises:
        IsADirectoryError: it is one.
    """
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))


def _parts(path: Path) -> tuple[str, str, str]:
    """Stem, suffix of the records and suffix of the packing: `a`, `.jsonl` and `.gz`."""
    packed = path.suffix if path.suffix.lower() in PACKED_SUFFIXES else ""
    bare = path.name.removesuffix(packed)
    suffix = Path(bare).suffix
    return (bare.removesuffix(suffix), suffix, packed) if suffix.lower() in _RECORD_SUFFIXES else (bare, "", packed)
