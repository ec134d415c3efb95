"""A dead letter: the original message, byte for byte, with the reason in its headers (topic ``dead-letters``)."""

from collections.abc import Iterable
from typing import Literal, get_args

from pydantic import ValidationError

from schemas.model import Message

DeadLetterCode = Literal[
    "empty_value",  # a null or empty value where an article was expected
    "too_large",  # the message is over the size limit
    "not_json",  # the value is not UTF-8 JSON
    "too_deep",  # the JSON is nested beyond the limit
    "invalid_article",  # JSON, but not an article: wrong type, no id, no content
    "text_too_long",  # the body or the html is over its limit
    "html_too_complex",  # the html is nested or attributed beyond what is parsed
    "invalid_extraction",  # a message on extractions that is no extraction
    "extraction_too_large",  # what was found in the article does not fit into a Kafka message
    "too_slow",  # the article took longer than the time limit
    "out_of_memory",  # the article took more memory than the limit
    "crashed_extractor",  # the article killed the process that worked on it
    "unstorable",  # the database refuses the article for good
    "bug",  # an exception of ours; the message holds the traceback's end
]

PREFIX = "eventwire.error."
REPLAYED_FROM = "eventwire.replayed-from"
MAX_MESSAGE_BYTES = 1_000

CODES: tuple[str, ...] = get_args(DeadLetterCode)


class DeadLetterReason(Message):
    """Why and where a message died. One header each, UTF-8, named ``eventwire.error.<field>``."""

    code: DeadLetterCode
    stage: str
    message: str
    topic: str
    partition: int
    offset: int
    timestamp: int
    agent: str
    version: str
    attempts: int = 1
    null_key: bool = False  # the original's key is null, though the letter's is empty
    omitted: bool = False  # the original is too large to carry: key, value and headers are left out

    def to_headers(self) -> list[tuple[str, bytes]]:
        """The headers that carry this reason; the message is cut at 1,000 bytes on a character boundary."""
        fields = self.model_dump(exclude_defaults=True) | {"attempts": self.attempts}
        fields["message"] = _cut(fields["message"], MAX_MESSAGE_BYTES)
        return [(PREFIX + name, str(field).encode()) for name, field in fields.items()]

    @classmethod
    def from_headers(cls, headers: Iterable[tuple[str, bytes | None]]) -> "DeadLetterReason | None":
        """The reason that *headers* carry, or None where they are not a dead letter's."""
        fields = {
            name.removeprefix(PREFIX): field.decode("utf-8", "replace")
            for name, field in headers
            if name.startswith(PREFIX) and field is not None  # Kafka's headers may be null
        }
        try:
            return cls.model_validate(fields)
        except ValidationError:
            return None


def without_reason(headers: Iterable[tuple[str, bytes]]) -> list[tuple[str, bytes]]:
    """The original headers of a dead letter."""
    return [(name, field) for name, field in headers if not name.startswith(PREFIX)]


def letter_id(topic: str, partition: int, offset: int) -> str:
    """``TOPIC/PARTITION/OFFSET`` of the original message: what a person types to name a dead letter."""
    return f"{topic}/{partition}/{offset}"


def _cut(text: str, limit_bytes: int) -> str:
    raw = text.encode("utf-8", "replace")
    return raw.decode() if len(raw) <= limit_bytes else raw[:limit_bytes].decode("utf-8", "ignore")
