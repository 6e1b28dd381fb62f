"""The sample jobs beside the command, each on two cores of this machine, on the same pages.

    python -m tests.benchmarks.engines FOLDER [--times 3] [--only ray,spark]

FOLDER holds the evaluation pages; see accuracy.py. Every job cleans a quarter of the pages and all of them, in turns.
Of each the median counts, by the clock and in seconds of CPU, those of all processes below it included: what the
whole takes longer gives the cost of a page, and what is left is that of the start. Linux only. Scrapy has one
process and cleans in one thread; its pages are handed to it, so that no download is in it.
"""

from __future__ import annotations

import argparse
import ctypes
import gzip
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from tests.benchmarks.memory import tree
from tests.benchmarks.runs import Cost, pages

TOP = Path(__file__).parents[2]
JOBS = TOP / "samples" / "jobs"
FILES = 16
SECONDS = 0.2
TICKS = os.sysconf("SC_CLK_TCK")
SUBREAPER = 36
"""Of prctl(2): a process that orphans below it become children of."""
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


def cost(command: list[str], out: Path) -> Cost:
    """What a job takes, and all processes that it leaves behind."""
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir()
    environment, began, spent = os.environ | {"PYTHONPATH": str(TOP)}, time.monotonic(), dict[int, float]()
    with (out.parent / "log").open("wb") as log:
        running = subprocess.Popen(command, cwd=out, env=environment, stdout=log, stderr=log)  # noqa: S603 - our own
        while running.poll() is None:
            look(spent)
            time.sleep(SECONDS)
    took = time.monotonic() - began
    if running.returncode:
        sys.exit(f"{' '.join(command)}\n{(out.parent / 'log').read_text()}")
    while look(spent):
        with suppress(ChildProcessError):
            os.waitpid(-1, os.WNOHANG)
        time.sleep(SECONDS)
    return Cost(took, sum(spent.values()))


def look(spent: dict[int, float]) -> bool:
    """Note what each process below has spent so far; whether there are any. Engines do not wait for all of theirs."""
    below = tree(os.getpid())[1:]
    for pid in below:
        with suppress(OSError):
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            spent[pid] = (int(fields[11]) + int(fields[12])) / TICKS
    return bool(below)


def told(quarter: Cost, whole: Cost, rows: int) -> str:
    """The cost of a page and of the start."""
    more = rows - rows // 4
    clock, processor = ((big - small) / more for small, big in zip(quarter, whole, strict=True))
    start = Cost(whole.clock - rows * clock, whole.processor - rows * processor)
    return (
        f"{rows:,} pages {whole.clock:5.1f} s, {1 / clock:5.1f} pages/s, start {start.clock:4.1f} s; "
        f"CPU {whole.processor:5.1f} s, {1000 * processor:4.1f} ms a page, start {start.processor:4.1f} s"
    )


def tell_bytes(feed: Path, out: Path, rows: int) -> None:
    """What a page takes, as it comes and as it goes."""
    came = sum(len(gzip.compress(path.read_bytes())) for path in feed.iterdir())
    cost([sys.executable, "-m", "copydesk", "clean", str(feed), "-o", "out.jsonl"], out)
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
    ctypes.CDLL(None).prctl(SUBREAPER, 1, 0, 0, 0)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows = pages(options.folder, "html")
        feeds = [write_feed(folder / "quarter", rows[: len(rows) // 4]), write_feed(folder / "whole", rows)]
        (folder / "spider.py").write_text(SPIDER, encoding="utf-8")
        out = folder / "out"
        wanted = [each for each in commands(feeds[0], out) if not options.only or each in options.only.split(",")]
        costs: dict[str, list[list[Cost]]] = {each: [[], []] for each in wanted}
        for _ in range(options.times):
            for each in wanted:
                for size, feed in enumerate(feeds):
                    costs[each][size].append(cost(commands(feed, out)[each], out))
        for each, sizes in costs.items():
            quarter, whole = (Cost(*map(statistics.median, zip(*size, strict=True))) for size in sizes)
            print(f"{each:<18}", told(quarter, whole, len(rows)), flush=True)
        if not options.only:
            tell_bytes(feeds[1], out, len(rows))


if __name__ == "__main__":
    main()
