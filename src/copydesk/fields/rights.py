"""Who owns the page and who runs the site, by its copyright notices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from copydesk.article import Rights
from copydesk.fields.folding import table
from copydesk.fields.holders import is_company, is_domain
from copydesk.fields.licenses import find_license
from copydesk.fields.notices import Notice, lines_with_notices, read_notice

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Notice", "read_notice", "take_rights"]

_LONGEST_BARE_CLAIM: Final = 160  # a longer line that names nobody is terms of use
_LONGEST_PART: Final = 80
_PARTS: Final = 3


def _joined(lines: Sequence[str], index: int) -> Notice | None:
    """A notice that scraping broke apart: sign, years and holder on lines of their own."""
    joined = lines[index]
    labelled = joined.rstrip().endswith((":", "："))
    for following in lines[index + 1 : index + _PARTS]:
        if len(following) > _LONGEST_PART:
            break
        joined = f"{joined} {following}"
        notice = read_notice(joined)
        if (
            notice
            and notice.holders
            and (labelled or notice.all_rights_reserved or any(map(is_company, notice.holders)))
        ):
            return notice
    before = lines[index - 1] if index else ""
    return read_notice(f"{before} {lines[index]}") if len(before) <= _LONGEST_PART and is_company(before) else None


def _complete(lines: Sequence[str], index: int, places: frozenset[int]) -> Notice | None:
    """The notice of a line, with the lines after or before it that belong to it."""
    notice = read_notice(lines[index])
    if len(lines[index]) > _LONGEST_PART or (notice and (notice.holders or not notice.years)):
        return notice
    following = read_notice(lines[index + 1]) if index + 1 in places else None
    if following and following.holders:
        return notice
    return _joined(lines, index) or notice


def _notices(lines: Sequence[str]) -> list[Notice]:
    places = frozenset(lines_with_notices(lines))
    notices = []
    for index in sorted(places):
        notice = _complete(lines, index, places)
        if notice is None or (notice.bare and index * 3 < (len(lines) - 1) * 2):
            continue  # in the upper two thirds a bare sign and name credit a picture
        if notice.holders or notice.years or len(notice.text) <= _LONGEST_BARE_CLAIM:
            notices.append(notice)
    return notices


def _main(notices: list[Notice]) -> Notice | None:
    """The notice of the site's foot: the last one with years and a holder, else the last with a holder."""
    owned = [notice for notice in notices if notice.holders]
    dated = [notice for notice in owned if notice.years]
    return (dated or owned)[-1] if owned else None


def take_rights(lines: Sequence[str]) -> tuple[Rights, str | None]:
    """What the copyright notices among `lines` state, and who runs the site by them.

    Args:
        lines: the lines of a page that are not article text, in order.
    """
    notices = _notices(lines)
    main = _main(notices)
    years = main.years if main else None
    if years is None:
        years = next((notice.years for notice in reversed(notices) if notice.years), None)
    rights = Rights(
        notices=list(dict.fromkeys(notice.text for notice in notices)),
        holder=main.holders[0] if main else None,
        years=years,
        all_rights_reserved=any(notice.all_rights_reserved for notice in notices),
        license=find_license(lines),
    )
    return rights, _publisher(notices, main)


def _publisher(notices: Sequence[Notice], main: Notice | None) -> str | None:
    """The name at a Chinese claim, else the holder of the foot's notice; never a guess."""
    claimants = [notice.claimants[0] for notice in notices if notice.claimants]
    if claimants:
        return claimants[-1]
    if main is None or is_domain(main.holders[0]) or main.holders[0].lower() in table("rights")["agencies"]:
        return None
    return main.holders[0]
