"""Rules as data: the packs, what a rule may say, and the check of what one is given.

A pattern never runs on Python's backtracking engine. Literals are compared as they are; expressions run on the engine
of Rust's regex crate, which is linear in the length of the line by construction and refuses what it cannot guarantee
(look-around, back-references).
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError
from pydantic_core import SchemaError

from copydesk.languages.files import languages, rules_of
from copydesk.linear import searcher
from copydesk.page import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

DECORATION = " \t\"'><»«›‹|•·-–—*+#[]【】():…~→▼▲▶◆■●○。.,"
"""Stripped from both ends of a line before it is compared with the patterns of `line` rules."""

FIRST_PACKS = frozenset({"en", "zh"})
"""Asked before the other languages: their words are on pages of every language."""

Pattern = Annotated[str, StringConstraints(min_length=1, pattern=r"\S")]
Example = Annotated[str, StringConstraints(min_length=1)]


class BrokenRules(ValueError):
    """A rule pack that cannot be used; the message names the pack and the rule."""


class Rule(BaseModel):
    """One rule of a pack; CONTRIBUTING.md explains the fields."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    kind: Kind
    match: Literal["line", "prefix", "suffix", "contains", "regex"]
    patterns: Annotated[list[Pattern], Field(min_length=1)]
    where: Literal["anywhere", "head", "tail"] = "anywhere"
    ends: Literal["no", "list", "yes"] = "no"
    max_chars: Annotated[int, Field(ge=1)] = 200
    matches: Annotated[list[Example], Field(min_length=1)]
    leaves: Annotated[list[Example], Field(min_length=1)]


class RulePack(BaseModel):
    """The rules of one file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    language: str
    rule: list[Rule]


class OwnPack(RulePack):
    """A pack of the user's own: its rules win over all that are shipped."""


_BEFORE_NORMALISING: dict[int, str] = {
    **dict(zip(map(ord, "ⓒㆍㅣ"), "©·|", strict=True)),
    **dict.fromkeys(range(0xD800, 0xE000), "\ufffd"),
}
"""Letters in name alone, which their compatibility forms would make real ones, and halves of surrogate pairs, on which
expressions would say nothing at all."""

_TO_TRANSLATE = re.compile(f"[{''.join(map(chr, _BEFORE_NORMALISING))}]")


def fold(line: str) -> str:
    """`line` as rules see it: white space squeezed, full-width forms narrowed, case folded."""
    if line.isascii():
        return " ".join(line.split()).casefold()
    if _TO_TRANSLATE.search(line):
        line = line.translate(_BEFORE_NORMALISING)
    return " ".join(unicodedata.normalize("NFKC", line).split()).casefold()


def linear_expression(expression: str) -> Callable[[str], bool]:
    """What searches a line for `expression` on the linear engine.

    Raises:
        BrokenRules: the engine does not take the expression.
    """
    try:
        return searcher(expression)
    except SchemaError as error:
        if "size limit" in str(error):
            message = r"is too large once compiled: write + for a bounded repeat, or [a-z0-9] for \w"
        else:
            message = f"cannot be matched in linear time: {str(error).rsplit('error: ', 1)[-1].strip()}"
        raise BrokenRules(message) from error


def read_pack(content: bytes, name: str) -> RulePack:
    """Read and check one pack.

    Args:
        content: TOML, UTF-8.
        name: first half of its rules' full ids; also what errors call it.

    Raises:
        BrokenRules: not TOML, a field is wrong, or two rules share an id.
    """
    try:
        table = tomllib.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        message = f"{name}: not a TOML file: {error}"
        raise BrokenRules(message) from error
    return _checked(table, name)


def _checked(table: dict[str, Any], name: str) -> RulePack:
    try:
        pack = RulePack.model_validate({"name": name, **table})
    except ValidationError as error:
        raise BrokenRules("\n".join(_flatten(error, table, name))) from error
    if len({rule.id for rule in pack.rule}) < len(pack.rule):
        twice, _ = Counter(rule.id for rule in pack.rule).most_common(1)[0]
        message = f"{name}/{twice}: two rules have this id"
        raise BrokenRules(message)
    return pack


def _flatten(error: ValidationError, table: dict[str, Any], name: str) -> list[str]:
    rules = table.get("rule", [])
    lines = []
    for problem in error.errors(include_url=False):
        place = problem["loc"]
        if len(place) > 1 and place[0] == "rule" and isinstance(place[1], int) and isinstance(rules[place[1]], dict):
            place = (f"rule {rules[place[1]].get('id', place[1] + 1)}", *place[2:])
        lines.append(f"{name}: {' '.join(map(str, place))}: {problem['msg']}")
    return lines


def check_linear(pack: Pack) -> None:
    """Compile every expression of `pack`.

    Raises:
        BrokenRules: an expression's time cannot be guaranteed, or it meets every line; the message names the rule.
    """
    for rule in pack.rule:
        for pattern in rule.patterns if rule.match == "regex" else ():
            try:
                meets_all = linear_expression(pattern)("")
            except BrokenRules as error:
                message = f"{pack.name}/{rule.id}: pattern {pattern!r} {error}"
                raise BrokenRules(message) from error
            if meets_all:
                message = f"{pack.name}/{rule.id}: pattern {pattern!r} meets every line, even an empty one"
                raise BrokenRules(message)


def read_pack_file(path: str | Path) -> OwnPack:
    """Read a user's pack; its name is the file's stem.

    Raises:
        BrokenRules: the file cannot be read, is no pack, or holds a pattern whose time cannot be guaranteed.
    """
    path = Path(path)
    try:
        content = path.read_bytes()
    except OSError as error:
        message = f"{path}: {error.strerror}"
        raise BrokenRules(message) from error
    pack = read_pack(content, path.stem)
    check_linear(pack)
    return OwnPack(name=pack.name, language=pack.language, rule=pack.rule)


@dataclass(frozen=True)
class ShippedPack:
    """A pack of this package; its rules are read when they are first asked for."""

    name: str
    language: str

    @cached_property
    def rule(self) -> list[Rule]:
        """The rules, in the order of the file."""
        return _checked({"language": self.language, "rule": rules_of(self.name)}, self.name).rule


Pack = RulePack | ShippedPack


@cache
def shipped_packs() -> tuple[ShippedPack, ...]:
    """The packs of this package, languages first and `general` last, so that the particular wins."""
    packs = [ShippedPack(name, file.language) for name, file in languages().items()]
    return tuple(sorted(packs, key=lambda pack: (pack.name == "general", pack.name not in FIRST_PACKS, pack.name)))


def packs_with(paths: Iterable[str | Path]) -> list[Pack]:
    """A user's own packs and the shipped ones, in the order in which they win; raises as `read_pack_file` does."""
    return [*map(read_pack_file, paths), *shipped_packs()]
