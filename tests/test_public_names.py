"""`import copydesk`: what it offers, and what it leaves unloaded until it is used."""

from __future__ import annotations

import importlib.metadata
import subprocess
import sys

import pytest

import copydesk

NAMES = [
    "Article",
    "BrokenRules",
    "BrokenWeights",
    "Desk",
    "ExplainedLine",
    "ExplainedPage",
    "Rejected",
    "Rejection",
    "Source",
    "__version__",
    "clean",
    "explain",
]


def python(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()  # noqa: S603


def test_the_public_names_are_these() -> None:
    assert sorted(copydesk.__all__) == NAMES
    assert set(NAMES) <= set(dir(copydesk))


@pytest.mark.parametrize("name", NAMES)
def test_every_public_name_is_there(name: str) -> None:
    assert python(f"from copydesk import {name}; import copydesk; print({name} is copydesk.{name})") == "True"


def test_a_star_brings_them_all() -> None:
    assert python("from copydesk import *; print(clean.__name__, Desk.__name__)") == "clean Desk"


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module 'copydesk' has no attribute 'tidy'"):
        _ = copydesk.tidy  # type: ignore[attr-defined]


def test_the_version_is_that_of_the_package() -> None:
    assert copydesk.__version__ == importlib.metadata.version("copydesk")


@pytest.mark.parametrize(
    ("code", "unloaded"),
    [
        ("import copydesk", {"click", "pydantic", "bs4", "orjson"}),
        ("from copydesk import clean, Desk, Rejected", {"click"}),
        ("import copydesk.cli", {"pydantic", "bs4", "orjson"}),
    ],
)
def test_nothing_is_loaded_before_it_is_used(code: str, unloaded: set[str]) -> None:
    loaded = python(f"import sys; {code}; print(*sys.modules)").split()
    assert unloaded & set(loaded) == set()


def test_records_say_where_they_are_from() -> None:
    assert copydesk.clean.__module__ == "copydesk.desk"
    assert python("import copydesk.desk, copydesk; print(copydesk.desk.Desk is copydesk.Desk)") == "True"
