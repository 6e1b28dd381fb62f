"""The records: what they refuse, and that what is written is what the schemas say."""

from __future__ import annotations

import json
import pickle
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

import copydesk
from copydesk.article import Article, Contact, Provenance, Reason, Rejection, Rights
from copydesk.schemas import RECORDS, json_schema
from copydesk.writing.jsonl import encode

SAMPLES = sorted((Path(__file__).parents[1] / "samples" / "pages").glob("*.txt"))
SHA256 = "0" * 64

FIELDS = [  # as other people's code knows them, in the order in which they are written
    "schema_version",
    "id",
    "url",
    "title",
    "text",
    "confidence",
    "captions",
    "language",
    "source",
    "authors",
    "editors",
    "published_at",
    "published_raw",
    "publisher",
    "rights",
    "registrations",
    "contacts",
    "removed",
    "warnings",
    "provenance",
]


def fields(**changed: Any) -> dict[str, Any]:  # noqa: ANN401 - also what a model must refuse
    least: dict[str, Any] = dict.fromkeys(FIELDS)
    rights: dict[str, Any] = {
        "notices": [],
        "holder": None,
        "years": None,
        "all_rights_reserved": False,
        "license": None,
    }
    provenance = {
        "input": None,
        "record": None,
        "source_id": None,
        "sha256": SHA256,
        "encoding": None,
        "spans": [(0, 5)],
        "cleaner": "copydesk",
        "rules": "0",
        "weights": "0",
    }
    lists: dict[str, Any] = {
        name: [] for name in ("captions", "authors", "editors", "registrations", "contacts", "warnings")
    }
    removed = {"lines": 0, "chars": 0, "by_kind": {}}
    least |= {"schema_version": 1, "id": "0" * 32, "text": "Text.", "confidence": 1.0, "language": "und", **lists}
    return least | {"rights": rights, "removed": removed, "provenance": provenance, **changed}


# what a record refuses


def test_an_article_needs_a_text_and_little_else() -> None:
    assert Article(**fields()).text == "Text."


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("schema_version", 2),
        ("id", "X" * 32),
        ("id", "0" * 31),
        ("url", "gazette.example"),
        ("title", ""),
        ("title", " \n"),
        ("title", "Ferry \ud800"),
        ("text", " "),
        ("text", "Two paragraphs.\n\nOne span."),
        ("captions", [""]),
        ("language", "English"),
        ("language", "zh-hans"),
        ("authors", "Ada Sample"),
        ("authors", [None]),
        ("published_at", "4 March 2021"),
        ("published_at", "2021-02-30"),
        ("published_at", "2021-03-04 08:15"),
        ("published_at", "2021-03-04T08:15:30.5"),
        ("published_at", "2021-03-04T25:00"),
        ("published_at", "２０２１-03-04"),
        ("published_at", "2021-03-04\n"),
        ("rights", {"notices": []}),
        ("registrations", [{"kind": "licence_plate", "number": "1"}]),
        ("contacts", [{"kind": "phone", "value": ""}]),
        ("removed", {"lines": -1, "chars": 0, "by_kind": {}}),
        ("removed", {"lines": 1, "chars": 1, "by_kind": {"weather": 1}}),
        ("warnings", [{"code": "rain", "message": "It rains."}]),
        ("headline", "Not a field"),
    ],
)
def test_an_article_refuses(field: str, value: object) -> None:
    with pytest.raises(ValidationError, match=field):
        Article(**fields(**{field: value}))


@pytest.mark.parametrize("value", ["2021-03-04", "2021-03-04T08:15", "2021-03-04T08:15:30", "2021-03-04T08:15Z"])
def test_a_moment_is_as_exact_as_the_page(value: str) -> None:
    assert Article(**fields(published_at=value)).published_at == value


def test_records_do_not_change() -> None:
    article = Article(**fields())
    with pytest.raises(ValidationError, match="frozen"):
        article.title = "Other"  # type: ignore[misc]


def test_a_rejection_has_a_reason() -> None:
    common: dict[str, Any] = {"input": None, "record": None, "url": None, "sha256": None, "title": None}
    with pytest.raises(ValidationError, match="reasons"):
        Rejection(reasons=[], **common)
    with pytest.raises(ValidationError, match="code"):
        Reason(code="rain", message="It rains.")
    assert Rejection(reasons=[Reason(code="unreadable", message="gone \udcff")], **common).reasons[0].message == (
        "gone \\udcff"
    )


# what is written


@pytest.mark.parametrize("page", SAMPLES, ids=lambda path: path.name)
def test_records_survive_the_way_to_a_file_and_back(page: Path) -> None:
    (result,) = copydesk.Desk(keep_removed=True).run([page.read_bytes()])
    assert type(result).model_validate_json(encode(result)) == result
    assert pickle.loads(pickle.dumps(result)) == result  # noqa: S301


def test_fields_are_written_in_the_order_of_the_contract() -> None:
    (result,) = copydesk.Desk().run([SAMPLES[0].read_bytes()])
    assert list(json.loads(encode(result))) == FIELDS == list(Article.model_fields)
    assert list(Rejection.model_fields) == [
        "schema_version",
        "input",
        "record",
        "source_id",
        "url",
        "sha256",
        "reasons",
        "title",
        "raw",
    ]


TYPES: dict[str, type | tuple[type, ...]] = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "null": type(None),
}


def misfits(value: Any, schema: dict[str, Any], root: dict[str, Any], at: str = "$") -> list[str]:  # noqa: ANN401
    """Where `value` breaks `schema`, as far as our schemas go."""
    if "$ref" in schema:
        return misfits(value, root["$defs"][schema["$ref"].rsplit("/", 1)[-1]], root, at)
    if "anyOf" in schema:
        tries = [misfits(value, option, root, at) for option in schema["anyOf"]]
        return [] if [] in tries else min(tries, key=len)
    if "type" in schema and not isinstance(value, TYPES[schema["type"]]):
        return [f"{at}: not of type {schema['type']}"]
    wrong = [f"{at}: {value!r}" for allowed in (schema.get("enum"),) if allowed is not None and value not in allowed]
    if isinstance(value, float) and not schema.get("minimum", value) <= value <= schema.get("maximum", value):
        wrong.append(f"{at}: {value!r} is out of range")
    if isinstance(value, str) and not re.search(schema.get("pattern", ""), value):
        wrong.append(f"{at}: {value!r} is not like {schema['pattern']}")
    if isinstance(value, list):
        items = schema.get("prefixItems") or [schema["items"]] * len(value)
        wrong += [
            bad for index, each in enumerate(value) for bad in misfits(each, items[index], root, f"{at}[{index}]")
        ]
    if isinstance(value, dict):
        wrong += _misfits_of_object(value, schema, root, at)
    return wrong


def _misfits_of_object(value: dict[str, Any], schema: dict[str, Any], root: dict[str, Any], at: str) -> list[str]:
    known = schema.get("properties", {})
    others = schema.get("additionalProperties")
    wrong = [f"{at}: no {name}" for name in schema.get("required", ()) if name not in value]
    for name, each in value.items():
        if name not in known and not others:
            wrong.append(f"{at}: {name} is not in the schema")
        wrong += misfits(each, known.get(name) or others or {}, root, f"{at}.{name}")
    return wrong


@pytest.mark.parametrize("page", SAMPLES, ids=lambda path: path.name)
def test_written_records_are_what_the_schemas_say(page: Path) -> None:
    desk = copydesk.Desk(keep_removed=True, timezone="UTC")
    source = copydesk.Source(page.read_bytes(), url="https://gazette.example/", fetched_at=datetime.now(UTC))
    for source_or_junk in (source, None):
        (result,) = desk.run([source_or_junk])  # type: ignore[list-item]
        schema = json_schema(type(result).__name__.lower())
        assert misfits(json.loads(encode(result)), schema, schema) == []


@pytest.mark.parametrize(
    ("change", "misfit"),
    [
        ({"title": 7}, "$.title"),
        ({"language": "English"}, "$.language"),
        ({"weather": "rain"}, "$: weather"),
        ({"warnings": [{"code": "rain", "message": "It rains."}]}, "$.warnings[0].code"),
        ({"provenance": {}}, "$.provenance: no input"),
    ],
)
def test_schemas_find_what_does_not_fit(change: dict[str, Any], misfit: str) -> None:
    schema = json_schema("article")
    record = json.loads(Article(**fields()).model_dump_json()) | change
    assert any(found.startswith(misfit) for found in misfits(record, schema, schema))


@pytest.mark.parametrize("record", RECORDS)
def test_schemas_allow_no_fields_beside_and_need_all(record: str) -> None:
    schema = json_schema(record)
    assert schema["additionalProperties"] is False
    assert schema["required"] == list(RECORDS[record].model_fields)


@pytest.mark.parametrize("model", [Rights, Contact, Provenance])
def test_every_part_is_closed(model: type[BaseModel]) -> None:
    with pytest.raises(ValidationError, match="extra"):
        model.model_validate({"weather": "rain"})
