"""Scrapy: what the pipeline makes of items and responses, and crawls that Scrapy itself runs."""

from __future__ import annotations

import asyncio
import io
import json
import os
import subprocess
import sys
import threading
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

import copydesk
from copydesk.writing.jsonl import encode
from tests.integrations.feeds import placeless, read, rows, write_feeds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.integrations.feeds import Single

pytest.importorskip("scrapy", reason="needs copydesk[scrapy]")

import scrapy
from scrapy.exceptions import NotConfigured
from scrapy.http import HtmlResponse, Response
from scrapy.settings import Settings
from scrapy.statscollectors import MemoryStatsCollector

from copydesk.integrations.scrapy import ArticleRejected, CleanPipeline, CopydeskAddon, OrjsonLinesExporter

TOP = Path(__file__).parents[2]
TITLE = "Ferry returns to the river"
PAGE = f"""{TITLE}

The river ferry will sail again on Friday after four months in dock, the transport office said on Thursday.

Share this article
"""
HTML = f"<html><head><meta charset=gb2312></head><body><h1>{TITLE}</h1><p>{PAGE.splitlines()[2]} é</p></body></html>"
MENU = "Home\nNews\nSport\nWeather\nContact us\n"
URL = "https://gazette.example/1"


class PageItem(scrapy.Item):
    """A page of a spider."""

    html = scrapy.Field()
    section = scrapy.Field()
    article = scrapy.Field()


def crawler(**settings: Any) -> SimpleNamespace:  # noqa: ANN401
    """As much of a crawler as a pipeline asks for."""
    made = SimpleNamespace(settings=Settings(settings))
    made.stats = MemoryStatsCollector(made)
    return made


def pipeline(**settings: Any) -> CleanPipeline:  # noqa: ANN401
    return CleanPipeline.from_crawler(crawler(**settings))


def through(item: Any, **settings: Any) -> Any:  # noqa: ANN401
    """What comes out of the pipeline for an item."""
    return asyncio.run(pipeline(**settings).process_item(item))


def rejected(item: Any, **settings: Any) -> ArticleRejected:  # noqa: ANN401
    with pytest.raises(ArticleRejected) as caught:
        through(item, **settings)
    return caught.value


def response(body: bytes = HTML.encode(), kind: type[Response] = HtmlResponse, **headers: str) -> Response:
    return kind(URL, body=body, headers={name.replace("_", "-"): value for name, value in headers.items()})


# items


@pytest.mark.parametrize(
    "item",
    [
        pytest.param({"text": PAGE}, id="text"),
        pytest.param({"html": HTML, "url": URL}, id="markup"),
        pytest.param(PageItem(html=HTML), id="an Item"),
        pytest.param({"body": PAGE.encode("utf-16")}, id="bytes"),
        pytest.param(response(), id="a response"),
        pytest.param({"response": response(), "section": "local"}, id="a response in an item"),
        pytest.param(response(PAGE.encode(), Response), id="a response that is no HTML"),
    ],
)
def test_a_page_becomes_an_article(item: object) -> None:
    article = through(item)
    assert isinstance(article, copydesk.Article)
    assert article.title == TITLE


def test_a_response_is_read_from_its_bytes_and_says_where_and_when_it_was_fetched() -> None:
    body = HTML.replace(TITLE, f"{TITLE} 2 hours ago").encode()  # whose own charset is wrong
    item = response(body, Content_Type="text/html; charset=utf-8", Date="Fri, 07 May 2021 12:00:00 GMT")
    article = through({"response": item})
    assert article.text.endswith(" é")
    assert (article.url, article.provenance.encoding) == (URL, "utf-8")


def test_relative_dates_are_resolved_by_the_date_of_the_response() -> None:
    body = HTML.replace("</h1>", "</h1><p>Published 2 hours ago</p>").encode()
    article = through(response(body, Date="Fri, 07 May 2021 12:00:00 GMT"))
    assert article.published_at == "2021-05-07"


@pytest.mark.parametrize("date", ["", "yesterday", "Fri, 99 May 2021 12:00:00 GMT"])
def test_a_date_that_is_none_costs_no_page(date: str) -> None:
    assert through(response(Date=date)).title == TITLE


def test_an_item_can_stay_with_its_record_in_it() -> None:
    item = through(PageItem(html=HTML, section="local"), COPYDESK_ITEM_FIELD="article")
    assert isinstance(item, PageItem)
    assert (item["section"], item["article"]["title"]) == ("local", TITLE)


def test_items_that_are_no_pages_go_by() -> None:
    writer = {"name": "Ann Example"}
    assert through(writer, COPYDESK_ITEM_CLASSES=[PageItem]) is writer
    assert through(PageItem(html=HTML), COPYDESK_ITEM_CLASSES=["scrapy.Item"]).title == TITLE


def test_settings_of_the_desk_and_names_of_fields_hold() -> None:
    assert through({"page": PAGE, "at": URL}, COPYDESK_FIELDS={"text_field": "page", "url_field": "at"}).url == URL
    dropped = rejected({"text": PAGE}, COPYDESK_DESK={"require": ["authors"]})
    assert str(dropped) == "missing_field: the page gives no authors"


# rejections


@pytest.mark.parametrize(
    ("item", "message"),
    [
        ({"text": MENU}, "no_article: no line of the page reads like an article"),
        ({"text": None, "id": 7}, "unreadable: item, id 7: no page: it has text, id"),
        ({"html": 404}, 'unreadable: item: the field "html" is a number, not text'),
        (7, "unreadable: item: no fields, but int"),
        (response(b"%PDF-1.7\n\0\1\2", Response), "not_text: "),
    ],
)
def test_a_page_without_an_article_is_dropped_and_says_why(item: object, message: str) -> None:
    dropped = rejected(item)
    assert str(dropped).startswith(message)
    assert dropped.log_level == "DEBUG"
    assert isinstance(dropped.rejection, copydesk.Rejection)


def test_a_defect_is_told_aloud(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(copydesk.Desk, "clean", fail)
    dropped = rejected({"text": PAGE})
    assert (str(dropped), dropped.log_level) == ("internal_error: ZeroDivisionError: ", "ERROR")


def test_rejections_can_be_kept() -> None:
    result = through({"text": MENU}, COPYDESK_KEEP_REJECTIONS=True)
    assert isinstance(result, copydesk.Rejection)


def test_codes_are_counted() -> None:
    crawling = crawler(COPYDESK_KEEP_REJECTIONS=True)
    cleaning = CleanPipeline.from_crawler(crawling)
    for item in ({"text": PAGE}, {"text": MENU}, {"text": MENU}, {"text": None}):
        asyncio.run(cleaning.process_item(item))
    assert {name: count for name, count in crawling.stats.get_stats().items() if name.startswith("copydesk")} == {
        "copydesk/articles": 1,
        "copydesk/rejected": 3,
        "copydesk/rejected/no_article": 2,
        "copydesk/rejected/unreadable": 1,
    }


# where it works


def test_the_loop_goes_on_while_a_page_is_cleaned(monkeypatch: pytest.MonkeyPatch) -> None:
    going_on = threading.Event()
    monkeypatch.setattr(copydesk.Desk, "run", lambda _desk, _pages: iter([going_on.wait(30)]))

    async def crawl() -> object:
        cleaned = asyncio.ensure_future(pipeline().process_item({"text": PAGE}))
        await asyncio.sleep(0)
        going_on.set()  # which only a loop that is not held up comes to
        return await cleaned

    assert asyncio.run(crawl()) is True


def test_without_a_loop_of_asyncio_it_works_where_it_is() -> None:
    with pytest.raises(StopIteration) as returned:
        pipeline().process_item({"text": PAGE}).send(None)
    assert returned.value.value.title == TITLE


# the add-on


def test_the_add_on_switches_pipeline_and_format_on() -> None:
    settings = Settings()
    CopydeskAddon().update_settings(settings)
    assert settings.getdict("ITEM_PIPELINES") == {CleanPipeline: 500}
    assert settings.getdict("FEED_EXPORTERS") == {"copydesk": OrjsonLinesExporter}


def test_what_a_project_says_itself_goes_first() -> None:
    own = "copydesk.integrations.scrapy.CleanPipeline"
    settings = Settings({"ITEM_PIPELINES": {own: 42}, "FEED_EXPORTERS": {"copydesk": "mine", "x": "y"}}, "project")
    CopydeskAddon().update_settings(settings)
    assert settings.getdict("ITEM_PIPELINES") == {own: 42}
    assert settings.getdict("FEED_EXPORTERS") == {"copydesk": "mine", "x": "y"}


def test_it_can_be_switched_off() -> None:
    with pytest.raises(NotConfigured):
        pipeline(COPYDESK_ENABLED=False)


# lines


def exported(*items: object, **options: Any) -> bytes:  # noqa: ANN401
    file = io.BytesIO()
    exporter = OrjsonLinesExporter(file, **options)
    exporter.start_exporting()
    for item in items:
        exporter.export_item(item)
    exporter.finish_exporting()
    return file.getvalue()


def test_lines_of_articles_are_those_of_the_command() -> None:
    results = list(copydesk.Desk(keep_removed=True).run([PAGE, MENU, HTML]))
    assert exported(*results) == b"".join(map(encode, results))


@pytest.mark.parametrize(
    ("item", "line"),
    [
        ({"a": "é"}, '{"a":"é"}\n'),
        ({"a": {"b"}}, '{"a":["b"]}\n'),
        ({"a": "\ud800"}, '{"a": "\\ud800"}\n'),
        ({"a": 1 << 70}, f'{{"a": {1 << 70}}}\n'),
        ({"a": response()}, '{"a":"<HtmlResponse 200 https://gazette.example/1>"}\n'),
        (PageItem(section="x"), '{"section":"x"}\n'),
    ],
)
def test_other_items_are_lines_too(item: object, line: str) -> None:
    assert exported(item, encoding="latin-1").decode() == line


def test_fields_of_a_feed_hold() -> None:
    article = copydesk.clean(PAGE)
    line = exported(article, fields_to_export={"title": "headline", "rights": "rights"})
    assert json.loads(line) == {"headline": TITLE, "rights": article.rights.model_dump()}


# crawls

SPIDER = """
import json, scrapy

class Feed(scrapy.Spider):
    name = "feed"
    custom_settings = {{"ADDONS": {{"copydesk.integrations.scrapy.CopydeskAddon": 500}}, **{settings}}}
    start_urls = ["data:,"]

    def parse(self, response):
        for line in open({feed!r}, encoding="utf-8"):
            yield json.loads(line)
"""
ADDON = ("-s", 'ADDONS={"copydesk.integrations.scrapy.CopydeskAddon": 500}')
FORMAT = ("-s", 'FEED_EXPORTERS={"copydesk": "copydesk.integrations.scrapy.OrjsonLinesExporter"}')


def run_spider(spider: Path, folder: Path, *options: str) -> str:
    """What Scrapy logs, having run a spider."""
    command = [sys.executable, "-m", "scrapy", "runspider", str(spider), *options]
    return subprocess.run(  # noqa: S603 - our own
        command, cwd=folder, stderr=subprocess.PIPE, text=True, check=False, env=os.environ | {"PYTHONPATH": str(TOP)}
    ).stderr


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_arguments: object) -> None: ...

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.mark.engine
def test_two_thousand_items_become_what_a_single_process_makes_of_them(tmp_path: Path, single: Single) -> None:
    feed = write_feeds(tmp_path / "feed", rows(), files=1) / "000.jsonl"
    expected = [placeless(record, "item") for record in single.records]
    spider = tmp_path / "spider.py"
    settings = {"COPYDESK_KEEP_REJECTIONS": True, "LOG_LEVEL": "INFO", "FEEDS": {"out.jsonl": {"format": "copydesk"}}}
    spider.write_text(SPIDER.format(settings=settings, feed=str(feed)), encoding="utf-8")
    log = run_spider(spider, tmp_path)
    assert read(tmp_path / "out.jsonl") == expected
    assert f"'copydesk/rejected': {sum('reasons' in record for record in expected)}" in log
    assert "ERROR" not in log


@pytest.mark.engine
def test_the_sample_spider_files_the_samples(tmp_path: Path) -> None:
    with serving(TOP / "samples" / "pages") as address:
        log = run_spider(TOP / "samples" / "jobs" / "scrapy_spider.py", tmp_path, "-a", f"start={address}")
    pages = {address + path.name: path.read_bytes() for path in (TOP / "samples" / "pages").iterdir()}
    records = read(tmp_path / "articles.jsonl") + read(tmp_path / "rejects.jsonl")
    assert sorted(record["url"] for record in records) == sorted(pages)
    for article in read(tmp_path / "articles.jsonl"):
        single = copydesk.clean(pages[article["url"]], url=article["url"])
        assert (article["id"], article["title"], article["text"]) == (single.id, single.title, single.text)
    assert "'item_scraped_count': 46" in log


@pytest.mark.engine
@pytest.mark.parametrize(
    ("options", "written"),
    [
        pytest.param((*ADDON, "-O", "out.jl:copydesk"), None, id="a format that only the add-on knows is refused"),
        pytest.param((*ADDON, *FORMAT, "-O", "out.jl:copydesk"), 1, id="with the format in settings it is taken"),
        pytest.param((*ADDON, "-O", "out.jl"), 1, id="the stock format needs no more than the add-on"),
    ],
)
def test_output_from_the_command_line(tmp_path: Path, options: tuple[str, ...], written: int | None) -> None:
    feeds = write_feeds(tmp_path / "feed", [{"text": PAGE}, {"text": MENU}], files=1)
    spider = tmp_path / "spider.py"
    spider.write_text(SPIDER.format(settings={}, feed=str(feeds / "000.jsonl")), encoding="utf-8")
    log = run_spider(spider, tmp_path, *options)
    out = tmp_path / "out.jl"
    assert (len(read(out)) if out.exists() else None) == written
    if written:
        assert "'item_dropped_reasons_count/ArticleRejected': 1" in log
        assert "'copydesk/rejected/no_article': 1" in log
    else:
        assert "Unrecognized output format 'jl:copydesk'" in log
