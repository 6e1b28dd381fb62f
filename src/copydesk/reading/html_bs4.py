"""beautifulsoup4's own events, taken before a tree is made of them."""

from __future__ import annotations

import re
import warnings
from typing import TYPE_CHECKING, cast

from bs4 import BeautifulSoup
from bs4.builder._htmlparser import BeautifulSoupHTMLParser, HTMLParserTreeBuilder

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bs4.element import NavigableString

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
        _Events(fold, _whole_tags(text))


def _whole_tags(text: str) -> str:
    """`text` without a tag that the page ends in, whose end `html.parser` would look for at every `<` in it."""
    cut = _TAG_CUT_OFF.search(text, text.rfind(">") + 1)
    return text if cut is None else text[: cut.start()]


class _Parser(BeautifulSoupHTMLParser):
    """`html.parser` with comments, declarations and instructions that end where browsers end them.

    Its own reading of them differs between versions of Python, and looks through the rest of the page for each that
    does not end. See https://html.spec.whatwg.org/multipage/parsing.html#markup-declaration-open-state.
    """

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

    def feed(self, markup: str | bytes, _parser_class: type[BeautifulSoupHTMLParser] = _Parser) -> None:
        parser = _parser_class(
            cast("BeautifulSoup", self.soup),
            convert_charrefs=True,
            on_duplicate_attribute=BeautifulSoupHTMLParser.IGNORE,
        )
        parser.feed(str(markup))
        parser.close()


class _Events(BeautifulSoup):
    """A soup whose documented hooks hand the events on and keep nothing."""

    def __init__(self, fold: HtmlFold, text: str) -> None:
        self._fold = fold
        super().__init__(text, builder=_Builder, multi_valued_attributes=None)

    def handle_starttag(  # type: ignore[override]  # no tag is made, and where it stood is not asked
        self,
        name: str,
        namespace: str | None,  # noqa: ARG002 - these names are theirs
        nsprefix: str | None,  # noqa: ARG002
        attrs: Mapping[str, str],
        **_: object,
    ) -> None:
        self._fold.start(name, attrs)

    def handle_endtag(self, name: str, nsprefix: str | None = None) -> None:  # noqa: ARG002
        self._fold.end(name)

    def handle_data(self, data: str) -> None:
        self._fold.data(data)

    def endData(self, containerClass: type[NavigableString] | None = None) -> None:  # noqa: N802, N803 - theirs
        """There is no text to make a node of."""
