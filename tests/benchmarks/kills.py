"""A run killed at random moments and taken up again gives the bytes of one that nobody disturbed.

    python -m tests.benchmarks.kills [--pages 5000] [--kills 100] [--each 4] [--seed 1]

Each round begins a run of its own, and kills it and what `--resume` makes of it with SIGKILL, so many times, every
other time with all of its workers; then `--resume` finishes it, and articles, rejections, ledger and manifest are
compared. Rounds go through plain, packed, sharded and Parquet output, with and without `--dedup`.
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
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def differing(found: dict[str, bytes], expected: dict[str, bytes]) -> list[str]:
    return sorted(name for name in {*found, *expected} if found.get(name) != expected.get(name))


def run(arguments: list[str], folder: Path) -> float:
    began = time.monotonic()
    done = subprocess.run(arguments, cwd=folder, check=False, stderr=subprocess.PIPE, text=True)  # noqa: S603 - our own
    if done.returncode:
        sys.exit(f"{' '.join(arguments)}\n{done.stderr}{sorted(map(str, folder.rglob('*')))}")
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
    parser.add_argument("--each", type=int, default=4, help="kills of one run")
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
        for number in range(options.kills // options.each):
            way = WAYS[number % len(WAYS)]
            out = folder / "killed"
            out.mkdir()
            arguments = [*command(way), "--resume"]
            for kill in range(options.each):
                after = draw.uniform(0.0, 2 * seconds[way] / options.each)
                hit += killed(arguments, out, after, with_workers=kill % 2 == 0)
            run(arguments, out)
            if (found := written(out)) != expected[way]:
                wrong += 1
                print(f"round {number}, {way}: {differing(found, expected[way])}")
            shutil.rmtree(out)
        took = ", ".join(f"{each:.1f}" for each in seconds.values())
        print(f"{options.pages} pages, seed {options.seed}, undisturbed in {took} s:")
        rounds = options.kills // options.each
        print(f"{rounds} runs killed {hit} times before their end and finished, {wrong} with other bytes")
    sys.exit(wrong > 0)


if __name__ == "__main__":
    main()
