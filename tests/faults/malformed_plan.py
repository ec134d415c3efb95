"""Malformed messages by the ten thousand, made by Hypothesis, each with what the rule says of it."""

import json
from contextlib import suppress
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from faults.ledger import Sent
from schemas.codec import decode_article
from schemas.errors import RefusedMessage
from support.malformed import CASES

WANTED = 10_000
_AT_ONCE = 4  # an example costs Hypothesis more than a message

_NAMES = st.sampled_from(
    [
        "id",
        "url",
        "version",
        "status",
        "headline",
        "body",
        "language",
        "published_at",
        "publisher",
        "subjects",
        "ext",
        "x",
    ]
)
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats() | st.text(max_size=30),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=12,
)
_FIELDS = st.dictionaries(_NAMES, _JSON, max_size=6)
_SMALL = [case.value or b"" for case in CASES if len(case.value or b"") < 2_000]


class _Enough(Exception):
    """Ends Hypothesis, which knows no other way."""


def malformed_messages(chosen: int) -> list[Sent]:
    """WANTED different messages, the same for the same seed: most refused, some accepted by rule."""
    return [_judged(sequence, value) for sequence, value in enumerate(_generated(chosen))]


def _judged(sequence: int, value: bytes | None) -> Sent:
    key = f"malformed-{sequence}".encode()
    try:
        article = decode_article(value).article
    except RefusedMessage as refused:
        return Sent(sequence=sequence, key=key, value=value, code=refused.code)
    return Sent(
        sequence=sequence,
        key=article.id.encode(),  # so that all of one article are in one partition
        value=value,
        article_id=article.id,
        version=None if article.any_version else article.version,
        status=article.status,
        lines=None,
    )


def _generated(chosen: int) -> list[bytes | None]:
    found: dict[bytes | None, None] = {None: None}

    @seed(chosen)
    @settings(
        max_examples=10 * WANTED,  # some come twice; ended below
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.lists(_messages(), min_size=_AT_ONCE, max_size=_AT_ONCE))
    def note(values: list[bytes]) -> None:
        found.update(dict.fromkeys(values))
        if len(found) >= WANTED:
            raise _Enough

    with suppress(_Enough):
        note()
    return list(found)[:WANTED]


def _messages() -> st.SearchStrategy[bytes]:
    """Bytes of any kind, JSON of any kind, articles with wrong fields, and good ones that were damaged."""
    articles = _FIELDS.map(lambda fields: _encoded({"id": "m", "body": "A line.", **fields}))
    damaged = st.builds(
        _damage,
        st.sampled_from(_SMALL) | articles,
        st.integers(0, 2_000),
        st.integers(0, 20),
        st.binary(max_size=6),
    )
    return st.one_of(st.binary(max_size=200), _JSON.map(_encoded), articles, damaged, damaged)


def _damage(value: bytes, place: int, length: int, instead: bytes) -> bytes:
    start = place % (len(value) + 1)
    return value[:start] + instead + value[start + length :]


def _encoded(value: Any) -> bytes:
    return json.dumps(value).encode("utf-8", "surrogatepass")
