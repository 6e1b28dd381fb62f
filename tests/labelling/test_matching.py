"""Which rules a line meets: the fast search finds what a plain one finds, and looks at little to do so."""

from __future__ import annotations

import random
import re
import subprocess
import sys
from functools import cache
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import copydesk
from copydesk.labelling import matching, searching
from copydesk.labelling.matching import Matcher, RuleSet, bare
from copydesk.labelling.rules import Pack, Rule, fold, linear_expression, shipped_packs
from tests.labelling.packs import HEADER, PROMO, matcher_of, own_pack, pack, rule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path


SEARCHED = [pack for pack in shipped_packs() if pack.name in {"zh", "en", "de", "ar", "ja", "th", "general"}]
"""Packs of different scripts; all of them at once would make the plain way slow."""


def examples(packs: Iterable[Pack]) -> list[str]:
    return [line for of in packs for one in of.rule for line in (*one.matches, *one.leaves)]


EXAMPLES = examples(SEARCHED)


@cache
def shipped() -> Matcher:
    return matcher_of(SEARCHED)


@cache
def engine(expression: str) -> Callable[[str], bool]:
    return linear_expression(expression)


def plainly_meets(one: Rule, folded: str) -> bool:
    """What the fields of a rule say, word for word."""
    if len(folded) > one.max_chars:
        return False
    literals = [fold(pattern) for pattern in one.patterns]
    if one.match == "line":
        return bare(folded) in map(bare, literals)
    if one.match == "prefix":
        return folded.startswith(tuple(literals))
    if one.match == "suffix":
        return folded.endswith(tuple(literals))
    if one.match == "contains":
        return any(literal in folded for literal in literals)
    return any(engine(pattern)(folded) for pattern in one.patterns)


def plainly(line: str, packs: Iterable[Pack]) -> list[str]:
    """Ids of the rules that `line` meets, by trying every one."""
    folded = fold(line)
    met = [(f"{of.name}/{one.id}", one) for of in packs for one in of.rule if plainly_meets(one, folded)]
    whole = [(name, one) for name, one in met if one.match == "line"]
    if any(one.where == "anywhere" for _, one in whole):
        return [name for name, _ in whole]
    return [name for name, _ in whole] + [name for name, one in met if one.match != "line"]


def found(line: str, matcher: Matcher) -> list[str]:
    return [hit.id for hit in matcher.match(line) if hit not in (matching.LINK_ROW, matching.KNOWN_LINKS)]


@pytest.mark.parametrize("one", shipped_packs(), ids=lambda one: one.name)
def test_the_fast_search_finds_what_a_plain_one_finds_in_examples_of_rules(one: Pack) -> None:
    lines = examples([one])
    lines = random.Random(11).sample(lines, min(60, len(lines)))  # noqa: S311 - a sample, since the plain way is slow
    matcher = matcher_of([one])
    assert [(line, found(line, matcher)) for line in lines] == [(line, plainly(line, [one])) for line in lines]


PIECES = st.sampled_from(EXAMPLES) | st.text(max_size=20)
LINES = st.one_of(
    st.text(max_size=80),
    st.lists(PIECES, max_size=3).map(" ".join),
    st.builds(lambda line, start, end: line[start:end], PIECES, st.integers(0, 10), st.integers(0, 120)),
    st.builds(lambda sign, line: sign + line + sign, st.sampled_from(["- ", "【", "】", "“", "·", "\ud800"]), PIECES),
    st.builds(lambda line, times: line * times, PIECES, st.integers(2, 12)),
    PIECES.map(str.upper),
)


@settings(max_examples=150, deadline=None)
@given(LINES)
def test_the_fast_search_finds_what_a_plain_one_finds(line: str) -> None:
    assert found(line, shipped()) == plainly(line, SEARCHED)


@pytest.mark.parametrize(
    ("one", "line", "met"),
    [
        pytest.param(rule("r", "line", "Harbour Club"), "harbour club", True, id="line: whole, whatever the case"),
        pytest.param(rule("r", "line", "Harbour Club"), "» Harbour  Club «", True, id="line: decorated"),
        pytest.param(rule("r", "line", "Harbour Club"), "The Harbour Club", False, id="line: not a part"),
        pytest.param(rule("r", "line", "港口：俱乐部"), "港口:俱乐部", True, id="line: full-width signs"),
        pytest.param(rule("r", "line", "»"), "»", True, id="line: nothing but decoration"),
        pytest.param(rule("r", "prefix", "Harbour Club"), "Harbour Club members", True, id="prefix"),
        pytest.param(rule("r", "prefix", "Harbour Club"), "The Harbour Club", False, id="prefix: not inside"),
        pytest.param(rule("r", "suffix", "俱乐部"), "加入俱乐部", True, id="suffix"),
        pytest.param(rule("r", "suffix", "俱乐部"), "俱乐部成员", False, id="suffix: not inside"),
        pytest.param(rule("r", "contains", "a.b (c)"), "x A.B (C) y", True, id="contains: signs are themselves"),
        pytest.param(rule("r", "contains", "a.b"), "axb", False, id="contains: a dot is a dot"),
        pytest.param(rule("r", "regex", "^harbour (club|bar)$"), "Harbour Bar", True, id="regex"),
        pytest.param(rule("r", "regex", r"[{2}]\W"), "{ x", True, id="regex: braces in a class"),
        pytest.param(rule("r", "regex", r"[{2}]\W"), "x{-", True, id="regex: braces in a class, inside"),
        pytest.param(rule("r", "regex", r"^[a[b]{2}]x"), "{x", True, id="regex: braces in a class that holds a class"),
        pytest.param(rule("r", "regex", r"[[:alpha:]{2}]\W"), "2-", True, id="regex: braces beside a named class"),
        pytest.param(rule("r", "regex", r"\x{61}\d{2}"), "a77", True, id="regex: a character by number"),
        pytest.param(rule("r", "regex", r"\d{2,3}\D{0}$"), "x77", True, id="regex: counted"),
        pytest.param(rule("r", "contains", "club", max_chars=10), "club 67890", True, id="as long as it may be"),
        pytest.param(rule("r", "contains", "club", max_chars=10), "club 678901", False, id="longer than it may be"),
        pytest.param(rule("r", "contains", "club", max_chars=900), "club" + "x" * 896, True, id="long lines"),
        pytest.param(rule("r", "line", "club", max_chars=3), "club", False, id="line: longer than it may be"),
    ],
)
def test_ways_to_match(one: Rule, line: str, met: bool) -> None:  # noqa: FBT001
    assert [hit.id for hit in matcher_of([pack("p", one)]).match(line)] == ["p/r"] * met


def test_earlier_packs_win_and_each_rule_is_met_once() -> None:
    rules = matcher_of(
        [
            pack("first", rule("a", "contains", "club", "harbour"), rule("b", "prefix", "harbour")),
            pack("second", rule("c", "regex", "club$", "^h")),
        ]
    )
    assert [hit.id for hit in rules.match("Harbour Club")] == ["first/a", "first/b", "second/c"]


def test_a_rule_for_whole_lines_settles_the_matter_if_it_holds_anywhere() -> None:
    searching = rule("b", "contains", "club")
    anywhere = matcher_of([pack("p", searching, rule("a", "line", "harbour club"))])
    at_the_end = matcher_of([pack("p", searching, rule("a", "line", "harbour club", where="tail"))])
    assert [hit.id for hit in anywhere.match("Harbour Club")] == ["p/a"]
    assert [hit.id for hit in at_the_end.match("Harbour Club")] == ["p/a", "p/b"]


@pytest.mark.parametrize("match", ["line", "regex", "contains"])
@pytest.mark.parametrize("shipped_match", ["line", "regex", "contains"])
def test_a_users_rule_wins_over_a_shipped_one_however_they_match(match: str, shipped_match: str) -> None:
    theirs = pack("shipped", rule("theirs", shipped_match, "harbour club", ends="yes"))
    ours = own_pack("mine", rule("ours", match, "harbour club", kind="byline"))
    for packs in ([ours, theirs], [theirs, ours]):
        assert [hit.id for hit in matcher_of(packs).match("Harbour Club")] == ["mine/ours"]


def test_a_users_rule_for_another_place_leaves_the_shipped_one_to_speak() -> None:
    theirs = pack("shipped", rule("theirs", "line", "harbour club"))
    ours = own_pack("mine", rule("ours", "regex", "harbour club", where="tail"))
    assert [hit.id for hit in matcher_of([ours, theirs]).match("Harbour Club")] == ["mine/ours", "shipped/theirs"]


def test_a_desk_takes_packs_of_its_user(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(HEADER + PROMO, encoding="utf-8")
    page = "The council met on Monday evening in the harbour.\n\nHarbour club members met on Tuesday evening there.\n"
    rows = {row.text.strip(): row.reason for row in copydesk.Desk(rules=(tmp_path / "mine.toml",)).explain(page)}
    assert rows["Harbour club members met on Tuesday evening there."] == "mine/promo"


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        pytest.param("Harbour | Quay | Market", "general/link-row", id="bars"),
        pytest.param("港口 · 码头 · 市场 · 电车", "general/link-row", id="dots"),
        pytest.param("Harbour > Quay > Tram nine", "general/link-row", id="trail"),
        pytest.param("Harbour / Quay / Market", "general/link-row", id="strokes"),
        pytest.param("Club Boats", "general/known-links", id="entries that stand alone elsewhere"),
        pytest.param("Harbour | Quay", None, id="two may be a title and its page"),
        pytest.param("Harbour | Quay | The council met on Monday and went home early", None, id="a long one"),
        pytest.param("Harbour | Quay | It ended.", None, id="a sentence"),
        pytest.param("Club", "p/club", id="an entry"),
        pytest.param("and/or/not", None, id="strokes inside words"),
    ],
)
def test_rows_of_links(line: str, kind: str | None) -> None:
    rules = matcher_of([pack("p", rule("club", "line", "club"), rule("boats", "line", "boats"))])
    assert [hit.id for hit in rules.match(line)] == ([kind] if kind else [])


@pytest.mark.parametrize("line", ["", " ", "\ud800", "\x00", "\u202e", "x" * 1_000_000, "|" * 50_000, "》》" * 60])
def test_any_line_has_an_answer(line: str) -> None:
    assert isinstance(shipped().match(line), tuple)


def test_a_set_without_rules_meets_only_rows_of_links() -> None:
    assert matcher_of([]).match("Share this") == ()


def test_the_digest_changes_with_any_rule() -> None:
    packs = [pack("p", rule("a", "line", "x")), pack("p", rule("a", "line", "y")), pack("q", rule("a", "line", "x"))]
    digests = {RuleSet([one]).digest for one in packs}
    assert len(digests) == len(packs)
    assert all(re.fullmatch("[0-9a-f]{16}", digest) for digest in digests)
    assert RuleSet([packs[0]]).digest == RuleSet([packs[0]]).digest


class TestLinearTime:
    """Held by counts: the engine is linear, and is called at most once an expression and gate."""

    def test_no_expression_of_a_rule_runs_on_the_backtracking_engine(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def refuse(pattern: object, *_: object) -> None:
            message = f"re was asked for {pattern!r}"
            raise AssertionError(message)

        monkeypatch.setattr(re, "compile", refuse)
        monkeypatch.setattr(re, "search", refuse)
        monkeypatch.setattr(re, "match", refuse)
        rules = matcher_of([pack("p", rule("a", "regex", "^(a+)+$", "(x|x)*y"), rule("b", "contains", "c"))])
        assert [hit.id for hit in rules.match("a" * 150)] == ["p/a"]
        assert rules.match("a" * 150 + "b") == ()

    def test_an_expression_is_asked_at_most_once_a_line(self, monkeypatch: pytest.MonkeyPatch) -> None:
        asked: list[int] = []
        made = vars(searching.Expression)["meets"].func

        @cache
        def counted(self: searching.Expression) -> Callable[[str], bool]:
            meets = made(self)

            def ask(folded: str) -> bool:
                asked.append(id(self))
                return bool(meets(folded))

            return ask

        monkeypatch.setattr(searching.Expression, "meets", property(counted))
        rules, shuffled = matcher_of(shipped_packs()), random.Random(7)  # noqa: S311 - any order will do
        for _ in range(50):
            asked.clear()
            rules.match(" ".join(shuffled.sample(EXAMPLES, 3)))
            assert len(asked) == len(set(asked))

    def test_hostile_expressions_and_lines_end(self) -> None:
        hostile = rule("h", "regex", "^(?:(?:a|aa)+)+$", "(?:x*)*y", max_chars=10_000_000)
        line = "a" * 1_000_000 + "!"
        assert matcher_of([pack("p", hostile)]).match(line) == ()


def test_matching_needs_no_state_of_the_process(tmp_path: Path) -> None:
    """Hash seeds order sets differently; hits come in the same order all the same."""
    script = tmp_path / "ids.py"
    script.write_text(
        "from copydesk.labelling.matching import RuleSet\n"
        "from copydesk.labelling.rules import shipped_packs\n"
        "packs = [pack for pack in shipped_packs() if pack.name in ('de', 'en', 'zh')]\n"
        "rules = RuleSet(packs).matcher()\n"
        "lines = [line for pack in packs for rule in pack.rule for line in rule.matches[:1]]\n"
        "print([[hit.id for hit in rules.match(line)] for line in lines])\n",
        encoding="utf-8",
    )
    answers = {
        subprocess.run(  # noqa: S603 - our own interpreter and script
            [sys.executable, str(script)], env={"PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    }
    assert len(answers) == 1
