"""Two thousand records, one in twenty of them broken in one of ten ways, and what a single process makes of them."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple

import orjson
from click.testing import CliRunner

from copydesk.cli import main
from tests.generated import page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

COUNT = 2_000
BROKEN_EVERY = 20
MENU = "Home\nNews\nSport\nWeather\nContact us\n"
WAYS: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "no text": lambda row: {name: value for name, value in row.items() if name != "text"},
    "null": lambda row: row | {"text": None},
    "empty": lambda row: row | {"text": ""},
    "blank": lambda row: row | {"text": " \n\t\n "},
    "a number": lambda row: row | {"text": 404},
    "an object": lambda row: row | {"text": {"error": "timeout"}},
    "binary": lambda row: row | {"text": "%PDF-1.7\n\0\1\2\3\0\0\0" * 20},
    "a menu": lambda row: row | {"text": MENU},
    "a headline": lambda row: row | {"text": "Ferry delayed\n"},
    "no address": lambda row: row | {"url": "https://gazette example/a b"},
}
"""What is wrong with a row."""

BROKEN_LINES = {
    "cut off": '{"id": "cut", "text": "The river fer',
    "a list": '["The river ferry will sail again on Friday."]',
    "no JSON": "502 Bad Gateway",
}
"""What is wrong with a line, so that it is no row at all."""


class Single(NamedTuple):
    """What a single process makes of the records.

    Attributes:
        feeds: the folder with their files.
        records: articles and rejections, in order, as their records have it.
    """

    feeds: Path
    records: list[dict[str, Any]]


def rows(count: int = COUNT) -> list[dict[str, Any]]:
    """So many records, in order: one in twenty broken, every fifth of the others with markup."""
    return [_row(number) for number in range(count)]


def _row(number: int) -> dict[str, Any]:
    text = page(number)
    row = {"id": str(number), "url": f"https://gazette.example/{number}", "text": text if number % 5 else _markup(text)}
    if number % BROKEN_EVERY:
        return row
    return list(WAYS.values())[number // BROKEN_EVERY % len(WAYS)](row)


def _markup(text: str) -> str:
    title, *paragraphs = text.strip().split("\n\n")
    body = "\n".join(f"<p>{each}</p>" for each in paragraphs)
    return f"<html><head><title>{title}</title></head><body><h1>{title}</h1>\n{body}</body></html>"


def write_feeds(folder: Path, records: Iterable[dict[str, Any]], files: int = 8) -> Path:
    """The records as JSON lines in so many files, in order."""
    folder.mkdir(parents=True)
    records = list(records)
    size = -(-len(records) // files)
    for number in range(files):
        part = records[number * size : (number + 1) * size]
        (folder / f"{number:03d}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in part), encoding="utf-8")
    return folder


def cleaned(feeds: Path, folder: Path) -> list[dict[str, Any]]:
    """What `copydesk clean` makes of files, in order: articles and rejections as their records have it."""
    out = folder / "single.jsonl"
    result = CliRunner().invoke(main, ["clean", str(feeds), "-o", str(out)])
    assert result.exit_code == 0, result.stderr
    found = {True: iter(read(out)), False: iter(read(folder / "single.rejects.jsonl"))}
    fates = [entry["fate"] == "article" for entry in read(folder / "single.ledger.jsonl")]
    return [next(found[fate]) for fate in fates]


def read(path: Path) -> list[dict[str, Any]]:
    """The records in a file of JSON lines."""
    return [orjson.loads(line) for line in path.read_bytes().splitlines()]


def placeless(record: dict[str, Any], what: str = "row") -> dict[str, Any]:
    """A record of a row that is from no file: without file and number, and called a row where a line was counted."""
    if "provenance" in record:
        return record | {"provenance": record["provenance"] | {"input": None, "record": None}}
    reasons = [reason | {"message": re.sub(r"^line \d+", what, reason["message"])} for reason in record["reasons"]]
    return record | {"input": None, "record": None, "reasons": reasons}


def source_id(record: dict[str, Any]) -> str:
    """The id of the row that a record is of."""
    found: str = record.get("provenance", record)["source_id"]
    return found


def in_order(records: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Records in the order of their rows, whatever order an engine gave them in."""
    return sorted(records, key=lambda record: int(source_id(record)))
