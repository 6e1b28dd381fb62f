"""Learning from gold rows: what comes out tells lines apart, is the same each time, and is what the command writes."""

from __future__ import annotations

import importlib
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from copydesk.cli import main
from copydesk.labelling.matching import RuleSet
from copydesk.labelling.rules import shipped_packs
from copydesk.training import fitting
from copydesk.training.gold import GoldRow

try:
    importlib.import_module("lightgbm")
except (ImportError, OSError) as error:  # OSError: libgomp, which LightGBM takes from the system
    pytest.skip(f"training needs the extra copydesk[train]: {error}", allow_module_level=True)

SAMPLES = Path(__file__).parents[2] / "samples"


def rows() -> list[dict[str, Any]]:
    """The samples as gold rows, each text page as HTML of one paragraph a line as well."""
    found = []
    for page in sorted((SAMPLES / "pages").glob("??.txt")):
        text = page.read_text(encoding="utf-8")
        gold = json.loads((SAMPLES / "records" / f"{page.name}.json").read_text(encoding="utf-8"))["text"]
        html = "".join(f"<p>{line}</p>" for line in text.splitlines())
        found += [{"id": page.name, "text": text, "gold": gold}, {"id": page.name, "html": html}]
    return found


@pytest.fixture(scope="module")
def lessons() -> Any:  # noqa: ANN401 - of both kinds
    gold = {row["id"]: row["gold"] for row in rows() if "gold" in row}
    known = [GoldRow.model_validate(row | {"gold": gold[row["id"]]}) for row in rows()]
    return fitting.lessons(known, RuleSet(shipped_packs()))


def test_body_text_gets_the_higher_chances(lessons: Any, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: ANN401
    monkeypatch.setattr(fitting, "TREES", 30)
    forest = fitting.fit_kind("text", lessons["text"]).forest
    for lesson in lessons["text"]:
        chances = forest.chances(lesson.features)
        body = [chance for chance, held in zip(chances, lesson.body, strict=True) if held]
        other = [chance for chance, held in zip(chances, lesson.body, strict=True) if not held]
        assert sum(body) / len(body) > sum(other) / len(other)


def test_the_same_lessons_give_the_same_weights(lessons: Any, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: ANN401
    monkeypatch.setattr(fitting, "TREES", 20)
    assert fitting.fit(lessons) == fitting.fit(lessons)


def test_a_kind_without_lessons_is_named() -> None:
    with pytest.raises(fitting.NothingToLearn, match="a page of html"):
        fitting.fit_kind("html", [])


def test_the_command_writes_weights_that_clean_takes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fitting, "TREES", 20)
    gold, weights, page = tmp_path / "gold.jsonl", tmp_path / "weights.json", SAMPLES / "pages" / "de.txt"
    gold.write_text("".join(json.dumps(row) + "\n" for row in rows()), encoding="utf-8")
    trained = CliRunner().invoke(main, ["train", str(gold), "-o", str(weights)])
    assert (trained.exit_code, trained.stdout) == (0, "")
    assert "pages of text" in trained.stderr
    cleaned = CliRunner().invoke(main, ["clean", str(page), "--weights", str(weights), "--favor", "recall"])
    assert cleaned.exit_code == 0
    assert "\n\nEllerwiek. Um zehn nach sieben" in json.loads(cleaned.stdout)["text"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param("ferry", "Error: {gold}, row 1: : Invalid JSON", id="no gold"),
        pytest.param('{"id": "1"}', "Error: no gold row holds a page of text and says something of it", id="no page"),
    ],
)
def test_the_command_says_what_is_wrong(tmp_path: Path, content: str, message: str) -> None:
    gold = tmp_path / "gold.jsonl"
    gold.write_text(content, encoding="utf-8")
    result = CliRunner().invoke(main, ["train", str(gold), "-o", str(tmp_path / "weights.json")])
    assert result.exit_code == 1
    assert message.format(gold=gold) in result.stderr
    assert not (tmp_path / "weights.json").exists()
