"""What a run to files is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from copydesk.reading.inputs import identity_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from copydesk.writing.names import RunNames

Role = Literal["articles", "rejections", "ledger"]
"""What is in a file that a run writes."""


class InputIdentity(NamedTuple):
    """An input as it was when a run began: where it is, its size in bytes, and what changes when it is written to.

    One that cannot be read again, such as a pipe, has neither.
    """

    path: str
    size: int | None
    version: str | None

    @property
    def is_repeatable(self) -> bool:
        """Whether it can be read again."""
        return self.size is not None


class FinishedFile(NamedTuple):
    """A file of the run that is whole: what is in it, and which of its kind it is, counted from 1."""

    role: Role
    number: int
    records: int
    size: int
    sha256: str


@dataclass(frozen=True)
class RunPlan:
    """A run to files.

    Attributes:
        names: where it writes.
        settings: all that the records depend on besides the inputs; values as JSON has them.
        inputs: what it reads, as it is now.
        shard_size: articles of a file; None for one file.
        dedup: whether articles with the text of an earlier one are left out.
    """

    names: RunNames
    settings: Mapping[str, Any]
    inputs: Sequence[InputIdentity]
    shard_size: int | None = None
    dedup: bool = False

    @property
    def is_repeatable(self) -> bool:
        """Whether all inputs can be read again."""
        return all(each.is_repeatable for each in self.inputs)


def identities(paths: Sequence[str]) -> list[InputIdentity]:
    """The inputs at `paths`, as they are now."""
    return [InputIdentity(path, *(identity_of(path) or (None, None))) for path in paths]
