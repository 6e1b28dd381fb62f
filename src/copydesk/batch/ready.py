"""A desk made ready to work, before it has to be in time with a page."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from copydesk.desk import Desk

_FIRST_PAGE = """Ready to work

By Ann Example | 5 May 2021

A first page takes longer than others, and is cleaned before any that has a time limit, so that none is late for it.

Share this article

© 2021 Example Media Ltd. Tel: 010-1234567. ISSN 1234-5679
"""


def clean_a_first_page(desk: Desk) -> None:
    """Have a desk load what it needs, out of the way of the garbage collector."""
    list(desk.run([_FIRST_PAGE]))
    gc.collect()
    gc.freeze()
