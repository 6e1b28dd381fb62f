"""The command as tests run it: within this process, or as one of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner, Result

from copydesk.cli import main

if TYPE_CHECKING:
    from collections.abc import Iterator

SAMPLES = Path(__file__).parents[2] / "samples" / "pages"
COMMAND = [sys.executable, "-m", "copydesk"]
PAGE = """Ferry returns to the river

The river ferry will sail again on Friday after four months in dock, the transport office said on Thursday.

Share this article
"""
CHINESE = """江岸轮渡周五复航

停航四个月的江岸轮渡将于周五恢复航行，市交通局周四在通气会上公布了这一消息。

分享到：
"""
MENU = "Home\nNews\nSport\nWeather\nContact us\n"

RULE = """language = "en"
[[rule]]
id = "{id}"
kind = "site_slogan"
match = "{match}"
patterns = {patterns}
matches = ["ferries for all"]
leaves = ["ferries for some"]
"""

posix = pytest.mark.skipif(os.name != "posix", reason="needs POSIX files, pipes and signals")


def run(*arguments: str | Path, stdin: bytes | str | None = None) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], input=stdin, prog_name="copydesk")


def process(*arguments: str | Path, **options: Any) -> subprocess.CompletedProcess[bytes]:  # noqa: ANN401
    options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "timeout": 60, **options}
    return subprocess.run([*COMMAND, *map(str, arguments)], check=False, **options)  # noqa: S603


def in_terminal(*arguments: str | Path, **environment: str) -> str:
    """What the command writes where standard output is a terminal."""
    ours, its = os.openpty()
    with os.fdopen(ours, "rb") as screen:
        try:
            process(*arguments, stdout=its, env={**os.environ, **environment})
        finally:
            os.close(its)
        shown = b""
        with suppress(OSError):  # a terminal that nobody writes to any more
            while piece := screen.read1():
                shown += piece
        return shown.decode()


def records(output: str | bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in output.splitlines()]


def inputs(output: str | bytes) -> list[str]:
    return [record["provenance"]["input"] for record in records(output)]


def left(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def write(path: Path, content: str = PAGE) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")
    return path


@contextmanager
def disk_of(path: Path, size: str) -> Iterator[Path]:
    """A file system of so many bytes at `path`."""
    path.mkdir()
    mount, umount = shutil.which("mount"), shutil.which("umount")
    if not mount or not umount:
        pytest.skip("needs mount")
    command: list[str | Path] = [mount, "-t", "tmpfs", "-o", f"size={size}", "tmpfs", path]
    mounted = subprocess.run(command, capture_output=True, check=False)  # noqa: S603
    if mounted.returncode:
        pytest.skip(f"cannot mount a small disk: {mounted.stderr.decode().strip()}")
    try:
        yield path
    finally:
        subprocess.run([umount, path], check=True)  # noqa: S603
