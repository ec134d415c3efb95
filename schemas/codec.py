"""Bytes to messages and back. Every fault of a producer ends here in plain words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

import orjson
from pydantic import ValidationError

from schemas.article import Article
from schemas.dates import read_moment
from schemas.errors import Fault, UndecodableMessage
from schemas.event import Event
from schemas.extraction import Extraction
from schemas.heartbeat import Heartbeat
from schemas.model import Message

_BOM = b"\xef\xbb\xbf"
_MOMENTS = ("published_at", "modified_at")
_SHOWN_CHARACTERS = 60
_M = TypeVar("_M", bound=Message)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleLimits:
    """What an article may be at most; each is checked before anything parses the text it protects from."""

    max_message_bytes: int = 1_000_000  # Kafka's own default limit of a message
    max_body_chars: int = 500_000  # a book chapter; the longest wire articles have 50,000
    max_nesting: int = 32  # ninjs, the deepest format of the trade, needs 8


@dataclass(frozen=True, slots=True, kw_only=True)
class DecodedArticle:
    """An article and what was odd about it but could be read."""

    article: Article
    warnings: tuple[Fault, ...] = ()


def encode(message: Message) -> bytes:
    """UTF-8 JSON; the same message always gives the same bytes."""
    return message.model_dump_json(by_alias=True).encode()


def decode_article(
    value: bytes | None, *, limits: ArticleLimits = ArticleLimits()
) -> DecodedArticle:
    """The article in *value*. Raises UndecodableMessage with a code and, where told, a pointer per fault."""
    if not value:
        raise UndecodableMessage(
            "empty_value", "The message has no value; send an article as JSON."
        )
    if len(value) > limits.max_message_bytes:
        raise UndecodableMessage(
            "too_large",
            f"The message has {len(value):,} bytes, the limit is {limits.max_message_bytes:,}"
            " (setting max_message_bytes); send less markup or a shorter text.",
        )
    return article_from_json(load_json(value, max_nesting=limits.max_nesting), limits=limits)


def article_from_json(fields: Any, *, limits: ArticleLimits = ArticleLimits()) -> DecodedArticle:
    """The article that JSON *fields* describe. Raises UndecodableMessage."""
    if not isinstance(fields, dict):
        raise UndecodableMessage(
            "invalid_article", f"An article is a JSON object, this is {_kind(fields)}."
        )
    body = fields.get("body")
    if isinstance(body, str) and len(body) > limits.max_body_chars:
        raise UndecodableMessage(
            "text_too_long",
            f"/body: got {len(body):,} characters, the limit is {limits.max_body_chars:,}"
            " (setting max_body_chars); split the article.",
        )
    readable, warnings = _with_moments(fields)
    try:
        article = Article.model_validate(readable)
    except ValidationError as error:
        faults = tuple(_faults(error))
        raise UndecodableMessage(
            "invalid_article", "; ".join(str(fault) for fault in faults), faults
        ) from error
    return DecodedArticle(article=article, warnings=warnings)


def decode_extraction(value: bytes | None) -> Extraction:
    """The extraction in *value*. Raises UndecodableMessage (invalid_extraction)."""
    return _decode(Extraction, value)


def decode_event(value: bytes | None) -> Event:
    """The event in *value*. Raises UndecodableMessage (invalid_extraction)."""
    return _decode(Event, value)


def decode_heartbeat(value: bytes | None) -> Heartbeat:
    """The heartbeat in *value*. Raises UndecodableMessage (invalid_extraction)."""
    return _decode(Heartbeat, value)


def load_json(value: bytes, *, max_nesting: int) -> Any:
    """What *value* says as JSON; a UTF-8 byte-order mark is passed over. Raises UndecodableMessage."""
    try:
        loaded = orjson.loads(value.removeprefix(_BOM))
    except orjson.JSONDecodeError as error:
        if "depth limit" in str(error):
            raise _too_deep(max_nesting) from error
        raise UndecodableMessage(
            "not_json", f"The value is not UTF-8 JSON: {_plain(error)}."
        ) from error
    if _deeper_than(loaded, max_nesting):
        raise _too_deep(max_nesting)
    return loaded


def _decode(model: type[_M], value: bytes | None) -> _M:
    name = model.__name__.lower()
    if not value:
        raise UndecodableMessage("invalid_extraction", f"The message has no value; want an {name}.")
    try:
        return model.model_validate_json(value)
    except ValidationError as error:
        faults = tuple(_faults(error))
        text = f"The value is no {name}: " + "; ".join(str(fault) for fault in faults[:3])
        raise UndecodableMessage("invalid_extraction", text, faults) from error


def _with_moments(fields: dict[str, Any]) -> tuple[dict[str, Any], tuple[Fault, ...]]:
    """*fields* with the times read leniently, and a warning for each that is not RFC 3339."""
    readable = dict(fields)
    warnings: list[Fault] = []
    faults: list[Fault] = []
    for name in _MOMENTS:
        given = fields.get(name)
        if given is None:
            continue
        reading = read_moment(given)
        if reading is None:
            faults.append(_moment_fault(name, given))
            continue
        readable[name] = reading.moment
        if reading.warning:
            warnings.append(Fault(pointer=f"/{name}", got=_shown(given), want=reading.warning))
    if faults:
        raise UndecodableMessage(
            "invalid_article", "; ".join(str(fault) for fault in faults), tuple(faults)
        )
    return readable, tuple(warnings)


def _moment_fault(name: str, given: Any) -> Fault:
    want = "want RFC 3339 such as 2026-11-22T09:00:00Z"
    return Fault(pointer=f"/{name}", got=_shown(given), want=want)


def _faults(error: ValidationError) -> Iterator[Fault]:
    for detail in error.errors(include_url=False):
        pointer = "".join(f"/{part}" for part in detail["loc"])
        if detail["type"] == "missing":
            want = "want an id or a url" if pointer == "/id" else "want this field"
            yield Fault(pointer=pointer, got="nothing", want=want)
        elif pointer:
            want = _wanted(detail["msg"])
            yield Fault(pointer=pointer, got=_shown(detail["input"]), want=want)
        else:
            yield Fault(pointer=pointer, got="none of them", want=detail["msg"])


def _shown(given: Any) -> str:
    """*given* as it may stand in a message to a person: short, one line, control characters escaped."""
    text = repr(given) if isinstance(given, str) else _as_json(given)
    text = text if len(text) <= _SHOWN_CHARACTERS else text[:_SHOWN_CHARACTERS] + "…"
    return f"{_kind(given)} {text}"


def _as_json(given: Any) -> str:
    try:
        return orjson.dumps(given, default=str).decode()
    except orjson.JSONEncodeError:  # from Python, not from bytes: an integer of over 64 bits, say
        return ascii(given)


def _wanted(message: str) -> str:
    """pydantic's words for what is wanted, in those of JSON."""
    wanted = re.sub(r"a valid dictionary or instance of \w+", "an object", message)
    wanted = wanted.replace("a valid tuple", "a list").replace("a valid string", "text")
    return wanted.replace("Input should be", "want")


def _kind(given: Any) -> str:
    kinds = ((bool, "a boolean"), (str, "the text"), (int, "the number"), (float, "the number"))
    more = ((list, "a list"), (dict, "an object"), (type(None), "null"))
    return next((name for kind, name in (*kinds, *more) if isinstance(given, kind)), "something")


def _deeper_than(value: Any, limit: int) -> bool:
    level = [value]
    for _ in range(limit + 1):
        containers = [child for child in level if isinstance(child, (dict, list))]
        if not containers:
            return False
        level = [
            child
            for container in containers
            for child in (container.values() if isinstance(container, dict) else container)
        ]
    return True


def _too_deep(limit: int) -> UndecodableMessage:
    return UndecodableMessage(
        "too_deep",
        f"The JSON is nested deeper than {limit} (setting max_nesting); send it flatter.",
    )


def _plain(error: Exception) -> str:
    return re.sub(r"\s+", " ", str(error)).strip()
