"""What is put on record of a page that gives no article."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, NamedTuple

from copydesk.article import Reason, Rejected, Rejection
from copydesk.reading.source import Source

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pydantic import ValidationError

    from copydesk.article import RejectionCode
    from copydesk.reading.containers.records import Unreadable


class Origin(NamedTuple):
    """Where a page comes from; see `Source`, whose `name` is the `input` of a record."""

    input: str | None
    record: int | None = None
    source_id: str | None = None
    url: str | None = None


def origin_of(page: Source | Unreadable | Rejection) -> Origin:
    """Where a page comes from, cleaned or not."""
    name = page.input if isinstance(page, Rejection) else page.name
    return Origin(name, page.record, page.source_id, page.url)


def refused(code: RejectionCode, message: str, origin: Origin) -> Rejection:
    """On record for a page that no desk has seen, or none could finish; there is no digest of it."""
    reasons = [Reason(code=code, message=message)]
    return Rejection(**origin._asdict(), sha256=None, reasons=reasons, title=None)


def no_page(page: object, message: str) -> Rejection:
    """On record for what is no page at all."""
    name = page.name if isinstance(page, Source) and isinstance(page.name, str) else None
    return refused("unreadable", message, Origin(name))


def rejected(source: Source, code: RejectionCode, message: str, title: str | None = None) -> Rejected:
    """A page that is rejected for one reason."""
    return rejected_for(source, [Reason(code=code, message=message)], title)


def rejected_for(source: Source, reasons: Sequence[Reason], title: str | None) -> Rejected:
    """A page that is rejected, for one reason or several."""
    sha256 = content_digest(source).hexdigest()
    return Rejected(Rejection(**origin_of(source)._asdict(), sha256=sha256, reasons=list(reasons), title=title))


def rejected_by_model(source: Source, error: ValidationError, title: str | None) -> Rejected:
    """A page whose fields break the model of an article."""
    reasons = [
        Reason(code="invalid_field", message=problem["msg"], field=".".join(map(str, problem["loc"])) or None)
        for problem in error.errors(include_url=False)
    ]
    return rejected_for(source, reasons, title)


def content_digest(source: Source) -> hashlib._Hash:
    """SHA-256 of a page as it came; of a str, of its UTF-8."""
    content = source.content
    return hashlib.sha256(content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass"))
