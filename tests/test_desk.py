"""The API as a user meets it: clean, explain, Desk, Source and Rejected."""

from __future__ import annotations

import copy
import gzip
import hashlib
import pickle
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

import copydesk
from copydesk import desk as desk_module
from copydesk.article import REJECTION_CODES, WARNING_CODES
from copydesk.desk import body_length
from copydesk.page import Kind, Role
from copydesk.writing.jsonl import encode
from tests.labelling.trees import weights

if TYPE_CHECKING:
    from collections.abc import Iterator

Unchecked = Any
"""What a type checker would not let through."""

ENGLISH = """Home | News | Sport
River ferry returns after winter

By Ada Sample
4 March 2021 08:15

The river ferry will sail again on Friday after four months in dock, the transport office said on Thursday.

Engineers replaced both engines and most of the planking, and the crew has trained on the new controls since January.

Share this article
Copyright © 2019-2021 Harbour Gazette Ltd. All rights reserved.
"""
FERRY = "The river ferry will sail again on Friday after four months in dock, the transport office said on Thursday."
ENGINES = (
    "Engineers replaced both engines and most of the planking, and the crew has trained on the new controls "
    "since January."
)
CHINESE = """首页 > 本地
江岸轮渡周五复航
2021-03-04 08:15　来源：江岸晚报　作者：周一鸣

停航四个月的江岸轮渡将于周五恢复航行，市交通局周四在通气会上公布了这一消息。

工程人员更换了两台发动机和大部分甲板，船员自一月起接受新设备的操作训练。

责任编辑：林小满
分享到：
Copyright © 2001-2021 江岸晚报 版权所有
沪ICP备12345678号-1
"""
MENU = "Home\nNews\nSport\nWeather\nContact us\n"
NO_DATE = ENGLISH.replace("4 March 2021 08:15\n", "")
HTML = f"""<!doctype html>
<html><head>
<title>River ferry returns after winter</title>
<script type="application/ld+json">
{{"@type": "NewsArticle", "headline": "River ferry returns after winter", "datePublished": "2019-11-30T10:00:00Z",
"author": {{"@type": "Person", "name": "Bruno Muster"}}}}
</script>
</head><body>
<h1>River ferry returns after winter</h1>
<p class="byline">By Ada Sample</p>
<time>4 March 2021 08:15</time>
<article><p>{FERRY}</p>
<p>{ENGINES}</p></article>
</body></html>
"""
FETCHED = datetime(2021, 3, 5, 12, tzinfo=UTC)


def rejected(page: Unchecked, settings: dict[str, Any] | None = None, **known: Unchecked) -> copydesk.Rejection:
    with pytest.raises(copydesk.Rejected) as caught:
        copydesk.Desk(**settings or {}).clean(page, **known)
    return caught.value.rejection


def codes(article: copydesk.Article) -> set[str]:
    return {warning.code for warning in article.warnings}


# clean


def test_a_page_becomes_an_article() -> None:
    article = copydesk.clean(ENGLISH, url="https://gazette.example/ferry")
    assert article.title == "River ferry returns after winter"
    assert article.text == f"{FERRY}\n\n{ENGINES}"
    assert article.url == "https://gazette.example/ferry"
    assert (article.authors, article.published_at, article.published_raw) == (
        ["Ada Sample"],
        "2021-03-04T08:15",
        "4 March 2021 08:15",
    )
    assert article.rights.holder == article.publisher == "Harbour Gazette Ltd."
    assert (article.language, article.warnings) == ("en", [])


def test_a_chinese_page_becomes_an_article() -> None:
    article = copydesk.clean(CHINESE)
    assert article.title == "江岸轮渡周五复航"
    assert (article.source, article.authors, article.editors) == ("江岸晚报", ["周一鸣"], ["林小满"])
    assert [(each.kind, each.number) for each in article.registrations] == [("icp_filing", "沪ICP备12345678号-1")]
    assert article.text.startswith("停航四个月")
    assert article.text.endswith("操作训练。")


def test_text_bytes_and_source_are_the_same_page() -> None:
    from_str = copydesk.clean(CHINESE)
    from_bytes = copydesk.clean(CHINESE.encode())
    assert from_bytes.provenance.encoding == "utf-8"
    assert from_str.provenance.encoding is None
    assert copydesk.clean(copydesk.Source(CHINESE)) == from_str
    same = {"provenance": from_str.provenance}
    assert from_bytes.model_copy(update=same) == from_str


def test_an_encoding_that_is_known_is_used() -> None:
    article = copydesk.clean(CHINESE.encode("gb18030"), encoding="gbk")
    assert article.title == "江岸轮渡周五复航"
    assert article.provenance.encoding == "gb18030"
    assert "encoding_guessed" not in codes(article)


def test_what_is_known_wins_over_the_source() -> None:
    source = copydesk.Source(ENGLISH, url="https://gazette.example/old", name="old.txt", record=3)
    article = copydesk.clean(source, url="https://gazette.example/new")
    assert article.url == "https://gazette.example/new"
    assert (article.provenance.input, article.provenance.record) == ("old.txt", 3)


def test_the_kind_decides_how_a_page_is_read() -> None:
    page = f"<p>Ferry back in service</p>\n\n{FERRY}\n"
    assert "<p>" in "".join(row.text for row in copydesk.explain(page, kind="text"))
    assert copydesk.clean(page, kind="text").text == FERRY


@pytest.mark.parametrize(
    ("page", "known", "message"),
    [
        (None, {}, "a page is str, bytes or copydesk.Source, not NoneType"),
        (b"", {"content": b""}, "content"),
        (bytearray(b"page"), {}, "not bytearray"),
        (PurePosixPath("page.txt"), {}, "not PurePosixPath; read files and responses first"),
        (copydesk.Source(content=7), {}, "not int"),  # type: ignore[arg-type]
        (ENGLISH, {"fetched_at": "2021-03-05"}, "fetched_at: datetime or None, not str"),
        (ENGLISH, {"url": b"https://gazette.example/"}, "url: str or None, not bytes"),
        (ENGLISH, {"name": Path("page.txt")}, "name: str or None, not PosixPath"),
        (ENGLISH, {"record": "1"}, "record: int or None, not str"),
        (ENGLISH, {"encoding": 8}, "encoding: str or None, not int"),
        (ENGLISH, {"link": "https://gazette.example/"}, "link"),
    ],
)
def test_a_wrong_type_says_what_is_right(page: Unchecked, known: dict[str, Any], message: str) -> None:
    for call in (copydesk.clean, copydesk.explain):
        with pytest.raises(TypeError, match=message):
            call(page, **known)


def test_an_unknown_kind_names_the_known_ones() -> None:
    kind: Any = "pdf"
    with pytest.raises(ValueError, match="kind: one of auto, text, html, not 'pdf'"):
        copydesk.clean(ENGLISH, kind=kind)


# identity and provenance


def test_the_same_input_and_url_give_the_same_id() -> None:
    first = copydesk.clean(ENGLISH, url="https://gazette.example/a", name="a.txt", fetched_at=FETCHED)
    again = copydesk.Desk(keep_removed=True).clean(ENGLISH.encode(), url="https://gazette.example/a")
    assert first.id == again.id


def test_another_input_or_url_gives_another_id() -> None:
    ids = [
        copydesk.clean(page, url=url).id
        for page in (ENGLISH, ENGLISH + "\n", CHINESE)
        for url in (None, "https://gazette.example/a", "https://gazette.example/b")
    ]
    assert len(set(ids)) == len(ids)


def test_provenance_says_where_the_record_comes_from_and_what_made_it() -> None:
    page = CHINESE.encode()
    provenance = copydesk.clean(page, name="page.txt", record=7, source_id="row-7").provenance
    assert (provenance.input, provenance.record, provenance.source_id) == ("page.txt", 7, "row-7")
    assert provenance.encoding == "utf-8"
    assert provenance.sha256 == hashlib.sha256(page).hexdigest()
    assert provenance.cleaner == f"copydesk {copydesk.__version__}"


def test_spans_point_at_the_paragraphs() -> None:
    article = copydesk.clean(ENGLISH)
    assert [ENGLISH[start:end] for start, end in article.provenance.spans] == [FERRY, ENGINES]


def test_the_digest_of_the_rules_changes_with_them(tmp_path: Path) -> None:
    rules = write_rules(tmp_path / "own.toml", "ferries for all")
    plain, own = copydesk.Desk(), copydesk.Desk(rules=(rules,))
    assert plain.clean(ENGLISH).provenance.rules == copydesk.clean(ENGLISH).provenance.rules
    assert own.clean(ENGLISH).provenance.rules != plain.clean(ENGLISH).provenance.rules


def test_a_name_that_is_no_unicode_is_recorded_with_escapes() -> None:
    source = copydesk.Source(ENGLISH, name="page-\udcff.txt")
    assert copydesk.clean(source).provenance.input == "page-\\udcff.txt"
    assert rejected(MENU, name="page-\udcff.txt").input == "page-\\udcff.txt"


# what is removed


def test_removed_rows_are_counted_by_kind() -> None:
    removed = copydesk.clean(ENGLISH).removed
    rows = [row for row in copydesk.explain(ENGLISH) if row.label is Role.REMOVED]
    assert removed.by_kind == {"nav_links": 1, "share_prompt": 1, "copyright_notice": 1}
    assert removed.lines == len(rows) == 3
    assert removed.chars == sum(len(row.text.strip()) for row in rows)
    assert removed.details is None


def test_keep_removed_puts_the_rows_into_the_record() -> None:
    details = copydesk.Desk(keep_removed=True).clean(ENGLISH).removed.details
    assert details is not None
    assert [(row.number, row.kind, row.text) for row in details] == [
        (1, "nav_links", "Home | News | Sport"),
        (11, "share_prompt", "Share this article"),
        (12, "copyright_notice", "Copyright © 2019-2021 Harbour Gazette Ltd. All rights reserved."),
    ]
    assert all("/" in row.reason for row in details)


# min_chars and require


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("", 0),
        ("…, — !\n\n", 0),
        ("Abc 12", 5),
        ("приём", 5),
        ("خبر", 3),
        ("江岸", 4),
        ("かな", 4),
        ("나루", 4),
        ("ข่าว", 6),  # three letters; the tone mark is none
        ("2021年", 6),
    ],
)
def test_a_letter_of_a_script_without_spaces_counts_twice(text: str, length: int) -> None:
    assert body_length(text, enough=100) == length


def test_length_is_counted_until_there_is_enough() -> None:
    assert body_length("江" * 1000, enough=25) == 26
    assert body_length("a" * 24, enough=25) == 24


def test_min_chars_is_the_least_length_that_passes() -> None:
    length = body_length(copydesk.clean(CHINESE).text, enough=1000)
    assert copydesk.Desk(min_chars=length).clean(CHINESE).title
    reason = rejected(CHINESE, {"min_chars": length + 1}).reasons[0]
    assert (reason.code, reason.field) == ("too_short", None)
    assert str(length) in reason.message


@pytest.mark.parametrize(
    ("page", "fields"),
    [
        (NO_DATE, ["published_at"]),
        (ENGLISH, ["url"]),
        (ENGLISH, ["source", "editors", "registrations", "contacts", "captions"]),
        (f"{FERRY}\n", ["title", "rights"]),
        ("0123456789 0123456789 0123456789 0123456789, 0123456789 0123456789.\n", ["language"]),
    ],
)
def test_a_required_field_that_the_page_does_not_state_rejects_it(page: str, fields: list[str]) -> None:
    reasons = rejected(page, {"require": ["text", *fields]}).reasons
    assert [(reason.code, reason.field) for reason in reasons] == [("missing_field", field) for field in fields]


def test_required_fields_that_are_stated_reject_nothing() -> None:
    desk = copydesk.Desk(require=["title", "text", "authors", "published_at", "rights", "publisher", "language"])
    assert desk.clean(ENGLISH) == copydesk.clean(ENGLISH)


def test_a_page_without_fields_keeps_its_text() -> None:
    article = copydesk.clean(f"{FERRY}\n\n{ENGINES}\n")
    assert article.text == f"{FERRY}\n\n{ENGINES}"
    assert article.title is None
    assert article.published_at is None
    assert codes(article) == {"no_title", "no_date"}


@pytest.mark.parametrize(
    ("settings", "error", "message"),
    [
        ({"require": ["headline", "title"]}, ValueError, r"require: no such field: headline; there are authors, .*url"),
        ({"require": ["warnings"]}, ValueError, "no such field: warnings"),
        ({"require": "title"}, TypeError, r"require: a list or tuple, not one str: require=\['title'\]"),
        ({"rules": "own.toml"}, TypeError, r"rules: a list or tuple, not one str"),
        ({"rules": Path("own.toml")}, TypeError, r"rules: a list or tuple, not one PosixPath"),
        ({"rules": ["/nowhere/own.toml"]}, copydesk.BrokenRules, "/nowhere/own.toml: No such file"),
        ({"min_chars": "25"}, TypeError, "min_chars: a whole number, not str"),
        ({"timezone": "Asia/Shanghia"}, ValueError, "timezone: no IANA name of a time zone: 'Asia/Shanghia'"),
        ({"timezone": "../etc/passwd"}, ValueError, "no IANA name"),
        ({"timezone": ""}, ValueError, "no IANA name of a time zone: ''"),
        ({"timezone": ZoneInfo("UTC")}, ValueError, r"no IANA name of a time zone: zoneinfo\.ZoneInfo\("),
    ],
)
def test_a_wrong_setting_fails_at_once(settings: dict[str, Any], error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        copydesk.Desk(**settings)


# dates


@pytest.mark.parametrize(
    ("fetched_at", "expected"),
    [
        (None, "2021-03-04T08:15"),
        (datetime(2021, 3, 4, 9, 0), "2021-03-04T08:15"),  # noqa: DTZ001 - clocks without a zone are the subject
        (datetime(2021, 3, 3, 9, 0), "2021-03-04T08:15"),  # noqa: DTZ001 - a day's slack: zones are not known
        (datetime(2021, 3, 3, 8, 0), None),  # noqa: DTZ001
        (datetime(2021, 3, 3, 8, 0, tzinfo=UTC), None),
        (datetime.max.replace(tzinfo=UTC), "2021-03-04T08:15"),
    ],
)
def test_a_date_after_the_fetch_is_null_with_a_warning(fetched_at: datetime | None, expected: str | None) -> None:
    article = copydesk.clean(ENGLISH, fetched_at=fetched_at)
    assert article.published_at == expected
    assert article.published_raw == "4 March 2021 08:15"
    assert codes(article) == (set() if expected else {"future_date"})


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("2021-03-04 08:15", "2021-03-04T08:15+08:00"),
        ("2021-03-04 08:15:30", "2021-03-04T08:15:30+08:00"),
        ("2021-03-04T08:15:30+01:00", "2021-03-04T08:15:30+01:00"),
        ("2021-03-04T08:15:30Z", "2021-03-04T08:15:30Z"),
        ("2021-03-04", "2021-03-04"),
    ],
)
def test_the_time_zone_goes_to_times_that_state_none(stated: str, expected: str) -> None:
    page = CHINESE.replace("2021-03-04 08:15", stated)
    assert copydesk.Desk(timezone="Asia/Shanghai").clean(page).published_at == expected
    assert copydesk.clean(page).published_at == (expected if "+08" not in expected else expected.removesuffix("+08:00"))


def test_the_offset_is_that_of_the_day() -> None:
    desk = copydesk.Desk(timezone="Europe/Berlin")
    assert desk.clean(ENGLISH).published_at == "2021-03-04T08:15+01:00"
    assert desk.clean(ENGLISH.replace("March", "July")).published_at == "2021-07-04T08:15+02:00"


def test_a_time_with_a_zone_is_compared_in_it() -> None:
    nearly_two_days_ahead_by_the_clock = datetime(2021, 3, 2, 20, 0, tzinfo=timezone(timedelta(hours=-11)))
    page = ENGLISH.replace("4 March", "3 March").replace("08:15", "23:15")
    assert "future_date" in codes(copydesk.clean(page, fetched_at=nearly_two_days_ahead_by_the_clock))
    kiritimati = copydesk.Desk(timezone="Pacific/Kiritimati")
    assert codes(kiritimati.clean(page, fetched_at=nearly_two_days_ahead_by_the_clock)) == set()


# rejections


@pytest.mark.parametrize(
    "url",
    [
        "",
        "gazette.example/ferry",
        "ftp://gazette.example/ferry",
        "javascript:alert(1)",
        "https://",
        "https:///ferry",
        "http://?q=ferry",
        "https://gazette.example/a b",
        "https://gazette.example/a\tb",
        "https://gazette.example/a\0b",
        "https://gazette.example/\ud800",
        "https://[gazette.example/",
    ],
)
def test_a_url_that_is_none_rejects_the_page(url: str) -> None:
    rejection = rejected(ENGLISH, url=url)
    assert [(reason.code, reason.field) for reason in rejection.reasons] == [("invalid_field", "url")]
    assert rejection.title == "River ferry returns after winter"
    assert encode(rejection)


@pytest.mark.parametrize(
    "url",
    ["https://gazette.example", "HTTP://gazette.example:8080/a?b=c#d", "https://报.example/新闻", "http://[::1]/"],
)
def test_a_url_stays_as_it_was_given(url: str) -> None:
    assert copydesk.clean(ENGLISH, url=url).url == url


@pytest.mark.parametrize("around", ["{} ", " {}", "{}\n", "\t{}\r\n"])
def test_white_space_around_a_url_costs_nothing(around: str) -> None:
    url = "https://gazette.example/ferry"
    article = copydesk.clean(ENGLISH, url=around.format(url))
    assert article == copydesk.clean(ENGLISH, url=url)


def test_a_rejection_names_the_page() -> None:
    rejection = rejected(MENU, name="menu.txt", record=2, source_id="row-2", url="https://gazette.example/")
    assert (rejection.input, rejection.record, rejection.source_id) == ("menu.txt", 2, "row-2")
    assert rejection.url == "https://gazette.example/"
    assert rejection.sha256 == hashlib.sha256(MENU.encode()).hexdigest()


def test_rejected_is_a_value_error_that_reads_well_and_pickles() -> None:
    error = copydesk.Rejected(rejected(ENGLISH, {"require": ["url", "source"]}))
    assert isinstance(error, ValueError)
    assert str(error) == "missing_field: the page gives no url; missing_field: the page gives no source"
    again = pickle.loads(pickle.dumps(error))  # noqa: S301
    assert (type(again), str(again), again.rejection) == (copydesk.Rejected, str(error), error.rejection)


def test_an_error_of_our_own_is_raised_by_clean_and_recorded_by_run(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_text: str) -> str:
        message = "lost \ud800"
        raise KeyError(message)

    monkeypatch.setattr(desk_module, "tell_language", fail)
    with pytest.raises(KeyError):
        copydesk.clean(ENGLISH)
    (result,) = copydesk.Desk().run([copydesk.Source(ENGLISH, name="page.txt")])
    assert isinstance(result, copydesk.Rejection)
    assert result.input == "page.txt"
    assert result.reasons[0].code == "internal_error"
    assert result.reasons[0].message.startswith("KeyError: ")
    assert encode(result)


NOISE = bytes(range(128, 256)) * 8

REJECTED_AS: dict[str, tuple[dict[str, Any], Any]] = {
    "no_article": ({}, MENU),
    "too_short": ({"min_chars": 1000}, ENGLISH),
    "undecodable": ({}, NOISE),
    "not_text": ({}, gzip.compress(ENGLISH.encode())),
    "unreadable": ({}, None),
    "missing_field": ({"require": ["url"]}, ENGLISH),
    "invalid_field": ({}, copydesk.Source(ENGLISH, url="ferry")),
    "internal_error": ({}, ENGLISH),
}


OF_WORKERS = {"worker_died", "too_slow"}
"""No desk gives these; `tests/batch/test_workers.py` sees them happen."""


@pytest.mark.parametrize("code", [code for code in REJECTION_CODES if code not in OF_WORKERS])
def test_every_rejection_code_happens(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    settings, page = REJECTED_AS[code]
    if code == "internal_error":
        monkeypatch.setattr(desk_module, "tell_language", None)
    (result,) = copydesk.Desk(**settings).run([page])
    assert isinstance(result, copydesk.Rejection)
    assert [reason.code for reason in result.reasons] == [code]


WARNED_OF: dict[str, copydesk.Source] = {
    "weak_body": copydesk.Source(ENGLISH + "Share this article\n"),
    "no_title": copydesk.Source(f"{FERRY}\n\n{ENGINES}\n"),
    "no_date": copydesk.Source(NO_DATE),
    "future_date": copydesk.Source(ENGLISH, fetched_at=datetime(2020, 1, 1, tzinfo=UTC)),
    "encoding_guessed": copydesk.Source(CHINESE.encode("gb18030")),
    "encoding_repaired": copydesk.Source(ENGLISH.replace("ferry", "féerie").encode().decode("cp1252")),
    "replaced_characters": copydesk.Source(CHINESE.replace("轮渡", "轮\ud800渡")),
    "sources_disagree": copydesk.Source(HTML),
}


@pytest.mark.parametrize("code", WARNING_CODES)
def test_every_warning_code_happens(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if code == "weak_body":
        monkeypatch.setattr(desk_module, "shipped_weights", lambda: weights(0.01))
    article = copydesk.Desk().clean(WARNED_OF[code])
    assert code in codes(article)
    assert all(warning.message for warning in article.warnings)


# explain


def test_explain_covers_the_page() -> None:
    rows = copydesk.explain(ENGLISH)
    assert "".join(row.text for row in rows) == ENGLISH
    assert [(row.start, row.end) for row in rows] == [
        (len("".join(before.text for before in rows[:index])), len("".join(row.text for row in rows[: index + 1])))
        for index in range(len(rows))
    ]
    assert [row.label for row in rows if row.label is not Role.BLANK] == [
        Role.REMOVED,
        Role.TITLE,
        Role.META,
        Role.META,
        Role.BODY,
        Role.BODY,
        Role.REMOVED,
        Role.REMOVED,
    ]


def test_explain_takes_what_clean_rejects_for_its_text() -> None:
    assert {row.label for row in copydesk.explain(MENU)} == {Role.REMOVED}
    assert copydesk.explain("") == []
    with pytest.raises(copydesk.Rejected, match="not_text"):
        copydesk.explain(gzip.compress(ENGLISH.encode()))


# Desk


def test_a_desk_pickles_and_gives_the_same_bytes_after(tmp_path: Path) -> None:
    rules = write_rules(tmp_path / "own.toml", "ferries for all")
    desk = copydesk.Desk(rules=[rules], min_chars=9, require=["title"], timezone="Asia/Shanghai", keep_removed=True)
    before = encode(desk.clean(CHINESE))
    for again in (pickle.loads(pickle.dumps(desk)), copy.deepcopy(desk), copy.copy(desk)):  # noqa: S301
        assert again == desk
        assert encode(again.clean(CHINESE)) == before


def test_a_pickled_desk_is_small() -> None:
    desk = copydesk.Desk()
    desk.clean(ENGLISH)
    assert len(pickle.dumps(desk)) < 500


def test_a_desk_keeps_no_memory_of_pages() -> None:
    desk = copydesk.Desk()
    fresh = [encode(copydesk.Desk().clean(page)) for page in (ENGLISH, CHINESE, ENGLISH)]
    assert [encode(desk.clean(page)) for page in (ENGLISH, CHINESE, ENGLISH)] == fresh


def test_a_desk_is_its_settings() -> None:
    assert copydesk.Desk(require=["title"]) == copydesk.Desk(require=("title",))
    assert hash(copydesk.Desk(require=["title"])) == hash(copydesk.Desk(require=("title",)))
    with pytest.raises(AttributeError):
        copydesk.Desk().min_chars = 3  # type: ignore[misc]


def test_settings_tell_all_that_records_depend_on() -> None:
    told = copydesk.Desk(min_chars=30, require=["title"], timezone="Asia/Shanghai").settings()
    assert {**told, "min_chars": 30, "require": ["title"], "timezone": "Asia/Shanghai"} == told
    assert told["html_parser"] in {"lxml", "html.parser"}
    assert told["encoding_detector"] in {"cchardet", "chardet", None}
    others = [copydesk.Desk(favor="recall"), copydesk.Desk(keep_removed=True), copydesk.Desk(min_chars=26)]
    assert all(other.settings() != copydesk.Desk().settings() for other in others)


def write_rules(path: Path, line: str) -> str:
    path.write_text(
        f"""language = "en"
[[rule]]
id = "own-line"
kind = "site_slogan"
match = "line"
patterns = ["{line}"]
matches = ["{line}"]
leaves = ["Nothing of the sort."]
""",
        encoding="utf-8",
    )
    return str(path)


def test_rules_are_read_anew_for_every_desk(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    page = ENGLISH.replace(ENGINES, "Ferries for all\n\n" + ENGINES)
    first = copydesk.Desk(rules=[write_rules(path, "ferries for all")])
    second = copydesk.Desk(rules=[write_rules(path, "another line")])
    assert first.clean(page).removed.by_kind[Kind.SITE_SLOGAN] == 1
    assert Kind.SITE_SLOGAN not in second.clean(page).removed.by_kind


# run


def test_run_gives_one_result_a_page_in_order() -> None:
    outcome = copydesk.Desk().run([ENGLISH, MENU, CHINESE.encode(), copydesk.Source(MENU), ENGLISH])
    kinds = [type(result) for result in outcome]
    assert kinds == [copydesk.Article, copydesk.Rejection, copydesk.Article, copydesk.Rejection, copydesk.Article]


def test_run_takes_pages_one_by_one() -> None:
    taken = []

    def pages() -> Iterator[str]:
        for number in range(1000):
            taken.append(number)
            yield ENGLISH

    outcome = copydesk.Desk().run(pages())
    assert taken == []
    next(outcome)
    next(outcome)
    assert taken == [0, 1]


@pytest.mark.parametrize(
    ("junk", "message"),
    [
        (None, "not NoneType"),
        (42, "not int"),
        ([ENGLISH], "not list"),
        ({"content": ENGLISH}, "not dict"),
        (Path("page.txt"), "not PosixPath"),
        (copydesk.Source(None), "not NoneType"),  # type: ignore[arg-type]
        (copydesk.Source(ENGLISH, url=7), "url: str or None, not int"),  # type: ignore[arg-type]
        (copydesk.Source(ENGLISH, kind="pdf"), "kind: one of"),  # type: ignore[arg-type]
        (copydesk.Source(ENGLISH, kind=[]), "kind: one of"),  # type: ignore[arg-type]
        (copydesk.Source(ENGLISH, fetched_at=FETCHED.date()), "fetched_at: datetime or None, not date"),  # type: ignore[arg-type]
    ],
)
def test_junk_among_the_pages_is_on_record_and_ends_nothing(junk: Unchecked, message: str) -> None:
    before, result, after = copydesk.Desk().run([ENGLISH, junk, ENGLISH])
    assert before == after == copydesk.clean(ENGLISH)
    assert isinstance(result, copydesk.Rejection)
    assert (result.reasons[0].code, result.sha256) == ("unreadable", None)
    assert message in result.reasons[0].message
    assert encode(result)


def test_junk_keeps_the_name_that_it_came_with() -> None:
    source = copydesk.Source(None, name="page.txt")  # type: ignore[arg-type]
    (result,) = copydesk.Desk().run([source])
    assert isinstance(result, copydesk.Rejection)
    assert result.input == "page.txt"


@pytest.mark.parametrize("page", [ENGLISH, ENGLISH.encode(), copydesk.Source(ENGLISH)])
def test_one_page_is_no_iterable_of_pages(page: Unchecked) -> None:
    with pytest.raises(TypeError, match=r"run takes an iterable of pages, not one \w+; clean\(page\) cleans one"):
        copydesk.Desk().run(page)


def test_what_fails_between_pages_is_the_callers() -> None:
    def pages() -> Iterator[str]:
        yield ENGLISH
        message = "connection lost"
        raise ConnectionError(message)

    outcome = copydesk.Desk().run(pages())
    assert isinstance(next(outcome), copydesk.Article)
    with pytest.raises(ConnectionError):
        next(outcome)


@pytest.mark.parametrize(
    "page", ["", "\n \t\r\n", "\0" * 50, "\ud800\udfff\ufeff\u202e", "江" * 1_000_000, "a b " * 250_000]
)
def test_any_string_gives_a_result(page: str) -> None:
    (result,) = copydesk.Desk().run([page])
    assert encode(result)
