"""Records of articles of our own making, as files hold them."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

import copydesk
from copydesk.writing.jsonl import encode
from tests.generated import paragraphs

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_DISTRICTS = ("Alder", "Birch", "Cedar", "Durmast", "Elm", "Fir", "Gorse", "Hazel", "Ivy", "Juniper")


@cache
def _pattern() -> str:
    page = "Ferry returns\n\nThe river ferry will sail again on Friday after four months in dock, the office said.\n"
    return encode(copydesk.clean(page, name="page.txt")).decode()


def record(number: int, lines: list[str], **fields: Any) -> dict[str, Any]:  # noqa: ANN401 - whatever JSON holds
    """The record of an article with these paragraphs."""
    values: dict[str, Any] = json.loads(_pattern())
    values |= {"id": f"{number:032x}", "url": f"https://gazette.example/{number}", "text": "\n\n".join(lines), **fields}
    values["provenance"] |= {"record": number, "spans": [[0, 1]] * len(lines)}
    return values


def clean_records(count: int, *, sites: int = 10) -> list[dict[str, Any]]:
    """Articles of several sites, in which recur what recurs in newspapers.

    Each tenth article of a site belongs to a series of the site, as its first line says; one of a hundred of all is a
    daily format; one of fifty has the same sub-heading; and some are new versions of the one before.
    """
    made = []
    for number in range(count):
        lines = paragraphs(number)
        site = number % sites
        if number // sites % 10 == 0:
            lines.insert(0, f"Morning letter from {_DISTRICTS[site % 10]}, edition {number}")
        if number % 100 == 7:
            lines.append(f"Sunrise is at 6.{number % 60:02}, sunset at 18.{number % 50:02}, and high water at noon.")
        if number % 50 == 3:
            lines.insert(1, "What happens now")
        if number % 40 == 21:
            lines = [*paragraphs(21), f"The office gave new figures at {number % 24} o'clock, it said."]
        made.append(record(number, lines, url=f"https://paper-{site}.example/{number}"))
    return made


def write_records(path: Path, records: Iterable[dict[str, Any]]) -> Path:
    """A file of them."""
    path.write_text("".join(json.dumps(each, ensure_ascii=False) + "\n" for each in records), encoding="utf-8")
    return path
