"""Who a page says made it: which words are sources, authors and editors, and which only look so."""

from __future__ import annotations

import gzip
import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.fields.credit_words import credit_words, labels_from
from copydesk.fields.credits import Credits, read_credits, take_credits
from copydesk.fields.names import is_outlet, is_person

NOTHING = Credits(None, [], [])


@pytest.mark.parametrize(
    ("line", "source", "authors", "editors"),
    [
        # labels and values
        ("来源：云河日报 作者：张晓明 编辑：李小文", "云河日报", ["张晓明"], ["李小文"]),
        ("时间：2021-03-04 10:00|来源：云河日报|作者：张晓明|编辑：李小文", "云河日报", ["张晓明"], ["李小文"]),
        ("來源：雲河日報　責任編輯：王小明", "雲河日報", [], ["王小明"]),
        ("稿源：云河网-文化频道", "云河网-文化频道", [], []),
        ("来源：《云河日报》（2021年3月4日 第01版）", "云河日报", [], []),
        ("来 源：云河网  作 者：张晓明   编 辑：李小文", "云河网", ["张晓明"], ["李小文"]),
        ("来源：本站原创 作者：药剂科党支部", "本站原创", ["药剂科党支部"], []),
        ("转自：云河日报", "云河日报", [], []),
        ("（综合自云河日报、星海网等）", "云河日报、星海网等", [], []),
        ("Source: Example News Agency", "Example News Agency", [], []),
        ("Quelle: dpa | Foto: Erika Muster", "dpa", [], []),
        ("22/11/2020 - 04:30 - Fonte: Agência Exemplo - Foto: Ana Souza", "Agência Exemplo", [], []),
        ("Автор: Иван Петров", None, ["Иван Петров"], []),
        ("작성자: 홍길동", None, ["홍길동"], []),
        ("執筆：鈴木一郎", None, ["鈴木一郎"], []),
        ("Autor:in Erika Muster", None, ["Erika Muster"], []),
        # an empty label does not swallow its neighbour
        ("来源: 云河经济网 作者: 编辑:包小安 2016-12-09 10:58:47", "云河经济网", [], ["包小安"]),
        ("2017-03-10 09:58:03来源：云河科学人作者：责任编辑：肖小芳", "云河科学人", [], ["肖小芳"]),
        ("来源: | 发布时间: 2018-05-17 | 浏览次数: 2168", None, [], []),
        ("版权声明 来源：云河商报 时间：2019-09-23 14:34:05 作者：", "云河商报", [], []),
        # a date, a button, a counter ends a value
        ("2019-09-07 13:43:45 来源: 云河周刊 举报", "云河周刊", [], []),
        ("来源：云河网 阅读 1234", "云河网", [], []),
        ("来源：云河网 2021-03-04 10:00 责编：张小山", "云河网", [], ["张小山"]),
        ("2019-09-07 15:10:53 字号：A- A A+ 来源：YUNHE", "YUNHE", [], []),
        ("来源：云河日报海外版 星海青年网", "云河日报海外版", [], []),
        ("28.04.2021 - 07:18 | Quelle: dpa-afx topmel... | Lesedauer etwa 4 min.", "dpa-afx", [], []),
        # labels without a colon
        ("编辑 刘小阳 校对 李小铭", None, [], ["刘小阳"]),
        ("药剂科供稿 摄影/张小艳 编辑/苏小芳", None, [], ["苏小芳"]),
        ("发表于2014-08-24 21:30| 1164次阅读| 来源YUNHE| 0 条评论| 作者魏小星", "YUNHE", ["魏小星"], []),
        ("编辑|陈小莹", None, [], ["陈小莹"]),
        ("作者丨张晓明", None, ["张晓明"], []),
        ("记者：张晓明 通讯员：李小文", None, ["张晓明", "李小文"], []),
        ("文/记者 张晓明 图/通讯员 李小文", None, ["张晓明"], []),
        ("文／王小明", None, ["王小明"], []),
        # names: separators, roles, brackets, staff codes
        ("(责编：牛小镛、岳小彬)", None, [], ["牛小镛", "岳小彬"]),
        ("（编辑：严小洁 王小辉）", None, [], ["严小洁", "王小辉"]),
        ("作者：张 明 李小文", None, ["张明", "李小文"], []),
        ("责任编辑：杜小硕_NB12556", None, [], ["杜小硕"]),
        ("[责任编辑：韩小林 PK155]", None, [], ["韩小林"]),
        ("（责任编辑： HN666）", None, [], []),
        ("责任编辑:张晓明(实习生李小文)", None, [], ["张晓明"]),
        ("责任编辑：biaoge", None, [], ["biaoge"]),
        ("责编：Demi Xia", None, [], ["Demi Xia"]),
        ("【文/云河网专栏作者 王小文】", "云河网", ["王小文"], []),
        ("采写：云河见习记者 林小沛", None, ["林小沛"], []),
        ("作者：约翰·史密斯", None, ["约翰·史密斯"], []),
        ("作者：佚名", None, [], []),
        # bylines in Chinese
        ("云河日报记者 张晓明 李小文", "云河日报", ["张晓明", "李小文"], []),
        ("本报记者 张晓明 通讯员 李小文", None, ["张晓明", "李小文"], []),
        ("2020-10-04 15:05雲河報 記者林小誼／即時報導", "雲河報", ["林小誼"], []),
        ("〔記者王小明／台北報導〕", None, ["王小明"], []),
        ("雲河快訊／范姜小鈺 2020年03月12日 20:19:00", "雲河快訊", ["范姜小鈺"], []),
        ("张小佳/云河青年报", "云河青年报", ["张小佳"], []),
        # an outlet beside the date needs no label
        ("2019年11月25日 18:57 云河消息", "云河消息", [], []),
        ("2019年09月11日01:53 云河科技 我有话说(1307人参与) 收藏本文", "云河科技", [], []),
        ("原创 云河都市报 2019-09-09 16:01:46", "云河都市报", [], []),
        ("原创 GameYunhe 2019-09-04 22:18:34", None, ["GameYunhe"], []),
        ("原创 yunheren 云河笔记", "云河笔记", ["yunheren"], []),
        ("Example.com - 02/11/2023, 21:34 WIB", "Example.com", [], []),
        # Japanese and Korean
        ("文● オカダ／YUNHE編集部", "YUNHE編集部", ["オカダ"], []),
        ("松本次郎2019年04月13日 09時00分", None, ["松本次郎"], []),
        ("홍길동 기자 | 2020-03-04 16:52:59", None, ["홍길동"], []),
        ("하늘일보=홍길동 기자", "하늘일보", ["홍길동"], []),
        ("부산, 울산 홍길동 기자 hong@example.kr", None, ["홍길동"], []),
        # bylines in Latin letters
        ("By Jane Doe and John Roe", None, ["Jane Doe", "John Roe"], []),
        ("By Jane Doe | jdoe@news.example", None, ["Jane Doe"], []),
        ("By Jane DoeStaff Writer", None, ["Jane Doe"], []),
        ("By Jane Doe, Political Editor", None, ["Jane Doe"], []),
        ("By Jane Doe/June 12, 2020 9:49 am EST/Updated: Aug. 18, 2020 4:17 pm EST", None, ["Jane Doe"], []),
        ("By Jane Doe And John Roe For The Sunday Example", "The Sunday Example", ["Jane Doe", "John Roe"], []),
        ("Written by Jane O’Doe", None, ["Jane O’Doe"], []),
        ("Von Erika Muster und Hans von Beispiel", None, ["Erika Muster", "Hans von Beispiel"], []),
        ("Par Jeanne Le Clerc", None, ["Jeanne Le Clerc"], []),
        ("Por: Agencia Ejemplo | 17 de Febrero 2020", "Agencia Ejemplo", [], []),
        ("Erika Muster19.10.2019, 05:00 Uhr", None, ["Erika Muster"], []),
        ("By Reuters", "Reuters", [], []),
    ],
)
def test_what_a_line_credits(line: str, source: str | None, authors: list[str], editors: list[str]) -> None:
    assert read_credits(line) == Credits(source, authors, editors)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "\x00\ud800",
        "edıtor: ",
        "茶叶是小镇居民的主要收入来源，今年又添了民宿。",
        "报告没有说明样本来源，结论仍待核实。",
        "云河两岸的居民一天内收到百余条提醒，纷纷点赞 （来源：云河视频）",
        "（资料来源：云河日报、星海网等）",
        "选手先录下鸟鸣，编辑后配上旁白，再上传到比赛页面。",
        "云河集团总经理在接受《星海经济新闻》记者采访时表示",
        "云河社北京3月4日电 记者4日从云河市获悉，新桥将于明年通车。",
        "据云河网9月9日报道，多地迎来降温。",
        "资料图：市民在雨中出行。云河社记者 张晓明 摄",
        "编辑推荐",
        "作者最新文章",
        "作者简介",
        "记者 从云河市获悉",
        "文/图",
        "来源：网络",
        "记者：您好，新桥什么时候通车？",
        "记者：您好",
        "作者：这本书写了三年！",
        "李文：云河长跑，市民的热情被点燃",
        "By-Elections",
        "By the numbers:",
        "By planting trees along the canal, the town hopes to cool its streets.",
        "Von Burgen, Rittern und Drachen am Beispielsee – Tipps zum Wochenende",
        "Von Risiken und Nebenwirkungen",
        "Por la tarde, el puente volvió a abrir al tráfico.",
        "Di stagione",
        "Text vorlesen Stop Pause Fortsetzen",
        "Photo: Jane Doe/AP",
        "Jane Doe/AP 4 March 2021",
        "分享到微信",
        "机자회견 기자들은 질문했다.",
    ],
)
def test_what_credits_nobody(line: str) -> None:
    assert read_credits(line) == NOTHING


@pytest.mark.parametrize(
    ("head", "tail", "texts", "expected"),
    [
        ([], [], {}, NOTHING),
        # label and value on two lines
        (["来源：", "云河网", "作者：", "编辑：李小文"], [], {}, Credits("云河网", [], ["李小文"])),
        (["von", "Erika Muster", "Publiziert 4. März 2021"], [], {}, Credits(None, ["Erika Muster"], [])),
        # the head goes before the tail, editors are collected
        (
            ["2021-03-04 10:00 来源：云河网 编辑：李小文"],
            ["来源：星海网", "责任编辑：王小山", "（编辑：李小文）"],
            {},
            Credits("云河网", [], ["李小文", "王小山"]),
        ),
        (
            [],
            ["编辑|陈小莹", "责编|李小文", "来源|云河参考、星海发布"],
            {},
            Credits("云河参考、星海发布", [], ["陈小莹", "李小文"]),
        ),
        # an outlet or a name alone beside the date
        (["云河社", "2021-03-04 10:00"], [], {}, Credits("云河社", [], [])),
        (["云河社", "要闻", "2021-03-04 10:00"], [], {}, NOTHING),
        (["Jane Doe", "4 March 2021"], [], {}, Credits(None, ["Jane Doe"], [])),
        (["Jane Doe, 4 March 2021"], [], {}, Credits(None, ["Jane Doe"], [])),
        (["Latest News", "CAREER FEATURE", "4 March 2021", "Share Article"], [], {}, NOTHING),
        (["홍길동 기자", "hong@example.kr", "김철수 기자"], [], {}, Credits(None, ["홍길동", "김철수"], [])),
        # datelines of the first paragraph
        (
            ["2021-03-04 来源：云河网"],
            [],
            {"opening": "云河社北京3月4日电（记者张晓明 李小文）新桥今天通车。"},
            Credits("云河网", ["张晓明", "李小文"], []),
        ),
        ([], [], {"opening": "（雲河社記者王小明台北4日電）新橋今天通車。"}, Credits(None, ["王小明"], [])),
        ([], [], {"opening": "[서울=하늘일보] 홍길동 기자 = 새 다리가 열렸다."}, Credits(None, ["홍길동"], [])),
        (
            ["作者：赵小山"],
            [],
            {"opening": "云河网3月4日讯（记者张晓明 整合）新桥通车。"},
            Credits(None, ["赵小山"], []),
        ),
        # sign-offs of the last paragraph
        ([], [], {"closing": "新桥今天通车。（记者张晓明、李小文）"}, Credits(None, ["张晓明", "李小文"], [])),
        ([], [], {"closing": "新桥今天通车。(张晓明)"}, Credits(None, ["张晓明"], [])),
        ([], [], {"closing": "新桥今天通车。（责任编辑：李小文）"}, Credits(None, [], ["李小文"])),
        ([], [], {"closing": "新桥今天通车。（完）"}, NOTHING),
        ([], [], {"closing": "新桥在江苏开工。（江苏）"}, NOTHING),
    ],
)
def test_the_credits_of_a_page(head: list[str], tail: list[str], texts: dict[str, str], expected: Credits) -> None:
    assert take_credits(head, tail, **texts) == expected


@pytest.mark.parametrize(
    ("text", "outlet", "person"),
    [
        ("云河日报", True, False),
        ("云河社", True, False),
        ("国内新闻", False, False),
        ("Example Times", True, False),
        ("news.example.com", True, False),
        ("AP", True, False),
        ("张晓明", False, True),
        ("欧阳小明", False, True),
        ("推荐", False, False),
        ("Jane Doe", False, True),
        ("Ana de la Cruz", False, True),
        ("Иван Петров", False, True),
        ("Jane", False, False),
        ("Middle East", False, False),
        ("jane doe", False, False),
    ],
)
def test_people_and_outlets_are_told_apart(text: str, outlet: bool, person: bool) -> None:  # noqa: FBT001
    assert is_outlet(text) is outlet
    assert is_person(text) is person


@given(st.lists(st.text(max_size=60), max_size=4), st.lists(st.text(max_size=60), max_size=3), st.text(max_size=120))
def test_any_text_gives_names_that_stand_in_it(head: list[str], tail: list[str], text: str) -> None:
    page = "".join("".join([*head, *tail, text]).split())
    credits_ = take_credits(head, tail, opening=text, closing=text)
    for name in [credits_.source or "", *credits_.authors, *credits_.editors]:
        assert "".join(name.split()) in page


@given(
    st.lists(
        st.sampled_from(
            ["来源：", "作者", "编辑 ", "By ", "Jane Doe", "张晓明", "云河网", "、", " | ", "2021-03-04", "（", "）"]
        )
    )
)
def test_pieces_in_any_order_give_clean_names(pieces: list[str]) -> None:
    credits_ = read_credits("".join(pieces))
    for name in [*credits_.authors, *credits_.editors]:
        assert name == name.strip(" 、|（）()")
        assert "：" not in name


def test_the_result_is_the_callers_own() -> None:
    read_credits("").authors.append("x")
    assert read_credits("") == NOTHING


@pytest.mark.parametrize("unit", ["来源：", "作者", "By ", "(", "（记者", "／", "a.", "记者张晓明、"])
def test_a_line_of_a_megabyte_credits_nobody(unit: str) -> None:
    line = unit * (1_000_000 // len(unit))
    assert read_credits(line) == NOTHING
    assert take_credits([line], [line]) == NOTHING


def test_every_label_asks_for_something() -> None:
    words = credit_words()
    for word, kind in words.kinds.items():
        label = next(labels_from(f"{word}：", 0))
        assert label.start == 0, word
        assert words.kinds[label.word.casefold()] == kind


def shared() -> Path:
    """The folder of pages that are not part of the project."""
    folder = Path(os.environ.get("COPYDESK_SHARED", Path(__file__).parents[3] / "shared"))
    if not (folder / "corpora").is_dir():
        pytest.skip("no corpora: set COPYDESK_SHARED to the folder that holds them")
    return folder


def test_credits_of_labelled_pages() -> None:
    right = {"source": 0, "editor": 0}
    stated = {"source": 0, "editor": 0}
    with gzip.open(shared() / "corpora/zh/text.resiliparse.jsonl.gz", "rt", encoding="utf-8") as rows:
        for row in map(json.loads, rows):
            lines, body = row["text"].split("\n"), row["labels"].index("B")
            end = row["labels"].rindex("B") + 1
            head = [line for line in lines[max(0, body - 18) : body] if line.strip()]
            found = take_credits(head, [line for line in lines[end : end + 12] if line.strip()][:8])
            for field, got, want in (
                ("source", found.source, row["fields"]["source"]),
                ("editor", sorted(found.editors), sorted(row["fields"]["editor"] or [])),
            ):
                stated[field] += bool(want)
                right[field] += bool(want) and got == want
    assert right["source"] >= 0.88 * stated["source"]
    assert right["editor"] >= 0.92 * stated["editor"]


def test_no_body_line_of_labelled_pages_is_a_credit() -> None:
    with gzip.open(shared() / "corpora/zh/text.resiliparse.jsonl.gz", "rt", encoding="utf-8") as rows:
        for row in map(json.loads, rows):
            for line, label in zip(row["text"].split("\n"), row["labels"], strict=True):
                if label == "B":
                    assert read_credits(line) == NOTHING
