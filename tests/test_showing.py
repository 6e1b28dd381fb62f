"""Records and explained pages as notebooks show them."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

import copydesk
from copydesk.showing import escaped, seen

HOSTILE = """Ferry <script>alert(1)</script> & "returns" to the river

The river ferry will sail again on Friday after four months in dock, <img src=x onerror=alert(1)> the office said.

</table></article><script>alert(2)</script>

\u202eShare this article
"""
ALLOWED = {"table", "tr", "td", "th", "span", "del", "article", "h3", "p"}


class Seen(HTMLParser):
    """Names of tags and of attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)


@pytest.mark.parametrize(
    "shown", [copydesk.explain(HOSTILE)._repr_html_(), copydesk.clean(HOSTILE, kind="text")._repr_html_()]
)
def test_what_notebooks_show_is_nothing_but_text(shown: str) -> None:
    seen_tags = Seen()
    seen_tags.feed(shown)
    assert seen_tags.tags <= ALLOWED
    assert seen_tags.attributes <= {"style", "dir", "title"}
    assert "\u202e" not in shown


def test_an_explained_page_is_a_list_and_shows_what_was_struck() -> None:
    rows = copydesk.explain(
        "Ferry\n\nThe river ferry will sail again on Friday, the office said.\n\nShare this article"
    )
    assert rows == list(rows)
    assert isinstance(rows, list)
    assert isinstance(rows, copydesk.ExplainedPage)
    shown = rows._repr_html_()
    assert ">Share this article</del>" in shown
    assert 'title="en/share-line">share_prompt<' in shown


def test_an_article_shows_its_fields_and_its_text() -> None:
    page = "Ferry returns\nBy Ann Example\n3 May 2021\n\nThe river ferry will sail again on Friday, the office said.\n"
    shown = copydesk.clean(page, url="https://gazette.example/1")._repr_html_()
    for part in (">Ferry returns<", ">Ann Example<", ">2021-05-03; 3 May 2021<", ">https://gazette.example/1<"):
        assert part in shown
    assert "The river ferry will sail again on Friday, the office said.</p>" in shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\u202eb", "a⟨U+202E⟩b"),
        ("\x1b[31m", "⟨U+001B⟩[31m"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("👩\u200d🚀", "👩\u200d🚀"),
        ("\udc80", "⟨U+DC80⟩"),
        ("a\tb\nc", "a\tb\nc"),
    ],
)
def test_characters_that_act_are_seen(text: str, shown: str) -> None:
    assert seen(text) == shown


def test_what_is_escaped_ends_no_attribute() -> None:
    assert escaped("\"'<&>") == "&quot;&#x27;&lt;&amp;&gt;"
