"""Months are known by the names that CLDR, the Unicode Consortium's data on languages, has for them."""

from __future__ import annotations

import pytest
from babel import Locale, UnknownLocaleError

from copydesk.fields.date_words import date_words, month_key
from copydesk.languages.files import languages

CLDR_TAGS = {"no": "nb"}
OTHERS_MONTH = {("hr", 10)}
"""Listopad is November in Polish and Czech; no spelling may mean two months."""


@pytest.mark.parametrize("tag", [tag for tag, language in languages().items() if language.dates.months])
def test_months_have_the_names_of_cldr(tag: str) -> None:
    try:
        names = Locale.parse(CLDR_TAGS.get(tag, tag)).months["format"]["wide"]
    except UnknownLocaleError:
        pytest.skip(f"CLDR does not know {tag}")
    known = date_words().months
    plain = {number: month_key(name) for number, name in names.items() if not name[:1].isdigit() and " " not in name}
    missed = {number: name for number, name in plain.items() if known.get(name) != number and "’" not in name}
    assert {number for number in missed if (tag, number) not in OTHERS_MONTH} <= ENDINGS.get(tag, set()), missed


ENDINGS = {"fa": {1, 2, 5, 7}, "xh": {10}}
"""Months that CLDR writes with an ending, or in another of two usual spellings."""
