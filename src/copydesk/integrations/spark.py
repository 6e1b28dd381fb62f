"""Spark: a data frame of pages to a data frame of records, a row for a row; see `copydesk.integrations.arrow`.

records = clean_dataframe(spark.read.parquet("s3://bucket/pages/"), html_field="page")
records = clean_dataframe(spark.read.text("s3://bucket/pages/"), jsonl_field="value")  # no line is null for being bad
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Unpack

from copydesk.extras import module_of
from copydesk.integrations.arrow import clean_batches, result_schema
from copydesk.integrations.rows import ColumnFields, RowDesk

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame

    from copydesk.desk import Desk


def clean_dataframe(pages: DataFrame, desk: Desk | None = None, **fields: Unpack[ColumnFields]) -> DataFrame:
    """Clean pages, a row each, when the data frame is asked for its rows.

    Args:
        pages: with the page as text or bytes in one of their columns.
        desk: settings; the default ones without it. Rule packs and weights have to be on every worker.
        **fields: names of columns, and the longest page; see `ColumnFields`.

    Returns:
        Rows of `result_ddl()`.

    Raises:
        NoPageColumn: no column could hold a page.
        TypeError: there is no field of that name.
    """
    used = RowDesk.of(desk, fields).columns(pages.columns)
    cleaning = partial(clean_batches, desk=desk, **fields)
    return pages.select(*(f"`{name}`" for name in used)).mapInArrow(cleaning, result_ddl())


def result_ddl() -> str:
    """`copydesk.integrations.arrow.result_schema` as Spark writes schemas.

    Raises:
        MissingExtra: pyarrow is not there.
    """
    return ", ".join(f"`{column.name}` {_ddl(column.type)}" for column in result_schema())


def _ddl(kind: pa.DataType) -> str:
    types = _types()
    if types.is_struct(kind):
        return f"STRUCT<{', '.join(f'`{each.name}`: {_ddl(each.type)}' for each in kind)}>"
    if types.is_list(kind):
        return f"ARRAY<{_ddl(kind.value_type)}>"
    if types.is_map(kind):
        return f"MAP<{_ddl(kind.key_type)}, {_ddl(kind.item_type)}>"
    return {"string": "STRING", "int64": "BIGINT", "double": "DOUBLE", "bool": "BOOLEAN"}[str(kind)]


def _types() -> Any:  # noqa: ANN401 - a module
    return module_of("spark", "Spark", "pyarrow").types
