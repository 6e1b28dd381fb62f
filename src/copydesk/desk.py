"""The one path: read, label, take fields, validate. Everything that uses copydesk goes through a `Desk`."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, cached_property
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Unpack, get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import ValidationError

from copydesk._version import __version__
from copydesk.article import Article, Provenance, Reason, Rejected, Rejection, Removed, RemovedLine, Rights, Warning_
from copydesk.explained import ExplainedPage, explained_rows
from copydesk.fields.contacts import find_contacts
from copydesk.fields.credits import take_credits
from copydesk.fields.dates import take_date
from copydesk.fields.metadata import read_metadata
from copydesk.fields.reconciling import Visible, reconcile
from copydesk.fields.registrations import find_registrations
from copydesk.fields.rights import take_rights
from copydesk.fields.titles import clean_title
from copydesk.labelling.labeller import Labelled, Labeller
from copydesk.labelling.matching import RuleSet
from copydesk.labelling.rules import packs_with, shipped_packs
from copydesk.labelling.weights import Favor, read_weights_file, shipped_weights
from copydesk.languages.telling import UNDETERMINED, tell_language
from copydesk.page import Head, Role
from copydesk.reading.decoding import NotText, Undecodable, detector_name
from copydesk.reading.given import as_source
from copydesk.reading.html import PARSER
from copydesk.reading.source import Known, Source, read_page
from copydesk.rejecting import content_digest, no_page, rejected, rejected_by_model, rejected_for

if TYPE_CHECKING:
    import hashlib
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from copydesk.page import Kind, Page

CLEANER = f"copydesk {__version__}"
CLOCK_SLACK = timedelta(days=1)
"""How far after the fetch a stated time may lie: pages state local times without a zone."""

FIRST_DENSE = "\u0e00"
"""Thai and what follows in Unicode: letters that are neither upper nor lower case there are syllables or words."""

_ABOUT_THE_RECORD = frozenset({"schema_version", "id", "removed", "warnings", "provenance"})
REQUIRABLE = frozenset(Article.model_fields) - _ABOUT_THE_RECORD


@dataclass(frozen=True)
class Desk:
    """Settings, once; then any number of pages. A desk pickles, and keeps no memory of pages.

    Attributes:
        rules: paths of rule packs (TOML) that win over the shipped ones.
        min_chars: least length of a body; letters and digits count, a letter of a script without spaces twice.
        require: fields of the record without which a page is rejected.
        timezone: IANA name (`Asia/Shanghai`) of times that state no zone; None leaves them without.
        keep_removed: put the removed lines themselves into each record.
        weights: path of weights that `copydesk train` wrote, to use instead of the shipped ones.
        favor: what to lean to where a line is in doubt: `precision` leaves it out, `recall` keeps it.

    Raises:
        BrokenRules: a rule pack cannot be used.
        BrokenWeights: the weights cannot be used.
        TypeError: a setting of the wrong type, such as one str for `require`.
        ValueError: an unknown field in `require` or an unknown time zone.
    """

    rules: Sequence[str | Path] = ()
    min_chars: int = 25
    require: Sequence[str] = ()
    timezone: str | None = None
    keep_removed: bool = False
    weights: str | Path | None = None
    favor: Favor = "balanced"

    def __post_init__(self) -> None:
        for name in ("rules", "require"):
            object.__setattr__(self, name, _several(name, getattr(self, name)))
        if not isinstance(self.min_chars, int):
            message = f"min_chars: a whole number, not {type(self.min_chars).__name__}"
            raise TypeError(message)
        if unknown := sorted(set(self.require) - REQUIRABLE):
            message = f"require: no such field: {', '.join(unknown)}; there are {', '.join(sorted(REQUIRABLE))}"
            raise ValueError(message)
        if self.favor not in get_args(Favor):
            message = f"favor: one of {', '.join(get_args(Favor))}, not {self.favor!r}"
            raise ValueError(message)
        _ = self._zone
        if self.rules or self.weights is not None:
            _ = self._labeller

    def __getstate__(self) -> dict[str, Any]:
        """Settings alone: compiled rules are made again where they are needed."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}

    def settings(self) -> dict[str, Any]:
        """All that records depend on besides the pages, as JSON has it; rules and weights by their digests.

        What is installed is among it: HTML parsers and detectors of encodings differ on a few pages.
        """
        stated = {name: getattr(self, name) for name in ("min_chars", "timezone", "keep_removed", "favor")}
        digests = {"rules": self._labeller.rules.digest, "weights": self._labeller.weights.digest}
        installed = {"html_parser": PARSER, "encoding_detector": detector_name()}
        return {"cleaner": CLEANER, **digests, **installed, **stated, "require": list(self.require)}

    @cached_property
    def _labeller(self) -> Labeller:
        rules = RuleSet(packs_with(self.rules)) if self.rules else _shipped_rules()
        weights = shipped_weights() if self.weights is None else read_weights_file(self.weights)
        return Labeller(rules, weights, self.favor)

    @cached_property
    def _zone(self) -> ZoneInfo | None:
        try:
            return None if self.timezone is None else ZoneInfo(self.timezone)
        except (ZoneInfoNotFoundError, TypeError, ValueError) as error:
            message = f"timezone: no IANA name of a time zone: {self.timezone!r}"
            raise ValueError(message) from error

    def clean(self, page: str | bytes | Source, **known: Unpack[Known]) -> Article:
        """Clean one page.

        Args:
            page: the page, or a `Source` that holds it.
            **known: fields of `Source` (url, kind, fetched_at, name, record, encoding, source_id).

        Raises:
            Rejected: the page gives no article; `.rejection` says why.
            TypeError: `page` or what is known of it is none of these.
            ValueError: an unknown kind.
        """
        source = as_source(page, known)
        return self._article(source, self._labeller.label(_read(source)))

    def _article(self, source: Source, labelled: Labelled) -> Article:
        title = _title(labelled)
        body = labelled.lines(Role.BODY)
        text = "\n\n".join(line.text for line in body)
        if not body:
            raise rejected(source, "no_article", "no line of the page reads like an article", title=title)
        if (length := body_length(text, self.min_chars)) < self.min_chars:
            message = f"the body has {length} characters, fewer than {self.min_chars}"
            raise rejected(source, "too_short", message, title=title)
        digest = content_digest(source)
        fields = {
            "id": _identity(digest, source.url),
            **self._fields(source, labelled, text, title),
            "text": text,
            "confidence": round(labelled.confidence, 3),
            "removed": _removed(labelled, keep=self.keep_removed),
            "provenance": self._provenance(source, labelled, digest.hexdigest()),
        }
        try:
            article = Article(**fields)
        except ValidationError as error:
            raise rejected_by_model(source, error, title) from error
        self._demand(source, article)
        return article

    def run(self, pages: Iterable[str | bytes | Source]) -> Iterator[Article | Rejection]:
        """Clean pages lazily, in order; a page that gives no article gives its rejection.

        Raises:
            TypeError: `pages` is one page, or not iterable.
        """
        if isinstance(pages, str | bytes | Source):
            message = f"run takes an iterable of pages, not one {type(pages).__name__}; clean(page) cleans one"
            raise TypeError(message)
        return map(self._result, pages)

    def explain(self, page: str | bytes | Source, **known: Unpack[Known]) -> ExplainedPage:
        """Every row of the page with its label, in order; joined, their texts are the decoded page.

        Raises:
            Rejected: the page cannot be read.
        """
        return _explained(self._labeller.label(_read(as_source(page, known))))

    def examine(self, source: Source) -> tuple[Article | Rejection, ExplainedPage]:
        """What becomes of a page, and of every row of it, in one go; rows of a page that cannot be read are none."""
        rows = ExplainedPage()

        def article() -> Article:
            labelled = self._labeller.label(_read(source))
            rows.extend(_explained(labelled))
            return self._article(source, labelled)

        return _settled(source, article), rows

    def _result(self, page: str | bytes | Source) -> Article | Rejection:
        try:
            source = as_source(page, {})
        except (TypeError, ValueError) as error:
            return no_page(page, str(error))
        return _settled(source, lambda: self.clean(source))

    def _fields(self, source: Source, labelled: Labelled, text: str, title: str | None) -> dict[str, Any]:
        page = labelled.page
        aside = [line.text for line in labelled.lines(Role.META, Role.REMOVED)]
        credits_ = take_credits(
            labelled.head, labelled.tail, opening=text.split("\n", 1)[0], closing=text.rsplit("\n", 1)[-1]
        )
        dates = take_date(labelled.head, labelled.tail, fetched_at=source.fetched_at)
        stated = read_metadata(page.head or Head())
        chosen, disagreements = reconcile(stated, Visible(title, credits_.authors, *dates, credits_.source))
        rights, publisher = take_rights(aside)
        moment = _with_offset(chosen.published_at, self._zone)
        warnings = [*page.notes, *disagreements]
        if labelled.weak:
            warnings.append(("weak_body", "no line is likely to be body text; the best run of prose stands in for it"))
        if not chosen.title:
            warnings.append(("no_title", "no line above the body reads like a headline"))
        if moment is None:
            warnings.append(("no_date", "the page states no date of publication"))
        elif source.fetched_at and _after(moment, source.fetched_at):
            warnings.append(("future_date", f"{chosen.published_raw} lies after the page was fetched"))
            moment = None
        language = tell_language(text)
        return {
            "url": stated.url if source.url is None else source.url,
            "title": chosen.title,
            "captions": [line.text for line in labelled.lines(Role.CAPTION)],
            "language": language if language != "und" else stated.language or language,
            "source": chosen.source,
            "authors": chosen.authors,
            "editors": credits_.editors,
            "published_at": moment,
            "published_raw": chosen.published_raw,
            "publisher": publisher or stated.source,
            "rights": rights if rights.license else rights.model_copy(update={"license": stated.license}),
            "registrations": find_registrations(aside),
            "contacts": find_contacts(aside),
            "warnings": [Warning_(code=code, message=message) for code, message in warnings],
        }

    def _provenance(self, source: Source, labelled: Labelled, sha256: str) -> Provenance:
        return Provenance(
            input=source.name,
            record=source.record,
            source_id=source.source_id,
            sha256=sha256,
            encoding=labelled.page.encoding,
            spans=[(line.start, line.end) for line in labelled.lines(Role.BODY)],
            cleaner=CLEANER,
            rules=self._labeller.rules.digest,
            weights=self._labeller.weights.digest,
        )

    def _demand(self, source: Source, article: Article) -> None:
        missing = [name for name in self.require if _says_nothing(getattr(article, name))]
        reasons = [Reason(code="missing_field", message=f"the page gives no {name}", field=name) for name in missing]
        if reasons:
            raise rejected_for(source, reasons, article.title)


def body_length(text: str, enough: int) -> int:
    """Characters of `text` that count towards `min_chars`, counted until there are `enough`.

    Letters and digits; a letter of a script without spaces (Han, kana, Thai …) and a Hangul syllable twice, since it
    says about as much as two of an alphabet.
    """
    length = 0
    for character in filter(str.isalnum, text):
        length += 1 + _is_dense(character)
        if length >= enough:
            break
    return length


def _is_dense(character: str) -> bool:
    return character >= FIRST_DENSE and unicodedata.category(character) == "Lo"


def clean(page: str | bytes | Source, **known: Unpack[Known]) -> Article:
    """Clean one page with default settings.

    Args:
        page: the page as the scraper left it, text or HTML.
        **known: fields of `Source`: url, kind ("auto", "text", "html"), fetched_at, name, record, encoding, source_id.

    Raises:
        Rejected: the page gives no article; `.rejection` says why.
    """
    return _default_desk().clean(page, **known)


def explain(page: str | bytes | Source, **known: Unpack[Known]) -> ExplainedPage:
    """Say of every row of `page` what it is and why, with default settings.

    Raises:
        Rejected: the page cannot be read.
    """
    return _default_desk().explain(page, **known)


@cache
def _default_desk() -> Desk:
    return Desk()


@cache
def _shipped_rules() -> RuleSet:
    return RuleSet(shipped_packs())


def _several(name: str, values: Iterable[str | Path]) -> tuple[str | Path, ...]:
    if isinstance(values, str | bytes | PurePath):
        message = f"{name}: a list or tuple, not one {type(values).__name__}: {name}=[{values!r}]"
        raise TypeError(message)
    return tuple(values)


def _read(source: Source) -> Page:
    try:
        return read_page(source)
    except Undecodable as error:
        raise rejected(source, "undecodable", str(error)) from error
    except NotText as error:
        raise rejected(source, "not_text", str(error)) from error


def _removed(labelled: Labelled, *, keep: bool) -> Removed:
    by_kind: dict[Kind, int] = {}
    chars = 0
    for line, label in zip(labelled.page.lines, labelled.labels, strict=True):
        if label.role is Role.REMOVED and label.kind is not None:
            by_kind[label.kind] = by_kind.get(label.kind, 0) + line.last_row - line.first_row + 1
            chars += len(line.text)
    details = [
        RemovedLine(number=row.number, kind=row.kind, reason=row.reason, text=row.text.strip())
        for row in (explained_rows(labelled.page, labelled.labels) if keep else ())
        if row.label is Role.REMOVED and row.kind is not None
    ]
    return Removed(lines=sum(by_kind.values()), chars=chars, by_kind=by_kind, details=details if keep else None)


def _explained(labelled: Labelled) -> ExplainedPage:
    return ExplainedPage(explained_rows(labelled.page, labelled.reasoned()))


def _settled(source: Source, article: Callable[[], Article]) -> Article | Rejection:
    """What `article` makes of a source, or why it makes nothing of it."""
    try:
        return article()
    except Rejected as error:
        return error.rejection
    except Exception as error:  # noqa: BLE001 - one page must not end a run; the record says what happened
        return rejected(source, "internal_error", f"{type(error).__name__}: {error}").rejection


def _title(labelled: Labelled) -> str | None:
    if labelled.title is None:
        return None
    return clean_title(labelled.page.lines[labelled.title].text, page_title=labelled.title == 0)


def _after(moment: str, fetched_at: datetime) -> bool:
    stated = datetime.fromisoformat(moment)
    fetched = fetched_at if fetched_at.tzinfo and stated.tzinfo else fetched_at.replace(tzinfo=stated.tzinfo)
    return stated - fetched > CLOCK_SLACK


def _with_offset(moment: str | None, zone: ZoneInfo | None) -> str | None:
    """`moment` with the offset of the configured zone where it states a time but none of its own."""
    if moment is None or zone is None or "T" not in moment or datetime.fromisoformat(moment).tzinfo:
        return moment
    return moment + datetime.fromisoformat(moment).replace(tzinfo=zone).isoformat()[-len("+00:00") :]


def _says_nothing(value: object) -> bool:
    return not value or value == UNDETERMINED or (isinstance(value, Rights) and not (value.notices or value.license))


def _identity(digest: hashlib._Hash, url: str | None) -> str:
    """What the same page at the same address is always called; `digest` is that of its bytes."""
    identity = digest.copy()
    identity.update(b"\0" + (url or "").encode("utf-8", "surrogatepass"))
    return identity.hexdigest()[:32]
