"""Files of weights: what is refused, and what the desk does with them."""

from __future__ import annotations

import json
from pathlib import Path  # noqa: TC003 - hypothesis and pytest look at annotations
from typing import Any

import pytest

import copydesk
from copydesk.labelling.features.table import feature_names
from copydesk.labelling.weights import read_weights, read_weights_file, shipped_weights
from tests.labelling.trees import weights

MOST_BYTES = 300_000
PAGE = """Home
News

Ferry returns after winter

The river ferry will sail again on Friday after four months in dock.

Engineers replaced both engines and most of the planking.

Share this article
"""


def changed(**fields: Any) -> bytes:  # noqa: ANN401 - also what must be refused
    return json.dumps(json.loads(weights(0.5).model_dump_json()) | fields).encode()


def test_the_shipped_weights_are_small_and_know_their_features() -> None:
    shipped = shipped_weights()
    assert len(shipped.model_dump_json()) < MOST_BYTES
    for kind in ("text", "html"):
        assert set(getattr(shipped, kind).forest.features) <= set(feature_names(kind))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param(b"", "w.json: Invalid JSON", id="empty"),
        pytest.param(b"[]", "w.json: Input should be an object", id="no object"),
        pytest.param(changed(schema_version=2), "w.json: schema_version: Input should be 1", id="another version"),
        pytest.param(changed(text=None), "w.json: text: ", id="a kind is missing"),
        pytest.param(changed(more=1), "w.json: more: Extra inputs", id="an unknown field"),
        pytest.param(changed().replace(b'"words"', b'"wurds"', 1), "text: no such feature: wurds", id="a feature"),
    ],
)
def test_what_is_no_weights_is_refused_by_name(content: bytes, message: str) -> None:
    with pytest.raises(copydesk.BrokenWeights, match=message):
        read_weights(content, "w.json")


def test_a_file_that_is_not_there_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(copydesk.BrokenWeights, match=r"none\.json: No such file"):
        read_weights_file(tmp_path / "none.json")
    with pytest.raises(copydesk.BrokenWeights):
        copydesk.Desk(weights=tmp_path / "none.json")


def desk(tmp_path: Path, chance: float, favor: Any = "balanced") -> copydesk.Desk:  # noqa: ANN401 - see the type of the field
    path = tmp_path / "weights.json"
    path.write_text(weights(chance).model_dump_json(), encoding="utf-8")
    return copydesk.Desk(weights=path, favor=favor)


@pytest.mark.parametrize(
    ("chance", "favor", "weak"),
    [
        (0.6, "balanced", False),
        (0.6, "precision", True),
        (0.4, "balanced", True),
        (0.4, "recall", False),
    ],
)
def test_what_is_favored_moves_the_threshold(tmp_path: Path, chance: float, favor: str, *, weak: bool) -> None:
    article = desk(tmp_path, chance, favor).clean(PAGE)
    assert ("weak_body" in [warning.code for warning in article.warnings]) is weak


def test_what_no_line_is_likely_to_be_gives_the_best_run_of_prose(tmp_path: Path) -> None:
    article = desk(tmp_path, 0.01).clean(PAGE)
    assert article.text.split("\n\n") == PAGE.split("\n\n")[2:4]
    assert article.confidence < 0.1


def test_rules_strike_whatever_the_chance(tmp_path: Path) -> None:
    assert "Share this article" not in desk(tmp_path, 0.99).clean(PAGE).text


def test_a_record_says_by_which_weights_it_was_made(tmp_path: Path) -> None:
    digests = {desk(tmp_path, chance).clean(PAGE).provenance.weights for chance in (0.9, 0.8)}
    assert len(digests | {copydesk.clean(PAGE).provenance.weights}) == 3
