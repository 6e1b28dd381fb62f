"""The check of records: of their form, of what rules know, and of what recurs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from copydesk.reviewing.leftovers import Leftovers
from copydesk.reviewing.repeats import Repeats
from copydesk.reviewing.validity import faults_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from copydesk.labelling.matching import RuleSet
    from copydesk.reviewing.records import StoredRecord
    from copydesk.reviewing.validity import Fault


class Check:
    """A look through records. Once `faults` has come to its end, the other parts know all of them.

    Args:
        rules: that texts are held against.

    Attributes:
        records: so many have been seen.
        faulty: so many of them do not fit the model.
        leftovers: what rules would strike in their texts.
        repeats: which lines recur in them.
    """

    def __init__(self, rules: RuleSet) -> None:
        self.records = 0
        self.faulty = 0
        self.leftovers = Leftovers(rules)
        self.repeats = Repeats()

    def faults(self, records: Iterable[StoredRecord]) -> Iterator[Fault]:
        """Go through `records`, and give what is wrong with their form as it is found.

        A record that does not fit the model is looked through all the same if it has a text.

        Raises:
            OSError: the temporary file cannot be written.
        """
        for record in records:
            self.records += 1
            found = faults_of(record)
            self.faulty += bool(found)
            yield from found
            if record.text:
                self.leftovers.add(record)
                self.repeats.add(record)
