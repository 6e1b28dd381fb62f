"""Pages as the report has them: what its list says of each, and what opens below."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from copydesk.article import Rejection
from copydesk.page import Role
from copydesk.reviewing.records import host_of
from copydesk.showing import facts_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from copydesk.article import Article
    from copydesk.batch.filing import Given
    from copydesk.desk import Desk
    from copydesk.explained import ExplainedPage

LONGEST_ROW, MOST_ROWS = 20_000, 20_000
"""Characters of a row, and rows of a page, that the report shows; it says how much is missing."""


class Entry(NamedTuple):
    """One page of the report, as JSON has it.

    Attributes:
        facts: what the list says of it and what filters and charts go by:

            title, place: what it is called, and where it comes from
            confidence: of an article, else null
            date: of publication, as the record has it, else null
            lines: rows that are not blank
            facets: values by name, as `{"language": {"en": 1}}`, each with its count

        details: what opens:

            rows: [label, kind or null, reason, text] of each
            fields: [name, values], or [name, values, values before] where two records are compared
            reasons: [code, message] of a rejection
    """

    facts: dict[str, Any]
    details: dict[str, Any]


def entries(desk: Desk, pages: Iterable[Given]) -> Iterator[Entry]:
    """Clean pages and tell what became of each, and of every line of it."""
    for given in pages:
        if isinstance(given.page, Rejection):
            yield _rejected(given.page, [])
            continue
        result, explained = desk.examine(given.page)
        rows = rows_of(explained)
        yield _rejected(result, rows) if isinstance(result, Rejection) else _cleaned(result, rows)


def rows_of(explained: ExplainedPage) -> list[list[str | None]]:
    """[label, kind, reason, text] of each row, without line endings."""
    rows: list[list[str | None]] = [
        [row.label.value, row.kind and row.kind.value, row.reason, shortened(row.text.rstrip())]
        for row in explained[:MOST_ROWS]
    ]
    if len(explained) > MOST_ROWS:
        rows.append(["note", None, "", f"{len(explained) - MOST_ROWS:,} more rows are not shown"])
    return rows


def shortened(text: str) -> str:
    """The beginning of a text that is too long to show, and how much is missing."""
    if len(text) <= LONGEST_ROW:
        return text
    return f"{text[:LONGEST_ROW]} … {len(text) - LONGEST_ROW:,} more characters are not shown"


def place_of(name: str | None, record: int | None) -> str:
    """Where a page comes from, for people."""
    return f"{name or 'a page'} record {record}" if record else name or ""


def _cleaned(article: Article, rows: list[list[str | None]]) -> Entry:
    values = article.model_dump(mode="json")
    facts = {
        "title": article.title or article.text[:80],
        "place": place_of(article.provenance.input, article.provenance.record),
        "confidence": article.confidence,
        "date": article.published_at,
        "lines": _lines(rows),
        "facets": {
            "kind": _removed(rows),
            "language": {article.language: 1},
            "warning": dict.fromkeys([each.code for each in article.warnings], 1),
            **_host(article.url),
        },
    }
    fields = [["title", [article.title] if article.title else []], *facts_of(values)]
    return Entry(facts, {"rows": rows, "fields": fields, "reasons": []})


def _rejected(rejection: Rejection, rows: list[list[str | None]]) -> Entry:
    place = place_of(rejection.input, rejection.record)
    facts = {
        "title": rejection.title or rejection.url or place,
        "place": place,
        "confidence": None,
        "date": None,
        "lines": _lines(rows),
        "facets": {
            "kind": _removed(rows),
            "code": dict.fromkeys([reason.code for reason in rejection.reasons], 1),
            **_host(rejection.url),
        },
    }
    fields = [
        ["title", [rejection.title] if rejection.title else []],
        ["url", [rejection.url] if rejection.url else []],
        ["field", [reason.field for reason in rejection.reasons if reason.field]],
    ]
    return Entry(
        facts, {"rows": rows, "fields": fields, "reasons": [[each.code, each.message] for each in rejection.reasons]}
    )


def _removed(rows: list[list[str | None]]) -> dict[str, int]:
    return dict(Counter(kind for label, kind, *_ in rows if kind and label == Role.REMOVED.value))


def _lines(rows: list[list[str | None]]) -> int:
    return sum(label != Role.BLANK.value for label, *_ in rows)


def _host(url: str | None) -> dict[str, dict[str, int]]:
    host = host_of(url)
    return {"host": {host: 1}} if host else {}
