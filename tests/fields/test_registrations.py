"""Licence, filing and register numbers: kinds, forms, run-together lines."""

from __future__ import annotations

import gzip
import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.fields.registrations import find_registrations, is_issn, locate_registrations

SHARED = Path(os.environ.get("COPYDESK_SHARED", Path(__file__).parents[3] / "shared"))


def read(*lines: str) -> list[tuple[str, str]]:
    return [(found.kind, found.number) for found in find_registrations(lines)]


FORMS = [
    ("京ICP备12345678号-13", "icp_filing", "京ICP备12345678号-13"),
    ("备案号：冀ICP备2022012345号", "icp_filing", "冀ICP备2022012345号"),
    ("浙 ICP 备 17123456 号 -1", "icp_filing", "浙ICP备17123456号-1"),
    ("京｜ICP备11123456号－17", "icp_filing", "京ICP备11123456号-17"),
    ("京ICP备09123456-1", "icp_filing", "京ICP备09123456-1"),
    ("冀ICP备2022012345号-4A", "icp_filing", "冀ICP备2022012345号-4A"),
    ("沪ICP备1412345号-1Copyright", "icp_filing", "沪ICP备1412345号-1"),
    ("京ICP证031234号", "icp_licence", "京ICP证031234号"),
    ("鄂ICP证:021234-5", "icp_licence", "鄂ICP证:021234-5"),
    ("京ICP051234号", "icp_licence", "京ICP051234号"),
    ("ICP证：沪B2-20171234", "icp_licence", "沪B2-20171234"),
    ("电信与信息服务业务经营许可证101234号", "icp_licence", "101234号"),
    ("增值电信业务经营许可证编号:津B2-20001234", "telecom_licence", "津B2-20001234"),
    ("经营许可证编号：合字A1.B1.B2-20181234", "telecom_licence", "合字A1.B1.B2-20181234"),
    ("增值电信业务经营许可证B1-20061234", "telecom_licence", "B1-20061234"),
    ("粤B2-20091234-18", "telecom_licence", "粤B2-20091234-18"),
    ("互联网新闻信息服务许可证：12120171234", "internet_news", "12120171234"),
    ("新闻信息服务许可证编号 1012011234", "internet_news", "1012011234"),
    ("国新办发函2006.78号", "internet_news", "国新办发函2006.78号"),
    ("信息网络传播视听节目许可证号:0201234", "audiovisual", "0201234"),
    ("网络视听许可证1901234号", "audiovisual", "1901234号"),
    ("京网文[2020]1234-567号", "internet_culture", "京网文[2020]1234-567号"),
    ("网络文化经营许可证 沪网文〔2018〕12345-203号", "internet_culture", "沪网文〔2018〕12345-203号"),
    ("文网文[2010]041号", "internet_culture", "文网文[2010]041号"),
    ("广播电视节目制作经营许可证（广媒）字第123号", "radio_tv_production", "（广媒）字第123号"),
    ("节目制作经营许可证粤第731号", "radio_tv_production", "粤第731号"),
    ("网络出版服务许可证（京）字123号", "internet_publishing", "（京）字123号"),
    ("（总）网出证（粤）字 031号", "internet_publishing", "（总）网出证（粤）字031号"),
    ("新出网证(京)字151号", "internet_publishing", "新出网证(京)字151号"),
    ("出版物经营许可证 新出发(苏)批字第N-013号", "publication_distribution", "新出发(苏)批字第N-013号"),
    ("津公网安备 12010002001234号", "public_security", "津公网安备12010002001234号"),
    ("京公安备110-1081234", "public_security", "京公安备110-1081234"),
    ("湘公安网备号43010402001234号", "public_security", "湘公安网备号43010402001234号"),
    ("公安机关备案号：32059002001234", "public_security", "32059002001234"),
    ("云海市公安局海滩分局备案编号110105011234", "public_security", "110105011234"),
    ("互联网药品信息服务资格证 (京)-经营性-2014-1234", "drug_information", "(京)-经营性-2014-1234"),
    ("（京）网药械信息备字（2021）第01234号", "medical_device_information", "（京）网药械信息备字（2021）第01234号"),
    ("（京）网械平台备字（2018）第01234号", "medical_device_trading", "（京）网械平台备字（2018）第01234号"),
    ("互联网宗教信息服务许可证：京（2022）0001234", "religious_information", "京（2022）0001234"),
    ("网信算备330110507206401231234号", "algorithm_filing", "网信算备330110507206401231234号"),
    ("网站标识码：1400001234", "government_site", "1400001234"),
    ("营业性演出许可证：京演（机构）（2019）1234号", "commercial_performance", "京演（机构）（2019）1234号"),
    ("广告经营许可证：3100003001234", "advertising", "3100003001234"),
    ("国内统一刊号：CN31-1234", "periodical", "CN31-1234"),
    ("ISSN 0378-5955", "issn", "0378-5955"),
    ("Issn 1234 5679 (online)", "issn", "1234-5679"),
    ("统一社会信用代码：91110108MA01ABCD2X", "other", "91110108MA01ABCD2X"),
    # beyond China
    ("인터넷신문등록번호 : 서울아01234 | 등록일자 : 2009.11.30", "media_registration", "서울아01234"),
    ("[ 등록번호 : 서울, 아01234 ]", "media_registration", "서울,아01234"),
    ("일간신문등록번호 : 가00123", "media_registration", "가00123"),
    ("사업자등록번호 : 110-20-31234", "tax_number", "110-20-31234"),
    ("통신판매업신고 2019-서울중구-0123", "other", "2019-서울중구-0123"),
    ("Свидетельство о регистрации СМИ ЭЛ № ФС 77 - 51234", "media_registration", "ЭЛ№ФС77-51234"),
    ("серия Эл № ФС77-71234 от 11 октября 2019 г.", "media_registration", "Эл№ФС77-71234"),
    ("ИНН 7701234567", "tax_number", "7701234567"),
    ("ОГРН 1027701234567", "company_register", "1027701234567"),
    ("Ідентифікатор медіа: R40-01234", "media_registration", "R40-01234"),
    ("Giấy phép số 312/GP – TTĐT ngày cấp 22/01/2018", "media_registration", "312/GP–TTĐT"),
    ("Giấy phép 196/GP-BTTTT do Bộ cấp", "media_registration", "196/GP-BTTTT"),
    ("registrata presso il Tribunale di Milano, n. 123 del 07/06/2013", "media_registration", "123"),
    ("Registro della Stampa presso il Tribunale di Roma n. 212/1949", "media_registration", "212/1949"),
    ("P.IVA 05612345678", "tax_number", "05612345678"),
    ("P.I. IT00812345678", "tax_number", "IT00812345678"),
    ("n°iscrizione ROC 12345", "media_registration", "12345"),
    ("Amtsgericht Seestadt, HRB 12345 B", "company_register", "HRB12345B"),
    ("Firmenbuchnummer: FN 123456a", "company_register", "123456a"),
    ("USt-IdNr.: DE123456789", "tax_number", "DE123456789"),
    ("Umsatzsteuer-Identifikationsnummer gemäß § 27 a Umsatzsteuergesetz: DE 123456789", "tax_number", "DE123456789"),
    ("UID-Nummer CHE-116.123.456", "tax_number", "CHE-116.123.456"),
    ("NIT. 860.001.123-4", "tax_number", "860.001.123-4"),
    ("RIF J-00012345-6", "tax_number", "J-00012345-6"),
    ("CIF: B12345678", "tax_number", "B12345678"),
    ("Registro Nacional de Propiedad Intelectual: 5312345", "media_registration", "5312345"),
    ("CNPJ: 12.345.678/0001-90", "tax_number", "12.345.678/0001-90"),
    ("Registo ERC n.º 123456", "media_registration", "123456"),
    ("CPPAP : 0123 X 45678", "media_registration", "0123X45678"),
    ("RCS Lyon B 123 456 789", "company_register", "RCSLyonB123456789"),
    ("SIREN 123 456 789", "company_register", "123456789"),
    ("JASRAC許諾番号9012345001Y45123号", "music_licence", "9012345001Y45123号"),
    ("NexTone許諾番号ID000012345", "music_licence", "ID000012345"),
    ("NIP: 123-456-78-90", "tax_number", "123-456-78-90"),
    ("KRS 0000123456", "company_register", "0000123456"),
    ("MK ČR E 12345", "media_registration", "MKČRE12345"),
    ("KvK-nummer: 12345678", "company_register", "12345678"),
    ("Org.nr: 556012-3456", "company_register", "556012-3456"),
    ("CVR-nr. 12345678", "company_register", "12345678"),
    ("Y-tunnus: 1234567-8", "company_register", "1234567-8"),
    ("Company number 01234567", "company_register", "01234567"),
    ("Registered in England and Wales No. 01234567", "company_register", "01234567"),
    ("VAT registration number GB 123 4567 89", "tax_number", "GB123456789"),
]
RUN_TOGETHER = [
    ("互联网新闻信息服务许可证编号:12120171234津公网安备 12010002001234号",
     ["12120171234", "津公网安备12010002001234号"]),
    ("备案号：浙ICP备05112233号 网站标识码：3300001234浙公网安备 33010602001234号",
     ["浙ICP备05112233号", "3300001234", "浙公网安备33010602001234号"]),
    ("豫ICP备18112233号-2豫公网安备 41010502001234号", ["豫ICP备18112233号-2", "豫公网安备41010502001234号"]),
    ("京ICP证051234号京ICP备05112233号京公安备110-1081234 网络视听许可证0111234号",
     ["京ICP证051234号", "京ICP备05112233号", "京公安备110-1081234", "0111234号"]),
    ("网络视听许可证1901234粤ICP备05112233号-1粤ICP证粤B2-20041234",
     ["1901234", "粤ICP备05112233号-1", "粤B2-20041234"]),
    ("京B2-20201234，A2.B1.B2-20204321", ["京B2-20201234", "A2.B1.B2-20204321"]),
]  # fmt: skip
NO_NUMBERS = [
    "京ICP备XXXXXXXX号",
    "京ICP备2026XXXXXXXX号",
    "桂ICP备0000000号",
    "浙网文[2013]***-027号",
    "营业执照 新闻信息服务许可证 互联网出版许可证",
    "公司取得浙江省通信管理局颁发的增值电信业务经营许可证书",
    "云海新闻网文旅 ⋅ 9评论 ⋅ 相关",
    "ISSN 0378-5954",  # wrong check digit
    "2019-09-08 12:30",
    "",
]


@pytest.mark.parametrize(("line", "kind", "number"), FORMS)
def test_forms(line: str, kind: str, number: str) -> None:
    assert read(line) == [(kind, number)]


@pytest.mark.parametrize(("line", "numbers"), RUN_TOGETHER)
def test_run_together_lines_split(line: str, numbers: list[str]) -> None:
    assert [number for _, number in read(line)] == numbers


@pytest.mark.parametrize("line", NO_NUMBERS)
def test_labels_and_templates_are_not_numbers(line: str) -> None:
    assert read(line) == []


def test_a_label_hands_on_to_the_next_line() -> None:
    assert read("互联网新闻信息服务许可证号：", "51120201234") == [("internet_news", "51120201234")]
    assert read("互联网新闻信息服务许可证号：", "联系我们 51120201234") == []


def test_page_order_without_doubles() -> None:
    assert read("沪ICP备14112233号", "京ICP备05112233", "沪ICP备14112233") == [
        ("icp_filing", "沪ICP备14112233号"),
        ("icp_filing", "京ICP备05112233"),
    ]


@pytest.mark.parametrize(
    ("digits", "valid"), [("03785955", True), ("2434561X", True), ("03785950", False), ("", False)]
)
def test_check_digit(digits: str, valid: bool) -> None:  # noqa: FBT001
    assert is_issn(digits) is valid


@given(st.text(st.characters(), max_size=40), st.sampled_from([form[0] for form in FORMS]))
def test_places_lie_in_the_line(text: str, form: str) -> None:
    line = text + form + text
    find_registrations([text, line])
    assert all(0 <= found.start < found.end <= len(line) for found in locate_registrations(line))


def test_count_grows_with_the_line() -> None:
    line = "".join(f"京ICP备{number:08}号 " for number in range(10_000_000, 10_040_000))
    assert len(find_registrations([line])) == 40_000


def labelled_pages() -> list[dict[str, Any]]:
    with gzip.open(SHARED / "corpora" / "zh" / "text.resiliparse.jsonl.gz", "rt", encoding="utf-8") as rows:
        return [json.loads(row) for row in rows]


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared corpora are not beside the checkout")
def test_numbers_of_labelled_pages() -> None:
    hits = wants = gots = 0
    for row in labelled_pages():
        rows = zip(row["text"].split("\n"), row["labels"], strict=True)
        lines = [" ".join(line.split()) for line, label in rows if label not in "BT" and line.strip()]
        got = {(kind, number.removesuffix("号")) for kind, number in read(*lines)}
        want = {(item["kind"], item["number"].removesuffix("号")) for item in row["rights"]["licences"]}
        hits, wants, gots = hits + len(want & got), wants + len(want), gots + len(got)
    assert 2 * hits >= 0.97 * (wants + gots)
