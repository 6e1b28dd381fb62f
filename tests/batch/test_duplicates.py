"""Which texts are the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.batch.duplicates import text_digest

TEXT = "停航四个月的江岸轮渡将于周五恢复航行。The ferry, No. 12, sails again."


@pytest.mark.parametrize(
    "same",
    [
        TEXT + "\n",
        TEXT.replace(" ", "\n\n"),
        TEXT.upper(),
        TEXT.replace("。", ""),
        TEXT.replace("12", "１２"),
        TEXT.replace("ferry,", "\u201cferry\u201d –"),
    ],
)
def test_texts_that_read_alike_are_the_same(same: str) -> None:
    assert text_digest(same) == text_digest(TEXT)


@pytest.mark.parametrize("other", [TEXT[:-7], TEXT.replace("12", "13"), TEXT.replace("五", "六"), TEXT + " Again."])
def test_texts_that_say_something_else_are_not(other: str) -> None:
    assert text_digest(other) != text_digest(TEXT)


@given(st.text())
def test_every_text_has_a_digest(text: str) -> None:
    assert len(text_digest(text)) == 16


def test_texts_without_letters_are_told_apart() -> None:
    assert text_digest("* * *") != text_digest("---")
