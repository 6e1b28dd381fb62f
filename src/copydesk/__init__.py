"""Scraped news pages in, clean and validated articles out."""

from importlib import import_module
from typing import TYPE_CHECKING

from copydesk._version import __version__

if TYPE_CHECKING:
    from copydesk.article import Article, Rejected, Rejection
    from copydesk.desk import Desk, clean, explain
    from copydesk.explained import ExplainedLine, ExplainedPage
    from copydesk.labelling.rules import BrokenRules
    from copydesk.labelling.weights import BrokenWeights
    from copydesk.reading.source import Source
else:
    _HOMES = {
        "Article": "copydesk.article",
        "Rejected": "copydesk.article",
        "Rejection": "copydesk.article",
        "Desk": "copydesk.desk",
        "ExplainedLine": "copydesk.explained",
        "ExplainedPage": "copydesk.explained",
        "clean": "copydesk.desk",
        "explain": "copydesk.desk",
        "BrokenRules": "copydesk.labelling.rules",
        "BrokenWeights": "copydesk.labelling.weights",
        "Source": "copydesk.reading.source",
    }

    def __getattr__(name: str) -> object:
        """Import a public name when it is first used, so that `copydesk --help` waits for none."""
        if name not in _HOMES:
            message = f"module 'copydesk' has no attribute {name!r}"
            raise AttributeError(message)
        globals()[name] = getattr(import_module(_HOMES[name]), name)
        return globals()[name]

    def __dir__() -> list[str]:
        return sorted({*globals(), *_HOMES})


__all__ = [
    "Article",
    "BrokenRules",
    "BrokenWeights",
    "Desk",
    "ExplainedLine",
    "ExplainedPage",
    "Rejected",
    "Rejection",
    "Source",
    "__version__",
    "clean",
    "explain",
]
