"""Parquet to sources: a page a row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, BinaryIO

from copydesk.extras import module_of
from copydesk.reading.containers.fields import Place, known_columns, row_to_source
from copydesk.reading.containers.records import Damaged

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa

    from copydesk.reading.containers.records import ReadingOptions, Unreadable
    from copydesk.reading.source import Source

_BATCH_ROWS = 64
_BUFFER_BYTES = 1_048_576


def read_parquet(file: BinaryIO, name: str, options: ReadingOptions) -> Iterator[Source | Unreadable]:
    """The pages in a Parquet file, a few rows at a time, and only the columns that are asked for.

    Memory is some multiple of a row group, which is as small as whoever wrote the file made it.

    Args:
        file: seekable; the directory of a Parquet file stands at its end.
        name: what records call the file.
        options: where pages are and how long they may be.

    Raises:
        MissingExtra: pyarrow is not there.
        Damaged: it is no Parquet file, or its end or a page is missing or damaged.
    """
    arrow = module_of("parquet", "Parquet", "pyarrow")
    parquet = module_of("parquet", "Parquet", "pyarrow.parquet")
    record = 0
    try:
        # What is buffered ahead is kept to the end of the file; without it, memory is that of the largest row group.
        with parquet.ParquetFile(file, buffer_size=_BUFFER_BYTES, pre_buffer=False) as table:
            known = known_columns(options)
            columns = [column for column in table.schema_arrow.names if column in known]
            for batch in table.iter_batches(_BATCH_ROWS, columns=columns, use_threads=False):
                for row in rows_of(batch):
                    record += 1
                    yield row_to_source(row, Place(name, record, f"row {record}"), options)
    except (arrow.ArrowException, OSError) as error:
        message = f"no whole Parquet file, after row {record}: {str(error).splitlines()[0]}"
        raise Damaged(message) from error


def rows_of(batch: pa.RecordBatch) -> list[dict[str, Any]]:
    """The rows of a batch; one value that Python cannot hold costs neither the others of its row nor other rows theirs.

    Text that is no UTF-8 stands there as bytes; what cannot be had at all is None.
    """
    try:
        rows: list[dict[str, Any]] = batch.to_pylist()
    except Exception:  # noqa: BLE001 - whatever a type may raise
        columns = {name: map(_value, batch.column(name)) for name in batch.schema.names}
        rows = [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]
    return rows


def _value(scalar: pa.Scalar) -> Any:  # noqa: ANN401 - whatever a row holds
    try:
        return scalar.as_py()
    except UnicodeDecodeError:
        return scalar.as_buffer().to_pybytes()
    except Exception:  # noqa: BLE001 - such as a time after the year 9999, which is as good as none
        return None
