"""Packs of rules for tests."""

from __future__ import annotations

from typing import Any

from copydesk.labelling.rules import OwnPack, Rule, RulePack

PROMO = """
[[rule]]
id = "promo"
kind = "ad_marker"
match = "regex"
patterns = ["^harbour club"]
matches = ["Harbour Club"]
leaves = ["The harbour club met."]
"""
HEADER = 'language = "en"\n'


def rule(identifier: str, match: str, *patterns: str, **more: Any) -> Rule:  # noqa: ANN401 - fields of a rule
    fields = {"kind": "ad_marker", "matches": ["x"], "leaves": ["y"], **more}
    return Rule.model_validate({"id": identifier, "match": match, "patterns": list(patterns), **fields})


def pack(name: str, *rules: Rule) -> RulePack:
    return RulePack(name=name, language="en", rule=list(rules))


def own_pack(name: str, *rules: Rule) -> OwnPack:
    return OwnPack(name=name, language="en", rule=list(rules))
