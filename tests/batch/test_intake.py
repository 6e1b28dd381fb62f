"""Files to pages: each of them on record, whatever happens to it, and from any place on."""

from __future__ import annotations

import io
import os
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import copydesk
from copydesk.batch import intake
from copydesk.batch.filing import Clerk, Filed, Position
from copydesk.batch.intake import Intake, LostRecords
from copydesk.batch.plan import identities
from copydesk.batch.running import results

if TYPE_CHECKING:
    from collections.abc import Iterable

PAGE = """Ferry returns to the river

The river ferry will sail again on Friday after four months in dock, the transport office said on Thursday.
"""
CHINESE_MENU = "首页\n新闻\n财经\n体育\n联系我们\n"


def outcome(
    paths: Iterable[Path | str], stdin: bytes = b"", **known: str
) -> list[copydesk.Article | copydesk.Rejection]:
    pages = Intake(identities([str(path) for path in paths]), io.BytesIO(stdin), dict(known))
    return [record(filed) for filed in results(Clerk(copydesk.Desk()), pages)]


def record(filed: Filed) -> copydesk.Article | copydesk.Rejection:
    model = copydesk.Article if filed.entry.code is None else copydesk.Rejection
    return model.model_validate_json(filed.line)


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
    pages = Intake(identities([str(path) for path in paths]), io.BytesIO(), {"url": "https://gazette.example/2"})
    ongoing = results(Clerk(copydesk.Desk()), pages)
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

    monkeypatch.setattr(intake, "read_records", fail)
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


# from any place on


@pytest.fixture
def several(tmp_path: Path) -> list[str]:
    """A page, three records, none, a file that is gone, and a record behind one that cannot be read."""
    contents = {"1.txt": PAGE, "2.jsonl": '{"text": "a"}\n' * 3, "3.jsonl": "", "5.jsonl": '[]\n{"text": "b"}\n'}
    for name, content in contents.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    return [str(tmp_path / name) for name in ("1.txt", "2.jsonl", "3.jsonl", "4.txt", "5.jsonl")]


def test_reading_goes_on_behind_any_page(several: list[str]) -> None:
    pages = list(Intake(identities(several), io.BytesIO(), {}))
    assert [page.position for page in pages] == [(0, 1), (1, 1), (1, 2), (1, 3), (4, 0), (4, 1), (4, 2)]
    for done, page in enumerate(pages, start=1):
        assert list(Intake(identities(several), io.BytesIO(), {}, start=page.position)) == pages[done:]


def test_files_that_are_done_are_not_opened_again(several: list[str]) -> None:
    Path(several[0]).unlink()
    assert len(list(Intake(identities(several), io.BytesIO(), {}, start=Position(1, 0)))) == 6


def test_how_far_reading_has_come_is_known(several: list[str]) -> None:
    pages = Intake(identities(several), io.BytesIO(), {})
    assert pages.bytes_read == 0
    for page in pages:
        if page.position.files == 1:
            assert 0 < pages.bytes_read <= Path(several[1]).stat().st_size
            assert pages.position == page.position


def test_a_file_that_does_not_give_again_what_it_gave_is_missed(several: list[str]) -> None:
    start = list(Intake(identities(several), io.BytesIO(), {}))[2].position
    Path(several[1]).write_text('{"text": "a"}\n', encoding="utf-8")
    with pytest.raises(LostRecords, match="gave 2 records before, and now gives 1: no more is there"):
        list(Intake(identities(several), io.BytesIO(), {}, start=start))
    Path(several[1]).unlink()
    with pytest.raises(LostRecords, match="now gives 0: No such file"):
        list(Intake(identities(several), io.BytesIO(), {}, start=start))


def test_a_row_that_cannot_be_read_is_on_record_by_what_it_says_of_itself(tmp_path: Path) -> None:
    feed = tmp_path / "feed.jsonl"
    feed.write_text('{"id": "a-7", "url": "https://gazette.example/7", "text": null}\n', encoding="utf-8")
    [found] = map(rejection, outcome([feed]))
    assert (found.record, found.source_id, found.url) == (1, "a-7", "https://gazette.example/7")
