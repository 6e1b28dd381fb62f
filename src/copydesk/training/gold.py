"""Gold rows: pages beside what is known of their articles, and what that says of each line."""

from __future__ import annotations

import gzip
from collections import Counter
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple, Self
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from copydesk.reading.text import squeeze
from copydesk.training.alignment import runs_of, shared_with, tokens_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from copydesk.page import Page

BODY_SHARE = 0.5
"""Share of a line that the gold must hold for the line to be body text."""
UNSURE, UNSURE_WEIGHT = (0.25, 0.75), 0.3
"""Lines that the gold holds about half of count for less."""
AGREEING = 0.8
"""Share of tokens: two extractors that agree so far on a page stand in for gold where there is none."""
STAND_IN_WEIGHT = 0.5
SNIPPET_WEIGHT = 0.4
"""Of all snippets of one sort on a page, where a whole gold body weighs 1."""
QUOTED_WHOLE = 25
"""Characters: so long a line that stands in a snippet is that snippet's."""
LONGEST_LINE = 60
"""Tokens: longer lines weigh no more, so that no single one decides."""
ADDED_TO_LINE = 5
"""Tokens that each line weighs more than it has: a lost sub-heading is a loss, however few its words."""
SHORTEST_BODY = 30
MOST_FURNITURE = 3.0
"""What all lines beside the body of a page weigh at most, where the body weighs 1."""
BODY_LETTER, EITHER_LETTER = "B", "O"


class BrokenGold(ValueError):
    """A file of gold rows that cannot be used; the message names file and row."""


class GoldRow(BaseModel):
    """One page, or what is known of it. Rows with the same id, of any file, are put together.

    Attributes:
        id: of the page.
        text, html: the page; several dumps of one page stand in several rows.
        gold: the body.
        allow: text that may be in the body or not.
        labels: a letter for each row of `text`: B body, O either way, any other not.
        with_, without: snippets that the body must, and must not, hold (`with` and `without` in the file).
        silver: bodies by extractor, where there is no gold.
        site, url, host: pages of one site are held out together in cross-validation.
    """

    model_config = ConfigDict(extra="ignore", populate_by_name=True)

    id: Annotated[str, StringConstraints(min_length=1)]
    text: str | None = None
    html: str | None = None
    gold: str | None = None
    allow: str | None = None
    labels: str | None = None
    with_: list[str] = Field(default=[], alias="with")
    without: list[str] = []
    silver: dict[str, str | None] = {}
    site: str | None = None
    url: str | None = None
    host: str | None = None

    def known(self) -> dict[str, Any]:
        """What the row says of the page besides its content."""
        return self.model_dump(exclude={"id", "text", "html", "labels"}, exclude_defaults=True)

    def with_known(self, known: dict[str, Any]) -> Self:
        """The row with what other rows of the page say."""
        return self.model_copy(update={**known, **self.known()})

    @property
    def held_out_with(self) -> str:
        """The site of the page, as far as it is known."""
        host = self.site or urlsplit(self.url or "").hostname or self.host or self.url or self.id
        labels = host.lower().split(".")
        short_second = len(labels) > 2 and len(labels[-2]) <= 3  # noqa: PLR2004 - co.uk, com.au and their like
        return ".".join(labels[-3 if short_second else -2 :])


class LineGold(NamedTuple):
    """What is known of each line of a page.

    Attributes:
        body: whether it is body text.
        weight: how much that counts; the body of a page with gold weighs 1 in all, other lines as much a word.
    """

    body: list[bool]
    weight: list[float]


def read_gold(paths: Sequence[str | Path]) -> list[GoldRow]:
    """Rows with a page, in order, with what all files say of it.

    Args:
        paths: JSON Lines, as they are or gzipped.

    Raises:
        BrokenGold: a file cannot be read, or a row is none.
    """
    rows = [row for path in paths for row in _rows(Path(path))]
    known: dict[str, dict[str, Any]] = {}
    for row in rows:
        known.setdefault(row.id, {}).update(row.known())
    return [row.with_known(known[row.id]) for row in rows if row.text is not None or row.html is not None]


def _rows(path: Path) -> Iterator[GoldRow]:
    number = 0
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as stream:
            for number, line in enumerate(stream, 1):  # noqa: B007 - errors name it
                if line.strip():
                    yield GoldRow.model_validate_json(line)
    except (OSError, EOFError) as error:
        message = f"{path}: {getattr(error, 'strerror', None) or error}"
        raise BrokenGold(message) from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        message = f"{path}, row {number}: {'.'.join(map(str, first['loc']))}: {first['msg']}"
        raise BrokenGold(message) from error


def line_gold(row: GoldRow, page: Page) -> LineGold | None:
    """What `row` says of the lines of its page; None where it says nothing."""
    if not page.lines:
        return None
    tokens = [tokens_of(line.text) for line in page.lines]
    if row.labels is not None and page.kind == "text":
        body, sure = _by_letters(row.labels, page)
    elif row.gold is not None:
        body, sure = _by_text(tokens, row.gold, row.allow or "")
    else:
        body, sure = _by_stand_in(tokens, row.silver)
        sure = [STAND_IN_WEIGHT * weight for weight in sure]
    weight = _in_words(tokens, body, sure)
    _count_snippets(row, page, body, weight)
    return LineGold(body, weight) if any(weight) else None


def _by_letters(letters: str, page: Page) -> tuple[list[bool], list[float]]:
    """By the letter of the first row that a line stands on."""
    told = [letters[line.first_row - 1 : line.first_row] for line in page.lines]
    return [letter == BODY_LETTER for letter in told], [float(letter != EITHER_LETTER) for letter in told]


def _by_text(tokens: Sequence[list[str]], gold: str, allow: str) -> tuple[list[bool], list[float]]:
    shares = shared_with(tokens, tokens_of(gold))
    body = [share >= BODY_SHARE for share in shares]
    low, high = UNSURE
    sure = [UNSURE_WEIGHT if low <= share < high else 1.0 for share in shares]
    allowed = set(runs_of(tokens_of(allow)))
    for index, line in enumerate(tokens):
        if allowed and not body[index] and 2 * sum(run in allowed for run in runs_of(line)) > len(runs_of(line)):
            sure[index] = 0.0
    return body, sure


def _by_stand_in(tokens: Sequence[list[str]], silver: dict[str, str | None]) -> tuple[list[bool], list[float]]:
    """By the two bodies that agree best; lines that only one of them holds do not count."""
    bodies = [found for text in silver.values() if text and (found := tokens_of(text))]
    agreeing = max(combinations(bodies, 2), key=lambda pair: _agreement(*pair), default=None)
    if agreeing is None or _agreement(*agreeing) < AGREEING:
        return [False] * len(tokens), [0.0] * len(tokens)
    one, other = (shared_with(tokens, gold) for gold in agreeing)
    body = [left >= BODY_SHARE and right >= BODY_SHARE for left, right in zip(one, other, strict=True)]
    sure = [float((left >= BODY_SHARE) == (right >= BODY_SHARE)) for left, right in zip(one, other, strict=True)]
    return body, sure


def _agreement(one: Iterable[str], other: Iterable[str]) -> float:
    left, right = Counter(one), Counter(other)
    return (left & right).total() / max(left.total(), right.total())


def _in_words(tokens: Sequence[list[str]], body: Sequence[bool], sure: Sequence[float]) -> list[float]:
    """Weights by which lines count as they do in precision and recall over words, page by page."""
    words = [min(len(line), LONGEST_LINE) + ADDED_TO_LINE for line in tokens]
    whole = max(SHORTEST_BODY, sum(number for number, held in zip(words, body, strict=True) if held))
    weight = [one * number / whole for one, number in zip(sure, words, strict=True)]
    furniture = sum(one for one, held in zip(weight, body, strict=True) if not held)
    if furniture > MOST_FURNITURE:
        weight = [one if held else one * MOST_FURNITURE / furniture for one, held in zip(weight, body, strict=True)]
    return weight


def _count_snippets(row: GoldRow, page: Page, body: list[bool], weight: list[float]) -> None:
    """Let the lines that hold snippets count, whatever else is known."""
    wanted, unwanted = ([squeeze(snippet) for snippet in snippets] for snippets in (row.with_, row.without))
    texts = [line.text for line in page.lines]
    held = {
        index
        for index, text in enumerate(texts)
        if any(snippet in text or (len(text) > QUOTED_WHOLE and text in snippet) for snippet in wanted)
    }
    others = {index for index, text in enumerate(texts) if any(snippet in text for snippet in unwanted)} - held
    for lines, is_body, snippets in ((held, True, wanted), (others, False, unwanted)):
        for index in lines:
            body[index] = is_body
            weight[index] = max(weight[index], SNIPPET_WEIGHT / max(len(lines), len(snippets)))
