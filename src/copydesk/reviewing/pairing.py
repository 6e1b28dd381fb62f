"""The records of two files in pairs, however they are ordered; memory does not grow with their number."""

from __future__ import annotations

import json
import zlib
from typing import TYPE_CHECKING, Any

import orjson

from copydesk.batch.database import as_os_errors, create_tables, temporary_database

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from copydesk.reviewing.records import StoredRecord

Pair = tuple["Mapping[str, Any] | None", "Mapping[str, Any] | None"]

_LAYOUT = """
CREATE TABLE records (side INTEGER, number INTEGER, id TEXT, origin TEXT, content BLOB, PRIMARY KEY (side, number))
    WITHOUT ROWID;
CREATE TABLE pairs (old INTEGER UNIQUE, new INTEGER UNIQUE);
"""
_INSERT = "INSERT INTO records VALUES (:side, :number, :id, :origin, :content)"
_PAIR_BY = """
WITH alone AS (
    SELECT side, number, {key}, row_number() OVER (PARTITION BY side, {key} ORDER BY number) AS nth FROM records
    WHERE {key} IS NOT NULL
        AND iif(side = 0, number NOT IN (SELECT old FROM pairs), number NOT IN (SELECT new FROM pairs)))
INSERT INTO pairs SELECT old.number, new.number
FROM (SELECT * FROM alone WHERE side = 0) AS old JOIN (SELECT * FROM alone WHERE side = 1) AS new USING ({key}, nth)
"""
_IN_ORDER = """
SELECT old.content, new.content, old.number AS place, 0 AS rank FROM records AS old
    LEFT JOIN pairs ON pairs.old = old.number LEFT JOIN records AS new ON new.side = 1 AND new.number = pairs.new
    WHERE old.side = 0
UNION ALL
SELECT NULL, content, number, 1 FROM records WHERE side = 1 AND number NOT IN (SELECT new FROM pairs)
ORDER BY rank, place
"""


def pairs_of(old: Iterable[StoredRecord], new: Iterable[StoredRecord]) -> Iterator[Pair]:
    """The records of `old` in order, each with the one in `new` that it became; then those that only `new` has.

    Two records belong together if they have one id; failing that, if they come from one place: input, record and
    source_id. The first of several that share an id goes with the first. None stands for what is not there.

    Raises:
        ValueError: a line is no JSON object, or says neither its id nor where it comes from.
        OSError: a file cannot be read, or the temporary file cannot be written.
    """
    database = temporary_database()
    create_tables(database, _LAYOUT)
    for side, records in enumerate((old, new)):
        for number, record in enumerate(records):
            row = {"side": side, "number": number, **_keys(record), "content": zlib.compress(record.content, 1)}
            with as_os_errors():
                database.execute(_INSERT, row)
    with as_os_errors():
        for key in ("id", "origin"):
            database.execute(_PAIR_BY.format(key=key))
        for before, after, *_ in database.execute(_IN_ORDER):
            yield _values(before), _values(after)


def origin_of(values: Mapping[str, Any]) -> tuple[Any, Any, Any]:
    """Where a record comes from: its input, its number there, and what the file calls it."""
    stated = values.get("provenance")
    place = stated if isinstance(stated, dict) else values
    return place.get("input"), place.get("record"), place.get("source_id")


def _keys(record: StoredRecord) -> dict[str, str | None]:
    values = record.values
    origin = origin_of(values)
    known = any(part is not None for part in origin)
    identity = values.get("id")
    if record.fault or not (known or identity):
        message = f"{record.place}: {record.fault or 'no record: neither an id nor an input'}"
        raise ValueError(message)
    return {
        "id": identity if isinstance(identity, str) else None,
        "origin": json.dumps(origin, default=str) if known else None,
    }


def _values(content: bytes | None) -> Mapping[str, Any] | None:
    if content is None:
        return None
    values: Mapping[str, Any] = orjson.loads(zlib.decompress(content))
    return values
