"""Memory of a whole run, its workers included, from the first page to the last.

    python -m tests.benchmarks.memory [--pages 1000000] [--workers 2]

Twice a second the memory that the tree of processes has to itself (proportional set size, so that shared pages count
once) is added up; it is told for each tenth of the pages. Linux only: it reads /proc.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from tests.generated import write_rows

PARTS = 10
SECONDS = 0.5


def tree(pid: int) -> list[int]:
    """A process and all below it."""
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        children = [int(child) for task in tasks for child in (task / "children").read_text().split()]
    except OSError:
        return []
    return [pid, *(below for child in children for below in tree(child))]


def megabytes(pid: int) -> float:
    """What a process has to itself, and its share of what it shares."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def follow(running: subprocess.Popen[str], done: list[int]) -> None:
    """Note how many pages are on record, as the run tells it."""
    assert running.stderr is not None
    for line in running.stderr:
        done[0] = json.loads(line).get("inputs", done[0])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=1_000_000)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        feed = write_rows(Path(name) / "feed.jsonl", options.pages)
        command = [sys.executable, "-m", "copydesk", "clean", str(feed), "-o", str(Path(name) / "out.jsonl")]
        command += ["--workers", str(options.workers), "--log-json", "--dedup"]
        began = time.monotonic()
        peaks = [0.0] * PARTS
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as running:  # noqa: S603 - our own
            done = [0]
            threading.Thread(target=follow, args=(running, done), daemon=True).start()
            while running.poll() is None:
                part = min(PARTS * done[0] // options.pages, PARTS - 1)
                peaks[part] = max(peaks[part], sum(map(megabytes, tree(running.pid))))
                time.sleep(SECONDS)
        seconds = time.monotonic() - began
    told = ", ".join(f"{peak:.0f}" for peak in peaks)
    print(f"{options.pages:,} pages, {options.workers} workers, {seconds:,.0f} s, exit {running.returncode}")
    print(f"peak of each tenth in MB: {told}")


if __name__ == "__main__":
    main()
