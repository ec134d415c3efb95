"""Identifiers that depend on content only, so a replayed article yields the same ones.

All are the first 32 hexadecimal digits (128 bits) of a SHA-256 over the length-prefixed parts.
"""

import hashlib


def event_id(
    *, article_id: str, event_type: str, sentence: str, trigger: str, trigger_offset: int, nth: int
) -> str:
    """The id of an event. *trigger_offset* counts from the start of its sentence.

    *nth* tells equal sentences of one article apart (0 for the first), so an edit elsewhere keeps the id.
    """
    return content_id(
        "event", article_id, event_type, sentence, trigger, str(trigger_offset), str(nth)
    )


def entity_id(*, article_id: str, label: str, name: str) -> str:
    """The id of an entity within its article."""
    return content_id("entity", article_id, label, name)


def text_sha256(text: str) -> str:
    """SHA-256 of *text* in UTF-8, hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def content_id(kind: str, *parts: str) -> str:
    """A stable id for *parts*; the length prefix keeps ("ab", "c") and ("a", "bc") apart."""
    digest = hashlib.sha256()
    for part in (kind, *parts):
        raw = part.encode("utf-8", "surrogatepass")
        digest.update(f"{len(raw)}:".encode() + raw)
    return digest.hexdigest()[:32]
