"""datatrove: documents that hold pages become documents that hold articles, on any of its executors.

    pipeline = [
        PageReader("s3://bucket/pages/"),
        CopydeskClean(exclusion_writer=JsonlWriter("out/rejected", adapter=record)),
        JsonlWriter("out/articles", adapter=record),
    ]

datatrove's own readers skip rows without text and lines that are no JSON. `PageReader` gives every record of whatever
`copydesk clean` reads, and those that cannot be read become rejections. Where rows have other fields that are to stay
as metadata, its readers take `adapter=every_row`, and give every row that they can parse.

Stats: `total`, `forwarded`, `dropped`, `dropped_CODE`.
"""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Unpack

from copydesk.article import Article, Rejection
from copydesk.extras import module_of
from copydesk.integrations.rows import Fields, RowDesk
from copydesk.reading.containers.fields import HTML_FIELDS
from copydesk.reading.containers.opening import records_in
from copydesk.reading.containers.records import InputError, ReadingOptions, Unreadable
from copydesk.reading.source import Source

module_of("datatrove", "datatrove", "datatrove")

from datatrove.data import Document  # noqa: E402
from datatrove.pipeline.base import PipelineStep  # noqa: E402
from datatrove.pipeline.readers.base import BaseDiskReader  # noqa: E402
from datatrove.utils.typeshelper import StatHints  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from datatrove.io import DataFolderLike
    from datatrove.pipeline.readers.base import BaseReader
    from datatrove.pipeline.writers.disk_base import DiskWriter

    from copydesk.desk import Desk

METADATA = "copydesk"
"""The key in a document's metadata where its record is, without the text, which is the document's."""


class PageDocument(Document):
    """A document that `PageReader` gives.

    Its `text` is the page where that is text, and empty where it is bytes, whose encoding the desk tells; steps that
    go by text belong behind `CopydeskClean`.

    Attributes:
        page: the page, or why it cannot be read; no writer writes it.
    """

    __slots__ = ("page",)

    def __init__(self, page: Source | Unreadable) -> None:
        text = page.content if isinstance(page, Source) and isinstance(page.content, str) else ""
        metadata = {"file_path": page.name, "record": page.record, "url": page.url}
        known = {name: value for name, value in metadata.items() if value is not None}
        super().__init__(text=text, id=page.source_id or f"{page.name}/{page.record}", metadata=known)
        self.page = page

    def as_it_is(self) -> Source | Unreadable:
        """The page, with whatever other steps have made of its text."""
        return replace(self.page, content=self.text) if self.text and isinstance(self.page, Source) else self.page


class PageReader(BaseDiskReader):
    """Reads whatever `copydesk clean` does (JSON lines, WARC, CSV, Parquet, single pages), and loses no record of it.

    A file that is damaged or ends early gives a rejection after all that it held. One that cannot be had, as when the
    network is down, fails its task, which is then run again.

    Args:
        data_folder: as of datatrove's readers.
        glob_pattern: likewise, as are `paths_file`, `recursive`, `limit` and `skip`.
        paths_file: a file of paths, one a line.
        recursive: whether to look into folders below.
        limit: the most records of a task; -1 for all.
        skip: records of a task to pass over.
        **fields: where rows have the page; see `Fields`.

    Raises:
        TypeError: there is no field of that name.
    """

    name = "copydesk"

    def __init__(  # noqa: PLR0913 - as datatrove has it
        self,
        data_folder: DataFolderLike,
        *,
        glob_pattern: str | None = None,
        paths_file: str | None = None,
        recursive: bool = True,
        limit: int = -1,
        skip: int = 0,
        **fields: Unpack[Fields],
    ) -> None:
        super().__init__(
            data_folder, paths_file, limit=limit, skip=skip, recursive=recursive, glob_pattern=glob_pattern
        )
        self.options = ReadingOptions(**fields)

    def read_file(self, filepath: str) -> Iterator[PageDocument]:
        """Every record of a file."""
        path = self.data_folder.resolve_paths(filepath)
        with self.data_folder.open(filepath, "rb") as file:
            try:
                yield from map(PageDocument, records_in(file, path, self.options))
            except InputError as error:
                yield PageDocument(Unreadable(path, None, str(error)))


class CopydeskClean(PipelineStep):
    """Cleans documents; those that give no article go to the exclusion writer.

    A document keeps its id and its metadata, which gain the record as `copydesk`; its text becomes that of the article.
    The page is the document's text, or what of its metadata a field is named for.

    Args:
        exclusion_writer: takes documents without an article, the rejection in their metadata; without one they are
            only counted.
        desk: settings; the default ones without it.
        **fields: where metadata have the page and what is known of it; see `Fields`.

    Raises:
        TypeError: there is no field of that name.
    """

    name = "copydesk"
    type = "🔻 - FILTER"

    def __init__(
        self,
        exclusion_writer: DiskWriter | None = None,
        desk: Desk | None = None,
        **fields: Unpack[Fields],
    ) -> None:
        super().__init__()
        self.exclusion_writer = exclusion_writer
        self.rows = RowDesk.of(desk, fields, "document")

    def run(self, data: Iterable[Document], rank: int = 0, world_size: int = 1) -> Iterator[Document]:
        """Go through the documents of a task."""
        del world_size
        with self.exclusion_writer or nullcontext() as writer:
            for document in data:
                self.stat_update(StatHints.total)
                with self.track_time():
                    result = self._clean(document)
                if isinstance(result, Rejection):
                    self.stat_update(StatHints.dropped, f"{StatHints.dropped}_{result.reasons[0].code}")
                    if writer is not None:
                        writer.write(document, rank)
                    continue
                self.stat_update(StatHints.forwarded)
                self.update_doc_stats(document)
                yield document

    def _clean(self, document: Document) -> Article | Rejection:
        page = document.as_it_is() if isinstance(document, PageDocument) else self._row(document)
        result = self.rows.result(page)
        document.metadata[METADATA] = result.model_dump(mode="json", exclude={"text"})
        if isinstance(result, Article):
            document.text = result.text
        return result

    def _row(self, document: Document) -> dict[str, Any]:
        row = {**document.metadata, "id": document.id}
        if not document.text.strip():
            return row
        if not self.rows.options.html_field:  # text is what a document is about, unless something else is asked for
            row = {name: value for name, value in row.items() if name not in HTML_FIELDS}
        return row | {"text": document.text}


def record(_writer: DiskWriter, document: Document) -> dict[str, Any]:
    """`adapter=record` has a writer write what `copydesk clean` does, articles or rejections, and no other metadata."""
    found: dict[str, Any] = document.metadata[METADATA]
    if "reasons" in found:
        return found
    return {name: document.text if name == "text" else found[name] for name in Article.model_fields}


def every_row(reader: BaseReader, data: dict[str, Any], path: str, id_in_file: int | str) -> dict[str, Any]:
    """`adapter=every_row` has a reader of datatrove give rows without text, too; `CopydeskClean` says what is wrong."""
    row = dict(data)
    nested = row.pop("metadata", {})
    row = (nested if isinstance(nested, dict) else {"metadata": nested}) | row
    text = row.get(reader.text_key)
    there = isinstance(text, str) and bool(text.strip())
    if there:
        del row[reader.text_key]
    page_id = row.pop(reader.id_key, None)
    return {
        "text": text if there else " ",  # a document without any text would be skipped
        "id": f"{path}/{id_in_file}" if page_id is None else str(page_id),
        "media": [],
        "metadata": row,
    }
