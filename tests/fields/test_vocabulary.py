"""Looking words up finds what an expression of them would."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from copydesk.fields.credit_words import credit_words
from copydesk.fields.date_words import date_words
from copydesk.fields.vocabulary import Vocabulary, alike, any_of
from copydesk.languages.files import languages

WORDS = ["de", "det", "das", "dıs", "tháng 1", "tháng 12", "a las", "ai", "Ai", "มี", "มีนา", "更新", "更", "σας", "İl"]
TEXTS = st.lists(st.sampled_from([*WORDS, *map(str.upper, WORDS), *" \t1,_éxſıİςΣ\u0301日"]), max_size=12).map("".join)


@given(TEXTS, st.booleans())
def test_words_stand_where_an_expression_of_them_finds_them(text: str, apart: bool) -> None:  # noqa: FBT001
    before = r"(?<![^\W\d_])" if apart else ""
    expression = re.compile(f"{before}{any_of(WORDS)}", re.IGNORECASE)
    vocabulary = Vocabulary(WORDS, apart=apart)
    view = alike(text)
    met = {place: one for place in range(len(text)) if (one := expression.match(text, place))}
    assert vocabulary.ends_in(view) == {place: one.end() for place, one in met.items()}
    assert all(max(vocabulary.ends_at(view, place)) == one.end() for place, one in met.items())
    assert {alike(one[0]) for one in met.values()} <= set(vocabulary.standing_in(view))
    assert set(vocabulary.standing_in(view)) <= set(vocabulary.held_in(view))


@given(TEXTS)
def test_the_words_that_stand_in_a_text_are_enough_for_an_expression(text: str) -> None:
    standing = Vocabulary(WORDS).standing_in(alike(text))
    some, all_ = (re.compile(any_of(words), re.IGNORECASE) for words in (standing, WORDS))
    assert some.findall(text) == all_.findall(text)


def test_letters_are_alike_that_expressions_take_for_the_same() -> None:
    spoken = {*"".join(credit_words().kinds), *"".join(date_words().months), *_letters()}
    letters = "".join(sorted(letter for letter in spoken if letter.isalpha()))
    any_letter = re.compile(f"[{letters}]", re.IGNORECASE)
    for other in filter(str.isalpha, map(chr, range(0x30000))):
        if any_letter.match(other):
            assert set(alike("".join(re.findall(other, letters, re.IGNORECASE)))) == {alike(other)}, other


def _letters() -> set[str]:
    return {letter for language in languages().values() if language.text for letter in language.text.letters}


@given(st.text())
def test_what_is_alike_has_its_letters_where_they_were(text: str) -> None:
    letter = re.compile(r"[^\W\d_]")
    assert [*map(bool, map(letter.match, alike(text)))] == [*map(bool, map(letter.match, text))]
