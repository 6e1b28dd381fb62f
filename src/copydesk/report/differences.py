"""Records that differ between two runs, as the report has them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson

from copydesk.report.entries import Entry, place_of, shortened
from copydesk.reviewing.pairing import origin_of
from copydesk.reviewing.records import host_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from copydesk.reviewing.comparing import Difference

_LABELS = {"-": "minus", "+": "plus", " ": "body"}


def compared_entries(differences: Iterable[Difference]) -> Iterator[Entry]:
    """An entry for each record that differs: its text with what came and went, its fields before and after."""
    return map(_entry, differences)


def _entry(found: Difference) -> Entry:
    values = found.values
    name, record, _ = origin_of(values)
    place = place_of(_text(name), record if isinstance(record, int) else None)
    url = _text(values.get("url"))
    language = _text(values.get("language"))
    facts = {
        "title": _text(values.get("title")) or place or _text(values.get("id")),
        "place": place,
        "stamp": found.change,
        "confidence": None,
        "date": _text(values.get("published_at")) or None,
        "lines": 0,
        "facets": {
            "change": {found.change: 1},
            "field": dict.fromkeys(found.changed_fields if found.change == "changed" else (), 1),
            "language": {language: 1} if language else {},
            "host": {host_of(url): 1} if host_of(url) else {},
        },
    }
    rows = [[_LABELS[line.sign], None, "", shortened(line.text)] for line in found.text]
    fields: list[Any] = [[change.field, _values(change.new), _values(change.old)] for change in found.fields]
    return Entry(facts, {"rows": rows, "fields": fields, "reasons": []})


def _values(value: Any) -> list[str]:  # noqa: ANN401 - whatever JSON holds
    if value is None:
        return []
    values = value if isinstance(value, list) else [value]
    return [each if isinstance(each, str) else orjson.dumps(each).decode() for each in values]


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
