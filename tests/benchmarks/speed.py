"""How fast copydesk is beside others, on the same pages, in one process.

    python tests/benchmarks/speed.py SHARED [--set en] [--every N]

Milliseconds are CPU time a page; pages are cleaned one after another, by each system in turn, each page once. The peer
comes with `pip install "copydesk[peers]"`. Ratios mean something, milliseconds only on the machine at hand.
"""

from __future__ import annotations

import argparse
import gzip
import json
import logging
import statistics
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import copydesk
from copydesk.fields.metadata import read_metadata
from copydesk.labelling.labeller import label_page
from copydesk.labelling.matching import RuleSet
from copydesk.labelling.rules import shipped_packs
from copydesk.page import Head
from copydesk.reading.html import read_html
from copydesk.reading.text import read_text

if TYPE_CHECKING:
    from collections.abc import Callable


def systems() -> dict[str, tuple[str, Callable[[str], Any]]]:
    """What is measured: name -> (kind of input, function)."""
    desk = copydesk.Desk()
    rules = RuleSet(shipped_packs())
    found: dict[str, tuple[str, Callable[[str], Any]]] = {
        "copydesk, text": ("text", lambda page: list(desk.run([copydesk.Source(content=page, kind="text")]))),
        "  of it reading": ("text", read_text),
        "  of it reading and labelling": ("text", lambda page: label_page(read_text(page), rules)),
        "copydesk, HTML": ("html", lambda page: list(desk.run([copydesk.Source(content=page, kind="html")]))),
        "  of it reading with lxml": ("html", partial(read_html, lxml=True)),
        "  of it reading with html.parser": ("html", partial(read_html, lxml=False)),
        "  of it reading and labelling, lxml": ("html", lambda page: label_page(read_html(page, lxml=True), rules)),
        "  of it metadata": ("html", lambda page: read_metadata(read_html(page, lxml=True).head or Head())),
    }
    try:
        import trafilatura  # noqa: PLC0415 - a peer
    except ImportError:
        return found
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    return found | {"trafilatura": ("html", partial(trafilatura.bare_extraction, with_metadata=True))}


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--set", default="en")
    parser.add_argument("--every", type=int, default=1)
    options = parser.parse_args()
    pages: dict[str, list[str]] = {}
    for kind, file in (("text", "text.resiliparse"), ("html", "html")):
        with gzip.open(options.shared / "corpora" / options.set / f"{file}.jsonl.gz", "rt", encoding="utf-8") as stream:
            pages[kind] = [json.loads(line)[kind] for line in stream][:: options.every]
    spent: dict[str, list[float]] = {}
    running = systems()
    for index in range(len(pages["html"])):
        for name, (kind, run) in running.items():
            began = time.process_time()
            run(pages[kind][index])
            spent.setdefault(name, []).append(1000 * (time.process_time() - began))
    for name, costs in spent.items():
        print(f"{name:36} mean {statistics.mean(costs):7.2f} ms   median {statistics.median(costs):7.2f} ms")


if __name__ == "__main__":
    main()
