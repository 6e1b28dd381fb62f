"""Every shipped rule does what its own examples say."""

from __future__ import annotations

import pytest

from copydesk.labelling.rules import Pack, check_linear, shipped_packs
from tests.labelling.packs import matcher_of

PACKS = pytest.mark.parametrize("pack", shipped_packs(), ids=lambda pack: pack.name)


@PACKS
def test_rules_match_and_leave_what_they_say(pack: Pack) -> None:
    own = matcher_of([pack])
    wrong = [
        f"{pack.name}/{rule.id} should {'match' if expected else 'leave'} {line!r}"
        for rule in pack.rule
        for expected, lines in ((True, rule.matches), (False, rule.leaves))
        for line in lines
        if (f"{pack.name}/{rule.id}" in {hit.id for hit in own.match(line)}) is not expected
    ]
    assert not wrong, "\n".join(wrong)


@PACKS
def test_patterns_take_linear_time(pack: Pack) -> None:
    check_linear(pack)
