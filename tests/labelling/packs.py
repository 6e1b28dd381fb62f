"""Packs of rules for tests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from copydesk.labelling.matching import Matcher, RuleSet
from copydesk.labelling.rules import OwnPack, Pack, Rule, RulePack

if TYPE_CHECKING:
    from collections.abc import Sequence

PROMO = """
[[rule]]
id = "promo"
kind = "ad_marker"
match = "regex"
patterns = ["^harbour club"]
matches = ["Harbour Club"]
leaves = ["The harbour club met."]
"""
HEADER = 'language = "en"\n'


def rule(identifier: str, match: str, *patterns: str, **more: Any) -> Rule:  # noqa: ANN401 - fields of a rule
    fields = {"kind": "ad_marker", "matches": ["x"], "leaves": ["y"], **more}
    return Rule.model_validate({"id": identifier, "match": match, "patterns": list(patterns), **fields})


def pack(name: str, *rules: Rule) -> RulePack:
    return RulePack(name=name, language="en", rule=list(rules))


def matcher_of(packs: Sequence[Pack]) -> Matcher:
    """All the packs, ready to match."""
    return RuleSet(packs).matcher()


def own_pack(name: str, *rules: Rule) -> OwnPack:
    return OwnPack(name=name, language="en", rule=list(rules))


FURNITURE = (
    rule("menu", "line", "Home", "News", "Sport", "首页", "要闻", "体育", kind="section_nav"),
    rule("byline", "prefix", "By ", kind="byline"),
    rule("time", "regex", r"^\d+ (?:march|may) \d{4}$", r"^\d{4}-\d\d-\d\d", kind="pub_time"),
    rule("advert", "line", "Advertisement", "广告"),
    rule("related", "line", "Related articles", "相关推荐", kind="related_heading", ends="list"),
    rule("comments", "line", "Comments", "网友评论", kind="comment_box", ends="yes"),
    rule("share", "line", "Share this article", "分享到", kind="share_prompt"),
    rule("signoff", "prefix", "责任编辑", kind="editor_signoff"),
    rule("rights", "contains", "all rights reserved", kind="copyright_notice", where="tail"),
    rule("photo", "prefix", "Photo:", kind="photo_credit"),
    rule("welcome", "line", "Welcome to the harbour", kind="site_slogan", where="head"),
)
"""What tests of the structure strike, one rule for each use of a rule."""
