"""The words of source lines, bylines and sign-offs: `data/credits.toml`, compiled once."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from copydesk.fields.date_words import any_of, load_toml

if TYPE_CHECKING:
    from collections.abc import Iterable

CreditKind = Literal["source", "author", "editor", "other"]

HAN: Final = r"\u3400-\u9fff"
FIRST_CJK: Final = "\u2e80"  # the scripts of China, Japan and Korea stand above it
CJK: Final = r"\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
REMEMBERED_LINES: Final = 256
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_WIDE_PAIR: Final = re.compile(f"[{HAN}]{{2}}")


class CreditWords(NamedTuple):
    """What the words of `data/credits.toml` mean. Sets and keys are folded.

    Attributes:
        kinds: what each label asks for.
        label: a label, group `word`, and the sign after it, group `mark`; see `find_labels`.
        label_words: the letters that each label begins with.
        byline: a label that opens a line without a colon, and the space after it, which `ByJane` lacks.
        particles: words with a small initial within a name.
        joint: the separators of names.
        outlet_for: `for`, between a name and an outlet, and the outlet (group 1).
        originals, own: marks of the page's own work; values of a source label that say so.
        role_before: a role that stands before Chinese and Japanese names, group 1 what is glued to its front.
        role_after: one that stands behind them, with the place of filing before it, `／台北報導`.
        photographer: what makes the name before it, at the end, the one who took the picture.
        latin_role: a role at the end of a name or glued to it, and all that follows.
        korean_byline: a name (group `name`) before a role; before it maybe an outlet (group `outlet`).
        outlets, outlet_endings, outlet_words: what shows that a name is no person's.
        body_endings: endings of names of bodies that are no outlets.
        sections: what ends like an outlet and is none.
        nobody, not_names: values that name nobody; words where a name may stand.
        menu_words, navigation: words that no name of a person has, and that no name of an outlet begins with.
        surname: a Chinese surname, at the start.
        japanese_name: a Japanese name with a usual surname.
        agency_at_end: an agency behind a name.
        lone: labels that may stand on a line of their own without a sign.
        staff_code: a number of staff, behind a name or instead of one.
    """

    kinds: dict[str, CreditKind]
    label: re.Pattern[str]
    label_words: frozenset[str]
    byline: re.Pattern[str]
    particles: frozenset[str]
    joint: re.Pattern[str]
    outlet_for: re.Pattern[str]
    originals: tuple[str, ...]
    own: frozenset[str]
    role_before: re.Pattern[str]
    role_after: re.Pattern[str]
    photographer: re.Pattern[str]
    latin_role: re.Pattern[str]
    korean_byline: re.Pattern[str]
    outlets: frozenset[str]
    outlet_endings: tuple[str, ...]
    outlet_words: frozenset[str]
    body_endings: tuple[str, ...]
    sections: frozenset[str]
    nobody: frozenset[str]
    not_names: frozenset[str]
    menu_words: frozenset[str]
    navigation: frozenset[str]
    surname: re.Pattern[str]
    japanese_name: re.Pattern[str]
    agency_at_end: re.Pattern[str]
    lone: frozenset[str]
    staff_code: re.Pattern[str]


def label_kind(match: re.Match[str]) -> CreditKind:
    """What the label found by `CreditWords.label` asks for."""
    word = match["word"]
    key = "".join(word.split()) if word[0] > FIRST_CJK else word.casefold()
    return credit_words().kinds.get(key, "other")  # a dotless ı matches i, and does not fold to it


@functools.lru_cache(maxsize=REMEMBERED_LINES)
def find_labels(line: str) -> tuple[re.Match[str], ...]:
    """The labels on a line, in order; remembered, since lines are read for credits and for dates."""
    words = credit_words()
    if max(line, default="") < FIRST_CJK:
        plain = line.replace("İ", "i").replace("ı", "i").lower()  # as the expression takes them
        if words.label_words.isdisjoint(_LETTERS.findall(plain)):
            return ()
    return tuple(words.label.finditer(line))


@functools.cache
def credit_words() -> CreditWords:
    """The vocabulary, compiled at the first call."""
    data = load_toml("credits.toml")
    bylines, roles, outlets = data["bylines"], data["roles"], data["outlets"]
    kinds = _kinds(data["labels"])
    return CreditWords(
        kinds=kinds,
        label=_label(kinds),
        label_words=frozenset(_LETTERS.findall(" ".join(kinds))),
        byline=re.compile(rf"(?:(?:{any_of(bylines['words'])})\s{{1,3}}(?=[^\W\d_])|(?-i:By(?=[A-Z])))", re.IGNORECASE),
        particles=_folded(bylines["particles"]),
        joint=_joint(bylines["joints"]),
        outlet_for=re.compile(rf"\s(?:{any_of(bylines['for'])})\s(\S.{{1,40}})$", re.IGNORECASE),
        originals=tuple(data["originals"]["words"]),
        own=_folded(data["originals"]["source"]),
        role_before=re.compile(rf"([{CJK}]{{0,12}}?)(?:{any_of(roles['before'])})"),
        role_after=re.compile(rf"(?:[/／]\s?[{HAN}]{{0,6}}?)?(?:{any_of(roles['after'])})"),
        photographer=re.compile(rf"(?:{any_of(roles['photographers'])})$"),
        latin_role=_latin_role(roles["latin"]),
        korean_byline=_korean_byline(roles["ko"]),
        outlets=_folded(outlets["names"]),
        outlet_endings=tuple(ending.casefold() for ending in outlets["cjk_endings"]),
        outlet_words=_folded(outlets["words"]),
        body_endings=tuple(outlets["body_endings"]),
        sections=_folded(outlets["sections"]),
        nobody=_folded(outlets["nobody"]),
        not_names=_folded([*data["not_names"]["words"], *data["not_names"]["places"]]),
        menu_words=_folded(data["not_names"]["latin"]),
        navigation=_folded(data["not_names"]["navigation"]),
        surname=_surname(data["surnames"]),
        japanese_name=re.compile(rf"(?:{'|'.join(data['surnames']['japanese'].split())})[{HAN}\u3040-\u309f]{{1,3}}"),
        agency_at_end=re.compile(rf"\s(?P<outlet>(?:the\s)?(?:{any_of(outlets['names'])}))$", re.IGNORECASE),
        lone=_folded(
            [
                *bylines["words"],
                *data["originals"]["words"],
                *(word for word, kind in kinds.items() if kind != "other" and len(word) > 1),
            ]
        ),
        staff_code=re.compile(data["staff_codes"]["pattern"]),
    )


def _folded(words: Iterable[str]) -> frozenset[str]:
    return frozenset(word.casefold() for word in words)


def _kinds(table: dict[CreditKind, dict[str, list[str]]]) -> dict[str, CreditKind]:
    # a word that is a label of credits in one language and of something else in another is one of credits
    kinds: dict[str, CreditKind] = {}
    for kind in ("other", "source", "editor", "author"):
        kinds |= {word.casefold(): kind for words in table[kind].values() for word in words}
    return kinds


def _label(kinds: dict[str, CreditKind]) -> re.Pattern[str]:
    cased = any_of(word for word in kinds if word[-1].lower() != word[-1].upper())
    cjk = any_of(word for word in kinds if word[-1].lower() == word[-1].upper())
    # labels of two characters are set with a space inside, to be as wide as one of three or four
    spaced = "|".join(rf"{word[0]}\s{{1,4}}{word[1]}(?=\s{{0,3}}[:：])" for word in kinds if _WIDE_PAIR.fullmatch(word))
    marks = r"\s{0,3}[:：]|\s?[|｜丨●＝=]|\s?[/／]"
    return re.compile(rf"(?P<word>(?<![^\W\d_])(?:{cased})|{cjk}|{spaced})(?P<mark>{marks})?", re.IGNORECASE)


def _joint(joints: list[str]) -> re.Pattern[str]:
    words = "|".join(map(re.escape, sorted(joints, key=len, reverse=True)))
    return re.compile(rf"\s{{0,2}}[、，,;；/／|｜]\s{{0,2}}(?:(?:{words})\s)?|\s(?:{words}|[·•])\s", re.IGNORECASE)


def _latin_role(roles: list[str]) -> re.Pattern[str]:
    glued = "|".join(re.escape(role.title()) for role in sorted(roles, key=len, reverse=True))
    return re.compile(rf"(?:(?<=[a-zà-ÿ])(?:{glued})|(?<![^\W\d_])(?i:{any_of(roles)})).{{0,80}}$")


def _korean_byline(roles: list[str]) -> re.Pattern[str]:
    words = "|".join(sorted(roles, key=len, reverse=True))
    return re.compile(
        rf"(?:(?P<outlet>[가-힣A-Za-z]{{2,12}})\s?=\s?)?(?<![가-힣])(?P<name>[가-힣]{{2,4}})\s(?:{words})(?![가-힣])"
    )


def _surname(table: dict[str, str]) -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(table['double'].split())})|[{''.join(table['single'].split())}]")
