"""What comes out: one `Article` or one `Rejection` for a page, and their parts. Field names are a contract."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal, Self, get_args
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

from copydesk.page import Kind
from copydesk.showing import article_html

SCHEMA_VERSION: Literal[1] = 1

WarningCode = Literal[
    "weak_body",
    "no_title",
    "no_date",
    "future_date",
    "encoding_guessed",
    "encoding_repaired",
    "replaced_characters",
    "sources_disagree",
]
RejectionCode = Literal[
    "no_article",
    "too_short",
    "undecodable",
    "not_text",
    "unreadable",
    "missing_field",
    "invalid_field",
    "internal_error",
    "worker_died",
    "too_slow",
]
RegistrationKind = Literal[
    "icp_filing",
    "icp_licence",
    "telecom_licence",
    "internet_news",
    "audiovisual",
    "internet_culture",
    "radio_tv_production",
    "internet_publishing",
    "publication_distribution",
    "public_security",
    "drug_information",
    "medical_device_information",
    "medical_device_trading",
    "religious_information",
    "algorithm_filing",
    "government_site",
    "commercial_performance",
    "advertising",
    "periodical",
    "issn",
    "media_registration",
    "company_register",
    "tax_number",
    "music_licence",
    "other",
]
ContactKind = Literal["report_phone", "report_email", "report_url", "phone", "email", "address"]


def _no_surrogates(value: str) -> str:
    value.encode("utf-8")  # raises UnicodeEncodeError, a ValueError: JSON could not carry it
    return value


def _escaped_surrogates(value: object) -> object:
    return value.encode("utf-8", "backslashreplace").decode("utf-8") if isinstance(value, str) else value


def _moment(value: str) -> str:
    datetime.fromisoformat(value)
    return value


def _http_url(value: str) -> str:
    clean = value.isprintable() and " " not in value  # urlsplit would drop tabs and line feeds
    if not clean or (parts := urlsplit(value)).scheme not in {"http", "https"} or not parts.hostname:
        message = "not an http(s) URL"
        raise ValueError(message)
    return value


Text = Annotated[str, StringConstraints(min_length=1, pattern=r"\S"), AfterValidator(_no_surrogates)]
Given = Annotated[str, BeforeValidator(_escaped_surrogates)]
"""What a caller called something, e.g. a file: recorded whatever it is, lone surrogates as escapes."""

Url = Annotated[Text, AfterValidator(_http_url)]
Moment = Annotated[
    str,
    StringConstraints(pattern=r"^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)?)?$"),
    AfterValidator(_moment),
]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$")]
Span = Annotated[tuple[int, int], Field(description="character offsets [start, end) into the decoded text")]
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
"""A SHA-256 in hexadecimal."""

RecordId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
Year = Annotated[int, Field(ge=1000, le=9999)]


class _Record(BaseModel):
    model_config = ConfigDict(
        extra="forbid", frozen=True, use_enum_values=True, json_schema_serialization_defaults_required=True
    )


class License(_Record):
    """An open licence that the page states."""

    spdx: str | None = Field(description="SPDX licence identifier, null where the page gives no version or code")
    url: Url | None


class Rights(_Record):
    """What the page's copyright notices say."""

    notices: list[Text] = Field(description="the lines or parts of lines, verbatim")
    holder: Text | None
    years: tuple[Year, Year] | None = Field(description="first and last year; equal where only one is stated")
    all_rights_reserved: bool
    license: License | None


class Registration(_Record):
    """A state licence, filing or registry number."""

    kind: RegistrationKind
    number: Text


class Contact(_Record):
    """A way to reach the publisher, or to report content."""

    kind: ContactKind
    value: Text


class RemovedLine(_Record):
    """A line that was taken out."""

    number: int = Field(ge=1, description="row of the input, counted from 1")
    kind: Kind
    reason: Text
    text: str


class Removed(_Record):
    """What was taken out; lines are rows of the input that are not blank."""

    lines: int = Field(ge=0)
    chars: int = Field(ge=0)
    by_kind: dict[Kind, int] = Field(description="rows by kind")
    details: list[RemovedLine] | None = Field(default=None, description="the lines themselves, with --keep-removed")


class Warning_(_Record):  # noqa: N801 - `Warning` is a builtin exception
    """Something that a reader of the record should know."""

    model_config = ConfigDict(title="Warning")

    code: WarningCode
    message: Text


class Provenance(_Record):
    """Where the record comes from and what made it."""

    input: Given | None = Field(description="file name, or the name given with the source")
    record: int | None = Field(description="number of the record in its file, counted from 1")
    source_id: Given | None = Field(description="id of the row in its file, as the file states it")
    sha256: Digest = Field(description="of the input as it came")
    encoding: str | None = Field(description="codec of the input, null where it came as text")
    spans: list[Span] = Field(description="of each paragraph of `text`")
    cleaner: Text = Field(description="name and version of this program")
    rules: Text = Field(description="digest of the rules in force")
    weights: Text = Field(description="digest of the labeller's weights in force")


class Article(_Record):
    """One clean article."""

    schema_version: Literal[1] = SCHEMA_VERSION
    id: RecordId = Field(description="stable: the same input and url give the same id")
    url: Url | None
    title: Text | None
    text: Text = Field(description="the body, paragraphs separated by a blank line")
    confidence: Annotated[float, Field(ge=0.0, le=1.0)] = Field(
        description="F1 over words that `text` is expected to have, by the labeller's own chances"
    )
    captions: list[Text]
    language: Language = Field(description="BCP 47, `und` where it cannot be told")
    source: Text | None = Field(description="the outlet that the page credits")
    authors: list[Text]
    editors: list[Text]
    published_at: Moment | None = Field(description="ISO 8601 as far as the page states it")
    published_raw: Text | None = Field(description="the date as the page printed it")
    publisher: Text | None = Field(description="who runs the site")
    rights: Rights
    registrations: list[Registration]
    contacts: list[Contact]
    removed: Removed
    warnings: list[Warning_]
    provenance: Provenance

    @model_validator(mode="after")
    def _one_span_a_paragraph(self) -> Self:
        if len(self.provenance.spans) != self.text.count("\n\n") + 1:
            message = "provenance.spans must hold one span for each paragraph of text"
            raise ValueError(message)
        return self

    def _repr_html_(self) -> str:
        return article_html(self.model_dump(mode="json"))


class Reason(_Record):
    """One reason why a page gave no article."""

    code: RejectionCode
    message: Annotated[Text, BeforeValidator(_escaped_surrogates)]
    field: str | None = None


class Rejection(_Record):
    """A page that gave no article, and why."""

    schema_version: Literal[1] = SCHEMA_VERSION
    input: Given | None
    record: int | None
    source_id: Given | None = Field(default=None, description="id of the row in its file, as the file states it")
    url: Given | None
    sha256: Digest | None
    reasons: Annotated[list[Reason], Field(min_length=1)]
    title: Text | None
    raw: str | None = Field(default=None, description="the page itself, where the input cannot be read again")


class Rejected(ValueError):
    """Raised by `clean` for a page that gives no article; `rejection` says why."""

    def __init__(self, rejection: Rejection) -> None:
        super().__init__("; ".join(f"{reason.code}: {reason.message}" for reason in rejection.reasons))
        self.rejection = rejection

    def __reduce__(self) -> tuple[type[Rejected], tuple[Rejection]]:
        """Pickle by the rejection, so that worker processes can hand it on."""
        return type(self), (self.rejection,)


WARNING_CODES: tuple[str, ...] = get_args(WarningCode)
REJECTION_CODES: tuple[str, ...] = get_args(RejectionCode)
