"""What a rule pack may say, and how a broken one is told: by pack, by rule, in words that teach."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

import copydesk
from copydesk.labelling.rules import (
    BrokenRules,
    OwnPack,
    fold,
    linear_expression,
    read_pack,
    read_pack_file,
    shipped_packs,
)
from tests.labelling.packs import HEADER, PROMO

if TYPE_CHECKING:
    from pathlib import Path


def changed(old: str, new: str) -> str:
    assert old in PROMO
    return HEADER + PROMO.replace(old, new)


def expression(pattern: str) -> str:
    return changed('"^harbour club"', f"'{pattern}'")


BROKEN = [
    pytest.param("language = ", "mine: not a TOML file", id="broken TOML"),
    pytest.param(HEADER + PROMO + "[[rule", "mine: not a TOML file", id="TOML that breaks off"),
    pytest.param(PROMO, "mine: language: Field required", id="no language"),
    pytest.param(HEADER, "mine: rule: Field required", id="no rules"),
    pytest.param(HEADER + 'rule = "promo"\n', "mine: rule: .*list", id="rules that are no list"),
    pytest.param(HEADER + 'rule = ["promo"]\n', "mine: rule 0: ", id="a rule that is no table"),
    pytest.param(changed('id = "promo"\n', ""), "mine: rule 1 id: Field required", id="no id"),
    pytest.param(changed('"promo"', '"Promo Box"'), "mine: rule Promo Box id: ", id="an id in capitals"),
    pytest.param(changed('"promo"', "3"), "mine: rule 3 id: ", id="an id that is no text"),
    pytest.param(HEADER + PROMO + PROMO, "mine/promo: two rules have this id", id="the same id twice"),
    pytest.param(
        changed('matches = ["Harbour Club"]\n', ""), "mine: rule promo matches: Field required", id="no example"
    ),
    pytest.param(changed('["The harbour club met."]', "[]"), "mine: rule promo leaves: ", id="no counter-example"),
    pytest.param(changed("ad_marker", "advert"), "mine: rule promo kind: .*'ad_marker'", id="unknown kind"),
    pytest.param(changed('"regex"', '"glob"'), "mine: rule promo match: .*'regex'", id="unknown way to match"),
    pytest.param(HEADER + PROMO + 'where = "top"\n', "mine: rule promo where: .*'tail'", id="unknown place"),
    pytest.param(HEADER + PROMO + 'ends = "maybe"\n', "mine: rule promo ends: .*'list'", id="unknown end"),
    pytest.param(HEADER + PROMO + "max_chars = 0\n", "mine: rule promo max_chars: ", id="a length of nothing"),
    pytest.param(HEADER + PROMO + 'colour = "red"\n', "mine: rule promo colour: ", id="unknown field of a rule"),
    pytest.param('colour = "red"\n' + HEADER + PROMO, "mine: colour: ", id="unknown field of a pack"),
    pytest.param(changed('["^harbour club"]', "[]"), "mine: rule promo patterns: ", id="no pattern"),
    pytest.param(expression(""), "mine: rule promo patterns 0: ", id="empty pattern"),
    pytest.param(expression(" "), "mine: rule promo patterns 0: ", id="blank pattern"),
    pytest.param(expression("x(?=y)"), "mine/promo: pattern 'x.*look-ahead", id="look-ahead"),
    pytest.param(expression("(?<!y)x"), "mine/promo: pattern .*look-behind", id="look-behind"),
    pytest.param(expression(r"(x)\1"), "mine/promo: pattern .*backreferences", id="back-reference"),
    pytest.param(expression("(x"), "mine/promo: pattern '\\(x' .*unclosed group", id="open bracket"),
    pytest.param(expression("(" * 5000 + "x" + ")" * 5000), "mine/promo: pattern ", id="too deep"),
    pytest.param(expression(r"(?:\w{1000}){1000}"), "mine/promo: pattern .*too large", id="too large"),
    pytest.param(expression(".*"), "mine/promo: pattern '\\.\\*' meets every line", id="meets every line"),
    pytest.param(expression("(?:)"), "mine/promo: pattern .* meets every line", id="an expression for nothing"),
    pytest.param(expression("^$"), "mine/promo: pattern .* meets every line", id="an expression for blank lines"),
]


@pytest.mark.parametrize(("content", "message"), BROKEN)
def test_a_broken_pack_is_told_by_pack_and_rule(content: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(BrokenRules, match=message):
        read_pack_file(path)
    with pytest.raises(BrokenRules, match=message):
        copydesk.Desk(rules=(path,))


def test_every_fault_of_a_pack_is_told_at_once() -> None:
    content = changed("ad_marker", "advert") + 'where = "top"\n'
    with pytest.raises(BrokenRules, match=r"(?s)mine: rule promo kind: .*\nmine: rule promo where: "):
        read_pack(content.encode(), "mine")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param('language = "é"'.encode("latin-1"), "not a TOML file: 'utf-8'", id="Latin-1"),
        pytest.param((HEADER + PROMO).encode("utf-16"), "not a TOML file", id="UTF-16"),
        pytest.param(b"\x00\x01", "not a TOML file", id="binary"),
    ],
)
def test_a_pack_in_another_encoding_is_told(content: bytes, message: str, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_bytes(content)
    with pytest.raises(BrokenRules, match=f"^mine: {message}"):
        read_pack_file(tmp_path / "mine.toml")


def test_a_byte_order_mark_is_no_fault() -> None:
    assert len(read_pack(b"\xef\xbb\xbf" + (HEADER + PROMO).encode(), "mine").rule) == 1


@pytest.mark.parametrize(("name", "message"), [("", "Is a directory"), ("none.toml", "No such file")])
def test_a_path_without_a_pack_is_told(name: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(BrokenRules, match=f"{tmp_path / name}: {message}"):
        read_pack_file(tmp_path / name)


@pytest.mark.parametrize("as_text", [True, False], ids=["str", "Path"])
def test_a_users_pack_is_named_after_its_file(as_text: bool, tmp_path: Path) -> None:  # noqa: FBT001
    path = tmp_path / "mine.toml"
    path.write_text(HEADER + PROMO, encoding="utf-8")
    pack = read_pack_file(str(path) if as_text else path)
    assert (type(pack), pack.name, pack.language, [rule.id for rule in pack.rule]) == (OwnPack, "mine", "en", ["promo"])


def test_a_rule_left_plain_holds_anywhere_ends_nothing_and_is_for_short_lines() -> None:
    (rule,) = read_pack((HEADER + PROMO).encode(), "mine").rule
    assert (rule.where, rule.ends, rule.max_chars) == ("anywhere", "no", 200)


@pytest.mark.parametrize(
    ("line", "folded"),
    [
        ("Harbour  Club ", "harbour club"),
        ("ＨＡＲＢＯＵＲ：Ｃｌｕｂ", "harbour:club"),
        ("责任编辑：林小满", "责任编辑:林小满"),
        ("ⓒ 2021 Harbour", "© 2021 harbour"),
        ("STRASSE Straße", "strasse strasse"),
        ("港口\u3000新闻", "港口 新闻"),
        ("ﬁshing", "fishing"),
        ("", ""),
    ],
)
def test_fold(line: str, folded: str) -> None:
    assert fold(line) == folded


@given(st.text())
def test_folding_squeezes_and_never_fails(line: str) -> None:
    assert fold(line) == " ".join(fold(line).split())


def test_shipped_packs_end_with_the_general_one_and_are_no_users() -> None:
    packs = shipped_packs()
    assert packs[-1].name == "general"
    assert not any(isinstance(pack, OwnPack) for pack in packs)
    assert len({pack.name for pack in packs}) == len(packs)


@pytest.mark.parametrize(
    ("pattern", "line", "met"),
    [
        ("^share", "share this", True),
        ("^share", "please share", False),
        ("share$", "please share", True),
        (r"\bshare\b", "we share it", True),
        (r"\bshare\b", "shareholder", False),
        (r"^责任?编辑", "责编", False),
        (r"^\d{4}年", "2021年", True),
        (r"\p{Han}{2}", "港口", True),
        ("a.c", "a\nc", False),
        ("x", "", False),
        ("\ufffd", "\ud800", False),
    ],
)
def test_linear_expression_searches(pattern: str, line: str, met: bool) -> None:  # noqa: FBT001
    assert linear_expression(pattern)(line) is met
