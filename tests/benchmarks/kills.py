"""A run killed at random moments and taken up again gives the bytes of one that nobody disturbed.

    python -m tests.benchmarks.kills [--pages 5000] [--kills 100] [--seed 1]

Each round begins a run of its own, kills it with SIGKILL (every other time with all of its workers) and lets
`--resume` finish it; then articles, rejections, ledger and manifest are compared. Rounds go through plain, packed,
sharded and Parquet output, with and without `--dedup`.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.generated import write_rows

WAYS = (
    ("out.jsonl",),
    ("out.jsonl.gz", "--dedup"),
    ("out.jsonl", "--shard-size", "700"),
    ("out.parquet", "--shard-size", "1500", "--dedup"),
)


def command(way: tuple[str, ...]) -> list[str]:
    name, *options = way
    clean = [sys.executable, "-m", "copydesk", "clean", "../feed.jsonl", "-o", name]
    return [*clean, "--workers", "2", *options]


def written(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def differing(found: dict[str, bytes], expected: dict[str, bytes]) -> list[str]:
    return sorted(name for name in {*found, *expected} if found.get(name) != expected.get(name))


def run(arguments: list[str], folder: Path) -> float:
    began = time.monotonic()
    subprocess.run(arguments, cwd=folder, check=True, stderr=subprocess.DEVNULL)  # noqa: S603 - our own
    return time.monotonic() - began


def killed(arguments: list[str], folder: Path, after: float, *, with_workers: bool) -> bool:
    """Whether the run was still going on after so many seconds."""
    with subprocess.Popen(arguments, cwd=folder, stderr=subprocess.DEVNULL, start_new_session=True) as running:  # noqa: S603
        try:
            running.wait(after)
        except subprocess.TimeoutExpired:
            (os.killpg if with_workers else os.kill)(running.pid, signal.SIGKILL)
            return True
    return False


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=5000)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    draw = random.Random(options.seed)  # noqa: S311 - no secret
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_rows(folder / "feed.jsonl", options.pages)
        expected, seconds = {}, {}
        for number, way in enumerate(WAYS):
            (folder / f"whole-{number}").mkdir()
            seconds[way] = run(command(way), folder / f"whole-{number}")
            expected[way] = written(folder / f"whole-{number}")
        hit = wrong = 0
        for number in range(options.kills):
            way = WAYS[number % len(WAYS)]
            out = folder / "killed"
            out.mkdir()
            arguments = command(way)
            after = draw.uniform(0.0, seconds[way])
            hit += killed(arguments, out, after, with_workers=number % 8 < len(WAYS))
            run([*arguments, "--resume"], out)
            if (found := written(out)) != expected[way]:
                wrong += 1
                print(f"round {number}, {way}, killed after {after:.2f} s: {differing(found, expected[way])}")
            shutil.rmtree(out)
        took = ", ".join(f"{each:.1f}" for each in seconds.values())
        print(f"{options.pages} pages, seed {options.seed}, undisturbed in {took} s:")
        print(f"{options.kills} rounds, {hit} killed before their end, {wrong} with other bytes")
    sys.exit(wrong > 0)


if __name__ == "__main__":
    main()
