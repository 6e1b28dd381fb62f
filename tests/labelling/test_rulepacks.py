"""Every shipped rule does what its own examples say."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from copydesk.labelling.matching import RuleSet
from copydesk.labelling.rules import Rule, RulePack, shipped_packs

RULES = RuleSet(shipped_packs())


def rules() -> Iterator[tuple[RulePack, Rule]]:
    for pack in shipped_packs():
        for rule in pack.rule:
            yield pack, rule


def matched(pack: RulePack, line: str) -> set[str]:
    own = RuleSet([pack])
    return {hit.id for hit in own.match(line)}


@pytest.mark.parametrize("pack", shipped_packs(), ids=lambda pack: pack.name)
def test_examples(pack: RulePack) -> None:
    own = RuleSet([pack])
    for rule in pack.rule:
        identifier = f"{pack.name}/{rule.id}"
        for line in rule.matches:
            assert identifier in {hit.id for hit in own.match(line)}, f"{identifier} should match {line!r}"
        for line in rule.leaves:
            assert identifier not in {hit.id for hit in own.match(line)}, f"{identifier} should leave {line!r}"
