"""Files are whole or absent, and one record is one line."""

from __future__ import annotations

import errno
import json
import os
import stat
import threading
from pathlib import Path
from typing import BinaryIO

import pytest

import copydesk
from copydesk.writing.jsonl import encode, whole_files

PAGE = """Ferry returns to the river

The river ferry will sail again on Friday after four months in dock; “at last”, the harbour master said on Thursday.
"""


def left(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_record_is_one_line_of_utf8() -> None:
    line = encode(copydesk.clean(PAGE))
    assert line.startswith(b'{"schema_version":')
    assert line.endswith(b"}\n")
    assert line.count(b"\n") == 1
    assert "“at last”".encode() in line
    assert json.loads(line)["title"] == "Ferry returns to the river"


def test_files_take_their_names_when_all_is_written(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    with whole_files(one, two) as (first, second):
        first.write(b"1")
        second.write(b"2")
        assert not one.exists()
        assert not two.exists()
    assert left(tmp_path) == {"one": b"1", "two": b"2"}


def raise_after(file: BinaryIO, error: type[BaseException]) -> None:
    file.write(b"half")
    raise error


@pytest.mark.parametrize("before", [{}, {"one": b"old"}])
@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt, SystemExit])
def test_a_failure_leaves_things_as_they_were(
    tmp_path: Path, before: dict[str, bytes], error: type[BaseException]
) -> None:
    for name, content in before.items():
        (tmp_path / name).write_bytes(content)
    with pytest.raises(error), whole_files(tmp_path / "one", tmp_path / "two") as files:
        raise_after(files[0], error)
    assert left(tmp_path) == before


def test_a_failure_to_write_one_keeps_all_from_their_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []

    def full_at_last(descriptor: int) -> None:
        calls.append(descriptor)
        if len(calls) == 2:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full_at_last)
    with pytest.raises(OSError, match="No space left"), whole_files(tmp_path / "one", tmp_path / "two") as files:
        files[0].write(b"1")
    assert left(tmp_path) == {}


@pytest.mark.parametrize(
    ("path", "number"), [("", errno.EISDIR), ("missing/out", errno.ENOENT), ("file/out", errno.ENOTDIR)]
)
def test_a_place_that_takes_no_file_fails_before_anything_is_written(tmp_path: Path, path: str, number: int) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OSError, match=r".") as caught, whole_files(tmp_path / "other", tmp_path / path):
        pytest.fail("opened")
    assert caught.value.errno == number
    assert set(left(tmp_path)) == {"file"}


def test_a_link_is_followed_and_stays(tmp_path: Path) -> None:
    (tmp_path / "real").write_bytes(b"old")
    (tmp_path / "link").symlink_to("real")
    with whole_files(tmp_path / "link") as (file,):
        file.write(b"new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_bytes() == b"new"
    assert len(left(tmp_path)) == 2


def test_a_link_to_nothing_makes_what_it_names(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("real")
    with whole_files(tmp_path / "link") as (file,):
        file.write(b"new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_bytes() == b"new"


def test_a_device_is_written_to_and_stays_a_device() -> None:
    with whole_files(Path(os.devnull)) as (file,):
        file.write(b"gone")
    assert stat.S_ISCHR(Path(os.devnull).stat().st_mode)


def test_a_named_pipe_is_written_to_as_it_is(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    with whole_files(pipe) as (file,):
        file.write(b"through")
    reader.join(timeout=10)
    assert read == [b"through"]
    assert pipe.is_fifo()
