"""What callers hand in, checked before it is read: an error that teaches here, and none further down."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import get_args

from copydesk.reading.source import Known, Source, SourceKind

_TYPES = {"url": str, "fetched_at": datetime, "name": str, "record": int, "encoding": str, "source_id": str}


def as_source(page: str | bytes | Source, known: Known) -> Source:
    """`page` with what is `known` of it.

    Raises:
        TypeError: `page` is none of these, or something known of it has the wrong type.
        ValueError: an unknown kind.
    """
    source = replace(page, **known) if isinstance(page, Source) else Source(content=page, **known)
    if not isinstance(source.content, str | bytes):
        found = type(source.content).__name__
        message = f"a page is str, bytes or copydesk.Source, not {found}; read files and responses first"
        raise TypeError(message)
    for name, expected in _TYPES.items():
        value = getattr(source, name)
        if value is not None and not isinstance(value, expected):
            message = f"{name}: {expected.__name__} or None, not {type(value).__name__}"
            raise TypeError(message)
    if source.kind not in get_args(SourceKind):
        message = f"kind: one of {', '.join(get_args(SourceKind))}, not {source.kind!r}"
        raise ValueError(message)
    if source.url is not None and source.url != source.url.strip():
        return replace(source, url=source.url.strip())  # as browsers do; lists of addresses end in white space
    return source
