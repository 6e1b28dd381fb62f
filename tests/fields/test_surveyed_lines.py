"""Lines of real pages with dates and credits, each with what it states; they are not part of the project."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
from pathlib import Path

import pytest

from copydesk.fields.credits import read_credits
from copydesk.fields.dates import find_moments

SHARED = Path(os.environ.get("COPYDESK_SHARED", Path(__file__).parents[3] / "shared"))
FETCHED = dt.datetime(2023, 12, 31, 12, 0)  # noqa: DTZ001 - it completes dates, and is compared with nothing
STATED = re.compile(r"(?:^|\s)([a-z-]+)=")
REMARK = re.compile(r"\s\([^)]*\)")


def stated(expected: str) -> dict[str, str]:
    """`source=X author=[Y]` as a dictionary; remarks in brackets are left out."""
    places = list(STATED.finditer(expected))
    ends = [place.start() for place in places[1:]] + [len(expected)]
    return {
        place[1]: REMARK.sub("", expected[place.end() : end]).strip() for place, end in zip(places, ends, strict=True)
    }


def names(value: str) -> list[str]:
    return [name.strip() for name in value.strip("[]").split(",") if name.strip()]


def same_moment(want: str | None, got: str | None) -> bool:
    if want is None or got is None or want.startswith("relative"):
        return want == got or (want or "").startswith("relative")
    return got.endswith(want.removeprefix("-")) if want.startswith("--") else want == got


def is_right(line: str, expected: str) -> bool:
    want, got = stated(expected), read_credits(line)
    moments = find_moments(line, fetched_at=FETCHED)
    published, updated = (
        next((moment.value for moment in moments if moment.updated is changed), None) for changed in (False, True)
    )
    outlets = names(want.get("source", ""))
    return (
        (got.source in outlets if outlets else got.source is None)
        and got.authors == names(want.get("author", ""))
        and got.editors == names(want.get("editor", ""))
        and same_moment(want.get("published"), published)
        and ("updated" not in want or same_moment(want["updated"], updated))
    )


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared facts are not beside the checkout")
def test_most_lines_of_the_survey() -> None:
    rows = json.loads((SHARED / "facts" / "examples.json").read_text("utf-8"))["metadata"]
    wrong = [row["line"] for row in rows if not is_right(row["line"], row["expected"])]
    assert len(rows) - len(wrong) >= 66, "\n".join(wrong)
