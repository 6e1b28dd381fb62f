"""Where an article starts and ends, told by rules of one line each and by what stands around it."""

from __future__ import annotations

import pytest

from copydesk.labelling.draft import draft_of, drafted_body
from copydesk.labelling.matching import RuleSet
from copydesk.reading.text import read_text
from tests.labelling.packs import FURNITURE, pack

RULES = RuleSet([pack("p", *FURNITURE)])

TITLE = "Tram line to reach the harbour"
OPENING = "The harbour council met on Monday evening to discuss the extension of the tram line, officials said."
MIDDLE = (
    "Members listened to three engineers, and to the owner of a bakery on the quay, who asked for a stop of her own."
)
END = "They agreed that the work should begin before the winter, and that the money for the tram line was there."
ARTICLE = [OPENING, MIDDLE, END]
HEAD = ["Home", "News", "Sport", TITLE, "By Ann Example", "5 May 2021"]
TAIL = ["Share this article", "Copyright 2021 Riverside Media. All rights reserved."]

ZH_TITLE = "电车线路将延长至码头"
ZH_ARTICLE = [
    "港口区议会周一晚间讨论了延长电车线路的计划，居民们一直盼望着这条线路。",
    "议员们听取了三位工程师和码头边一家面包店店主的意见。",
    "他们一致认为，工程应当在冬天之前开始，资金也已经到位。",
]
ZH_HEAD = ["首页", "要闻", "体育", ZH_TITLE, "2021-05-03 08:15"]


def body_of(lines: list[str]) -> list[str]:
    draft = draft_of(read_text("\n\n".join(lines)), RULES)
    return [line.text for line, held in zip(draft.page.lines, drafted_body(draft), strict=True) if held]


def comments(number: int) -> list[str]:
    words = "I have waited for this tram since I was a boy, and I am now sixty years old, said nobody ever."
    return [line for count in range(number) for line in (f"Reader {count}", f"{count} May 2021", words, "Like")]


INTERVIEW = [OPENING, "Why now?", MIDDLE, "And the money?", END, "Who pays?", MIDDLE]
TEASERS = [
    "Related articles",
    "New ferry for the harbour",
    "It runs from May, they say.",
    "Bakery wins a prize",
    "It was baked of rye, they say.",
    "Old bridge closed for good",
    "It will not open again, they say.",
]
LISTED = ["New ferry for the harbour", "Bakery wins a prize", "Old bridge closed for good"]
NUMBERED = [OPENING, "1. The bridge", MIDDLE, "2. The bakery", END, "3. The money", MIDDLE]
POEM = [OPENING, MIDDLE, "Slow goes the river", "Under the bridge", "Slow goes the year", "Under the snow", MIDDLE, END]
ZH_QUESTIONS = [
    ZH_ARTICLE[0],
    "港口日报记者：工程何时开始？",
    "王区长：工程将于五月开始，明年春天完成，沿线居民请放心。",
    "晚报记者：票价多少？",
    "王区长：票价保持不变，老人和儿童继续免费乘坐。",
    "问：什么时候通车？",
    "答：明年春天。",
]


@pytest.mark.parametrize(
    ("page", "body"),
    [
        pytest.param([*HEAD, *ARTICLE, *TAIL], ARTICLE, id="a page with furniture above and below"),
        pytest.param([*ZH_HEAD, *ZH_ARTICLE, "责任编辑：林小满", "相关推荐", "新渡轮下水"], ZH_ARTICLE, id="zh"),
        pytest.param([*HEAD, *ARTICLE, "Comments", *comments(30)], ARTICLE, id="comments longer than the article"),
        pytest.param([*HEAD, *ARTICLE, *LISTED, *LISTED, *TAIL], ARTICLE, id="a list below that nothing announces"),
        pytest.param(
            [*HEAD, *ARTICLE, *ARTICLE, "Related articles", *LISTED, OPENING, *TAIL], ARTICLE * 2, id="a teaser below"
        ),
        pytest.param(
            [*HEAD, *ARTICLE, *ARTICLE, *TEASERS, *TAIL],
            ARTICLE * 2,
            id="teasers of one sentence each below",
        ),
        pytest.param(
            [*HEAD, OPENING, "Advertisement", MIDDLE, "Advertisement", END, *TAIL], ARTICLE, id="advertisements inside"
        ),
        pytest.param(
            [*HEAD, *ARTICLE, "Related articles", LISTED[0], *ARTICLE, *TAIL],
            ARTICLE * 2,
            id="one related headline inside",
        ),
        pytest.param(
            [*HEAD, *ARTICLE, *ARTICLE, "Related articles", *LISTED, *LISTED, *ARTICLE, *ARTICLE, *TAIL],
            ARTICLE * 4,
            id="a long related list inside",
        ),
        pytest.param([*HEAD, *INTERVIEW, *TAIL], INTERVIEW, id="an interview with short questions"),
        pytest.param([*ZH_HEAD, *ZH_QUESTIONS, "责任编辑：林小满"], ZH_QUESTIONS, id="zh press conference"),
        pytest.param([*HEAD, *NUMBERED, *TAIL], NUMBERED, id="a list article"),
        pytest.param([*HEAD, *POEM, *TAIL], POEM, id="verse inside"),
        pytest.param([*HEAD, OPENING, *TAIL], [OPENING], id="a flash of one line"),
        pytest.param(
            [*ZH_HEAD, "港口区电车今晨六时恢复运营。", "责任编辑：林小满"],
            ["港口区电车今晨六时恢复运营。"],
            id="zh flash",
        ),
        pytest.param(
            [TITLE, *ARTICLE, "What comes next", "A short line"],
            [*ARTICLE, "What comes next", "A short line"],
            id="nothing struck: all is kept",
        ),
        pytest.param(ARTICLE, ARTICLE, id="nothing but text"),
        pytest.param(
            [OPENING, "“Share this article”, read the sign, and below it: all rights reserved.", MIDDLE, END],
            [OPENING, MIDDLE, END],
            id="a rule that matches too much costs its line, not those below",
        ),
        pytest.param([*HEAD, *TAIL], [], id="navigation only"),
        pytest.param(["首页", "要闻", "体育"], [], id="zh navigation only"),
        pytest.param([], [], id="an empty page"),
        pytest.param(["Home"], [], id="a page of one entry"),
    ],
)
def test_body(page: list[str], body: list[str]) -> None:
    assert body_of(page) == body


@pytest.mark.parametrize(
    ("below", "kept"),
    [
        pytest.param(["明年春天见", "责任编辑：林小满"], ["明年春天见"], id="short lines down to the sign-off"),
        pytest.param(["明年春天见", "分享到", "责任编辑：林小满"], ["明年春天见"], id="past a button"),
        pytest.param(["明年春天见", "相关推荐", "责任编辑：林小满"], [], id="not past a related list"),
        pytest.param(["明年春天见", "网友评论"], [], id="no sign-off"),
        pytest.param([*["很短"] * 90, "责任编辑：林小满"], [], id="a sign-off far below is another article's"),
    ],
)
def test_the_lines_above_a_signoff_belong_to_the_article(below: list[str], kept: list[str]) -> None:
    assert body_of([*ZH_HEAD, *ZH_ARTICLE, *below]) == [*ZH_ARTICLE, *kept]


@pytest.mark.parametrize(
    ("line", "above", "below"),
    [
        ("Copyright 2021 Riverside Media. All rights reserved.", False, True),
        ("Welcome to the harbour", True, False),
        ("Advertisement", True, True),
    ],
)
def test_a_rule_holds_where_it_says(line: str, above: bool, below: bool) -> None:  # noqa: FBT001
    first = draft_of(read_text("\n\n".join([line, *ARTICLE])), RULES).hits[0]
    last = draft_of(read_text("\n\n".join([*ARTICLE, line])), RULES).hits[-1]
    assert (bool(first), bool(last)) == (above, below)


def test_more_of_the_same_below_changes_nothing_above() -> None:
    page = [*HEAD, *ARTICLE, "Comments"]
    assert body_of([*page, *comments(3)]) == body_of([*page, *comments(300)])
