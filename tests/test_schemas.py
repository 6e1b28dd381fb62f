"""The schemas in schemas/ are those of the models, and records fit them."""

from __future__ import annotations

from pathlib import Path

import pytest

from copydesk.schemas import RECORDS, schema_text

SCHEMAS = Path(__file__).parents[1] / "schemas"


@pytest.mark.parametrize("record", RECORDS)
def test_schema_files_do_not_drift(record: str) -> None:
    path = SCHEMAS / f"{record}.schema.json"
    assert path.read_text(encoding="utf-8") == schema_text(record), f"run: copydesk schema {record} > {path}"


def test_every_schema_file_is_of_a_record() -> None:
    assert {path.name for path in SCHEMAS.iterdir()} == {f"{record}.schema.json" for record in RECORDS}
