"""The words of source lines, bylines and sign-offs of every language, compiled once."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from copydesk.fields.folding import table
from copydesk.fields.vocabulary import Vocabulary, alike, any_of, parts_words
from copydesk.languages.files import words
from copydesk.languages.scripts import FIRST_CJK

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

CreditKind = Literal["source", "author", "editor", "other"]

HAN: Final = r"\u3400-\u9fff"
CJK: Final = r"\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
REMEMBERED_LINES: Final = 256
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_REMEMBERED_ROLES: Final = 64  # sets of them
# labels of two characters are set with a space inside, to be as wide as one of three or four
_SPACED_PAIR: Final = re.compile(rf"([{HAN}])\s{{1,4}}([{HAN}])(?=\s{{0,3}}[:：])")
_MARK: Final = re.compile(r"\s{0,3}[:：]|\s?[|｜丨●＝=]|\s?[/／]")
_BEFORE_NAME: Final = re.compile(r"\s{1,3}(?=[^\W\d_])")
_GLUED_BY: Final = re.compile(r"By(?=[A-Z])")


class CreditWords(NamedTuple):
    """What the words in credits mean. Sets and keys are folded.

    Attributes:
        kinds: what each label asks for.
        apart, glued: labels before which no letter may stand, and those of scripts without spaces; see `find_labels`.
        label_words: the first word of each label.
        bylines: labels that open a line without a colon; see `byline_end`.
        particles: words with a small initial within a name.
        joint: the separators of names.
        outlet_for: `for`, between a name and an outlet, and the outlet (group 1).
        originals, own: marks of the page's own work; values of a source label that say so.
        role_before: a role that stands before Chinese and Japanese names, group 1 what is glued to its front.
        role_after: one that stands behind them, with the place of filing before it, `／台北報導`.
        photographer: what makes the name before it, at the end, the one who took the picture.
        roles: roles behind names in scripts with spaces; see `find_latin_role`.
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
    apart: Vocabulary
    glued: Vocabulary
    label_words: frozenset[str]
    bylines: Vocabulary
    particles: frozenset[str]
    joint: re.Pattern[str]
    outlet_for: re.Pattern[str]
    originals: tuple[str, ...]
    own: frozenset[str]
    role_before: re.Pattern[str]
    role_after: re.Pattern[str]
    photographer: re.Pattern[str]
    roles: Vocabulary
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


class Label(NamedTuple):
    """A label as found: the word, the sign behind it (blank if there is none), and where both stand."""

    word: str
    mark: str
    start: int
    end: int


def label_kind(label: Label) -> CreditKind:
    """What a label asks for."""
    word = label.word
    key = "".join(word.split()) if word[0] > FIRST_CJK else word.casefold()
    return credit_words().kinds.get(key, "other")  # a dotless ı is taken for an i, and does not fold to it


@functools.lru_cache(maxsize=REMEMBERED_LINES)
def find_labels(line: str) -> tuple[Label, ...]:
    """The labels on a line, in order; remembered, since lines are read for credits and for dates."""
    if max(line, default="") < FIRST_CJK:
        plain = line.replace("İ", "i").replace("ı", "i").casefold()  # as labels are
        if credit_words().label_words.isdisjoint(_LETTERS.findall(plain)):
            return ()
    return tuple(labels_from(line, 0))


def labels_from(line: str, start: int) -> Iterator[Label]:
    """The labels that begin at a place or behind it, in order."""
    words, view = credit_words(), alike(line)
    spaced = {pair.start(): pair.end(2) for pair in _SPACED_PAIR.finditer(line) if pair[1] + pair[2] in words.kinds}
    ends = spaced | words.glued.ends_in(view) | words.apart.ends_in(view)
    end = start
    for place in sorted(ends):
        if place >= end:
            mark = _MARK.match(line, ends[place])
            end = mark.end() if mark else ends[place]
            yield Label(line[place : ends[place]], mark[0] if mark else "", place, end)


def byline_end(text: str) -> int:
    """Where a name begins behind a label that opens a text without a colon, as in `By Jane Doe`; 0 without one."""
    ends = credit_words().bylines.ends_at(alike(text), 0)
    gap = next(filter(None, (_BEFORE_NAME.match(text, end) for end in ends)), None) or _GLUED_BY.match(text)
    return gap.end() if gap else 0


def find_latin_role(text: str) -> re.Match[str] | None:
    """A role at the end of a name or glued to it, and all that follows."""
    roles = credit_words().roles.held_in(alike(text))
    return _latin_role(roles).search(text) if roles else None


@functools.cache
def credit_words() -> CreditWords:
    """The vocabulary, compiled at the first call."""
    data = table("credits")
    agencies = data["agencies"]
    kinds = _kinds()
    bylines = words(lambda language: language.credits.bylines)
    originals = words(lambda language: language.credits.originals)
    roles_before = any_of(words(lambda language: language.credits.roles_before))
    roles_after = any_of(words(lambda language: language.credits.roles_after))
    for_outlet = any_of(words(lambda language: language.credits.for_outlet))
    return CreditWords(
        kinds=kinds,
        apart=Vocabulary((word for word in kinds if parts_words(word[-1])), apart=True),
        glued=Vocabulary(word for word in kinds if not parts_words(word[-1])),
        label_words=frozenset(letters[0] for letters in map(_LETTERS.findall, kinds) if letters),
        bylines=Vocabulary(bylines),
        particles=_folded(words(lambda language: language.credits.particles)),
        joint=_joint(words(lambda language: language.credits.joints)),
        outlet_for=re.compile(rf"\s(?:{for_outlet})\s(\S.{{1,40}})$", re.IGNORECASE),
        originals=tuple(originals),
        own=_folded(words(lambda language: language.credits.own)),
        role_before=re.compile(rf"([{CJK}]{{0,12}}?)(?:{roles_before})"),
        role_after=re.compile(rf"(?:[/／]\s?[{HAN}]{{0,6}}?)?(?:{roles_after})"),
        photographer=re.compile(rf"(?:{any_of(words(lambda language: language.credits.photographers))})$"),
        roles=Vocabulary(words(lambda language: language.credits.roles)),
        korean_byline=_korean_byline(words(lambda language: language.credits.korean_roles)),
        outlets=_folded(agencies),
        outlet_endings=tuple(_folded(words(lambda language: language.credits.outlet_endings))),
        outlet_words=_folded(words(lambda language: language.credits.outlet_words)),
        body_endings=tuple(words(lambda language: language.credits.body_endings)),
        sections=_folded(words(lambda language: language.credits.sections)),
        nobody=_folded(words(lambda language: language.credits.nobody)),
        not_names=_folded(words(lambda language: language.credits.not_names)),
        menu_words=_folded(words(lambda language: language.credits.menu_words)),
        navigation=_folded(words(lambda language: language.credits.navigation)),
        surname=_surname(data["surnames"]),
        japanese_name=re.compile(rf"(?:{'|'.join(data['surnames']['japanese'].split())})[{HAN}\u3040-\u309f]{{1,3}}"),
        agency_at_end=re.compile(rf"\s(?P<outlet>(?:the\s)?(?:{any_of(agencies)}))$", re.IGNORECASE),
        lone=_folded(
            [*bylines, *originals, *(word for word, kind in kinds.items() if kind != "other" and len(word) > 1)]
        ),
        staff_code=re.compile(data["staff_code"]),
    )


def _folded(words: Iterable[str]) -> frozenset[str]:
    return frozenset(word.casefold() for word in words)


def _kinds() -> dict[str, CreditKind]:
    # a word that is a label of credits in one language and of something else in another is one of credits
    labels: dict[CreditKind, list[str]] = {
        "other": words(lambda language: language.credits.other),
        "source": words(lambda language: language.credits.source),
        "editor": words(lambda language: language.credits.editor),
        "author": words(lambda language: language.credits.author),
    }
    return {word.casefold(): kind for kind, of_kind in labels.items() for word in of_kind}


def _joint(joints: list[str]) -> re.Pattern[str]:
    # as given, or in a line of capitals: `Dan` is a name, and `dan` an Indonesian "and"
    forms = {*joints, *(joint.upper() for joint in joints if len(joint) > 1)}
    any_joint = "|".join(map(re.escape, sorted(forms, key=len, reverse=True)))
    return re.compile(rf"\s{{0,2}}[、，,;；/／|｜]\s{{0,2}}(?:(?:{any_joint})\s)?|\s(?:{any_joint}|[·•])\s")


@functools.lru_cache(maxsize=_REMEMBERED_ROLES)
def _latin_role(roles: tuple[str, ...]) -> re.Pattern[str]:
    glued = "|".join(re.escape(role.title()) for role in sorted(roles, key=len, reverse=True))
    return re.compile(rf"(?:(?<=[a-zà-ÿ])(?:{glued})|(?<![^\W\d_])(?i:{any_of(roles)})).{{0,80}}$")


def _korean_byline(roles: list[str]) -> re.Pattern[str]:
    any_role = "|".join(sorted(roles, key=len, reverse=True))
    return re.compile(
        rf"(?:(?P<outlet>[가-힣A-Za-z]{{2,12}})\s?=\s?)?(?<![가-힣])(?P<name>[가-힣]{{2,4}})\s(?:{any_role})(?![가-힣])"
    )


def _surname(table: dict[str, str]) -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(table['double'].split())})|[{''.join(table['single'].split())}]")
