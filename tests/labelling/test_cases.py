"""Pages of hard kinds, of our own writing, each line of which says what it must become.

A case is a page with a letter and a bar before every line: T title, M meta, B body, C caption, `.` removed, `?` either
way; a row with nothing on it stays one. HTML stands in a file of its own, and its lines with their letters beside it
in `*.html.expected`. What matters is body or not: M, C and `.` may come out as any of meta, caption and removed.
Cases in `known_failures/` fail today; one that no longer does must be moved out of there.
"""

from __future__ import annotations

from itertools import zip_longest
from pathlib import Path
from typing import NamedTuple

import pytest

import copydesk
from copydesk.page import Role

CASES = Path(__file__).parent / "cases"
KNOWN_FAILURES = CASES / "known_failures"

BESIDE = frozenset({Role.META, Role.CAPTION, Role.REMOVED})
ALLOWED = {
    "T": frozenset({Role.TITLE}),
    "M": BESIDE | {Role.TITLE},
    "B": frozenset({Role.BODY}),
    "C": BESIDE | {Role.TITLE},
    ".": BESIDE,
    "?": frozenset(Role),
}


class Expected(NamedTuple):
    """What a line must become, by its letter."""

    number: int
    letter: str
    text: str


def marked(text: str) -> list[Expected]:
    """The rows of a case file; rows with nothing on them have the letter `?`."""
    rows = []
    for number, row in enumerate(text.splitlines(), 1):
        letter, bar, line = row.partition("| ")
        assert not row or (bar and letter in ALLOWED and line.strip()), f"row {number} has no letter: {row!r}"
        rows.append(Expected(number, letter or "?", line))
    return rows


def page_of(case: Path) -> tuple[str, list[Expected]]:
    """The page of a case as it is read, and what its rows must become."""
    text = case.read_text(encoding="utf-8")
    if case.suffix == ".html":
        return text, marked(case.with_name(f"{case.name}.expected").read_text(encoding="utf-8"))
    expected = marked(text)
    return "\n".join(row.text for row in expected), expected


def wrong_lines(case: Path) -> list[str]:
    page, expected = page_of(case)
    explained = copydesk.explain(page, kind="html" if case.suffix == ".html" else "text")
    wrong = []
    for row, line in zip_longest(expected, explained):
        assert row is not None, f"no letter for {line}"
        assert line is not None, f"no such line any more: {row}"
        assert line.text.strip() == row.text.strip(), f"line {row.number} reads otherwise: {line.text!r}, {row.text!r}"
        if line.label not in ALLOWED[row.letter]:
            wrong.append(f"{row.number}: expected {row.letter}, got {line.label} ({line.reason}): {row.text}")
    return wrong


def cases() -> list[Path]:
    return sorted(path for path in CASES.rglob("*") if path.suffix in {".txt", ".html"})


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(
            case,
            id=case.name,
            marks=pytest.mark.xfail(strict=True, raises=pytest.fail.Exception) if case.parent == KNOWN_FAILURES else (),
        )
        for case in cases()
    ],
)
def test_a_page_is_labelled_as_an_editor_would(case: Path) -> None:
    if wrong := wrong_lines(case):
        pytest.fail("\n".join([f"{case.name}: {len(wrong)} wrong", *wrong]), pytrace=False)


def test_every_markup_case_has_its_letters_and_every_letter_file_its_page() -> None:
    pages = {path.with_name(f"{path.name}.expected") for path in CASES.rglob("*.html")}
    assert pages == set(CASES.rglob("*.expected"))


def test_names_of_cases_are_told_apart() -> None:
    names = [case.name for case in cases()]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("case", [pytest.param(case, id=case.name) for case in cases()])
def test_a_case_has_a_title_and_a_body_and_something_to_remove(case: Path) -> None:
    letters = [row.letter for row in page_of(case)[1]]
    assert letters.count("T") == 1
    assert {"B", "."} <= set(letters)
