"""Arrow: batches of pages to batches of records. Engines that speak Arrow, and data frames, come in here.

Every row gives one row, in order. It holds an article, with null in `rejection`; or a rejection, in a struct of that
name, and null everywhere else. That makes retries harmless, and a page that fails no trouble to those beside it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Unpack

from copydesk.article import Article, Rejection
from copydesk.extras import module_of
from copydesk.integrations.rows import ColumnFields, RowDesk
from copydesk.reading.containers.parquet import rows_of
from copydesk.writing.parquet import arrow_schema

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pyarrow as pa

    from copydesk.desk import Desk

SLICE_ROWS = 32
"""Rows that are in Python's hands at a time: so many of the longest pages still fit a column of text, 2 GiB."""


def result_schema() -> pa.Schema:
    """The columns of a result: those of `Article`, all nullable, and `rejection`, a struct of those of `Rejection`.

    Raises:
        MissingExtra: pyarrow is not there.
    """
    arrow = _arrow()
    rejection = arrow.field("rejection", arrow.struct(list(arrow_schema(Rejection))))
    return arrow.schema([*(column.with_nullable(nullable=True) for column in arrow_schema(Article)), rejection])


def clean_batches(
    batches: Iterable[pa.RecordBatch], desk: Desk | None = None, **fields: Unpack[ColumnFields]
) -> Iterator[pa.RecordBatch]:
    """Clean pages, a row each, lazily.

    Args:
        batches: with the page as text or bytes in one of their columns.
        desk: settings; the default ones without it.
        **fields: names of columns, and the longest page; see `ColumnFields`.

    Yields:
        Batches of `result_schema`, as many rows as came in, in order; of other sizes than they came in.

    Raises:
        NoPageColumn: a batch has no column that could hold a page.
        TypeError: there is no field of that name.
        MissingExtra: pyarrow is not there.
    """
    rows, schema = RowDesk.of(desk, fields), result_schema()
    for batch in batches:
        pages = batch.select(rows.columns(batch.schema.names))
        for start in range(0, pages.num_rows, SLICE_ROWS):
            results = [_record(rows.result(row)) for row in rows_of(pages.slice(start, SLICE_ROWS))]
            yield _arrow().RecordBatch.from_pylist(results, schema=schema)


def clean_table(table: pa.Table, desk: Desk | None = None, **fields: Unpack[ColumnFields]) -> pa.Table:
    """`clean_batches` for a table as a whole.

    Raises:
        NoPageColumn: no column could hold a page.
        TypeError: there is no field of that name.
        MissingExtra: pyarrow is not there.
    """
    RowDesk.of(desk, fields).columns(table.schema.names)  # a table without rows may have no batches
    return _arrow().Table.from_batches(clean_batches(table.to_batches(), desk, **fields), schema=result_schema())


def _record(result: Article | Rejection) -> dict[str, Any]:
    record = result.model_dump(mode="json")
    return record if isinstance(result, Article) else {"rejection": record}


def _arrow() -> Any:  # noqa: ANN401 - a module
    return module_of("arrow", "Arrow", "pyarrow")
