"""What counts as a date, and which of a page's dates is that of its publication."""

from __future__ import annotations

import datetime as dt
import gzip
import json
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copydesk.fields.date_words import date_words
from copydesk.fields.dates import Moment, find_moments, take_date
from copydesk.languages.files import languages

FETCHED = dt.datetime(2021, 3, 5, 12, 30, tzinfo=dt.UTC)


def values(line: str, *, fetched_at: dt.datetime | None = None, day_first: bool | None = None) -> list[str]:
    return [moment.value for moment in find_moments(line, fetched_at=fetched_at, day_first=day_first)]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        # year first
        ("2016-12-09", "2016-12-09"),
        ("2016-12-09 10:58", "2016-12-09T10:58"),
        ("2016-12-09 10:58:47", "2016-12-09T10:58:47"),
        ("2016/12/09 10:58", "2016-12-09T10:58"),
        ("2016.12.09 10:58", "2016-12-09T10:58"),
        ("2016-12-09T10:58:47+08:00", "2016-12-09T10:58:47+08:00"),
        ("2016-12-09T10:58:47Z", "2016-12-09T10:58:47Z"),
        ("2016-12-09 10:58:47.031886+02:00", "2016-12-09T10:58:47+02:00"),
        ("2026-01-08 | 12:42", "2026-01-08T12:42"),
        # Chinese, Japanese, Korean
        ("2019年9月8日 22:20", "2019-09-08T22:20"),
        ("2023年11月3日23:52", "2023-11-03T23:52"),
        ("2019年03月05日（火） 08時15分", "2019-03-05T08:15"),
        ("2021年03月04日 星期四 10:00", "2021-03-04T10:00"),
        ("２０１９年９月８日　２２：２０", "2019-09-08T22:20"),
        ("2012年12月10日, 格林尼治标准时间10:41", "2012-12-10T10:41Z"),
        ("2023.11.02. 오후 8:06", "2023-11-02T20:06"),
        ("2023.11.02. 오전 12:06", "2023-11-02T00:06"),
        ("2009년 1월16일", "2009-01-16"),
        # glued
        ("2019-09-3007:42", "2019-09-30T07:42"),
        ("发布时间：18-03-0823:16", "2018-03-08T23:16"),
        ("November 9, 20235:01 AM ET", "2023-11-09T05:01-05:00"),
        ("UpdatedNovember 9, 2023", "2023-11-09"),
        # English
        ("November 9, 2023 3:02am EST", "2023-11-09T03:02-05:00"),
        ("Nov. 9, 2023, 4:59 AM UTC", "2023-11-09T04:59Z"),
        ("Nov 8, 2023 / 02:40 PM", "2023-11-08T14:40"),
        ("July 8, 2023 5 PM ET", "2023-07-08T17:00-04:00"),
        ("16:23, Thu, Nov 2, 2023", "2023-11-02T16:23"),
        ("22:00 GMT, 26 September 2020", "2020-09-26T22:00Z"),
        ("29th Oct 2023, 12:47 GMT", "2023-10-29T12:47Z"),
        ("2 November 2023 • 9:10am", "2023-11-02T09:10"),
        ("Thu Dec 10 10:10:50 GMT-03:00 2020", "2020-12-10T10:10:50-03:00"),
        # day first
        ("19.10.2019 11:05 Uhr", "2019-10-19T11:05"),
        ("07.11.23 um 10:35 Uhr", "2023-11-07T10:35"),
        ("07.11.2023, 10.55 Uhr", "2023-11-07T10:55"),
        ("Samstag, 19. Oktober 2019 um 11:14 Uhr", "2019-10-19T11:14"),
        ("le 14.09.2020 à 11h46", "2020-09-14T11:46"),
        ("1er novembre 2023 à 16h28", "2023-11-01T16:28"),
        ("07/05/2022 20H06", "2022-05-07T20:06"),
        ("26 de abril de 2022 07:15 PM", "2022-04-26T19:15"),
        ("19 Febbraio 2020 12:02", "2020-02-19T12:02"),
        ("01 de Maio de 2020, 10h51", "2020-05-01T10:51"),
        ("26 september 2020 12:07", "2020-09-26T12:07"),
        ("15 августа 2016, 13:43", "2016-08-15T13:43"),
        ("16 marca 2021", "2021-03-16"),
        ("23 okt 2025 kl 10.23", "2025-10-23T10:23"),
        ("19.2.2020 klo 14.00", "2020-02-19T14:00"),
        ("30 Ağustos 2024 - 16:48", "2024-08-30T16:48"),
        ("02/11/2023, 21:34 WIB", "2023-11-02T21:34+07:00"),
        ("Thứ năm, 2/11/2023, 19:20 (GMT+7)", "2023-11-02T19:20+07:00"),
        ("ngày 2 tháng 11 năm 2023", "2023-11-02"),
        ("28-04-2021, 09:29", "2021-04-28T09:29"),
        ("9. mai 2024 - 13:26", "2024-05-09T13:26"),
        ("16.10.2022 | 19:48 Uhr", "2022-10-16T19:48"),
        ("28 de octubre del 2023", "2023-10-28"),
        ("30 EYLÜL 2024", "2024-09-30"),
        ("17 KASIM 2024 saat 09:30", "2024-11-17T09:30"),
        # other digits and calendars
        ("١٥/٠٣/٢٠٢٤", "2024-03-15"),
        ("۱۴۰۲/۰۸/۱۵ - ۱۲:۳۰", "2023-11-06T12:30"),
        ("13/11/2567 10:30", "2024-11-13T10:30"),
        # month first where a zone of the United States says so
        ("11/08/2023 05:03 AM EST", "2023-11-08T05:03-05:00"),
    ],
)
def test_a_moment_is_read_as_far_as_it_is_stated(line: str, expected: str) -> None:
    assert values(line) == [expected]


@pytest.mark.parametrize(
    "line",
    [
        "2019-13-01",
        "2019-02-31",
        "31.02.2019",
        "1889-03-01",
        "2101-01-01",
        "© 2019-2024 Example Media",
        "© 2019-03-04 Example Media",
        "Copyright (c) 2019",
        "电话：010-12345678",
        "Tel. 0800-12-2019-55",
        "许可证编号：12120170001",
        "10.20.30.40",
        "version 8.5.12",
        "ISSN 2499-0817",
        "https://news.example/2019/09/07/story",
        "https://news.example/a?day=2019-09-07",
        "2019年9月",
        "May be the best of 20 years",
        "Veröffentlicht 12. März 10 Uhr",
        "02-11-2310:00",
        "",
        "\ud800\x00\u202e",
    ],
)
def test_what_is_no_date(line: str) -> None:
    assert find_moments(line) == []


@pytest.mark.parametrize(
    ("line", "day_first", "expected"),
    [
        ("03/04/2016", None, []),
        ("03/04/2016", True, ["2016-04-03"]),
        ("03/04/2016", False, ["2016-03-04"]),
        ("04/04/2016", None, ["2016-04-04"]),
        ("13/04/2016", None, ["2016-04-13"]),
        ("04/13/2016", None, ["2016-04-13"]),
        ("Publicado 03/04/2016", None, ["2016-04-03"]),
        ("03-04-16 10:00", None, []),
        ("发布 18-03-08 23:16", None, ["2018-03-08T23:16"]),
    ],
)
def test_an_ambiguous_order_gives_nothing(line: str, day_first: bool | None, expected: list[str]) -> None:  # noqa: FBT001
    assert values(line, day_first=day_first) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("10-0812:00", "2020-10-08T12:00"),
        ("03-0512:00", "2021-03-05T12:00"),
        ("10月23日17:26", "2020-10-23T17:26"),
        ("3/4(木) 18:45配信", "2021-03-04T18:45"),
        ("10分钟前", "2021-03-05T12:20"),
        ("3小时前", "2021-03-05"),
        ("20 hours ago", "2021-03-04"),
        ("vor 2 Tagen", "2021-03-03"),
        ("昨天 08:30", "2021-03-04T08:30"),
        ("前天", "2021-03-03"),
    ],
)
def test_what_depends_on_the_day_of_fetching(line: str, expected: str) -> None:
    assert values(line) == []
    assert values(line, fetched_at=FETCHED) == [expected]


def test_a_sentence_with_yesterday_in_it_states_no_moment() -> None:
    line = "云河市气象台昨天表示，" + "未来一周全市以晴到多云天气为主，" * 4
    assert find_moments(line, fetched_at=FETCHED) == []


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("最后更新: 2019-09-07 15:14:21", [("2019-09-07T15:14:21", True)]),
        ("Stand: 19.10.2019 11:05 Uhr", [("2019-10-19T11:05", True)]),
        ("2019-09-07 更新", [("2019-09-07", True)]),
        (
            "Veröffentlicht: 07.11.2023, 10:37 Uhr | aktualisiert: 07.11.2023, 11:01 Uhr",
            [("2023-11-07T10:37", False), ("2023-11-07T11:01", True)],
        ),
        ("19.2.2020 16:20päivitetty 20.2.2020 16:20", [("2020-02-19T16:20", False), ("2020-02-20T16:20", True)]),
        (
            "Publié le 2 nov. 2023 à 16:00Mis à jour le 3 nov. 2023 à 16:16",
            [("2023-11-02T16:00", False), ("2023-11-03T16:16", True)],
        ),
    ],
)
def test_a_label_tells_an_update_from_publication(line: str, expected: list[tuple[str, bool]]) -> None:
    assert [(moment.value, moment.updated) for moment in find_moments(line)] == expected


@pytest.mark.parametrize(
    ("line", "raw"),
    [
        ("来源：云河网 2019年09月30日 07:42 评论", "2019年09月30日 07:42"),
        ("Published: 22:00 GMT, 26 September 2020 | Updated", "22:00 GMT, 26 September 2020"),
    ],
)
def test_raw_is_the_part_of_the_line_as_printed(line: str, raw: str) -> None:
    (moment,) = find_moments(line)
    assert moment.raw == raw
    assert line[moment.start : moment.end].strip() == raw


@given(st.datetimes(min_value=dt.datetime(1990, 1, 1), max_value=dt.datetime(2100, 12, 31)))  # noqa: DTZ001
def test_every_iso_moment_is_read_back(moment: dt.datetime) -> None:
    stated = moment.replace(microsecond=0)
    assert values(f"{stated:%Y-%m-%d %H:%M:%S}".rjust(19, "0")) == [stated.isoformat()]


@settings(deadline=None)  # expressions are compiled as languages come up
@given(st.dates(min_value=dt.date(1990, 1, 1), max_value=dt.date(2100, 12, 31)))
def test_day_month_year_is_read_with_the_month_in_words_of_any_language(day: dt.date) -> None:
    names = [spelling for spelling, month in date_words().months.items() if month == day.month]
    for name in names:
        assert values(f"{day.day} {name} {day.year}") == [day.isoformat()], name


@given(st.text(max_size=80), st.booleans())
def test_any_text_gives_moments_that_lie_in_it(line: str, known: bool) -> None:  # noqa: FBT001
    previous = 0
    for moment in find_moments(line, fetched_at=FETCHED if known else None):
        assert previous <= moment.start < moment.end <= len(line)
        assert dt.datetime.fromisoformat(moment.value).year >= 1990
        assert moment.raw == line[moment.start : moment.end].strip()
        previous = moment.end


@pytest.mark.parametrize(
    "unit", ["2019-09-08 10:10 ", "Dec 10 10:10:50 GMT 2020 ", "1.1.2019 ", "Jan 1, 2019 ", "03/13/2016 "]
)
def test_moments_grow_with_the_line(unit: str) -> None:
    assert len(find_moments(unit * 2000)) == 2000


@pytest.mark.parametrize("unit", ["1.", "2019-", "12 Januar ", "10:10 ", "GMT+", "  ", "年月日", "updated ", "9"])
def test_a_long_line_is_read_to_its_end(unit: str) -> None:
    line = unit * (100_000 // len(unit)) + " 2016-12-09T10:58:47Z"
    assert find_moments(line)[-1].value == "2016-12-09T10:58:47Z"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("2023-11-02 10:00 最終更新 11/3 09:30", ["2023-11-02T10:00", "2023-11-03T09:30"]),
        ("2023-12-31 23:50（更新 1/1 00:10）", ["2023-12-31T23:50", "2024-01-01T00:10"]),
        ("Publicerad 23 okt 2025 kl 10.23Uppdaterad kl 12.17", ["2025-10-23T10:23", "2025-10-23T12:17"]),
        ("January 19, 2020 / 12:25 PM / Updated 8 hours ago", ["2020-01-19T12:25", "2021-03-05"]),
    ],
)
def test_a_second_date_is_completed_by_the_first(line: str, expected: list[str]) -> None:
    assert values(line, fetched_at=FETCHED) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("8 января, 07:54", ["2021-01-08T07:54"]),
        ("9. mai - 13:26", ["2020-05-09T13:26"]),
        ("Published 5 March", ["2021-03-05"]),
        ("6 March", ["2020-03-06"]),
        ("He won on 5 March in Rome and went home", []),
        ("Chapter 5 March of the mills", []),
    ],
)
def test_a_month_by_name_without_a_year_needs_a_label_or_a_time(line: str, expected: list[str]) -> None:
    assert values(line, fetched_at=FETCHED) == expected
    assert values(line) == []


def test_one_spelling_means_one_month() -> None:
    meanings: dict[str, set[int]] = {}
    for language in languages().values():
        for number, spellings in enumerate(language.dates.months, 1):
            for spelling in spellings.split():
                meanings.setdefault(spelling, set()).add(number)
    assert {spelling: months for spelling, months in meanings.items() if len(months) > 1} == {}


@pytest.mark.parametrize(
    ("head", "tail", "expected"),
    [
        ([], [], (None, None)),
        (["首页 > 要闻", "2021-03-04 10:00 来源：云河网"], [], ("2021-03-04T10:00", "2021-03-04 10:00")),
        # publication before update
        (
            ["更新时间：2021-03-05 09:00", "发布时间：2021-03-04"],
            [],
            ("2021-03-04", "2021-03-04"),
        ),
        (["最后更新: 2021-03-05 09:00"], [], ("2021-03-05T09:00", "2021-03-05 09:00")),
        # the line by the source before the date in the masthead
        (["2021年3月5日 星期五", "2021年03月04日10:00 来源：云河网"], [], ("2021-03-04T10:00", "2021年03月04日10:00")),
        (["Friday, 05 March 2021", "By Jane Doe | 4 March 2021"], [], ("2021-03-04", "4 March 2021")),
        # label, date and time on lines of their own
        (["发布时间：", "2021-03-04 10:00"], [], ("2021-03-04T10:00", "2021-03-04 10:00")),
        (["March 4, 2021", "5:01 AM ET"], [], ("2021-03-04T05:01-05:00", "March 4, 2021 5:01 AM ET")),
        # below the text: with a label, or right below it
        ([], ["Publisert 05.08.2024, kl. 13.05"], ("2024-08-05T13:05", "05.08.2024, kl. 13.05")),
        ([], ["2021-03-04 10:00:00", "举报"], ("2021-03-04T10:00:00", "2021-03-04 10:00:00")),
        ([], ["相关阅读", "某地举行长跑", "2018-03-02 08:58:39"], (None, None)),
        # dates in sentences are not the page's
        (["云河大桥于2019年3月4日开工，全长三公里，预计工期两年。"], [], (None, None)),
        # the order of one line settles that of another
        (["04/03/2021", "Actualizado 05/03/2021"], [], ("2021-03-04", "04/03/2021")),
    ],
)
def test_the_date_of_a_page(head: list[str], tail: list[str], expected: tuple[str | None, str | None]) -> None:
    assert take_date(head, tail) == expected


def test_a_relative_date_is_taken_only_with_the_time_of_fetching() -> None:
    assert take_date(["3小时前"], []) == (None, None)
    assert take_date(["3小时前"], [], fetched_at=FETCHED) == ("2021-03-05", "3小时前")


def test_a_moment_is_a_plain_tuple() -> None:
    assert find_moments("am 4. 3. 2021")[0] == Moment("2021-03-04", "4. 3. 2021", 3, 13, updated=False)


def shared() -> Path:
    """The folder of pages that are not part of the project."""
    folder = Path(os.environ.get("COPYDESK_SHARED", Path(__file__).parents[3] / "shared"))
    if not (folder / "corpora").is_dir():
        pytest.skip("no corpora: set COPYDESK_SHARED to the folder that holds them")
    return folder


def test_dates_of_labelled_pages() -> None:
    right = stated = 0
    with gzip.open(shared() / "corpora/zh/text.resiliparse.jsonl.gz", "rt", encoding="utf-8") as rows:
        for row in map(json.loads, rows):
            lines, body = row["text"].split("\n"), row["labels"].index("B")
            end = row["labels"].rindex("B") + 1
            tail = [line for line in lines[end : end + 12] if line.strip()][:8]
            value, _ = take_date([line for line in lines[max(0, body - 18) : body] if line.strip()], tail)
            if row["fields"]["published_at"]:
                stated += 1
                right += (value or "").startswith(row["fields"]["published_at"])
    assert right >= 0.94 * stated
