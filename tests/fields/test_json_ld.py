"""What JSON-LD says about the page's article, as sites write it and as they break it."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.fields.json_ld import Statements, parse_script, read_json_ld


def always(_: Statements) -> bool:
    return True


def never(_: Statements) -> bool:
    return False


def read(*objects: object) -> Statements:
    return read_json_ld([json.dumps(found) for found in objects], always)


def article(**properties: object) -> dict[str, object]:
    return {"@type": "NewsArticle", "headline": "Harbour reopens", **properties}


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ('{"a": 1}', [{"a": 1}]),
        ('[{"a": 1}, {"b": 2}]', [[{"a": 1}, {"b": 2}]]),
        # control characters in strings
        ('{"a": "one\ntwo\tthree"}', [{"a": "one\ntwo\tthree"}]),
        # commas too many
        ('{"a": [1, 2, ], }', [{"a": [1, 2]}]),
        # several values
        ('{"a": 1}{"b": 2}', [{"a": 1}, {"b": 2}]),
        ('{"a": 1},\n{"b": 2};', [{"a": 1}, {"b": 2}]),
        # wrappers
        ('<!-- {"a": 1} -->', [{"a": 1}]),
        ('//<![CDATA[\n{"a": 1}\n//]]>', [{"a": 1}]),
        ('/*<![CDATA[*/ {"a": 1} /*]]>*/', [{"a": 1}]),
        # comments
        ('{\n  // the headline\n  "a": 1\n}', [{"a": 1}]),
        ('{"a": 1, // pixels\n "b": 2}', [{"a": 1, "b": 2}]),
        ('{"a": 1, /* more */ "b": "http://example.org"}', [{"a": 1, "b": "http://example.org"}]),
        # entities for quotes
        ("{&quot;a&quot;: &quot;b&quot;}", [{"a": "b"}]),
        # what stands before the break is kept
        ('{"a": 1}{"b": oops}', [{"a": 1}]),
        ("", []),
        ("   ", []),
        ("no JSON", []),
        ('{"a": ', []),
    ],
)
def test_scripts_are_read_as_far_as_they_can_be(script: str, expected: list[object]) -> None:
    assert parse_script(script) == expected


@pytest.mark.parametrize(
    "author",
    [
        "Ada Quill",
        {"name": "Ada Quill"},
        {"@type": "Person", "name": ["Ada Quill"]},
        [{"@type": "Person", "name": "Ada Quill"}],
        {"@list": [{"name": "Ada Quill"}]},
        {"givenName": "Ada", "familyName": "Quill"},
        {"name": {"@value": "Ada Quill"}},
        {"@id": "#ada"},
        {"@id": "#ada", "@type": "Person"},
    ],
)
def test_names_are_found_in_every_shape(author: object) -> None:
    person = {"@id": "#ada", "@type": "Person", "name": "Ada Quill"}
    assert read({"@graph": [article(author=author), person]})["author"] == ["Ada Quill"]


@pytest.mark.parametrize(
    "page",
    [
        article(),
        [article()],
        {"@graph": [{"@type": "BreadcrumbList"}, article()]},
        {"@type": "WebPage", "mainEntity": article()},
        {"@type": "WebPage", "mainEntityOfPage": article()},
        {"@type": ["NewsArticle", "ReportageNewsArticle"], "headline": "Harbour reopens"},
        {"@type": "http://schema.org/NewsArticle", "headline": "Harbour reopens"},
        {"@type": "schema:NewsArticle", "schema:headline": "Harbour reopens"},
    ],
)
def test_the_article_is_found_wherever_it_stands(page: object) -> None:
    assert read(page)["headline"] == ["Harbour reopens"]


@pytest.mark.parametrize(
    "page",
    [
        {"@type": "ItemList", "itemListElement": [article()]},
        {"@type": "Organization", "name": "The Estuary Courier"},
        {"@type": "WebSite", "hasPart": article()},
        {"headline": "Harbour reopens"},
        "Harbour reopens",
        7,
        None,
    ],
)
def test_what_is_no_article_of_the_page_gives_no_headline(page: object) -> None:
    assert "headline" not in read(page)


def test_the_more_particular_type_wins_and_the_other_adds() -> None:
    stated = read(
        {"@type": "WebPage", "author": "Site Editor", "inLanguage": "en"},
        article(author="Ada Quill"),
    )
    assert (stated["author"], stated["inlanguage"]) == (["Ada Quill"], ["en"])


def test_an_article_with_another_headline_adds_nothing() -> None:
    stated = read(article(), {"@type": "Article", "headline": "Another matter", "author": "Ben Stone"})
    assert "author" not in stated


def test_of_several_articles_the_one_that_the_page_is_about_wins() -> None:
    teasers = [article(headline=f"Teaser {number}") for number in range(3)]
    scripts = [json.dumps([*teasers, article()])]
    assert read_json_ld(scripts, lambda stated: stated["headline"] == ["Harbour reopens"])["headline"] == [
        "Harbour reopens"
    ]
    assert read_json_ld(scripts, never) == {}


def test_a_broken_script_loses_nothing_of_the_others() -> None:
    scripts = ['{"@type": "NewsArticle", "headline": ', json.dumps(article(datePublished="2024-05-06"))]
    assert read_json_ld(scripts, always)["datepublished"] == ["2024-05-06"]


def test_entities_and_white_space_in_values_are_undone() -> None:
    assert read(article(headline="Salt &amp;quot;trade&amp;quot;\n  returns"))["headline"] == ['Salt "trade" returns']


def test_the_sites_own_objects_name_it() -> None:
    stated = read(
        {"@type": "WebSite", "name": "The Estuary Courier"}, {"@type": "Organization", "name": "Estuary Media"}
    )
    assert stated == {"site": ["The Estuary Courier", "Estuary Media"]}


@pytest.mark.parametrize(
    "script",
    [
        "[" * 300_000,
        '{"@graph":' * 50_000,
        "//" * 300_000,
        "/*" * 300_000,
        "," + " " * 300_000 + "x",
        '{"@type": "NewsArticle", "author": ' + "[" * 900 + '"A"' + "]" * 900 + "}",
        '{"a": ' + "9" * 300_000 + "}",
        "\ud800\x00\u202e",
    ],
)
def test_bombs_state_nothing(script: str) -> None:
    assert "author" not in read_json_ld([script], always)


def test_objects_that_refer_to_one_another_come_to_an_end() -> None:
    first, second = {"@id": "#a", "author": {"@id": "#b"}}, {"@id": "#b", "@type": "Person", "author": {"@id": "#a"}}
    assert "author" not in read({"@graph": [article(author={"@id": "#b"}), first, second]})


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["@type", "@graph", "@id", "author", "name", "headline", "mainEntity"]), inner
        )
    ),
)


@given(json_values)
def test_every_value_gives_statements_of_text(value: object) -> None:
    stated = read({"@type": "NewsArticle", "author": value, "headline": value, "@graph": value})
    assert all(text.strip() for texts in stated.values() for text in texts)


@given(st.text())
def test_every_text_is_a_script(text: str) -> None:
    assert isinstance(parse_script(text), list)
