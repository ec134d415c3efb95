"""A raw article as a producer sends it (topic ``raw-articles``)."""

import re
from typing import Annotated, Any, Literal, Self
from urllib.parse import urldefrag

from courlan import normalize_url
from pydantic import (
    AfterValidator,
    ConfigDict,
    FailFast,
    Field,
    StrictInt,
    StrictStr,
    model_validator,
)
from pydantic_core import PydanticCustomError

from schemas.model import Message, UtcDatetime

ArticleStatus = Literal["usable", "withheld", "canceled"]

# PostgreSQL's b-tree takes keys of up to 2,704 bytes; the id is a primary key.
MAX_ID_BYTES = 2_000
# RFC 5646 (4.4.1): room for any tag in use.
MAX_LANGUAGE_CHARS = 35

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_LANGUAGE_TAG = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*", re.ASCII)


def _storable(text: str) -> str:
    # PostgreSQL stores no NUL and UTF-8 has no lone surrogates, which come from Python, not from bytes.
    # The clean stage removes the other control characters.
    return _SURROGATE.sub("\ufffd", text.replace("\x00", ""))


def _storable_json(value: Any) -> Any:
    # The same at any depth, since ext is kept as jsonb; the codec bounds the nesting.
    if isinstance(value, str):
        return _storable(value)
    if isinstance(value, list):
        return [_storable_json(child) for child in value]
    if isinstance(value, dict):
        return {_storable(str(name)): _storable_json(value[name]) for name in value}
    return value


def _is_identifier(text: str) -> str:
    if not text.strip():
        raise PydanticCustomError("empty", "want at least one visible character")
    if _CONTROL.search(text):
        raise PydanticCustomError("control", "want no control characters")
    if len(text.encode()) > MAX_ID_BYTES:
        raise PydanticCustomError("long", "want at most {limit} bytes", {"limit": MAX_ID_BYTES})
    return text.strip()


def _is_language_tag(text: str) -> str:
    tag = text.strip().replace("_", "-")
    if len(tag) > MAX_LANGUAGE_CHARS or not _LANGUAGE_TAG.fullmatch(tag):
        raise PydanticCustomError("language", "want a BCP 47 tag such as en or en-GB")
    return tag


Text = Annotated[StrictStr, AfterValidator(_storable)]
Identifier = Annotated[StrictStr, AfterValidator(_is_identifier)]
LanguageTag = Annotated[StrictStr, AfterValidator(_is_language_tag)]


class Publisher(Message):
    """Who published the article."""

    name: Text | None = None
    domain: Text | None = None


class Subject(Message):
    """What the article is about, in the producer's scheme (IPTC Media Topics, say)."""

    name: Text | None = None
    code: Text | None = None
    scheme: Text | None = None


class Article(Message):
    """A raw article that keeps the rules of interface.md section 3; ``id`` is always set.

    Unknown fields are kept in ``ext``. Raises ``pydantic.ValidationError`` with a location per fault.
    """

    # Unknown fields arrive as extras and are moved to ``ext`` below.
    model_config = ConfigDict(frozen=True, extra="ignore")

    id: Identifier
    url: Identifier | None = None
    version: Annotated[StrictInt, Field(ge=1, le=2**63 - 1)] = 1
    status: ArticleStatus = "usable"
    headline: Text | None = None
    description: Text | None = None
    body: Text | None = None
    html: Text | None = None
    language: LanguageTag | None = None
    published_at: UtcDatetime | None = None
    modified_at: UtcDatetime | None = None
    byline: Text | None = None
    dateline: Text | None = None
    publisher: Publisher | None = None
    section: Text | None = None
    # A fault for each of 500,000 entries of the wrong kind would take 5 s and 800 MB.
    subjects: Annotated[tuple[Subject, ...], FailFast()] = ()
    keywords: Annotated[tuple[Text, ...], FailFast()] = ()
    ext: Annotated[dict[str, Any], AfterValidator(_storable_json)] = Field(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _fill(cls, fields: Any) -> Any:
        """Move unknown fields to ``ext``, take the id from ``url``, and the short forms of publisher and subjects."""
        if not isinstance(fields, dict):
            return fields
        known = {
            name: fields[name] for name in fields if name in cls.model_fields and name != "ext"
        }
        unknown = {name: fields[name] for name in fields if name not in cls.model_fields}
        given_ext = fields.get("ext")
        if given_ext is not None and not isinstance(given_ext, dict):
            unknown["ext"] = given_ext
            given_ext = None
        known["ext"] = {**(given_ext or {}), **unknown}
        if known.get("id") is None and isinstance(known.get("url"), str):
            known["id"] = canonical_url(known["url"])
        if isinstance(known.get("publisher"), str):
            known["publisher"] = {"name": known["publisher"]}
        if isinstance(known.get("subjects"), list):
            known["subjects"] = [
                {"name": subject} if isinstance(subject, str) else subject
                for subject in known["subjects"]
            ]
        # null means absent, also where a field has a default.
        return {name: field for name, field in known.items() if field is not None}

    @model_validator(mode="after")
    def _has_content(self) -> Self:
        if self.status == "usable" and not any((self.body, self.html, self.headline)):
            raise PydanticCustomError("content", "want one of body, html or headline")
        return self

    @property
    def any_version(self) -> bool:
        """True for a cancellation without a version: it applies to whichever version stands."""
        return self.status != "usable" and "version" not in self.model_fields_set


def canonical_url(url: str) -> str:
    """The form of *url* that serves as an id: scheme and host in lower case, no tracking parameters, no fragment.

    A text that is no URL comes back stripped.
    """
    try:
        return str(normalize_url(urldefrag(url.strip()).url)) or url.strip()
    except ValueError:
        return url.strip()
