"""Columns: numbers of lines as bytes, scaled so that what matters keeps apart and the rest runs together."""

from __future__ import annotations

from itertools import accumulate
from math import sqrt
from operator import sub
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Columns = dict[str, bytes]
"""Features by name; all columns of a page have one byte a line."""

MOST = 255
FAR = 127
_EVERY_BYTE = 256
_RAMP = bytes(range(MOST))
UNKNOWN = 255
"""Where a line has nothing that a share could be taken of, or stands beyond the page."""


def _scaled(value: int) -> int:
    whole = value + 8
    shift = whole.bit_length() - 4
    return min(MOST, (shift << 3) + (whole >> shift) - 8)


_SIZES = bytes(map(_scaled, range(1 << 12)))


def counts(values: Sequence[int]) -> bytes:
    """Whole numbers from 0, cut off at 255."""
    try:
        return bytes(values)
    except ValueError:
        return bytes([min(MOST, value) for value in values])


def shares(values: Iterable[float]) -> bytes:
    """Shares from 0 to 1 in hundredths; what is negative is unknown."""
    return bytes([int(100 * value + 0.5) if value > 0 else 0 if value == 0 else UNKNOWN for value in values])


def parts(values: Iterable[float], whole: float) -> bytes:
    """Shares of `whole`, finely where they are small: 250 times their square root."""
    scale = 250 / sqrt(whole) if whole else 0.0
    return bytes([int(scale * sqrt(value) + 0.5) if value else 0 for value in values])


def offsets(here: int, lines: int) -> bytes:
    """Distance of each line from line `here`, which is 127: less before it, more behind."""
    ramp = bytes(max(0, here - FAR)) + bytes(range(max(0, FAR - here), 2 * FAR)) + bytes([2 * FAR]) * max(0, lines)
    return ramp[:lines]


def size(value: int) -> int:
    """A mass of words: exact up to 8, then eight steps to each doubling."""
    return _SIZES[value] if value < len(_SIZES) else _scaled(value)


def sizes(values: Sequence[int]) -> bytes:
    """Masses of words; see `size`."""
    try:
        return bytes(map(_SIZES.__getitem__, values))
    except IndexError:
        return bytes(map(size, values))


def everywhere(value: int, lines: int) -> bytes:
    """The same byte for each line."""
    return bytes([value]) * lines


def picked(column: bytes, places: Sequence[int]) -> bytes:
    """The bytes at `places`."""
    if len(column) <= _EVERY_BYTE:
        return bytes(places).translate(column.ljust(_EVERY_BYTE, b"\0"))
    return bytes(map(column.__getitem__, places))


def shifted(column: bytes, by: int) -> bytes:
    """For each line the byte of the line `by` lines below it, or above it if negative; 255 beyond the page."""
    beyond = bytes([UNKNOWN]) * abs(by)
    return (column + beyond)[by:] if by > 0 else (beyond + column)[: len(column)]


def running(values: Iterable[int]) -> list[int]:
    """Running sums from 0, one more than there are values."""
    return list(accumulate(values, initial=0))


def above(sums: list[int], window: int) -> list[int]:
    """From running sums, the sum over the `window` lines above each line."""
    lines = len(sums) - 1
    starts = [0] * min(window, lines) + sums[: max(0, lines - window)]
    return list(map(sub, sums, starts))


def below(sums: list[int], window: int) -> list[int]:
    """From running sums, the sum over the `window` lines below each line."""
    stops = sums[1 + window :] + [sums[-1]] * min(window, len(sums) - 1)
    return list(map(sub, stops, sums[1:]))


def since(marks: bytes) -> bytes:
    """Lines since the last byte at or above each line that is not 0; 255 where there is none."""
    nowhere = bytes([MOST]) * len(marks)
    first = marks.find(1)
    if first < 0:
        return nowhere
    ramp = _RAMP + nowhere
    column = [nowhere[:first]]
    while first < len(marks):
        following = marks.find(1, first + 1)
        stop = following if following > 0 else len(marks)
        column.append(ramp[: stop - first])
        first = stop
    return b"".join(column)


def until(marks: bytes) -> bytes:
    """Lines until the next mark at or below each line; see `since`."""
    return since(marks[::-1])[::-1]


def so_far(marks: bytes) -> bytes:
    """Marks at or above each line."""
    return counts(list(accumulate(marks))) if 1 in marks else bytes(len(marks))
