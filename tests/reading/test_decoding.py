from __future__ import annotations

import codecs
import gzip
import json
import os
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.article import WARNING_CODES
from copydesk.reading import decoding
from copydesk.reading.decoding import Decoded, NotText, Undecodable, decode

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

SENTENCES = {
    "zh-Hans": "本报讯　记者昨日从市水务局了解到，今年汛期以来，全市水库蓄水情况良好，居民用水有充分保证。"
    "负责人表示，下一步将继续加强对河道的巡查，发现问题及时处理。",
    "zh-Hant": "本報訊　記者昨日從市水務局了解到，今年汛期以來，全市水庫蓄水情況良好，居民用水有充分保證。"
    "負責人表示，下一步將繼續加強對河道的巡查，發現問題及時處理。",
    "ja": "市は二十日、駅前の広場に新しい図書館を建てる計画を発表した。来年の春に工事を始め、三年後の完成を目指す。"
    "市長は「子どもたちが毎日来たくなる場所にしたい」と話した。",
    "ko": "시는 어제 역 앞 광장에 새 도서관을 짓겠다고 밝혔다. 내년 봄에 공사를 시작해 삼 년 뒤에 문을 열 계획이다. "
    "시장은 아이들이 날마다 찾고 싶은 곳으로 만들겠다고 말했다.",
    "ru": "Городской совет вчера одобрил план строительства новой библиотеки. Работы начнутся весной, а открытие "
    "намечено через три года. По словам мэра, читальный зал будет работать и по выходным.",
    "el": "Το δημοτικό συμβούλιο ενέκρινε χθες το σχέδιο για τη νέα βιβλιοθήκη. Οι εργασίες θα αρχίσουν την άνοιξη.",
    "he": "מועצת העיר אישרה אתמול את התוכנית להקמת ספרייה חדשה ליד תחנת הרכבת. העבודות יתחילו באביב הבא.",
    "ar": "وافق مجلس المدينة أمس على خطة بناء مكتبة جديدة قرب المحطة، ومن المقرر أن تبدأ الأعمال في الربيع المقبل.",
    "th": "สภาเมืองอนุมัติแผนสร้างห้องสมุดแห่งใหม่ใกล้สถานีรถไฟเมื่อวานนี้ และจะเริ่มงานในปีหน้า",
    "de": "Der Stadtrat hat gestern den Bau einer größeren Bücherei beschlossen. Für Plätze müssen Bäume weichen.",
    "fr": "Le conseil a approuvé hier la création d’une médiathèque près de la gare. Les travaux débuteront à l’été.",
    "pl": "Rada miasta przyjęła wczoraj plan budowy nowej biblioteki. Roboty rozpoczną się wiosną, później żłobki.",
    "cs": "Zastupitelé včera schválili stavbu nové knihovny u nádraží. Práce začnou příští rok na jaře, řekl starosta.",
    "tr": "Belediye meclisi dün istasyonun yanına yeni bir kütüphane yapılmasını onayladı."
    " Çalışmalar ilkbaharda başlayacağı için yol kapatıldı.",
}

WRITTEN_IN = [
    ("zh-Hans", "gb18030"),
    ("zh-Hant", "big5hkscs"),
    ("zh-Hant", "gb18030"),
    ("ja", "cp932"),
    ("ja", "euc_jp"),
    ("ko", "cp949"),
    ("ru", "cp1251"),
    ("ru", "koi8-r"),
    ("el", "cp1253"),
    ("he", "cp1255"),
    ("ar", "cp1256"),
    ("th", "cp874"),
    ("de", "cp1252"),
    ("fr", "cp1252"),
    ("pl", "cp1250"),
    ("pl", "iso8859-2"),
    ("cs", "cp1250"),
    ("tr", "cp1254"),
]


def codes(decoded: Decoded) -> list[str]:
    return [code for code, _ in decoded.notes]


@pytest.fixture(params=["with detector", "without detector"])
def detector(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test twice: what is guessed must not hang on the optional detector."""
    if request.param == "without detector":
        monkeypatch.setattr(decoding, "_detector", lambda: None)
    else:
        pytest.importorskip("cchardet")


# what is certain


@pytest.mark.parametrize("language", SENTENCES)
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_needs_no_guess(language: str, codec: str) -> None:
    decoded = decode(SENTENCES[language].encode(codec))
    assert decoded.text == SENTENCES[language]
    assert decoded.notes == []


@pytest.mark.parametrize(
    ("mark", "codec"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_a_byte_order_mark_decides_and_is_dropped(mark: bytes, codec: str) -> None:
    assert decode(mark + "水库 reservoir".encode(codec), declared="gbk") == ("水库 reservoir", codec, [])


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", ["A plain note, dated May 3.\n", "5月3日\n" + SENTENCES["zh-Hans"], SENTENCES["ja"]])
def test_utf16_without_a_mark_is_told_by_its_zero_bytes_or_its_text(text: str, codec: str) -> None:
    assert decode(text.encode(codec)) == (text, codec, [])


@pytest.mark.parametrize("content", [b"", b"plain", "naïve café".encode()])
def test_utf8_is_utf8_whatever_is_declared(content: bytes) -> None:
    assert decode(content, declared="gb2312") == (content.decode(), "utf-8", [])


def test_utf8_cut_within_its_last_character_loses_only_that() -> None:
    decoded = decode(SENTENCES["zh-Hans"].encode()[:-1])
    assert decoded.text == SENTENCES["zh-Hans"][:-1]
    assert (decoded.encoding, codes(decoded)) == ("utf-8", ["replaced_characters"])


def test_utf8_with_a_few_bad_bytes_stays_utf8() -> None:
    content = SENTENCES["zh-Hans"].encode() + b"\xff" + SENTENCES["zh-Hans"].encode()
    decoded = decode(content, declared="gb2312")
    assert decoded.text == SENTENCES["zh-Hans"] + REPLACEMENT + SENTENCES["zh-Hans"]
    assert decoded.notes == [("replaced_characters", "not decodable as utf-8, replaced or left out: 1")]


# what is declared


@pytest.mark.parametrize(("language", "codec"), WRITTEN_IN)
def test_a_declared_codec_that_fits_is_no_guess(language: str, codec: str) -> None:
    assert decode(SENTENCES[language].encode(codec), declared=codec.replace("big5hkscs", "big5")) == (
        SENTENCES[language],
        codec,
        [],
    )


@pytest.mark.parametrize(
    ("label", "codec"),
    [
        ("gb2312", "gb18030"),
        (" GBK ", "gb18030"),
        ("cp936", "gb18030"),
        ('"gb18030"', "gb18030"),
        ("Big5", "big5hkscs"),
        ("Shift_JIS", "cp932"),
        ("x-sjis", "cp932"),
        ("EUC-JP", "euc_jp"),
        ("iso-2022-jp", "iso2022_jp"),
        ("EUC-KR", "cp949"),
        ("ks_c_5601-1987", "cp949"),
        ("windows-1251", "cp1251"),
        ("KOI8-R", "koi8-r"),
        ("ISO-8859-1", "cp1252"),
        ("us-ascii", "cp1252"),
        ("iso-8859-9", "cp1254"),
        ("tis-620", "cp874"),
    ],
)
def test_labels_mean_what_they_mean_to_browsers(label: str, codec: str) -> None:
    text = next(
        SENTENCES[language] for language, written_in in [*WRITTEN_IN, ("ja", "iso2022_jp")] if written_in == codec
    )
    assert decode(text.encode(codec), declared=label) == (text, codec, [])


@pytest.mark.parametrize(
    "head",
    [
        '<meta charset="gb2312">',
        "<META CHARSET=gbk>",
        '<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312" />',
        '<?xml version="1.0" encoding="GB18030"?>',
    ],
)
def test_a_page_may_declare_its_codec_itself(head: str) -> None:
    page = f"{head}<p>{SENTENCES['zh-Hans']}</p>"
    assert decode(page.encode("gb18030")) == (page, "gb18030", [])


def test_a_declaration_counts_only_near_the_top() -> None:
    page = " " * 2_000 + '<meta charset="gb2312"><p>' + SENTENCES["zh-Hans"]
    assert codes(decode(page.encode("gb18030"))) == ["encoding_guessed"]


@pytest.mark.parametrize(
    "label", ["big5", "iso-8859-1", "utf-8", "shift_jis", "euc-kr", "windows-1251", "no-such", "rot13", ""]
)
@pytest.mark.usefixtures("detector")
def test_a_declared_codec_that_does_not_fit_is_passed_over(label: str) -> None:
    decoded = decode(SENTENCES["zh-Hans"].encode("gb18030"), declared=label)
    assert decoded.text == SENTENCES["zh-Hans"]
    assert (decoded.encoding, codes(decoded)) == ("gb18030", ["encoding_guessed"])


def test_a_lone_0x80_in_gbk_is_the_euro_sign() -> None:
    decoded = decode("票价".encode("gb18030") + b"\x8020", declared="gbk")
    assert decoded == ("票价€20", "gb18030", [])


def test_big5_gives_the_characters_that_browsers_show() -> None:
    text = SENTENCES["zh-Hant"] + "關於我們‧聯絡我們﹑￥100～€200"
    assert decode(text.encode("cp950"), declared="big5") == (text, "big5hkscs", [])


# what is guessed


@pytest.mark.parametrize(("language", "codec"), WRITTEN_IN)
@pytest.mark.usefixtures("detector")
def test_a_codec_is_told_by_the_text_it_gives(language: str, codec: str) -> None:
    decoded = decode(SENTENCES[language].encode(codec))
    assert decoded.text == SENTENCES[language]
    assert codes(decoded) == ["encoding_guessed"]


@pytest.mark.parametrize(("language", "codec"), WRITTEN_IN)
@pytest.mark.usefixtures("detector")
def test_markup_around_a_few_words_does_not_mislead(language: str, codec: str) -> None:
    page = f'<div class="article"><a href="/index.html">Home</a>{"<br>" * 500}<p>{SENTENCES[language]}</p></div>'
    assert decode(page.encode(codec)).text == page


@pytest.mark.parametrize(
    "text", ["It’s late", "The fee is £5", "“No,” she said", "café", "– 30 –", "Zürich", "El niño", "10 ° outside"]
)
@pytest.mark.usefixtures("detector")
def test_one_foreign_character_is_western(text: str) -> None:
    assert decode(text.encode("cp1252"))[:2] == (text, "cp1252")


def test_capitals_alone_do_not_turn_one_cyrillic_codec_into_the_other() -> None:
    text = SENTENCES["ru"].upper()
    assert decode(text.encode("cp1251"))[:2] == (text, "cp1251")
    assert decode(text.encode("koi8-r"))[:2] == (text, "koi8-r")


def test_few_bad_bytes_are_replaced_and_counted() -> None:
    text = SENTENCES["zh-Hans"] * 40
    decoded = decode(text.encode("gb18030") + b"\xff\n" + text.encode("gb18030"))
    assert decoded.text == f"{text}{REPLACEMENT}\n{text}"
    assert codes(decoded) == ["encoding_guessed", "replaced_characters"]


@pytest.mark.usefixtures("detector")
def test_bytes_that_make_sense_in_no_codec_are_refused() -> None:
    noise = bytes(random.Random(0).choices(range(0xA1, 0xFF), k=3_000))  # noqa: S311 - not for secrets
    with pytest.raises(Undecodable):
        decode(noise)


# what is no text


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
        b"\xff\xd8\xff\xe0\x00\x10JFIF",
        b"GIF89a\x01\x00",
        b"RIFF\x24\x00\x00\x00WEBPVP8 ",
        b"PK\x03\x04\x14\x00",
        gzip.compress(b"text"),
        bytes(range(256)) * 8,
    ],
)
def test_binary_data_is_no_text(content: bytes) -> None:
    with pytest.raises(NotText):
        decode(content)


def test_a_few_control_characters_are_put_up_with() -> None:
    assert decode(b"one line\x00\x07 and more text behind it, as old systems leave it").encoding == "utf-8"


# what had been decoded wrongly before


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "ja", "ko", "ru", "de", "fr"])
def test_utf8_that_was_read_as_windows_1252_is_read_again(language: str) -> None:
    garbled = "".join(
        bytes([byte]).decode("cp1252") if byte not in b"\x81\x8d\x8f\x90\x9d" else chr(byte)
        for byte in SENTENCES[language].encode()
    )
    decoded = decode(garbled)
    assert (decoded.text, codes(decoded)) == (SENTENCES[language], ["encoding_repaired"])


def test_utf8_that_was_read_as_gbk_is_read_again() -> None:
    text = "水库蓄水情况良好居民用水有保证"
    text = "".join(part for part in (text[:2] * 8, "\n", text[2:4] * 8))
    garbled = text.encode().decode("gb18030")
    assert garbled != text
    assert (decode(garbled).text, codes(decode(garbled))) == (text, ["encoding_repaired"])
    again = decode(garbled.encode())
    assert (again.text, again.encoding) == (text, "utf-8")


@pytest.mark.parametrize("text", [*SENTENCES.values(), "Ã", "Ã© is what é becomes", "锟斤拷", "联通", "©2020 ®", "Â£5"])
def test_text_that_is_right_is_left_alone(text: str) -> None:
    assert decode(text) == (text, None, [])


# a str


@pytest.mark.parametrize(
    ("content", "text", "noted"),
    [
        ("", "", []),
        ("\ufefftext", "text", []),
        ("a\x00b\r\n\u202ec", "a\x00b\r\n\u202ec", []),
        ("a\ud800b", f"a{REPLACEMENT}b", ["replaced_characters"]),
        ("\udfff", REPLACEMENT, ["replaced_characters"]),
    ],
)
def test_a_str_keeps_everything_that_can_be_written(content: str, text: str, noted: list[str]) -> None:
    decoded = decode(content)
    assert (decoded.text, decoded.encoding, codes(decoded)) == (text, None, noted)


@given(st.text(alphabet=st.characters(exclude_categories=())))
def test_every_str_gives_a_text_that_can_be_written(content: str) -> None:
    decoded = decode(content)
    decoded.text.encode("utf-8")
    assert set(codes(decoded)) <= set(WARNING_CODES)


@given(st.binary(max_size=300), st.sampled_from([None, "gbk", "utf-16", "hz", "iso-2022-jp", "koi8-r", "\x00"]))
def test_any_bytes_give_a_text_or_one_of_two_errors(content: bytes, declared: str | None) -> None:
    try:
        decoded = decode(content, declared)
    except (NotText, Undecodable):
        return
    decoded.text.encode("utf-8")
    assert codecs.lookup(decoded.encoding or "").name == decoded.encoding


@given(st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc")), min_size=1))
def test_what_is_written_in_utf8_comes_back(content: str) -> None:
    decoded = decode(content.encode())
    if "encoding_repaired" not in codes(decoded):
        assert decoded == (content.removeprefix("\ufeff"), "utf-8", [])


@pytest.mark.parametrize(
    "content", ["<" * 1_000_000, "<meta " * 170_000, "é" * 500_000, "é " * 300_000, "a" * 999_999 + "é"]
)
def test_the_sample_does_not_grow_with_the_page(content: str) -> None:
    assert len(decoding._sample(content.encode("cp1252"))) <= decoding.DETECTION_BYTES  # noqa: SLF001


# pages

SAMPLES = Path(__file__).resolve().parents[2] / "samples" / "pages"


@pytest.mark.parametrize("page", sorted(SAMPLES.glob("*.txt")), ids=lambda page: page.stem)
@pytest.mark.usefixtures("detector")
def test_samples_are_decoded_with_the_codec_in_their_name(page: Path) -> None:
    codec = page.suffixes[0].removeprefix(".") if len(page.suffixes) > 1 else "utf-8"
    written_in = {"big5": "cp950"}.get(codec, codec)
    decoded = decode(page.read_bytes())
    assert decoded.text == page.read_bytes().decode(written_in)
    assert decoded.encoding == {"big5": "big5hkscs"}.get(codec, codec)


def shared() -> Path:
    stated = os.environ.get("COPYDESK_SHARED")
    return Path(stated) if stated else Path(__file__).resolve().parents[3] / "shared"


def gold_texts(corpus: str) -> list[str]:
    path = shared() / "corpora" / corpus / "text.resiliparse.jsonl.gz"
    if not path.exists():
        pytest.skip(f"no corpora at {shared()} (set COPYDESK_SHARED)")
    with gzip.open(path, "rt", encoding="utf-8") as rows:
        return [json.loads(row)["gold"] for row in rows]


@pytest.mark.parametrize(("corpus", "codec"), [("zh", "gb18030"), ("en", "cp1252")])
@pytest.mark.usefixtures("detector")
def test_real_articles_of_500_characters_are_decoded_right(corpus: str, codec: str) -> None:
    contents = [text[:1_000].encode(codec, "ignore") for text in gold_texts(corpus) if len(text) >= 500]
    foreign = [content for content in contents if not content.isascii()]
    right = sum(decode(content).text == content.decode(codec) for content in foreign)
    assert right >= 0.97 * len(foreign) > 20
