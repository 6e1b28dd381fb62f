"""What two runs made of the same pages: by record, by line of the text, and by field."""

from __future__ import annotations

from collections import Counter
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from copydesk.reviewing.pairing import origin_of, pairs_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from copydesk.reviewing.records import StoredRecord

Change = Literal["changed", "removed", "added"]

EXPECTED = ("provenance.cleaner", "provenance.rules", "provenance.weights")
"""What says which run a record is from: it differs wherever the runs do."""

MOST_LINES = 5_000
"""Longer texts are not aligned line by line where they differ: time would grow with the square."""


class FieldChange(NamedTuple):
    """A field, as `rights.holder`, and its values as JSON has them; None where it is null or not there."""

    field: str
    old: Any
    new: Any


class TextLine(NamedTuple):
    """A line of two texts: `sign` is `-` where only the old one has it, `+` the new one, and a space both."""

    sign: str
    text: str


class Difference(NamedTuple):
    """A record that is not what it was.

    Attributes:
        change: `removed` where only the old file has it, `added` where only the new one has.
        values: the new record, or the old one where it is gone.
        fields: those that changed, but for the text; none where the record was removed or added.
        text: all lines of both texts; empty where they are the same.
    """

    change: Change
    values: Mapping[str, Any]
    fields: list[FieldChange]
    text: list[TextLine]

    @property
    def changed_fields(self) -> list[str]:
        """Names of what changed, the text included."""
        return [*(["text"] if self.text else []), *(change.field for change in self.fields)]

    def as_json(self) -> dict[str, Any]:
        """The difference as JSON has it; of a text that changed only the lines that did."""
        name, record, source_id = origin_of(self.values)
        return {
            "change": self.change,
            "id": self.values.get("id"),
            "input": name,
            "record": record,
            "source_id": source_id,
            "url": self.values.get("url"),
            "title": self.values.get("title"),
            "fields": [change._asdict() for change in self.fields],
            "text": [line._asdict() for line in self.text if line.sign != " "],
        }


class Comparison:
    """A look at two runs. Once `differences` has come to its end, the counts are those of all records.

    Args:
        ignored: fields that may differ, as `confidence` or `removed`, with all below them.

    Attributes:
        equal: so many records are the same.
        changes: how many are not, by change.
        fields: in how many records a field changed.
    """

    def __init__(self, ignored: Collection[str] = EXPECTED) -> None:
        self.equal = 0
        self.changes: Counter[str] = Counter()
        self.fields: Counter[str] = Counter()
        self._ignored = tuple(ignored)

    def differences(self, old: Iterable[StoredRecord], new: Iterable[StoredRecord]) -> Iterator[Difference]:
        """The records that differ, in the order of `old`; then those that only `new` has. Raises as `pairs_of` does."""
        for before, after in pairs_of(old, new):
            found = self._difference(before, after)
            if found is None:
                self.equal += 1
            else:
                self.changes[found.change] += 1
                self.fields.update(found.changed_fields if found.change == "changed" else ())
                yield found

    def _difference(self, old: Mapping[str, Any] | None, new: Mapping[str, Any] | None) -> Difference | None:
        if old is None or new is None:
            values = new if old is None else old
            sign: Change = "added" if old is None else "removed"
            lines = [TextLine("+" if old is None else "-", line) for line in _lines(values or {})]
            return Difference(sign, values or {}, [], lines)
        text = [] if "text" in self._ignored else compared(_lines(old), _lines(new))
        fields = [
            FieldChange(name, old_value, new_value)
            for name, old_value, new_value in _fields(old, new)
            if not self._is_ignored(name) and not (text and name == "provenance.spans")  # they go with the text
        ]
        return Difference("changed", new, fields, text) if fields or text else None

    def _is_ignored(self, name: str) -> bool:
        return name == "text" or any(name == each or name.startswith(f"{each}.") for each in self._ignored)


def compared(old: Sequence[str], new: Sequence[str]) -> list[TextLine]:
    """All lines of two texts, each with its sign; none where they are the same."""
    if old == new:
        return []
    if max(len(old), len(new)) > MOST_LINES:
        return [*(TextLine("-", line) for line in old), *(TextLine("+", line) for line in new)]
    lines: list[TextLine] = []
    for what, old_from, old_to, new_from, new_to in SequenceMatcher(None, old, new).get_opcodes():
        if what == "equal":
            lines += (TextLine(" ", line) for line in old[old_from:old_to])
        else:
            lines += (TextLine("-", line) for line in old[old_from:old_to])
            lines += (TextLine("+", line) for line in new[new_from:new_to])
    return lines


def _lines(values: Mapping[str, Any]) -> list[str]:
    text = values.get("text")
    return [line for line in text.splitlines() if line.strip()] if isinstance(text, str) else []


def _fields(old: Mapping[str, Any], new: Mapping[str, Any], within: str = "") -> Iterator[tuple[str, Any, Any]]:
    """Name and both values of every field that differs; an object gives the fields in it."""
    for name in dict.fromkeys([*old, *new]):
        before, after = old.get(name), new.get(name)
        if isinstance(before, dict) and isinstance(after, dict):
            yield from _fields(before, after, f"{within}{name}.")
        elif before != after:
            yield f"{within}{name}", before, after
