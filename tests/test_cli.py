"""The command: what it reads, where it writes, how it ends. Faults are real ones, met by real processes."""

from __future__ import annotations

import errno
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import pytest
from click.testing import CliRunner, Result

import copydesk
from copydesk.article import json_schema
from copydesk.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SAMPLES = Path(__file__).parents[1] / "samples" / "pages"
COMMAND = [sys.executable, "-m", "copydesk"]
PAGE = """Ferry returns to the river

The river ferry will sail again on Friday after four months in dock, the transport office said on Thursday.

Share this article
"""
CHINESE = """江岸轮渡周五复航

停航四个月的江岸轮渡将于周五恢复航行，市交通局周四在通气会上公布了这一消息。

分享到：
"""
MENU = "Home\nNews\nSport\nWeather\nContact us\n"

posix = pytest.mark.skipif(os.name != "posix", reason="needs POSIX files, pipes and signals")


def run(*arguments: str | Path, stdin: bytes | str | None = None) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], input=stdin, prog_name="copydesk")


def process(*arguments: str | Path, **options: Any) -> subprocess.CompletedProcess[bytes]:  # noqa: ANN401
    options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "timeout": 60, **options}
    return subprocess.run([*COMMAND, *map(str, arguments)], check=False, **options)  # noqa: S603


def records(output: str | bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in output.splitlines()]


def inputs(output: str | bytes) -> list[str]:
    return [record["provenance"]["input"] for record in records(output)]


def left(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


@pytest.fixture
def page(tmp_path: Path) -> Path:
    return write(tmp_path / "page.txt")


def write(path: Path, content: str = PAGE) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")
    return path


# inputs


def test_a_file_gives_a_record_on_stdout_and_a_summary_on_stderr(page: Path) -> None:
    result = run("clean", page)
    assert result.exit_code == 0
    (record,) = records(result.stdout)
    assert record["title"] == "Ferry returns to the river"
    assert result.stderr == "1 page: 1 article, 0 rejected\n"


def test_several_inputs_come_in_the_order_of_the_command_line(tmp_path: Path) -> None:
    last, first = write(tmp_path / "z.txt"), write(tmp_path / "a.txt")
    assert inputs(run("clean", last, first).stdout) == [str(last), str(first)]


def test_a_folder_gives_the_pages_below_it_sorted_by_name(tmp_path: Path) -> None:
    pages = [write(tmp_path / name) for name in ("b/2.txt", "a/deep/er/1.TEXT", "b/10.txt", "a.txt")]
    result = run("clean", tmp_path)
    assert inputs(result.stdout) == sorted(map(str, pages))
    assert result.exit_code == 0


@pytest.mark.parametrize(
    "other",
    ["notes.md", "picture.jpg", "no_suffix", ".hidden.txt", ".git/page.txt", "a/.cache/b/page.txt"],
)
def test_what_is_no_page_in_a_folder_is_passed_over(tmp_path: Path, other: str) -> None:
    page = write(tmp_path / "page.txt")
    write(tmp_path / other)
    assert inputs(run("clean", tmp_path).stdout) == [str(page)]


def test_a_second_run_does_not_read_what_the_first_one_wrote(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(PAGE, encoding="utf-8")
    outputs = [run("clean", tmp_path, "-o", tmp_path / "out.jsonl").stderr for _ in range(2)]
    assert outputs[0] == outputs[1]


def test_a_file_in_the_folder_that_no_run_wrote_is_not_written_over(tmp_path: Path) -> None:
    rows = json.dumps({"text": PAGE}) + "\n"
    (tmp_path / "out.jsonl").write_text(rows, encoding="utf-8")
    result = run("clean", tmp_path, "-o", tmp_path / "out.jsonl")
    assert (result.exit_code, (tmp_path / "out.jsonl").read_text("utf-8")) == (2, rows)
    assert "is one of the inputs" in result.stderr


def test_a_file_of_many_pages_gives_a_record_for_each(tmp_path: Path) -> None:
    rows = [{"url": "https://gazette.example/1", "text": PAGE}, {"text": 7}, {"content": PAGE}]
    (tmp_path / "pages.jsonl").write_bytes("".join(json.dumps(row) + "\n" for row in rows).encode())
    result = run("clean", tmp_path / "pages.jsonl", "--rejects", tmp_path / "rejects.jsonl")
    articles = records(result.stdout)
    (rejection,) = records((tmp_path / "rejects.jsonl").read_bytes())
    assert [(one["url"], one["provenance"]["record"]) for one in articles] == [
        ("https://gazette.example/1", 1),
        (None, 3),
    ]
    assert (rejection["record"], rejection["reasons"][0]["code"]) == (2, "unreadable")


@pytest.mark.parametrize("name", ["notes.md", "no_suffix", ".hidden.txt", ".hidden/page.txt"])
def test_a_file_that_is_named_is_a_page_whatever_its_name(tmp_path: Path, name: str) -> None:
    path = write(tmp_path / name)
    assert inputs(run("clean", path).stdout) == [str(path)]


def test_a_hidden_folder_that_is_named_is_read(tmp_path: Path) -> None:
    page = write(tmp_path / ".pages" / "page.txt")
    assert inputs(run("clean", page.parent).stdout) == [str(page)]


def test_each_path_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "news" / "a.txt")
    write(tmp_path / "news" / "b.txt")
    monkeypatch.chdir(tmp_path)
    result = run("clean", "./news/b.txt", "news", "news/", "news//a.txt")
    assert inputs(result.stdout) == ["news/b.txt", "news/a.txt"]


def test_files_of_one_name_in_two_folders_are_two_pages(tmp_path: Path) -> None:
    pages = [write(tmp_path / "one" / "page.txt"), write(tmp_path / "two" / "page.txt", CHINESE)]
    assert inputs(run("clean", tmp_path).stdout) == [str(page) for page in pages]


@posix
def test_links_to_files_are_followed_and_links_to_folders_are_not(tmp_path: Path) -> None:
    page = write(tmp_path / "in" / "page.txt")
    write(tmp_path / "out" / "other.txt")
    (tmp_path / "in" / "link.txt").symlink_to(tmp_path / "out" / "other.txt")
    (tmp_path / "in" / "up").symlink_to(tmp_path)
    (tmp_path / "in" / "dangling.txt").symlink_to("nowhere")
    (tmp_path / "in" / "loop.txt").symlink_to("loop.txt")
    (tmp_path / "in" / "folder.txt").mkdir()
    os.mkfifo(tmp_path / "in" / "pipe.txt")
    assert inputs(run("clean", tmp_path / "in").stdout) == [str(tmp_path / "in" / "link.txt"), str(page)]
    assert inputs(run("clean", tmp_path / "in" / "up" / "out").stdout) == [str(tmp_path / "in/up/out/other.txt")]


def test_a_pattern_that_no_shell_expanded_is_expanded(tmp_path: Path) -> None:
    pages = [write(tmp_path / name) for name in ("a/1.txt", "a/b/2.txt", "c/3.txt")]
    write(tmp_path / "a" / "notes.md")
    assert inputs(run("clean", tmp_path / "**" / "*.txt").stdout) == sorted(map(str, pages))
    assert inputs(run("clean", tmp_path / "[ab]").stdout) == sorted(map(str, pages[:2]))
    named = write(tmp_path / "[ab].txt")
    assert inputs(run("clean", named).stdout) == [str(named)]


def test_stdin_is_a_page() -> None:
    result = run("clean", "-", "--url", "https://gazette.example/ferry", stdin=CHINESE.encode("gb18030"))
    (record,) = records(result.stdout)
    assert (record["title"], record["url"]) == ("江岸轮渡周五复航", "https://gazette.example/ferry")
    assert record["provenance"]["input"] == "-"


def test_stdin_goes_along_with_files(page: Path) -> None:
    assert inputs(run("clean", page, "-", "-", stdin=CHINESE).stdout) == [str(page), "-"]


@posix
def test_a_named_pipe_is_a_page(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with subprocess.Popen([*COMMAND, "clean", pipe], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as running:  # noqa: S603
        pipe.write_text(PAGE, encoding="utf-8")
        output, _ = running.communicate(timeout=60)
    assert inputs(output) == [str(pipe)]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "no_article"),
        (b"\n \n", "no_article"),
        (MENU.encode(), "no_article"),
        (b"\x89PNG\r\n\x1a\n" + bytes(200), "not_text"),
        (bytes(1000), "not_text"),
        (bytes(range(128, 256)) * 8, "undecodable"),
    ],
)
def test_a_file_without_an_article_is_a_rejection(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "page.txt"
    path.write_bytes(content)
    result = run("clean", path, "--rejects", tmp_path / "rejects")
    assert (result.exit_code, result.stdout) == (0, "")
    (rejection,) = records((tmp_path / "rejects").read_bytes())
    assert (rejection["input"], rejection["reasons"][0]["code"]) == (str(path), code)
    assert result.stderr == f"1 page: 0 articles, 1 rejected ({code} 1)\n"


def test_rejections_without_a_file_are_named_on_stderr(page: Path, tmp_path: Path) -> None:
    menu = write(tmp_path / "menu \x1b[31m.txt", MENU)
    result = run("clean", page, menu)
    assert len(records(result.stdout)) == 1
    assert result.stderr == (
        f"{tmp_path}/menu \ufffd[31m.txt: no_article: no line of the page reads like an article\n"
        "2 pages: 1 article, 1 rejected (no_article 1)\n"
    )


@posix
def test_a_file_that_goes_away_is_on_record_and_the_rest_is_cleaned(tmp_path: Path) -> None:
    pipe, gone, page = tmp_path / "pipe", write(tmp_path / "gone.txt"), write(tmp_path / "page.txt")
    os.mkfifo(pipe)
    out = tmp_path / "out.jsonl"
    with subprocess.Popen([*COMMAND, "clean", pipe, gone, page, "-o", out], stderr=subprocess.DEVNULL) as running:  # noqa: S603
        with pipe.open("wb") as held:  # opens once the command reads it, when all inputs have been listed
            gone.unlink()
            held.write(PAGE.encode())
        assert running.wait(60) == 0
    assert inputs(out.read_bytes()) == [str(pipe), str(page)]
    (rejection,) = records((tmp_path / "out.rejects.jsonl").read_bytes())
    assert (rejection["input"], rejection["reasons"][0]["code"]) == (str(gone), "unreadable")


WITHOUT_PRIVILEGES = """
import os, sys
from copydesk.cli import main
main(["clean", sys.argv[1], "-o", os.devnull], standalone_mode=False)  # the interpreter itself may be root's alone
os.setgroups([])
os.setgid(65534)
os.setuid(65534)
main(sys.argv[2:], prog_name="copydesk")
"""


def unprivileged(*arguments: str | Path) -> tuple[int, bytes, str]:
    """Run the command as somebody for whom permissions hold; root passes them all."""
    if os.geteuid() != 0:
        result = process(*arguments)
        return result.returncode, result.stdout, result.stderr.decode()
    command = [sys.executable, "-c", WITHOUT_PRIVILEGES, SAMPLES / "en-short.txt", *arguments]
    result = subprocess.run(command, capture_output=True, timeout=60, check=False)  # noqa: S603
    return result.returncode, result.stdout, result.stderr.decode().removeprefix("1 page: 1 article, 0 rejected\n")


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that other users may pass to; pytest keeps its own shut."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


@posix
def test_a_file_that_may_not_be_read_is_on_record(open_folder: Path) -> None:
    shut, page = write(open_folder / "a.txt"), write(open_folder / "b.txt")
    shut.chmod(0)
    code, stdout, stderr = unprivileged("clean", open_folder)
    assert (code, inputs(stdout)) == (0, [str(page)])
    assert stderr.splitlines()[0] == f"{shut}: unreadable: Permission denied"


@posix
def test_a_folder_that_may_not_be_listed_ends_the_run(open_folder: Path) -> None:
    write(open_folder / "b.txt")
    shut = write(open_folder / "shut" / "a.txt").parent
    shut.chmod(0)
    for path in (open_folder, shut):
        assert unprivileged("clean", path) == (1, b"", f"Error: cannot list {shut}: Permission denied\n")
    code, stdout, stderr = unprivileged("clean", shut / "a.txt")
    assert (code, stdout) == (2, b"")
    assert f"{shut}/a.txt: Permission denied" in stderr
    shut.chmod(0o755)


@posix
def test_a_folder_that_may_not_be_written_to_is_told(open_folder: Path) -> None:
    page = write(open_folder / "page.txt")
    result = unprivileged("clean", page, "-o", open_folder / "out.jsonl")
    assert result == (1, b"", f"Error: cannot write {open_folder}/out.jsonl: Permission denied\n")
    assert left(open_folder) == {"page.txt"}


# outputs


def test_output_goes_to_files_and_nothing_to_stdout(tmp_path: Path, page: Path) -> None:
    menu = write(tmp_path / "menu.txt", MENU)
    result = run("clean", page, menu, "-o", tmp_path / "out.jsonl")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "2 pages: 1 article, 1 rejected (no_article 1)\n"
    assert inputs((tmp_path / "out.jsonl").read_bytes()) == [str(page)]
    assert [record["input"] for record in records((tmp_path / "out.rejects.jsonl").read_bytes())] == [str(menu)]
    assert left(tmp_path) == {"page.txt", "menu.txt", "out.jsonl", "out.rejects.jsonl"}


@pytest.mark.parametrize(
    ("output", "rejects"),
    [("out.jsonl", "out.rejects.jsonl"), ("out", "out.rejects.jsonl"), ("2021.03", "2021.03.rejects.jsonl")],
)
def test_rejections_go_beside_the_output(tmp_path: Path, page: Path, output: str, rejects: str) -> None:
    assert run("clean", page, "-o", tmp_path / output).exit_code == 0
    assert left(tmp_path) == {"page.txt", output, rejects}


def test_rejections_go_where_they_are_told(tmp_path: Path, page: Path) -> None:
    menu = write(tmp_path / "menu.txt", MENU)
    run("clean", page, menu, "-o", tmp_path / "out.jsonl", "--rejects", tmp_path / "bad")
    assert left(tmp_path) == {"page.txt", "menu.txt", "out.jsonl", "bad"}
    result = run("clean", page, menu, "-o", tmp_path / "out.jsonl", "--rejects", "-")
    assert [record["reasons"][0]["code"] for record in records(result.stdout)] == ["no_article"]


@posix
def test_a_device_takes_output_and_has_nothing_beside_it(page: Path) -> None:
    beside = left(Path("/dev"))
    assert run("clean", page, "-o", "/dev/null").exit_code == 0
    assert Path("/dev/null").is_char_device()
    assert left(Path("/dev")) == beside
    assert run("clean", page, "-o", "/dev/null", "--rejects", "/dev/null").exit_code == 0


def test_the_same_run_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("1", "2"):
        assert run("clean", SAMPLES, "-o", tmp_path / name).exit_code == 0
    assert (tmp_path / "1").read_bytes() == (tmp_path / "2").read_bytes()
    assert process("clean", SAMPLES).stdout == (tmp_path / "1").read_bytes()


def test_every_input_is_on_record(tmp_path: Path) -> None:
    result = run("clean", SAMPLES, "-o", tmp_path / "out.jsonl")
    articles, rejections = (records((tmp_path / name).read_bytes()) for name in ("out.jsonl", "out.rejects.jsonl"))
    named = [record["provenance"]["input"] for record in articles] + [record["input"] for record in rejections]
    assert sorted(named) == sorted(map(str, SAMPLES.iterdir()))
    assert result.stderr.startswith(f"{len(named)} pages: {len(articles)} articles, {len(rejections)} rejected")


# exit status

WRONG_USAGE: dict[str, tuple[list[str], str]] = {
    "no command": (["tidy"], "No such command 'tidy'"),
    "no input": (["clean"], "Missing argument 'INPUT...'"),
    "missing path": (["clean", "missing.txt"], "no such file or folder: missing.txt"),
    "missing path after a good one": (["clean", "page.txt", "missing.txt"], "no such file or folder: missing.txt"),
    "pattern without a match": (["clean", "*.html"], "no such file or folder: *.html"),
    "path too long": (["clean", "x" * 300], "File name too long"),
    "file as folder": (["clean", "page.txt/page.txt"], "Not a directory"),
    "empty folder": (["clean", "empty"], "no pages (.csv, .htm, .html, .json, "),
    "unknown encoding": (["clean", "page.txt", "--encoding", "utf-9"], "unknown encoding: utf-9"),
    "encoding of no page": (["clean", "page.txt", "--encoding", "cp037"], "unknown encoding: cp037"),
    "encoding of bytes": (["clean", "page.txt", "--encoding", "rot13"], "unknown encoding: rot13"),
    "bad time": (["clean", "page.txt", "--fetched-at", "yesterday"], "not an ISO 8601 date or time: yesterday"),
    "impossible time": (["clean", "page.txt", "--fetched-at", "2021-02-30"], "not an ISO 8601 date or time"),
    "bad zone": (
        ["clean", "page.txt", "--timezone", "Mars/Base"],
        "timezone: no IANA name of a time zone: 'Mars/Base'",
    ),
    "empty zone": (["clean", "page.txt", "--timezone", ""], "no IANA name"),
    "unknown field": (["clean", "page.txt", "--require", "title,headline"], "require: no such field: headline"),
    "no length": (["clean", "page.txt", "--min-chars", "0"], "0 is not in the range x>=1"),
    "unknown kind": (["clean", "page.txt", "--kind", "pdf"], "'pdf' is not one of 'auto', 'text', 'html'"),
    "two pages of one url": (
        ["clean", "page.txt", "more", "--url", "https://a.example/"],
        "--url goes with one page, not 3",
    ),
    "missing rules": (["clean", "page.txt", "--rules", "missing.toml"], "missing.toml: No such file or directory"),
    "rules that are no TOML": (["clean", "page.txt", "--rules", "page.txt"], "page: not a TOML file"),
    "broken rule": (
        ["clean", "page.txt", "--rules", "broken.toml"],
        "broken: rule far-too-open patterns: List should have",
    ),
    "rule without a bound": (["clean", "page.txt", "--rules", "slow.toml"], "slow/looks-ahead: pattern"),
    "missing weights": (["clean", "page.txt", "--weights", "missing.json"], "missing.json: No such file or directory"),
    "weights that are no JSON": (["explain", "page.txt", "--weights", "page.txt"], "page.txt: Invalid JSON"),
    "unknown leaning": (["clean", "page.txt", "--favor", "speed"], "'speed' is not one of 'balanced', 'precision'"),
    "weights over gold": (["train", "page.txt", "-o", "page.txt"], "page.txt is one of the inputs"),
    "one file for both": (["clean", "page.txt", "-o", "out", "--rejects", "./out"], "cannot go to one file"),
    "stdout for both": (["clean", "page.txt", "--rejects", "-"], "cannot go to one file"),
    "output over an input": (["clean", "page.txt", "more", "-o", "more/1.txt"], "more/1.txt is one of the inputs"),
    "rejects over an input": (["clean", "more", "-o", "out", "--rejects", "link.txt"], "link.txt is one of the inputs"),
    "explain two": (["explain", "more"], "explain takes one page, and more holds 2"),
    "explain missing": (["explain", "missing.txt"], "no such file or folder: missing.txt"),
    "unknown record": (["schema", "page"], "'page' is not one of 'article', 'rejection'"),
}

RULE = """language = "en"
[[rule]]
id = "{id}"
kind = "site_slogan"
match = "{match}"
patterns = {patterns}
matches = ["ferries for all"]
leaves = ["ferries for some"]
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write(tmp_path / "page.txt")
    write(tmp_path / "more" / "1.txt")
    write(tmp_path / "more" / "2.txt")
    (tmp_path / "link.txt").symlink_to("more/2.txt")
    (tmp_path / "empty").mkdir()
    write(tmp_path / "broken.toml", RULE.format(id="far-too-open", match="line", patterns="[]"))
    write(tmp_path / "slow.toml", RULE.format(id="looks-ahead", match="regex", patterns='["(?=f)ferries"]'))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@posix
@pytest.mark.parametrize("case", WRONG_USAGE)
def test_wrong_usage_ends_with_2_says_what_is_wrong_and_writes_nothing(folder: Path, case: str) -> None:
    arguments, message = WRONG_USAGE[case]
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in " ".join(result.stderr.split())
    assert "Traceback" not in result.stderr
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["page.txt"], 0),
        (["page.txt", "--strict"], 0),
        (["page.txt", "menu.txt"], 0),
        (["page.txt", "menu.txt", "--strict"], 1),
        (["page.txt", "--strict", "--require", "published_at"], 1),
        (["page.txt", "--strict", "--min-chars", "1000"], 1),
        (["page.txt", "--strict", "--url", "gazette.example"], 1),
    ],
)
def test_rejections_are_a_failure_only_where_strict(folder: Path, arguments: list[str], code: int) -> None:
    write(folder / "menu.txt", MENU)
    result = run("clean", *arguments, "-o", "out.jsonl")
    assert result.exit_code == code
    assert result.exception is None or isinstance(result.exception, SystemExit)
    written = records((folder / "out.jsonl").read_bytes()) + records((folder / "out.rejects.jsonl").read_bytes())
    assert len(written) == sum(argument.endswith(".txt") for argument in arguments)


# options


@pytest.mark.parametrize(
    ("options", "found"),
    [
        (["--keep-removed"], lambda record: record["removed"]["details"][0]["text"] == "分享到："),
        (["--timezone", "Asia/Shanghai"], lambda record: record["published_at"] == "2021-03-04T08:15+08:00"),
        (["--fetched-at", "2020-01-01"], lambda record: record["published_at"] is None),
        (["--fetched-at", "2021-03-05T09:00+08:00"], lambda record: record["published_at"] == "2021-03-04T08:15"),
        (["--encoding", "GBK"], lambda record: record["provenance"]["encoding"] == "gb18030"),
        (["--encoding", "MS936"], lambda record: record["provenance"]["encoding"] == "gb18030"),
        (["--encoding", "gb18030"], lambda record: record["warnings"] == []),
        (["--url", "https://gazette.example/"], lambda record: record["url"] == "https://gazette.example/"),
        (["--kind", "text"], lambda record: record["title"] == "江岸轮渡周五复航"),
        (["--require", " title , ,text"], lambda record: record["title"] == "江岸轮渡周五复航"),
        (["--rules", "own.toml"], lambda record: record["removed"]["by_kind"]["site_slogan"] == 1),
    ],
)
def test_options_reach_the_record(folder: Path, options: list[str], found: Callable[[dict[str, Any]], bool]) -> None:
    dated = CHINESE.replace("\n", "\n2021-03-04 08:15\n", 1) + "ferries for all\n"
    (folder / "zh.txt").write_bytes(dated.encode("gb18030"))
    write(folder / "own.toml", RULE.format(id="own", match="line", patterns='["ferries for all"]'))
    result = run("clean", "zh.txt", *options)
    assert result.exit_code == 0
    (record,) = records(result.stdout)
    assert found(record)


@pytest.mark.parametrize("path", [[], *([name] for name in main.commands)])
def test_help_mentions_every_option(path: list[str]) -> None:
    command = main.commands[path[0]] if path else main
    result = run(*path, "--help")
    assert result.exit_code == 0
    assert result.stdout == run(*path, "-h").stdout
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert all(name in result.stdout for name in parameter.opts)
            assert parameter.help
    if not path:
        assert all(name in result.stdout for name in main.commands)


def test_the_version() -> None:
    assert process("--version").stdout.decode().strip() == f"copydesk, version {copydesk.__version__}"


def test_the_installed_script_is_the_module() -> None:
    script = shutil.which("copydesk", path=str(Path(sys.executable).parent))
    if script is None:
        pytest.skip("no copydesk script beside this interpreter")
    outputs = [
        subprocess.run([*command, "--help"], capture_output=True, check=True).stdout  # noqa: S603
        for command in ([script], COMMAND)
    ]
    assert outputs[0] == outputs[1]
    assert outputs[0].startswith(b"Usage: copydesk ")


@pytest.mark.parametrize("arguments", [["--help"], ["clean", "--help"], ["--version"]])
def test_help_loads_no_models(arguments: list[str]) -> None:
    code = (
        f"import sys, atexit; sys.argv = ['copydesk', *{arguments!r}]\n"
        "atexit.register(lambda: print(*sys.modules, file=sys.stderr))\n"
        "from copydesk.cli import main; main()"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    assert {"pydantic", "bs4", "orjson"} & set(result.stderr.split()) == set()
    assert "click" in result.stderr.split()


# explain and schema


def test_explain_shows_every_line_with_its_reason(page: Path) -> None:
    result = run("explain", page)
    assert result.exit_code == 0
    assert [line.split()[:2] for line in result.stdout.splitlines()] == [
        ["1", "title"],
        ["2", "blank"],
        ["3", "body"],
        ["4", "blank"],
        ["5", "removed"],
    ]
    assert "removed share_prompt" in result.stdout
    assert result.stdout.rstrip().endswith("Share this article  [en/share-line]")


def test_explain_writes_json(page: Path) -> None:
    rows = records(run("explain", page, "--json").stdout)
    assert "".join(row["text"] for row in rows) == PAGE
    assert rows[-1]["kind"] == "share_prompt"
    assert list(rows[0]) == ["number", "start", "end", "text", "label", "kind", "reason"]


def test_explain_reads_stdin() -> None:
    assert "江岸轮渡周五复航" in run("explain", "-", stdin=CHINESE.encode("gb18030")).stdout


def test_explain_shows_no_control_characters(tmp_path: Path) -> None:
    shown = run("explain", write(tmp_path / "page.txt", PAGE.replace("river", "ri\x1b]0;v\x07er")))
    assert "\x1b" not in shown.stdout
    assert "\x07" not in shown.stdout


def test_explain_shows_what_it_can_where_output_is_not_utf8(tmp_path: Path) -> None:
    page = write(tmp_path / "page.txt", CHINESE)
    shown = process("explain", page, env={**os.environ, "PYTHONIOENCODING": "ascii"})
    assert (shown.returncode, shown.stderr) == (0, b"")
    assert b"title                       ????????" in shown.stdout
    as_json = process("explain", page, "--json", env={**os.environ, "PYTHONIOENCODING": "ascii"})
    assert records(as_json.stdout)[0]["text"] == "江岸轮渡周五复航\n"


@pytest.mark.parametrize(
    ("content", "message"), [(b"%PDF-1.7", "not_text: the input is a PDF document"), (None, "Too many levels")]
)
def test_explain_says_what_it_cannot_read(tmp_path: Path, content: bytes | None, message: str) -> None:
    path = tmp_path / "page.txt"
    if content is None:
        path.symlink_to("page.txt")
    else:
        path.write_bytes(content)
    result = run("explain", path)
    assert result.exit_code == (2 if content is None else 1)
    assert message in result.stderr


@pytest.mark.parametrize("record", ["article", "rejection"])
def test_schema_prints_the_schema(record: str) -> None:
    assert json.loads(run("schema", record).stdout) == json_schema(record)
    assert process("schema", record, env={**os.environ, "PYTHONIOENCODING": "ascii"}).returncode == 0


def test_schema_is_that_of_the_article_where_none_is_named() -> None:
    assert run("schema").stdout == run("schema", "article").stdout


# disks, pipes and signals

FULL = Path("/dev/full")
full = pytest.mark.skipif(not FULL.exists(), reason="needs /dev/full")


@full
@pytest.mark.parametrize(
    "arguments", [["clean", SAMPLES / "en-short.txt"], ["clean", SAMPLES], ["explain", SAMPLES / "ar.txt"], ["schema"]]
)
def test_a_full_disk_behind_stdout_is_told(arguments: list[str | Path]) -> None:
    with FULL.open("wb") as stdout:
        result = process(*arguments, stdout=stdout)
    assert result.returncode == 1
    assert result.stderr.decode().endswith("Error: cannot write standard output: No space left on device\n")
    assert b"Traceback" not in result.stderr
    assert b"Exception" not in result.stderr


@full
@pytest.mark.parametrize("pages", ["en-short.txt", "."])
def test_a_full_device_is_told(pages: str) -> None:
    result = process("clean", SAMPLES / pages, "-o", FULL)
    assert (result.returncode, result.stdout) == (1, b"")
    assert result.stderr.decode().endswith("Error: cannot write /dev/full: No space left on device\n")
    assert FULL.is_char_device()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 16 KiB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount, umount = shutil.which("mount"), shutil.which("umount")
    if not mount or not umount:
        pytest.skip("needs mount")
    mounted = subprocess.run([mount, "-t", "tmpfs", "-o", "size=16k", "tmpfs", disk], capture_output=True, check=False)  # noqa: S603
    if mounted.returncode:
        pytest.skip(f"cannot mount a small disk: {mounted.stderr.decode().strip()}")
    yield disk
    subprocess.run([umount, disk], check=True)  # noqa: S603


def test_a_disk_that_fills_up_keeps_no_half_file(small_disk: Path) -> None:
    result = process("clean", SAMPLES, "-o", small_disk / "out.jsonl")
    assert result.returncode == 1
    assert result.stderr.decode().endswith("out.jsonl: No space left on device\n")
    assert left(small_disk) == set()


def limit_files() -> None:
    import resource  # noqa: PLC0415 - POSIX only

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (8192, 8192))


@posix
@pytest.mark.parametrize("before", [None, b"old\n"])
def test_a_write_that_fails_midway_keeps_no_half_file(tmp_path: Path, before: bytes | None) -> None:
    out = tmp_path / "out.jsonl"
    if before is not None:
        out.write_bytes(before)
    result = process("clean", SAMPLES, "-o", out, preexec_fn=limit_files)
    assert result.returncode == 1
    assert result.stderr.decode() == f"Error: cannot write {out}: {os.strerror(errno.EFBIG)}\n"
    assert left(tmp_path) == (set() if before is None else {"out.jsonl"})
    assert before is None or out.read_bytes() == before


@pytest.mark.parametrize(
    ("output", "why"), [("missing/out.jsonl", "No such file or directory"), (".", "Is a directory")]
)
def test_a_place_that_takes_no_file_is_told_before_any_page_is_read(folder: Path, output: str, why: str) -> None:
    result = run("clean", "more", "-o", output)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == f"Error: cannot write {output}: {why}\n"
    assert not list(folder.rglob("*.part"))


@posix
@pytest.mark.parametrize(
    "command", [["clean", SAMPLES], ["explain", "--json", SAMPLES / "zh-hans-long.txt"], ["schema"]]
)
def test_a_reader_that_leaves_early_is_no_trouble(command: list[str | Path]) -> None:
    with subprocess.Popen([*COMMAND, *command], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:  # noqa: S603
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.read(10)
        running.stdout.close()
        stderr = running.stderr.read()
        assert running.wait(60) in {0, 1}  # 0 where all fitted into the pipe before it was closed
    assert b"Traceback" not in stderr
    assert b"Exception" not in stderr
    assert b"Error" not in stderr


@posix
@pytest.mark.parametrize("page", [SAMPLES, SAMPLES / "en-short.txt"])
def test_a_reader_that_is_gone_already_is_no_trouble(page: Path) -> None:
    read, written = os.pipe()
    os.close(read)
    try:
        result = process("clean", page, stdout=written)
    finally:
        os.close(written)
    assert result.returncode == 1
    assert b"Traceback" not in result.stderr
    assert b"Exception" not in result.stderr


def ended(running: subprocess.Popen[bytes], number: int) -> int:
    """Signal a process until it ends: between Python's last look and a read that blocks, one may be missed."""
    for _ in range(60):
        running.send_signal(number)
        with suppress(subprocess.TimeoutExpired):
            return running.wait(1)
    running.kill()
    return 0


@posix
@pytest.mark.parametrize(
    ("number", "leftovers"),
    [(signal.SIGKILL, 2), (signal.SIGTERM, 2), (signal.SIGINT, 0)],
    ids=str,
)
def test_a_run_that_is_ended_leaves_no_file_under_a_final_name(tmp_path: Path, number: int, leftovers: int) -> None:
    pages, pipe, out = tmp_path / "pages", tmp_path / "pipe", tmp_path / "out"
    out.mkdir()
    page = write(pages / "page.txt")
    os.mkfifo(pipe)
    command = [*COMMAND, "clean", str(page), str(pipe), "-o", str(out / "out.jsonl")]
    with subprocess.Popen(command, stderr=subprocess.PIPE) as running:  # noqa: S603
        with pipe.open("wb"):  # the command has come to its second page
            assert ended(running, number) != 0
        assert running.stderr is not None
        assert b"Traceback" not in running.stderr.read()
    assert [name for name in left(out) if not name.endswith(".part")] == []
    assert len(left(out)) == leftovers
    assert run("clean", page, "-o", out / "out.jsonl").exit_code == 0
    assert inputs((out / "out.jsonl").read_bytes()) == [str(page)]


@posix
@pytest.mark.parametrize(
    ("redirection", "code", "message"),
    [
        (">&-", 1, "Error: standard output is closed"),
        ("<&-", 0, "-: no_article"),
        ("2>&-", 0, ""),
    ],
)
def test_closed_streams_are_told(redirection: str, code: int, message: str) -> None:
    shell = f"{' '.join(COMMAND)} clean - {redirection}"
    result = subprocess.run(["/bin/sh", "-c", shell], input=MENU.encode(), capture_output=True, timeout=60, check=False)  # noqa: S603
    assert result.returncode == code
    assert message in result.stderr.decode()
    assert b"Traceback" not in result.stderr


@posix
def test_another_run_into_the_same_file_is_kept_apart(tmp_path: Path) -> None:
    page, pipe, out = write(tmp_path / "page.txt"), tmp_path / "pipe", tmp_path / "out.jsonl"
    os.mkfifo(pipe)
    with subprocess.Popen([*COMMAND, "clean", pipe, "-o", out], stderr=subprocess.DEVNULL) as slow:  # noqa: S603
        with pipe.open("wb") as held:
            assert process("clean", page, "-o", out).returncode == 0
            assert inputs(out.read_bytes()) == [str(page)]
            held.write(CHINESE.encode())
        assert slow.wait(60) == 0
    assert inputs(out.read_bytes()) == [str(pipe)]
    assert not [name for name in left(tmp_path) if name.endswith(".part")]
