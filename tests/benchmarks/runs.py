"""Whole runs side by side: two workers beside one, and archives beside JSON lines of the same pages.

    python -m tests.benchmarks.runs FOLDER [--times 4]

FOLDER holds the evaluation pages; see accuracy.py. Runs take turns; of each the median is told. Two workers are
compared by the clock, files by the CPU time of the run. Archives are written with warcio.
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

REPEATED = 12
"""So often each page is in a file, with another address each time."""


class Cost(NamedTuple):
    """Of a run: seconds by the clock, and of CPU."""

    clock: float
    processor: float


def pages(folder: Path, kind: str) -> list[tuple[str, str]]:
    """Addresses and contents of the English pages."""
    with gzip.open(folder / "corpora" / "en" / f"{kind}.jsonl.gz", "rt", encoding="utf-8") as file:
        contents = [json.loads(line)[kind.partition(".")[0]] for line in file]
    return [
        (f"https://gazette.example/{turn}/{number}", content)
        for turn in range(REPEATED)
        for number, content in enumerate(contents)
    ]


def write_jsonl(path: Path, field: str, rows: list[tuple[str, str]]) -> None:
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps({"url": url, field: content}) + "\n" for url, content in rows)


def write_warc(path: Path, rows: list[tuple[str, str]]) -> None:
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        for url, content in rows:
            http = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
            payload = io.BytesIO(content.encode())
            writer.write_record(writer.create_warc_record(url, "response", payload=payload, http_headers=http))


def write_wet(path: Path, rows: list[tuple[str, str]]) -> None:
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        for url, content in rows:
            payload = io.BytesIO(content.encode())
            record = writer.create_warc_record(url, "conversion", payload=payload, warc_content_type="text/plain")
            writer.write_record(record)


def run(path: Path, *options: str) -> Cost:
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    command = [sys.executable, "-m", "copydesk", "clean", str(path), "-o", str(path.parent / "out.jsonl"), *options]
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)  # noqa: S603 - our own
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(time.monotonic() - began, spent)


def side_by_side(times: int, **runs: tuple[Path, tuple[str, ...]]) -> dict[str, Cost]:
    """The median cost of each run."""
    costs: dict[str, list[Cost]] = {name: [] for name in runs}
    for _ in range(times):
        for name, (path, options) in runs.items():
            costs[name].append(run(path, *options))
    return {name: Cost(*map(statistics.median, zip(*each, strict=True))) for name, each in costs.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--times", type=int, default=4)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        html, text = pages(options.folder, "html"), pages(options.folder, "text.bs4")
        write_jsonl(folder / "html.jsonl.gz", "html", html)
        write_jsonl(folder / "text.jsonl.gz", "text", text)
        write_warc(folder / "pages.warc.gz", html)
        write_wet(folder / "pages.warc.wet.gz", text)
        feed = folder / "html.jsonl.gz"
        cost = side_by_side(options.times, one=(feed, ()), two=(feed, ("--workers", "2")))
        one, two = cost["one"].clock, cost["two"].clock
        print(f"{len(html):,} pages of HTML: one process {one:.1f} s, two workers {two:.1f} s, {one / two:.2f} times")
        for archive, lines in (("pages.warc.gz", "html.jsonl.gz"), ("pages.warc.wet.gz", "text.jsonl.gz")):
            cost = side_by_side(options.times, archive=(folder / archive, ()), lines=(folder / lines, ()))
            share = cost["lines"].processor / cost["archive"].processor
            print(f"{archive}: {share:.2f} of the speed of JSON lines ({cost['archive'].processor:.1f} s of CPU)")


if __name__ == "__main__":
    main()
