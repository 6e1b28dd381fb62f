"""A browser without a window, as tests and benchmarks drive it."""

from __future__ import annotations

import json
import os
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = ("--headless=new", "--disable-dev-shm-usage", "--window-size=1400,1000", "--hide-scrollbars")


@contextmanager
def browser() -> Iterator[Any]:
    """Chromium; whoever needs it is skipped where it, its driver or selenium is missing."""
    chromium = next(filter(None, map(shutil.which, CHROMIUM)), None)
    driver = shutil.which("chromedriver")
    if not chromium or not driver:
        pytest.skip("needs a browser: apt-get install chromium chromium-driver")
    webdriver = pytest.importorskip("selenium.webdriver", reason="needs selenium: pip install 'copydesk[dev]'")
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for argument in ARGUMENTS:
        options.add_argument(argument)
    if os.name == "posix" and os.geteuid() == 0:
        options.add_argument("--no-sandbox")  # its sandbox takes no root
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    opened = webdriver.Chrome(options=options, service=webdriver.ChromeService(driver))
    try:
        yield opened
    finally:
        opened.quit()


def complaints(driver: Any) -> list[str]:  # noqa: ANN401 - selenium is not everywhere
    """What the browser has had to say since it was last asked."""
    return [entry["message"] for entry in driver.get_log("browser")]


def requested(driver: Any, opened: Path) -> set[str]:  # noqa: ANN401
    """What has been loaded beside the file that was `opened`, since this was last asked."""
    events = (json.loads(entry["message"])["message"] for entry in driver.get_log("performance"))
    urls = {event["params"]["request"]["url"] for event in events if event["method"] == "Network.requestWillBeSent"}
    return {url for url in urls if url.partition("#")[0] != opened.as_uri() and not url.startswith("data:")}
