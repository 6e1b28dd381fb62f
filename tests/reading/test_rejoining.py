"""Which rows are pieces of one paragraph, and which only stand below one another."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.reading.text import read_text

ENGLISH = (
    "The harbour council met on Monday evening to discuss the long-awaited extension of the tram line, which residents "
    "have asked for since the old bridge was closed to traffic nine years ago. Members listened to three engineers and "
    "to the owner of a bakery on the quay. They agreed that the work should begin before the winter, if the ministry "
    "confirms its share of the costs in time. The mayor said that the town could not wait any longer."
)
RUSSIAN = (
    "Городской совет в понедельник вечером обсудил продление трамвайной линии до порта, о котором жители просят с тех "
    "пор, как девять лет назад был закрыт старый мост. Депутаты выслушали трёх инженеров и хозяйку пекарни на "
    "набережной. Они решили, что работы должны начаться до зимы, если министерство вовремя подтвердит свою долю "
    "расходов. Мэр сказал, что город больше не может ждать."
)
GERMAN = (
    "Der Hafenrat hat am Montagabend über die Verlängerung der Straßenbahn beraten, auf die die Anwohner warten, seit "
    "die alte Brücke vor neun Jahren für den Verkehr gesperrt wurde. Drei Ingenieure und die Besitzerin einer Bäckerei "
    "am Kai kamen zu Wort. Man war sich einig, dass die Arbeiten vor dem Winter beginnen sollen, wenn das Ministerium "
    "seinen Anteil rechtzeitig zusagt. Die Stadt könne nicht länger warten, sagte die Bürgermeisterin."
)
CHINESE = (
    "港口区议会周一晚间讨论了延长电车线路的计划，自九年前旧桥关闭以来，居民们一直盼望着这条线路。议员们听取了三位工程师和码头"
    "边一家面包店店主的意见。他们一致认为，如果主管部门能够及时确认承担的费用，工程应当在冬天之前开始。区长表示，这座城市不能再"
    "等下去了，资金也已经到位。居民们对这一决定表示欢迎，并希望工程能够尽快完成。"
)
JAPANESE = (
    "港湾区議会は月曜日の夜に路面電車の延伸計画について話し合った。九年前に古い橋が閉鎖されて以来、住民はこの路線を待ち望んでい"
    "る。議員たちは三人の技術者と岸壁にあるパン屋の店主から意見を聞いた。省庁が費用の負担を確認すれば、工事は冬の前に始まる見通"
    "しである。区長はこれ以上待つことはできないと述べ、資金はすでに用意されていると説明した。"
)


def lines_of(text: str) -> list[str]:
    return [line.text for line in read_text(text).lines]


def wrapped(text: str, width: int, indent: str = "") -> str:
    return textwrap.fill(text, width, initial_indent=indent, break_on_hyphens=True)


def cut(text: str, width: int) -> str:
    return "\n".join(text[start : start + width] for start in range(0, len(text), width))


@pytest.mark.parametrize("width", [60, 72, 80, 100])
@pytest.mark.parametrize("paragraph", [ENGLISH, RUSSIAN, GERMAN], ids=["en", "ru", "de"])
class TestWrappedAtAColumn:
    def test_paragraphs_are_whole_again(self, paragraph: str, width: int) -> None:
        assert lines_of("\n\n".join([wrapped(paragraph, width)] * 4)) == [paragraph] * 4

    def test_indents_part_paragraphs(self, paragraph: str, width: int) -> None:
        assert lines_of("\n".join([wrapped(paragraph, width, "    ")] * 6)) == [paragraph] * 6

    @pytest.mark.parametrize("gap", ["\n", "\n\n"])
    def test_headings_stay_apart(self, paragraph: str, width: int, gap: str) -> None:
        page = f"Tram 9 to the quay{gap}{wrapped(paragraph, width)}\n\nA new line{gap}{wrapped(paragraph, width)}"
        assert lines_of(page) == ["Tram 9 to the quay", paragraph, "A new line", paragraph]

    @pytest.mark.parametrize("mark", ["- ", "* ", "• ", "1. "])
    def test_lists_stay_apart(self, paragraph: str, width: int, mark: str) -> None:
        items = [f"{mark}{item}" for item in ("New rails on the quay", "Two stops", "A bridge of steel")]
        page = f"{wrapped(paragraph, width)}\n\n" + "\n".join(items) + f"\n\n{wrapped(paragraph, width)}"
        assert lines_of(page) == [paragraph, *items, paragraph]


@pytest.mark.parametrize("width", [26, 30, 36])
@pytest.mark.parametrize("paragraph", [CHINESE, JAPANESE], ids=["zh", "ja"])
def test_cjk_wrapped_at_a_column_is_whole_again(paragraph: str, width: int) -> None:
    page = f"电车九路\n\n{cut(paragraph, width)}\n\n{cut(paragraph, width)}"
    assert lines_of(page) == ["电车九路", paragraph, paragraph]


@pytest.mark.parametrize(
    ("rows", "line"),
    [
        pytest.param(
            ["The council of ", "Harbourtown", " voted on Monday."],
            "The council of Harbourtown voted on Monday.",
            id="link, spaces kept",
        ),
        pytest.param(["A", " bold", " word stood here."], "A bold word stood here.", id="bold"),
        pytest.param(["Said by", "Ann Example", ", a baker."], None, id="two capitals tell nothing"),
        pytest.param(["“", "We wait", "”, she said."], "“We wait”, she said.", id="quotation in a tag"),
        pytest.param(["The ship (", "Gull", ") sank."], "The ship (Gull) sank.", id="name in brackets"),
        pytest.param(
            ["Some twenty of the", "new trams run."], "Some twenty of the new trams run.", id="small letter after words"
        ),
        pytest.param(["The mayor", "'s plan"], "The mayor's plan", id="genitive"),
        pytest.param(["It cost 40", "% more."], "It cost 40% more.", id="figure before a sign"),
        pytest.param(
            ["From rails, ", "wires", " and ", "stops", "."], "From rails, wires and stops.", id="a list of links"
        ),
        pytest.param(["The long-", "awaited tram came."], "The long-awaited tram came.", id="at a hyphen"),
        pytest.param(["Er nannte es „", "Möwe", "“ und ging."], None, id="a low quotation mark tells nothing"),
        pytest.param(["Das Schiff „Möwe“ ", "fährt", " wieder."], "Das Schiff „Möwe“ fährt wieder.", id="de"),
        pytest.param(
            ["记者从 ", "港口区", " 获悉，电车将通车。"], "记者从港口区获悉，电车将通车。", id="zh, spaces kept"
        ),
        pytest.param(["他说：“", "我们会等。", "”随后离开。"], "他说：“我们会等。”随后离开。", id="zh quotation"),
        pytest.param(["区长（", "左", "）与店主。"], "区长（左）与店主。", id="zh brackets"),
        pytest.param(["港口", "、码头", "、电车"], "港口、码头、电车", id="zh enumeration"),
        pytest.param(["使用 ", "Python", " 编程的人增多。"], "使用Python编程的人增多。", id="Latin in zh"),
        pytest.param(["港口区 ", "周一", "，电车通车。"], "港口区周一，电车通车。", id="zh comma goes on"),
        pytest.param(["港は ", "月曜日", " に開く。"], "港は月曜日に開く。", id="ja"),
        pytest.param(["올해 ", "3월", " 공사가 시작된다."], "올해 3월 공사가 시작된다.", id="ko"),
        pytest.param(["قال ", "رئيس البلدية", " إن الميناء مفتوح."], "قال رئيس البلدية إن الميناء مفتوح.", id="ar"),
        pytest.param(["الميناء", "، والسوق"], "الميناء، والسوق", id="ar comma"),
    ],
)
def test_breaks_at_inline_tags(rows: list[str], line: str | None) -> None:
    page = "\n".join(rows)
    if line is None:
        assert len(lines_of(page)) > 1
    else:
        assert lines_of(page) == [line]


def test_where_no_space_was_kept_what_goes_on_tells_of_the_rest() -> None:
    page = "Harbour News\n\nThe council of\nHarbourtown\n, a port, voted for\nLine Nine\n.\n\nIt begins in May.\n"
    assert lines_of(page) == [
        "Harbour News",
        "The council of Harbourtown, a port, voted for Line Nine.",
        "It begins in May.",
    ]


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param(["Home", "News", "Sport", "Weather"], id="menu"),
        pytest.param(
            ["Home ", "News ", "Sport ", "Weather ", "The tram line was opened."], id="menu, all spaced after"
        ),
        pytest.param([" Home", " News", " Sport", " Weather"], id="menu, all spaced before"),
        pytest.param(["   Home", "   News", "   Sport"], id="menu, indented"),
        pytest.param(["首页", "国际", "财经", "体育"], id="zh menu"),
        pytest.param(["首页 ", "国际 ", "财经 ", "体育 "], id="zh menu, spaced"),
        pytest.param(["ホーム", "社会", "経済"], id="ja menu"),
        pytest.param(["홈", "사회", "경제"], id="ko menu"),
        pytest.param(["الرئيسية", "أخبار", "رياضة"], id="ar menu"),
        pytest.param(["电车九路通车", "港口区议会周一表示，工程按时完成。"], id="zh heading"),
        pytest.param(["Tram nine reaches the quay", "The council met on Monday."], id="heading"),
        pytest.param(["The mayor said:", "“We cannot wait.”"], id="colon"),
        pytest.param(["Read more:", "the tram line in pictures"], id="colon and small letter"),
        pytest.param(["来源：港口日报", "责任编辑：林小满"], id="credits"),
        pytest.param(["It was over.", "It began again."], id="sentences"),
        pytest.param(["It was over. ", "It began again."], id="sentences, spaced"),
        pytest.param(["结束了。", "又开始了。"], id="zh sentences"),
        pytest.param(["Sie sagte: „Wir bauen.“", "Der Rat stimmte zu."], id="a German quotation ends"),
        pytest.param(["Das ist die „Möwe“", "Der Rat stimmte zu."], id="a German name ends"),
        pytest.param(["Il a dit : « Oui. »", "Le conseil a voté."], id="a French quotation ends"),
        pytest.param(["यह समाप्त हुआ।", "फिर शुरू हुआ।"], id="hi"),
        pytest.param(["iPhone prices", "eBay sales"], id="names in small letters"),
        pytest.param(["更多", ">>"], id="arrow"),
        pytest.param(["Prices fell", "...", "and rose"], id="dots"),
    ],
)
def test_what_stays_apart(rows: list[str]) -> None:
    assert lines_of("\n".join(rows)) == [row.strip() for row in rows]


@pytest.mark.parametrize(
    "verses",
    [
        pytest.param(
            [
                "Slow goes the river under the bridge,",
                "Slow goes the year in the snow,",
                "Who waits at the ford",
                "Must wait for the flow.",
            ],
            id="en",
        ),
        pytest.param(["石岸无人舟自横，", "一灯如豆照江声。", "谁家少年吹短笛，", "吹到东方月未明。"], id="zh"),
        pytest.param(["石岸无人", "一灯如豆", "谁家短笛", "月落东城"], id="zh without signs"),
    ],
)
def test_verse_stays_apart(verses: list[str]) -> None:
    assert lines_of("\n".join(verses)) == verses


def test_a_blank_row_parts_paragraphs_of_a_wrapped_page_inside_a_sentence() -> None:
    head, tail = ENGLISH[:200], ENGLISH[200:]
    assert len(lines_of(f"{wrapped(head, 72)}\n\n{wrapped(tail, 72)}")) == 2


ROWS = st.lists(
    st.sampled_from(
        ["港口 ", "， 码头", "a tram came to", "the quay ", ".", "", "It ended.", "„Möwe“", "-", "pre-", "war"]
    ),
    max_size=60,
)


@given(ROWS)
def test_rows_are_grouped_in_order_and_never_across_blank_ones(rows: list[str]) -> None:
    lines = read_text("\n".join(rows)).lines
    covered = [number for line in lines for number in range(line.first_row, line.last_row + 1)]
    assert covered == [number for number, row in enumerate(rows, 1) if row.strip()]
