"""What is in the file of a report."""

from __future__ import annotations

import base64
import gzip
import io
import json
import re
from importlib.resources import files
from typing import Any

import pytest

from copydesk import Desk, Source
from copydesk.batch.filing import Given
from copydesk.page import Kind
from copydesk.rejecting import Origin, refused
from copydesk.report.entries import LONGEST_ROW, MOST_ROWS, Entry, entries
from copydesk.report.kinds import GROUPS
from copydesk.report.writing import BLOCK_PAGES, Heading, json_for_script, write_report
from tests.generated import MENU_EVERY, page

HEADING = Heading("Title <of> & more", "copydesk 0")


def written(pages: list[Entry]) -> str:
    file = io.BytesIO()
    assert write_report(file, HEADING, pages) == len(pages)
    return file.getvalue().decode()


def made(*contents: str) -> list[Entry]:
    sources = (Source(content, name="feed.jsonl", record=number) for number, content in enumerate(contents, 1))
    return list(entries(Desk(), map(Given, sources)))


def facts(report: str) -> list[dict[str, Any]]:
    found = re.search(r'<script id="data" type="application/json">(.*?)</script>', report)
    assert found
    pages: list[dict[str, Any]] = json.loads(found[1])["pages"]
    return pages


def details(report: str) -> list[dict[str, Any]]:
    blocks = re.findall(r'<script type="application/octet-stream">(.*?)</script>', report)
    return [entry for block in blocks for entry in json.loads(gzip.decompress(base64.b64decode(block)))]


def test_every_page_is_there_with_every_row() -> None:
    contents = [page(number) for number in range(2 * BLOCK_PAGES + 1)]
    report = written(made(*contents))
    assert [each["place"] for each in facts(report)] == [f"feed.jsonl record {n + 1}" for n in range(len(contents))]
    for content, entry in zip(contents, details(report), strict=True):
        assert [row[3] for row in entry["rows"]] == content.splitlines()


def test_the_same_pages_give_the_same_bytes() -> None:
    assert written(made(page(1), page(2))) == written(made(page(1), page(2)))


def test_a_report_of_no_page_is_a_report() -> None:
    report = written([])
    assert facts(report) == details(report) == []
    assert report.endswith("</html>\n")


def test_an_entry_says_what_filters_go_by() -> None:
    article, menu = made(page(1), page(MENU_EVERY - 1))
    assert article.facts["facets"]["kind"] == {"share_prompt": 1, "copyright_notice": 1}
    assert article.facts["facets"]["language"] == {"en": 1}
    assert article.facts["lines"] == sum(1 for row in article.details["rows"] if row[0] != "blank")
    assert menu.facts["facets"]["code"] == {"no_article": 1}
    assert menu.details["reasons"] == [["no_article", "no line of the page reads like an article"]]


def test_what_could_not_be_read_is_an_entry_without_rows() -> None:
    rejection = refused("unreadable", "the file ends early", Origin("a.jsonl.gz", 3))
    (entry,) = entries(Desk(), [Given(rejection)])
    assert (entry.facts["title"], entry.details["rows"]) == ("a.jsonl.gz record 3", [])
    assert entry.details["reasons"] == [["unreadable", "the file ends early"]]


def test_what_is_too_long_to_show_is_cut_and_told() -> None:
    long = "The ferry sails on Friday. " * 1000
    (entry,) = made(f"{long}\n" + "Menu\n" * MOST_ROWS)
    rows = entry.details["rows"]
    assert rows[0][3].endswith(f" … {len(long.rstrip()) - LONGEST_ROW:,} more characters are not shown")
    assert rows[-1] == ["note", None, "", "1 more rows are not shown"]


@pytest.mark.parametrize(
    "hostile", ["</script>", "<!--<script>", "</SCRIPT\t>", "]]>", "&lt;", "a\u2028b\u2029c", "\ud800"]
)
def test_no_text_ends_the_script_that_holds_it(hostile: str) -> None:
    shown = json_for_script({"text": hostile, hostile: [hostile]})
    assert not set("<>&\u2028\u2029\u202e") & set(shown)
    assert json.loads(shown)["text"] == (hostile if hostile.isascii() else json.loads(shown)["text"])


def test_headings_are_escaped() -> None:
    assert "<title>Title &lt;of&gt; &amp; more</title>" in written([])


def test_the_policy_names_no_source_but_digests() -> None:
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', written([]))
    allowed = dict(part.split(" ", 1) for part in policy.replace("&#x27;", "'").split("; "))
    assert allowed.pop("img-src") == "data:"
    assert all(re.fullmatch(r"'none'|'sha256-[\w+/=]+'", value) for value in allowed.values())
    assert allowed["default-src"] == "'none'"


def test_scripts_parse_nothing_as_markup_and_name_no_address() -> None:
    for file in (files("copydesk.report") / "data").iterdir():
        content = file.read_text("utf-8")
        for word in ("innerHTML", "outerHTML", "insertAdjacent", "document.write", "eval(", "new Function", "url("):
            assert word not in content
        assert not set(re.findall(r"https?://[\w.]+", content)) - {"http://www.w3.org"}


def test_every_kind_has_a_colour() -> None:
    kinds = [kind for group in GROUPS.values() for kind in group]
    assert sorted(kinds) == sorted(Kind)
    style = (files("copydesk.report") / "data" / "report.css").read_text("utf-8")
    assert all(f"--{group}: light-dark(" in style and f".g-{group} {{" in style for group in GROUPS)


def test_two_thousand_pages_of_ten_kilobytes_stay_below_twenty_megabytes() -> None:
    pages = made(*(page(number) for number in range(50)))
    padded = [
        Entry(
            entry.facts,
            entry.details
            | {
                "rows": [
                    [*row[:3], row[3] + page(number * 50 + place)] for place, row in enumerate(entry.details["rows"])
                ]
            },
        )
        for number, entry in enumerate(pages)
    ]
    characters = sum(len(row[3]) for entry in padded for row in entry.details["rows"])
    assert characters / len(pages) > 5_000
    assert len(written(padded)) / len(pages) < 10_000
