"""Ray Data: a dataset of pages to a dataset of records, a row for a row; see `copydesk.integrations.arrow`.

records = clean_dataset(ray.data.read_parquet("s3://bucket/pages/"), html_field="page")
records = clean_dataset(ray.data.read_text("s3://bucket/pages/"), jsonl_field="text")  # no bad line ends the job
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Unpack

from copydesk.integrations.arrow import clean_table
from copydesk.integrations.rows import ColumnFields, RowDesk

if TYPE_CHECKING:
    from ray.data import Dataset

    from copydesk.desk import Desk

BATCH_ROWS = 256
"""Rows that a task cleans at a time: a second or a few of work."""


def clean_dataset(
    dataset: Dataset,
    desk: Desk | None = None,
    *,
    batch_size: int = BATCH_ROWS,
    options: dict[str, Any] | None = None,
    **fields: Unpack[ColumnFields],
) -> Dataset:
    """Clean pages, a row each, when the dataset is asked for its rows.

    Args:
        dataset: with the page as text or bytes in one of its columns.
        desk: settings; the default ones without it. Rule packs and weights have to be on every node.
        batch_size: rows that are cleaned at a time.
        options: further arguments of `Dataset.map_batches`, such as `num_cpus` or `memory`.
        **fields: names of columns, and the longest page; see `ColumnFields`.

    Returns:
        Rows of `copydesk.integrations.arrow.result_schema`.

    Raises:
        NoPageColumn: no column could hold a page; where columns are not known before it runs, the job fails with it.
        TypeError: there is no field of that name.
    """
    rows = RowDesk.of(desk, fields)
    if known := dataset.schema(fetch_if_missing=False):
        rows.columns(known.names)
    cleaning = partial(clean_table, desk=desk, **fields)
    return dataset.map_batches(cleaning, batch_format="pyarrow", batch_size=batch_size, **options or {})
