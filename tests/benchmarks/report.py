"""How large a report of many pages is, and how soon a browser shows it.

    python -m tests.benchmarks.report [INPUT...] [--pages 2000] [--keep report.html]

Inputs are those of `copydesk report`; without any, pages of our own making stand in, which pack better than real ones.
The time to the first paint is what the browser itself measures, from the start of loading; so is the time until the
list is there. The rest is measured from outside: the first search, which unpacks all pages, a search after it, and a
page that is opened. Needs Chromium, its driver and selenium.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.generated import write_rows
from tests.report.browsers import browser

RUNS = 5
FIRST_PAINT = "return performance.getEntriesByName('first-contentful-paint')[0].startTime"
READY = "return performance.timing.domContentLoadedEventEnd - performance.timing.navigationStart"
SEARCH = """
const [words, done] = arguments;
const begun = performance.now();
filters.words = words;
apply().then(() => done(performance.now() - begun));
"""
OPEN = """
const done = arguments[0];
const begun = performance.now();
const number = entries.length >> 1;
const painted = () => requestAnimationFrame(() => done(performance.now() - begun));
toggle(entries[number], number).then(painted);
"""


def looked_at(file: Path) -> list[tuple[str, float]]:
    """What was measured in a browser of its own, milliseconds."""
    with browser() as driver:
        driver.get(file.as_uri())
        driver.execute_script("return document.body.offsetHeight")
        time.sleep(1)
        measured: list[tuple[str, Any]] = [("first paint", driver.execute_script(FIRST_PAINT))]
        measured.append(("all read", driver.execute_script(READY)))
        measured.append(("a page opens", driver.execute_async_script(OPEN)))
        measured.append(("first search", driver.execute_async_script(SEARCH, "harbour")))
        measured.append(("next search", driver.execute_async_script(SEARCH, "council")))
        return measured


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("inputs", nargs="*")
    parser.add_argument("--pages", type=int, default=2000)
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        file = options.keep or Path(name) / "report.html"
        inputs = options.inputs or [str(write_rows(Path(name) / "feed.jsonl", options.pages))]
        command = [sys.executable, "-m", "copydesk", "report", *inputs, "-o", str(file), "--limit", str(options.pages)]
        began = time.monotonic()
        told = subprocess.run(command, check=True, capture_output=True, text=True).stderr  # noqa: S603 - our own
        print(
            f"{told.splitlines()[0]}, written in {time.monotonic() - began:.0f} s, {file.stat().st_size / 1e6:.1f} MB"
        )
        runs = [looked_at(file) for _ in range(RUNS)]
        for column in zip(*runs, strict=True):
            print(f"{column[0][0]:12} {' '.join(f'{milliseconds:7.0f}' for _, milliseconds in column)} ms")


if __name__ == "__main__":
    main()
