"""Pages of our own making, as many as are wanted: articles, menus, and articles that were there before."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_WHO = ("The harbour office", "A council committee", "The tram company", "A school in the north", "The river board")
_DID = ("opened", "postponed", "defended", "published", "dropped")
_WHAT = ("a plan for the old quay", "its yearly accounts", "the ferry timetable", "a list of repairs", "new fares")
_WHEN = ("on Monday", "late on Tuesday", "this week", "after a long debate", "without a vote")
_MENU = "Home\nNews\nSport\nWeather\nContact us\n"
MENU_EVERY = 50
AGAIN_EVERY = 70


def page(number: int) -> str:
    """The page with this number, the same each time it is asked for."""
    if number % MENU_EVERY == MENU_EVERY - 1:
        return _MENU
    draw = _draw(number)
    title = _sentence(draw)
    body = "\n\n".join(_paragraphs(draw))
    byline = f"By Ann Example | {draw.randint(1, 28)} May 2021"
    return f"{title}\n\n{byline}\n\n{body}\n\nShare this article\n\n© 2021 Example Media Ltd.\n"


def paragraphs(number: int) -> list[str]:
    """Paragraphs of an article without anything around them, the same each time they are asked for."""
    return _paragraphs(_draw(number))


def _draw(number: int) -> random.Random:
    return random.Random(number - 1 if number % AGAIN_EVERY == AGAIN_EVERY - 2 else number)  # noqa: S311 - no secret


def _paragraphs(draw: random.Random) -> list[str]:
    return [" ".join(f"{_sentence(draw)}." for _ in range(draw.randint(2, 5))) for _ in range(draw.randint(2, 4))]


def _sentence(draw: random.Random) -> str:
    return " ".join(
        (draw.choice(_WHO), draw.choice(_DID), draw.choice(_WHAT), draw.choice(_WHEN), f"no {draw.randint(1, 999)}")
    )


def rows(count: int) -> Iterator[str]:
    """So many pages as JSON lines."""
    for number in range(count):
        row = {"id": number, "url": f"https://gazette.example/{number}", "text": page(number)}
        yield json.dumps(row) + "\n"


def write_rows(path: Path, count: int) -> Path:
    """A file of so many pages."""
    with path.open("w", encoding="utf-8") as file:
        file.writelines(rows(count))
    return path
