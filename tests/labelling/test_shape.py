"""What reads like sentences, in every script."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.labelling.shape import placed, shape_of


@pytest.mark.parametrize(
    ("line", "prose"),
    [
        pytest.param("The harbour council met on Monday evening.", True, id="en sentence"),
        pytest.param("It began again.", False, id="too short to tell"),
        pytest.param("Tram line to reach the harbour", False, id="headline"),
        pytest.param("Why has the tram line not reached the harbour yet?", True, id="a long question"),
        pytest.param("Will the tram ever come?", False, id="a short question may be a headline"),
        pytest.param("“We cannot wait any longer,” the mayor said.”", True, id="closing quotes behind the stop"),
        pytest.param("The mayor (who is new here) waited [nine years.]", True, id="closing brackets behind the stop"),
        pytest.param(
            "The council, which met on Monday, heard three engineers, a baker and the owner of the old boat, who said:",
            True,
            id="long, with commas, without a stop",
        ),
        pytest.param("word " * 30, False, id="long, but neither commas nor stops"),
        pytest.param("Home, News, Sport, Weather", False, id="short, with commas"),
        pytest.param("区议会周一讨论了电车线路。", True, id="zh sentence"),
        pytest.param("电车将延长至码头", False, id="zh headline"),
        pytest.param("电车何时通车？", False, id="zh short question"),
        pytest.param("“资金已经到位，不会再等下去了。”", True, id="zh quotation"),
        pytest.param("（记者 林小满）", False, id="zh credit"),
        pytest.param("区議会は月曜日に電車の計画を話し合った。", True, id="ja"),
        pytest.param("구의회는 월요일 저녁에 전차 노선을 논의했다.", True, id="ko"),
        pytest.param("ناقش مجلس الميناء مساء الاثنين خط الترام.", True, id="ar"),
        pytest.param("बंदरगाह परिषद ने सोमवार को बैठक की।", True, id="hi"),
        pytest.param("สภาท่าเรือประชุมเมื่อวันจันทร์เกี่ยวกับรถราง…", True, id="th"),
        pytest.param("Der Hafenrat tagte am Montagabend.", True, id="de"),
        pytest.param("...", False, id="stops alone"),
        pytest.param("\ud800\x00", False, id="no text at all"),
    ],
)
def test_prose(line: str, prose: bool) -> None:  # noqa: FBT001
    assert shape_of(line).prose is prose


@pytest.mark.parametrize(
    ("line", "words"), [("one two three", 3.0), ("电车", 1 + 2 * 0.6), ("电车 tram", 2 + 2 * 0.6), ("올해 3월", 2.0)]
)
def test_words_weigh_letters_of_scripts_without_spaces(line: str, words: float) -> None:
    assert shape_of(line).words == pytest.approx(words)


@pytest.mark.parametrize(
    ("line", "stop"),
    [
        ("It ended.", "."),
        ("It ended.” ", "."),
        ("结束了。）", "。"),
        ("Why?", "?"),
        ("Ended", ""),
        ("“”", ""),
        ("॥", "॥"),
    ],
)
def test_stop(line: str, stop: str) -> None:
    assert shape_of(line).stop == stop


def test_sentences_and_commas_are_counted() -> None:
    shape = shape_of("It cost 3.5 million, he said. 结束了，对吗？ Yes。")
    assert (shape.sentences, shape.commas) == (3, 2)


def test_a_line_that_markup_puts_outside_is_no_prose() -> None:
    assert not placed(shape_of("The harbour council met on Monday evening."), outside=True, short=0.0).prose


@given(st.text(min_size=1).filter(str.strip))
def test_any_line_has_a_shape(line: str) -> None:
    shape = shape_of(line)
    assert shape.words >= 0
    assert shape.sentences <= len(line)
