"""What options do to records, and what help says of them."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import pytest

import copydesk
from copydesk.cli import main
from tests.cli.commands import CHINESE, COMMAND, RULE, process, records, run, write

if TYPE_CHECKING:
    from collections.abc import Callable


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
