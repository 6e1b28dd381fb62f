"""Files that grow: from any mark on, the same lines give the same bytes, however often they were taken up again."""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from copydesk.reading.containers.compression import decompressed
from copydesk.writing import growing
from copydesk.writing.growing import GrowingFile, LostPart, Mark

if TYPE_CHECKING:
    from pathlib import Path

NAMES = ["out.jsonl", "out.jsonl.gz", "out.jsonl.bz2", "out.jsonl.xz", "out.jsonl.zst"]
LINES = [b'{"line": %d}\n' % number for number in range(300)]


@pytest.fixture(autouse=True)
def _small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(growing, "BLOCK_BYTES", 700)


def written(path: Path, name: str, lines: list[bytes]) -> bytes:
    file = GrowingFile(path, name)
    for line in lines:
        file.write(line)
    told = file.finish()
    content = path.read_bytes()
    assert told == (len(lines), len(content), hashlib.sha256(content).hexdigest())
    return content


@pytest.mark.parametrize("name", NAMES)
def test_what_was_written_is_what_is_read(tmp_path: Path, name: str) -> None:
    content = written(tmp_path / "part", name, LINES)
    with (tmp_path / "part").open("rb") as file:
        assert decompressed(file, 1_000_000).read() == b"".join(LINES)
    assert (content == b"".join(LINES)) == (name == "out.jsonl")


@pytest.mark.parametrize("name", NAMES)
def test_nothing_written_is_an_empty_file(tmp_path: Path, name: str) -> None:
    assert written(tmp_path / "part", name, []) == b""


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(marks=st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=6))
def test_taken_up_again_from_any_mark_it_holds_the_same_bytes(
    tmp_path: Path, name: str, marks: list[tuple[int, int]]
) -> None:
    whole = written(tmp_path / "whole", name, LINES)
    path, mark = tmp_path / "part", Mark()
    for kept, lost in marks:
        file = GrowingFile(path, name, mark)
        for line in LINES[mark.records : mark.records + kept]:
            file.write(line)
        mark = file.mark()
        for line in LINES[mark.records : mark.records + lost]:
            file.write(line)
        file.close()
        with path.open("ab") as torn:  # as a process that was killed may leave it
            torn.write(b"half a li")
    file = GrowingFile(path, name, mark)
    for line in LINES[mark.records :]:
        file.write(line)
    told = file.finish()
    assert path.read_bytes() == whole
    assert told == (len(LINES), len(whole), hashlib.sha256(whole).hexdigest())


def test_a_file_that_lost_what_was_on_record_is_not_gone_on_with(tmp_path: Path) -> None:
    path = tmp_path / "part"
    file = GrowingFile(path, "out.jsonl")
    file.write(LINES[0])
    mark = file.mark()
    file.close()
    path.write_bytes(LINES[0][:-1])
    with pytest.raises(LostPart, match="has lost what was on record"):
        GrowingFile(path, "out.jsonl", mark)
    path.unlink()
    with pytest.raises(FileNotFoundError):
        GrowingFile(path, "out.jsonl", mark)


def test_a_file_that_somebody_cuts_off_is_not_called_whole(tmp_path: Path) -> None:
    file = GrowingFile(tmp_path / "part", "out.jsonl")
    file.write(LINES[0])
    file.mark()
    os.truncate(tmp_path / "part", 0)
    with pytest.raises(LostPart, match="were written"):
        file.finish()
    file.close()
