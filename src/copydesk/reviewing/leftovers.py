"""Boilerplate that is left in a text: lines that a rule would strike if the text came as a page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from copydesk.labelling.draft import in_place, languages_in
from copydesk.labelling.shape import shape_of
from copydesk.reading.text import squeeze

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from copydesk.labelling.matching import RuleSet
    from copydesk.labelling.searching import Hit
    from copydesk.reviewing.records import StoredRecord


@dataclass
class Leftover:
    """What one rule would strike.

    Attributes:
        rule: its full id, `pack/rule`.
        kind: what it removes.
        records: so many texts have such a line.
        example: the first of these lines.
        file, line: where the record with it stands.
    """

    rule: str
    kind: str
    records: int
    example: str
    file: str
    line: int


class LeftoverLine(NamedTuple):
    """A line of a text, and the rule that wins on it."""

    text: str
    hit: Hit


class Leftovers:
    """What rules would strike in many texts; memory goes with the number of rules alone.

    Args:
        rules: that texts are held against.
    """

    def __init__(self, rules: RuleSet) -> None:
        self._rules = rules
        self._found: dict[str, Leftover] = {}

    def add(self, record: StoredRecord) -> None:
        """Look through the text of one record."""
        first_of = {found.hit.id: found for found in reversed(self.struck(record.text.splitlines()))}
        for rule, (text, hit) in first_of.items():
            if rule in self._found:
                self._found[rule].records += 1
            else:
                self._found[rule] = Leftover(rule, hit.rule.kind, 1, text, record.file, record.line)

    def struck(self, lines: Iterable[str]) -> list[LeftoverLine]:
        """Those of the lines of a text that rules strike where they stand, in order."""
        texts = [text for text in map(squeeze, lines) if text]
        met: Sequence[Sequence[Hit]] = [self._rules.matcher(languages_in(texts)).match(text) for text in texts]
        if not any(met):
            return []
        hits = in_place(met, [shape_of(text) for text in texts])
        return [LeftoverLine(text, found[0]) for text, found in zip(texts, hits, strict=True) if found]

    def ranked(self) -> list[Leftover]:
        """What was found, the most frequent first."""
        return sorted(self._found.values(), key=lambda found: (-found.records, found.rule))
