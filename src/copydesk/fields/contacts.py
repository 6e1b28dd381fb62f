"""Ways to reach the publisher, or to report content, that a page prints."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from copydesk.article import Contact, ContactKind
from copydesk.fields.folding import Sought, fold, sound, table
from copydesk.languages.files import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_Medium = Literal["phone", "email", "url", "address"]

_LABEL_REACH: Final = 48
_REPORT_REACH: Final = 24
_PHONE_LABEL_REACH: Final = 14
_LONGEST_LABEL_LINE: Final = 40
_SHORT_NUMBER: Final = 5  # digits: China's service numbers
_PHONE_DIGITS: Final = range(7, 16)  # E.164: at most 15

_SIGN_OR_FIGURE: Final = re.compile(r"[@＠#＃0-9０-９(\[]")
_COULD_HOLD: Final = re.compile(r"[@＠#＃]|[0-9０-９][-0-9０-９() －]{3}[0-9０-９]|(?:\(at\)|\[at\])", re.IGNORECASE)

# Local part and labels no longer than RFC 5321 and RFC 1035 allow.
_LOCAL: Final = r"(?<![A-Za-z0-9_.%+-])([A-Za-z0-9_][A-Za-z0-9._%+-]{0,63})"
_DOMAIN: Final = r"((?:[A-Za-z0-9-]{1,63}\.){1,5}[A-Za-z]{2,24})(?![A-Za-z0-9-])"
_MAILBOX: Final = re.compile(rf"{_LOCAL}\s?(?:@|\[at\]|\(at\))\s?{_DOMAIN}", re.IGNORECASE)
_VEILED_MAILBOX: Final = re.compile(rf"{_LOCAL}#{_DOMAIN}")
_SHORT_TOP_LEVEL: Final = 3

# Area code and subscriber number, 400/800 numbers, mobiles, short numbers as China prints them.
_CHINESE_PHONE: Final = (
    r"(?:\+?86[-\s]?)?(?:\(0\d{2,3}\)[-\s]?\d{7,8}|0\d{2,3}\s?-{1,2}\s?\d{7,8}(?:-\d{1,5})?|0\d{2,3}\s\d{7,8}"
    r"|[48]00[-\s]?\d{3}[-\s]?\d{4}|[48]00\d-\d{2,3}-\d{3,4}|1[3-9]\d{9}|12\d{3}|9\d{4})(?!\d)"
)
_ANY_PHONE: Final = r"[+(]{0,2}\d(?:(?:[ ./-]| / |\)[ -]?| ?\()?\d){6,16}(?!\d)"
_EXTENSION: Final = r"(?:\s?(?:转|轉|分机|ext\.?)\s?\d{1,5}(?!\d))?"
_PHONE: Final = re.compile(rf"(?<![A-Za-z0-9.@#/-])(?:{_CHINESE_PHONE}|{_ANY_PHONE}){_EXTENSION}", re.IGNORECASE)
_DATE: Final = re.compile(
    r"(?:19|20)\d\d([-./ ])(?:0?[1-9]|1[0-2])\1(?:0?[1-9]|[12]\d|3[01])(?!\d)|(?:19|20)\d\d-(?:19|20)\d\d"
)

_URL: Final = re.compile(r"(?:https?://|(?<![\w.@])www\.)[A-Za-z0-9][\w.~:/?#@!$&*+=%-]{3,200}", re.ASCII)
_ADDRESS_END: Final = re.compile(
    r"[|;]|,?\s?(?:邮编|郵編|邮政编码|邮码|电话|電話|联系电话|传真|傳真)|[,\s](?:tel|fax|phone|e-?mail)\b|\s[^\s:]{1,16}\s?:"
)
_COLON: Final = re.compile(r"\s?:\s?")
_LONGEST_ADDRESS: Final = 100
_SHORTEST_ADDRESS: Final = 5
_CJK: Final = re.compile(r"[㐀-鿿가-힯]")


class _Item(NamedTuple):
    medium: _Medium
    value: str
    start: int
    end: int


@cache
def _words(key: str) -> tuple[str, ...]:
    """The words of one attribute of `Contacts` in every language."""
    return tuple(words(lambda language: getattr(language.contacts, key)))


@cache
def _sought(key: str) -> Sought:
    return Sought(_words(key))


def _has(text: str, key: str) -> bool:
    return _sought(key).stand_in(text)


@cache
def _label(key: str) -> re.Pattern[str]:
    def whole(word: str) -> str:
        head = r"(?<![a-z])" if word[0].isascii() else ""
        tail = r"(?![a-z])" if word[-1].isascii() and word[-1].isalpha() else ""
        return head + re.escape(word) + tail

    return re.compile("|".join(whole(word) for word in sorted(_words(key), key=len, reverse=True)))


def _last_label(context: str, key: str) -> int:
    """Where the last label of this sort ends in `context`; -1 where there is none."""
    return max((match.end() for match in _label(key).finditer(context)), default=-1)


def _mailboxes(folded: str, lowered: str) -> Iterator[_Item]:
    patterns = [_MAILBOX]
    if "#" in folded and any(hint in lowered.replace(" ", "") for hint in table("contacts")["at_hints"]):
        patterns.append(_VEILED_MAILBOX)
    for pattern in patterns:
        for match in pattern.finditer(folded):
            value = f"{match[1].strip('.')}@{match[2]}"
            if _is_mailbox(match[2].lower()):
                yield _Item("email", value, *match.span())


def _is_mailbox(domain: str) -> bool:
    """Tell a host from a file name, a placeholder (RFC 2606) and a host with the next word glued to it."""
    top = domain.rsplit(".", 1)[-1]
    if top in table("contacts")["file_endings"] or domain.startswith("example."):
        return False
    return len(top) <= _SHORT_TOP_LEVEL or top in table("contacts")["long_top_levels"]


def _phones(folded: str) -> Iterator[_Item]:
    for match in _PHONE.finditer(folded):
        if not _DATE.match(match[0]):
            yield _Item("phone", match[0].strip(), *match.span())


def _urls(folded: str) -> Iterator[_Item]:
    for match in _URL.finditer(folded):
        value = match[0].rstrip(".,:!?")
        yield _Item("url", value, match.start(), match.start() + len(value))


def _addresses(folded: str, lowered: str) -> Iterator[_Item]:
    for match in _label("address").finditer(lowered):
        colon = _COLON.match(folded, match.end())
        in_front = lowered[max(0, match.start() - _LABEL_REACH) : match.start()]
        if colon is None or in_front.rstrip().endswith(_words("not_postal")):
            continue
        stop = _ADDRESS_END.search(lowered, colon.end(), colon.end() + _LONGEST_ADDRESS)
        end = stop.start() if stop else min(len(folded), colon.end() + _LONGEST_ADDRESS)
        value = folded[colon.end() : end].rstrip(" ,.-")
        if _is_place(value):
            yield _Item("address", value, colon.end(), colon.end() + len(value))


def _is_place(value: str) -> bool:
    if len(value) < _SHORTEST_ADDRESS or "@" in value or ":" in value or value.startswith("www."):
        return False
    if _CJK.search(value):
        return any(char in value for char in table("contacts")["place"])
    return any(map(str.isdigit, value)) and any(map(str.isalpha, value))


def _is_phone(item: _Item, context: str) -> bool:
    """Tell whether a label in `context` makes the digits of `item` a telephone number."""
    label = max(_last_label(context, "phone"), _last_label(context, "report"))
    if label < 0 or len(context) - label > _PHONE_LABEL_REACH or _last_label(context, "other") >= label:
        return False
    digits = sum(map(str.isdigit, item.value))
    stated = context.rstrip().endswith(":") or label == len(context)
    return digits in _PHONE_DIGITS or (digits == _SHORT_NUMBER and stated and bool(_CJK.search(context)))


def _kind(item: _Item, context: str, *, at_foot: bool) -> ContactKind | None:
    """What `item` is by the words before it; None where they do not make it a contact."""
    reports = _has(re.split(r"[|;]", context)[-1][-_REPORT_REACH:], "report")
    if item.medium == "email":
        if reports:
            return "report_email"
        if _last_label(context, "email") >= 0 or context.rstrip().endswith(":"):
            return "email"
        return "email" if at_foot else None
    if item.medium == "phone" and _is_phone(item, context):
        return "report_phone" if reports else "phone"
    if item.medium == "url" and reports:
        return "report_url"
    return "address" if item.medium == "address" else None


def _items(folded: str, lowered: str, before: str) -> list[_Item]:
    """The things on a line that could be contacts, in order, none inside another."""
    labels = before + lowered
    found = list(_mailboxes(folded, lowered))
    if _has(labels, "report"):
        found += _urls(folded)
    if _has(labels, "phone") or _has(labels, "report"):
        found += _phones(folded)
    if ":" in folded:
        found += _addresses(folded, lowered)
    taken = bytearray(len(folded))
    kept: list[_Item] = []
    for item in found:
        if not any(taken[item.start : item.end]):
            taken[item.start : item.end] = b"\1" * (item.end - item.start)
            kept.append(item)
    return sorted(kept, key=lambda item: item.start)


def _read_line(line: str, before: str, *, at_foot: bool) -> Iterator[Contact]:
    folded = fold(line)
    lowered = folded.lower()
    if len(lowered) != len(folded):  # a few capitals grow when lowered
        lowered = folded
    at_foot = at_foot and not _has(lowered, "writer")
    end = 0
    inherited = before
    for item in _items(folded, lowered, before):
        between = lowered[max(end, item.start - _LABEL_REACH) : item.start]
        context = between if any(map(str.isalpha, between)) else inherited
        kind = _kind(item, context, at_foot=at_foot)
        if kind:
            yield Contact(kind=kind, value=sound(item.value))
        end, inherited = item.end, context


def _label_alone(line: str) -> str:
    """The line where it is nothing but a label for the line below, else nothing."""
    if len(line) > _LONGEST_LABEL_LINE or any(map(str.isdigit, line)):
        return ""
    lowered = fold(line).lower().rstrip(" :")
    return lowered if any(lowered.endswith(_words(key)) for key in ("phone", "email", "report")) else ""


def _could_hold(line: str) -> bool:
    if (found := _SIGN_OR_FIGURE.search(line)) and _COULD_HOLD.search(line, found.start()):
        return True
    return "www." in line or ((":" in line or "：" in line) and _has(line.lower(), "address"))


def find_contacts(lines: Sequence[str]) -> list[Contact]:
    """Return the contacts that `lines` state, in page order, each once.

    A mailbox without a label counts in the second half of the lines only: above stand the writers'.
    """
    found: dict[tuple[str, str], Contact] = {}
    for index, line in enumerate(lines):
        if _could_hold(line):
            before = _label_alone(lines[index - 1]) if index else ""
            for contact in _read_line(line, before, at_foot=index * 2 >= len(lines) - 1):
                value = "".join(filter(str.isdigit, contact.value)) if "phone" in contact.kind else contact.value
                found.setdefault((contact.kind, value), contact)
    return list(found.values())
