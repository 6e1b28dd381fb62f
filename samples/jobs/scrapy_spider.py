"""Crawl what a page links to, and file the articles; every other page is on record as a rejection.

pip install 'copydesk[scrapy]'
scrapy runspider samples/jobs/scrapy_spider.py -a start=https://news.example/

Writes articles.jsonl and rejects.jsonl.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import scrapy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scrapy.http import Response


class NewsSpider(scrapy.Spider):
    """Needs one thing of copydesk: to be told where the page is, and a response says that by itself."""

    name = "news"
    custom_settings = {  # noqa: RUF012 - Scrapy's way
        "ADDONS": {"copydesk.integrations.scrapy.CopydeskAddon": 500},
        "LOG_LEVEL": "INFO",
        "COPYDESK_KEEP_REJECTIONS": True,
        "FEEDS": {
            "articles.jsonl": {"format": "copydesk", "overwrite": True, "item_classes": ["copydesk.Article"]},
            "rejects.jsonl": {"format": "copydesk", "overwrite": True, "item_classes": ["copydesk.Rejection"]},
        },
    }

    def __init__(self, start: str, **options: Any) -> None:  # noqa: ANN401
        super().__init__(**options)
        self.start_urls = [start]

    def parse(self, response: Response) -> Iterator[scrapy.Request]:
        """The page that links to the others."""
        yield from response.follow_all(css="a", callback=self.parse_page)

    def parse_page(self, response: Response) -> Iterator[dict[str, Response]]:
        """A page; one that is text, or any other item with the page as `html` or `text`, goes the same way."""
        yield {"response": response}
