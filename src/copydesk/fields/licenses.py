"""Open licences that a page states: Creative Commons by code, by name or by address, and a few of governments."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from copydesk.article import License
from copydesk.fields.folding import Sought, fold, places_of, table

if TYPE_CHECKING:
    from collections.abc import Sequence

_LONGEST_LINE: Final = 600  # a longer line is an article about licences
_REACH: Final = 160  # how far behind "Creative Commons" its elements, version and country stand
_ADDRESS: Final = re.compile(
    r"(?:https?://)?(?:[a-z]{2,4}\.)?creativecommons\.org/(?:licenses/([a-z-]{2,11})(?:/(\d\.\d))?(?:/([a-z]{2,3})(?![a-z.]))?"
    r"|publicdomain/(zero|mark)(?:/1\.0)?)[\w./-]{0,24}"
)
_CODE: Final = re.compile(
    r"(?<![a-z])cc[\s-]?(by(?:[\s/-](?:nc|nd|sa)(?![a-z])){0,2})(?![a-z])"
    r"(?:[\s-](?P<early>[a-z]{2})(?=\s\d))?(?:[\s-]?v?\.?(\d\.\d))?(?:[\s-](?P<late>[a-z]{2,3})(?![a-z]))?"
)
_BARE_CODE: Final = re.compile(r"(?<![a-z])(by(?:[\s/-](?:nc|nd|sa)(?![a-z])){1,2})(?![a-z])(?:[\s-]?(\d\.\d))?")
_CC0: Final = re.compile(r"(?<![a-z])cc[\s-]?0(?!\d)(?:\s1\.0)?")
_VERSION: Final = re.compile(r"(?<![\d.])([1-4]\.[0-5])(?!\d)")


@cache
def _words(key: str) -> tuple[str, ...]:
    return tuple(table("licenses")[key])


@cache
def _triggers() -> Sought:
    return Sought(_words("triggers"))


def _creative_commons(elements: set[str], version: str | None, port: str | None) -> License:
    """The licence by its parts; one whose version or country is unknown to SPDX has no identifier."""
    if not version or "by" not in elements:
        return License(spdx=None, url=None)
    code = "-".join(element for element in ("by", "nc", "nd", "sa") if element in elements)
    if version >= "4.0":  # written without ports from that version on
        port = None
    data = table("licenses")["spdx"]
    name = f"{code}-{version}" + (f"-{port}" if port else "")
    known = name in data["ported"] if port else version in data["versions"]
    path = f"{code}/{version}/" + (f"{port}/" if port else "")
    return License(
        spdx=f"CC-{name.upper()}" if known else None,
        url=f"https://creativecommons.org/licenses/{path}",
    )


def _public_domain(deed: str) -> License:
    spdx = "CC0-1.0" if deed == "zero" else "CC-PDM-1.0"
    return License(spdx=spdx, url=f"https://creativecommons.org/publicdomain/{deed}/1.0/")


def _by_address(lowered: str) -> License | None:
    match = _ADDRESS.search(lowered)
    if match is None:
        return None
    if match[4]:
        return _public_domain(match[4])
    return _creative_commons(set(match[1].split("-")), match[2], match[3])


def _by_code(lowered: str) -> License | None:
    match = _CODE.search(lowered)
    if match:
        port = match["early"] or match["late"]
        port = port if port in table("licenses")["ports"] else None
        return _creative_commons(set(re.split(r"[\s/-]", match[1])), match[3] or _version(lowered[match.end() :]), port)
    return _public_domain("zero") if _CC0.search(lowered) else None


def _version(text: str) -> str | None:
    numbered = _VERSION.search(text[:_REACH])
    if numbered:
        return numbered[1]
    for version, words in table("licenses")["versions"].items():
        if any(word in text for word in words):
            return str(version)
    return None


@cache
def _word(word: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W_]){re.escape(word)}(?![^\W_])" if word.isascii() else re.escape(word))


def _named(text: str, key: str) -> list[str]:
    return [name for name, words in table("licenses")[key].items() if any(_word(word).search(text) for word in words)]


def _by_name(lowered: str) -> License | None:
    """`Creative Commons Attribution 4.0 International`, in many languages."""
    place = min((at for at in map(lowered.find, _words("names")) if at >= 0), default=-1)
    if place < 0:
        return None
    text = lowered[place : place + _REACH]
    bare = _BARE_CODE.search(text)
    elements = set(re.split(r"[\s/-]", bare[1])) if bare else set(_named(text, "elements"))
    numbered = _VERSION.search(text)
    ports = _named(text[numbered.end() :], "ports") if numbered else []
    return _creative_commons(elements, _version(text), ports[0] if ports else None)


def _other(lowered: str) -> License | None:
    for row in table("licenses")["other"]:
        if re.search(row["pattern"], lowered):
            return License(spdx=row.get("spdx"), url=row.get("url"))
    return None


def read_license(line: str) -> License | None:
    """Return the open licence that one line puts the page under; None where it states none.

    Returns:
        SPDX identifier and address where the line gives code and version (SPDX License List); both None where it
        names an open licence without them.
    """
    if len(line) > _LONGEST_LINE:
        return None
    lowered = fold(line).lower()
    if any(word in lowered for word in _words("not_the_page")):
        return None
    bare_address = _ADDRESS.fullmatch(lowered.strip(" ()<>[]"))
    if not bare_address and not any(word in lowered for word in _words("statements")):
        return None
    return _by_address(lowered) or _by_code(lowered) or _by_name(lowered) or _other(lowered)


def find_license(lines: Sequence[str]) -> License | None:
    """Return the open licence that `lines` put the page under, the most precise first."""
    found = [read_license(lines[index]) for index in places_of(_triggers(), lines)]
    stated = [license_ for license_ in found if license_]
    return next((license_ for license_ in stated if license_.spdx), stated[0] if stated else None)
