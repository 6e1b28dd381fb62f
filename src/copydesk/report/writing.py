"""The report as one HTML file: template, style, script and data, and a policy that lets nothing else in.

What the list needs comes first, as JSON, so that it is there at once. What opens below its entries follows in blocks,
each packed, which the script unpacks when one of their pages is opened or searched: the texts of two thousand pages
would else be most of the file, and all of them would have to be read before anything shows.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import html
import shutil
from importlib.resources import files
from string import Template
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

import orjson

from copydesk.report.kinds import GROUP_OF
from copydesk.showing import seen

if TYPE_CHECKING:
    from collections.abc import Iterable

    from copydesk.report.entries import Entry

BLOCK_PAGES = 16
"""Pages packed together: enough for what they share to be packed once, few enough to open at once."""

_SCRIPTS = ("text.js", "blocks.js", "charts.js", "entry.js", "report.js")
_BLOCKS = "<!-- blocks -->"
_UNSAFE = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


class Heading(NamedTuple):
    """What the report is about.

    Attributes:
        title: of the page.
        subtitle: what made it: versions and digests.
        compared: whether its entries are differences between two runs.
    """

    title: str
    subtitle: str
    compared: bool = False


def write_report(file: BinaryIO, heading: Heading, pages: Iterable[Entry]) -> int:
    """Write a report of `pages` and give their number.

    What lists and filters need of each page, some hundred bytes, is kept in memory; the rest goes through a temporary
    file.

    Raises:
        OSError: a file cannot be written.
    """
    facts: list[dict[str, Any]] = []
    with TemporaryFile() as blocks:
        block: list[dict[str, Any]] = []
        for page in pages:
            facts.append(page.facts)
            block.append(page.details)
            if len(block) == BLOCK_PAGES:
                blocks.write(_packed(block))
                block = []
        if block:
            blocks.write(_packed(block))
        head, _, foot = _filled(heading, facts).partition(_BLOCKS)
        file.write(head.encode())
        blocks.seek(0)
        shutil.copyfileobj(blocks, file)
        file.write(foot.encode())
    return len(facts)


def json_for_script(value: Any) -> str:  # noqa: ANN401 - whatever JSON holds
    """JSON that no parser of HTML takes for the end of its script, or for a comment in it."""
    return orjson.dumps(_seen(value)).decode().translate(_UNSAFE)


def _seen(value: Any) -> Any:  # noqa: ANN401
    """`value` with all its text as it can be shown."""
    if isinstance(value, str):
        return seen(value)
    if isinstance(value, dict):
        return {_seen(key): _seen(each) for key, each in value.items()}
    return [_seen(each) for each in value] if isinstance(value, list | tuple) else value


def _packed(block: list[dict[str, Any]]) -> bytes:
    packed = gzip.compress(
        orjson.dumps(_seen(block)), compresslevel=6, mtime=0
    )  # no time: the same pages, the same bytes
    return b'<script type="application/octet-stream">' + base64.b64encode(packed) + b"</script>\n"


def _filled(heading: Heading, facts: list[dict[str, Any]]) -> str:
    data = files("copydesk.report") / "data"
    style = (data / "report.css").read_text("utf-8")
    script = "".join((data / name).read_text("utf-8") for name in _SCRIPTS)
    stated = {"blockPages": BLOCK_PAGES, "groups": GROUP_OF, "compared": heading.compared, "pages": facts}
    return Template((data / "report.html").read_text("utf-8")).substitute(
        policy=html.escape(_policy(style, script)),
        title=html.escape(heading.title),
        subtitle=html.escape(heading.subtitle),
        style=style,
        script=script,
        data=json_for_script(stated),
        blocks=_BLOCKS,
    )


def _policy(style: str, script: str) -> str:
    """Nothing is loaded, from anywhere; this style and this script are the only ones."""
    return (
        f"default-src 'none'; script-src '{_digest(script)}'; style-src '{_digest(style)}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _digest(content: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
