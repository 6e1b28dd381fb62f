"""What a run remembers: all of a checkpoint or nothing of it, and nobody else at the same time."""

from __future__ import annotations

import os
import sqlite3
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from copydesk.batch.database import BusyRun, DamagedDatabase
from copydesk.batch.filing import Position
from copydesk.batch.plan import FinishedFile, InputIdentity
from copydesk.batch.store import Checkpoint, RunStore
from copydesk.batch.tally import Tally
from copydesk.writing.growing import Mark
from copydesk.writing.taking_names import Seen

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

INPUTS = [
    InputIdentity("a.txt", 3, "17"),
    InputIdentity("-", None, None),
    InputIdentity(os.fsdecode(b"\xff.txt"), 0, ""),
]
SETTINGS = {"min_chars": 25, "require": ("title",), "timezone": None}
CHECKPOINT = Checkpoint(
    Position(2, 7),
    Tally(articles=4, duplicates=1, rejections=Counter(no_article=2), removed=Counter(nav_links=9)),
    {"articles": Mark(100, 4, b"\x00pending"), "ledger": Mark(70, 7)},
)
BEFORE = {"rejections": Seen(7, 1_606_244_231_000_000_001), "ledger": None}
FINISHED = FinishedFile("articles", 1, 2, 50, "0" * 64)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "store"


def begun(path: Path) -> RunStore:
    store = RunStore(path)
    store.begin(SETTINGS, INPUTS, BEFORE)
    return store


def test_nothing_is_remembered_before_the_first_checkpoint(path: Path) -> None:
    begun(path).close()
    store = RunStore(path)
    assert store.checkpoint() is None
    store.begin(SETTINGS, INPUTS, BEFORE)  # as if there had been no run
    store.close()


def test_a_checkpoint_comes_back_as_it_was(path: Path) -> None:
    store = begun(path)
    store.commit(CHECKPOINT, [FINISHED])
    later = CHECKPOINT._replace(position=Position(3, 1), done=True)
    store.commit(later)
    store.close()
    again = RunStore(path)
    assert again.checkpoint() == later
    assert again.finished() == [FINISHED]
    assert again.before() == {"rejections": BEFORE["rejections"]}
    assert again.differences(SETTINGS, INPUTS) == []
    again.remove()
    assert not path.exists()


def test_what_came_behind_a_checkpoint_is_forgotten(path: Path) -> None:
    store = begun(path)
    store.commit(CHECKPOINT)
    store.connection.execute("DELETE FROM progress")
    store.close()
    again = RunStore(path)
    assert again.checkpoint() == CHECKPOINT
    again.close()


@pytest.mark.parametrize(
    ("settings", "inputs", "differences"),
    [
        ({"min_chars": 30}, INPUTS, ["min_chars is 30, and was 25"]),
        ({"require": []}, INPUTS, ['require is [], and was ["title"]']),
        (
            {"timezone": "UTC", "a": 1},
            INPUTS,
            ["a is 1, and was null", 'timezone is "UTC", and was null'],
        ),
        ({}, INPUTS[:2], ["input \udcff.txt is gone"]),
        ({}, [*INPUTS, InputIdentity("new.txt", 1, "1")], ["input new.txt was not there"]),
        ({}, [InputIdentity("a.txt", 4, "18"), *INPUTS[1:]], ["input a.txt has changed"]),
        ({}, [InputIdentity("0.txt", 4, "18"), *INPUTS], ["input 0.txt stands before a.txt"]),
        ({"min_chars": 1}, INPUTS[1:], ["min_chars is 1, and was 25", "input a.txt is gone"]),
        ({}, [INPUTS[1], INPUTS[0], INPUTS[2]], ["input - stands before a.txt"]),
    ],
)
def test_what_has_changed_is_told(
    path: Path, settings: dict[str, object], inputs: list[InputIdentity], differences: list[str]
) -> None:
    store = begun(path)
    assert store.differences({**SETTINGS, **settings}, inputs) == differences
    store.close()


def test_nobody_else_has_it_open(path: Path) -> None:
    store = begun(path)
    with pytest.raises(BusyRun, match="another process is at work on it"):
        RunStore(path)
    store.close()
    RunStore(path).close()


def notes(path: Path) -> None:
    path.write_bytes(b"somebody's notes" * 100)


def foreign_database(path: Path) -> None:
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE progress (percent INTEGER)")
    database.close()


def later_version(path: Path) -> None:
    begun(path).close()
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE progress (files)")
        database.execute("PRAGMA user_version = 99")
    database.close()


@pytest.mark.parametrize(
    ("write", "why"),
    [
        (notes, "file is not a database"),
        (foreign_database, "it is no memory of a run of this version"),
        (later_version, "it is no memory of a run of this version"),
    ],
)
def test_what_is_no_store_is_told(path: Path, write: Callable[[Path], None], why: str) -> None:
    write(path)
    before = path.read_bytes()
    with pytest.raises(DamagedDatabase, match=why):
        RunStore(path)
    assert path.read_bytes() == before


def test_a_store_that_is_damaged_inside_is_told(path: Path) -> None:
    store = begun(path)
    store.commit(CHECKPOINT)
    store.close()
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xaa" * (len(content) - 4096)
    path.write_bytes(content)
    with pytest.raises(DamagedDatabase):
        RunStore(path).checkpoint()


def test_a_place_that_takes_no_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        RunStore(tmp_path / "missing" / ".out.run")
