"""Lines that recur, as a rule pack to begin with."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from copydesk.labelling.rules import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from copydesk.reviewing.repeats import Repeat

_HEADER = """\
# Drafted by `copydesk check` from lines that stand in the texts of many articles. Look at each before you use the pack:
# say what the line is in `kind`, give the rule a better id, and write into `leaves` the sentence of an article that
# comes closest to it. Then: copydesk clean --rules THIS-FILE
language = {language}
"""
_RULE = """
[[rule]]  # in {records:,} of {of:,} articles{site}
id = "repeat-{number}"
kind = "page_furniture"
match = "{match}"
patterns = [{pattern}]
max_chars = {max_chars}
matches = [{example}]
leaves = ["A sentence of an article that is close to it, and has to stay."]
"""
_LEAST_MAX_CHARS = 200
_FIGURES = re.compile(r"\d+")
_FIGURES_OR_SIGN = re.compile(r"\d+|[\\.+*?()|\[\]{}^$]")


def rules_text(repeats: Sequence[Repeat]) -> str:
    """A rule pack in TOML with a rule for each of `repeats`; it is valid as it stands."""
    languages = {repeat.language.split("-", 1)[0] for repeat in repeats}
    language = languages.pop() if len(languages) == 1 else "und"
    return _HEADER.format(language=_string(language)) + "".join(
        _rule(number, repeat) for number, repeat in enumerate(repeats, 1)
    )


def _rule(number: int, repeat: Repeat) -> str:
    folded = fold(repeat.example)
    has_figures = _FIGURES.search(folded) is not None
    return _RULE.format(
        records=repeat.records,
        of=repeat.of,
        site=f" of {_string(repeat.site)}" if repeat.site else "",
        number=number,
        match="regex" if has_figures else "line",
        pattern=_string(_expression(folded) if has_figures else folded),
        max_chars=max(_LEAST_MAX_CHARS, 2 * len(folded)),
        example=_string(repeat.example),
    )


def _expression(folded: str) -> str:
    """An expression for lines that differ from `folded` in figures alone."""
    return f"^{_FIGURES_OR_SIGN.sub(_as_expression, folded)}$"


def _as_expression(found: re.Match[str]) -> str:
    part = found[0]
    if not part[0].isdecimal():
        return f"\\{part}"
    return "[0-9]+" if part.isascii() else r"\d+"


def _string(text: str) -> str:
    """`text` as TOML has it: its basic strings are those of JSON, but for U+007F."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
