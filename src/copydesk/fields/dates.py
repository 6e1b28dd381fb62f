"""When a page was published, from the dates that its lines print."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Final, NamedTuple

from copydesk.fields.credit_labels import follow_on, has_label, is_byline
from copydesk.fields.date_shapes import Day, find_days
from copydesk.fields.date_words import (
    Label,
    date_words,
    find_distance,
    find_label,
    find_labels,
    label_at,
    plain,
    states_order,
)
from copydesk.fields.time_shapes import TimeOfDay, offset_of, time_after, time_alone, time_before

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_URL: Final = re.compile(r"(?:https?://|www\.)[!-~]+")
_RIGHTS: Final = re.compile(r"(?:©|\(c\)|copyright|版权所有|版權所有)[^\w]{0,3}(?:[a-z]{3}\s)?$", re.IGNORECASE)
_NEAR: Final = 20  # characters in front of a date in which a copyright sign makes it part of the notice
_LABEL_REACH: Final = 40
_MAX_AROUND: Final = 70  # characters beside an unlabelled date; more is a sentence
_MAX_LINE: Final = 400  # a longer line is no line of dates and credits
_LAST_BARE: Final = 1  # number of the last line below the text that may state the date without a label
_OTHERS_LABEL: Final = re.compile(r"\s?(?:[:：]|\S{0,3}\s?[0-9])")
_HOUR_SIGN: Final = re.compile(r"[0-9]\s?[hH]\s?[0-9]{2}")
_CLOCK: Final = re.compile(r"[0-9]{2}:[0-9]{2}")
_FIGURE: Final = re.compile(r"[0-9]")
_PERSIAN: Final = re.compile("[پچژگکی\u06f0-\u06f9]")
_DATE_LENGTH: Final = len("2016-12-09")
_RELATIVE_LENGTH: Final = 60  # a longer line is a sentence, and its `yesterday` is not the page's


class Moment(NamedTuple):
    """A date, with its time where one stands beside it.

    Attributes:
        value: ISO 8601 as far as stated: `2016-12-09`, `2016-12-09T10:58:47+08:00`.
        raw: as printed.
        start, end: offsets in the line.
        updated: a label says that the page was changed then, not published.
    """

    value: str
    raw: str
    start: int
    end: int
    updated: bool


def find_moments(line: str, *, fetched_at: dt.datetime | None = None, day_first: bool | None = None) -> list[Moment]:
    """The dates and times that a line states, in order.

    Args:
        line: one line of a page.
        fetched_at: when the page was fetched; without it, dates without a year and `3 hours ago` give nothing.
        day_first: how to read 03/04/2016; where None and nothing on the line tells, such a date gives nothing.
    """
    text = _without_urls(plain(line))
    fetched_on = fetched_at.date() if fetched_at else None
    moments: list[Moment] = []
    if _FIGURE.search(text):
        order = _order(text) if day_first is None else day_first
        persian = _PERSIAN.search(line) is not None
        days = find_days(text, day_first=order, fetched_on=fetched_on, persian=persian)
        floor = 0
        for number, day in enumerate(days):
            following = days[number + 1].start if number + 1 < len(days) else None
            moment = _moment(line, text, day, floor, following)
            if moment:
                moments.append(moment)
            floor = moment.end if moment else day.end
    if len(text) <= _RELATIVE_LENGTH and moments:
        moments += _later(line, text, moments[-1], fetched_at)
    elif len(text) <= _RELATIVE_LENGTH and fetched_at:
        moments += _relative(text, fetched_at)
    return moments


def _order(text: str) -> bool | None:
    if "/" not in text and "-" not in text:
        return None
    return True if _HOUR_SIGN.search(text) else states_order(text)


def _without_urls(text: str) -> str:
    if "://" not in text and "www." not in text:
        return text
    return _URL.sub(lambda match: " " * len(match[0]), text)


def _moment(line: str, text: str, day: Day, floor: int, following: int | None) -> Moment | None:
    if _RIGHTS.search(text[max(floor, day.start - _NEAR) : day.start]):
        return None
    time = _time(text, day, floor, following)
    start = min(day.start, time.start) if time else day.start
    end = max(day.end, time.end) if time else day.end
    label = _label(text, floor, start, end, following)
    if day.weak and time is None and label is None and text.strip() != text[start:end]:
        return None
    value = day.date.isoformat()
    if time:
        value += time.value + offset_of(time.zone, day.date)
    return Moment(value, line[start:end].strip(), start, end, label is not None and label.updated)


def _time(text: str, day: Day, floor: int, following: int | None) -> TimeOfDay | None:
    inside = _CLOCK.search(text, day.start, day.end)
    if inside:  # Thu Dec 10 10:10:50 GMT 2020
        return time_after(text, inside.start(), day.end)
    after = time_after(text, day.end)
    if after and (following is None or after.end <= following):
        return after._replace(start=day.end)
    return time_before(text, day.start, floor)


def _label(text: str, floor: int, start: int, end: int, following: int | None) -> Label | None:
    """The last label before the moment, or else one right after it."""
    before = [*find_labels(text, max(floor, start - _LABEL_REACH), start)]
    if before:
        return before[-1]
    after = label_at(text, end) or label_at(text, end + 1)
    # a label with a colon, or with a figure behind it, is the next moment's
    if after is None or after.end == following or _OTHERS_LABEL.match(text, after.end):
        return None
    return after


def _is_update(text: str, start: int, end: int) -> bool:
    label = _label(text, 0, start, end, None)
    return label is not None and label.updated


def _later(line: str, text: str, last: Moment, fetched_at: dt.datetime | None) -> Iterator[Moment]:
    """When the page was changed, where a line says so after its date: `updated at 12:17`, `updated 8 hours ago`."""
    label = find_label(text, last.end)
    if label is None or not label.updated:
        return
    time = time_after(text, label.end)
    if time:
        yield Moment(
            f"{last.value[:_DATE_LENGTH]}{time.value}",
            line[time.start : time.end].strip(),
            time.start,
            time.end,
            updated=True,
        )
    elif fetched_at:
        padded = " " * label.start + text[label.start :]
        yield from _relative(padded, fetched_at)


def _relative(text: str, fetched_at: dt.datetime) -> Iterator[Moment]:
    """The moment that a distance from the time of fetching gives; to the minute only where it counts minutes."""
    distance = find_distance(text) if _FIGURE.search(text) else None
    if distance:
        unit, number, (start, end) = distance
        then = fetched_at - dt.timedelta(**{unit: number})
        value = f"{then:%Y-%m-%dT%H:%M}" if unit == "minutes" else f"{then:%Y-%m-%d}"
        yield Moment(value, text[start:end], start, end, updated=_is_update(text, start, end))
        return
    words = date_words()
    match = words.day_back.search(text)
    days = words.days_back.get(match[0].casefold()) if match else None
    if match and days is not None:
        time = time_after(text, match.end())
        end = time.end if time else match.end()
        value = f"{fetched_at - dt.timedelta(days=days):%Y-%m-%d}{time.value if time else ''}"
        updated = _is_update(text, match.start(), end)
        yield Moment(value, text[match.start() : end], match.start(), end, updated=updated)


def take_date(
    head: Sequence[str], tail: Sequence[str], *, fetched_at: dt.datetime | None = None
) -> tuple[str | None, str | None]:
    """When the page was published: (ISO 8601, as printed), or (None, None).

    Args:
        head: its lines between title and text, and the title's neighbours above.
        tail: the few lines below the text.
        fetched_at: when the page was fetched; see `find_moments`.
    """
    above, below = follow_on(head), follow_on(tail)
    order = _page_order([*above, *below])
    candidates = [
        *_candidates(above, fetched_at, day_first=order, in_head=True),
        *_candidates(below, fetched_at, day_first=order, in_head=False),
    ]
    if not candidates:
        return None, None
    best = max(candidates, key=lambda candidate: candidate.rank)
    return best.moment.value, best.moment.raw


class _Candidate(NamedTuple):
    rank: tuple[bool, int]
    moment: Moment


def _page_order(lines: Sequence[str]) -> bool | None:
    orders = {order for line in lines if (order := _order(plain(line[:_MAX_LINE]))) is not None}
    return orders.pop() if len(orders) == 1 else None


def _candidates(
    lines: Sequence[str], fetched_at: dt.datetime | None, *, day_first: bool | None, in_head: bool
) -> Iterator[_Candidate]:
    for number, line in enumerate(lines):
        moments = find_moments(line, fetched_at=fetched_at, day_first=day_first) if len(line) <= _MAX_LINE else []
        if not moments:
            continue
        credited = has_label(line) or is_byline(line)
        beside = any(has_label(other) for other in lines[max(0, number - 1) : number + 2])
        for moment in moments:
            labelled = _is_published(line, moment)
            if labelled or credited or (not _is_prose(line, moment) and (in_head or number <= _LAST_BARE)):
                timed = _with_time_below(moment, line, lines[number + 1 : number + 2])
                weight = 8 * labelled + 4 * credited + 3 * in_head + 2 * ("T" in timed.value) + 2 * beside
                yield _Candidate((not moment.updated, weight), timed)


def _is_published(line: str, moment: Moment) -> bool:
    return not moment.updated and _label(plain(line), 0, moment.start, moment.end, None) is not None


def _is_prose(line: str, moment: Moment) -> bool:
    return len(line) - (moment.end - moment.start) > _MAX_AROUND or "。" in line


def _with_time_below(moment: Moment, line: str, below: Sequence[str]) -> Moment:
    if "T" in moment.value or not below or line[moment.end :].strip():
        return moment
    time = time_alone(plain(below[0]))
    if time is None:
        return moment
    offset = offset_of(time.zone, dt.date.fromisoformat(moment.value))
    return moment._replace(value=f"{moment.value}{time.value}{offset}", raw=f"{moment.raw} {below[0].strip()}")
