"""The account of promise 1: every row of the input, and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from copydesk.page import Label, Role
from copydesk.showing import copy_html

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from copydesk.page import Kind, Page

_BLANK = Label(Role.BLANK, None, "structure/blank")


class ExplainedLine(NamedTuple):
    """A row of the input and what became of it.

    Attributes:
        number: counted from 1.
        start, end: character offsets into the decoded text; the spans of all rows cover it.
        text: the row as it came, its line ending included.
        label: what it is to the article.
        kind: why it is not body text, None where it is.
        reason: the rule or the step of the segmentation that decided.
    """

    number: int
    start: int
    end: int
    text: str
    label: Role
    kind: Kind | None
    reason: str


class ExplainedPage(list[ExplainedLine]):
    """The rows of a page, in order. It is a list of them, and shows itself in notebooks as marked-up copy."""

    def _repr_html_(self) -> str:
        return copy_html((row.number, row.label, row.kind, row.reason, row.text) for row in self)


def explained_rows(page: Page, labels: Sequence[Label]) -> Iterator[ExplainedLine]:
    """Every row of `page`, in order, with what became of it.

    Args:
        page: as it was read.
        labels: one for each of its lines.
    """
    label_of = {
        row: label
        for line, label in zip(page.lines, labels, strict=True)
        for row in range(line.first_row, line.last_row + 1)
    }
    for number, (start, end) in enumerate(page.row_spans(), 1):
        role, kind, reason = label_of.get(number, _BLANK)
        yield ExplainedLine(number, start, end, page.text[start:end], role, kind, reason)
