"""beautifulsoup4's own events, taken before a tree is made of them."""

from __future__ import annotations

import re
import warnings
from typing import TYPE_CHECKING

from bs4 import BeautifulSoup
from bs4.element import CData, NavigableString

if TYPE_CHECKING:
    from collections.abc import Mapping

    from copydesk.reading.html_fold import HtmlFold


_LOOSE_END = re.compile(r"</(script|style)[\s/][^>]{0,999}>", re.IGNORECASE)
"""`</script` with more than the tag's name in it: browsers close the element there, `html.parser` reads on and on."""


def _closed(text: str) -> str:
    """`text` without what never closes, which `html.parser` would look to the end for at every `<`.

    Behind `<!--` without an end all is comment; behind the last `>` no tag can stand.
    """
    unclosed = text.find("<!--", text.rfind("-->") + 1)
    text = text if unclosed < 0 else text[:unclosed]
    last = text.rfind(">") + 1
    return text[:last] + text[last:].replace("<", "&lt;")


def feed(fold: HtmlFold, text: str) -> None:
    """Parse `text` with `html.parser` and tell `fold` what is found."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # advice for interactive use: markup that looks like a path, or like XML
        _Events(fold, _LOOSE_END.sub(r"</\1>", _closed(text)))


class _Events(BeautifulSoup):
    """A soup whose documented hooks hand the events on and keep nothing."""

    def __init__(self, fold: HtmlFold, text: str) -> None:
        self._fold = fold
        self._pending: list[str] = []
        super().__init__(text, "html.parser", multi_valued_attributes=None)

    def handle_starttag(  # type: ignore[override]  # no tag is made, and where it stood is not asked
        self,
        name: str,
        namespace: str | None,  # noqa: ARG002 - these names are theirs
        nsprefix: str | None,  # noqa: ARG002
        attrs: Mapping[str, str],
        **_: object,
    ) -> None:
        self._flush()
        self._fold.start(name, attrs)

    def handle_endtag(self, name: str, nsprefix: str | None = None) -> None:  # noqa: ARG002
        self._flush()
        self._fold.end(name)

    def handle_data(self, data: str) -> None:
        self._pending.append(data)

    def endData(self, containerClass: type[NavigableString] | None = None) -> None:  # noqa: N802, N803 - theirs
        if containerClass is None or issubclass(containerClass, CData) or containerClass is NavigableString:
            self._flush()
        self._pending.clear()

    def _flush(self) -> None:
        if self._pending:
            self._fold.data("".join(self._pending))
            self._pending.clear()
