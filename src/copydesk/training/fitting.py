"""Gold rows -> weights: features of each line, and boosted trees that tell its label from them.

LightGBM does the boosting (`pip install 'copydesk[train]'`); everything is seeded and on one thread, so that the same
rows give the same weights.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from copydesk.extras import MissingExtra, module_of
from copydesk.labelling.draft import draft_of
from copydesk.labelling.features.table import feature_names, feature_table
from copydesk.labelling.forest import MOST_SPLITS, ZERO, Forest, Split, Tree
from copydesk.labelling.weights import Favor, Learned, Weights
from copydesk.reading.source import Source, read_page
from copydesk.training.gold import line_gold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy as np

    from copydesk.labelling.matching import RuleSet
    from copydesk.page import PageKind
    from copydesk.training.gold import GoldRow

__all__ = ["Lesson", "MissingExtra", "NothingToLearn", "fit", "fit_kind", "lessons"]

TREES = 400
THRESHOLDS: dict[Favor, float] = {"balanced": 0.5, "precision": 0.75, "recall": 0.25}
_PARAMETERS: dict[str, Any] = {
    "objective": "binary",
    "learning_rate": 0.08,
    "num_leaves": MOST_SPLITS + 1,
    "min_data_in_leaf": 40,
    "lambda_l2": 5.0,
    "feature_fraction": 0.5,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "boost_from_average": False,
    "use_missing": False,
    "seed": 1,
    "deterministic": True,
    "force_row_wise": True,
    "num_threads": 1,
    "verbose": -1,
}
_LARGEST = 127


class NothingToLearn(ValueError):
    """No row says anything of a kind of page."""


class Lesson(NamedTuple):
    """A page made ready to learn from.

    Attributes:
        site: pages of one site are held out together.
        features: one column a feature.
        body: whether each line is body text.
        weight: how much that counts.
    """

    site: str
    features: dict[str, bytes]
    body: list[bool]
    weight: list[float]


def lessons(rows: Iterable[GoldRow], rules: RuleSet) -> dict[PageKind, list[Lesson]]:
    """Read, draft and measure the pages of `rows`; rows that say nothing of their page are left out."""
    found: dict[PageKind, list[Lesson]] = {"text": [], "html": []}
    for row in rows:
        kinds: tuple[PageKind, ...] = ("text", "html")
        for kind in kinds:
            content = row.html if kind == "html" else row.text
            if content is None:
                continue
            page = read_page(Source(content, kind=kind))
            gold = line_gold(row, page)
            if gold is not None:
                features = feature_table(draft_of(page, rules))
                found[kind].append(Lesson(row.held_out_with, features, *gold))
    return found


def fit(found: dict[PageKind, list[Lesson]]) -> Weights:
    """Learn from all lessons.

    Raises:
        MissingExtra: LightGBM is not installed.
        NothingToLearn: there are no lessons of a kind.
    """
    return Weights(text=fit_kind("text", found["text"]), html=fit_kind("html", found["html"]))


def fit_kind(kind: PageKind, found: Sequence[Lesson]) -> Learned:
    """Learn from the lessons of one kind; raises as `fit` does."""
    lightgbm = module_of("train", "training", "lightgbm")
    np = module_of("train", "training", "numpy")
    if not found:
        message = f"no gold row holds a page of {kind} and says something of it"
        raise NothingToLearn(message)
    names = feature_names(kind)
    body, weight = (np.concatenate([lesson[field] for lesson in found]) for field in (2, 3))
    counted = weight > 0.0
    base = float(np.log(weight[body].sum() / weight[~body].sum()))
    data = lightgbm.Dataset(
        _matrix(found, names)[counted],
        body[counted].astype(np.int8),
        weight=weight[counted],
        init_score=np.full(int(counted.sum()), base),
        feature_name=list(names),
        params={"min_data_in_bin": 1, "use_missing": False, "verbose": -1},
    )
    model = lightgbm.train(_PARAMETERS, data, TREES).dump_model()
    return Learned(thresholds=THRESHOLDS, forest=_forest(model, names, base))


def _matrix(found: Sequence[Lesson], names: Sequence[str]) -> np.ndarray[Any, Any]:
    """One row a line, one column a feature."""
    import numpy as np  # noqa: PLC0415 - an extra

    tables = [
        np.frombuffer(b"".join(lesson.features[name] for name in names), np.uint8).reshape(len(names), -1).T
        for lesson in found
    ]
    return np.concatenate(tables)


def _forest(model: dict[str, Any], names: Sequence[str], base: float) -> Forest:
    """The trees that LightGBM describes, their values in steps of the largest, with the features that they ask for."""
    roots = [tree["tree_structure"] for tree in model["tree_info"] if "split_feature" in tree["tree_structure"]]
    used = sorted({node["split_feature"] for root in roots for node in _splits(root)})
    step = max(abs(value) for root in roots for value in _values(root)) / _LARGEST
    return Forest(
        features=[names[feature] for feature in used],
        base=round(base, 6),
        step=step,
        trees=[_tree(root, {feature: place for place, feature in enumerate(used)}, step) for root in roots],
    )


def _splits(root: dict[str, Any]) -> list[dict[str, Any]]:
    """The splits of a tree from its root down, each before those that it leads to."""
    found = [root]
    for node in found:
        found += [child for child in (node["left_child"], node["right_child"]) if "split_feature" in child]
    return found


def _values(root: dict[str, Any]) -> list[float]:
    return [
        child.get("leaf_value", child.get("internal_value"))
        for node in _splits(root)
        for child in (node["left_child"], node["right_child"])
    ]


def _tree(root: dict[str, Any], places: dict[int, int], step: float) -> Tree:
    splits = _splits(root)
    numbers = {id(node): number for number, node in enumerate(splits)}
    leaves: list[int] = []

    def target(child: dict[str, Any]) -> int:
        if "split_feature" in child:
            return numbers[id(child)]
        leaves.append(ZERO + round(child["leaf_value"] / step))
        return ~(len(leaves) - 1)

    ready = [
        Split(
            feature=places[node["split_feature"]],
            most=int(node["threshold"]),
            yes=target(node["left_child"]),
            no=target(node["right_child"]),
            value=ZERO + round(node["internal_value"] / step) if node is not root else ZERO,
        )
        for node in splits
    ]
    return Tree(ready, leaves)
