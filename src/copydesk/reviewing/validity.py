"""Whether a record is what its model says."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pydantic import ValidationError

from copydesk.article import Article, Rejection
from copydesk.batch.ledger import LedgerEntry

if TYPE_CHECKING:
    from pydantic import BaseModel

    from copydesk.reviewing.records import StoredRecord

_TOLD_BY: dict[str, type[BaseModel]] = {"reasons": Rejection, "fate": LedgerEntry}
"""Fields that only one kind of record has; what has none of them is to be an article."""


class Fault(NamedTuple):
    """What is wrong with a record.

    Attributes:
        file, line: where it stands; lines are counted from 1.
        field: where in the record, as `rights.years`; None where it is the record as a whole.
        message: what is wrong.
    """

    file: str
    line: int
    field: str | None
    message: str


def faults_of(record: StoredRecord) -> list[Fault]:
    """All that keeps `record` from being an article, a rejection or a line of a ledger; empty if nothing does."""
    if record.fault:
        return [Fault(record.file, record.line, None, record.fault)]
    model = next((model for field, model in _TOLD_BY.items() if field in record.values), Article)
    try:
        model.model_validate_json(record.content, strict=True)
    except ValidationError as error:
        return [
            Fault(record.file, record.line, ".".join(map(str, problem["loc"])) or None, problem["msg"])
            for problem in error.errors(include_url=False, include_context=False)
        ]
    return []
