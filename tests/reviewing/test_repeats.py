"""Which lines of many texts are suspicious."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

from copydesk.labelling.matching import RuleSet
from copydesk.labelling.rules import check_linear, read_pack
from copydesk.reviewing.drafted_rules import rules_text
from copydesk.reviewing.records import StoredRecord, host_of
from copydesk.reviewing.repeats import Repeat, Repeats, Suspicion

FEW = Suspicion(least=3, share=0.03, site_share=0.25)
LINE = "Our app has all the news"


def stored(line: int, text: str, **values: Any) -> StoredRecord:  # noqa: ANN401
    return StoredRecord("a.jsonl", line, b"", {"text": text, **values})


def found_in(*texts: str, **values: Any) -> list[tuple[str, int, int]]:  # noqa: ANN401
    repeats = Repeats()
    for number, text in enumerate(texts, 1):
        repeats.add(stored(number, text, **values))
    return [(repeat.example, repeat.records, repeat.of) for repeat in repeats.suspicious(FEW)]


def story(number: int) -> str:
    return f"What happened in town {chr(0x4E00 + number)} is told here."


def test_a_line_counts_once_for_each_text() -> None:
    assert found_in(*(f"{story(n)}\n\n{LINE}\n\n{LINE}" for n in range(3))) == [(LINE, 3, 3)]
    assert found_in(*(f"{story(n)}\n\n{LINE}\n\n{LINE}" for n in range(2))) == []


def test_figures_case_and_width_make_no_difference() -> None:
    lines = ("App 1 has 20 news", "APP 22 has 3 news", "Ａｐｐ ４ has 5 news")
    assert found_in(*(f"{story(n)}\n{line}" for n, line in enumerate(lines))) == [("APP 22 has 3 news", 3, 3)]


def test_copies_of_a_text_count_once() -> None:
    assert found_in(*[f"{story(1)}\n\n{LINE}"] * 5) == []


def test_versions_of_a_story_count_once() -> None:
    assert found_in(*(f"{story(1)}\n\n{LINE}\n\nPart {chr(0x4E00 + n)}" for n in range(5))) == []


def test_marks_between_sections_are_no_wording() -> None:
    assert found_in(*(f"{story(n)}\n\n* * *\n\n1." for n in range(5))) == []


def test_a_line_of_one_site_is_held_against_that_site() -> None:
    repeats = Repeats()
    for number in range(200):
        mine = number % 50 == 0
        host = "www.mine.example" if mine else f"paper-{number % 20}.example"
        repeats.add(stored(number, f"{story(number)}\n{LINE if mine else ''}", url=f"https://{host}/{number}"))
    (found,) = repeats.suspicious(FEW)
    assert (found.site, found.records, found.of, found.share) == ("mine.example", 4, 4, 1.0)


def test_the_outlet_stands_in_for_a_host_that_is_not_known() -> None:
    assert stored(1, "", url=None, source="Gazette").site == "Gazette"
    assert stored(1, "", url="https://[broken", source=None).site == ""
    assert host_of("https://www.a.example:8080/x") == "a.example"


@pytest.mark.parametrize(
    "example",
    [
        'Say "more" \\ less + (a|b)* [c]{2} $3.50 ^?',
        "扫码关注 No. 12 微信 ①",
        "\x7f control \x01 and \u2028 separators",
        "Seite ٣ von ٤",
        "'''quotes''' and \"\"\"more\"\"\"",
    ],
)
def test_drafted_rules_meet_the_line_that_they_come_from(example: str) -> None:
    text = rules_text([Repeat(example, "zh-Hans", 30, 100, 'a"\n.example', "a.jsonl", 1)])
    pack = read_pack(text.encode(), "own")
    check_linear(pack)
    assert pack.language == "zh"
    (rule,) = pack.rule
    assert rule.matches == [example]
    assert tomllib.loads(text)["rule"][0]["kind"] == "page_furniture"


def test_drafted_rules_leave_other_figures_no_way_out() -> None:
    pack = read_pack(rules_text([Repeat("App 1 (of 20)", "en", 30, 100, None, "a", 1)]).encode(), "own")
    matcher = RuleSet([pack]).matcher()
    assert [hit.id for hit in matcher.match("APP 22 (of 3)")] == ["own/repeat-1"]
    assert not matcher.match("App 22 (of 3) is out")
