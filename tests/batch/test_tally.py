"""Counts of a run, and how they read."""

from __future__ import annotations

from collections import Counter

import pytest

from copydesk.batch.tally import Tally


@pytest.mark.parametrize(
    ("tally", "text"),
    [
        (Tally(), "0 pages: 0 articles, 0 rejected"),
        (Tally(articles=1), "1 page: 1 article, 0 rejected"),
        (
            Tally(articles=3000, rejections=Counter(too_short=1, no_article=2)),
            "3,003 pages: 3,000 articles, 3 rejected (no_article 2, too_short 1)",
        ),
        (Tally(articles=2, duplicates=1), "3 pages: 2 articles, 0 rejected, 1 duplicate"),
    ],
)
def test_a_summary_reads_well(tally: Tally, text: str) -> None:
    assert str(tally) == text


@pytest.mark.parametrize(
    ("removed", "text"),
    [
        ({}, ""),
        ({"nav_links": 1}, "removed 1 line (nav_links 1)"),
        ({"navigation": 1200, "share_prompt": 5}, "removed 1,205 lines (navigation 1,200, share_prompt 5)"),
        (
            dict.fromkeys("abcdefgh", 2),
            "removed 16 lines (a 2, b 2, c 2, d 2, e 2, f 2, other 4)",
        ),
    ],
)
def test_what_was_removed_reads_well(removed: dict[str, int], text: str) -> None:
    assert Tally(removed=Counter(removed)).removed_text() == text


def test_counts_come_back_from_their_json() -> None:
    tally = Tally(articles=2, duplicates=1, rejections=Counter(no_article=2), removed=Counter(nav_links=3))
    assert Tally.model_validate_json(tally.model_dump_json()) == tally
