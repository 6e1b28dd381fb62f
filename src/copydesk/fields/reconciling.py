"""What markup states and what the page shows, made one."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final, NamedTuple

from copydesk.fields.headings import site_keys, squash
from copydesk.fields.names import is_body

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from copydesk.fields.metadata import Metadata

DISAGREE: Final = "sources_disagree"
_A_DAY: Final = dt.timedelta(days=1)
_A_MINUTE: Final = 60  # seconds
_A_QUARTER: Final = 15 * 60  # seconds; zones differ by whole ones


class Visible(NamedTuple):
    """What the page shows its readers; None or empty where nothing of the kind was found."""

    title: str | None = None
    authors: Sequence[str] = ()
    published_at: str | None = None
    published_raw: str | None = None
    source: str | None = None


class Chosen(NamedTuple):
    """The fields of the record."""

    title: str | None
    authors: list[str]
    published_at: str | None
    published_raw: str | None
    source: str | None


def reconcile(metadata: Metadata, visible: Visible) -> tuple[Chosen, list[tuple[str, str]]]:
    """Choose between what markup states and what the page shows.

    Returns:
        The choice, and warnings (code, message) where the two name other people or another day.
    """
    published_at, published_raw = _moment(metadata, visible)
    chosen = Chosen(
        title=_title(metadata, visible),
        authors=_authors(metadata, visible),
        published_at=published_at,
        published_raw=published_raw,
        source=visible.source,
    )
    return chosen, [(DISAGREE, message) for message in _disagreements(metadata, visible)]


def _title(metadata: Metadata, visible: Visible) -> str | None:
    stated, shown = metadata.title, visible.title
    if not stated or not shown:
        return stated or shown
    one, other = squash(stated), squash(shown)
    if "title" in metadata.weak or one == other:
        return shown
    # what hangs on to the headline is the shorter part, and begins with a sign
    tail = one.startswith(other) and len(other) > len(one) - len(other)
    return shown if tail and not _goes_on(stated, shown) else stated


def _goes_on(stated: str, shown: str) -> bool:
    """Whether the word that `shown` ends in goes on in `stated`."""
    behind = stated[len(shown) :].lstrip()
    return not stated.casefold().startswith(shown.casefold()) or behind[:1].isalnum() or behind[:1] in {":", "：", ","}


def _authors(metadata: Metadata, visible: Visible) -> list[str]:
    shown = list(visible.authors)
    people = [name for name in metadata.authors if not _is_body(name, metadata)]
    if people or not metadata.authors:
        return metadata.authors or shown
    shows_credits = bool(shown or visible.source)
    if any(not _is_body(name, metadata) for name in shown) or ("authors" in metadata.weak and shows_credits):
        return shown
    return metadata.authors


def _is_body(name: str, metadata: Metadata) -> bool:
    return is_body(name) or not site_keys([name]).isdisjoint(site_keys([metadata.source or ""]))


def _moment(metadata: Metadata, visible: Visible) -> tuple[str | None, str | None]:
    stated, shown = metadata.published_at, visible.published_at
    if stated is None or shown is None:
        return (shown, visible.published_raw) if stated is None else (stated, metadata.published_raw)
    raw = visible.published_raw or metadata.published_raw
    if "published_at" in metadata.weak:
        return shown, raw
    if stated[:10] != shown[:10]:
        return stated, metadata.published_raw
    return (shown if _is_finer(shown, stated) else stated), raw


def _is_finer(shown: str, stated: str) -> bool:
    """Whether a shown moment tells more than a stated one of the same day.

    It does where it alone has a time, and where it is earlier: then the other is that of taking the article over. A
    difference of whole quarters of an hour is one of zones.
    """
    if "T" not in shown or "T" not in stated:
        return "T" in shown
    one, other = dt.datetime.fromisoformat(shown), dt.datetime.fromisoformat(stated)
    if one.tzinfo is None or other.tzinfo is None:
        one, other = one.replace(tzinfo=None), other.replace(tzinfo=None)
    later = int((other - one.replace(second=0)).total_seconds())
    return later >= _A_MINUTE and later % _A_QUARTER >= _A_MINUTE


def _disagreements(metadata: Metadata, visible: Visible) -> list[str]:
    messages = []
    stated, shown = metadata.published_at, visible.published_at
    if stated and shown and "published_at" not in metadata.weak and _other_day(stated, shown):
        messages.append(f"markup dates the article {stated}, the page shows {shown}")
    people = [name for name in metadata.authors if not _is_body(name, metadata)]
    others = [name for name in visible.authors if not _is_body(name, metadata)]
    if people and others and _words(people).isdisjoint(_words(others)):
        messages.append(f"markup names {', '.join(people)} as author, the page shows {', '.join(others)}")
    return messages


def _other_day(stated: str, shown: str) -> bool:
    apart = abs(dt.date.fromisoformat(stated[:10]) - dt.date.fromisoformat(shown[:10]))
    in_one_zone = len(stated) == len(shown) == len("2000-01-01")
    return apart > _A_DAY or (apart == _A_DAY and in_one_zone)


def _words(names: Collection[str]) -> set[str]:
    return {squash(word) for name in names for word in name.split()} | set(map(squash, names))
