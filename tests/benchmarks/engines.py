"""The sample jobs beside the command, each on two cores of this machine, on the same pages.

    python -m tests.benchmarks.engines FOLDER [--times 3] [--only ray,spark]

FOLDER holds the evaluation pages; see accuracy.py. Every job cleans a quarter of the pages and all of them, in turns;
the median by the clock of each counts: what all take longer gives pages a second, and what is left is the start.
Scrapy has one process and cleans in one thread; its pages are handed to it, so that no download is in it.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks.runs import pages

TOP = Path(__file__).parents[2]
JOBS = TOP / "samples" / "jobs"
FILES = 16
SPIDER = """
import json, pathlib, scrapy

class Feed(scrapy.Spider):
    name = "feed"
    start_urls = ["data:,"]
    custom_settings = {
        "ADDONS": {"copydesk.integrations.scrapy.CopydeskAddon": 500},
        "COPYDESK_KEEP_REJECTIONS": True,
        "FEEDS": {"out.jsonl": {"format": "copydesk"}},
        "LOG_LEVEL": "ERROR",
    }

    def parse(self, response):
        for path in sorted(pathlib.Path(self.feed).iterdir()):
            for line in path.open(encoding="utf-8"):
                yield json.loads(line)
"""


def commands(feed: Path, out: Path) -> dict[str, list[str]]:
    """What each system is started with."""
    python = sys.executable
    return {
        "clean --workers 2": [python, "-m", "copydesk", "clean", str(feed), "-o", "out.jsonl", "--workers", "2"],
        "clean": [python, "-m", "copydesk", "clean", str(feed), "-o", "out.jsonl"],
        "datatrove": [python, str(JOBS / "datatrove_local.py"), str(feed), str(out)],
        "ray": [python, str(JOBS / "ray_job.py"), str(feed), str(out / "table")],
        "spark": [python, str(JOBS / "spark_job.py"), str(feed), str(out / "table")],
        "scrapy": [python, "-m", "scrapy", "runspider", "../spider.py", "-a", f"feed={feed}"],
    }


def write_feed(folder: Path, rows: list[tuple[str, str]]) -> Path:
    folder.mkdir()
    for number in range(FILES):
        with (folder / f"{number:03d}.jsonl").open("w", encoding="utf-8") as file:
            file.writelines(json.dumps({"url": url, "html": page}) + "\n" for url, page in rows[number::FILES])
    return folder


def seconds(command: list[str], out: Path) -> float:
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir()
    environment = os.environ | {"PYTHONPATH": str(TOP)}
    began = time.monotonic()
    done = subprocess.run(command, cwd=out, env=environment, check=False, capture_output=True, text=True)  # noqa: S603
    took = time.monotonic() - began
    if done.returncode:
        sys.exit(f"{' '.join(command)}\n{done.stdout}{done.stderr}")
    return took


def tell_bytes(feed: Path, out: Path, rows: int) -> None:
    """What a page takes, as it comes and as it goes."""
    came = sum(len(gzip.compress(path.read_bytes())) for path in feed.iterdir())
    seconds([sys.executable, "-m", "copydesk", "clean", str(feed), "-o", "out.jsonl"], out)
    lines = (out / "out.jsonl").read_bytes()
    whole = sum(path.stat().st_size for path in feed.iterdir())
    packed = len(gzip.compress(lines))
    print(f"bytes a page: JSON line {whole / rows:,.0f}, packed {came / rows:,.0f}")
    print(f"bytes a record: {len(lines) / rows:,.0f}, packed {packed / rows:,.0f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--only", default="", help="names between commas")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows = pages(options.folder, "html")
        feeds = [write_feed(folder / "quarter", rows[: len(rows) // 4]), write_feed(folder / "whole", rows)]
        (folder / "spider.py").write_text(SPIDER, encoding="utf-8")
        out = folder / "out"
        wanted = [each for each in commands(feeds[0], out) if not options.only or each in options.only.split(",")]
        took: dict[str, list[list[float]]] = {each: [[], []] for each in wanted}
        for _ in range(options.times):
            for each in wanted:
                for size, feed in enumerate(feeds):
                    took[each][size].append(seconds(commands(feed, out)[each], out))
        for each, sizes in took.items():
            quarter, whole = map(statistics.median, sizes)
            rate = (len(rows) - len(rows) // 4) / (whole - quarter)
            start = whole - len(rows) / rate
            print(f"{each:<18} {len(rows):,} pages {whole:6.1f} s, {rate:5.1f} pages/s, start {start:5.1f} s")
        tell_bytes(feeds[1], out, len(rows))


if __name__ == "__main__":
    main()
