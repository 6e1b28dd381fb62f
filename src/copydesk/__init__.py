"""Scraped news pages in, clean and validated articles out."""

from copydesk._version import __version__
from copydesk.article import Article, Rejected, Rejection
from copydesk.desk import Desk, ExplainedLine, clean, explain
from copydesk.labelling.rules import BrokenRules
from copydesk.reading.source import Source

__all__ = [
    "Article",
    "BrokenRules",
    "Desk",
    "ExplainedLine",
    "Rejected",
    "Rejection",
    "Source",
    "__version__",
    "clean",
    "explain",
]
