"""Which lines of a page a gold text holds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.training.alignment import runs_of, shared_with, tokens_of

FERRY = "The river ferry will sail again on Friday after four months in dock."
ENGINES = "Engineers replaced both engines and most of the planking on the hull."
FARES = "Tickets will cost the same as they did last year for all passengers."
GOLD = f"{FERRY}\n{ENGINES}\nWhat it costs\n{FARES}"


def held(lines: list[str], gold: str = GOLD) -> list[str]:
    shares = shared_with([tokens_of(line) for line in lines], tokens_of(gold))
    return [line for line, share in zip(lines, shares, strict=True) if share >= 0.5]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param(["Home", FERRY, "Share", ENGINES], [FERRY, ENGINES], id="lines of the gold"),
        pytest.param([FERRY, ENGINES, "What it costs", FARES], [FERRY, ENGINES, "What it costs", FARES], id="short"),
        pytest.param(["What it costs", FERRY, ENGINES, FARES], [FERRY, ENGINES, FARES], id="short, out of place"),
        pytest.param([ENGINES, FERRY, ENGINES, FARES], [FERRY, ENGINES, FARES], id="a teaser says it again above"),
        pytest.param([FERRY + " " + "Unlike anything else on this page it goes on and on and on."], [], id="half"),
        pytest.param([FERRY.replace("four", "five")], [FERRY.replace("four", "five")], id="one word differs"),
        pytest.param(["Quite another ferry will sail on Sunday."], [], id="other text"),
        pytest.param([], [], id="no lines"),
        pytest.param(["", "…"], [], id="lines without words"),
    ],
)
def test_lines_of_the_gold_are_found_in_order(lines: list[str], expected: list[str]) -> None:
    assert held(lines) == expected


def test_chinese_is_compared_letter_by_letter() -> None:
    gold = "渡轮将于周五恢复航行。工程师更换了两台发动机。"
    assert (
        held(["首页", "渡轮将于周五恢复航行。", "工程师更换了两台发动机。"], gold) == gold.replace("。", "。\n").split()
    )


@given(st.lists(st.sampled_from(["a b c d e", "f g h i j k", "l m", "n o p q r s t", "u"]), unique=True, min_size=1))
def test_a_text_holds_all_of_its_own_lines_that_have_a_run(lines: list[str]) -> None:
    shares = shared_with([tokens_of(line) for line in lines], tokens_of("\n".join(lines)))
    assert all(share == 1.0 for line, share in zip(lines, shares, strict=True) if len(tokens_of(line)) > 3)


@given(
    st.lists(st.lists(st.sampled_from("abcd"), max_size=9), max_size=9), st.lists(st.sampled_from("abcd"), max_size=30)
)
def test_any_lines_have_a_share_each(lines: list[list[str]], gold: list[str]) -> None:
    shares = shared_with(lines, gold)
    assert len(shares) == len(lines)
    assert all(0.0 <= share <= 1.0 for share in shares)


def test_a_short_text_is_one_run() -> None:
    assert runs_of(["a", "b"]) == [("a", "b")]
    assert runs_of([]) == []
