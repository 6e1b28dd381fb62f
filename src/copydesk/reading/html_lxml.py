"""lxml's event target: the fast way in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from copydesk.reading.html_fold import HtmlFold


def feed(fold: HtmlFold, text: str) -> None:
    """Parse `text` with libxml2 and tell `fold` what is found."""
    target = _Target(fold)
    parser = etree.HTMLParser(target=target, huge_tree=True)  # type: ignore[arg-type]  # str in, str out; stubs say more
    parser.feed(text)
    try:
        parser.close()
    except etree.ParserError:  # nothing but white space
        return


class _Target:
    def __init__(self, fold: HtmlFold) -> None:
        self.start = fold.start
        self.end = fold.end
        self.data = fold.data

    def comment(self, text: str) -> None:
        """Comments are no text."""

    def close(self) -> None:
        """Nothing to hand back."""
