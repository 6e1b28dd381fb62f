"""Paths become sources: files, folders, patterns and standard input."""

from __future__ import annotations

import io
import os
from typing import TYPE_CHECKING

import pytest

from copydesk.reading.containers.opening import read_records
from copydesk.reading.inputs import NoInput, find_pages, identity_of
from copydesk.reading.source import Source

if TYPE_CHECKING:
    from pathlib import Path


MANY = ["a.JSONL", "a.csv.xz", "a.html.gz", "a.json", "a.ndjson.zst", "a.parquet", "a.tsv", "a.warc.gz", "a.wet.bz2"]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with pages and other things, which is also the working directory."""
    for name in (
        "b.txt",
        "a.HTML",
        "sub/c.htm",
        "sub/deep/d.text",
        ".hidden.txt",
        ".git/e.txt",
        "notes.md",
        "f.zip",
        "g.gz",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(name.encode())
    (tmp_path / "empty").mkdir()
    (tmp_path / "many").mkdir()
    for name in (*MANY, "notes.md.gz", "a.parquet.zip"):
        (tmp_path / "many" / name).touch()
    (tmp_path / "list").write_bytes(b"\xef\xbb\xbfsub/*.htm\r\n\n  \nb.txt\nb.txt")
    (tmp_path / "@b.txt").touch()
    (tmp_path / "nothing").write_bytes(b"\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


PAGES = ["@b.txt", "a.HTML", "b.txt", *(f"many/{name}" for name in sorted(MANY)), "sub/c.htm", "sub/deep/d.text"]


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("paths", "found"),
    [
        pytest.param(["b.txt"], ["b.txt"], id="a file"),
        pytest.param(["notes.md"], ["notes.md"], id="a named file is a page whatever its suffix"),
        pytest.param(["sub"], ["sub/c.htm", "sub/deep/d.text"], id="a folder and those in it"),
        pytest.param(["."], PAGES, id="the folder one is in"),
        pytest.param(["-"], ["-"], id="standard input"),
        pytest.param(
            ["sub", "-", "b.txt"], ["sub/c.htm", "sub/deep/d.text", "-", "b.txt"], id="the order of the caller"
        ),
        pytest.param(["b.txt", "b.txt"], ["b.txt"], id="each page once"),
        pytest.param(["b*.txt"], ["b.txt"], id="a pattern"),
        pytest.param(["**/*.htm"], ["sub/c.htm"], id="a pattern through folders"),
        pytest.param(["many"], [f"many/{name}" for name in sorted(MANY)], id="files of many pages"),
        pytest.param(["@list", "b.txt"], ["sub/c.htm", "b.txt"], id="what a list names"),
        pytest.param(["@b.txt"], ["@b.txt"], id="a file whose name begins like a list"),
        pytest.param([], [], id="nothing"),
    ],
)
def test_find_pages(paths: list[str], found: list[str]) -> None:
    assert find_pages(paths) == found


def test_what_is_about_to_be_written_is_no_input_of_its_folder(folder: Path) -> None:
    (folder / "sub" / "out.jsonl").touch()
    (folder / "sub" / "linked.jsonl").symlink_to("out.jsonl")
    assert find_pages(["sub"], outputs=["sub/../sub/out.jsonl"]) == ["sub/c.htm", "sub/deep/d.text"]
    assert find_pages(["sub/out.jsonl"], outputs=["sub/out.jsonl"]) == ["sub/out.jsonl"]


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("missing.txt", "no such file or folder: missing.txt"),
        ("missing/*.txt", "no such file or folder: missing/\\*.txt"),
        ("empty", "no pages .* in folder: empty"),
        ("a\0b", "null"),
        ("n" * 300, "name too long"),
        ("@missing", "no list of paths: missing: No such file"),
        ("@sub", "no list of paths: sub: Is a directory"),
        ("@nothing", "no path in the list: nothing"),
        ("@a\0b", "null"),
    ],
)
def test_a_path_that_names_no_page_is_an_error_that_names_it(path: str, message: str) -> None:
    with pytest.raises(NoInput, match=f"(?i){message}"):
        find_pages([path])


def test_a_link_to_a_page_is_a_page_and_a_circle_of_folders_ends(folder: Path) -> None:
    (folder / "sub" / "link.txt").symlink_to(folder / "b.txt")
    (folder / "sub" / "round").symlink_to(folder, target_is_directory=True)
    (folder / "sub" / "nowhere.txt").symlink_to(folder / "gone.txt")
    assert find_pages(["sub"]) == ["sub/c.htm", "sub/deep/d.text", "sub/link.txt"]


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("path", "kind"), [("b.txt", "auto"), ("a.HTML", "html"), ("sub/c.htm", "html"), ("notes.md", "auto")]
)
def test_a_source_holds_the_bytes_and_the_name_of_its_file(path: str, kind: str) -> None:
    [source] = read_records(path, io.BytesIO(b"not this"))
    assert isinstance(source, Source)
    assert (source.content, source.name, source.kind) == (path.encode(), path, kind)


def test_standard_input_is_read_to_its_end() -> None:
    [source] = read_records("-", io.BytesIO("港口".encode()))
    assert isinstance(source, Source)
    assert (source.content, source.name, source.kind) == ("港口".encode(), "-", "auto")


@pytest.mark.usefixtures("folder")
def test_a_file_that_is_gone_is_an_os_error() -> None:
    with pytest.raises(FileNotFoundError):
        next(read_records("gone.txt", io.BytesIO()))


def test_a_file_is_told_from_what_it_was_by_its_size_and_its_last_change(folder: Path) -> None:
    path = folder / "b.txt"
    os.utime(path, ns=(0, 1_234_567_890_123_456_789))
    assert identity_of("b.txt") == (5, "1234567890123456789")
    os.utime(path, ns=(0, 1_234_567_890_123_456_790))
    assert identity_of(str(path)) == (5, "1234567890123456790")


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("path", ["-", "missing.txt", "sub", "a\0b", os.devnull])
def test_what_cannot_be_read_again_has_no_identity(path: str) -> None:
    assert identity_of(path) is None


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes")
def test_a_pipe_has_no_identity(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert identity_of(str(tmp_path / "pipe")) is None
