"""One file is a language: an invented one, put beside the others, is told, read and cleaned like them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import orjson
import pytest

import copydesk

PACKAGE = Path(copydesk.__file__).parent

MIRLAN = """
# Mirlan, spoken nowhere.
language = "qmi"

[text]
script = "latin"
letters = "ŵẅ"
words = "ŵa sen tol mir ẅe dun kas lor ven ŵis tal bren"

[dates]
months = [
    "zanŵir", "fevŵir", "merŵir", "avŵir", "meŵir", "zunŵir", "zulŵir", "agŵir", "setŵir", "okŵir", "noŵir", "deŵir",
]
day_first = true
published = ["skrevat"]

[credits]
source = ["fontol"]
author = ["skribar"]
joints = ["ŵa"]

[rights]
signs = ["reŵart"]
reserved = ["tolis rajtis reŵart"]

[contacts]
phone = ["fonil"]

[registrations]
[[registrations.number]]
kind = "media_registration"
needs = ["Registŵo"]
labels = ["Registŵo"]
pattern = 'ML-\\d{4}'

[[rule]]
id = "share-line"
kind = "share_prompt"
match = "line"
patterns = ["partol tist"]
matches = ["Partol tist"]
leaves = ["Partol tist sen mir, ẅe dun."]

[[rule]]
id = "related-heading"
kind = "related_heading"
match = "line"
patterns = ["lisol alor"]
ends = "list"
matches = ["Lisol alor:"]
leaves = ["Lisol alor tol bren."]
"""

BODY = [
    "Sen tol mir ẅe dun kas lor vilan, ŵa bren tal ŵis hostil ven Marŵit sen tol mir ẅe dun kas lor vilan.",
    "Tal bren ŵa sen, mir tol hostil ẅe dun kas vilan lor, ven tal ŵis kordin sen tol mir dun kas bren.",
    "Dun kas ŵa lor, ẅe sen tol mir vilan ŵis hostil, ven bren tal kordin ŵa sen tol mir ẅe dun kas lor.",
]
PAGE = "\n\n".join([
    "Hostil ven Marŵit",
    "Skribar: Tovan Elŵit ŵa Mirna Dal",
    "Skrevat: 5 zunŵir 2023",
    *BODY,
    "Partol tist",
    "Lisol alor:",
    "Kordin bren tal vilan",
    "Marŵit dun kas",
    "© 2019-2023 Marŵit Ltd. Tolis rajtis reŵart.",
    "Registŵo ML-1234",
])  # fmt: skip


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the package with one file more."""
    folder = tmp_path_factory.mktemp("package")
    shutil.copytree(PACKAGE, folder / "copydesk", ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "copydesk" / "languages" / "mirlan.toml").write_text(MIRLAN, encoding="utf-8")
    (folder / "page.txt").write_text(PAGE, encoding="utf-8")
    return folder


def run(home: Path, command: str) -> bytes:
    return subprocess.run(  # noqa: S603 - this interpreter, on a page of ours
        [sys.executable, "-m", "copydesk", command, "page.txt", *(["--json"] if command == "explain" else [])],
        cwd=home,
        env={**os.environ, "PYTHONPATH": str(home)},
        capture_output=True,
        check=True,
    ).stdout


def test_its_pages_give_whole_records(home: Path) -> None:
    record = orjson.loads(run(home, "clean"))
    assert record["text"].split("\n\n") == BODY
    assert record["language"] == "qmi"
    assert record["title"] == "Hostil ven Marŵit"
    assert record["authors"] == ["Tovan Elŵit", "Mirna Dal"]
    assert record["published_at"] == "2023-06-05"
    assert (record["rights"]["holder"], record["rights"]["years"]) == ("Marŵit Ltd.", [2019, 2023])
    assert record["rights"]["all_rights_reserved"] is True
    assert record["registrations"] == [{"kind": "media_registration", "number": "ML-1234"}]


def test_its_rules_strike(home: Path) -> None:
    reasons = [orjson.loads(row)["reason"] for row in run(home, "explain").splitlines()]
    assert {"mirlan/share-line", "mirlan/related-heading"} <= set(reasons)
