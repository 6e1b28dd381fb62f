"""The JSON Schema of every record that is written."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from copydesk.article import Article, Rejection
from copydesk.batch.ledger import LedgerEntry
from copydesk.batch.manifest import Manifest

if TYPE_CHECKING:
    from pydantic import BaseModel

RECORDS: dict[str, type[BaseModel]] = {
    "article": Article,
    "rejection": Rejection,
    "ledger": LedgerEntry,
    "manifest": Manifest,
}


def json_schema(record: str) -> dict[str, object]:
    """The JSON Schema (draft 2020-12) of one of `RECORDS`, as records are written."""
    schema = RECORDS[record].model_json_schema(mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def schema_text(record: str) -> str:
    """`json_schema` as it stands in schemas/ and as the command prints it."""
    return json.dumps(json_schema(record), indent=2, ensure_ascii=False) + "\n"
