"""HTML -> `Page`: parser events folded into a table of lines, without a tree.

Two parsers can drive the fold: `html.parser` through beautifulsoup4, which is always there, and lxml, which is several
times faster. Both only say which tags open and close and what text stands between them; the fold keeps its own account
of what is open, so that broken markup comes out the same either way.
"""

from __future__ import annotations

import importlib.util
from typing import TYPE_CHECKING

from copydesk.page import Line, Page
from copydesk.reading.html_fold import HtmlFold

if TYPE_CHECKING:
    from collections.abc import Sequence

LXML = importlib.util.find_spec("lxml") is not None
PARSER = "lxml" if LXML else "html.parser"
"""What parses unless another is asked for; on one page in a hundred or so they differ."""


def read_html(
    text: str, encoding: str | None = None, notes: Sequence[tuple[str, str]] = (), *, lxml: bool = LXML
) -> Page:
    """Fold decoded HTML into a page; offsets point into the text of its lines, one a row.

    Args:
        text: any string without lone surrogates.
        encoding: what it was decoded with, handed on.
        notes: what decoding had to put up with, handed on.
        lxml: whether to parse with lxml.
    """
    fold = HtmlFold()
    _feed(fold, text.replace("\0", "\N{REPLACEMENT CHARACTER}"), lxml=lxml)
    fold.close()
    lines, starts, offset = [], [], 0
    for number, line in enumerate(fold.texts, 1):
        starts.append(offset)
        lines.append(Line(line, offset, offset + len(line), number, number))
        offset += len(line) + 1
    return Page(
        text="\n".join(fold.texts),
        kind="html",
        row_starts=starts,
        lines=lines,
        encoding=encoding,
        head=fold.head,
        markup=fold.markup,
        containers=fold.containers,
        notes=list(notes),
    )


def _feed(fold: HtmlFold, text: str, *, lxml: bool) -> None:
    if lxml:
        from copydesk.reading.html_lxml import feed  # noqa: PLC0415 - an extra
    else:
        from copydesk.reading.html_bs4 import feed  # noqa: PLC0415 - not both are needed
    feed(fold, text)
