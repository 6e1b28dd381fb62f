"""Copyright notices: the grammar of a line, and what a page's notices say together."""

from __future__ import annotations

import gzip
import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copydesk.fields.rights import read_notice, take_rights
from copydesk.languages.files import words

SHARED = Path(os.environ.get("COPYDESK_SHARED", Path(__file__).parents[3] / "shared"))

ORDERS = [
    ("© 2022 Harbour Post. All Rights Reserved.", ["Harbour Post"], (2022, 2022), True),
    ("© Dunmore Papers Co., Inc. 2020. All rights reserved.", ["Dunmore Papers Co., Inc."], (2020, 2020), True),
    ("© Costa Verde Ediciones, SLU", ["Costa Verde Ediciones, SLU"], None, False),
    ("Lake Courier © All rights reserved", ["Lake Courier"], None, True),
    ("El Faro Norte, 2019 © Todos los derechos reservados", ["El Faro Norte"], (2019, 2019), True),
    ("Doğu Ajansı © 2021", ["Doğu Ajansı"], (2021, 2021), False),
    ("新潮科技（浪花旗下媒体）·1997-2021 版权所有", ["新潮科技（浪花旗下媒体）"], (1997, 2021), False),
    ("云海公司版权所有", ["云海公司"], None, False),
    ("版权所有：云海省人民政府网", ["云海省人民政府网"], None, False),
    ("版权所有 云海中医院 Copyright © 2018 All rights reserved.", ["云海中医院"], (2018, 2018), True),
    ("Todos Los Derechos Reservados © 2023 Telepunto", ["Telepunto"], (2023, 2023), True),
    ("جميع الحقوق محفوظة © 2020 مؤسسة النهر للإعلام", ["مؤسسة النهر للإعلام"], (2020, 2020), True),
    ("© الحقوق محفوظة لمؤسسة أنباء الغد 1944 - 2018", ["مؤسسة أنباء الغد"], (1944, 2018), True),
    ("Tous droits réservés - La Gazette du Port 2023", ["La Gazette du Port"], (2023, 2023), True),
    ("2011 Brook Media Inc. All Rights Reserved.", ["Brook Media Inc."], (2011, 2011), True),
    ("2012-2013 Derechos Reservados - Radio Sur", ["Radio Sur"], (2012, 2013), True),
    ("RIPRODUZIONE RISERVATA © Copyright Telenotizie", ["Telenotizie"], None, True),
    ("All rights reserved.", [], None, True),
    ("Copyright owned or licensed by Elm Street Newspapers Limited. All rights reserved.",
     ["Elm Street Newspapers Limited"], None, True),
    ("著作権は朝凪新聞社に帰属します", ["朝凪新聞社"], None, False),
    ("版权归云海日报社所有，未经授权不得转载", ["云海日报社"], None, True),
]  # fmt: skip
SIGNS = [
    ("©2020 Ridge News", (2020, 2020)),
    ("(c)2008-2022,東波新聞社", (2008, 2022)),
    ("Copyright (с) ООО «Северный Ветер», 2019.", (2019, 2019)),  # Cyrillic letter in the brackets
    ("ⓒ 2016 Hanbit Media. All rights reserved.", (2016, 2016)),
    ("© ℗ 2012-2021 Ridge Records Ltd", (2012, 2021)),
    ("Copyright Â© 2020 Ridge & Sons Co. Ltd. All rights reserved.", (2020, 2020)),
    ("Copyright @ 2023 Kabar Pagi.", (2023, 2023)),
    ("Copyright ® Diario Valle S.A. 1918 - 2022", (1918, 2022)),
    ("© © 1997-, Guinée du Soir. Tous droits réservés.", (1997, 1997)),
    ("© 2007–16 Ridge News", (2007, 2016)),
    ("Copyright © 2014~2019 Ridge News", (2014, 2019)),
    ("© Thu Dec 10 10:10:50 GMT-03:00 2020 O Vento. Todos os direitos reservados.", (2020, 2020)),
    ("© ٢٠٢٣ صحيفة الواحة. جميع الحقوق محفوظة", (2023, 2023)),
    ("Ridge News © 13800138000 All rights reserved", None),  # too many digits for a year
]
HOLDERS = [
    ("Copyright (C) 2000-2024 Lanhai.com.cn, Bohai LANHAI NET Co.,LTD.All rights reserved",
     ["Lanhai.com.cn, Bohai LANHAI NET Co.,LTD"]),
    ("Copyright 2023 Brook Media Inc. All rights reserved. This material may not be published.", ["Brook Media Inc."]),
    ("Copyright 2025 © Gruppo Rivabella S.p.a. Tutti i diritti sono riservati | Data Policy",
     ["Gruppo Rivabella S.p.a."]),
    ("© 1995-2023 Verein Seeblick e. V. - Impressum | Datenschutz", ["Verein Seeblick e. V."]),
    ("Copyright © Tisk Sever, a.s.Copyright © Foto Jih, s.r.o.", ["Tisk Sever, a.s.", "Foto Jih, s.r.o."]),
    ("© 2014 Cable Ridge. Turner Hill System, Inc. All Rights Reserved.", ["Cable Ridge. Turner Hill System, Inc."]),
    ("© 2021 Ridge GmbH. Alle Rechte vorbehalten.", ["Ridge GmbH"]),
    ("© 2015 wellenblick.de. All rights reserved", ["wellenblick.de"]),
    ('© 2000-2026, Северный час, ООО "СЧ Медиа". Все права защищены.', ["Северный час", 'ООО "СЧ Медиа"']),
    ("Copyright © Seezeitung Digital GmbH / Seezeitung GmbH", ["Seezeitung Digital GmbH", "Seezeitung GmbH"]),
    ("© 2025, bergpost.at | Bergpost Medien GmbH | Alle Rechte vorbehalten.", ["bergpost.at", "Bergpost Medien GmbH"]),
    ("Copyright©浪花网 北岛浪花信息咨询服务有限公司 All Rights Reserved 版权所有 复制必究",
     ["浪花网", "北岛浪花信息咨询服务有限公司"]),
    ("Copyright © 2014-2019 The Sheet All rights reserved.东岸报业有限公司", ["The Sheet", "东岸报业有限公司"]),
    ("海风新媒体版权所有Copyright © 2019 Seawind Media Limited All Rights Reserved.",
     ["Seawind Media Limited", "海风新媒体"]),
    ("Copyright © 1996-2015 Ridge SocietyCopyright © 2015-2022 Ridge Partners, LLC. All rights reserved",
     ["Ridge Society", "Ridge Partners, LLC"]),
    ("云 海 网 股 份 有 限 公 司 版 权 所 有 ，未 经 书 面 授 权 禁 止 使 用", ["云海网股份有限公司"]),
    ("主办单位：云海大学监察室 版权所有", ["云海大学监察室"]),
    ("© 2019 今日浪花 www.langhua.example 互联网举报中心", ["今日浪花"]),
    ("BCC © 2013 非本网站内容BCC概不负责", ["BCC"]),
    ("<저작권자ⓒ한빛일보사. 무단전재-재배포 금지>", ["한빛일보사"]),
    ("© 2008-2019备案号：粤ICP备09109218号", []),
    ("© 2019 , Papaya Tech. 木瓜科技（杭州）有限公司浙 ICP 备 17005035 号 -1",
     ["Papaya Tech", "木瓜科技（杭州）有限公司"]),
    ("© 2007–16 CC BY-NC-SA 2.0 kumo", ["kumo"]),
    ("Ridge News © Copyright Ridge News, LLC", ["Ridge News, LLC"]),
]  # fmt: skip
NO_NOTICES = [
    "",
    "Copyright",
    "Copyright Policy",
    "Report Copyright",
    "版权声明",
    "In the Copyright Office’s latest rulemaking, four exemptions were granted.",
    "Foto: © Mara Lind",
    "Sie will es wissen. © AFP / MARA LIND",
    "© Reuters",
    "Copyright Mara Lind/Copyright 2026 The AP. All rights reserved.",
    "Sports data © STATLINE 2018",
    "Menschenrechte und Tierrechte im Unterricht",
    "转载请注明来源，版权归原作者所有",
    "(a) apples (b) bread (c) cheese",
]
PARTS = [
    ("设为首页© Ostsee 使用前必读 意见反馈 京ICP证030173号", "© Ostsee"),
    ("© 1997-2019 云海公司版权所有 About Yunhai | 公司简介 | 招聘信息", "© 1997-2019 云海公司版权所有"),
    ("版权所有：© 2001-2012 云海地理学会 地址：北岛市沙滩路甲11号 邮编：100101", "版权所有：© 2001-2012 云海地理学会"),
    ("© 1995-2023 Verein Seeblick e. V. - Impressum | Datenschutz", "© 1995-2023 Verein Seeblick e. V."),
    ("Copyright 2024 BCC. All rights reserved. BCC is neutral. Read about us here.",
     "Copyright 2024 BCC. All rights reserved. BCC is neutral."),
    ("云 海 网 版 权 所 有", "云 海 网 版 权 所 有"),
]  # fmt: skip
RESERVED = [
    "All Right Reserved",
    "Alle Rechte vorbehalten",
    "Tous droits réservés",
    "Todos los derechos reservados",
    "Todos os direitos reservados",
    "Tutti i diritti sono riservati",
    "Alle rechten voorbehouden",
    "Wszelkie prawa zastrzeżone",
    "Все права защищены",
    "Усі права захищені",
    "Всички права запазени",
    "Všechna práva vyhrazena",
    "Sva prava zadržana",
    "Minden jog fenntartva",
    "Visos teisės saugomos",
    "Tüm Hakları Saklıdır",
    "TÜM HAKLARI SAKLIDIR",
    "جميع الحقوق محفوظة",
    "Hak cipta dilindungi",
    "無断転載を禁じます",
    "무단 전재, 재배포 및 AI학습 이용 금지",
    "不得轉載",
    "违者必究",
    "未经授权禁止复制和建立镜像",
]


@pytest.mark.parametrize(("line", "holders", "years", "reserved"), ORDERS)
def test_orders(line: str, holders: list[str], years: tuple[int, int] | None, reserved: bool) -> None:  # noqa: FBT001
    notice = read_notice(line)
    assert notice is not None
    assert (notice.holders, notice.years, notice.all_rights_reserved) == (holders, years, reserved)


@pytest.mark.parametrize(("line", "years"), SIGNS)
def test_signs_and_years(line: str, years: tuple[int, int] | None) -> None:
    notice = read_notice(line)
    assert notice is not None
    assert notice.years == years
    assert notice.holders


@pytest.mark.parametrize(("line", "holders"), HOLDERS)
def test_holders_end_where_the_name_ends(line: str, holders: list[str]) -> None:
    notice = read_notice(line)
    assert notice is not None
    assert notice.holders == holders


@pytest.mark.parametrize("line", NO_NOTICES)
def test_not_a_notice_of_the_page(line: str) -> None:
    assert read_notice(line) is None


@pytest.mark.parametrize(("line", "part"), PARTS)
def test_the_notice_is_cut_out_of_its_line(line: str, part: str) -> None:
    notice = read_notice(line)
    assert notice is not None
    assert notice.text == part


@pytest.mark.parametrize("phrase", RESERVED)
def test_reserved_in_every_language(phrase: str) -> None:
    notice = read_notice(f"© 2021 Ridge News. {phrase}")
    assert notice is not None
    assert (notice.holders, notice.all_rights_reserved) == (["Ridge News"], True)


def test_every_phrase_holds_a_sign() -> None:
    signs = words(lambda language: language.rights.signs)
    phrases = words(lambda language: (*language.rights.words, *language.rights.claims, *language.rights.reserved))
    assert [phrase for phrase in phrases if not any(sign in phrase for sign in signs)] == []


def test_the_foot_wins_over_the_agency() -> None:
    rights, _ = take_rights([
        "Copyright 2023 The Associated Press. All rights reserved.",
        "Sport",
        "Weather",
        "© 1998 - 2022 Brook Media Inc. | All Rights Reserved.",
    ])  # fmt: skip
    assert (rights.holder, rights.years) == ("Brook Media Inc.", (1998, 2022))
    assert len(rights.notices) == 2


def test_a_notice_in_two_languages_on_two_lines() -> None:
    rights, _ = take_rights(["Copyright © 1996-2019 LANGHUA Corporation", "All Rights Reserved 浪花公司 版权所有"])
    assert rights.notices == ["Copyright © 1996-2019 LANGHUA Corporation", "All Rights Reserved 浪花公司 版权所有"]
    assert (rights.holder, rights.years, rights.all_rights_reserved) == ("LANGHUA Corporation", (1996, 2019), True)


@pytest.mark.parametrize(
    "lines",
    [
        ["Copyright © 2019", "Brook Media Inc.", "Contact"],
        ["© 2019", "Brook Media Inc.", "All rights reserved."],
        ["Brook Media Inc.", "© 2019"],
        ["©", "2019", ", Brook Media Inc.", "Contact"],
    ],
)
def test_a_broken_notice_is_joined(lines: list[str]) -> None:
    rights, _ = take_rights(lines)
    assert (rights.holder, rights.years) == ("Brook Media Inc.", (2019, 2019))


def test_a_label_and_its_holder_on_two_lines() -> None:
    assert take_rights(["版权所有：", "云海省航天工程官方网站", "主办方："])[0].holder == "云海省航天工程官方网站"


def test_a_bare_name_high_on_the_page_credits_a_picture() -> None:
    menu = ["Home", "Sport", "Weather", "Imprint", "Contact"]
    assert take_rights(["© Mara Lind", *menu])[0].holder is None
    assert take_rights([*menu, "© Seeblick"])[0].holder == "Seeblick"


def test_a_page_without_notice_states_nothing() -> None:
    rights, _ = take_rights(["Home", "Contact"])
    assert rights.model_dump() == {
        "notices": [],
        "holder": None,
        "years": None,
        "all_rights_reserved": False,
        "license": None,
    }


def test_license_of_the_notice_line() -> None:
    license_ = take_rights(["© 2019 Kumo. Licensed under CC BY 4.0"])[0].license
    assert license_ is not None
    assert license_.spdx == "CC-BY-4.0"


@pytest.mark.parametrize(
    ("lines", "publisher"),
    [
        (["© 2000-2024 Lanhai.com.cn Co.,LTD", "本网站由北岛蓝海网版权所有"], "北岛蓝海网"),
        (["© 2021 云海公司版权所有"], "云海公司"),
        (["© 2022 Harbour Post. All Rights Reserved."], "Harbour Post"),
        (["© 1997-2019 by www.langhua.example. all rights reserved"], None),
        (["© 2020 The Associated Press. All rights reserved."], None),
        (["All rights reserved."], None),
        (["未经授权不得转载"], None),
        ([], None),
    ],
)
def test_publisher_is_stated_never_guessed(lines: list[str], publisher: str | None) -> None:
    assert take_rights(lines)[1] == publisher


@given(
    st.text(max_size=60),
    st.sampled_from(["©", "Copyright ", "版权所有", "All rights reserved", "2019", "著作権は", " | "]),
)
@settings(max_examples=200, deadline=None)
def test_total_and_verbatim(text: str, word: str) -> None:
    line = f"{text}{word}{text}"
    notice = read_notice(line)
    if notice:
        assert notice.text in re.sub("[\ud800-\udfff]", "\ufffd", line)
        assert all(holder.strip() == holder for holder in notice.holders)
    take_rights([line, text])
    take_rights([text, line])


@pytest.mark.parametrize("piece", ["© 2019 ", "版权所有 ", "a. ", "Copyright ", "云 海 ", "S.p.a. ", "版权归"])
def test_long_lines_are_read_around_their_last_sign(piece: str) -> None:
    line = piece * (1_000_000 // len(piece)) + " © 2021 Ridge Media Ltd."
    notice = read_notice(line)
    assert notice is not None
    assert "Ridge Media Ltd." in notice.holders
    assert len(notice.text) < 2000


needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the shared corpora are not beside the checkout")


@needs_shared
def test_most_notices_of_the_survey() -> None:
    rows = json.loads((SHARED / "facts" / "examples.json").read_text("utf-8"))["copyright"]
    right = 0
    for row in rows:
        notice = read_notice(row["line"])
        years = [int(year) for year in re.findall(r"\d{4}", row["years"])]
        holder = row["holder"].split("; ")[0].split(" (=")[0]
        got = (notice.holders or [""])[0] if notice else None
        right += got == holder and notice is not None and notice.years == ((min(years), max(years)) if years else None)
    assert right >= 49, f"{right} of {len(rows)}"


@needs_shared
def test_the_first_page_of_the_project() -> None:
    seed = SHARED / "corpora" / "seed"
    expected = json.loads((seed / "expected.json").read_text("utf-8"))
    rows = [" ".join(row.split()) for row in (seed / "page.txt").read_text("utf-8").split("\n")]
    lines = [rows[number - 1] for number in expected["removed_line_numbers"]]
    assert take_rights(lines)[0].model_dump(mode="json") == expected["rights"]
    assert take_rights(lines)[1] == expected["publisher"]


def labelled_pages() -> list[dict[str, Any]]:
    with gzip.open(SHARED / "corpora" / "zh" / "text.resiliparse.jsonl.gz", "rt", encoding="utf-8") as rows:
        return [json.loads(row) for row in rows]


@needs_shared
def test_holders_of_labelled_pages() -> None:
    want = got = 0
    for row in labelled_pages():
        rows = zip(row["text"].split("\n"), row["labels"], strict=True)
        rights, _ = take_rights([" ".join(line.split()) for line, label in rows if label not in "BT" and line.strip()])
        text = " ".join([rights.holder or "", *rights.notices]).replace(" ", "")
        for stated in row["rights"]["copyright"]:
            want += 1
            got += stated["holder"].replace(" ", "") in text
    assert got >= 0.95 * want, f"{got} of {want}"
