"""datatrove: what its steps make of documents, and pipelines that its executors run."""

from __future__ import annotations

import gzip
import json
import os
import signal
import sys
import time
from pathlib import Path
from subprocess import Popen
from typing import TYPE_CHECKING, Any

import orjson
import pytest

import copydesk
from tests.integrations.feeds import BROKEN_LINES, in_order, write_feeds

if TYPE_CHECKING:
    from tests.integrations.feeds import Single

pytest.importorskip("datatrove", reason="needs copydesk[datatrove]")

from datatrove.data import Document
from datatrove.pipeline.readers import JsonlReader
from datatrove.pipeline.writers import JsonlWriter, ParquetWriter

from copydesk.integrations.datatrove import METADATA, CopydeskClean, PageReader, every_row, record

TOP = Path(__file__).parents[2]
TITLE = "Ferry returns to the river"
BODY = "The river ferry will sail again on Friday after four months in dock, the transport office said on Thursday."
PAGE = f"{TITLE}\n\n{BODY}\n\nShare this article\n"
HTML = f"<html><body><h1>{TITLE}</h1><p>{BODY}</p></body></html>"
MENU = "Home\nNews\nSport\nWeather\nContact us\n"
URL = "https://gazette.example/1"


def stats(step: CopydeskClean) -> dict[str, int]:
    return {name: int(stat.total) for name, stat in step.stats.stats.items() if name != "doc_len"}


def packed(folder: Path) -> list[dict[str, Any]]:
    """The records in a folder that a writer of datatrove filled."""
    files = sorted(folder.glob("*.jsonl.gz"))
    return [orjson.loads(line) for file in files for line in gzip.decompress(file.read_bytes()).splitlines()]


# documents


def test_a_document_keeps_its_metadata_and_gains_its_record() -> None:
    page = Document(PAGE, "a-7", metadata={"url": URL, "dump": "2021-17"})
    [document] = CopydeskClean().run([page])
    assert (document.id, document.text) == ("a-7", BODY)
    assert (document.metadata["url"], document.metadata["dump"]) == (URL, "2021-17")
    single = copydesk.clean(copydesk.Source(PAGE, url=URL, source_id="a-7"))
    assert record(None, document) == orjson.loads(orjson.dumps(single.model_dump()))
    assert list(record(None, document)) == list(copydesk.Article.model_fields)
    assert "text" not in document.metadata[METADATA]


def test_documents_without_an_article_go_to_the_exclusion_writer(tmp_path: Path) -> None:
    step = CopydeskClean(JsonlWriter(str(tmp_path), adapter=record))
    documents = [Document(text, str(number)) for number, text in enumerate([PAGE, MENU, "", PAGE, MENU])]
    assert [document.id for document in step.run(documents)] == ["0", "3"]
    assert [(row["source_id"], row["reasons"][0]["code"]) for row in packed(tmp_path)] == [
        ("1", "no_article"),
        ("2", "unreadable"),
        ("4", "no_article"),
    ]
    assert stats(step) == {
        "total": 5,
        "forwarded": 2,
        "dropped": 3,
        "dropped_no_article": 2,
        "dropped_unreadable": 1,
    }


def test_without_an_adapter_the_page_is_kept_beside_the_rejection(tmp_path: Path) -> None:
    step = CopydeskClean(JsonlWriter(str(tmp_path)))
    assert list(step.run([Document(MENU, "1")])) == []
    [row] = packed(tmp_path)
    assert (row["text"], row["metadata"]["copydesk"]["reasons"][0]["code"]) == (MENU, "no_article")


@pytest.mark.parametrize(
    ("document", "names"),
    [
        pytest.param(Document(HTML, "1"), {}, id="markup as text"),
        pytest.param(Document(PAGE, "1", metadata={"html": "<p>other"}), {}, id="text goes before markup beside it"),
        pytest.param(Document("x", "1", metadata={"raw": HTML}), {"html_field": "raw"}, id="a field that is named"),
        pytest.param(Document("", "1", metadata={"html": HTML}), {}, id="markup where there is no text"),
    ],
)
def test_where_the_page_is(document: Document, names: dict[str, Any]) -> None:
    [found] = CopydeskClean(**names).run([document])
    assert found.metadata[METADATA]["title"] == TITLE


def test_settings_of_the_desk_hold(tmp_path: Path) -> None:
    step = CopydeskClean(JsonlWriter(str(tmp_path), adapter=record), copydesk.Desk(require=["authors"]))
    assert list(step.run([Document(PAGE, "1")])) == []
    assert packed(tmp_path)[0]["reasons"][0]["field"] == "authors"


def test_articles_go_to_parquet_with_the_columns_of_the_record(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    from copydesk.writing.parquet import arrow_schema  # noqa: PLC0415 - needs pyarrow

    writer = ParquetWriter(str(tmp_path), adapter=record, schema=arrow_schema())
    documents = CopydeskClean().run([Document(PAGE, "1"), Document(HTML, "2")])
    assert len(list(writer.run(documents, rank=0))) == 2
    [file] = tmp_path.iterdir()
    assert parquet.read_table(file).schema.equals(arrow_schema())
    assert parquet.read_table(file)["title"].to_pylist() == [TITLE] * 2


# readers


def through(reader: object, folder: Path) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Articles and rejections of what a reader gives."""
    step = CopydeskClean(JsonlWriter(str(folder), adapter=record))
    articles = [record(None, document) for document in step.run(reader.run())]  # type: ignore[attr-defined]
    return articles, packed(folder)


def test_no_line_is_lost_whatever_it_holds(tmp_path: Path) -> None:
    lines = [json.dumps({"text": PAGE}), *BROKEN_LINES.values(), '{"text": null}', json.dumps({"text": PAGE})]
    (tmp_path / "feed").mkdir()
    (tmp_path / "feed" / "a.jsonl").write_text("\n".join(lines), encoding="utf-8")
    articles, rejections = through(PageReader(str(tmp_path / "feed")), tmp_path / "rejected")
    assert [article["provenance"]["record"] for article in articles] == [1, 6]
    assert [rejection["record"] for rejection in rejections] == [2, 3, 4, 5]


def test_pages_of_bytes_are_what_the_command_makes_of_them(tmp_path: Path) -> None:
    samples = TOP / "samples" / "pages"
    articles, rejections = through(PageReader(str(samples), glob_pattern="*.txt"), tmp_path)
    sources = [copydesk.Source(path.read_bytes(), name=str(path)) for path in sorted(samples.glob("*.txt"))]
    results = [orjson.loads(orjson.dumps(result.model_dump())) for result in copydesk.Desk().run(sources)]
    assert [result for result in results if "text" in result] == articles
    assert [result for result in results if "reasons" in result] == rejections


def test_a_file_that_ends_early_gives_a_rejection_after_all_that_it_held(tmp_path: Path) -> None:
    (tmp_path / "feed").mkdir()
    whole = gzip.compress("".join(json.dumps({"text": PAGE}) + "\n" for _ in range(5)).encode())
    (tmp_path / "feed" / "a.jsonl.gz").write_bytes(whole[:-4])
    articles, rejections = through(PageReader(str(tmp_path / "feed")), tmp_path / "rejected")
    assert len(articles) == 5
    assert [rejection["reasons"][0]["code"] for rejection in rejections] == ["unreadable"]


def test_a_text_that_another_step_made_is_the_page(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(PAGE, encoding="utf-8")
    (tmp_path / "b.jsonl").write_text(json.dumps({"text": PAGE}), encoding="utf-8")
    for document in PageReader(str(tmp_path)).run():
        document.text = PAGE.replace("ferry", "tram")
        [cleaned] = CopydeskClean().run([document])
        assert cleaned.text == BODY.replace("ferry", "tram")


def test_readers_of_datatrove_give_every_row_and_its_other_fields(tmp_path: Path) -> None:
    feed: list[dict[str, Any]] = [
        {"id": 1, "text": PAGE, "dump": "x"},
        {"id": 2, "text": None},
        {"id": 3, "text": 404},
        {"text": ""},
    ]
    write_feeds(tmp_path / "feed", feed, files=1)
    step = CopydeskClean(JsonlWriter(str(tmp_path / "rejected"), adapter=record))
    [article] = step.run(JsonlReader(str(tmp_path / "feed"), adapter=every_row).run())
    assert (article.id, article.text, article.metadata["dump"]) == ("1", BODY, "x")
    assert [(row["source_id"], row["reasons"][0]["message"]) for row in packed(tmp_path / "rejected")] == [
        ("2", "document, id 2: no page: it has text, file_path, id"),
        ("3", 'document, id 3: the field "text" is a number, not text'),
        ("000.jsonl/3", 'document, id 000.jsonl/3: the field "text" is empty'),
    ]


def test_a_field_that_is_none_is_refused() -> None:
    with pytest.raises(TypeError, match="txt_field"):
        CopydeskClean(txt_field="text")  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="jsonl_field"):
        PageReader(".", jsonl_field="text")  # type: ignore[call-arg]


# pipelines

JOB = """
import sys
from datatrove.executor import {executor}
from datatrove.pipeline.writers import JsonlWriter
from copydesk.integrations.datatrove import CopydeskClean, PageReader, record
from tests.integrations.desks import KillingDesk

if __name__ == "__main__":
    feeds, out, victim = sys.argv[1:]
    desk = KillingDesk(victim=victim, seen=out + "/seen")
    pipeline = [
        PageReader(feeds),
        CopydeskClean(JsonlWriter(out + "/rejected", adapter=record), desk),
        JsonlWriter(out + "/articles", adapter=record),
    ]
    {executor}(pipeline, tasks=8, workers=2, logging_dir=out + "/logs").run()
"""
TASKS = 8


def start(folder: Path, single: Single, executor: str = "LocalPipelineExecutor", victim: str = "") -> Popen[bytes]:
    """A job of eight tasks over eight files."""
    job, out = folder / "job.py", folder / "out"
    job.write_text(JOB.format(executor=executor), encoding="utf-8")
    out.mkdir(exist_ok=True)
    with (folder / "log").open("ab") as log:
        return Popen(  # noqa: S603 - our own
            [sys.executable, job, single.feeds, out, victim],
            stdout=log,
            stderr=log,
            env=os.environ | {"PYTHONPATH": str(TOP)},
            cwd=folder,
            start_new_session=True,
        )


def results(folder: Path) -> list[dict[str, Any]]:
    return in_order(packed(folder / "out" / "articles") + packed(folder / "out" / "rejected"))


def completed(folder: Path) -> int:
    return len(list((folder / "out" / "logs" / "completions").glob("*")))


@pytest.mark.engine
def test_the_local_executor_makes_of_the_records_what_a_single_process_does(tmp_path: Path, single: Single) -> None:
    assert start(tmp_path, single).wait() == 0
    assert results(tmp_path) == single.records


@pytest.mark.engine
def test_its_ray_executor_does_so_without_a_change_to_the_pipeline(tmp_path: Path, single: Single) -> None:
    pytest.importorskip("ray", reason="needs copydesk[ray]")
    assert start(tmp_path, single, "RayPipelineExecutor").wait() == 0
    assert results(tmp_path) == single.records
    assert completed(tmp_path) == TASKS


@pytest.mark.engine
def test_after_a_worker_was_killed_a_rerun_does_what_is_left(tmp_path: Path, single: Single) -> None:
    """The local executor does not notice the death of a worker, and waits for ever: it has to be killed, too."""
    with start(tmp_path, single, victim="1111") as killed:
        while completed(tmp_path) < TASKS - 1:
            assert killed.poll() is None
            time.sleep(0.1)
        os.killpg(killed.pid, signal.SIGKILL)
    written = {path: path.stat().st_mtime_ns for path in (tmp_path / "out" / "articles").iterdir()}
    assert start(tmp_path, single, victim="1111").wait() == 0
    assert results(tmp_path) == single.records
    again = [path.name for path, before in written.items() if path.stat().st_mtime_ns != before]
    assert again == ["00004.jsonl.gz"]  # where the page stands
