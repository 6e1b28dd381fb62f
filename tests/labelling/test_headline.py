"""Which line is the headline."""

from __future__ import annotations

import pytest

from copydesk.labelling.draft import draft_of
from copydesk.labelling.matching import RuleSet
from copydesk.reading.text import read_text
from tests.labelling.packs import FURNITURE, pack
from tests.labelling.test_structure import ARTICLE, TITLE, ZH_ARTICLE, ZH_TITLE

RULES = RuleSet([pack("p", *FURNITURE)])
PAGE_TITLE = f"{TITLE} - Harbour News"
SENTENCE_TITLE = "The tram line will reach the harbour before the winter."


def title_of(lines: list[str]) -> str | None:
    draft = draft_of(read_text("\n\n".join(lines)), RULES)
    return None if draft.title is None else draft.page.lines[draft.title].text


@pytest.mark.parametrize(
    ("above", "title"),
    [
        pytest.param([TITLE], TITLE, id="right above the body"),
        pytest.param([TITLE, "By Ann Example", "5 May 2021"], TITLE, id="above credits"),
        pytest.param(["Home", "News", TITLE, "5 May 2021"], TITLE, id="below a menu"),
        pytest.param([PAGE_TITLE, "Home", "News", TITLE, "5 May 2021"], TITLE, id="the page's own title holds it"),
        pytest.param(["Bakery wins a prize", "Old bridge closed", TITLE], TITLE, id="below other headlines"),
        pytest.param([TITLE, "Harbour", "Ann Example"], TITLE, id="with lines between"),
        pytest.param([SENTENCE_TITLE, "5 May 2021"], SENTENCE_TITLE, id="a headline that reads like a sentence"),
        pytest.param(["Home", "News", "Sport"], None, id="a menu is none"),
        pytest.param(["Weather and tides", "Lotto"], None, id="words that the body does not take up"),
        pytest.param([], None, id="none"),
    ],
)
def test_headline(above: list[str], title: str | None) -> None:
    assert title_of([*above, *ARTICLE]) == title


@pytest.mark.parametrize(
    ("above", "title"),
    [
        ([ZH_TITLE, "2021-05-03 08:15"], ZH_TITLE),
        (["首页", "要闻", "新渡轮下水", ZH_TITLE, "2021-05-03 08:15"], ZH_TITLE),
        ([f"{ZH_TITLE}_港口新闻", "首页", ZH_TITLE], ZH_TITLE),
        (["首页"], None),
    ],
)
def test_zh_headline(above: list[str], title: str | None) -> None:
    assert title_of([*above, *ZH_ARTICLE]) == title


def test_a_page_without_a_body_has_no_headline() -> None:
    assert title_of([TITLE, "5 May 2021"]) is None
