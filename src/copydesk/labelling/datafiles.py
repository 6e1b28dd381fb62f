"""The tables of data that lie beside this room's code."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any


@cache
def data_table(name: str) -> dict[str, Any]:
    """The table `name` (TOML); read once, not to be changed."""
    file = resources.files("copydesk.labelling") / "data" / f"{name}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))
