"""The examples: codec and schema take every valid one and refuse every invalid one."""

import json
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from schemas.codec import (
    decode_article,
    decode_event,
    decode_extraction,
    decode_heartbeat,
    encode,
)
from schemas.dead_letter import DeadLetterReason
from schemas.errors import UndecodableMessage
from schemas.generate import FOLDER, MAJOR_VERSIONS
from schemas.model import Message
from schemas.ontology import load_ontology

EXAMPLES = FOLDER.parent / "examples"

# Invalid examples that only the codec refuses, each with the rule that JSON Schema cannot say.
BEYOND_JSON_SCHEMA = {
    "article/invalid-date-is-unreadable.json": "a text is a date if one of several readers reads it"
}

# The codec passes over a field it does not know, so it is lost on the way.
FROM_A_NEWER_RELEASE = {"event/valid-newer-writer.json": "story_id"}


def _is_moment(text: object) -> bool:
    return not isinstance(text, str) or datetime.fromisoformat(text).tzinfo is not None


def _is_day(text: object) -> bool:
    return not isinstance(text, str) or bool(date.fromisoformat(text))


# The library checks date-time only with a package that nothing else here needs.
FORMATS = FormatChecker(formats=())
FORMATS.checks("date-time", raises=ValueError)(_is_moment)
FORMATS.checks("date", raises=ValueError)(_is_day)


def _decode_dead_letter(value: bytes) -> Message:
    headers = json.loads(value)
    reason = DeadLetterReason.from_headers((name, text.encode()) for name, text in headers.items())
    if reason is None:
        raise UndecodableMessage("bug", "These headers are not a dead letter's.")
    return reason


DECODERS: dict[str, Callable[[bytes], Message]] = {
    "article": lambda value: decode_article(value).article,
    "extraction": decode_extraction,
    "event": decode_event,
    "dead-letter": _decode_dead_letter,
    "heartbeat": decode_heartbeat,
}


def examples(pattern: str, *, folder: str = "*") -> list[Any]:
    paths = sorted(EXAMPLES.glob(f"{folder}/{pattern}.json"))
    return [pytest.param(path, id=_name(path)) for path in paths]


def _name(path: Path) -> str:
    return path.relative_to(EXAMPLES).as_posix()


def _decode(path: Path) -> Message:
    return DECODERS[path.parent.name](path.read_bytes())


def _schema_takes(path: Path) -> bool:
    schema = json.loads((FOLDER / f"{path.parent.name}.json").read_text(encoding="utf-8"))
    validator = Draft202012Validator(schema, format_checker=FORMATS)
    return bool(validator.is_valid(json.loads(path.read_bytes())))


@pytest.mark.parametrize("message", sorted(MAJOR_VERSIONS))
def test_every_message_has_valid_and_invalid_examples(message: str) -> None:
    assert list((EXAMPLES / message).glob("valid-*.json"))
    assert len(list((EXAMPLES / message).glob("invalid-*.json"))) >= 3


def test_every_file_among_the_examples_is_an_example() -> None:
    known = {*EXAMPLES.glob("*/valid-*.json"), *EXAMPLES.glob("*/invalid-*.json")}

    assert {path for path in EXAMPLES.rglob("*") if path.is_file()} == known


@pytest.mark.parametrize("path", examples("valid-*"))
def test_a_valid_example_is_taken_by_codec_and_schema(path: Path) -> None:
    _decode(path)

    assert _schema_takes(path)


@pytest.mark.parametrize("path", examples("invalid-*"))
def test_an_invalid_example_is_refused_by_codec_and_schema(path: Path) -> None:
    with pytest.raises(UndecodableMessage):
        _decode(path)

    assert _schema_takes(path) == (_name(path) in BEYOND_JSON_SCHEMA)


def test_the_rules_beyond_json_schema_are_those_of_examples_that_exist() -> None:
    names = {_name(path) for path in EXAMPLES.glob("*/invalid-*.json")}

    assert names >= BEYOND_JSON_SCHEMA.keys()


@pytest.mark.parametrize("path", examples("valid-*"))
def test_an_example_encoded_and_decoded_again_stays_the_same(path: Path) -> None:
    once = _decode(path)
    again = _again(once, path)

    assert again == once
    assert encode(again) == encode(once)


def _again(message: Message, path: Path) -> Message:
    if not isinstance(message, DeadLetterReason):
        return DECODERS[path.parent.name](encode(message))
    headers = {name: value.decode() for name, value in message.to_headers()}
    return _decode_dead_letter(json.dumps(headers).encode())


OURS = [*examples("valid-*", folder="event"), *examples("valid-*", folder="extraction")]


@pytest.mark.parametrize("path", OURS)
def test_a_message_of_ours_is_written_as_it_was_read(path: Path) -> None:
    given = json.loads(path.read_bytes())
    lost = FROM_A_NEWER_RELEASE.get(_name(path))

    written = json.loads(encode(_decode(path)))

    assert written == {name: field for name, field in given.items() if name != lost}


@pytest.mark.parametrize("path", OURS)
def test_what_we_write_keeps_our_own_schema(path: Path) -> None:
    schema = json.loads((FOLDER / f"{path.parent.name}.json").read_text(encoding="utf-8"))

    Draft202012Validator(schema, format_checker=FORMATS).validate(json.loads(encode(_decode(path))))


@pytest.mark.parametrize("path", examples("valid-*", folder="extraction"))
def test_every_offset_of_an_extraction_points_at_its_words(path: Path) -> None:
    extraction = json.loads(path.read_bytes())

    for span in _spans(extraction):
        assert extraction["text"][span["start_char"] : span["end_char"]] == span["text"]


def _spans(part: Any) -> Iterator[dict[str, Any]]:
    if isinstance(part, dict):
        if "start_char" in part:
            yield part
        part = list(part.values())
    if isinstance(part, list):
        for child in part:
            yield from _spans(child)


@pytest.mark.parametrize("path", examples("valid-*", folder="event"))
def test_an_example_event_is_one_of_the_ontology(path: Path) -> None:
    event, ontology = decode_event(path.read_bytes()), load_ontology()

    assert ontology.families[event.event_type] == event.family
    assert event.score == ontology.score_of(event.event_type, event.modes)
    assert event.quad_category == ontology.types[event.event_type].quad_category
    assert event.cameo_roots == ontology.types[event.event_type].cameo_roots
    assert set(event.contexts) <= set(ontology.contexts)
