"""What is not installed is said in one line, with the command that installs it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from copydesk.extras import MissingExtra, module_of

if TYPE_CHECKING:
    from pathlib import Path


def test_the_first_module_that_is_there_is_taken() -> None:
    assert module_of("some", "this", "copydesk_nowhere", "json", "csv") is json


def test_without_any_of_them_it_says_what_to_install() -> None:
    with pytest.raises(MissingExtra) as caught:
        module_of("some", "this", "copydesk_nowhere", "json.nowhere")
    assert str(caught.value) == "this needs an extra: pip install 'copydesk[some]'"


@pytest.mark.parametrize("error", ["ImportError", "OSError"])
def test_a_module_that_is_there_and_cannot_be_imported_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: str
) -> None:
    name = f"copydesk_broken_{error.lower()}"
    (tmp_path / f"{name}.py").write_text(f"raise {error}('libgomp.so.1: no such file\\nand more')")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(MissingExtra) as caught:
        module_of("some", "this", name)
    assert str(caught.value) == "this needs an extra: pip install 'copydesk[some]' (libgomp.so.1: no such file)"


def test_to_readers_and_writers_it_is_an_os_error() -> None:
    with pytest.raises(OSError, match="needs an extra"):
        module_of("some", "this", "copydesk_nowhere")
