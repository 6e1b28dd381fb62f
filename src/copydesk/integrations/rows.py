"""A row of whatever engine to an article or a rejection: what all doors share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypedDict

from copydesk.desk import Desk
from copydesk.reading.containers.fields import HTML_FIELDS, TEXT_FIELDS, Place, known_columns, row_to_source
from copydesk.reading.containers.jsonl import line_to_source
from copydesk.reading.containers.records import ReadingOptions, Unreadable
from copydesk.reading.source import Source
from copydesk.rejecting import origin_of, refused

if TYPE_CHECKING:
    from collections.abc import Iterable

    from copydesk.article import Article, Rejection


class NoPageColumn(ValueError):
    """A table without any column that could hold pages; the message says which there are."""


class Fields(TypedDict, total=False):
    """Where rows have the page and what is known of it, as `ReadingOptions` has it; well-known names are recognised."""

    text_field: str | None
    html_field: str | None
    url_field: str | None
    id_field: str | None
    date_field: str | None
    max_page_bytes: int


class ColumnFields(Fields, total=False):
    """Likewise of tables, where a column may hold JSON lines, as engines that read text line by line give them.

    `jsonl_field` names it: each of its lines is a row itself.
    """

    jsonl_field: str | None


@dataclass(frozen=True)
class RowDesk:
    """A desk for rows, which are mappings of names to values. It pickles, and remembers nothing.

    Attributes:
        desk: what cleans.
        options: where rows have the page.
        jsonl_field: where they have a JSON line that is the row.
        what: what messages call a row.
    """

    desk: Desk = field(default_factory=Desk)
    options: ReadingOptions = field(default_factory=ReadingOptions)
    jsonl_field: str | None = None
    what: str = "row"

    @classmethod
    def of(cls, desk: Desk | None, fields: Mapping[str, Any], what: str = "row") -> RowDesk:
        """What the arguments of a door ask for; `fields` are those of `Fields` or `ColumnFields`.

        Raises:
            TypeError: there is no field of that name.
        """
        reading = dict(fields)
        jsonl_field = reading.pop("jsonl_field", None)
        return cls(desk or Desk(), ReadingOptions(**reading), jsonl_field, what)

    def columns(self, there: Iterable[str]) -> list[str]:
        """Those of the columns of a table that rows are read from.

        Raises:
            NoPageColumn: none of them can hold a page.
        """
        there = list(there)
        named = [name for name in (self.options.html_field, self.options.text_field) if name]
        asked = [self.jsonl_field] if self.jsonl_field else named or [*HTML_FIELDS, *TEXT_FIELDS]
        if not any(name in there or name.split(".")[0] in there for name in asked):
            wanted = " or ".join(asked if named or self.jsonl_field else ["text", "html", "content", "…"])
            message = f"no column {wanted}, but {', '.join(there) or 'none'}: say with text_field or html_field which"
            raise NoPageColumn(message)
        known = {self.jsonl_field} if self.jsonl_field else known_columns(self.options)
        return [name for name in there if name in known]

    def result(self, row: Any) -> Article | Rejection:  # noqa: ANN401 - whatever an engine holds
        """What becomes of a row, of a source, or of what could not be read; nothing is raised."""
        page = row if isinstance(row, Source | Unreadable) else self._page(row)
        if isinstance(page, Unreadable):
            return refused("unreadable", page.message, origin_of(page))
        (result,) = self.desk.run([page])
        return result

    def _page(self, row: object) -> Source | Unreadable:
        place = Place(None, None, self.what)
        if not isinstance(row, Mapping):
            return Unreadable(None, None, f"{self.what}: no fields, but {type(row).__name__}")
        if not self.jsonl_field:
            return row_to_source(row, place, self.options)
        line = row.get(self.jsonl_field)
        if isinstance(line, str):
            line = line.encode("utf-8", "surrogatepass")
        if isinstance(line, bytes):
            return line_to_source(line, place, self.options)
        return Unreadable(None, None, f"{self.what}: no line of JSON")
