"""Scrapy: items or responses that hold pages become articles, on their way through the item pipelines.

    ADDONS = {"copydesk.integrations.scrapy.CopydeskAddon": 500}

Settings, all optional:

COPYDESK_ENABLED: False leaves the pipeline out.
COPYDESK_DESK: settings of `Desk`, as `{"require": ["title"]}`.
COPYDESK_FIELDS: where items have the page, as `{"html_field": "page"}`; see `copydesk.integrations.rows.Fields`.
COPYDESK_ITEM_CLASSES: items that are pages; others go by. Without it, all are.
COPYDESK_ITEM_FIELD: the item stays, and its record goes into this field. Without it, the article takes its place.
COPYDESK_KEEP_REJECTIONS: True passes a `Rejection` on in place of its item, for a feed with
    `"item_classes": ["copydesk.Rejection"]` to file. Without it, the item is dropped.

Stats: `copydesk/articles`, `copydesk/rejected`, `copydesk/rejected/CODE`.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, BinaryIO, Self

import orjson

from copydesk.article import Article, Rejection
from copydesk.desk import Desk
from copydesk.extras import module_of
from copydesk.integrations.rows import RowDesk
from copydesk.reading.source import Source

module_of("scrapy", "Scrapy", "scrapy")

from itemadapter import ItemAdapter, is_item  # noqa: E402
from scrapy.exceptions import DropItem, NotConfigured  # noqa: E402
from scrapy.exporters import JsonLinesItemExporter  # noqa: E402
from scrapy.http import HtmlResponse, Response  # noqa: E402
from scrapy.utils.misc import load_object  # noqa: E402
from scrapy.utils.serialize import ScrapyJSONEncoder  # noqa: E402
from w3lib.encoding import http_content_type_encoding  # noqa: E402

if TYPE_CHECKING:
    from datetime import datetime

    from scrapy.crawler import Crawler
    from scrapy.settings import BaseSettings

FORMAT = "copydesk"
"""What feeds call the format of `OrjsonLinesExporter`."""
PRIORITY = 500


class ArticleRejected(DropItem):
    """A page that gave no article; `rejection` says why."""

    def __init__(self, rejection: Rejection) -> None:
        reason = rejection.reasons[0]
        super().__init__(f"{reason.code}: {reason.message}")
        self.rejection = rejection
        # Scrapy logs what is dropped with the whole item: at WARNING, that is every navigation page of a site.
        self.log_level = "ERROR" if reason.code == "internal_error" else "DEBUG"


class CleanPipeline:
    """Cleans pages, one at a time, in a thread of its own: the crawl goes on meanwhile.

    One thread, because more would only take turns; pages leave in the order in which they came.
    """

    def __init__(self, crawler: Crawler) -> None:
        settings = crawler.settings
        if not settings.getbool("COPYDESK_ENABLED", True):  # noqa: FBT003 - Scrapy's way
            raise NotConfigured
        self._stats = crawler.stats
        desk = Desk(**settings.getdict("COPYDESK_DESK"))
        self._rows = RowDesk.of(desk, settings.getdict("COPYDESK_FIELDS"), "item")
        self._classes = tuple(map(load_object, settings.getlist("COPYDESK_ITEM_CLASSES"))) or (object,)
        self._field: str | None = settings.get("COPYDESK_ITEM_FIELD")
        self._keep = settings.getbool("COPYDESK_KEEP_REJECTIONS")
        self._thread = ThreadPoolExecutor(1, "copydesk")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """What Scrapy makes one with."""
        return cls(crawler)

    def close_spider(self, spider: object = None) -> None:
        """End the thread."""
        del spider
        self._thread.shutdown()

    async def process_item(self, item: Any, spider: object = None) -> Any:  # noqa: ANN401
        """The article in place of the item, or the item with the article in it.

        Raises:
            ArticleRejected: the page gives no article.
        """
        del spider
        if not isinstance(item, self._classes):
            return item
        result = await self._result(page_of(item))
        if isinstance(result, Rejection):
            self._count("rejected", f"rejected/{result.reasons[0].code}")
            if self._keep:
                return result
            raise ArticleRejected(result)
        self._count("articles")
        if self._field is None or isinstance(item, Response):
            return result
        ItemAdapter(item)[self._field] = result.model_dump()
        return item

    async def _result(self, page: object) -> Article | Rejection:
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:  # another reactor than that of asyncio
            return self._rows.result(page)
        return await loop.run_in_executor(self._thread, self._rows.result, page)

    def _count(self, *names: str) -> None:
        for name in names:
            self._stats.inc_value(f"copydesk/{name}")


class OrjsonLinesExporter(JsonLinesItemExporter):
    """Items, articles among them, as lines of UTF-8 JSON: those of `copydesk clean`, byte for byte."""

    def __init__(self, file: BinaryIO, **options: object) -> None:
        super().__init__(file, **{**options, "encoding": "utf-8"})
        self.encoder = _OrjsonEncoder()


class _OrjsonEncoder(ScrapyJSONEncoder):
    def encode(self, o: object) -> str:
        try:
            return orjson.dumps(o, default=self.default).decode()
        except TypeError:  # what orjson refuses and others do not, such as half a surrogate pair
            return str(super().encode(o))


class CopydeskAddon:
    """Switches the pipeline and the format on; what a project says of either itself goes first."""

    def update_settings(self, settings: BaseSettings) -> None:
        """What Scrapy asks an add-on to do."""
        settings.setdefault_in_component_priority_dict("ITEM_PIPELINES", CleanPipeline, PRIORITY)
        exporters = {FORMAT: OrjsonLinesExporter, **settings.getdict("FEED_EXPORTERS")}
        settings.set("FEED_EXPORTERS", exporters, settings.getpriority("FEED_EXPORTERS") or 0)


def page_of(item: Any) -> object:  # noqa: ANN401
    """What `RowDesk` is to clean: a response, or the one in an item, as it was fetched; else the fields of the item."""
    if isinstance(item, Response):
        return _source(item)
    if not is_item(item):
        return item
    row = ItemAdapter(item).asdict()
    response = next((value for value in row.values() if isinstance(value, Response)), None)
    return row if response is None else _source(response)


def _source(response: Response) -> Source:
    """The bytes of a response, for Scrapy goes by a `<meta charset>` that may be wrong."""
    declared = response.headers.get("Content-Type", b"").decode("latin-1")
    return Source(
        content=response.body,
        url=response.url,
        kind="html" if isinstance(response, HtmlResponse) else "auto",
        fetched_at=_date(response),
        encoding=http_content_type_encoding(declared),
    )


def _date(response: Response) -> datetime | None:
    with suppress(ValueError):
        return parsedate_to_datetime(response.headers.get("Date", b"").decode("latin-1"))
    return None
