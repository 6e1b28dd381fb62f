"""How well copydesk does on pages with gold answers: body text, and the fields of the record.

    python tests/benchmarks/accuracy.py SHARED [--sets zh,en] [--kinds text,html] [--every N] [--worst N] [--misses]
        [--languages]
    python tests/benchmarks/accuracy.py SHARED --baselines

SHARED is a folder that holds `corpora/` (gold answers, gzipped JSON Lines) and `bench/` (the metrics: `score.py`
compares four-token shingles as the article-extraction benchmarks do, `score_fields.py` compares fields). Milliseconds
are CPU time a page and mean something only beside others of the same run. `--baselines` scores two ways of cleaning
text without markup instead: leaving the dump as it is, and keeping lines that end like a sentence (five words, or ten
characters of an unspaced script), as the C4 corpus was filtered.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import json
import re
import sys
import time
from pathlib import Path
from typing import Any

import copydesk

DUMPS = ("text.bs4", "text.resiliparse", "text.inscriptis")
SENTENCE_ENDS = tuple('。！？.!?…"”’」』')
UNSPACED = re.compile("[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]")
FEWEST_WORDS, FEWEST_LETTERS = 5, 10
FIELD_GOLD = {("zh", "text.resiliparse"), ("zh", "html"), ("multi", "text.resiliparse"), ("multi", "html")}


def load(path: Path) -> Any:
    """Import a module from a file."""
    sys.path.insert(0, str(path.parent))
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        sys.exit(f"cannot load {path}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def read_rows(path: Path, every: int) -> list[dict[str, Any]]:
    """Every Nth row of a gzipped JSON Lines file."""
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        return [json.loads(line) for number, line in enumerate(stream) if number % every == 0]


def records_of(rows: list[dict[str, Any]], *, html: bool) -> tuple[dict[str, dict[str, Any]], float]:
    """The record of each page that gave one, and CPU milliseconds a page."""
    desk = copydesk.Desk()
    sources = [
        copydesk.Source(
            content=row["html" if html else "text"],
            url=row["url"] if str(row.get("url")).startswith("http") else None,
            kind="html" if html else "text",
        )
        for row in rows
    ]
    began = time.process_time()
    results = list(desk.run(sources))
    spent = 1000 * (time.process_time() - began) / max(1, len(rows))
    return {
        row["id"]: result.model_dump(mode="json")
        for row, result in zip(rows, results, strict=True)
        if isinstance(result, copydesk.Article)
    }, spent


def sentence_lines(text: str) -> str:
    """The lines of `text` that end like a sentence and are not too short to be one."""
    return "\n".join(
        line
        for line in map(str.strip, text.splitlines())
        if line.endswith(SENTENCE_ENDS)
        and (len(line.split()) >= FEWEST_WORDS or len(UNSPACED.findall(line)) >= FEWEST_LETTERS)
    )


def measure_baselines(corpora: Path, name: str, score: Any, every: int) -> None:
    """Print one line for a set: F1 of the raw dump and of the lines that end like sentences."""
    sums = {"raw dump": 0.0, "sentence lines": 0.0}
    for dump in DUMPS:
        rows = read_rows(corpora / name / f"{dump}.jsonl.gz", every)
        for system, clean in (("raw dump", str), ("sentence lines", sentence_lines)):
            documents = score.score_docs(rows, {row["id"]: clean(row["text"]) for row in rows})
            sums[system] += score.aggregate(documents)["f1"] / len(DUMPS)
    print(f"{name:9} text  " + "   ".join(f"{system} {f1:.3f}" for system, f1 in sums.items()), flush=True)


def same_authors(row: dict[str, Any], records: dict[str, dict[str, Any]], plain: Any) -> bool:
    """Whether the record of a page names all its authors and nobody else."""
    stated = records.get(row["id"], {}).get("authors", [])
    return {plain(name) for name in stated} == {plain(name) for name in row["gold_authors"] or []}


def measure(
    corpora: Path, name: str, dumps: tuple[str, ...], metrics: tuple[Any, Any], options: argparse.Namespace
) -> None:
    """Print one line for a set and kind of input, and what the options ask for below it."""
    score, score_fields = metrics
    scores, costs, fields = [], [], None
    by_language: dict[str, list[Any]] = {}
    for dump in dumps:
        rows = read_rows(corpora / name / f"{dump}.jsonl.gz", options.every)
        records, cost = records_of(rows, html=dump == "html")
        documents = score.score_docs(rows, {key: record["text"] for key, record in records.items()})
        scores.append(score.aggregate(documents))
        for row, document in zip(rows, documents, strict=True) if "lang" in rows[0] else ():
            by_language.setdefault(row["lang"], []).append(document)
        costs.append(cost)
        if (name, dump) in FIELD_GOLD:
            fields = score_fields.evaluate(rows, records)
            if "gold_authors" in rows[0]:
                fields[0]["authors set"] = sum(same_authors(row, records, score_fields.plain) for row in rows) / len(
                    rows
                )
        for row, document in sorted(zip(rows, documents, strict=True), key=lambda pair: score.doc_f1(pair[1]))[
            : options.worst
        ]:
            print(f"    {dump:18} {score.doc_f1(document):.3f}  {row['id']}")
    mean = sum(one["f1"] for one in scores) / len(scores)
    parts = "  ".join(f"{one['f1']:.3f} (P {one['precision']:.3f} R {one['recall']:.3f})" for one in scores)
    print(
        f"{name:9} {'html' if 'html' in dumps else 'text'}  F1 {mean:.4f}   {parts}   {sum(costs) / len(costs):.2f} ms",
        flush=True,
    )
    for language, of_language in sorted(by_language.items()) if options.languages else ():
        found = score.aggregate(of_language)
        print(f"    {language:3} {found['f1']:.3f}   {len(of_language) // len(dumps)} pages")
    if fields:
        print("          " + "   ".join(f"{key} {value:.3f}" for key, value in fields[0].items()))
        for key, tally in fields[1].items() if options.misses else ():
            for miss in tally.misses:
                print("    ", key, *miss, sep=" | ")


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--sets", default="zh,en,multi,snippets")
    parser.add_argument("--kinds", default="text")
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--worst", type=int, default=0, help="list so many of the worst pages")
    parser.add_argument("--languages", action="store_true", help="list the F1 of each language")
    parser.add_argument("--baselines", action="store_true", help="score the raw dumps and a line filter instead")
    parser.add_argument("--misses", action="store_true", help="list the fields that were missed or made up")
    options = parser.parse_args()
    metrics = load(options.shared / "bench" / "score.py"), load(options.shared / "bench" / "score_fields.py")
    for name in options.sets.split(","):
        if options.baselines:
            measure_baselines(options.shared / "corpora", name, metrics[0], options.every)
            continue
        for kind in options.kinds.split(","):
            measure(options.shared / "corpora", name, DUMPS if kind == "text" else ("html",), metrics, options)


if __name__ == "__main__":
    main()
