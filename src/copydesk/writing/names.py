"""The files of a run: what stands beside the articles is named after them."""

from __future__ import annotations

import errno
import os
import re
from dataclasses import dataclass
from pathlib import Path

from copydesk.writing.packing import PACKED_SUFFIXES

ROLES = ("articles", "rejections", "ledger", "manifest")
"""What is in the files of a run."""

_RECORD_SUFFIXES = frozenset({".jsonl", ".ndjson", ".parquet"})
_PARQUET = ".parquet"
_SHARD_DIGITS = 5
_PART = re.compile(rf"(?:{'|'.join(ROLES)})-\d+(?:\.lines)?")


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
    def unfinished(self) -> Path:
        """The folder where all of it grows; one for all runs that would share a ledger or a manifest."""
        stem, _, _ = _parts(self.articles)
        return self.articles.with_name(f".{stem}.run")

    @property
    def store(self) -> Path:
        """What an unfinished run remembers."""
        return self.unfinished / "store"

    @property
    def is_parquet(self) -> bool:
        """Whether articles are written as Parquet."""
        return self.articles.suffix.lower() == _PARQUET

    @property
    def is_packed_parquet(self) -> bool:
        """Whether a Parquet file would be packed once more, which nobody could read."""
        _, suffix, packed = _parts(self.articles)
        return suffix.lower() == _PARQUET and bool(packed)

    def shard(self, number: int) -> Path:
        """The file of articles with this number, counted from 1; the only one where there are no shards."""
        if not self.sharded:
            return self.articles
        stem, suffix, packed = _parts(self.articles)
        return self.articles.with_name(f"{stem}-{number:0{_SHARD_DIGITS}}{suffix}{packed}")

    def shards(self) -> list[Path]:
        """The shards that are there, in order."""
        pattern = self._shard_pattern()
        found = (pattern.fullmatch(path.name) for path in self.folder.iterdir())
        numbers = sorted(int(match[1]) for match in found if match)
        return [path for path in map(self.shard, numbers) if path.exists()]

    def _shard_pattern(self) -> re.Pattern[str]:
        stem, suffix, packed = _parts(self.articles)
        return re.compile(rf"{re.escape(stem)}-(\d{{{_SHARD_DIGITS},}}){re.escape(suffix + packed)}")

    def path(self, role: str, number: int = 1) -> Path:
        """The file with what `role` says; of several, the one with this number."""
        if role == "articles":
            return self.shard(number)
        return {"rejections": self.rejections, "ledger": self.ledger, "manifest": self.manifest}[role]

    def part(self, role: str, number: int = 1) -> Path:
        """Where that file grows until it takes its name."""
        return self.unfinished / f"{role}-{number}"

    def lines(self, number: int) -> Path:
        """Where the lines grow that a Parquet file is made of: it cannot be taken up again itself."""
        return self.unfinished / f"articles-{number}.lines"

    def parts(self) -> list[Path]:
        """What a run has left unfinished, besides what it remembers."""
        return sorted(path for path in self.unfinished.iterdir() if _PART.fullmatch(path.name))

    def fixed(self) -> dict[str, Path]:
        """The files of which there is one, by what is in them."""
        return {role: self.path(role) for role in ROLES if not (self.sharded and role == "articles")}

    def all(self) -> list[Path]:
        """Every file that a run leaves; shards as far as they are there."""
        return [*(self.shards() if self.sharded else []), *self.fixed().values()]

    def clash(self) -> str | None:
        """What else would go where rejections are to go; None where nothing would."""
        place, folder = _real(self.rejections), _real(self.folder)
        if _real(self.unfinished) in {place, place.parent}:
            return "unfinished files"
        if self.sharded and place.parent == folder and self._shard_pattern().fullmatch(place.name):
            return "articles"
        others = {_real(path): role for role, path in self.fixed().items() if role != "rejections"}
        return others.get(place)


def beside(articles: Path, what: str) -> Path:
    """The file of JSON lines beside `articles`, packed as that is: `a.rejects.jsonl.gz` beside `a.jsonl.gz`."""
    stem, _, packed = _parts(articles)
    return articles.with_name(f"{stem}.{what}.jsonl{packed}")


def is_stream(path: Path) -> bool:
    """Whether `path` is a device, a pipe or a socket: neither a folder nor a file, nor a name for a file to be."""
    try:
        return path.exists() and not path.is_file() and not path.is_dir()
    except OSError:  # such as a name that is too long: whoever opens it is told
        return False


def demand_file(path: Path) -> None:
    """Say at once that no file can be at `path`.

    Raises:
        IsADirectoryError: a folder is there.
        FileExistsError: a device or a pipe is there.
        FileNotFoundError: the folder that it would be in is not there.
    """
    refuse_folder(path)
    if is_stream(path):
        raise FileExistsError(errno.EEXIST, "it is a device or a pipe", str(path))
    if not path.parent.is_dir():
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path))


def refuse_folder(path: Path) -> None:
    """Say at once that a folder is no file.

    Raises:
        IsADirectoryError: it is one.
    """
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))


def _real(path: Path) -> Path:
    return Path(os.path.realpath(path))


def _parts(path: Path) -> tuple[str, str, str]:
    """Stem, suffix of the records and suffix of the packing: `a`, `.jsonl` and `.gz`."""
    packed = path.suffix if path.suffix.lower() in PACKED_SUFFIXES else ""
    bare = path.name.removesuffix(packed)
    suffix = Path(bare).suffix
    return (bare.removesuffix(suffix), suffix, packed) if suffix.lower() in _RECORD_SUFFIXES else (bare, "", packed)
