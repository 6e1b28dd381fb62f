"""The files of this room, read and checked: the words and rules of every language."""

from __future__ import annotations

import hashlib
import tomllib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from copydesk.article import RegistrationKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

_MONTHS = 12

Words = tuple[Annotated[str, StringConstraints(min_length=1)], ...]
"""Lower case, as far as the script has cases; compared without regard to case."""


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Text(_Table):
    """How running text of the language is told from that of others.

    Attributes:
        script: a name of `data/scripts.toml`.
        letters: all letters beyond a to z that its own words are written with, lower case.
        words: its function words, separated by spaces, the most frequent first.
    """

    script: str
    letters: str = ""
    words: str = ""


class Dates(_Table):
    """Words of dates and times; one that is printed with a full stop is given without.

    Attributes:
        months: from January on, the spellings of each separated by spaces; a colon stands for a space inside one.
        persian_months: the same of the Persian solar calendar, from Farvardin on.
        of: what may stand between day, month and year.
        weekdays: separated by spaces.
        day_first: whether 03/04/2016 is the third of April.
        order: further words of dates that no language has which writes the month first; they settle 03/04/2016.
        links: what stands between a date and its time.
        before_noon, after_noon: words for the half of the day, before or behind the time.
        published, updated: labels of the date.
        minutes, hours, days: what stands behind a number to say how long ago; `#` where the number stands elsewhere.
        today, yesterday, before_yesterday: the day of fetching and those before it.
    """

    months: Annotated[tuple[str, ...], Field(max_length=_MONTHS)] = ()
    persian_months: Annotated[tuple[str, ...], Field(max_length=_MONTHS)] = ()
    of: Words = ()
    weekdays: str = ""
    day_first: bool = False
    order: Words = ()
    links: Words = ()
    before_noon: Words = ()
    after_noon: Words = ()
    published: Words = ()
    updated: Words = ()
    minutes: Words = ()
    hours: Words = ()
    days: Words = ()
    today: Words = ()
    yesterday: Words = ()
    before_yesterday: Words = ()


class Credits(_Table):
    """Words of source lines, bylines and sign-offs.

    Attributes:
        source, author, editor: labels of the outlet that the page credits, of its writers, of its editors.
        other: labels of anything else; they end the value before them.
        bylines: labels of writers that open a line without a colon, before names in capitals.
        particles: words within a name that have a small initial.
        joints: what stands between two names.
        for_outlet: what stands between a name and the outlet that it writes for.
        originals, own: marks of the page's own work before a name; values of a source label that say so.
        roles: what stands behind a name, or is glued to it: `staff writer`.
        roles_before, roles_after: before and behind a Chinese or Japanese name; the latter with the place of filing.
        korean_roles: behind a Korean name.
        photographers: behind a name, they make it the one who took the picture.
        outlet_words, outlet_endings: words in names of outlets; their endings where names are written without spaces.
        body_endings: endings of names of bodies that are no outlets.
        sections: what ends like an outlet and is none.
        nobody: values that name nobody.
        not_names: what stands where a name may, and is none.
        menu_words: words with a capital that menus and headlines have, and names of people have not.
        navigation: words that open the name of a button or a list, not of an outlet.
    """

    source: Words = ()
    author: Words = ()
    editor: Words = ()
    other: Words = ()
    bylines: Words = ()
    particles: Words = ()
    joints: Words = ()
    for_outlet: Words = ()
    originals: Words = ()
    own: Words = ()
    roles: Words = ()
    roles_before: Words = ()
    roles_after: Words = ()
    korean_roles: Words = ()
    photographers: Words = ()
    outlet_words: Words = ()
    outlet_endings: Words = ()
    body_endings: Words = ()
    sections: Words = ()
    nobody: Words = ()
    not_names: Words = ()
    menu_words: Words = ()
    navigation: Words = ()


class Rights(_Table):
    """Words of copyright notices; one that ends in a space, or is short, stands for whole words only.

    Attributes:
        signs: a line without one of these holds no notice.
        words: names of the right; the holder follows.
        no_notice_after: behind such a name they make it the name of a page or an office.
        claims: the holder stands in front, or after a colon.
        claim_prefixes: what stands between the line's beginning and a holder in front of a claim.
        wrappers: the holder stands between two regular expressions.
        reserved: "all rights reserved".
        bans: regular expressions of bans of reuse, which reserve rights where a notice stands beside them.
        ends: the end of a holder: labels, links and clauses that share its line.
        clause_words: words that no holder's name has; what has one is a clause.
        nobody: holders that name nobody.
        other_works: before a sign they say that it is not the page's text that is owned.
        picture_labels: lines of pictures begin with one of these.
        glued_for: "for", written as one with the holder behind a phrase of the reserved kind, and what is put instead.
    """

    signs: Words = ()
    words: Words = ()
    no_notice_after: Words = ()
    claims: Words = ()
    claim_prefixes: Words = ()
    wrappers: tuple[tuple[str, str], ...] = ()
    reserved: Words = ()
    bans: Words = ()
    ends: Words = ()
    clause_words: Words = ()
    nobody: Words = ()
    other_works: Words = ()
    picture_labels: Words = ()
    glued_for: tuple[tuple[str, str], ...] = ()


class Contacts(_Table):
    """Words that tell what the number, mailbox or address after them is.

    Attributes:
        report: marks of a line for reports of illegal content, infringement or misconduct.
        phone, email, address: labels.
        other: labels of what is no contact: a fax, or a number of another kind.
        not_postal: before an address label they make it one of the net.
        writer: words of a line about the writer, whose mailbox is not the publisher's.
    """

    report: Words = ()
    phone: Words = ()
    other: Words = ()
    email: Words = ()
    address: Words = ()
    not_postal: Words = ()
    writer: Words = ()


class Number(_Table):
    """A number that a register issues. Expressions run over the folded line (half-width, every bracket but ( ) is [ ]).

    Attributes:
        kind: a kind of `article.Registration`.
        needs: substrings, one of which the line must hold before the expressions are tried.
        labels: expressions of the words that must stand in front; without them the number speaks for itself.
        pattern: expression of the number as it is kept; {P} is one of `Registrations.places`.
    """

    kind: RegistrationKind
    needs: Annotated[Words, Field(min_length=1)]
    labels: Words = ()
    pattern: str


class Registrations(_Table):
    """State licences, filings and registers of the countries that speak the language.

    Attributes:
        places: letters for places, which {P} in a pattern stands for.
        between: expression of what may stand between a label and its number.
        number: where two overlap, the earlier one wins.
    """

    places: str = ""
    between: str = r"\s?[:.]?\s?"
    number: tuple[Number, ...] = ()


class Language(_Table):
    """One file, but for its rules: `language` is a BCP 47 tag."""

    language: str
    text: Text | None = None
    dates: Dates = Dates()
    credits: Credits = Credits()
    rights: Rights = Rights()
    contacts: Contacts = Contacts()
    registrations: Registrations = Registrations()


@cache
def languages() -> Mapping[str, Language]:
    """Every language by the name of its file, in alphabetical order; `general` is what needs no language.

    Raises:
        pydantic.ValidationError: a file holds what no language has.
    """
    return {name: Language.model_validate(tomllib.loads(_parts(name)[0])) for name in _names()}


@cache
def rules_of(name: str) -> tuple[dict[str, Any], ...]:
    """The rules in the file `name`; `labelling.rules.Rule` says what they hold."""
    return tuple(tomllib.loads(_parts(name)[1]).get("rule", ()))


@cache
def files_digest() -> str:
    """Hexadecimal digits that change with any of the files."""
    digest = hashlib.sha256()
    for name in _names():
        digest.update(_content(name))
    return digest.hexdigest()


@cache
def _names() -> tuple[str, ...]:
    folder = resources.files("copydesk.languages")
    return tuple(sorted(file.name.removesuffix(".toml") for file in folder.iterdir() if file.name.endswith(".toml")))


def _content(name: str) -> bytes:
    return (resources.files("copydesk.languages") / f"{name}.toml").read_bytes()


def _parts(name: str) -> tuple[str, str]:
    """The words of a file and its rules, which follow them."""
    # every page asks for the words of all languages, and for the rules of few
    words_, rule, rules = _content(name).decode("utf-8").partition("\n[[rule]]\n")
    return words_, f"{rule}{rules}"


def words(of: Callable[[Language], Iterable[str]]) -> list[str]:
    """What `of` gives for each of the languages, each word once: `words(lambda language: language.rights.claims)`."""
    return list(dict.fromkeys(word for language in languages().values() for word in of(language)))
