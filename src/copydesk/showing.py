"""Text of pages for people to look at: escaped, and without any character that would act instead of being seen."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_ACTING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f\ud800-\udfff]"
)
"""Controls, and what is invisible or turns the direction of text. Joiners stay: spelling and emoji need them."""

_STRUCK = "color:#b3261e;text-decoration:line-through;opacity:.85"
_STYLES = {"removed": _STRUCK, "meta": "color:#2557a7", "caption": "font-style:italic;color:#2e6b3f"}
_STYLES |= {"title": "font-weight:bold;font-size:1.2em", "body": "", "blank": ""}
_FRAME = "font-family:Georgia,'Songti SC','Noto Serif CJK SC',serif;line-height:1.5;max-width:60em;text-align:start"
_NOTE = "font:11px system-ui,sans-serif;opacity:.65;padding:0 .8em;vertical-align:top;text-align:start"


def seen(text: str) -> str:
    """`text` with acting characters as `⟨U+202E⟩`."""
    return _ACTING.sub(lambda found: f"⟨U+{ord(found[0]):04X}⟩", text)


def escaped(text: str) -> str:
    """`text` for a place in HTML, within or outside of an attribute's quotation marks."""
    return html.escape(seen(text))


def copy_html(rows: Iterable[tuple[int, str, str | None, str, str]]) -> str:
    """Rows of a page as marked-up copy, styles inline.

    Args:
        rows: (number, label, kind, reason, text) of each; what is removed is struck, and says why beside it.
    """
    return f'<table style="{_FRAME};border-collapse:collapse">{"".join(_row(*row) for row in rows)}</table>'


def _row(number: int, label: str, kind: str | None, reason: str, text: str) -> str:
    shown = escaped(text.strip())
    note = "" if label == "blank" else f'<span title="{escaped(reason)}">{escaped(kind or label)}</span>'
    tag = "del" if label == "removed" else "span"
    copy = f'<{tag} dir="auto" style="unicode-bidi:isolate;white-space:pre-wrap;{_STYLES[label]}">{shown}</{tag}>'
    return (
        f'<tr style="background:none"><td style="{_NOTE};text-align:end">{number}</td>'
        f'<td style="text-align:start">{copy}</td><td style="{_NOTE}">{note}</td></tr>'
    )


def article_html(article: Mapping[str, Any]) -> str:
    """An article, as JSON has it, for a notebook, styles inline: what is known of it, and its text."""
    isolated = 'dir="auto" style="unicode-bidi:isolate;margin:.5em 0"'
    known = "".join(
        f'<tr style="background:none"><th style="{_NOTE}">{escaped(name)}</th>'
        f'<td dir="auto" style="text-align:start;unicode-bidi:isolate">{escaped("; ".join(values))}</td></tr>'
        for name, values in facts_of(article)
        if values
    )
    text = "".join(f"<p {isolated}>{escaped(paragraph)}</p>" for paragraph in article["text"].split("\n\n"))
    head = f"<h3 {isolated}>{escaped(article['title'] or '(no title)')}</h3>"
    return f'<article style="{_FRAME}">{head}<table style="border-collapse:collapse">{known}</table>{text}</article>'


def facts_of(article: Mapping[str, Any]) -> list[tuple[str, list[str]]]:
    """What an article, as JSON has it, says besides its title and text: (name, values), none where it says nothing."""
    rights, origin = article["rights"], article["provenance"]
    license_ = rights["license"] or {}
    return [
        ("published", _said(article["published_at"], article["published_raw"])),
        ("source", _said(article["source"])),
        ("authors", article["authors"]),
        ("editors", article["editors"]),
        ("publisher", _said(article["publisher"])),
        ("holder", _said(rights["holder"])),
        ("years", _said(rights["years"] and "–".join(map(str, dict.fromkeys(rights["years"]))))),
        ("licence", _said(license_.get("spdx"), license_.get("url"))),
        ("notices", rights["notices"]),
        ("registrations", [f"{each['kind']}: {each['number']}" for each in article["registrations"]]),
        ("contacts", [f"{each['kind']}: {each['value']}" for each in article["contacts"]]),
        ("captions", article["captions"]),
        ("language", _said(article["language"])),
        ("confidence", [f"{article['confidence']:.3f}"]),
        ("warnings", [f"{each['code']}: {each['message']}" for each in article["warnings"]]),
        ("url", _said(article["url"])),
        ("encoding", _said(origin["encoding"])),
        ("id", [article["id"]]),
    ]


def _said(*values: str | None) -> list[str]:
    return [value for value in dict.fromkeys(values) if value]
