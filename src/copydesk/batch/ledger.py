"""What a run says of each of its inputs."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from copydesk.article import SCHEMA_VERSION, Article, Digest, Given, RecordId, Rejection, RejectionCode, _Record

Fate = Literal["article", "rejection", "duplicate", "unreadable"]


class Unbalanced(RuntimeError):
    """Inputs, records and counts do not agree: something was lost, or written twice."""


class LedgerEntry(_Record):
    """What became of one input."""

    schema_version: Literal[1] = SCHEMA_VERSION
    fate: Fate = Field(description="`unreadable` is a rejection of what could not be read at all")
    code: RejectionCode | None = Field(description="the first reason of a rejection")
    input: Given | None = Field(description="file name, `-` for standard input")
    record: int | None = Field(description="number of the record in its file, counted from 1")
    source_id: Given | None = Field(description="what the file calls the record")
    url: Given | None
    sha256: Digest | None = Field(description="of the input as it came, null where nobody could read or finish it")
    id: RecordId | None = Field(description="of the article, null for a rejection")
    duplicate_of: RecordId | None = Field(description="id of the article with the same text that came before")

    @model_validator(mode="after")
    def _fits_its_fate(self) -> Self:
        rejected = self.fate in {"rejection", "unreadable"}
        if (self.code is not None) != rejected or (self.id is None) != rejected:
            message = "a rejection has a code and no id, all else an id and no code"
            raise ValueError(message)
        if (self.duplicate_of is not None) != (self.fate == "duplicate"):
            message = "a duplicate, and nothing else, says of what"
            raise ValueError(message)
        return self


def entry_of(result: Article | Rejection) -> LedgerEntry:
    """What the ledger says of an article or a rejection."""
    origin = result.provenance if isinstance(result, Article) else result
    code = None if isinstance(result, Article) else result.reasons[0].code
    return LedgerEntry(
        fate="article" if code is None else "unreadable" if code == "unreadable" else "rejection",
        code=code,
        input=origin.input,
        record=origin.record,
        source_id=origin.source_id,
        url=result.url,
        sha256=origin.sha256,
        id=result.id if isinstance(result, Article) else None,
        duplicate_of=None,
    )


def as_duplicate(entry: LedgerEntry, of: str) -> LedgerEntry:
    """The entry of an article that says what the article `of` said before."""
    return entry.model_copy(update={"fate": "duplicate", "duplicate_of": of})
