"""What became of the inputs of a run, in numbers."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from pydantic import BaseModel, Field

if TYPE_CHECKING:
    from collections.abc import Mapping

    from copydesk.batch.ledger import LedgerEntry
    from copydesk.page import Kind

_KINDS_SHOWN = 6


class Tally(BaseModel):
    """Counts of a run so far.

    Attributes:
        articles: that were written.
        duplicates: that were not, since they say what one before said.
        rejections: by their first code.
        removed: lines taken out of the articles, by kind.
    """

    articles: int = 0
    duplicates: int = 0
    rejections: Counter[str] = Field(default_factory=Counter)
    removed: Counter[str] = Field(default_factory=Counter)

    @property
    def inputs(self) -> int:
        """All that is on record."""
        return self.articles + self.rejected + self.duplicates

    @property
    def rejected(self) -> int:
        """Rejections of all codes."""
        return self.rejections.total()

    def add(self, entry: LedgerEntry, removed: Mapping[Kind, int]) -> None:
        """Count one input, and the lines that were taken out of it if it is an article."""
        if entry.fate == "article":
            self.articles += 1
            self.removed.update(removed)
        elif entry.fate == "duplicate":
            self.duplicates += 1
        else:
            self.rejections[str(entry.code)] += 1

    def __str__(self) -> str:
        parts = [counted(self.articles, "article"), _with_shares(f"{self.rejected:,} rejected", self.rejections)]
        if self.duplicates:
            parts.append(counted(self.duplicates, "duplicate"))
        return f"{counted(self.inputs, 'page')}: {', '.join(parts)}"

    def removed_text(self) -> str:
        """What was removed, the most frequent kinds first; empty if nothing was."""
        total = self.removed.total()
        return (total and _with_shares(f"removed {counted(total, 'line')}", self.removed, _KINDS_SHOWN)) or ""


def counted(number: int, noun: str) -> str:
    """`1 page`, `2,000 pages`."""
    return f"{number:,} {noun}" + "s" * (number != 1)


def _with_shares(text: str, shares: Counter[str], most: int | None = None) -> str:
    ordered = sorted(shares.items(), key=lambda share: (-share[1], share[0]))
    named = [f"{name} {count:,}" for name, count in ordered[:most]]
    rest = sum(count for _, count in ordered[len(named) :])
    return text + (f" ({', '.join(named + [f'other {rest:,}'] * bool(rest))})" if named else "")
