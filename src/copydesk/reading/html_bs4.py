"""beautifulsoup4's own events, taken before a tree is made of them."""

from __future__ import annotations

import re
import warnings
from typing import TYPE_CHECKING, cast

from bs4 import BeautifulSoup
from bs4.builder._htmlparser import BeautifulSoupHTMLParser, HTMLParserTreeBuilder

if TYPE_CHECKING:
    from copydesk.reading.html_fold import HtmlFold


_LOOSE_END = re.compile(r"</(script|style)[\s/][^>]{0,999}>", re.IGNORECASE)
"""`</script` with more than the tag's name in it: browsers close the element there, `html.parser` reads on and on."""
_TAG_CUT_OFF = re.compile(r"<(?:/?[a-zA-Z]|[!?])")
_COMMENT_END = re.compile(r"--!?>")


def feed(fold: HtmlFold, text: str) -> None:
    """Parse `text` with `html.parser` and tell `fold` what is found."""
    text = _LOOSE_END.sub(r"</\1>", text.replace("\r\n", "\n").replace("\r", "\n"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # advice for interactive use: markup that looks like a path, or like XML
        BeautifulSoup(_whole_tags(text), builder=_Builder(fold))


def _whole_tags(text: str) -> str:
    """`text` without a tag that the page ends in, whose end `html.parser` would look for at every `<` in it."""
    cut = _TAG_CUT_OFF.search(text, text.rfind(">") + 1)
    return text if cut is None else text[: cut.start()]


class _Parser(BeautifulSoupHTMLParser):
    """`html.parser` with comments, declarations and instructions that end where browsers end them.

    Its own reading of them differs between versions of Python, and looks through the rest of the page for each that
    does not end. See https://html.spec.whatwg.org/multipage/parsing.html#markup-declaration-open-state.

    What it finds goes to the fold, and no tree is made of it.
    """

    def __init__(self, soup: BeautifulSoup, fold: HtmlFold) -> None:
        super().__init__(soup, convert_charrefs=True)
        self._fold = fold

    def handle_starttag(
        self,
        tag: str,
        attrs: list[tuple[str, str | None]],
        handle_empty_element: bool = True,  # noqa: ARG002, FBT001, FBT002 - theirs
    ) -> None:
        self._fold.start(tag, {name: value or "" for name, value in reversed(attrs)})  # the first of a name counts

    def handle_endtag(self, tag: str, check_already_closed: bool = True) -> None:  # noqa: ARG002, FBT001, FBT002 - theirs
        self._fold.end(tag)

    def handle_data(self, data: str) -> None:
        self._fold.data(data)

    def updatepos(self, i: int, j: int) -> int:  # noqa: ARG002 - theirs
        """Lines and columns, which nobody asks for, are not counted."""
        return j

    def parse_comment(self, i: int, report: bool = True) -> int:  # noqa: ARG002, FBT001, FBT002 - theirs
        body = i + len("<!--")
        if self.rawdata.startswith((">", "->"), body):
            return self.rawdata.index(">", body) + 1
        end = _COMMENT_END.search(self.rawdata, body)
        return end.end() if end else len(self.rawdata)

    def parse_html_declaration(self, i: int) -> int:
        return self._behind_bracket(i)

    def parse_pi(self, i: int) -> int:
        return self._behind_bracket(i)

    def parse_bogus_comment(self, i: int, report: bool = True) -> int:  # noqa: ARG002, FBT001, FBT002 - theirs
        return self._behind_bracket(i)

    def parse_endtag(self, i: int) -> int:
        if self.cdata_elem is None and self.rawdata[i + 2 : i + 3].isspace():
            return self._behind_bracket(i)
        return super().parse_endtag(i)

    def _behind_bracket(self, i: int) -> int:
        end = self.rawdata.find(">", i)
        return end + 1 if end >= 0 else len(self.rawdata)


class _Builder(HTMLParserTreeBuilder):
    """Hands the page to `_Parser`."""

    def __init__(self, fold: HtmlFold) -> None:
        super().__init__(multi_valued_attributes=None)
        self._fold = fold

    def feed(self, markup: str | bytes) -> None:  # type: ignore[override]  # theirs lets a parser be chosen
        parser = _Parser(cast("BeautifulSoup", self.soup), self._fold)
        parser.feed(str(markup))
        parser.close()
