"""What producers send, decoded or refused with a reason."""

import json
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.stages.cleaning.clean import clean_article
from pipeline.stages.cleaning.limits import CleanLimits
from schemas.article import Article
from schemas.codec import (
    ArticleLimits,
    article_from_json,
    decode_article,
    decode_event,
    decode_extraction,
    encode,
)
from schemas.errors import RefusedMessage, UndecodableMessage
from schemas.event import Coder
from schemas.extraction import ExtractedArticle, Extraction
from support.malformed import ACCEPTED, CASES, MalformedCase

_TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=30)
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.text(max_size=9),
    lambda children: (
        st.lists(children, max_size=3) | st.dictionaries(st.text(max_size=5), children, max_size=3)
    ),
    max_leaves=8,
)
_MOMENTS = st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30), timezones=st.just(UTC))  # noqa: DTZ001 (the strategy wants naive bounds)


@st.composite
def _articles(draw: st.DrawFn) -> Article:
    fields: dict[str, Any] = draw(
        st.fixed_dictionaries(
            {"id": st.from_regex(r"[a-z0-9:/é-]{1,20}", fullmatch=True), "body": _TEXT},
            optional={
                "headline": _TEXT,
                "version": st.integers(1, 2**63 - 1),
                "published_at": _MOMENTS,
                "language": st.sampled_from(["en", "en-GB", "zh-Hant"]),
                "keywords": st.lists(_TEXT, max_size=3),
                "publisher": st.fixed_dictionaries({"name": _TEXT}),
                "ext": st.dictionaries(_TEXT, _TEXT, max_size=2),
            },
        )
    )
    return Article(**{**fields, "body": fields["body"] + "."})


def _fate(case: MalformedCase) -> str:
    try:
        article = decode_article(case.value).article
        clean_article(article, limits=CleanLimits())
    except RefusedMessage as refusal:
        return refusal.code
    return ACCEPTED


def test_the_catalogue_has_each_case_once() -> None:
    names = [case.name for case in CASES]

    assert len(set(names)) == len(names) > 200


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_malformed_message_meets_its_fate(case: MalformedCase) -> None:
    assert _fate(case) == case.expected


@pytest.mark.parametrize(
    "case", [case for case in CASES if case.expected != ACCEPTED], ids=lambda case: case.name
)
def test_a_refusal_is_one_short_line_that_can_be_written_anywhere(case: MalformedCase) -> None:
    with pytest.raises(RefusedMessage) as refusal:
        clean_article(decode_article(case.value).article, limits=CleanLimits())

    message = str(refusal.value)
    assert message.isprintable()
    assert len(message.encode()) < 1_000


@given(_articles())
def test_decoding_what_was_encoded_gives_the_same_article(article: Article) -> None:
    assert decode_article(encode(article)).article == article


@given(_articles())
def test_an_article_is_encoded_to_the_same_bytes_each_time(article: Article) -> None:
    assert encode(article) == encode(article.model_copy())


@given(_articles(), _TEXT)
def test_decoding_an_encoded_extraction_gives_the_same_extraction(
    article: Article, text: str
) -> None:
    extraction = Extraction(
        article=ExtractedArticle(
            id=article.id,
            version=article.version,
            status=article.status,
            outcome="no_events",
            headline=article.headline,
            published_at=article.published_at,
            publisher=article.publisher,
            keywords=article.keywords,
            ext=article.ext,
            text_sha256="0" * 64,
        ),
        text=text,
        coder=Coder(version="1", model="m", ontology="o"),
    )

    assert decode_extraction(encode(extraction)) == extraction


@given(st.dictionaries(st.sampled_from(sorted(Article.model_fields)) | _TEXT, _JSON, max_size=6))
def test_any_json_object_is_an_article_or_refused(fields: dict[str, Any]) -> None:
    with suppress(UndecodableMessage):
        assert decode_article(json.dumps(fields).encode()).article.id


@given(st.binary(max_size=200))
def test_any_bytes_are_decoded_or_refused(value: bytes) -> None:
    for decode in (decode_article, decode_extraction, decode_event):
        with pytest.raises(UndecodableMessage):
            decode(value)


@pytest.mark.parametrize("odd", [2**70, {"n": 2**70}, float("nan"), b"bytes", object(), "\ud800"])
@pytest.mark.parametrize("field", ["id", "version", "headline", "publisher", "published_at"])
def test_objects_that_no_json_can_hold_are_refused_in_writable_words_or_made_writable(
    field: str, odd: object
) -> None:
    written: bytes
    try:
        written = encode(article_from_json({"id": "a", "headline": "h", field: odd}).article)
    except UndecodableMessage as refusal:
        written = str(refusal).encode()

    assert written


def test_each_fault_has_its_pointer() -> None:
    with pytest.raises(UndecodableMessage) as refusal:
        decode_article(b'{"id": "a", "body": 3, "keywords": ["x", 4]}')

    assert [fault.pointer for fault in refusal.value.faults] == ["/body", "/keywords/1"]


def test_what_is_wanted_is_said_in_the_words_of_json() -> None:
    with pytest.raises(UndecodableMessage, match=r"^/publisher: got the number 3; want an object$"):
        decode_article(b'{"id": "a", "body": "b", "publisher": 3}')


def test_a_limit_is_named_with_the_figure_and_the_setting() -> None:
    with pytest.raises(UndecodableMessage, match=r"15 bytes.* 10 \(setting max_message_bytes\)"):
        decode_article(b'{"id": "abcde"}', limits=ArticleLimits(max_message_bytes=10))


def test_a_time_that_is_not_rfc_3339_is_taken_with_a_warning() -> None:
    decoded = decode_article(
        b'{"id": "a", "body": "b", "published_at": "Sun, 22 Nov 2026 10:00:00 GMT"}'
    )

    assert decoded.article.published_at == datetime(2026, 11, 22, 10, tzinfo=UTC)
    assert [warning.pointer for warning in decoded.warnings] == ["/published_at"]
