"""Both parsers give the same lines of real pages.

The pages are not part of the project: they are looked for in the folder that COPYDESK_SHARED names, or in `shared`
beside the checkout.
"""

from __future__ import annotations

import gzip
import json
import os
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from copydesk.reading.html import LXML, read_html

if TYPE_CHECKING:
    from collections.abc import Iterator

SHARED = Path(os.environ.get("COPYDESK_SHARED", Path(__file__).parents[3] / "shared"))
FILES = sorted(SHARED.glob("corpora/*/html.jsonl.gz"))
LEAST_EQUAL = 0.995


def pages() -> Iterator[tuple[str, str]]:
    """Id and HTML of every page."""
    for path in FILES:
        with gzip.open(path, "rt", encoding="utf-8") as stream:
            for line in stream:
                row = json.loads(line)
                yield row["id"], row["html"].encode("utf-8", "replace").decode()


def difference(one: list[str], other: list[str]) -> str:
    """Which sort of difference two lists of lines begin with, and where."""
    left, right = next((pair for pair in zip_longest(one, other, fillvalue="") if pair[0] != pair[1]), ("", ""))
    if "-->" in left + right:
        cause = "where a comment ends"
    elif "&" in left + right:
        cause = "how an entity ends"
    elif left.startswith(right) or right.startswith(left):
        cause = "where a line ends"
    elif not one or not other:
        cause = "one parser reads nothing"
    else:
        cause = "other text"
    return f"{cause}: {left[:60]!r} | {right[:60]!r}"


@pytest.mark.parametrize(
    ("one", "other", "cause"),
    [
        (["a"], ["a", "-->"], "where a comment ends"),
        (["Fähre"], ["F&auml;hre"], "how an entity ends"),
        (["ab"], ["a", "b"], "where a line ends"),
        (["x"], ["y"], "other text"),
    ],
)
def test_differences_have_a_cause(one: list[str], other: list[str], cause: str) -> None:
    assert difference(one, other).startswith(f"{cause}: ")


@pytest.mark.skipif(not FILES, reason=f"no pages in {SHARED}: set COPYDESK_SHARED to the folder that holds corpora/")
@pytest.mark.skipif(not LXML, reason="lxml is not installed: there is one parser")
def test_both_parsers_give_the_same_lines() -> None:
    read, unlike = 0, []
    for name, html in pages():
        one, other = ([line.text for line in read_html(html, lxml=parser).lines] for parser in (True, False))
        read += 1
        if one != other:
            unlike.append(f"{name}: {difference(one, other)}")
    print(f"{read - len(unlike)} of {read} pages equal", *unlike, sep="\n")  # noqa: T201 - shown with -rP
    assert read - len(unlike) >= LEAST_EQUAL * read, unlike
