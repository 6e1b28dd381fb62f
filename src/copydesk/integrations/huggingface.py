"""Hugging Face datasets: what `Dataset.map` takes, for a dataset whose format is Arrow.

pages.with_format("arrow").map(clean_table, batched=True, remove_columns=pages.column_names)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

from copydesk.extras import module_of
from copydesk.integrations import arrow

if TYPE_CHECKING:
    import pyarrow as pa

    from copydesk.desk import Desk
    from copydesk.integrations.rows import ColumnFields


def clean_table(table: pa.Table, desk: Desk | None = None, **fields: Unpack[ColumnFields]) -> pa.Table:
    """`copydesk.integrations.arrow.clean_table`, with lists of keys and values for maps, which datasets do not know.

    Raises:
        NoPageColumn: no column could hold a page.
        TypeError: there is no field of that name.
        MissingExtra: pyarrow is not there.
    """
    records = arrow.clean_table(table, desk, **fields)
    schema = module_of("arrow", "Arrow", "pyarrow").schema(map(_without_maps, records.schema))
    return records.cast(schema)


def _without_maps(field: pa.Field) -> pa.Field:
    pa = module_of("arrow", "Arrow", "pyarrow")
    kind = field.type
    if pa.types.is_struct(kind):
        return field.with_type(pa.struct(list(map(_without_maps, kind))))
    if pa.types.is_map(kind):
        return field.with_type(pa.list_(pa.struct([kind.key_field, kind.item_field])))
    return field
