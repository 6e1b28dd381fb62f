"""How fast copydesk is beside trafilatura, on the same pages, in one process.

    python tests/benchmarks/speed.py SHARED [--set en] [--every N]

Milliseconds are CPU time a page; pages are cleaned one after another, by each system in turn, each page once. What a
system takes for its first page beyond what it takes for that page again is told apart, as its start. The last figure is
how many pages a system cleans while trafilatura cleans one of them from HTML. The peer comes with `pip install
"copydesk[peers]"`. Ratios mean something, milliseconds only on the machine at hand.
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
from unittest import mock

import copydesk
from copydesk.fields.metadata import read_metadata
from copydesk.labelling.draft import draft_of
from copydesk.labelling.labeller import Labeller
from copydesk.labelling.matching import RuleSet
from copydesk.labelling.rules import shipped_packs
from copydesk.labelling.weights import shipped_weights
from copydesk.page import Head
from copydesk.reading import source
from copydesk.reading.html import read_html
from copydesk.reading.text import read_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from copydesk.reading.source import SourceKind

PEER = "trafilatura"


def cleaning(kind: SourceKind) -> Callable[[str], Any]:
    """The whole of copydesk on pages of a kind."""
    desk = copydesk.Desk()
    return lambda page: list(desk.run([copydesk.Source(content=page, kind=kind)]))


def without_lxml(clean: Callable[[str], Any]) -> Callable[[str], Any]:
    """`clean` as it is where lxml is not installed."""

    def slower(page: str) -> object:
        with mock.patch.object(source, "read_html", partial(read_html, lxml=False)):
            return clean(page)

    return slower


def systems() -> dict[str, tuple[str, Callable[[str], Any]]]:
    """What is measured: name -> (kind of input, function)."""
    rules = RuleSet(shipped_packs())
    label = Labeller(rules, shipped_weights()).label
    found: dict[str, tuple[str, Callable[[str], Any]]] = {
        "copydesk, text": ("text", cleaning("text")),
        "  reading text": ("text", read_text),
        "  reading and drafting text": ("text", lambda page: draft_of(read_text(page), rules)),
        "  reading and labelling text": ("text", lambda page: label(read_text(page))),
        "copydesk, HTML with lxml": ("html", cleaning("html")),
        "  reading HTML": ("html", partial(read_html, lxml=True)),
        "  reading and drafting HTML": ("html", lambda page: draft_of(read_html(page, lxml=True), rules)),
        "  reading and labelling HTML": ("html", lambda page: label(read_html(page, lxml=True))),
        "  reading HTML and its metadata": (
            "html",
            lambda page: read_metadata(read_html(page, lxml=True).head or Head()),
        ),
        "copydesk, HTML with html.parser": ("html", without_lxml(cleaning("html"))),
        "  reading HTML with html.parser": ("html", partial(read_html, lxml=False)),
    }
    try:
        import trafilatura  # noqa: PLC0415 - a peer
    except ImportError:
        return found
    logging.getLogger(PEER).setLevel(logging.CRITICAL)
    full = partial(trafilatura.bare_extraction, with_metadata=True)
    return found | {PEER: ("html", full), f"{PEER}, fast": ("html", partial(full, fast=True))}


def milliseconds(run: Callable[[str], Any], page: str) -> float:
    """CPU time of one run."""
    began = time.process_time()
    run(page)
    return 1000 * (time.process_time() - began)


def pages_of(shared: Path, name: str) -> dict[str, list[str]]:
    """The pages of a set, as text and as HTML."""
    found = {}
    for kind, file in (("text", "text.resiliparse"), ("html", "html")):
        with gzip.open(shared / "corpora" / name / f"{file}.jsonl.gz", "rt", encoding="utf-8") as stream:
            found[kind] = [page for line in stream if (page := json.loads(line)[kind])]
    return found


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--set", default="en")
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--warm", type=int, default=150, help="pages of another set that are cleaned before")
    options = parser.parse_args()
    pages, others = (pages_of(options.shared, name) for name in (options.set, "unlabelled"))
    running = systems()
    starts = {name: milliseconds(run, others[kind][0]) for name, (kind, run) in running.items()}
    for kind, run in running.values():
        for page in others[kind][: options.warm]:
            run(page)
    spent: dict[str, list[float]] = {}
    for index in range(0, len(pages["html"]), options.every):
        for name, (kind, run) in running.items():
            spent.setdefault(name, []).append(milliseconds(run, pages[kind][index]))
    means = {name: statistics.mean(costs) for name, costs in spent.items()}
    for name, costs in spent.items():
        ratio = f"{means[PEER] / means[name]:6.2f} x {PEER}" if PEER in means else ""
        median, start = statistics.median(costs), max(0.0, starts[name] - means[name])
        print(f"{name:32} mean {means[name]:6.2f} ms  median {median:6.2f} ms  start {start:6.1f} ms  {ratio}")


if __name__ == "__main__":
    main()
