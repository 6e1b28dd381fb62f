"""Who made a page: its source, authors and editors, from source lines, bylines and sign-offs."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Final, NamedTuple

from copydesk.fields.credit_labels import Segment, follow_on, segments
from copydesk.fields.credit_words import HAN, byline_end, credit_words
from copydesk.fields.date_words import find_label
from copydesk.fields.dates import find_moments
from copydesk.fields.names import is_outlet, is_person, is_plain_outlet, read_people, trim
from copydesk.languages.scripts import FIRST_CJK

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_ANY_DAY: Final = dt.datetime(2100, 12, 31, 23, 59, tzinfo=dt.UTC)  # to find dates without a year, too
_MAX_LINE: Final = 300
_MAX_PREFIX: Final = 30  # characters in front of the first label; more is a sentence
_MAX_SOURCE: Final = 40
_MAX_ACCOUNT: Final = 20
_MAX_LONE_OUTLET: Final = 12
_MAX_GAP: Final = 2  # lines between the bylines of two authors
_OPENING: Final = 100  # characters at the start of the text in which a dateline stands
_CLOSING: Final = 80
_SENTENCE: Final = re.compile(r"[。！？!?]|，|[^\W\d_]{3}\.\s+[^\W\d_]")
_BRACKETS: Final = "()（）〔〕【】\\[\\]"
_BRACKETED: Final = re.compile(rf"[(（〔【\[]([^{_BRACKETS}]{{2,48}})[)）〕】\]]")
_LAST_BRACKET: Final = re.compile(rf"[(（〔【\[]([^{_BRACKETS}]{{2,60}})[)）〕】\]]\s*$")
_PAIR: Final = re.compile(r"\s*([^/／|]{2,20}?)\s?[/／]\s?([^/／|]{2,20}?)\s*")
_IN_BRACKETS: Final = re.compile(r"(?<=\S)\s?[(（].*$")
_LAST_SMALL_WORD: Final = re.compile(r"\s[a-zà-ÿ]{1,3}$")
_NO_SOURCE: Final = re.compile(r"[。！？!?：:，]")
_ENDS_SENTENCE: Final = re.compile(r"[。！？!?]")
_FILED: Final = re.compile(r"[/／]")
_PAIRED: Final = re.compile(r"[/／가-힣]")
_PLACE_AND_DAY: Final = re.compile(rf"(?<=[记記]者[{HAN}]{{3}})[{HAN}]{{2,4}}[0-9]{{1,2}}日\S{{0,4}}$")
_BUTTONS: Final = re.compile(r"\s{2,}|[|｜丨]|\s[-–—•·]\s")


class Credits(NamedTuple):
    """Who made a page: the outlet that it credits, and names without roles, brackets and staff codes."""

    source: str | None
    authors: list[str]
    editors: list[str]


def read_credits(line: str) -> Credits:
    """The credits that one source line, byline or sign-off states; none for other lines."""
    return _read(line, _date_spans(line))


def take_credits(
    head: Sequence[str], tail: Sequence[str], *, opening: str | None = None, closing: str | None = None
) -> Credits:
    """The credits of a page.

    Args:
        head: its lines between title and text, and the title's neighbours above.
        tail: the few lines below the text.
        opening: the first paragraph of the text, which may name its reporters in a dateline.
        closing: the last paragraph, which may end in a sign-off in brackets.
    """
    above = follow_on(head)
    dates = [_date_spans(line) for line in above]
    credits_ = _merge(map(_read, above, dates))
    if not (credits_.source and credits_.authors):
        credits_ = _fill(credits_, _beside_the_date(above, dates))
    credits_ = _merge([credits_, *map(read_credits, follow_on(tail))])
    if not credits_.authors and opening:
        credits_ = _fill(credits_, _from_opening(opening))
    if closing:
        credits_ = _merge([credits_, _from_closing(closing, named=bool(credits_.authors))])
    return credits_


def _date_spans(line: str) -> list[tuple[int, int]]:
    if len(line) > _MAX_LINE:
        return []
    return [(moment.start, moment.end) for moment in find_moments(line, fetched_at=_ANY_DAY, day_first=True)]


def _read(line: str, dates: Sequence[tuple[int, int]]) -> Credits:
    if not line.strip() or len(line) > _MAX_LINE:
        return Credits(None, [], [])
    found = segments(line, dates)
    if not (found or dates or _PAIRED.search(line) or any(map(line.__contains__, credit_words().originals))):
        return Credits(None, [], [])
    marks = sorted([*dates, *((segment.start, segment.end) for segment in found)])
    prefix = line[: marks[0][0]] if marks else ""
    if len(prefix) > _MAX_PREFIX or _SENTENCE.search(prefix):
        return Credits(None, [], [])
    credits_ = _from_segments(found)
    if dates and not found and prefix.strip() and not prefix[-1].isspace():
        credits_ = credits_._replace(authors=_in_front(line, dates[0][0]))
    rest = _rest(line, marks)
    credits_ = _fill(credits_, _original(rest))
    return _fill(credits_, _from_rest(line, rest, found, dated=bool(dates)))


def _merge(parts: Iterable[Credits]) -> Credits:
    source: str | None = None
    authors: list[str] = []
    editors: list[str] = []
    first = 0
    for number, part in enumerate(parts):
        source = source or part.source
        first = first if authors else number
        if number - first <= _MAX_GAP * len(authors):
            authors += [author for author in part.authors if author not in authors]
        editors += [editor for editor in part.editors if editor not in editors]
    return Credits(source, authors, editors)


def _fill(first: Credits, second: Credits) -> Credits:
    return Credits(first.source or second.source, first.authors or second.authors, first.editors or second.editors)


def _from_segments(found: Sequence[Segment]) -> Credits:
    source: str | None = None
    outlets: list[str] = []
    authors: list[str] = []
    editors: list[str] = []
    for segment in found:
        if segment.kind == "source":
            source = source or _source(segment.value)
        elif segment.kind != "other" and segment.value and not _ENDS_SENTENCE.search(segment.value):
            people = read_people(segment.value, trusted=segment.marked)
            names = authors if segment.kind == "author" else editors
            names += [name for name in people.names if name not in names]
            outlets += people.outlets if segment.kind == "author" else []
    return Credits(source or next(iter(outlets), None), authors, editors)


def _source(value: str) -> str | None:
    words = credit_words()
    value = _IN_BRACKETS.sub("", value.rstrip("。"))
    role = words.role_before.search(value)
    value = trim(role[1] if role and role[1] else value)
    first = value.split(", ")[0]
    if is_outlet(first):
        value = first
    pieces = value.split()
    if len(pieces) > 1 and pieces[0][-1] > FIRST_CJK and pieces[1][0] > FIRST_CJK:
        value = pieces[0]
    if not 1 < len(value) <= _MAX_SOURCE or value.casefold() in words.nobody or value.isdigit():
        return None
    return None if _NO_SOURCE.search(value) else value


def _rest(line: str, marks: Sequence[tuple[int, int]]) -> list[str]:
    parts = []
    position = 0
    for start, end in [*marks, (len(line), len(line))]:
        if start > position:
            parts += [trim(part) for part in _BUTTONS.split(line[position:start])]
        position = max(position, end)
    return [part for part in parts if part]


def _from_rest(line: str, rest: Sequence[str], found: Sequence[Segment], *, dated: bool) -> Credits:
    """What a line says without a label: a byline, a pair of name and outlet, an outlet beside a date or a name."""
    words = credit_words()
    authors: list[str] = []
    source: str | None = None
    for part in rest if len(line) <= _OPENING and _PAIRED.search(line) else ():
        korean = words.korean_byline.search(part)
        pair = _PAIR.fullmatch(part)
        if korean:
            authors.append(korean["name"])
            source = source or korean["outlet"]
        elif _FILED.search(part) and words.role_after.search(part):
            authors += read_people(part, trusted=False).names
        elif pair:
            source, authors = _from_pair(pair[1], pair[2], source, authors)
    kinds = {segment.kind for segment in found}
    if "source" in kinds or source or not (dated or "author" in kinds) or "。" in line or len(line) > _OPENING:
        return Credits(source, authors, [])
    return _fill(Credits(None, authors, []), _unlabelled(rest))


def _from_pair(first: str, second: str, source: str | None, authors: list[str]) -> tuple[str | None, list[str]]:
    for name, outlet in ((first, second), (second, first)):
        if name[-1] > FIRST_CJK and is_outlet(outlet) and is_person(name):
            return source or outlet, [*authors, name]
    return source, authors


def _unlabelled(rest: Sequence[str]) -> Credits:
    words = credit_words()
    for part in rest:
        if byline_end(part):
            continue
        original = next((word for word in words.originals if part.startswith(word)), "")
        name = trim(part.removeprefix(original))
        first = name.split()[0] if name[:1] > FIRST_CJK else name
        if first and is_plain_outlet(first) and len(first) <= _MAX_SOURCE:
            return Credits(first, [], [])
        if original and first and len(first) <= _MAX_ACCOUNT:
            return Credits(None, [first], [])
    return Credits(None, [], [])


def _original(rest: Sequence[str]) -> Credits:
    """The form of messaging accounts: `原创 author account`."""
    tokens = rest[0].split() if len(rest) == 1 else []
    if len(tokens) == 3 and tokens[0] in credit_words().originals and max(map(len, tokens)) <= _MAX_ACCOUNT:  # noqa: PLR2004
        return Credits(tokens[2], [tokens[1]], [])
    return Credits(None, [], [])


def _beside_the_date(lines: Sequence[str], dates: Sequence[Sequence[tuple[int, int]]]) -> Credits:
    """An outlet or a name on a line of its own beside the line with the date, or a name in front of the date."""
    source: str | None = None
    authors: list[str] = []
    for number, line in enumerate(lines):
        text = trim(line)
        if dates[number]:
            authors += _in_front(line, dates[number][0][0])
        elif any(dates[max(0, number - 1) : number + 2]):
            alone = _alone(text)
            source = source or alone.source
            authors += alone.authors
    return Credits(source, list(dict.fromkeys(authors)), [])


def _alone(text: str) -> Credits:
    words = credit_words()
    if not text or len(text) > _OPENING:
        return Credits(None, [], [])
    if byline := byline_end(text):
        return Credits(None, _lone_names(text[byline:]), [])
    if text.startswith(words.originals):
        return _unlabelled([text])
    if len(text) <= _MAX_LONE_OUTLET and is_plain_outlet(text):
        return Credits(text, [], [])
    return Credits(None, _lone_names(text), [])


def _in_front(line: str, date: int) -> list[str]:
    label = find_label(line, 0, date)
    text = trim(line[: label.start if label else date])
    if credit_words().japanese_name.fullmatch(text):
        return [text]
    return _lone_names(_LAST_SMALL_WORD.sub("", text[byline_end(text) :]))


def _lone_names(text: str) -> list[str]:
    if not text or text[0] > FIRST_CJK or len(text) > _OPENING or text.isupper() or find_label(text):
        return []
    people = read_people(text, trusted=False)
    return [] if people.others or people.outlets else people.names


def _from_opening(opening: str) -> Credits:
    """The reporters that a dateline or a byline as first paragraph names: `某地电（记者甲、乙）`."""
    words = credit_words()
    if len(opening) <= _CLOSING:
        credits_ = read_credits(opening)
        if credits_.authors:
            return credits_
    start = opening[:_OPENING]
    for match in _BRACKETED.finditer(start):
        if words.role_before.search(match[1]):
            people = read_people(_PLACE_AND_DAY.sub("", match[1]), trusted=False)
            if people.names:
                return Credits(None, people.names, [])
    korean = words.korean_byline.search(start) if "=" in start else None
    return Credits(None, [korean["name"]] if korean else [], [])


def _from_closing(closing: str, *, named: bool) -> Credits:
    """The sign-off in brackets that the last paragraph ends in."""
    match = _LAST_BRACKET.search(closing, max(0, len(closing) - _CLOSING))
    if match is None:
        return Credits(None, [], [])
    text = match[1].strip()
    credits_ = read_credits(text)
    if not named and not credits_.authors and is_person(text) and not text.isascii():
        return Credits(None, [text], [])
    return credits_._replace(source=None)
