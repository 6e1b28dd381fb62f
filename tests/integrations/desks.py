"""Desks that do something to their process; workers of engines import them by name."""

from __future__ import annotations

import os
import signal
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import copydesk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


@dataclass(frozen=True)
class KillingDesk(copydesk.Desk):
    """Kills its process over one page, the first time that it sees it.

    Attributes:
        victim: id of the row.
        seen: a file that says that it was seen.
    """

    victim: str = ""
    seen: str = ""

    def run(self, pages: Iterable[str | bytes | copydesk.Source]) -> Iterator[copydesk.Article | copydesk.Rejection]:
        """As every desk, but for the one page."""
        for page in pages:
            if isinstance(page, copydesk.Source) and page.source_id == self.victim and not Path(self.seen).exists():
                Path(self.seen).touch()
                os.kill(os.getpid(), signal.SIGKILL)
            yield from super().run([page])
