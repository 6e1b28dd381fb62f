"""Weights for tests: forests of one tree."""

from __future__ import annotations

from math import log

from copydesk.labelling.forest import ZERO, Forest, Split, Tree
from copydesk.labelling.weights import Learned, Weights


def forest(chance: float) -> Forest:
    """A forest that gives every line the same chance."""
    same = Tree([Split(feature=0, most=0, yes=~0, no=~1, value=ZERO)], [ZERO, ZERO])
    return Forest(features=["words"], base=log(chance / (1 - chance)), step=0.1, trees=[same])


def weights(chance: float) -> Weights:
    """Weights that give every line of every page the same chance."""
    learned = Learned(
        thresholds={"balanced": 0.5, "precision": 0.75, "recall": 0.25},
        forest=forest(chance),
    )
    return Weights(text=learned, html=learned)
