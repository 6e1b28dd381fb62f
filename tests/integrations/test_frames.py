"""Data frames and datasets through Arrow, as the sample job has it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import copydesk

pytest.importorskip("pyarrow", reason="needs copydesk[arrow]")

import pyarrow as pa

from copydesk.integrations.arrow import result_schema
from copydesk.integrations.rows import NoPageColumn
from tests.integrations.samples import job, record_of

if TYPE_CHECKING:
    from pathlib import Path

TITLE = "Ferry returns to the river"
PAGE = f"""{TITLE}

The river ferry will sail again on Friday after four months in dock, the transport office said on Thursday.

Share this article

© 2021 Example Media Ltd.
"""
PAGES = {"id": ["1", "2", "3"], "text": [PAGE, None, "Home\nNews\nSport\n"]}
ARTICLE = copydesk.clean(copydesk.Source(PAGE, source_id="1"))


def as_said(rows: list[dict[str, Any]]) -> None:
    """What all of them make of the pages."""
    article, *rejections = map(record_of, rows)
    assert copydesk.Article.model_validate(article) == ARTICLE
    assert [rejection["reasons"][0]["code"] for rejection in rejections] == ["unreadable", "no_article"]


def test_pandas() -> None:
    pandas = pytest.importorskip("pandas", reason="needs pandas")
    frame = job("dataframes")["clean_pandas"](pandas.DataFrame(PAGES))
    assert list(frame[frame.rejection.isna()].title) == [TITLE]
    assert [dict(rejection)["source_id"] for rejection in frame.rejection[1:]] == ["2", "3"]
    as_said(pa.Table.from_pandas(frame, schema=result_schema()).to_pylist())


def test_polars() -> None:
    polars = pytest.importorskip("polars", reason="needs polars")
    frame = job("dataframes")["clean_polars"](polars.DataFrame(PAGES))
    assert frame.filter(polars.col("rejection").is_null())["title"].to_list() == [TITLE]
    as_said(frame.to_arrow().to_pylist())


def test_hugging_face_datasets(tmp_path: Path) -> None:
    datasets = pytest.importorskip("datasets", reason="needs datasets")
    datasets.disable_progress_bars()
    found = job("dataframes")["clean_dataset"](datasets.Dataset.from_dict(PAGES))
    rows = found.with_format(None).to_list()
    for row in rows[:1]:
        row["removed"]["by_kind"] = [(each["key"], each["value"]) for each in row["removed"]["by_kind"]]
    as_said(rows)
    found.save_to_disk(tmp_path / "saved")
    assert datasets.load_from_disk(tmp_path / "saved").num_rows == 3


def test_a_dataset_without_pages_is_refused() -> None:
    clean_table = pytest.importorskip("copydesk.integrations.huggingface").clean_table
    with pytest.raises(NoPageColumn, match="no column page, but id: say with text_field or html_field which"):
        clean_table(pa.table({"id": [1]}), text_field="page")
