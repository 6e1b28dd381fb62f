"""Each file of a language says what `languages/files.py` lets it say, and agrees with the others."""

from __future__ import annotations

import pytest

from copydesk.languages.files import languages, words

NAMES = pytest.mark.parametrize("name", languages())


@NAMES
def test_a_year_has_twelve_months(name: str) -> None:
    dates = languages()[name].dates
    assert len(dates.months) in {0, 12}
    assert len(dates.persian_months) in {0, 12}


@NAMES
def test_words_are_in_small_letters(name: str) -> None:
    language = languages()[name]
    tables = (language.dates, language.rights, language.contacts)
    lists = [value for table in tables for value in dict(table).values() if isinstance(value, tuple)]
    loud = [word for entries in lists for word in entries if isinstance(word, str) and word != word.lower()]
    assert [word for word in loud if "\\" not in word] == []


@NAMES
def test_words_come_once(name: str) -> None:
    language = languages()[name]
    for table in (language.dates, language.credits, language.rights, language.contacts):
        for key, entries in dict(table).items():
            if isinstance(entries, tuple) and entries and isinstance(entries[0], str):
                assert sorted(set(entries)) == sorted(entries), key


def test_words_are_gathered_from_all() -> None:
    months = words(lambda language: language.dates.published)
    assert {"published", "veröffentlicht", "发布时间"} <= set(months)
    assert len(months) == len(set(months))
