"""What becomes of chances: rules have the last word, markup raises the bar, and what is left must be one article."""

from __future__ import annotations

import pytest

from copydesk.labelling.forest import ZERO, Forest, Split, Tree
from copydesk.labelling.labeller import FEATURES_TOLD, Labelled, Labeller
from copydesk.labelling.matching import RuleSet
from copydesk.labelling.weights import Learned, Weights
from copydesk.page import Kind, Role
from copydesk.reading.html import read_html
from copydesk.reading.text import read_text
from tests.labelling.packs import FURNITURE, pack
from tests.labelling.test_structure import ARTICLE, END, HEAD, MIDDLE, OPENING, TAIL, TITLE
from tests.labelling.trees import weights

RULES = RuleSet([pack("p", *FURNITURE)])


def labelled(lines: list[str], chance: float) -> Labelled:
    return Labeller(RULES, weights(chance)).label(read_text("\n\n".join(lines)))


def body(found: Labelled) -> list[str]:
    return [line.text for line in found.lines(Role.BODY)]


def by_length(short: float) -> Labeller:
    """Lines of up to five words have the chance `short`, others nearly 1."""
    odds = {0.4: -0.4, 0.2: -1.4}[short]
    tree = Tree([Split(feature=0, most=5, yes=~0, no=~1, value=ZERO)], [ZERO + round(10 * odds), ZERO + 60])
    forest = Forest(features=["words"], base=0.0, step=0.1, trees=[tree])
    learned = Learned(thresholds={"balanced": 0.5, "precision": 0.75, "recall": 0.25}, forest=forest)
    return Labeller(RULES, Weights(text=learned, html=learned))


def test_rules_have_the_last_word() -> None:
    found = labelled([*HEAD, OPENING, "Advertisement", *ARTICLE, *TAIL], 0.99)
    assert "Advertisement" not in body(found)
    assert not set(TAIL) & set(body(found))


def test_a_clean_page_keeps_all_whatever_the_chances() -> None:
    assert body(labelled(ARTICLE, 0.01)) == ARTICLE


def test_the_headline_is_no_body_however_likely() -> None:
    found = labelled([*HEAD, *ARTICLE, *TAIL], 0.99)
    assert found.title is not None
    assert found.page.lines[found.title].text == TITLE
    assert body(found) == ARTICLE


def test_without_a_likely_line_the_best_run_of_prose_stands_in() -> None:
    found = labelled([*HEAD, *ARTICLE, *TAIL], 0.01)
    assert (body(found), found.weak) == (ARTICLE, True)
    assert not labelled([*HEAD, *ARTICLE, *TAIL], 0.9).weak


def test_a_page_without_prose_has_no_body_and_is_not_weak() -> None:
    found = labelled(["Home", "News", "Sport"], 0.01)
    assert (body(found), found.weak, found.confidence) == ([], False, 0.0)


@pytest.mark.parametrize(
    ("short", "lines", "kept"),
    [
        pytest.param(0.4, [OPENING, "What comes next", MIDDLE], True, id="alone between paragraphs"),
        pytest.param(0.4, [OPENING, "Advertisement", "What comes next", MIDDLE], True, id="struck lines do not count"),
        pytest.param(0.4, [OPENING, "What comes next", "New ferry", MIDDLE], False, id="two of them"),
        pytest.param(0.4, [OPENING, MIDDLE, "What comes next"], False, id="below the last paragraph"),
        pytest.param(0.2, [OPENING, "What comes next", MIDDLE], False, id="too unlikely"),
    ],
)
def test_a_short_line_between_two_paragraphs_needs_less(short: float, lines: list[str], kept: bool) -> None:  # noqa: FBT001
    found = by_length(short).label(read_text("\n\n".join([*HEAD, *lines, *TAIL])))
    assert ("What comes next" in body(found)) is kept


@pytest.mark.parametrize(
    ("chance", "kept"),
    [pytest.param(0.6, False, id="likely"), pytest.param(0.8, True, id="very likely")],
)
def test_what_markup_puts_beside_the_article_needs_more(chance: float, kept: bool) -> None:  # noqa: FBT001
    aside = "Our readers have sent us hundreds of photographs of the old tram, and we have printed the best."
    html = f"<main><h1>{TITLE}</h1><p>{OPENING}</p><aside><p>{aside}</p></aside><p>{MIDDLE}</p><p>{END}</p></main>"
    found = Labeller(RULES, weights(chance)).label(read_html(html))
    assert body(found) == [OPENING, *([aside] if kept else []), MIDDLE, END]


def test_confidence_is_the_f1_that_the_chances_promise() -> None:
    assert labelled(ARTICLE, 0.8).confidence == pytest.approx(2 * 0.8 / 1.8)


def test_lines_below_are_what_the_heading_above_them_says() -> None:
    page = [*HEAD, *ARTICLE, "Share this article", "More", "Related articles", "New ferry", "Comments", "Fine."]
    found = by_length(0.2).label(read_text("\n\n".join(page)))
    kinds = {line.text: label.kind for line, label in zip(found.page.lines, found.labels, strict=True)}
    assert [kinds[text] for text in ("More", "New ferry", "Fine.")] == [
        Kind.RELATED_ITEM,
        Kind.RELATED_ITEM,
        Kind.COMMENT_ITEM,
    ]


def test_the_labeller_says_what_weighed_most() -> None:
    found = by_length(0.2).label(read_text("\n\n".join([*HEAD, *ARTICLE, *TAIL, "The end"])))
    reasons = [label.reason for label in found.reasoned()]
    assert reasons[-1] == "labeller/below-article: words"
    assert [reason for reason in reasons if reason.startswith("labeller/body")] == ["labeller/body: words"] * 3
    assert all(reason.count(",") < FEATURES_TOLD for reason in reasons)
    assert [label[:2] for label in found.reasoned()] == [label[:2] for label in found.labels]


def test_a_page_without_lines_has_no_labels() -> None:
    found = labelled([], 0.9)
    assert (found.labels, found.title, found.reasoned()) == ([], None, [])
