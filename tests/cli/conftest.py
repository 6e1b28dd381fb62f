"""What the tests of the command begin with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli.commands import RULE, disk_of, write

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def page(tmp_path: Path) -> Path:
    return write(tmp_path / "page.txt")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write(tmp_path / "page.txt")
    write(tmp_path / "more" / "1.txt")
    write(tmp_path / "more" / "2.txt")
    (tmp_path / "link.txt").symlink_to("more/2.txt")
    (tmp_path / "empty").mkdir()
    write(tmp_path / "broken.toml", RULE.format(id="far-too-open", match="line", patterns="[]"))
    write(tmp_path / "slow.toml", RULE.format(id="looks-ahead", match="regex", patterns='["(?=f)ferries"]'))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    with disk_of(tmp_path / "disk", "16k") as disk:
        yield disk
