"""Writes ``schemas/jsonschema/``, the JSON Schemas of all messages, from the models.

Run ``python -m schemas.generate`` after a change of a model; a test fails until it was done.
"""

import json
import sys
from pathlib import Path
from typing import Any, Final

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode

from schemas.article import Article
from schemas.article_schema import JsonSchema, input_schema
from schemas.dead_letter import MAX_MESSAGE_BYTES, PREFIX, DeadLetterReason
from schemas.event import Event
from schemas.extraction import Extraction
from schemas.heartbeat import Heartbeat
from schemas.model import Message

FOLDER: Final = Path(__file__).parent / "jsonschema"
DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"

# Grows with a change that an old reader or an old writer would not survive.
MAJOR_VERSIONS: Final = {
    "article": 1,
    "extraction": 1,
    "event": 1,
    "dead-letter": 1,
    "heartbeat": 1,
}


class _PlainSchema(GenerateJsonSchema):
    """Pydantic's schemas without a title per field; what is always written is required."""

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002 (pydantic calls it)
        """Never: a title that repeats the field's name is noise."""
        return False

    def field_is_required(self, field: Any, total: bool) -> bool:
        """What we write has all its fields, null or not; what we take may lack a default's."""
        return self.mode == "serialization" or super().field_is_required(field, total)


def render_schemas() -> dict[str, str]:
    """Each schema's file name and text, as they should stand in ``schemas/jsonschema``."""
    schemas = {
        "article": input_schema(_model_schema(Article, mode="validation")),
        "extraction": _model_schema(Extraction, mode="serialization"),
        "event": _model_schema(Event, mode="serialization"),
        "dead-letter": _headers_schema(),
        "heartbeat": _model_schema(Heartbeat, mode="serialization"),
    }
    return {f"{name}.json": _render(name, schema) for name, schema in schemas.items()}


def write_schemas(folder: Path) -> None:
    """Make *folder* hold the schemas of the models and no other ``.json``."""
    rendered = render_schemas()
    for stale in folder.glob("*.json"):
        if stale.name not in rendered:
            stale.unlink()
    for name, text in rendered.items():
        (folder / name).write_text(text, encoding="utf-8")


def _model_schema(model: type[Message], *, mode: JsonSchemaMode) -> JsonSchema:
    return model.model_json_schema(mode=mode, by_alias=True, schema_generator=_PlainSchema)


def _headers_schema() -> JsonSchema:
    """A dead letter's headers as one JSON object; header values are text, so numbers are digits."""
    reason = _model_schema(DeadLetterReason, mode="serialization")
    properties: dict[str, JsonSchema] = {}
    as_text = {
        "integer": {"type": "string", "pattern": "^-?[0-9]+$"},
        # A mark is a header that is there or not.
        "boolean": {"const": "True"},
    }
    for name, rule in reason["properties"].items():
        properties[PREFIX + name] = as_text.get(rule.get("type"), rule)
    properties[PREFIX + "message"]["maxLength"] = MAX_MESSAGE_BYTES
    return {
        "title": "Dead letter headers",
        "description": reason["description"]
        + " The original headers stay beside them; the value is the original message, as it was.",
        "type": "object",
        "properties": properties,
        "required": [name for name, rule in properties.items() if "const" not in rule],
        "additionalProperties": {"type": "string"},
    }


def _render(name: str, schema: JsonSchema) -> str:
    whole = {
        "$schema": DIALECT,
        "$id": f"urn:eventwire:{name}:{MAJOR_VERSIONS[name]}",
        "title": schema["title"],
        "description": schema["description"],
        **schema,
    }
    return json.dumps(_with_plain_words(whole), indent=2, ensure_ascii=False) + "\n"


def _with_plain_words(schema: Any) -> Any:
    """*schema* with docstrings as they are read outside Python: one line, no doubled backquotes."""
    if isinstance(schema, list):
        return [_with_plain_words(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        key: " ".join(part.replace("``", "`").split())
        if key == "description" and isinstance(part, str)
        else _with_plain_words(part)
        for key, part in schema.items()
    }


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    write_schemas(FOLDER)
    sys.stderr.write(f"wrote {len(MAJOR_VERSIONS)} schemas to {FOLDER}\n")
