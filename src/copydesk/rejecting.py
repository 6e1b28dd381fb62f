"""What is put on record of a page that gives no article."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from copydesk.article import Reason, Rejected, Rejection
from copydesk.reading.source import Source

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pydantic import ValidationError

    from copydesk.article import RejectionCode


def rejected(source: Source, code: RejectionCode, message: str, title: str | None = None) -> Rejected:
    """A page that is rejected for one reason."""
    return rejected_for(source, [Reason(code=code, message=message)], title)


def rejected_for(source: Source, reasons: Sequence[Reason], title: str | None) -> Rejected:
    """A page that is rejected, for one reason or several."""
    return Rejected(
        Rejection(
            input=source.name,
            record=source.record,
            source_id=source.source_id,
            url=source.url,
            sha256=content_digest(source).hexdigest(),
            reasons=list(reasons),
            title=title,
        )
    )


def rejected_by_model(source: Source, error: ValidationError, title: str | None) -> Rejected:
    """A page whose fields break the model of an article."""
    reasons = [
        Reason(code="invalid_field", message=problem["msg"], field=".".join(map(str, problem["loc"])) or None)
        for problem in error.errors(include_url=False)
    ]
    return rejected_for(source, reasons, title)


def no_page(page: object, message: str) -> Rejection:
    """What is no page at all; there are no bytes to take a digest of."""
    name = page.name if isinstance(page, Source) and isinstance(page.name, str) else None
    reason = Reason(code="unreadable", message=message)
    return Rejection(input=name, record=None, url=None, sha256=None, reasons=[reason], title=None)


def content_digest(source: Source) -> hashlib._Hash:
    """SHA-256 of a page as it came; of a str, of its UTF-8."""
    content = source.content
    return hashlib.sha256(content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass"))
