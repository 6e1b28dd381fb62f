"""A file that is whole takes its name, wherever that is, and takes nobody else's."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

import pytest

from copydesk.writing.growing import LostPart
from copydesk.writing.taking_names import Seen, WrittenMeanwhile, seen, take_name
from tests.cli.commands import disk_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def part(tmp_path: Path) -> Path:
    path = tmp_path / ".out.run" / "articles-1"
    path.parent.mkdir()
    path.write_bytes(b"new\n")
    return path


@pytest.fixture(params=["one disk", "two disks"])
def out(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path]:
    if request.param == "one disk":
        yield tmp_path / "out.jsonl"
    else:
        with disk_of(tmp_path / "disk", "100000") as disk:
            yield disk / "out.jsonl"


@pytest.mark.parametrize("before", [None, b"older\n"])
def test_it_takes_the_place_of_what_was_there(part: Path, out: Path, before: bytes | None) -> None:
    if before is not None:
        out.write_bytes(before)
    take_name(part, out, seen(out))
    assert out.read_bytes() == b"new\n"
    assert [path.name for path in (*part.parent.iterdir(), *out.parent.glob("*.part"))] == []
    take_name(part, out, seen(out))  # once more, as after a crash
    assert out.read_bytes() == b"new\n"


@pytest.mark.parametrize("before", [None, Seen(6, 1)])
def test_what_came_there_meanwhile_stays(part: Path, out: Path, before: Seen | None) -> None:
    out.write_bytes(b"other\n")
    with pytest.raises(WrittenMeanwhile, match="somebody else has written it") as raised:
        take_name(part, out, before)
    assert (raised.value.errno, raised.value.filename) == (errno.EEXIST, str(out))
    assert (out.read_bytes(), part.read_bytes()) == (b"other\n", b"new\n")


def test_a_copy_that_was_made_before_a_crash_is_no_stranger(part: Path, out: Path) -> None:
    out.write_bytes(part.read_bytes())
    take_name(part, out, None)
    assert out.read_bytes() == b"new\n"
    assert not part.exists()


def test_a_link_is_followed(part: Path, tmp_path: Path) -> None:
    (tmp_path / "far").mkdir()
    link = tmp_path / "link.jsonl"
    link.symlink_to("far/real.jsonl")
    take_name(part, link, None)
    assert link.is_symlink()
    assert (tmp_path / "far" / "real.jsonl").read_bytes() == b"new\n"


def test_one_that_is_nowhere_is_missed(tmp_path: Path) -> None:
    with pytest.raises(LostPart, match=r"articles-1 is gone"):
        take_name(tmp_path / "articles-1", tmp_path / "out.jsonl", None)
