"""Identifiers depend on content only, and tell different contents apart."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.ids import content_id, entity_id, event_id, text_sha256

_EVENT: dict[str, Any] = {
    "article_id": "a",
    "event_type": "PROTEST",
    "sentence": "They marched.",
    "trigger": "marched",
    "trigger_offset": 5,
    "nth": 0,
}


def test_the_ids_of_a_release_are_those_of_the_next() -> None:
    # Stored rows and other people's joins hold these: a change here is a breach of contract.
    assert event_id(**_EVENT) == "bfa5b587b7846200854bc200558a173a"
    assert entity_id(article_id="a", label="ORG", name="UN") == "417a07189f974541858ac444ef7a907c"
    assert content_id("event", "a", "b") == "bf353d706157683343443fd1372d720d"


def test_the_digest_of_a_text_is_sha_256_of_its_utf_8() -> None:
    assert text_sha256("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert text_sha256("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


@pytest.mark.parametrize(
    ("field", "other"),
    [
        ("article_id", "b"),
        ("event_type", "ASSAULT"),
        ("sentence", "They marched!"),
        ("trigger", "march"),
        ("trigger_offset", 6),
        ("nth", 1),
    ],
)
def test_each_part_of_an_event_tells_it_apart(field: str, other: object) -> None:
    assert event_id(**_EVENT) != event_id(**{**_EVENT, field: other})


@given(st.lists(st.text(max_size=5), max_size=4), st.lists(st.text(max_size=5), max_size=4))
def test_different_parts_have_different_ids(one: list[str], other: list[str]) -> None:
    assert (content_id("event", *one) == content_id("event", *other)) == (one == other)


@given(st.text(st.characters(), max_size=20))
def test_any_text_has_an_id_of_32_hexadecimal_digits(text: str) -> None:
    assert set(content_id("entity", text)) <= set("0123456789abcdef")
    assert len(content_id("entity", text)) == 32
    assert len(text_sha256(text)) == 64


def test_the_kind_tells_an_event_from_an_entity() -> None:
    assert content_id("event", "a") != content_id("entity", "a")
