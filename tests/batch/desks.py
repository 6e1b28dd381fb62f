"""Desks on which some pages go wrong; workers import them by name."""

from __future__ import annotations

import os
import signal
import sys
import time
from typing import TYPE_CHECKING

import copydesk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class FaultyDesk(copydesk.Desk):
    """Does to its process what a page asks for."""

    def run(self, pages: Iterable[str | bytes | copydesk.Source]) -> Iterator[copydesk.Article | copydesk.Rejection]:
        for page in pages:
            text = page.content if isinstance(page, copydesk.Source) else page
            if text == "kill":
                os.kill(os.getpid(), signal.SIGKILL)
            if text == "exit":
                sys.exit(3)
            if text == "hang":
                time.sleep(600)
            yield from super().run([page])
