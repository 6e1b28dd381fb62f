"""Needles and starts: what a line must hold, or begin with, to meet an expression. They may miss no match."""

from __future__ import annotations

import re
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copydesk.labelling.needles import START_CHARS, needles_of, starts_of, without_lead
from copydesk.labelling.rules import linear_expression


class Sample(NamedTuple):
    """An expression and a string that it meets, made together."""

    source: str
    met: str


LITERALS = st.text(alphabet="abcxyz港口新闻 .:©|-_()[]{}*+?^$\\#&~1é", min_size=1, max_size=5)
CLASSES = st.sampled_from(
    [
        Sample(r"\d", "7"),
        Sample(r"\s", " "),
        Sample(r"\w", "口"),
        Sample(r"\W", "-"),
        Sample(r"\S", "港"),
        Sample(r"\b", ""),
        Sample(".", "."),
        Sample(r"\p{Han}", "闻"),
        Sample(r"\pL", "z"),
        Sample(r"\P{Han}", "a"),
        Sample(r"\x{61}", "a"),
        Sample("[abc]", "b"),
        Sample("[^abc]", "y"),
        Sample("[a-c港]", "b"),
        Sample("[]x]", "]"),
        Sample("[{2}]", "}"),
        Sample(r"[\]\d]", "5"),
        Sample(r"[\-x]", "-"),
        Sample("[x-]", "-"),
        Sample("[:：]", "："),
    ]
)
REPEATS = [
    ("", 1),
    ("?", 0),
    ("?", 1),
    ("*", 0),
    ("*", 3),
    ("+", 1),
    ("+", 2),
    ("{2}", 2),
    ("{0,2}", 0),
    ("{1,3}", 2),
    ("{2,}", 3),
]


def _group(branches: list[Sample], place: int, *, capturing: bool) -> Sample:
    opening = "(" if capturing else "(?:"
    source = opening + "|".join(branch.source for branch in branches) + ")"
    return Sample(source, branches[place % len(branches)].met)


def _repeat(atom: Sample, repeat: tuple[str, int], *, lazy: bool) -> Sample:
    sign, times = repeat
    if atom.source == r"\b":
        return atom
    return Sample(f"{atom.source}{sign}{'?' if lazy and sign else ''}", atom.met * times)


def _join(pieces: list[Sample]) -> Sample:
    return Sample("".join(piece.source for piece in pieces), "".join(piece.met for piece in pieces))


def _sequences(inner: st.SearchStrategy[Sample]) -> st.SearchStrategy[Sample]:
    groups = st.builds(_group, st.lists(inner, min_size=1, max_size=3), st.integers(0, 2), capturing=st.booleans())
    repeated = st.builds(_repeat, st.one_of(groups, CLASSES), st.sampled_from(REPEATS), lazy=st.booleans())
    return st.lists(st.one_of(repeated, inner), min_size=1, max_size=4).map(_join)


WORDS = LITERALS.map(lambda literal: Sample(re.escape(literal), literal))
BODIES = st.recursive(WORDS | CLASSES, _sequences, max_leaves=12)


@st.composite
def samples(draw: st.DrawFn) -> Sample:
    """Expressions with or without anchors, and lines that meet them."""
    body = draw(BODIES)
    branches = draw(st.lists(BODIES, max_size=2))
    start, end = draw(st.sampled_from(["", "^", r"^\W*", r"^\W?"])), draw(st.sampled_from(["", "$"]))
    source = "|".join(f"{start}{branch.source}{end}" for branch in [body, *branches])
    lead = draw(
        st.sampled_from({"": ["", "港", "a "], "^": [""], r"^\W*": ["", "- ", "【"], r"^\W?": ["", "-"]}[start])
    )
    tail = "" if end else draw(st.sampled_from(["", "z", "口 a"]))
    return Sample(source, lead + body.met + tail)


@settings(max_examples=600, deadline=None)
@given(samples())
def test_whatever_an_expression_meets_holds_a_needle_and_begins_with_a_start(sample: Sample) -> None:
    if not linear_expression(sample.source)(sample.met):
        return  # `\b` or `\W` fell on the wrong place
    needles, starts = needles_of(sample.source), starts_of(sample.source)
    assert needles is None or any(needle in sample.met for needle in needles)
    if starts is not None:
        begins = without_lead(sample.met) if starts.bare else sample.met
        assert begins.startswith(tuple(starts.literals))
        assert all(0 < len(start) <= START_CHARS for start in starts.literals)


@pytest.mark.parametrize(
    ("expression", "needles"),
    [
        pytest.param("harbour", {"harbour"}, id="a literal"),
        pytest.param("^harbour$", {"harbour"}, id="anchors"),
        pytest.param(r"a\.com", {"a.com"}, id="an escaped sign"),
        pytest.param("harbour|quay", {"harbour", "quay"}, id="branches"),
        pytest.param("(?:harbour|anchorage) at", {"harbour", "anchorage"}, id="the rarer side of a sequence"),
        pytest.param("s?hip", {"hip"}, id="an optional letter"),
        pytest.param("(?:the )?harbour", {"harbour"}, id="an optional group"),
        pytest.param("(?:quay)+", {"quay"}, id="a repeated group"),
        pytest.param("(?:quay)*", None, id="a group that may be absent"),
        pytest.param(r"\d+年", {"年"}, id="a class and a letter of CJK"),
        pytest.param(r"\d+", None, id="a class"),
        pytest.param("a", None, id="a single Latin letter"),
        pytest.param("harbour|.", None, id="a branch without a literal"),
        pytest.param("(?i)harbour", None, id="flags are not understood"),
        pytest.param("(?P<name>harbour)", None, id="nor are names"),
        pytest.param("[[:alpha:]]harbour", None, id="nor classes in classes"),
        pytest.param(r"\x41harbour", None, id="nor characters by number"),
        pytest.param("", None, id="nothing"),
        pytest.param("(harbour", None, id="unclosed"),
        pytest.param("harbour)", None, id="unopened"),
        pytest.param("(" * 3000 + "harbour" + ")" * 3000, None, id="too deep"),
    ],
)
def test_needles(expression: str, needles: set[str] | None) -> None:
    assert needles_of(expression) == needles


@pytest.mark.parametrize(
    ("expression", "starts", "bare"),
    [
        pytest.param("^quay", {"quay"}, False, id="a literal"),
        pytest.param("^harbourmaster", {"harbourmaster"[:START_CHARS]}, False, id="cut short"),
        pytest.param("^(?:the )?quay", {"the quay"[:START_CHARS], "quay"}, False, id="an optional group"),
        pytest.param("^[ab]c", {"ac", "bc"}, False, id="a class that lists"),
        pytest.param(r"^quay\d", {"quay"}, False, id="up to what is not known"),
        pytest.param(r"^\W*quay", {"quay"}, True, id="past decoration"),
        pytest.param("quay", None, None, id="not at the start"),
        pytest.param("^quay|sand", None, None, id="a branch not at the start"),
        pytest.param(r"^\d", None, None, id="begins with anything"),
        pytest.param("^(?:quay)?$", None, None, id="begins with nothing"),
    ],
)
def test_starts(expression: str, starts: set[str] | None, bare: bool | None) -> None:  # noqa: FBT001
    found = starts_of(expression)
    assert ((None, None) if found is None else (found.literals, found.bare)) == (starts, bare)


@pytest.mark.parametrize(
    ("line", "rest"),
    [("- 港口", "港口"), ("quay", "quay"), ("【7】", "7】"), ("_a", "_a"), ("—…", ""), ("", "")],
)
def test_without_lead(line: str, rest: str) -> None:
    assert without_lead(line) == rest
