"""The committed JSON Schemas are what the models give, valid, and as strict as the codec."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from schemas.article import Article
from schemas.codec import article_from_json
from schemas.errors import UndecodableMessage
from schemas.event import Event
from schemas.generate import DIALECT, FOLDER, MAJOR_VERSIONS, render_schemas, write_schemas

MESSAGES = sorted(MAJOR_VERSIONS)

REMEDY = "run `python -m schemas.generate` and commit what it writes"


def committed(message: str) -> Any:
    return json.loads((FOLDER / f"{message}.json").read_text(encoding="utf-8"))


def test_the_committed_schemas_are_those_of_the_models() -> None:
    found = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.json")}
    rendered = render_schemas()

    differing = sorted(
        name for name in found.keys() | rendered.keys() if found.get(name) != rendered.get(name)
    )

    assert not differing, f"{', '.join(differing)} differ from the models: {REMEDY}"


def test_writing_the_schemas_removes_one_that_no_model_gives(tmp_path: Any) -> None:
    (tmp_path / "story.json").write_text("{}", encoding="utf-8")

    write_schemas(tmp_path)

    assert {path.name for path in tmp_path.iterdir()} == set(render_schemas())


@pytest.mark.parametrize("message", MESSAGES)
def test_a_schema_is_valid_by_its_own_metaschema(message: str) -> None:
    Draft202012Validator.check_schema(committed(message))


@pytest.mark.parametrize("message", MESSAGES)
def test_a_schema_says_what_it_is_and_names_no_host(message: str) -> None:
    schema = committed(message)

    assert schema["$schema"] == DIALECT
    assert schema["$id"] == f"urn:eventwire:{message}:{MAJOR_VERSIONS[message]}"
    assert schema["title"]
    assert schema["description"]


@pytest.mark.parametrize("message", ["event", "extraction"])
def test_the_version_in_the_message_is_that_of_its_schema(message: str) -> None:
    named = committed(message)["properties"]["schema"]["const"]

    assert named == f"{message}/{MAJOR_VERSIONS[message]}"


def test_every_field_of_an_event_is_required_because_we_always_write_it() -> None:
    names = {field.alias or name for name, field in Event.model_fields.items()}

    assert set(committed("event")["required"]) == names


def test_every_field_of_an_article_is_described() -> None:
    properties = committed("article")["properties"]

    assert set(properties) == set(Article.model_fields)
    assert all(rule.get("description") for rule in properties.values())


def _maybe(*values: object) -> st.SearchStrategy[Any]:
    """One of *values*, or one of the wrong types that every field refuses or takes as absent."""
    return st.sampled_from([*values, None, 7, True, ["a"], {"name": "a"}])


# Values whose fate JSON Schema can tell; what it cannot tell is listed in test_examples.py.
ARTICLES = st.fixed_dictionaries(
    {},
    optional={
        "id": _maybe("seed-1", "", " ", "a\x00b", "a\x85b", "é" * 900, "x" * 2_001),
        "url": _maybe("https://wire.example/a?utm_source=b", " ", "no url at all", "a\nb"),
        "version": _maybe(1, 0, -1, 2**63 - 1, 2**63, "1"),
        "status": _maybe("usable", "withheld", "canceled", "deleted"),
        "headline": _maybe("Quake", "", "\x00"),
        "body": _maybe("A quake struck.", "", "\x00\x00"),
        "html": _maybe("<p>A quake struck.</p>", ""),
        "language": _maybe("en", "en_GB", " en ", "English (UK)", "en-", "", "abcdefghi"),
        "published_at": st.sampled_from(["2026-11-17T10:20:00Z", 0, None, [], {}]),
        "publisher": _maybe("The Tidewater", {"name": 4}, {"name": None}, {"town": "Riga"}),
        "subjects": _maybe([], ["ports", {"code": "a"}], [4], [None], "ports"),
        "keywords": _maybe([], ["ports"], [None], "ports"),
        "ext": _maybe({"desk": "a"}),
        "urgency": st.sampled_from([4, None, "high"]),
    },
)


ARTICLE_VALIDATOR = Draft202012Validator(committed("article"))


@settings(max_examples=300)
@given(ARTICLES)
def test_the_codec_takes_an_article_exactly_when_its_schema_does(fields: dict[str, Any]) -> None:
    try:
        article_from_json(fields)
        taken = True
    except UndecodableMessage:
        taken = False

    assert ARTICLE_VALIDATOR.is_valid(fields) is taken
