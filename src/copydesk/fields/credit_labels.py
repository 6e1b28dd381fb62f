"""Source lines and bylines cut at their labels: `来源：某报 作者：编辑：某某`, `Quelle: dpa | Foto: …`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from copydesk.fields.credit_words import (
    CreditKind,
    Label,
    byline_end,
    credit_words,
    find_labels,
    label_kind,
    labels_from,
)
from copydesk.fields.names import is_outlet, read_people, trim
from copydesk.languages.scripts import FIRST_CJK

if TYPE_CHECKING:
    from collections.abc import Sequence

_MAX_LINE: Final = 300  # a longer line is prose
_SEPARATORS: Final = frozenset("|·•/-–—,;:()0123456789")
_CUT_OFF: Final = re.compile(r"\s\S{0,40}(?:\.\.\.|…)$")
_MAX_LONE: Final = 24
_MAX_OUTLET: Final = 14  # characters of an outlet glued to a role, 某某日报记者
_BOUNDARY: Final = re.compile(r"[\s|｜丨/／·•,，;；、()（）\[\]［］【】〔〕\d\-–—]")
_ENDS_VALUE: Final = re.compile(r"[|｜丨\n]|\s[-–—•·]\s|[）)\]］】〕]\s*$|\s{4,}")
_LONE_LABEL: Final = re.compile(r"[^。！？.!?]{1,24}[:：]")


class Segment(NamedTuple):
    """A label and what stands behind it.

    Attributes:
        kind: what the label asks for.
        value: trimmed; empty where the next label follows at once.
        marked: a colon or a like sign says that it is a label, and what stands behind it is what it asks for.
        start, end: offsets of label and value in the line.
    """

    kind: CreditKind
    value: str
    marked: bool
    start: int
    end: int


def follow_on(lines: Sequence[str]) -> list[str]:
    """The lines, with one that ends in a label's colon and the value on the next line as one line."""
    joined: list[str] = []
    pending = ""
    for line in lines:
        text = f"{pending} {line}" if pending else line
        if len(text) < _MAX_LINE and (_ends_in_label(line) or _is_lone(line)):
            pending = text
        else:
            joined.append(text)
            pending = ""
    return [*joined, pending] if pending else joined


def _ends_in_label(line: str) -> bool:
    text = line.rstrip()
    if text[-1:] not in {":", "："}:
        return False
    return _LONE_LABEL.fullmatch(text) is not None or (
        len(text) <= _MAX_LINE
        and any(label.end == len(text) for label in labels_from(text, max(0, len(text) - _MAX_LONE)))
    )


def _is_lone(line: str) -> bool:
    text = line.strip()
    return len(text) <= _MAX_LONE and (text in {",", "、", "&"} or text.casefold() in credit_words().lone)


def has_label(line: str) -> bool:
    """Whether a line states a source, an author or an editor behind a label with a sign."""
    return len(line) <= _MAX_LINE and any(label.mark and label_kind(label) != "other" for label in find_labels(line))


def is_byline(line: str) -> bool:
    """Whether a line begins like a byline without a colon, `By Jane Doe`."""
    end = byline_end(line.lstrip()) if len(line) <= _MAX_LINE else 0
    return end > 0 and bool(read_people(line[end:], trusted=False).names)


def segments(line: str, dates: Sequence[tuple[int, int]]) -> list[Segment]:
    """The labelled parts of a line, in order.

    Args:
        line: a line of a page.
        dates: spans of dates and times on it, where a value ends.
    """
    if len(line) > _MAX_LINE:
        return []
    labels = [label for label in find_labels(line) if not _inside(label.start, dates) and not _is_particle(line, label)]
    found: list[Segment] = []
    for number, label in enumerate(labels):
        following = labels[number + 1].start if number + 1 < len(labels) else len(line)
        end = min([following, *(start for start, _ in dates if start >= label.end)])
        if found and _continues(line, found[-1], label):
            continue
        segment = _segment(line, label, end, [*dates, *((before.start, before.end) for before in found)])
        if segment:
            found.append(segment)
    return _with_values(line, found, dates)


def _is_particle(line: str, label: Label) -> bool:
    """Whether a label is but a word within a line: `Hans von Beispiel`, `Political Editor`."""
    word = label.word
    if (
        label.mark
        or not line[: label.start].strip()
        or word[-1] > FIRST_CJK
        or (label_kind(label) == "other" and word[0].isupper())
    ):
        return False
    return line[: label.start].rstrip()[-1:] not in _SEPARATORS


def _continues(line: str, last: Segment, label: Label) -> bool:
    """Whether a role stands in the value of the label before: `图/通讯员 某某`."""
    return last.kind == "other" and last.marked and not label.mark and not line[last.end : label.start].strip()


def _segment(line: str, label: Label, end: int, before: Sequence[tuple[int, int]]) -> Segment | None:
    """The label as a segment, if it is one; `end` is where the next label or date begins."""
    kind = label_kind(label)
    mark = label.mark.strip()
    short = len(label.word) == 1
    # an interview prints `记者：` before each question
    trusted = bool(mark) and not credit_words().role_before.fullmatch(label.word)
    segment = Segment(kind, "", marked=trusted, start=label.start, end=label.end)
    if (mark in {":", "："} and not short) or (mark and _at_boundary(line, label, before)):
        return segment
    if short or "。" in line or not _at_boundary(line, label, before):
        return None
    value = line[label.end : end]
    followed_by_date = end < len(line) and not value.strip() and any(start == end for start, _ in before)
    return segment if followed_by_date or _states_value(line, label, value, kind) else None


def _at_boundary(line: str, label: Label, before: Sequence[tuple[int, int]]) -> bool:
    start = label.start
    if start == 0 or any(end == start for _, end in before) or _BOUNDARY.match(line, start - 1):
        return True
    floor = max([0, *(end for _, end in before if end <= start)])
    employer = trim(line[floor:start])
    return len(employer) <= _MAX_OUTLET and label_kind(label) == "author" and is_outlet(employer)


def _states_value(line: str, label: Label, value: str, kind: CreditKind) -> bool:
    """Whether a label without a sign has behind it what it asks for."""
    text = trim(_ENDS_VALUE.split(value, maxsplit=1)[0])
    if kind == "source":
        first = text.split("、")[0].split()[:1]
        return bool(first) and (is_outlet(first[0]) or (text.isascii() and text.isalnum() and not value[:1].isspace()))
    people = read_people(text, trusted=False)
    if kind == "other":
        following = line[label.end : label.end + 1]
        if label.word[-1] > FIRST_CJK:
            return not following or not following.isalpha() or bool(people.names)
        return line[: label.start].rstrip()[-1:] in _SEPARATORS | {""}
    outlet_alone = not line[: label.start].strip() and kind == "author" and bool(people.outlets)
    return (bool(people.names) or outlet_alone) and not people.others


def _with_values(line: str, found: Sequence[Segment], dates: Sequence[tuple[int, int]]) -> list[Segment]:
    stops = sorted({*(segment.start for segment in found), *(start for start, _ in dates), len(line)})
    filled = []
    for segment in found:
        end = next(stop for stop in stops if stop >= segment.end)
        value = line[segment.end : end].rstrip()
        lead = len(value) - len(value.lstrip(" |｜丨\u3000"))
        ended = _ENDS_VALUE.search(value, lead)
        if ended:
            value = value[: ended.start()]
        value = _CUT_OFF.sub("", value.rstrip())
        filled.append(segment._replace(value=trim(value), end=segment.end + len(value)))
    return filled


def _inside(position: int, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= position < end for start, end in spans)
