"""Pages under the shipped rules: what only mentions furniture stays, and furniture goes, each with a reason."""

from __future__ import annotations

import pytest

from copydesk.labelling.labeller import Labeller
from copydesk.labelling.matching import RuleSet
from copydesk.labelling.rules import shipped_packs
from copydesk.labelling.weights import shipped_weights
from copydesk.page import Kind, Label, Role
from copydesk.reading.text import read_text

LABELLER = Labeller(RuleSet(shipped_packs()), shipped_weights())

PARAGRAPHS = {
    "zh": (
        "港口区议会周一晚间讨论了延长电车线路的计划，居民们一直盼望着这条线路。",
        "议员们听取了三位工程师和码头边一家面包店店主的意见。",
        "他们一致认为，工程应当在冬天之前开始，资金也已经到位。",
    ),
    "ja": (
        "港湾区議会は月曜日の夜に路面電車の延伸計画について話し合い、住民から意見を聞いた。",
        "議員たちは三人の技術者と岸壁にあるパン屋の店主の話に耳を傾けた。",
        "工事は冬の前に始めるべきだという考えで一致し、資金もすでに用意されている。",
    ),
    "en": (
        "The harbour council met on Monday evening to discuss the extension of the tram line, officials said.",
        "Members listened to three engineers, and to the owner of a bakery on the quay.",
        "They agreed that the work should begin before the winter, and that the money was there.",
    ),
}

MENTIONS = {
    "zh": {
        "copyright": "港口区版权局昨日表示，今年共受理二百三十件版权登记申请。",
        "infringement": "法院认为，这家网站未经许可转载文章，侵犯了作者的版权，应当赔偿。",
        "report": "居民向监管部门举报了码头边的违规建筑，举报电话当天就被打爆。",
        "filing": "根据条例，企业应当在开工前三十日内向交通部门备案。",
        "licence": "这家公司二〇一九年取得了增值电信业务经营许可证，当时只有十二名员工。",
        "ICP": "记者登录该网站发现，页面底部的ICP备案号已经失效。",
        "share": "她在会上分享了自己经营面包店的经历。",
        "follow": "他关注这条电车线路已经九年了。",
        "comments": "读者在评论区留言说，希望电车早日通车。",
        "comment": "区长拒绝对此事发表评论。",
        "advertising": "广告费占了这家报社收入的一半以上。",
        "app": "乘客可以通过官方客户端查询时刻表。",
        "subscribe": "他订阅了三份报纸，每天早上在码头边读完。",
        "source": "数据来源未经核实，专家提醒市民谨慎使用。",
        "editors": "编辑部位于旧桥旁边的一座红砖楼里。",
        "statement": "公司在声明中称，供应链中的每个人都应得到尊重。",
        "recommend": "他建议读者阅读这本关于港口历史的书。",
        "log in": "小区居民登录手机应用，就可以看到电车的位置。",
        "reporter": "港口新闻网记者林小满从区议会获悉，工程将于五月开始。",
        "outlet": "据港口日报五月三日报道，电车线路将延长至码头。",
    },
    "en": {
        "copyright": "The copyright office said on Monday that it had received two hundred applications this year.",
        "all rights": "The baker said that all rights reserved by the old contract would pass to her daughter.",
        "all rights, quoted": "“All rights reserved,” the sign on the bridge read, and nobody knew whose were meant.",
        "licence": "Residents said that the mining licence had been extended without a hearing.",
        "comment": "The council declined to comment on the letter.",
        "comment, asked for": "The mayor did not respond to a request for comment on Monday.",
        "no comments": "“I have no comments,” the engineer said.",
        "share": "She wanted to share this moment with her neighbours on the quay.",
        "follow": "He asked his followers to subscribe to the paper before the end of the year.",
        "subscribe": "You can subscribe to the ferry service at the ticket office on the quay, she said.",
        "subscribers": "A preview of the report was shared with paying subscribers.",
        "advertising": "The party is spending more on advertising than any other in the region.",
        "cookies": "The company, which makes cookies, accepted an offer from its rival on Friday.",
        "app": "The app was downloaded two million times in its first week.",
        "read more": "Read more books, the librarian told the children, and they laughed.",
        "by": "By the time the tram reached the quay, the bakery had closed.",
        "log in": "“You must log in before noon,” the clerk told them.",
        "newsletter": "The newsletter that he wrote for nine years had four hundred readers.",
        "continue": "She continued reading the document late into the night.",
        "editors": "Editors at the paper said that they had not seen the letter.",
        "source": "The source of the fire, officials said, was an old heater.",
        "photo": "Photo shops on the quay have closed one after another.",
        "outlet": "The report by Harbour News was published on Monday.",
        "donation": "The donation came from a couple who wished to remain unnamed.",
        "support": "Please support the baker, the neighbours wrote on a banner at the bridge.",
    },
    "de": {
        "copyright": "Der Verlag hält das Copyright an dem Buch, sagte die Richterin am Dienstag.",
        "privacy": "Die schlechteste Note erhielt die Werft für den Datenschutz.",
        "comment": "Sie wollte die Anzeige nicht kommentieren.",
        "subscribers": "Die Bahn rechnet mit zehntausend neuen Abo-Kunden.",
        "by": "Von Hexen und Fischern erzählt das neue Buch aus dem Hafenviertel.",
        "share": "Wir teilen das Schicksal unserer Nachbarn, sagte der Bäcker.",
        "read": "Lesen Sie bitte unser Programm, rief die Kandidatin den Leuten am Kai zu.",
    },
    "fr": {
        "advertising": "Le journal publie chaque jour une page de publicité.",
        "share": "Elle a partagé son expérience avec les voisins du quai.",
    },
    "es": {
        "forbidden": "Su caza está prohibida en toda la costa desde hace nueve años.",
        "rights": "Los derechos de los vecinos deben ser respetados, dijo la alcaldesa.",
    },
    "ja": {
        "copyright": "港湾区の著作権登録は今年二百件を超えた、と担当者は述べた。",
        "members": "記者は登録会員向けの説明会に参加した。",
    },
    "ko": {
        "reproduction": "무단 전재를 금지한 약관도 논란이 되고 있다고 시민들은 말했다.",
        "subscribers": "구독자 수는 지난해보다 두 배로 늘었다고 신문사는 밝혔다.",
    },
    "ar": {"share": "شارك السكان تجربتهم مع الجيران في الميناء."},
}


def labels_of(lines: list[str]) -> dict[str, Label]:
    labelled = LABELLER.label(read_text("\n\n".join(lines)))
    return {line.text: label for line, label in zip(labelled.page.lines, labelled.labels, strict=True)}


@pytest.mark.parametrize("place", [0, 1, 3], ids=["first", "inside", "last"])
@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        pytest.param(language, sentence, id=f"{language}: {what}")
        for language, sentences in MENTIONS.items()
        for what, sentence in sentences.items()
    ],
)
def test_a_sentence_that_only_mentions_furniture_stays(language: str, sentence: str, place: int) -> None:
    body = list(PARAGRAPHS.get(language, PARAGRAPHS["en"]))
    body.insert(place, sentence)
    labels = labels_of([*body, "Copyright © 2001-2021 Riverside Media Ltd. All rights reserved."])
    assert labels[sentence].role is Role.BODY, labels[sentence].reason


ZH_PAGE = {
    "首页": (Role.REMOVED, None),
    "国际": (Role.REMOVED, Kind.SECTION_NAV),
    "电车线路将延长至码头": (Role.TITLE, None),
    "2021-05-03 08:15 来源：港口日报": (Role.META, None),
    **dict.fromkeys(PARAGRAPHS["zh"], (Role.BODY, None)),
    "（责任编辑：林小满）": (Role.META, Kind.EDITOR_SIGNOFF),
    "分享到：": (Role.REMOVED, Kind.SHARE_PROMPT),
    "相关推荐": (Role.REMOVED, Kind.RELATED_HEADING),
    "新渡轮下水": (Role.REMOVED, Kind.RELATED_ITEM),
    "网友评论": (Role.REMOVED, Kind.COMMENT_BOX),
    "盼望这条线路已经很多年了，支持！": (Role.REMOVED, Kind.COMMENT_ITEM),
    "版权所有 港口日报社": (Role.REMOVED, Kind.COPYRIGHT_NOTICE),
    "沪ICP备12345678号-1": (Role.REMOVED, Kind.LICENCE_NUMBER),
}
EN_PAGE = {
    "Home": (Role.REMOVED, None),
    "Tram line to reach the harbour": (Role.TITLE, None),
    "By Ann Example": (Role.META, Kind.BYLINE),
    "5 May 2021": (Role.META, Kind.PUB_TIME),
    **dict.fromkeys(PARAGRAPHS["en"], (Role.BODY, None)),
    "Share this article": (Role.REMOVED, Kind.SHARE_PROMPT),
    "Related articles": (Role.REMOVED, Kind.RELATED_HEADING),
    "New ferry for the harbour": (Role.REMOVED, Kind.RELATED_ITEM),
    "Comments": (Role.REMOVED, Kind.COMMENT_BOX),
    "I have waited for this tram since I was a boy, she wrote.": (Role.REMOVED, Kind.COMMENT_ITEM),
    "Copyright © 2001-2021 Riverside Media Ltd. All rights reserved.": (Role.REMOVED, Kind.COPYRIGHT_NOTICE),
}


@pytest.mark.parametrize(
    ("lines", "line"),
    [pytest.param(page, line, id=line) for page in (ZH_PAGE, EN_PAGE) for line in page],
)
def test_every_line_of_a_page_is_told_what_it_is(lines: dict[str, tuple[Role, Kind | None]], line: str) -> None:
    role, kind = lines[line]
    label = labels_of(list(lines))[line]
    assert label.role is role, label
    assert kind is None or label.kind is kind, label


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(["首页", "要闻", "国际", "财经", "关于我们", "联系我们", "沪ICP备12345678号-1"], id="zh"),
        pytest.param(
            ["Home", "News", "About us", "Contact", "Copyright © 2021 Riverside. All rights reserved."], id="en"
        ),
        pytest.param(
            ["Home", "This story was first published by Riverside Media. The opinions are the author's.", "About us"],
            id="a rule for the end of a page meets all that reads like prose",
        ),
    ],
)
def test_a_page_of_furniture_alone_has_no_body_and_no_title(lines: list[str]) -> None:
    assert {label.role for label in labels_of(lines).values()} <= {Role.REMOVED, Role.META}


def test_head_and_tail_are_the_lines_around_the_body() -> None:
    labelled = LABELLER.label(read_text("\n\n".join(EN_PAGE)))
    assert labelled.head == list(EN_PAGE)[:4]
    assert labelled.tail[0] == "Share this article"


def test_lines_are_picked_by_role_in_order() -> None:
    labelled = LABELLER.label(read_text("\n\n".join(EN_PAGE)))
    assert [line.text for line in labelled.lines(Role.TITLE, Role.BODY)] == [
        "Tram line to reach the harbour",
        *PARAGRAPHS["en"],
    ]


def test_the_headline_said_again_is_no_body() -> None:
    title = "Tram line to reach the harbour"
    page = [title, "5 May 2021", title, *PARAGRAPHS["en"], "Share this article"]
    labelled = LABELLER.label(read_text("\n\n".join(page)))
    reasons = [label.reason for label in labelled.labels if label.role is Role.TITLE]
    assert sorted(reasons) == ["structure/repeated-title", "structure/title"]
