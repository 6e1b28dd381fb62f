"""Clean data frames: pandas, Polars and Hugging Face datasets come in by Arrow.

pip install 'copydesk[arrow]'                      # and what you have the pages in
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from copydesk.integrations.arrow import clean_table

if TYPE_CHECKING:
    import datasets
    import pandas as pd
    import polars as pl


def clean_pandas(pages: pd.DataFrame) -> pd.DataFrame:
    """A row for a row; `frame[frame.rejection.isna()]` are the articles."""
    return clean_table(pa.Table.from_pandas(pages)).to_pandas()


def clean_polars(pages: pl.DataFrame) -> pl.DataFrame:
    """Likewise; `frame.filter(pl.col("rejection").is_null())` are the articles."""
    import polars as pl  # noqa: PLC0415 - you have one of them, not all

    return pl.from_arrow(clean_table(pages.to_arrow()))


def clean_dataset(pages: datasets.Dataset) -> datasets.Dataset:
    """Likewise; in as many processes as `num_proc` says."""
    from copydesk.integrations.huggingface import clean_table  # noqa: PLC0415

    return pages.with_format("arrow").map(
        clean_table, batched=True, batch_size=256, num_proc=2, remove_columns=pages.column_names
    )
