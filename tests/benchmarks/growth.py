"""How the time of cleaning grows with the page: ordinary pages and hostile shapes, as text and as HTML.

    python tests/benchmarks/growth.py [--chars N] [--only WORD] [--texts] [--html]

Each shape is repeated to N, 10 N and 100 N characters and cleaned whole. Printed are the CPU milliseconds of the first,
and how many times as long the others took: 10 and 100 are linear, more than 30 and 300 are marked. The least of
three runs counts for the two smaller sizes.
"""

from __future__ import annotations

import argparse
import time
from functools import partial
from typing import TYPE_CHECKING

import copydesk
from copydesk.desk import Desk
from copydesk.reading import source
from copydesk.reading.html import LXML, read_html

if TYPE_CHECKING:
    from copydesk.reading.source import SourceKind

SENTENCE = "The council voted on Tuesday to extend the tram line to the harbour, officials said. "
HAN = "市政府昨日宣布，新的图书馆将于明年春天向公众开放，馆藏图书超过八十万册。"
SIZES = (1, 10, 100)
RUNS = {1: 3, 10: 3, 100: 1}
WORST = 3.0
"""How many times the linear growth is marked."""

TEXTS = {
    "prose": SENTENCE + "\n\n",
    "han": HAN + "\n",
    "one long line": SENTENCE,
    "one long han line": HAN,
    "menu": "Home\nNews\nSport\n",
    "furniture": "Share this article\nRead more:\nCopyright © 2001-2021 Riverside Media Ltd.\n",
    "licences": "沪ICP备12345678号-1 沪公网安备 31010102001234号 ",
    "digits": "1234567890",
    "dates": "2021-03-04 08:15 ",
    "spaces": " ",
    "blank rows": "\n",
    "hard wrapped": "The council voted on Tuesday to extend the\ntram line to the harbour\n",
    "one character": "x",
    "bars": "a | ",
    "brackets": "(",
    "quotes": "“",
    "copyright signs": "© ",
    "dots": ".",
    "addresses": "a@b.c ",
    "byline": "By Jane Example and ",
}

HTML = {
    "prose": f"<p>{SENTENCE}</p>\n",
    "han": f"<p>　　{HAN}</p>\n",
    "one long line": SENTENCE,
    "break": "x<br>",
    "menu": "<li><a href=/x>Home</a></li>\n",
    "nav": "<nav><a href=/x>Home</a></nav>",
    "nested div": "<div>",
    "nested div, text": "<div class=related>x ",
    "nested p": "<p>x ",
    "nested b": "<b>x",
    "nested a": "<a href=x>y",
    "nested table": "<table><tr><td>x",
    "nested li": "<ul><li>x",
    "nested article": "<article><section>x</article>",
    "li": "<li>x",
    "ends": "</div></p></span>",
    "weak ends in a div": "<section><div></section>",
    "itemprop": "<span itemprop=author>x",
    "time": "<time>x",
    "meta": '<meta name=author content="x">',
    "json-ld": '<script type="application/ld+json">{"@type":"NewsArticle"}</script>',
    "link": "<link rel=canonical href=/x>",
    "entities": "&amp;",
    "ampersands": "&",
    "less than": "<",
    "greater than": ">",
    "comments": "<!-- x -->",
    "comment without end": "<!-- x ",
    "start without end": "<x ",
    "end without end": "</x ",
    "instruction without end": "<?x ",
    "declaration without end": "<!x ",
    "condition without end": "<!--[if x]>",
    "cdata without end": "<![CDATA[",
    "script without end": "<script>x",
    "script's loose end": "<script></script x",
    "title without end": "<title>x",
    "quote without end": '<p title="',
    "quotes of both sorts": "<p a=\"'b='\">",
    "attributes": ' a="b"',
    "one tag's attributes": '<p class="a b" id=',
    "svg": "<svg><path/>",
    "pre": "<pre>x\n",
}


def spent(desk: Desk, page: str, kind: SourceKind, runs: int) -> float:
    """CPU seconds of cleaning a page, the least of several runs."""
    times = []
    for _ in range(runs):
        began = time.process_time()
        (_result,) = desk.run([copydesk.Source(page, kind=kind)])
        times.append(time.process_time() - began)
    return min(times)


def measure(name: str, unit: str, kind: SourceKind, chars: int, label: str) -> None:
    """Print one line for a shape."""
    desk = Desk()
    times = []
    for size in SIZES:
        length = chars * size
        page = (unit * (length // len(unit) + 1))[:length]
        times.append(spent(desk, f"<html><body>{page}" if kind == "html" else page, kind, RUNS[size]))
    ratios = [one / max(times[0], 1e-6) for one in times[1:]]
    mark = "  <<<" if any(ratio > WORST * size for ratio, size in zip(ratios, SIZES[1:], strict=True)) else ""
    print(f"{label:12} {name:26} {1000 * times[0]:8.2f} ms   x{ratios[0]:7.1f}   x{ratios[1]:8.1f}{mark}", flush=True)


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--chars", type=int, default=10_000, help="characters of the smallest page")
    parser.add_argument("--only", default="", help="only shapes with this in their name")
    parser.add_argument("--texts", action="store_true", help="text alone")
    parser.add_argument("--html", action="store_true", help="HTML alone")
    options = parser.parse_args()
    (_warm,) = Desk().run([SENTENCE])
    for name, unit in TEXTS.items() if not options.html else ():
        if options.only in name:
            measure(name, unit, "text", options.chars, "text")
    for name, unit in HTML.items() if not options.texts else ():
        for lxml in (True, False) if LXML else (False,):
            if options.only in name:
                source.read_html = partial(read_html, lxml=lxml)  # type: ignore[attr-defined]
                measure(name, unit, "html", options.chars, "lxml" if lxml else "html.parser")


if __name__ == "__main__":
    main()
