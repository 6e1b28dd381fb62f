"""The report as a reader meets it: two hundred pages in a browser, and pages that would do harm if they could."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.commands import run
from tests.generated import write_rows
from tests.report.browsers import browser, complaints, requested
from tests.reviewing.articles import record, write_records

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

PAGES = 200
MENUS = 4
HOSTILE = [
    {
        "url": "https://a.example/1",
        "text": "Ferry <script>window.harmed = 1</script> returns to the river\n\n"
        "The ferry will sail <img src=x onerror='window.harmed = 2'> again on Friday after four months, it said.\n\n"
        "</script><script>window.harmed = 3</script>\n\n<!-- </style><style>body { display: none }</style>\n\n"
        "\u202eShare this article\n",
    },
    {"url": "javascript:window.harmed=4", "text": "The ferry will sail again on Friday, after four months in dock.\n"},
    {"url": "https://a.example/</script><svg onload=harmed=5>", "text": "</SCRIPT ><script>window.harmed = 6\n"},
    {"id": "__proto__", "text": "constructor\n\nThe ferry will sail\u2028 again on Friday, ${harmed} said $script.\n"},
]
Driver = Any  # selenium is not everywhere


@pytest.fixture(scope="module")
def driver() -> Iterator[Driver]:
    with browser() as opened:
        yield opened


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report")
    assert run("report", write_rows(folder / "feed.jsonl", PAGES), "-o", folder / "report.html").exit_code == 0
    return folder / "report.html"


@pytest.fixture
def report(driver: Driver, file: Path) -> Driver:
    return opened(driver, file)


def opened(driver: Driver, file: Path) -> Driver:
    driver.get("about:blank")
    requested(driver, file)
    complaints(driver)
    driver.get(file.as_uri())
    return driver


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def script(driver: Driver, code: str, *arguments: object) -> Any:  # noqa: ANN401
    return driver.execute_script(code, *arguments)


def keys(driver: Driver, *pressed: str) -> None:
    for key in pressed:
        driver.switch_to.active_element.send_keys(key)


def shown(driver: Driver) -> int:
    return int(script(driver, "return document.querySelectorAll('.page:not([hidden])').length"))


def focused(driver: Driver, of: str = "id") -> str:
    return str(script(driver, "return document.activeElement[arguments[0]]", of))


def status(driver: Driver) -> str:
    return str(script(driver, "return document.getElementById('status').value"))


def opened_copy(driver: Driver, number: int) -> Any:  # noqa: ANN401
    script(driver, "document.getElementById(`head-${arguments[0]}`).click()", number)
    row = f"#opened-{number} .fields"
    until(lambda: bool(script(driver, "return Boolean(document.querySelector(arguments[0]))", row)))
    return driver.find_element("css selector", f"#opened-{number}")


def choose(driver: Driver, facet: str, value: str) -> None:
    driver.find_element("css selector", f"#facet-{facet} option[value='{value}']").click()


def test_it_opens_without_a_word_and_loads_nothing(report: Driver, file: Path) -> None:
    assert shown(report) == PAGES
    assert status(report) == f"{PAGES} of {PAGES} pages"
    assert len(script(report, "return [...document.querySelectorAll('#overview svg')]")) == 4
    opened_copy(report, 0)
    assert complaints(report) == []
    assert requested(report, file) == set()
    assert script(report, "return performance.getEntriesByType('resource').length") == 0


def test_an_opened_page_shows_what_was_struck_and_what_was_kept(report: Driver) -> None:
    copy = opened_copy(report, 1)
    struck = [(row.text, row.get_attribute("dir")) for row in copy.find_elements("css selector", "del.text")]
    assert struck == [("Share this article", "auto"), ("© 2021 Example Media Ltd.", "auto")]
    fields = copy.find_element("css selector", ".fields").text
    for said in ("On record", "Ann Example", "2021-05-", "Example Media Ltd.", "https://gazette.example/1"):
        assert said in fields
    line = script(
        report, "return getComputedStyle(arguments[0]).textDecorationLine", copy.find_element("tag name", "del")
    )
    assert line == "line-through"


def test_a_rejected_page_says_why(report: Driver) -> None:
    copy = opened_copy(report, 49)
    assert "no_article: no line of the page reads like an article" in copy.text


def test_filters_leave_what_fits_and_the_overview_follows(report: Driver) -> None:
    choose(report, "code", "no_article")
    assert (shown(report), status(report)) == (MENUS, f"{MENUS} of {PAGES} pages")
    choose(report, "host", "gazette.example")
    assert shown(report) == MENUS
    choose(report, "language", "en")
    assert shown(report) == 0
    assert report.find_element("id", "none").is_displayed()
    report.find_element("id", "clear").click()
    assert shown(report) == PAGES
    choose(report, "kind", "nav_links")
    kinds = script(report, "return document.querySelector('#overview svg').getAttribute('aria-label')")
    assert shown(report) == MENUS
    assert kinds.startswith("Struck lines by kind: ")
    assert "share_prompt" not in kinds


def test_confidence_has_bounds(report: Driver) -> None:
    script(
        report,
        "const most = document.getElementById('most'); most.value = '0.5'; most.dispatchEvent(new Event('input'))",
    )
    below = shown(report)
    script(
        report, "const most = document.getElementById('most'); most.value = ''; most.dispatchEvent(new Event('input'))"
    )
    assert below < PAGES - MENUS
    assert shown(report) == PAGES


def test_words_are_found_anywhere_in_a_page(report: Driver) -> None:
    keys(report, "/")
    assert focused(report) == "search"
    keys(report, "THIS article")
    until(lambda: status(report) == f"{PAGES - MENUS} of {PAGES} pages")
    report.find_element("id", "search").send_keys(" or none")
    until(lambda: status(report) == f"0 of {PAGES} pages")
    report.find_element("id", "clear").click()
    assert shown(report) == PAGES


def test_all_can_be_done_with_keys(report: Driver) -> None:
    keys(report, "j", "j", "\ue015", "k")  # the arrow down
    assert focused(report) == "head-1"
    assert script(report, "return document.activeElement.matches(':focus-visible')")
    keys(report, "\ue007")
    until(lambda: bool(script(report, "return Boolean(document.querySelector('#opened-1 .fields'))")))
    assert script(report, "return document.activeElement.getAttribute('aria-expanded')") == "true"
    keys(report, "\ue004")
    assert "row title" in focused(report, "className")
    keys(report, *["\ue015"] * 4)
    why = "return getComputedStyle(document.activeElement.querySelector('.why')).visibility"
    while "removed" not in focused(report, "className"):
        keys(report, "\ue015")
    assert script(report, why) == "visible"
    assert script(report, "return document.activeElement.querySelector('.why').textContent") == "en/share-line"
    keys(report, "\ue00c")
    assert focused(report) == "head-1"
    assert not report.find_elements("id", "opened-1")
    keys(report, "k", "k", "k")
    assert focused(report) == "head-0"


def test_the_reason_shows_below_the_pointer(report: Driver) -> None:
    actions = pytest.importorskip("selenium.webdriver").ActionChains(report)
    row = opened_copy(report, 0).find_element("css selector", ".row.removed")
    visible = "return getComputedStyle(arguments[0].querySelector('.why')).visibility"
    assert script(report, visible, row) == "hidden"
    actions.move_to_element(row).perform()
    assert script(report, visible, row) == "visible"


def test_colours_follow_the_system_and_the_button(report: Driver) -> None:
    paper = "return getComputedStyle(document.body).backgroundColor"

    def system(scheme: str) -> str:
        media = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
        report.execute_cdp_cmd("Emulation.setEmulatedMedia", media)
        return str(script(report, paper))

    light, dark = system("light"), system("dark")
    assert light != dark
    report.find_element("id", "theme").click()
    assert script(report, paper) == light
    report.find_element("id", "theme").click()
    assert system("light") == dark


def test_pages_cannot_act(driver: Driver, tmp_path: Path) -> None:
    feed = tmp_path / "feed.jsonl"
    feed.write_text("".join(json.dumps(row) + "\n" for row in HOSTILE), encoding="utf-8")
    assert run("report", feed, "--kind", "text", "-o", tmp_path / "report.html").exit_code == 0
    report = opened(driver, tmp_path / "report.html")
    assert shown(report) == len(HOSTILE)
    texts = [opened_copy(report, number).text for number in range(len(HOSTILE))]
    assert "</script><script>window.harmed = 3</script>" in texts[0]
    assert "⟨U+202E⟩Share this article" in texts[0]
    assert "${harmed} said $script." in texts[3]
    time.sleep(0.2)
    assert script(report, "return window.harmed") is None
    assert script(report, "return document.querySelectorAll('.page img, .page script, .page svg').length") == 0
    links = script(report, "return [...document.querySelectorAll('main a')].map((link) => link.protocol)")
    assert set(links) <= {"https:"}
    choose(report, "host", "a.example")
    assert shown(report) == 2
    assert complaints(report) == []
    assert requested(report, tmp_path / "report.html") == set()


def test_the_policy_lets_nothing_in(report: Driver) -> None:
    script(report, "const one = document.createElement('script'); one.text = 'harmed = 1'; document.body.append(one)")
    script(
        report,
        "document.body.insertAdjacentHTML('beforeend', '<img src=\"https://a.example/x.png\" onerror=\"harmed=2\">')",
    )
    fetched = report.execute_async_script(
        "const done = arguments[0]; fetch('https://a.example/').then(() => done('yes'), () => done('no'))"
    )
    assert fetched == "no"
    assert script(report, "return window.harmed") is None
    refused = [each for each in complaints(report) if "Content Security Policy" in each]
    assert len(refused) >= 3


def test_differences_are_shown_with_what_came_and_went(driver: Driver, tmp_path: Path) -> None:
    lines = ["The ferry will sail on Friday.", "<b>It</b> had been in dock."]
    old = write_records(tmp_path / "old.jsonl", [record(1, lines), record(2, lines)])
    new = write_records(tmp_path / "new.jsonl", [record(1, lines[:1], title="Ferry"), record(3, lines)])
    assert run("report", "--diff", old, new, "-o", tmp_path / "diff.html").exit_code == 0
    report = opened(driver, tmp_path / "diff.html")
    assert shown(report) == 3
    choose(report, "field", "title")
    assert shown(report) == 1
    copy = opened_copy(report, 0)
    assert [row.text for row in copy.find_elements("css selector", "del.text")] == ["<b>It</b> had been in dock."]
    assert [row.text for row in copy.find_elements("css selector", ".fields ins")] == ["Ferry"]
    assert complaints(report) == []
