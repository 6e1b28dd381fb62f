"""The promises on real pages of text; like the other tests here, these skip where the pages are not at hand."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING

import pytest

import copydesk
from tests.corpora.test_html_parsers import SHARED

if TYPE_CHECKING:
    from collections.abc import Iterator

FILES = sorted(SHARED.glob("corpora/*/text.*.jsonl.gz"))
EVERY = 20


def articles() -> Iterator[tuple[str, copydesk.Article]]:
    """Name and article of every twentieth page that gives one."""
    for path in FILES:
        with gzip.open(path, "rt", encoding="utf-8") as stream:
            for line in list(stream)[::EVERY]:
                row = json.loads(line)
                for result in copydesk.Desk().run([copydesk.Source(row["text"], kind="text")]):
                    if isinstance(result, copydesk.Article):
                        yield f"{path.parent.name} {row['id']}", result


@pytest.mark.skipif(not FILES, reason=f"no pages in {SHARED}: set COPYDESK_SHARED to the folder that holds corpora/")
def test_cleaning_a_cleaned_text_takes_nothing_away() -> None:
    changed = [name for name, article in articles() if copydesk.clean(article.text, kind="text").text != article.text]
    assert changed == []
