"""What engines are compared with, made once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.integrations.feeds import Single, cleaned, rows, write_feeds

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def single(tmp_path_factory: pytest.TempPathFactory) -> Single:
    """What a single process makes of two thousand records."""
    folder: Path = tmp_path_factory.mktemp("single")
    feeds = write_feeds(folder / "feed", rows())
    return Single(feeds, cleaned(feeds, folder))
