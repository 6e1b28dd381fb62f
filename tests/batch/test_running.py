"""Many inputs through one desk: each of them on record, whatever happens to it."""

from __future__ import annotations

import io
import os
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import orjson
import pytest

import copydesk
from copydesk.batch import running
from copydesk.batch.filing import Filed, Given, file_page
from copydesk.batch.running import Summary, given, results, write_results

if TYPE_CHECKING:
    from collections.abc import Iterable

PAGE = """Ferry returns to the river

The river ferry will sail again on Friday after four months in dock, the transport office said on Thursday.
"""
CHINESE_MENU = "首页\n新闻\n财经\n体育\n联系我们\n"


def outcome(
    paths: Iterable[Path | str], stdin: bytes = b"", **known: str
) -> list[copydesk.Article | copydesk.Rejection]:
    return [record(filed) for filed in results(copydesk.Desk(), given(map(str, paths), io.BytesIO(stdin), dict(known)))]


def record(filed: Filed) -> copydesk.Article | copydesk.Rejection:
    model = copydesk.Article if filed.code is None else copydesk.Rejection
    return model.model_validate_json(filed.line)


def filed(pages: Iterable[str | bytes]) -> Iterable[Filed]:
    return (file_page(copydesk.Desk(), Given(copydesk.Source(page))) for page in pages)


def rejection(result: copydesk.Article | copydesk.Rejection) -> copydesk.Rejection:
    assert isinstance(result, copydesk.Rejection)
    return result


def test_every_path_gives_one_result_in_order(tmp_path: Path) -> None:
    good, menu, gone = tmp_path / "good.txt", tmp_path / "menu.txt", tmp_path / "gone.txt"
    good.write_text(PAGE, encoding="utf-8")
    menu.write_text(CHINESE_MENU, encoding="utf-8")
    first, second, third, last = outcome([good, gone, menu, good])
    assert isinstance(first, copydesk.Article)
    assert first == last
    assert first.provenance.input == str(good)
    assert rejection(second).reasons[0].code == "unreadable"
    assert rejection(third).reasons[0].code == "no_article"
    assert [rejection(each).input for each in (second, third)] == [str(gone), str(menu)]


def test_a_file_that_goes_away_after_it_was_listed_is_on_record(tmp_path: Path) -> None:
    paths = [tmp_path / "1.txt", tmp_path / "2.txt"]
    for path in paths:
        path.write_text(PAGE, encoding="utf-8")
    ongoing = results(copydesk.Desk(), given(map(str, paths), io.BytesIO(), {"url": "https://gazette.example/2"}))
    assert isinstance(record(next(ongoing)), copydesk.Article)
    paths[1].unlink()
    gone = rejection(record(next(ongoing)))
    assert (gone.input, gone.url, gone.sha256) == (str(paths[1]), "https://gazette.example/2", None)
    assert gone.reasons[0].message == "No such file or directory"


@pytest.mark.parametrize("name", ["folder", "loop", "through/a/file"])
def test_what_cannot_be_opened_is_unreadable(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "through").touch()
    (result,) = outcome([tmp_path / name])
    assert rejection(result).reasons[0].code == "unreadable"
    assert rejection(result).raw is None


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (MemoryError(), "MemoryError"),
        (OSError("stale file handle"), "stale file handle"),
        (OSError(5, "Input/output error"), "Input/output error"),
    ],
)
def test_a_page_that_fails_while_it_is_read_ends_nothing(
    monkeypatch: pytest.MonkeyPatch, error: Exception, message: str
) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(running, "read_records", fail)
    first, second = outcome(["a.txt", "b.txt"])
    assert rejection(first).reasons[0].message == rejection(second).reasons[0].message == message


def test_what_is_known_goes_to_every_page(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(PAGE, encoding="utf-8")
    (result,) = outcome([tmp_path / "page.txt"], url="https://gazette.example/a")
    assert result.url == "https://gazette.example/a"


@pytest.mark.skipif(os.name != "posix", reason="file names that are bytes")
def test_a_file_name_that_is_no_unicode_is_on_record(tmp_path: Path) -> None:
    paths = [Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff%d.txt" % number)) for number in (1, 2)]
    paths[0].write_text(PAGE, encoding="utf-8")
    article, gone = outcome(paths)
    assert isinstance(article, copydesk.Article)
    assert str(article.provenance.input).endswith("\\udcff1.txt")
    assert str(rejection(gone).input).endswith("\\udcff2.txt")


# streams


@pytest.mark.parametrize(
    ("content", "raw"),
    [
        (CHINESE_MENU.encode(), CHINESE_MENU),
        (CHINESE_MENU.encode("gb18030"), CHINESE_MENU),
        (b"\x89PNG\r\n\x1a\n\x00\xff", "\\x89PNG\r\n\x1a\n\x00\\xff"),
        (b"", ""),
    ],
)
def test_a_rejected_page_of_a_stream_is_kept(content: bytes, raw: str) -> None:
    (result,) = outcome(["-"], stdin=content)
    assert (rejection(result).input, rejection(result).raw) == ("-", raw)


def test_a_page_of_a_stream_that_gives_an_article_is_not_kept() -> None:
    (result,) = outcome(["-"], stdin=PAGE.encode())
    assert isinstance(result, copydesk.Article)


def test_a_rejected_page_of_a_named_pipe_is_kept_and_that_of_a_file_is_not(tmp_path: Path) -> None:
    pipe, file = tmp_path / "pipe", tmp_path / "file.txt"
    os.mkfifo(pipe)
    file.write_text(CHINESE_MENU, encoding="utf-8")
    writer = threading.Thread(target=lambda: pipe.write_text(CHINESE_MENU, encoding="utf-8"))
    writer.start()
    from_pipe, from_file = outcome([pipe, file])
    writer.join(timeout=10)
    assert rejection(from_pipe).raw == CHINESE_MENU
    assert rejection(from_file).raw is None


# writing and counting


def test_results_are_written_where_they_belong_and_counted() -> None:
    articles, rejections = io.BytesIO(), io.BytesIO()
    summary = write_results(filed([PAGE, "", PAGE, b"%PDF-1.7"]), articles, rejections)
    assert summary.inputs == 4
    assert summary.articles == len(articles.getvalue().splitlines()) == 2
    written = [orjson.loads(line)["reasons"][0]["code"] for line in rejections.getvalue().splitlines()]
    assert written == ["no_article", "not_text"] == sorted(summary.rejections)


def test_results_are_written_as_they_come() -> None:
    articles = io.BytesIO()

    def pages() -> Iterable[str]:
        for number in range(3):
            assert articles.getvalue().count(b"\n") == number
            yield PAGE

    assert write_results(filed(pages()), articles, None).articles == 3


@pytest.mark.parametrize(
    ("articles", "rejections", "text"),
    [
        (0, {}, "0 pages: 0 articles, 0 rejected"),
        (1, {}, "1 page: 1 article, 0 rejected"),
        (3, {"too_short": 1, "no_article": 2}, "6 pages: 3 articles, 3 rejected (no_article 2, too_short 1)"),
    ],
)
def test_a_summary_reads_well(articles: int, rejections: dict[str, int], text: str) -> None:
    summary = Summary(articles)
    summary.rejections.update(rejections)
    assert str(summary) == text
