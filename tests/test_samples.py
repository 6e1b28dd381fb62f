"""Each page in samples/ gives exactly the record beside it."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType  # noqa: TC003
from typing import Any

import pytest

SAMPLES = Path(__file__).parents[1] / "samples"
PAGES = sorted((SAMPLES / "pages").iterdir())


def refresh() -> ModuleType:
    spec = importlib.util.spec_from_file_location("refresh", SAMPLES / "refresh.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def record(page: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((SAMPLES / "records" / f"{page.name}.json").read_text(encoding="utf-8"))
    return loaded


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_sample_gives_its_record(page: Path) -> None:
    assert json.loads(refresh().record_of(page)) == record(page), "run: python samples/refresh.py, and read the diff"


def test_every_record_has_its_page() -> None:
    assert {path.name for path in (SAMPLES / "records").iterdir()} == {f"{page.name}.json" for page in PAGES}


def test_every_page_is_described() -> None:
    described = (SAMPLES / "README.md").read_text(encoding="utf-8")
    assert [page.name for page in PAGES if f"`{page.name}`" not in described] == []


KNOWN_MISSES = {
    ("en-broken-at-inline-tags.txt", "authors"): ["Ludovic Hasenfratz", "Mei-Lin Oduya"],
    ("es.txt", "title"): "La biblioteca rodante de Sierra Alta cumple treinta años sin fallar un solo lunes",
    ("ja.cp932.txt", "authors"): ["矢代陽一"],
    ("zh-about-copyright-law.txt", "publisher"): "青岚法治报社",
}
"""Fields that the page states and the record does not give yet: whoever mends one takes it from here."""


@pytest.mark.parametrize(("page", "field"), KNOWN_MISSES, ids=lambda part: part)
@pytest.mark.xfail(strict=True, reason="known miss")
def test_known_misses(page: str, field: str) -> None:
    assert record(SAMPLES / "pages" / page)[field] == KNOWN_MISSES[page, field]


LOST_LINES = {
    "de.txt": "Ein Fahrrad für das Museum",
    "en-long-dirty.txt": "A license, and a chance",
    "es.txt": "Un relevo difícil",
}
"""Sub-headings that the labeller takes for related headlines, on pages that have some inside the article."""


@pytest.mark.parametrize("page", LOST_LINES)
@pytest.mark.xfail(strict=True, reason="known miss")
def test_lost_lines(page: str) -> None:
    assert LOST_LINES[page] in record(SAMPLES / "pages" / page)["text"].split("\n\n")
