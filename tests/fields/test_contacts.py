"""Telephone numbers, mailboxes and addresses of the publisher, and the lines to report content."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.fields.contacts import find_contacts


def read(*lines: str) -> list[tuple[str, str]]:
    return [(found.kind, found.value) for found in find_contacts(lines)]


LINES = [
    ("违法和不良信息举报电话:022-23601234", [("report_phone", "022-23601234")]),
    ("违法和不良信息举报电话：400-140-1234 公司名称：云海公司", [("report_phone", "400-140-1234")]),
    ("举报电话：0316-5261234（24小时）", [("report_phone", "0316-5261234")]),
    ("举报电话：021-54671234转617", [("report_phone", "021-54671234转617")]),
    ("举报电话：4000231234转3", [("report_phone", "4000231234转3")]),
    ("举报热线：12377", [("report_phone", "12377")]),
    ("举报电话：15512345678", [("report_phone", "15512345678")]),
    ("举报邮箱:jubao@lanhai.example.cn", [("report_email", "jubao@lanhai.example.cn")]),
    ("互联网举报中心 www.jubao.cn", [("report_url", "www.jubao.cn")]),
    ("举报电话：010-65361234 举报邮箱：jubao@yunhai.cn",
     [("report_phone", "010-65361234"), ("report_email", "jubao@yunhai.cn")]),
    ("违法和不良信息举报电话：010-85651234 客服电话：010-85654321 传真：010-85650000 邮箱：yh@yunhai.cn",
     [("report_phone", "010-85651234"), ("phone", "010-85654321"), ("email", "yh@yunhai.cn")]),
    ("云海新闻意见反馈留言板 400-052-1234 欢迎批评指正", [("phone", "400-052-1234")]),
    ("如需使用，请与010-84881234联系", [("phone", "010-84881234")]),
    ("电话：010-64871234 传真：010-64874321", [("phone", "010-64871234")]),
    ("医院地址：云海省北岛市沙滩路58号 24小时急救电话：0731-88861234",
     [("address", "云海省北岛市沙滩路58号"), ("phone", "0731-88861234")]),
    ("地 址：北岛市沙滩路甲11号 邮编：100101", [("address", "北岛市沙滩路甲11号")]),
    ("地址：北岛市沙滩路甲11号，电话：010-64871234", [("address", "北岛市沙滩路甲11号"), ("phone", "010-64871234")]),
    ("E-mail：post@lanhai.org.cn", [("email", "post@lanhai.org.cn")]),
    ("如需转载请联系market#lanhai.net(#换成@)", [("email", "market@lanhai.net")]),
    ("投诉邮箱：kf#lanhai-inc.com (使用时将#号改为@)", [("report_email", "kf@lanhai-inc.com")]),
    ("Mail: desk [at] harbourpost.com", [("email", "desk@harbourpost.com")]),
    ("News desk: news@harbourpost.com", [("email", "news@harbourpost.com")]),
    ("Tel: +44 (0)20 7946 0123 | Fax: +44 20 7946 0999", [("phone", "+44 (0)20 7946 0123")]),
    ("Phone: (212) 555-0123", [("phone", "(212) 555-0123")]),
    ("Telefon 030 / 12 34 56-0", [("phone", "030 / 12 34 56-0")]),
    ("Address: 12 High Street, Dunmore AB1 2CD | Phone: 01632 960123",
     [("address", "12 High Street, Dunmore AB1 2CD"), ("phone", "01632 960123")]),
    ("주소 : 한빛시 새벽로 29 | 대표전화 : 02-2020-1234", [("address", "한빛시 새벽로 29"), ("phone", "02-2020-1234")]),
    ("Адрес редакции: 101000, г. Северск, ул. Лесная, д. 7", [("address", "101000, г. Северск, ул. Лесная, д. 7")]),
    ("新闻热线 ０２７-６６６６１２３４", [("phone", "027-66661234")]),
]  # fmt: skip
NO_CONTACTS = [
    "传真：010-64871234",
    "Fax +49 30 123456-9",
    "举报 今天08:30 赞1,174",
    "举报信中提到2019-09-07的会议",
    "不良信息举报 意见反馈 京ICP证031234号",
    "网址：http://www.lanhai.example/ 文章地址：http://www.lanhai.example/1.html",
    "banner@2x.png",
    "user@example.com",
    "By Mara Lind mlind@harbourpost.com",
    "@harbourpost on every network",
    "电话 传真 地址：",
    "客服QQ：1234567890",
    "有网友爆料，60万个“12306账号”外泄",
    "2019-09-07 15:10:53",
    "",
]


@pytest.mark.parametrize(("line", "contacts"), LINES)
def test_one_line(line: str, contacts: list[tuple[str, str]]) -> None:
    assert read(line) == contacts


@pytest.mark.parametrize("line", NO_CONTACTS)
def test_no_contact_of_the_publisher(line: str) -> None:
    assert read(line) == []


@pytest.mark.parametrize(
    ("lines", "contacts"),
    [
        (["违法和不良信息举报电话", "010-65361234"], [("report_phone", "010-65361234")]),
        (["举报邮箱：", "jubao@yunhai.cn"], [("report_email", "jubao@yunhai.cn")]),
        (["云海科技意见反馈留言板", "400-052-1234 欢迎批评指正"], [("phone", "400-052-1234")]),
        (["广告服务", "010-65361234"], []),
    ],
)
def test_a_label_on_the_line_before(lines: list[str], contacts: list[tuple[str, str]]) -> None:
    assert read(*lines) == contacts


def test_page_order_without_doubles() -> None:
    assert read(
        "电话：010-6536 1234", "电话：010-65361234", "举报电话：010-65361234", "a@yunhai.cn", "a@yunhai.cn"
    ) == [
        ("phone", "010-6536 1234"),
        ("report_phone", "010-65361234"),
        ("email", "a@yunhai.cn"),
    ]


def test_an_unlabelled_mailbox_counts_in_the_lower_half() -> None:
    menu = ["Home", "Sport", "Weather", "Imprint"]
    assert read("desk@harbourpost.com", *menu) == []
    assert read(*menu, "desk@harbourpost.com") == [("email", "desk@harbourpost.com")]


@given(
    st.text(st.characters(), max_size=40),  # lone surrogates too
    st.sampled_from([line for line, _ in LINES]),
)
def test_total(text: str, line: str) -> None:
    for found in find_contacts([text, text + line + text, line]):
        assert found.value.strip() == found.value


def test_count_grows_with_the_line() -> None:
    line = " ".join(f"举报邮箱：a{number}@yunhai.cn" for number in range(20_000))
    assert len(find_contacts([line])) == 20_000


@pytest.mark.parametrize("piece", ["a.", "1-", "电话：", "#", "(at)", "地址：", "www.a.", "@"])
def test_long_lines_without_contacts(piece: str) -> None:
    assert read(piece * (300_000 // len(piece))) == []
