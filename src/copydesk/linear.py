"""Searching on the engine of Rust's regex crate: linear in the length of the text, whatever the expression.

Pydantic ships that engine, so it costs no dependency. It tells whether a text holds one of hundreds of words in the
time that Python takes to look for one of them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pydantic_core import SchemaValidator, core_schema

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

NOTHING = r"[^\s\S]"


def searcher(expression: str) -> Callable[[str], bool]:
    """What tells whether `expression` is met somewhere in a text; nothing is in one with lone surrogates.

    Raises:
        pydantic_core.SchemaError: the engine does not take the expression.
    """
    return SchemaValidator(core_schema.str_schema(pattern=expression, regex_engine="rust-regex")).isinstance_python


def any_of(words: Iterable[str]) -> Callable[[str], bool]:
    """What tells whether one of `words` stands in a text; see `searcher`."""
    return searcher("|".join(map(re.escape, sorted(words))) or NOTHING)
