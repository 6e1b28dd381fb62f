"""How well the labeller does on sites that it has not learned from.

    python -m tests.benchmarks.cross_validation SHARED [--folds N] [--kinds text,html] [--curve]

SHARED is as `accuracy.py` has it. Sites are dealt out to folds; each fold is cleaned with weights learned from all the
others, and scored as `accuracy.py` scores. Needs `pip install 'copydesk[train]'`, and some minutes a fold. `--curve`
does so for each leaning of `--favor`.
"""

from __future__ import annotations

import argparse
import hashlib
from collections import defaultdict
from pathlib import Path
from typing import Any, NamedTuple

from copydesk.labelling.labeller import Labeller
from copydesk.labelling.matching import RuleSet
from copydesk.labelling.rules import shipped_packs
from copydesk.labelling.weights import Learned, Weights
from copydesk.page import PageKind, Role
from copydesk.reading.source import Source, read_page
from copydesk.training.fitting import THRESHOLDS, fit_kind, lessons
from copydesk.training.gold import GoldRow, read_gold
from tests.benchmarks.accuracy import DUMPS, load, read_rows

SCORED = ("zh", "en", "multi", "snippets")
LEARNED_FROM = (*SCORED, "unlabelled")


class _Scored(NamedTuple):
    """A page with gold: the set it is of, its dump, its row as the metrics want it, and its site."""

    name: str
    dump: str
    row: dict[str, Any]
    site: str


def files(corpora: Path, kind: PageKind) -> list[Path]:
    """All that there is to learn from, for pages of a kind."""
    dumps = ("html",) if kind == "html" else DUMPS
    pages = [corpora / name / f"{dump}.jsonl.gz" for name in LEARNED_FROM for dump in dumps]
    stand_ins = [corpora / "snippets" / "silver.jsonl.gz", corpora / "unlabelled" / "html.jsonl.gz"]
    return list(dict.fromkeys([*pages, *stand_ins]))


def fold_of(site: str, folds: int) -> int:
    """The fold that a site is dealt to."""
    return int.from_bytes(hashlib.sha256(site.encode()).digest()[:4], "big") % folds


def scored_pages(corpora: Path, kind: PageKind) -> list[_Scored]:
    """The pages that are cleaned and scored."""
    return [
        _Scored(name, dump, row, GoldRow.model_validate(row).held_out_with)
        for name in SCORED
        for dump in (("html",) if kind == "html" else DUMPS)
        for row in read_rows(corpora / name / f"{dump}.jsonl.gz", 1)
    ]


def text_of(row: dict[str, Any], kind: PageKind, labeller: Labeller) -> str:
    """The body of a page."""
    labelled = labeller.label(read_page(Source(row[kind], kind=kind)))
    return "\n\n".join(line.text for line in labelled.lines(Role.BODY))


def report(documents: dict[tuple[str, str], list[dict[str, Any]]], score: Any) -> None:
    """Print F1, precision and recall of each set, dumps averaged."""
    for name in SCORED:
        found = [score.aggregate(scored) for (of, _), scored in documents.items() if of == name]
        means = {key: sum(one[key] for one in found) / len(found) for key in ("f1", "precision", "recall")}
        print(f"  {name:9} " + "   ".join(f"{key} {value:.3f}" for key, value in means.items()), flush=True)


def validate(kind: PageKind, options: argparse.Namespace, score: Any) -> None:
    """Clean each fold with what the others teach, and score all of it."""
    corpora = options.shared / "corpora"
    rules = RuleSet(shipped_packs())
    taught = lessons((row for row in read_gold(files(corpora, kind)) if getattr(row, kind) is not None), rules)[kind]
    pages = scored_pages(corpora, kind)
    thresholds = sorted(THRESHOLDS.values()) if options.curve else [THRESHOLDS["balanced"]]
    documents: dict[float, dict[tuple[str, str], list[dict[str, Any]]]] = {one: defaultdict(list) for one in thresholds}
    for fold in range(options.folds):
        learned = fit_kind(kind, [lesson for lesson in taught if fold_of(lesson.site, options.folds) != fold])
        for threshold in thresholds:
            leaning = Learned(thresholds=dict.fromkeys(THRESHOLDS, threshold), forest=learned.forest)
            labeller = Labeller(rules, Weights.model_construct(text=leaning, html=leaning))  # one of them is not asked
            for page in pages:
                if fold_of(page.site, options.folds) == fold:
                    text = text_of(page.row, kind, labeller)
                    scored = score.score_docs([page.row], {page.row["id"]: text})
                    documents[threshold][page.name, page.dump] += scored
    for threshold in thresholds:
        print(f"{kind}, threshold {threshold}")
        report(documents[threshold], score)


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--kinds", default="text,html")
    parser.add_argument("--curve", action="store_true")
    options = parser.parse_args()
    score = load(options.shared / "bench" / "score.py")
    kinds: tuple[PageKind, ...] = ("text", "html")
    for kind in kinds:
        if kind in options.kinds.split(","):
            validate(kind, options, score)


if __name__ == "__main__":
    main()
