"""Random mutations of the samples through the desk: each must end in an article or a rejection.

    python tests/benchmarks/fuzz.py [--seconds N] [--seed N]

The seed is printed first, so that a run can be repeated. A page on which anything but `Rejected` is raised is printed
with its exception, and written to the current folder as `fuzz-<number>.bin`; the exit status is then 1.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
import traceback
from functools import partial
from pathlib import Path

import copydesk
from copydesk.reading import source
from copydesk.reading.html import LXML, read_html

SAMPLES = Path(__file__).parents[2] / "samples" / "pages"
MOST_MUTATIONS = 12
RUBBISH = (
    *(b"<", b">", b"</", b"<!--", b"-->", b"<![CDATA[", b"<?", b"&", b"&#", b"&amp;", b'"', b"'", b"=", b"\0", b"\r"),
    *(b"<div hidden>", b"</div>", b"<p>", b"<table><tr><td>", b"</table>", b"<script>", b"</script>", b"<pre>"),
    *(b"<aside>", b"<a href=x rel=author>", b"<time datetime=9999999999999>", b"<span itemprop=datePublished>"),
    *(b'<script type="application/ld+json">[{"@type":[1],"author":{"name":[[]]}}]</script>', b"<title>", b"<nav>"),
    *(b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xe2\x80\xae", b"\xe2\x80\xa8", b"\x85", b"\x1b$B", b"\x81"),
    *("©", "版权所有", "Copyright 99999-0000", "31/02/2021", "24:61", "责任编辑：", "By ", "http://[", "ICP备"),
)
PARSERS = (True, False) if LXML else (False,)


def mutated(page: bytes, pages: list[bytes], chance: random.Random) -> bytes:
    """`page` with some of its bytes cut, doubled, changed, swapped or mixed with another page's."""
    for _ in range(chance.randint(1, MOST_MUTATIONS)):
        first, last = sorted(chance.randrange(len(page) + 1) for _ in range(2))
        last = min(last, first + chance.choice((1, 10, 100, 10_000)))
        other = chance.choice(RUBBISH)
        inserted = other.encode() if isinstance(other, str) else other
        match chance.randrange(6):
            case 0:
                page = page[:first] + page[last:]
            case 1:
                page = page[:last] + page[first:]
            case 2:
                page = page[:first] + inserted * chance.choice((1, 1, 2, 50)) + page[first:]
            case 3:
                page = page[:first] + bytes([chance.randrange(256)]) + page[first + 1 :]
            case 4:
                page = page[:first]
            case _:
                mixed = chance.choice(pages)
                page = page[:first] + mixed[first:last] + page[last:]
    return page


def attempt(page: bytes, number: int) -> bool:
    """Whether a page ends as it must, as text and as HTML of either parser; says so where it does not."""
    decoded: str | bytes = page if number % 3 else page.decode("utf-8", "surrogateescape")
    try:
        for lxml in (None, *PARSERS):
            source.read_html = partial(read_html, lxml=bool(lxml))  # type: ignore[attr-defined]
            try:
                copydesk.clean(decoded, kind="text" if lxml is None else "html", name=str(number))
            except copydesk.Rejected as error:
                if any(reason.code in {"internal_error", "invalid_field"} for reason in error.rejection.reasons):
                    raise
    except Exception:  # noqa: BLE001 - what it is, is the finding
        Path(f"fuzz-{number}.bin").write_bytes(page)
        print(f"page {number}:\n{traceback.format_exc()}", flush=True)
        return False
    return True


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(2**32))
    options = parser.parse_args()
    print(f"seed {options.seed}", flush=True)
    chance = random.Random(options.seed)  # noqa: S311 - to be repeated, not kept secret
    pages = [path.read_bytes() for path in sorted(SAMPLES.iterdir())]
    ends = time.monotonic() + options.seconds
    number = failed = 0
    while time.monotonic() < ends:
        number += 1
        failed += not attempt(mutated(chance.choice(pages), pages, chance), number)
    print(f"{number} pages, {failed} failed")
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
