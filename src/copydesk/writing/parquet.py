"""Parquet: records as a table. Its columns are the fields of the record, and follow the model by themselves."""

from __future__ import annotations

from pathlib import Path
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Annotated, Any, BinaryIO, Literal, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from copydesk.article import Article
from copydesk.extras import module_of
from copydesk.writing.jsonl import whole_files

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pyarrow as pa

GROUP_ROWS = 1_000
GROUP_BYTES = 32_000_000
"""A row group ends where it has so many rows, or so many bytes of JSON: a reader needs memory for a whole one."""

_COMPRESSION = "zstd"


class NotARecord(ValueError):
    """A line that is none of the records that a file is said to hold; the message says which line, and why."""


def arrow_schema(record: type[BaseModel] = Article) -> pa.Schema:
    """The columns of a table of records, made of the fields of the model.

    str becomes string, int int64, float double; a model a struct, a list or a tuple a list, a dict a map. What may be
    None is nullable, and nothing else is.

    Args:
        record: the model, `Article` or `Rejection`.

    Raises:
        MissingExtra: pyarrow is not there.
        TypeError: a field has a type that stands for no column.
    """
    return _arrow().schema(_fields(record))


def jsonl_to_parquet(source: BinaryIO, target: Path | BinaryIO, record: type[BaseModel] = Article) -> int:
    """Write a file of JSON lines as a Parquet file, in memory that does not depend on its size.

    The same lines give the same bytes, with the same version of pyarrow. Without any line it is a table without rows.

    Args:
        source: records, one a line, as `copydesk.writing.jsonl.encode` writes them; empty lines are none.
        target: a path, where the file stands once it is whole; or a stream, which stays open, and whose content is of
            no use after an error.
        record: the model of the records, `Article` or `Rejection`.

    Returns:
        How many records there are.

    Raises:
        MissingExtra: pyarrow is not there.
        NotARecord: a line is no record of this model.
        OSError: the source cannot be read, or the target not written to.
    """
    schema = arrow_schema(record)
    if isinstance(target, Path):
        with whole_files(target) as (file,):
            return _write(_records(source, record), schema, file)
    return _write(_records(source, record), schema, target)


def _write(records: Iterable[tuple[int, dict[str, Any]]], schema: pa.Schema, file: BinaryIO) -> int:
    arrow, parquet = _arrow(), module_of("parquet", "Parquet", "pyarrow.parquet")
    total = 0
    with parquet.ParquetWriter(file, schema, compression=_COMPRESSION) as writer:
        for group in _groups(records):
            writer.write_batch(arrow.RecordBatch.from_pylist(group, schema=schema), row_group_size=len(group))
            total += len(group)
    return total


def _groups(records: Iterable[tuple[int, dict[str, Any]]]) -> Iterator[list[dict[str, Any]]]:
    group: list[dict[str, Any]] = []
    group_bytes = 0
    for size, record in records:
        group.append(record)
        group_bytes += size
        if len(group) == GROUP_ROWS or group_bytes >= GROUP_BYTES:
            yield group
            group, group_bytes = [], 0
    if group:
        yield group


def _records(source: BinaryIO, model: type[BaseModel]) -> Iterator[tuple[int, dict[str, Any]]]:
    """The length of each line, and what it says; validated, or what has no column would be lost without a trace."""
    for number, line in enumerate(source, start=1):
        if not line.strip():
            continue
        try:
            record = model.model_validate_json(line, strict=True)
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            what = ": ".join(filter(None, (".".join(map(str, first["loc"])), first["msg"])))
            message = f"line {number} is no {model.__name__}: {what}"
            raise NotARecord(message) from error
        yield len(line), record.model_dump(mode="json")


def _fields(record: type[BaseModel]) -> list[pa.Field]:
    return [_field(name, field.annotation) for name, field in record.model_fields.items()]


def _field(name: str, annotation: Any) -> pa.Field:  # noqa: ANN401 - whatever a field is annotated with
    if get_origin(annotation) is Annotated:
        return _field(name, get_args(annotation)[0])
    kinds = set(get_args(annotation)) if get_origin(annotation) in {Union, UnionType} else {annotation}
    try:
        (kind,) = kinds - {NoneType}
    except ValueError:
        message = f"{name}: {annotation} stands for no column"
        raise TypeError(message) from None
    return _arrow().field(name, _type(name, kind), nullable=NoneType in kinds)


def _type(name: str, kind: Any) -> pa.DataType:  # noqa: ANN401
    arrow, origin, arguments = _arrow(), get_origin(kind), get_args(kind)
    if origin is Annotated:
        return _type(name, arguments[0])
    if origin is Literal:
        return _type(name, type(arguments[0]))
    if origin in {list, tuple}:
        return arrow.list_(_field("element", arguments[0]))
    if origin is dict:
        return arrow.map_(_type(name, arguments[0]), _field("value", arguments[1]))
    if issubclass(kind, BaseModel):
        return arrow.struct(_fields(kind))
    return _scalar(name, kind)


def _scalar(name: str, kind: type) -> pa.DataType:
    arrow = _arrow()
    known = {bool: arrow.bool_(), int: arrow.int64(), float: arrow.float64(), str: arrow.string()}  # a bool is an int
    for python, found in known.items():
        if issubclass(kind, python):
            return found
    message = f"{name}: {kind.__name__} stands for no column"
    raise TypeError(message)


def _arrow() -> Any:  # noqa: ANN401 - a module
    return module_of("parquet", "Parquet", "pyarrow")
