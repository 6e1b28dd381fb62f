"""What gold rows say of the lines of their pages, and how files of them are read."""

from __future__ import annotations

import gzip
import json
from pathlib import Path  # noqa: TC003 - pytest looks at annotations
from typing import Any

import pytest

from copydesk.reading.text import read_text
from copydesk.training.gold import BrokenGold, GoldRow, line_gold, read_gold

FERRY = "The river ferry will sail again on Friday after four months in dock."
ENGINES = "Engineers replaced both engines and most of the planking on the hull."
CAPTION = "The ferry in its dock, seen from the old bridge on Monday."
OTHER = "A new bakery has opened on the quay, and people stand in line for it."
LINES = ["Home", FERRY, CAPTION, ENGINES, OTHER]
TEXT = "\n\n".join(LINES)


def told(**known: Any) -> list[tuple[bool, bool]]:  # noqa: ANN401 - fields of a row
    """For each line whether it is body, and whether that counts."""
    gold = line_gold(GoldRow.model_validate({"id": "1", "text": TEXT, **known}), read_text(TEXT))
    assert gold is not None
    return [(body, weight > 0) for body, weight in zip(gold.body, gold.weight, strict=True)]


NO, YES, EITHER = (False, True), (True, True), (False, False)


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        pytest.param({"gold": f"{FERRY}\n{ENGINES}"}, [NO, YES, NO, YES, NO], id="gold text"),
        pytest.param({"gold": f"{FERRY}\n{ENGINES}", "allow": CAPTION}, [NO, YES, EITHER, YES, NO], id="either way"),
        pytest.param({"labels": ".?B?O?B?."}, [NO, YES, EITHER, YES, NO], id="a letter a row"),
        pytest.param(
            {"silver": {"one": f"{FERRY}\n{ENGINES}", "two": f"{FERRY}\n{ENGINES}", "three": OTHER}},
            [NO, YES, NO, YES, NO],
            id="two extractors that agree",
        ),
        pytest.param(
            {"silver": {"one": "\n".join(LINES), "two": "\n".join(LINES[1:])}},
            [EITHER, YES, YES, YES, YES],
            id="where they differ, neither counts",
        ),
        pytest.param(
            {"with": ["sail again on Friday"], "without": ["A new bakery"]},
            [EITHER, YES, EITHER, EITHER, NO],
            id="snippets alone",
        ),
        pytest.param(
            {"gold": FERRY, "with": ["both engines"], "without": ["sail again"]},
            [NO, NO, NO, YES, NO],
            id="snippets win over the rest",
        ),
    ],
)
def test_what_a_row_says_of_lines(known: dict[str, Any], expected: list[tuple[bool, bool]]) -> None:
    assert told(**known) == expected


@pytest.mark.parametrize(
    "known",
    [
        pytest.param({}, id="nothing"),
        pytest.param({"silver": {"one": FERRY, "two": OTHER}}, id="extractors that do not agree"),
        pytest.param({"silver": {"one": FERRY, "two": None}}, id="one extractor"),
        pytest.param({"with": ["No such words"]}, id="snippets that are not on the page"),
    ],
)
def test_a_row_that_says_nothing_gives_nothing(known: dict[str, Any]) -> None:
    assert line_gold(GoldRow.model_validate({"id": "1", "text": TEXT, **known}), read_text(TEXT)) is None


def test_a_page_without_lines_gives_nothing() -> None:
    assert line_gold(GoldRow(id="1", text="", gold="x"), read_text("\n")) is None


def test_rows_of_one_page_are_put_together(tmp_path: Path) -> None:
    pages, known = tmp_path / "pages.jsonl", tmp_path / "known.jsonl.gz"
    pages.write_text('{"id": "1", "text": "a"}\n\n{"id": "1", "html": "<p>a"}\n{"id": "2", "text": "b"}\n', "utf-8")
    known.write_bytes(gzip.compress(b'{"id": "1", "gold": "a", "url": "https://news.example.co.uk/1"}\n{"id": "3"}\n'))
    rows = read_gold([pages, known])
    assert [(row.id, row.text, row.html, row.gold) for row in rows] == [
        ("1", "a", None, "a"),
        ("1", None, "<p>a", "a"),
        ("2", "b", None, None),
    ]
    assert [row.held_out_with for row in rows] == ["example.co.uk", "example.co.uk", "2"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param(b'{"id": "1"}\n{"text": "a"}\n', r"gold\.jsonl, row 2: id: Field required", id="no id"),
        pytest.param(b'{"id": "1"}\nferry\n', r"gold\.jsonl, row 2: : Invalid JSON", id="no JSON"),
        pytest.param(b'{"id": "1", "text": 4}\n', r"row 1: text: Input should be a valid string", id="a wrong type"),
    ],
)
def test_what_is_no_row_is_named(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_bytes(content)
    with pytest.raises(BrokenGold, match=message):
        read_gold([path])


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(BrokenGold, match=r"none\.jsonl: No such file"):
        read_gold([tmp_path / "none.jsonl"])
    cut = tmp_path / "cut.jsonl.gz"
    cut.write_bytes(gzip.compress(json.dumps({"id": "1"}).encode())[:-8])
    with pytest.raises(BrokenGold, match=r"cut\.jsonl\.gz: "):
        read_gold([cut])
