"""What stands behind a protocol: found, read and identified as local files are, and no error of another kind."""

from __future__ import annotations

import errno
import gzip
import io
import re
import sys
import threading
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest

from copydesk.extras import MissingExtra
from copydesk.reading.containers import ReadingOptions, Unreadable, read_records
from copydesk.reading.inputs import NoInput, find_pages, identity_of, read_list
from copydesk.reading.remote import open_file
from copydesk.reading.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytest.importorskip("fsspec", reason="needs copydesk[remote]")

import fsspec
from fsspec.core import url_to_fs

ROWS = b'{"text": "first"}\n{"text": "second"}\n'
FILES = {
    "a.jsonl": ROWS,
    "b.JSONL.gz": gzip.compress(ROWS),
    "page.txt": b"first",
    "page.html": b"first",
    "notes.md": b"first",
    ".hidden.jsonl": ROWS,
    "sub/c.csv": b"text\nfirst\nsecond\n",
    "sub/deep/d.wet": b"",
    ".git/e.jsonl": ROWS,
}
BELOW = ["a.jsonl", "b.JSONL.gz", "page.html", "page.txt", "sub/c.csv", "sub/deep/d.wet"]


@pytest.fixture(params=["memory", "file"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a folder with `FILES`."""
    url = "memory://news" if request.param == "memory" else f"file://{tmp_path}/news"
    files, root = url_to_fs(url)
    files.makedirs(f"{root}/empty")
    for name, data in FILES.items():
        files.makedirs(f"{root}/{name}".rpartition("/")[0], exist_ok=True)
        files.pipe(f"{root}/{name}", data)
    yield url
    files.rm(root, recursive=True)


def read(path: str, options: ReadingOptions | None = None) -> list[str]:
    records = list(read_records(path, io.BytesIO(), options or ReadingOptions()))
    return [
        f"{record.record} {record.content if isinstance(record.content, str) else record.content.decode()}"
        if isinstance(record, Source)
        else record.message
        for record in records
    ]


# what is found


@pytest.mark.parametrize(
    ("path", "found"),
    [
        pytest.param("/a.jsonl", ["a.jsonl"], id="a file"),
        pytest.param("/notes.md", ["notes.md"], id="a named file whatever its suffix"),
        pytest.param("", BELOW, id="a folder and those in it"),
        pytest.param("/", BELOW, id="a folder with a slash"),
        pytest.param("/sub", ["sub/c.csv", "sub/deep/d.wet"], id="a folder further down"),
        pytest.param("/*.jsonl", ["a.jsonl"], id="a pattern, which hidden files do not match"),
        pytest.param("/.*.jsonl", [".hidden.jsonl"], id="a pattern for hidden files"),
        pytest.param("/p?ge.[th]*", ["page.html", "page.txt"], id="all signs of a pattern"),
        pytest.param("/**/*.csv", ["sub/c.csv"], id="a pattern through folders"),
        pytest.param("/su*", ["sub/c.csv", "sub/deep/d.wet"], id="a pattern for folders"),
    ],
)
def test_find_pages(place: str, path: str, found: list[str]) -> None:
    assert find_pages([place + path]) == [f"{place}/{name}" for name in found]


def test_each_page_once_and_among_local_ones(place: str, tmp_path: Path) -> None:
    local = tmp_path / "local.txt"
    local.touch()
    found = find_pages([f"{place}/a.jsonl", str(local), f"{place}/*.jsonl", "-"])
    assert found == [f"{place}/a.jsonl", str(local), "-"]


def test_a_list_may_name_what_is_remote_and_be_remote(place: str, tmp_path: Path) -> None:
    lines = f"{place}/sub\r\n\n{place}/*.txt\n".encode()
    (tmp_path / "list").write_bytes(lines)
    with fsspec.open(f"{place}/list", "wb") as file:
        file.write(lines)
    found = [f"{place}/{name}" for name in ("sub/c.csv", "sub/deep/d.wet", "page.txt")]
    assert find_pages([f"@{tmp_path}/list"]) == found
    assert find_pages([f"@{place}/list"]) == found
    assert read_list(f"{place}/list") == [f"{place}/sub", f"{place}/*.txt"]


def test_a_name_with_signs_of_a_pattern_is_a_file_if_there_is_one(place: str) -> None:
    files, root = url_to_fs(place)
    files.pipe(f"{root}/a[1].jsonl", ROWS)
    assert find_pages([f"{place}/a[1].jsonl"]) == [f"{place}/a[1].jsonl"]


def test_what_is_about_to_be_written_is_no_input_of_its_folder(tmp_path: Path) -> None:
    for name in ("in.jsonl", "out.jsonl"):
        (tmp_path / name).touch()
    assert find_pages([f"file://{tmp_path}"], outputs=[str(tmp_path / "out.jsonl")]) == [f"file://{tmp_path}/in.jsonl"]


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("{}/missing.jsonl", "no such file or folder: {}/missing.jsonl"),
        ("{}/missing/*.jsonl", "no such file or folder: {}/missing/*.jsonl"),
        ("{}/empty", "no pages (.csv, .htm, .html, "),
        ("@{}/missing", "no list of paths: {}/missing: No such file or directory"),
        ("unheard-of://bucket/a", "unheard-of://bucket/a: Protocol not known: unheard-of"),
        ("memory://a::unheard-of://b", "memory://a::unheard-of://b: Protocol not known: unheard-of"),
    ],
)
def test_a_path_that_names_no_page_is_an_error_of_one_line(place: str, path: str, message: str) -> None:
    with pytest.raises(NoInput) as caught:
        find_pages([path.format(place)])
    assert str(caught.value).startswith(message.format(place))
    assert "\n" not in str(caught.value)


def test_a_protocol_that_has_to_be_installed_says_what(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "s3fs", None)
    with pytest.raises(NoInput, match=r"^s3://bucket/a\.jsonl: Install s3fs to access S3$"):
        find_pages(["s3://bucket/a.jsonl"])
    with pytest.raises(OSError, match="Install s3fs to access S3"):
        read("s3://bucket/a.jsonl")


def test_without_fsspec_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fsspec.core", None)
    told = r"a remote path needs an extra: pip install 'copydesk\[remote\]'"
    with pytest.raises(NoInput, match=rf"^s3://bucket/a: {told}$"):
        find_pages(["s3://bucket/a"])
    with pytest.raises(MissingExtra, match=told):
        read("s3://bucket/a")


# what is read


@pytest.mark.parametrize(
    ("name", "records"),
    [
        ("a.jsonl", ["1 first", "2 second"]),
        ("b.JSONL.gz", ["1 first", "2 second"]),
        ("sub/c.csv", ["1 first", "2 second"]),
        ("page.txt", ["None first"]),
    ],
)
def test_a_file_is_read_as_a_local_one(place: str, name: str, records: list[str]) -> None:
    assert read(f"{place}/{name}") == records


def test_records_name_the_url_and_tell_how_far_it_has_been_read(place: str) -> None:
    records = read_records(f"{place}/b.JSONL.gz", io.BytesIO())
    assert [record.name for record in records] == [f"{place}/b.JSONL.gz"] * 2
    assert records.bytes_read == len(FILES["b.JSONL.gz"])


def test_limits_hold(place: str) -> None:
    [record] = read_records(f"{place}/page.txt", io.BytesIO(), ReadingOptions(max_page_bytes=3))
    assert record == Unreadable(f"{place}/page.txt", None, "the page has more than 3 bytes")
    assert len(read(f"{place}/a.jsonl", ReadingOptions(max_records=1))) == 2


def test_one_page(place: str) -> None:
    [record] = read_records(f"{place}/page.html", io.BytesIO())
    assert record == Source(b"first", name=f"{place}/page.html", kind="html")


def test_parquet(place: str) -> None:
    pytest.importorskip("pyarrow", reason="needs copydesk[parquet]")
    import pyarrow as pa  # noqa: PLC0415 - only where it is there
    import pyarrow.parquet as pq  # noqa: PLC0415

    with fsspec.open(f"{place}/a.parquet", "wb") as file:
        pq.write_table(pa.table({"text": ["first", "second"]}), file)
    assert read(f"{place}/a.parquet") == ["1 first", "2 second"]


def test_a_file_that_is_gone_is_an_os_error(place: str) -> None:
    with pytest.raises(FileNotFoundError) as caught:
        read(f"{place}/missing.jsonl")
    assert (caught.value.errno, caught.value.filename) == (errno.ENOENT, f"{place}/missing.jsonl")


class Failing(io.BytesIO):
    """A file of a file system whose own errors are no OSErrors, and that fails after some bytes."""

    def __init__(self, data: bytes, size: int, error: Exception | None) -> None:
        super().__init__(data)
        self.size = size
        self._error = error

    def read(self, size: int | None = -1, /) -> bytes:
        data = super().read(size)
        if not data and self._error:
            raise self._error
        return data


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (RuntimeError("the line is down:\n  for today\n"), "the line is down: for today"),
        (RuntimeError(), "RuntimeError"),
        (PermissionError("Access Denied"), "Access Denied"),
        (ConnectionResetError(errno.ECONNRESET, "Connection reset by peer"), "Connection reset by peer"),
        (None, "it ends after 36 of 100 bytes"),
    ],
)
def test_a_file_that_fails_midway_gives_its_records_and_then_an_os_error(
    monkeypatch: pytest.MonkeyPatch, error: Exception | None, message: str
) -> None:
    files = fsspec.filesystem("memory")
    monkeypatch.setattr(files, "open", lambda *_, **__: Failing(ROWS[:36], 100, error))
    records = read_records("memory://a.jsonl", io.BytesIO())
    assert next(records).record == 1
    with pytest.raises(OSError, match=re.escape(message)) as caught:
        list(records)
    assert (caught.value.strerror, caught.value.filename) == (message, "memory://a.jsonl")


# what tells a file from what it was


def test_the_identity_of_a_file_is_its_size_and_version(place: str) -> None:
    files, root = url_to_fs(place)
    before = identity_of(f"{place}/a.jsonl")
    assert before is not None
    assert before[0] == len(ROWS)
    assert before == identity_of(f"{place}/a.jsonl")
    files.rm(f"{root}/a.jsonl")
    files.pipe(f"{root}/a.jsonl", ROWS)
    after = identity_of(f"{place}/a.jsonl")
    assert after is not None
    assert after[0] == before[0]
    assert after[1] != before[1]


@pytest.mark.parametrize(
    ("info", "identity"),
    [
        pytest.param({"size": 7, "ETag": '"e1"', "LastModified": 1}, (7, '"e1"'), id="as S3 says it"),
        pytest.param({"size": 7, "etag": "e1", "updated": "2021"}, (7, "e1"), id="as Google says it"),
        pytest.param({"size": 7, "Last-Modified": "Thu"}, (7, "Thu"), id="as HTTP says it"),
        pytest.param({"size": None}, (0, ""), id="nothing is known"),
    ],
)
def test_the_version_is_what_the_file_system_says(
    monkeypatch: pytest.MonkeyPatch, info: dict[str, Any], identity: tuple[int, str]
) -> None:
    monkeypatch.setattr(fsspec.filesystem("memory"), "info", lambda _path: {"type": "file", **info})
    assert identity_of("memory://a.jsonl") == identity


@pytest.mark.parametrize("path", ["memory://missing", "unheard-of://a"])
def test_what_cannot_be_had_has_no_identity(path: str) -> None:
    assert identity_of(path) is None


# over HTTP


class Handler(BaseHTTPRequestHandler):
    """A server: with ranges and an entity tag below /ranges/, without below /whole/, and one that hangs up early."""

    pages: dict[str, bytes]

    def do_HEAD(self) -> None:
        self._answer()

    def do_GET(self) -> None:
        self.wfile.write(self._answer())

    def _answer(self) -> bytes:
        _, how, name = self.path.partition("?")[0].split("/", 2)
        body = self.pages.get(name)
        if how == "secret" or body is None:
            self.send_error(404 if body is None else 403)
            return b""
        asked = self.headers.get("Range", "") if how == "ranges" else ""
        first, last = (int(place) for place in (asked.removeprefix("bytes=") or f"0-{len(body)}").split("-"))
        self.send_response(206 if asked else 200)
        part = body[first : last + 1]
        self.send_header("Content-Length", str(len(part)))
        if asked:
            self.send_header("Content-Range", f"bytes {first}-{first + len(part) - 1}/{len(body)}")
        if how == "ranges":
            self.send_header("ETag", '"e1"')
        self.end_headers()
        return part[: len(part) // 2] if how == "cut" else part

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def served() -> dict[str, bytes]:
    """What the server has, by name."""
    long = b"".join(b'{"text": "%07d"}\n' % number for number in range(700_000))
    return {"a.jsonl": ROWS, "a.jsonl.gz": gzip.compress(ROWS), "long.jsonl": long}


@pytest.fixture
def server(served: dict[str, bytes]) -> Iterator[str]:
    """The address of a server."""
    pytest.importorskip("aiohttp", reason="needs aiohttp, of copydesk[dev]")
    handler = type("Serving", (Handler,), {"pages": served})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as running:
        thread = threading.Thread(target=partial(running.serve_forever, poll_interval=0.01))
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()
        thread.join()


@pytest.mark.parametrize(
    "path", ["ranges/a.jsonl", "whole/a.jsonl", "ranges/a.jsonl.gz?key=1.5&b=*", "whole/a.jsonl.gz"]
)
def test_a_file_of_a_server(server: str, path: str) -> None:
    assert find_pages([f"{server}/{path}"]) == [f"{server}/{path}"]
    assert read(f"{server}/{path}") == ["1 first", "2 second"]


@pytest.mark.parametrize("how", ["ranges", "whole"])
def test_a_long_file_of_a_server_with_ranges_or_without(server: str, how: str) -> None:
    with open_file(f"{server}/{how}/long.jsonl") as file:
        lines = file.readlines()
    assert [int(line[10:17]) for line in lines] == list(range(700_000))


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("{}/whole/missing", "no such file or folder: {}/whole/missing"),
        ("{}/secret/a.jsonl", "{}/secret/a.jsonl: 403, message='Forbidden'"),
        ("http://127.0.0.1:1/a", "http://127.0.0.1:1/a: Connect"),
    ],
)
def test_a_server_that_gives_no_file_is_an_error_that_says_why(server: str, path: str, message: str) -> None:
    with pytest.raises(NoInput) as caught:
        find_pages([path.format(server)])
    assert str(caught.value).startswith(message.format(server))
    assert "\n" not in str(caught.value)


def test_a_long_file_that_is_shorter_than_the_server_said_is_an_os_error(server: str, served: dict[str, bytes]) -> None:
    whole = served["long.jsonl"]
    with open_file(f"{server}/whole/long.jsonl") as file:
        file.read(1_000)
        served["long.jsonl"] = whole[:-1_000]
        with pytest.raises(OSError, match=f"it ends after {len(whole) - 1_000:,} of {len(whole):,} bytes"):
            file.read()


def test_a_server_that_hangs_up_is_an_os_error(server: str) -> None:
    with pytest.raises(OSError, match=r"cut/a\.jsonl"):
        read(f"{server}/cut/a.jsonl")


def test_the_identity_of_a_file_of_a_server(server: str) -> None:
    assert identity_of(f"{server}/ranges/a.jsonl") == (len(ROWS), '"e1"')
    assert identity_of(f"{server}/whole/a.jsonl") == (len(ROWS), "")
