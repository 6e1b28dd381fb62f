"""What markup says about an article, and how that is made one with what the page shows."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from copydesk.article import Language, License, Moment, Url
from copydesk.fields.headings import site_keys, squash, without_tails
from copydesk.fields.metadata import Metadata, language_tag, read_metadata
from copydesk.fields.reconciling import Chosen, Visible, reconcile
from copydesk.fields.stamps import read_stamp
from copydesk.fields.stated_names import StatedNames, read_names
from copydesk.page import Head

SITE = ("og:site_name", "The Estuary Courier")


def head(*metas: tuple[str, str], title: str = "", **article: object) -> Head:
    scripts = [json.dumps({"@type": "NewsArticle", **article})] if article else []
    return Head(title=title, metas=list(metas), json_ld=scripts)


# --- points in time ---


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2024-05-06", "2024-05-06"),
        ("20240506", "2024-05-06"),
        ("2024/05/06 07:08", "2024-05-06T07:08"),
        ("2024-05-06T07:08", "2024-05-06T07:08"),
        ("2024-05-06T07:08:09", "2024-05-06T07:08:09"),
        ("2024-05-06T07:08:09Z", "2024-05-06T07:08:09Z"),
        ("2024-05-06T07:08:09.1234567Z", "2024-05-06T07:08:09Z"),
        ("2024-05-06T07:08:09+0200", "2024-05-06T07:08:09+02:00"),
        ("2024-05-06T07:08:09-05", "2024-05-06T07:08:09-05:00"),
        ("2024-05-06 07:08:09 +02:00", "2024-05-06T07:08:09+02:00"),
        ("20240506T07:08:09Z", "2024-05-06T07:08:09Z"),
        ("1714979289", "2024-05-06T07:08:09Z"),
        ("1714979289000", "2024-05-06T07:08:09Z"),
        ("Mon, 06 May 2024 07:08:09 GMT", "2024-05-06T07:08:09Z"),
        ("May 6, 2024", "2024-05-06"),
        ("2024年5月6日 07:08", "2024-05-06T07:08"),
        # a time or an offset that there is not
        ("2024-05-06T25:08:09Z", "2024-05-06"),
        ("2024-05-06T07:08:09+99:00", "2024-05-06T07:08:09"),
        # no date, or none that is certain
        ("2024-13-06", None),
        ("0001-01-01T00:00:00Z", None),
        ("1970-01-01", None),
        ("0", None),
        ("03/04/2024", None),
        ("2024", None),
        ("PT2M53S", None),
        ("May 6, 2024 – May 9, 2024", None),
        ("", None),
    ],
)
def test_stamps(value: str, expected: str | None) -> None:
    assert read_stamp(value) == expected


@given(st.datetimes(dt.datetime(1991, 1, 1), dt.datetime(2099, 1, 1), timezones=st.timezones()))  # noqa: DTZ001 - bounds
def test_iso_stamps_name_the_same_second(moment: dt.datetime) -> None:
    offset = moment.utcoffset() or dt.timedelta()
    zone = dt.timezone(dt.timedelta(minutes=offset.total_seconds() // 60))
    moment = moment.replace(tzinfo=zone)
    stamp = read_stamp(moment.isoformat())
    assert stamp is not None
    assert dt.datetime.fromisoformat(stamp) == moment.replace(microsecond=0)


# --- names ---


@pytest.mark.parametrize(
    ("value", "people", "bodies"),
    [
        ("Ada Quill", ["Ada Quill"], []),
        ("By Ada Quill", ["Ada Quill"], []),
        ("Von Jörg Feldmann", ["Jörg Feldmann"], []),
        ("Ada Quill and Ben Stone", ["Ada Quill", "Ben Stone"], []),
        ("Ada Quill, Ben Stone", ["Ada Quill", "Ben Stone"], []),
        ("Jörg Feldmann und Maja Brandt, dpa", ["Jörg Feldmann", "Maja Brandt"], ["dpa"]),
        ("Ada Quill (aq)", ["Ada Quill"], []),
        ("Ada Quill, Senior Reporter", ["Ada Quill"], []),
        ("Ada Quill ada.quill@example.org", ["Ada Quill"], []),
        ("Ada Quill https://example.org/ada", ["Ada Quill"], []),
        ("ADA QUILL", ["ADA QUILL"], []),
        ("张晓明、李文", ["张晓明", "李文"], []),
        ("张晓明 李文", ["张晓明", "李文"], []),
        ("森下 美咲", ["森下 美咲"], []),
        ("김도윤 기자", ["김도윤"], []),
        ("김도윤,박서연", ["김도윤", "박서연"], []),
        ("新华社 张晓明", ["张晓明"], ["新华社"]),
        # bodies
        ("Reuters", [], ["Reuters"]),
        ("The Estuary Courier", [], ["The Estuary Courier"]),
        ("Estuary News Desk", [], ["Estuary News Desk"]),
        ("AFP, LISBON", [], ["AFP"]),
        # nobody
        ("", [], []),
        ("admin", [], []),
        ("104363", [], []),
        ("name, email@example.org", [], []),
        ("https://example.org/authors/ada-quill", [], []),
        ("@adaquill", [], []),
    ],
)
def test_names(value: str, people: list[str], bodies: list[str]) -> None:
    sites = site_keys(["Estuary Courier", "The Estuary Courier"])
    assert read_names([value], sites=sites) == StatedNames(people, bodies)


def test_names_are_given_once_in_their_first_spelling() -> None:
    assert read_names(["Ada Quill", "ADA QUILL", "Ada  Quill"]).people == ["Ada Quill"]


def test_library_names_are_turned_round() -> None:
    assert read_names(["Quill, Ada", "Stone, Ben"], inverted=True).people == ["Ada Quill", "Ben Stone"]


# --- titles ---


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Harbour reopens after storm", "Harbour reopens after storm"),
        ("Harbour reopens after storm | The Estuary Courier", "Harbour reopens after storm"),
        ("Harbour reopens after storm - estuarycourier.example", "Harbour reopens after storm"),
        ("Harbour reopens after storm - Sport | Estuary Courier", "Harbour reopens after storm"),
        ("Harbour reopens after storm | Trade | The Estuary Courier - News", "Harbour reopens after storm"),
        ("Harbour reopens after storm – Trade", "Harbour reopens after storm"),
        ("The Estuary Courier | Harbour reopens after storm", "Harbour reopens after storm"),
        ("Harbour – and city – reopen", "Harbour – and city – reopen"),
        ("Harbour: the long way back", "Harbour: the long way back"),
        ("The Estuary Courier", "The Estuary Courier"),
        ("港口重新开放-河口日报", "港口重新开放"),
        ("港口重新开放_要闻_河口日报", "港口重新开放"),
        ("港が再開：河口日报", "港が再開"),
    ],
)
def test_titles_lose_site_and_section(title: str, expected: str) -> None:
    sites = site_keys(
        ["The Estuary Courier", "Estuary Courier", "estuarycourier.example", "estuarycourier", "河口日报"]
    )
    assert without_tails(title, sites=sites, sections={"trade"}) == expected


def test_a_title_ends_where_one_stated_elsewhere_ends() -> None:
    same = {squash("Harbour reopens")}
    assert without_tails("Harbour reopens - The Long Read", same=same) == "Harbour reopens"
    assert without_tails("Live | Harbour reopens", same=same) == "Harbour reopens"
    assert without_tails("Harbour reopens-wide", same=same) == "Harbour reopens-wide"


# --- what a head states ---


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (head(("og:title", "Harbour reopens"), headline="Harbour reopens, search engines"), "Harbour reopens"),
        (head(headline="Harbour reopens"), "Harbour reopens"),
        (head(SITE, ("og:title", "Harbour reopens | The Estuary Courier")), "Harbour reopens"),
        (head(SITE, ("og:title", "The Estuary Courier"), headline="Harbour reopens"), "Harbour reopens"),
        (head(title="Harbour reopens for trade | Estuary"), "Harbour reopens for trade"),
        (head(), None),
    ],
)
def test_title(page: Head, expected: str | None) -> None:
    assert read_metadata(page).title == expected


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (head(("author", "Ben Stone"), author={"name": "Ada Quill"}), ["Ada Quill"]),
        (head(("article:author", "https://example.org/ada"), ("author", "Ada Quill")), ["Ada Quill"]),
        (head(("author", "Ada Quill"), author=None), ["Ada Quill"]),
        # the site or an agency gives way to people
        (head(SITE, ("author", "Ada Quill"), author="The Estuary Courier"), ["Ada Quill"]),
        (head(SITE, author=["Ada Quill", "The Estuary Courier"]), ["Ada Quill"]),
        (head(SITE, author=["Ada Quill", "Estuary Courier"]), ["Ada Quill"]),
        (head(author=["Ada Quill", "Reuters"]), ["Ada Quill", "Reuters"]),
        (head(author="Reuters"), ["Reuters"]),
        (head(SITE, author="The Estuary Courier"), ["The Estuary Courier"]),
        # a login gives way to a name
        (head(("author", "Ada Quill"), author="ada-quill"), ["Ada Quill"]),
        (head(("author", "Ada Quill"), ("editor", "Ada Quill")), []),
        (head(("dc.creator", "Quill, Ada")), ["Ada Quill"]),
        (head(), []),
    ],
)
def test_authors(page: Head, expected: list[str]) -> None:
    assert read_metadata(page).authors == expected


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (head(datePublished="2024-05-06T07:08:09Z", dateModified="2024-06-01"), "2024-05-06T07:08:09Z"),
        (head(("article:published_time", "2024-05-06"), ("article:modified_time", "2024-06-01")), "2024-05-06"),
        (head(("article:published_time", "1714979289000")), "2024-05-06T07:08:09Z"),
        (head(("article:published_time", "yesterday"), ("date", "2024-05-06")), "2024-05-06"),
        (head(("pubdate", "2024-05-06 07:08")), "2024-05-06T07:08"),
        (Head(properties=[("datePublished", "2024-05-06")]), "2024-05-06"),
        (Head(times=[("2024-05-06T07:08Z", "6 May"), ("2024-05-06", "")]), "2024-05-06T07:08Z"),
        # another article's, a change, the fetch
        (Head(times=[("2024-05-06", ""), ("2024-05-09", "")]), None),
        (head(dateModified="2024-05-06"), None),
        (head(("article:modified_time", "2024-05-06"), ("og:updated_time", "2024-05-06")), None),
        (head(("last-modified", "2024-05-06")), None),
    ],
)
def test_date_of_publication(page: Head, expected: str | None) -> None:
    assert read_metadata(page).published_at == expected


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (head(SITE, publisher={"name": "Estuary Media"}), "The Estuary Courier"),
        (head(publisher={"name": "Estuary Media"}), "Estuary Media"),
        (head(("og:site_name", "estuarycourier"), publisher={"name": "Estuary Courier"}), "Estuary Courier"),
        (head(("contentsource", "河口日报"), ("og:site_name", "河口网")), "河口日报"),
        (head(("source", "来源：河口日报")), "河口日报"),
        (
            head(("og:site_name", "Estuary Courier - All the news"), ("og:url", "https://estuary-courier.example/a")),
            "Estuary Courier",
        ),
        (head(("og:site_name", "@estuary")), None),
        (head(("og:site_name", "https://estuary.example")), None),
    ],
)
def test_source(page: Head, expected: str | None) -> None:
    assert read_metadata(page).source == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("en", "en"),
        ("de-at", "de-AT"),
        ("zh_CN", "zh-CN"),
        ("zh-hans-cn", "zh-Hans-CN"),
        ("zh-cmn-Hans", "zh-Hans"),
        ("en-US,en", "en-US"),
        ("es-419", "es"),
        ("und", None),
        ("English", None),
        ("", None),
    ],
)
def test_language(value: str, expected: str | None) -> None:
    assert language_tag(value) == expected


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (
            Head(links=[("canonical", "https://estuary.example/a"), ("amphtml", "https://amp.example/a")]),
            "https://estuary.example/a",
        ),
        (Head(links=[("canonical", "/a")], metas=[("og:url", "http://estuary.example/a")]), "http://estuary.example/a"),
        (Head(links=[("canonical", "javascript:alert(1)")]), None),
        (Head(links=[("canonical", "https://[::1")]), None),
        (Head(), None),
    ],
)
def test_url(page: Head, expected: str | None) -> None:
    assert read_metadata(page).url == expected


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (Head(links=[("license nofollow", "https://creativecommons.org/licenses/by/4.0/")]), "CC-BY-4.0"),
        (head(headline="A", license="https://creativecommons.org/licenses/by-sa/3.0/"), "CC-BY-SA-3.0"),
        (head(headline="A", license="https://estuary.example/terms"), None),
        (Head(links=[("nofollow", "https://creativecommons.org/licenses/by/4.0/")]), None),
    ],
)
def test_license(page: Head, expected: str | None) -> None:
    found = read_metadata(page).license
    assert (found.spdx if found else None) == expected


def test_the_license_is_that_of_the_model() -> None:
    page = Head(links=[("license", "https://creativecommons.org/licenses/by/4.0/")])
    assert read_metadata(page).license == License(spdx="CC-BY-4.0", url="https://creativecommons.org/licenses/by/4.0/")


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (head(title="Harbour reopens"), {"title"}),
        (head(("og:title", "Harbour reopens"), ("dcterms.created", "2024-05-06")), {"published_at"}),
        (head(("article:author", "Reuters")), {"authors"}),
        (head(author="Reuters", datePublished="2024-05-06", headline="Harbour reopens"), set()),
    ],
)
def test_places_of_little_trust(page: Head, expected: set[str]) -> None:
    assert read_metadata(page).weak == expected


# --- made one ---

NOTHING = read_metadata(Head())


def stated(**fields: object) -> Metadata:
    return NOTHING._replace(**fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("metadata", "shown", "expected"),
    [
        (stated(title="Harbour reopens"), None, "Harbour reopens"),
        (stated(), "Harbour reopens", "Harbour reopens"),
        (stated(title="HARBOUR REOPENS"), "Harbour reopens", "Harbour reopens"),
        (stated(title="Harbour  reopens –Estuary"), "Harbour  reopens", "Harbour  reopens"),
        (stated(title="Harbour reopens for trade"), "Harbour reopens", "Harbour reopens for trade"),
        (stated(title="Harbour: why it reopens"), "Harbour", "Harbour: why it reopens"),
        (stated(title="Harbour opens again"), "Most read", "Harbour opens again"),
        (stated(title="Start page", weak=frozenset({"title"})), "Harbour reopens", "Harbour reopens"),
    ],
)
def test_choice_of_title(metadata: Metadata, shown: str | None, expected: str) -> None:
    assert reconcile(metadata, Visible(title=shown))[0].title == expected


@pytest.mark.parametrize(
    ("metadata", "shown", "expected"),
    [
        (stated(authors=["Ada Quill"]), Visible(), ["Ada Quill"]),
        (stated(), Visible(authors=["Ada Quill"]), ["Ada Quill"]),
        (stated(authors=["Ada Quill"]), Visible(authors=["Ben Stone"]), ["Ada Quill"]),
        # people that the page shows win over bodies
        (stated(authors=["Reuters"]), Visible(authors=["Ada Quill"]), ["Ada Quill"]),
        (stated(authors=["Le Phare"], source="Le Phare"), Visible(authors=["Ada Quill"]), ["Ada Quill"]),
        (stated(authors=["Reuters"]), Visible(source="Reuters"), ["Reuters"]),
        # where a body may as well be the source, a page that shows its source has said so
        (stated(authors=["河口日报"], weak=frozenset({"authors"})), Visible(source="河口日报"), []),
        (stated(authors=["河口日报"], weak=frozenset({"authors"})), Visible(), ["河口日报"]),
    ],
)
def test_choice_of_authors(metadata: Metadata, shown: Visible, expected: list[str]) -> None:
    assert reconcile(metadata, shown)[0].authors == expected


@pytest.mark.parametrize(
    ("markup", "shown", "expected"),
    [
        ("2024-05-06T07:08:09Z", None, "2024-05-06T07:08:09Z"),
        (None, "2024-05-06", "2024-05-06"),
        ("2024-05-06", "2024-05-06T07:08", "2024-05-06T07:08"),
        ("2024-05-06T07:08:09+08:00", "2024-05-06", "2024-05-06T07:08:09+08:00"),
        ("2024-05-06T07:08:09+08:00", "2024-05-06T07:08", "2024-05-06T07:08:09+08:00"),
        # another zone's clock
        ("2024-05-06T07:08:09Z", "2024-05-06T03:08", "2024-05-06T07:08:09Z"),
        # the site took the article over later, or changed it
        ("2024-05-06T07:31:09+08:00", "2024-05-06T07:08", "2024-05-06T07:08"),
        ("2024-05-06T07:08:09+08:00", "2024-05-06T07:31", "2024-05-06T07:08:09+08:00"),
        # another day: what else the page shows dates for
        ("2024-05-06", "2021-01-02", "2024-05-06"),
        ("2024-05-06", "2024-05-09", "2024-05-06"),
    ],
)
def test_choice_of_date(markup: str | None, shown: str | None, expected: str) -> None:
    chosen, _ = reconcile(
        stated(published_at=markup, published_raw=markup), Visible(published_at=shown, published_raw=shown)
    )
    assert chosen.published_at == expected


def test_the_date_is_given_as_the_page_prints_it() -> None:
    metadata = stated(published_at="2024-05-06T07:08:09Z", published_raw="2024-05-06T07:08:09.123Z")
    chosen, _ = reconcile(metadata, Visible(published_at="2024-05-06", published_raw="6 May 2024"))
    assert chosen.published_raw == "6 May 2024"


def test_the_source_that_the_page_credits_wins_over_the_site() -> None:
    assert reconcile(stated(source="The Estuary Courier"), Visible(source="Reuters"))[0].source == "Reuters"


@pytest.mark.parametrize(
    ("metadata", "shown", "number"),
    [
        (stated(published_at="2024-05-06"), Visible(published_at="2024-05-08"), 1),
        (stated(published_at="2024-05-06"), Visible(published_at="2024-05-07"), 1),
        # zones
        (stated(published_at="2024-05-06T23:30:00Z"), Visible(published_at="2024-05-07T01:30"), 0),
        (stated(published_at="2024-05-06T23:30:00Z"), Visible(published_at="2024-05-07"), 0),
        (stated(authors=["Ada Quill"]), Visible(authors=["Ben Stone"]), 1),
        # spelling, more names, a body
        (stated(authors=["Ada Quill"]), Visible(authors=["ADA QUILL"]), 0),
        (stated(authors=["Ada Quill"]), Visible(authors=["A. Quill"]), 0),
        (stated(authors=["Ada Quill", "Ben Stone"]), Visible(authors=["Ben Stone"]), 0),
        (stated(authors=["Reuters"]), Visible(authors=["Ada Quill"]), 0),
        (stated(authors=["Ada Quill"], published_at="2024-05-06"), Visible(), 0),
    ],
)
def test_warnings_where_the_two_disagree(metadata: Metadata, shown: Visible, number: int) -> None:
    warnings = reconcile(metadata, shown)[1]
    assert [code for code, _ in warnings] == ["sources_disagree"] * number


# --- any input ---

anything = st.text(st.characters(codec=None), max_size=40)
pairs = st.lists(
    st.tuples(st.sampled_from(["og:title", "author", "date", "og:site_name", "license", "canonical"]), anything)
)
heads = st.builds(
    Head,
    title=anything,
    lang=anything,
    metas=pairs,
    links=pairs,
    json_ld=st.lists(anything),
    properties=pairs,
    times=pairs,
)
optional = st.none() | anything
moments = st.none() | st.dates(dt.date(1991, 1, 1)).map(str) | st.just("2024-05-06T07:08Z")


@given(heads)
def test_every_head_gives_what_the_record_takes(page: Head) -> None:
    metadata = read_metadata(page)
    for kind, value in ((Moment, metadata.published_at), (Language, metadata.language), (Url, metadata.url)):
        if value is not None:
            TypeAdapter(kind).validate_python(value)
    for text in (metadata.title, metadata.source, metadata.published_raw, *metadata.authors):
        assert text is None or (text.strip() and text.encode("utf-8"))


shows = st.builds(
    Visible, title=optional, authors=st.lists(anything), published_at=moments, published_raw=optional, source=optional
)


@given(heads, moments, shows)
def test_a_choice_is_one_of_the_two(page: Head, moment: str | None, shown: Visible) -> None:
    metadata = read_metadata(page)._replace(published_at=moment)
    chosen, _ = reconcile(metadata, shown)
    assert chosen.title in {shown.title, metadata.title}
    assert chosen.authors in (shown.authors, metadata.authors)
    assert chosen.published_at in {shown.published_at, moment}
    assert chosen.source in {shown.source, metadata.source}


def test_nothing_and_nothing_is_nothing() -> None:
    assert reconcile(NOTHING, Visible()) == (Chosen(None, [], None, None, None), [])


@pytest.mark.parametrize("unit", ["| ", " - ", "： ", "a, ", "By ", "（", "2024-05-06 ", "//", "[", "\ud800", "\x00"])
def test_a_head_of_a_million_characters_gives_a_result(unit: str) -> None:
    long = unit * (1_000_000 // len(unit))
    page = Head(title=long, lang=long, metas=[("og:title", long), ("author", long), ("date", long)], json_ld=[long])
    assert read_metadata(page).published_at is None
