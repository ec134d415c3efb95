"""The JSON Schema of an article as producers may send it: the codec's rules, not the stored form.

The model says which fields there are; this module says what each takes before it is read.
"""

from typing import Any, Final

from schemas.article import MAX_ID_BYTES, Article

JsonSchema = dict[str, Any]

_TEXT: Final[JsonSchema] = {"type": ["string", "null"]}

# The limit is in bytes, which JSON Schema cannot count; no text of more characters has fewer bytes.
_IDENTIFIER: Final[JsonSchema] = {
    "type": ["string", "null"],
    "maxLength": MAX_ID_BYTES,
    "pattern": r"^[^\u0000-\u001f\u007f-\u009f]*[^\u0000-\u001f\u007f-\u009f\s]"
    r"[^\u0000-\u001f\u007f-\u009f]*$",
}

_MOMENT: Final[JsonSchema] = {
    "anyOf": [
        {"type": "string", "format": "date-time"},
        {
            "type": ["string", "number"],
            "deprecated": True,
            "description": "Taken with a warning: RFC 822, ISO 8601 without a zone, or an epoch"
            " in seconds or milliseconds.",
        },
        {"type": "null"},
    ],
    "examples": ["2026-11-22T09:00:00Z"],
}

_RULES: Final[dict[str, JsonSchema]] = {
    "id": {**_IDENTIFIER, "description": "Names the article; without it the canonical url does."},
    "url": {**_IDENTIFIER, "description": "Where the article can be read."},
    "version": {
        "type": ["integer", "null"],
        "minimum": 1,
        "maximum": 2**63 - 1,
        "default": 1,
        "description": "A higher version of an article replaces its events.",
        "$comment": "Written without a fraction: 2.0 is refused.",
    },
    "status": {
        "enum": ["usable", "withheld", "canceled", None],
        "default": "usable",
        "description": "withheld and canceled retract the events of the article.",
    },
    "headline": {**_TEXT, "description": "As printed."},
    "description": {**_TEXT, "description": "A summary or standfirst."},
    "body": {**_TEXT, "description": "Plain text; paragraphs parted by an empty line."},
    "html": {**_TEXT, "description": "The body as HTML; the article is cut out of the page."},
    "language": {
        "type": ["string", "null"],
        "pattern": r"^\s*[A-Za-z]{1,8}([-_][A-Za-z0-9]{1,8})*\s*$",
        "description": "A BCP 47 tag; told from the text where absent.",
        "examples": ["en", "en-GB"],
    },
    "published_at": {**_MOMENT, "description": "When the article was published."},
    "modified_at": {**_MOMENT, "description": "When this version was made."},
    "byline": {**_TEXT, "description": "Who wrote it, as printed."},
    "dateline": {**_TEXT, "description": "Place, and perhaps date, at the head of the text."},
    "publisher": {
        "anyOf": [{"type": "string"}, {"$ref": "#/$defs/Publisher"}, {"type": "null"}],
        "description": "Who published the article; a string is its name.",
    },
    "section": {**_TEXT, "description": "Section of the publication."},
    "subjects": {
        "type": ["array", "null"],
        "items": {"anyOf": [{"type": "string"}, {"$ref": "#/$defs/Subject"}]},
        "description": "What the article is about; a string is a name.",
    },
    "keywords": {
        "type": ["array", "null"],
        "items": {"type": "string"},
        "description": "As the producer gives them.",
    },
    "ext": {"description": "Kept as given; unknown fields are put beside what it holds."},
}

# A text of NUL characters alone is empty once they are dropped.
_NOT_EMPTY: Final[JsonSchema] = {"type": "string", "pattern": r"[^\u0000]"}

_NAMED: Final[JsonSchema] = {
    "$comment": "One of id and url.",
    "anyOf": [
        {"required": ["id"], "properties": {"id": {"type": "string"}}},
        {"required": ["url"], "properties": {"url": {"type": "string"}}},
    ],
}

_WITH_CONTENT: Final[JsonSchema] = {
    "$comment": "One of body, html and headline, unless the article is taken or held back.",
    "if": {
        "required": ["status"],
        "properties": {"status": {"enum": ["withheld", "canceled"]}},
    },
    "else": {
        "anyOf": [
            {"required": [name], "properties": {name: _NOT_EMPTY}}
            for name in ("body", "html", "headline")
        ]
    },
}


def input_schema(model_schema: JsonSchema) -> JsonSchema:
    """The schema of what a producer may send, from *model_schema*, that of the Article model.

    Raises KeyError for a field of the model that has no rule here.
    """
    return {
        "title": "Article",
        "description": "A raw article as a producer sends it. Unknown fields are kept, never"
        " refused; null means absent. Limits by default: 1,000,000 bytes, a body of 500,000"
        " characters, nesting of 32.",
        "type": "object",
        "properties": {name: _RULES[name] for name in Article.model_fields},
        "allOf": [_NAMED, _WITH_CONTENT],
        "$defs": model_schema["$defs"],
    }
