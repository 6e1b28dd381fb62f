"""Results put on record as they come, in numbers that add up."""

from __future__ import annotations

import io
from functools import partial
from typing import TYPE_CHECKING

import orjson
import pytest

import copydesk
from copydesk.batch.filing import Clerk, Filed, Given
from copydesk.batch.ledger import Unbalanced
from copydesk.batch.running import StreamRun, put_on_record, results

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

PAGE = """Ferry returns to the river

The river ferry will sail again on Friday after four months in dock, the transport office said on Thursday.
"""
OTHER = PAGE.replace("Friday", "Sunday")
CLERK = Clerk(copydesk.Desk(), dedup=True)


def given(pages: Iterable[str | bytes]) -> Iterator[Given]:
    return (Given(copydesk.Source(page, name=f"{number}.txt")) for number, page in enumerate(pages, start=1))


def streamed(pages: Iterable[str | bytes], *, dedup: bool = False) -> tuple[StreamRun, list[Filed], bytes, bytes]:
    articles, rejections = io.BytesIO(), io.BytesIO()
    run = StreamRun(articles, rejections, dedup=dedup)
    filed = list(put_on_record(run, given(pages), partial(results, CLERK)))
    return run, filed, articles.getvalue(), rejections.getvalue()


def test_results_are_written_where_they_belong_and_counted() -> None:
    run, _, articles, rejections = streamed([PAGE, "", PAGE, b"%PDF-1.7"])
    assert run.tally.inputs == 4
    assert run.tally.articles == len(articles.splitlines()) == 2
    written = [orjson.loads(line)["reasons"][0]["code"] for line in rejections.splitlines()]
    assert written == ["no_article", "not_text"] == sorted(run.tally.rejections)


def test_results_are_written_as_they_come() -> None:
    articles = io.BytesIO()

    def pages() -> Iterable[str]:
        for number in range(3):
            assert articles.getvalue().count(b"\n") == number
            yield PAGE

    run = StreamRun(articles, None)
    for filed in put_on_record(run, given(pages()), partial(results, CLERK)):
        assert articles.getvalue().endswith(filed.line)
    assert run.tally.articles == 3


def test_a_text_that_was_seen_is_left_out_and_names_the_first() -> None:
    run, filed, articles, _ = streamed([PAGE, OTHER, PAGE.upper(), "", PAGE.replace(" ", "\u3000")], dedup=True)
    assert (run.tally.articles, run.tally.duplicates, run.tally.rejected) == (2, 2, 1)
    assert [orjson.loads(line)["provenance"]["input"] for line in articles.splitlines()] == ["1.txt", "2.txt"]
    fates = [(one.entry.fate, one.entry.duplicate_of) for one in filed]
    first = filed[0].entry.id
    none = ("article", None)
    assert fates == [none, none, ("duplicate", first), ("rejection", None), ("duplicate", first)]
    assert [one.entry.id for one in filed].count(first) == 1


def test_nothing_is_left_out_unless_asked() -> None:
    run, _, articles, _ = streamed([PAGE, PAGE])
    assert (run.tally.articles, run.tally.duplicates, len(articles.splitlines())) == (2, 0, 2)


@pytest.mark.parametrize("wrong", [lambda filed: filed[1:], lambda filed: filed[:-1]], ids=["first", "last"])
def test_a_page_that_is_lost_on_its_way_fails_the_run(wrong: Callable[[list[Filed]], list[Filed]]) -> None:
    def lossy(pages: Iterable[Given]) -> Iterator[Filed]:
        return iter(wrong([CLERK.file(page) for page in pages]))

    with pytest.raises(Unbalanced, match="2 inputs were read, and 1 are on record"):
        list(put_on_record(StreamRun(io.BytesIO(), None), given([PAGE, OTHER]), lossy))
