"""Rows of any origin to sources: which field holds the page, its address and its date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from math import isfinite
from typing import TYPE_CHECKING, Any, NamedTuple

from copydesk.reading.containers.records import ReadingOptions, Unreadable, too_long
from copydesk.reading.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from copydesk.reading.source import SourceKind

# What trafilatura, Scrapy, datatrove, news-please, fundus, Common Crawl's extracts and the sets made with them write.
HTML_FIELDS = ("html", "raw_html", "html_content", "page_html")
TEXT_FIELDS = ("text", "raw_text", "maintext", "plain_text", "plaintext", "raw_content", "body", "content", "article")
URL_FIELDS = (
    "url",
    "source",
    "requested_url",
    "responded_url",
    "source_url",
    "link",
    "metadata.url",
    "html.requested_url",
    "warc_headers.warc-target-uri",
)
ID_FIELDS = ("id", "uid", "_id", "fingerprint", "metadata.id")
DATE_FIELDS = (  # only what means the fetching: `date` is mostly that of publication
    "fetched_at",
    "date_download",
    "download_date",
    "crawl_date",
    "crawled_at",
    "scraped_at",
    "html.crawl_date",
    "warc_headers.warc-date",
)
_WEB = ("http://", "https://")
_MILLISECONDS = 100_000_000_000  # so many seconds are the year 5138
_NAMED = 12  # fields, where a message lists them
_ID_CHARS = 100


class Place(NamedTuple):
    """Where a row stands; `name` and `record` are None for one that is from no file."""

    name: str | None
    record: int | None
    where: str  # for messages: "line 3"


class _Page(NamedTuple):
    content: str | bytes
    kind: SourceKind


def known_columns(options: ReadingOptions) -> frozenset[str]:
    """The columns that `row_to_source` may ask for; no other needs reading."""
    own = (options.text_field, options.html_field, options.url_field, options.id_field, options.date_field)
    named = (*(name for name in own if name), *HTML_FIELDS, *TEXT_FIELDS, *URL_FIELDS, *ID_FIELDS, *DATE_FIELDS)
    return frozenset(part for name in named for part in (name, name.split(".")[0]))


def row_to_source(row: Mapping[str, Any], place: Place, options: ReadingOptions) -> Source | Unreadable:
    """The page in a row, with what the row says of it; why there is none, if there is none."""
    try:
        page = _page(row, options)
    except _NoPage as problem:
        row_id = _identity(row, options)
        where = f"{place.where}, id {row_id[:_ID_CHARS]}" if row_id else place.where
        return Unreadable(place.name, place.record, f"{where}: {problem}", row_id, _url(row, options))
    return Source(
        content=page.content,
        url=_url(row, options),
        kind=page.kind,
        fetched_at=_date(row, options),
        name=place.name,
        record=place.record,
        source_id=_identity(row, options),
    )


class _NoPage(Exception):
    pass


def _page(row: Mapping[str, Any], options: ReadingOptions) -> _Page:
    wrong: list[str] = []
    for name, kind in _candidates(options):
        value = _value(row, name)
        if isinstance(value, str | bytes):
            if value.strip():
                return _Page(_within(value, options.max_page_bytes), kind)
        elif value is not None:
            wrong.append(f'the field "{name}" is {_described(value)}, not text')
    raise _NoPage(wrong[0] if wrong else _missing(row, options))


def _candidates(options: ReadingOptions) -> Iterator[tuple[str, SourceKind]]:
    """Fields to look for a page in. What the caller names replaces what is recognised."""
    if options.html_field:
        yield options.html_field, "html"
    if options.text_field:
        yield options.text_field, "text"
    if options.html_field or options.text_field:
        return
    for name in HTML_FIELDS:
        yield name, "html"
    for name in TEXT_FIELDS:
        yield name, "auto"


def _missing(row: Mapping[str, Any], options: ReadingOptions) -> str:
    asked = [name for name in (options.html_field, options.text_field) if name]
    names = asked or [*HTML_FIELDS, *TEXT_FIELDS]
    there = [name for name in names if _value(row, name) is not None]
    if there:
        return f'the field "{there[0]}" is empty'
    has = ", ".join(str(name)[:_ID_CHARS] for name in list(row)[:_NAMED]) or "nothing"
    more = ", …" if len(row) > _NAMED else ""
    return f"no page: no field {' or '.join(asked)}, but {has}{more}" if asked else f"no page: it has {has}{more}"


def _within(value: str | bytes, max_bytes: int) -> str | bytes:
    # Counting the bytes of a str means encoding it, which most pages are too short to need.
    if len(value) > max_bytes or (
        isinstance(value, str) and 4 * len(value) > max_bytes and len(value.encode("utf-8", "replace")) > max_bytes
    ):
        raise _NoPage(too_long(max_bytes))
    return value


def _described(value: object) -> str:
    if isinstance(value, bool):
        return "true or false"
    kinds = {int: "a number", float: "a number", list: "a list", dict: "an object"}
    return kinds.get(type(value), type(value).__name__)


def _value(row: Mapping[str, Any], name: str) -> Any:  # noqa: ANN401 - whatever a row holds
    """The field `name`, or what its path leads to; a key that has a dot in it goes first."""
    if name in row or "." not in name:
        return row.get(name)
    outer, inner = name.split(".", 1)
    below = row.get(outer)
    return _value(below, inner) if isinstance(below, Mapping) else None


def _identity(row: Mapping[str, Any], options: ReadingOptions) -> str | None:
    names = (options.id_field,) if options.id_field else ID_FIELDS
    return next((found for name in names if (found := _as_id(_value(row, name)))), None)


def _as_id(value: object) -> str | None:
    """Text as it is, numbers in decimal figures; None for what is no id."""
    if isinstance(value, bytes):  # of a table that is no UTF-8
        value = value.decode("utf-8", "backslashreplace")
    if isinstance(value, str):
        return value if value.strip() else None
    if isinstance(value, int):
        return None if isinstance(value, bool) else str(value)
    if isinstance(value, float | Decimal) and isfinite(value):
        return format(Decimal(str(value)), "f")  # without an exponent
    return None


def _url(row: Mapping[str, Any], options: ReadingOptions) -> str | None:
    for name in (options.url_field,) if options.url_field else URL_FIELDS:
        value = _value(row, name)
        # A `source` may as well be the name of a newspaper.
        if isinstance(value, str) and value.strip().lower().startswith(_WEB):
            return value.strip().encode("utf-8", "replace").decode()  # lone surrogates break whoever writes it
    return None


def _date(row: Mapping[str, Any], options: ReadingOptions) -> dt.datetime | None:
    names = (options.date_field,) if options.date_field else DATE_FIELDS
    return next((found for name in names if (found := parse_date(_value(row, name)))), None)


def parse_date(value: object) -> dt.datetime | None:
    """ISO 8601, or seconds or milliseconds since 1970; None for what is neither, which costs no page its reading."""
    try:
        if isinstance(value, dt.datetime):
            return value
        if isinstance(value, str) and not value.strip().isdecimal():
            return dt.datetime.fromisoformat(value.strip())
        if isinstance(value, str | int | float) and not isinstance(value, bool):
            number = float(value)
            seconds = number / 1000 if abs(number) >= _MILLISECONDS else number
            return dt.datetime.fromtimestamp(seconds, dt.UTC)
    except (ValueError, OverflowError, OSError):
        pass
    return None
