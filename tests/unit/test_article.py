"""The rules of a raw article: where its id comes from, what is kept, what is filled in."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from schemas.article import Article, Publisher, Subject, canonical_url


def _article(**fields: Any) -> Article:
    return Article.model_validate({"id": "a", "body": "b", **fields})


def test_without_an_id_the_id_is_the_canonical_form_of_the_url() -> None:
    article = Article.model_validate(
        {"url": "HTTPS://Example.ORG/a?utm_source=x#top", "headline": "h"}
    )

    assert article.id == "https://example.org/a"
    assert article.url == "HTTPS://Example.ORG/a?utm_source=x#top"


def test_an_id_wins_over_the_url() -> None:
    assert _article(id=" urn:1 ", url="https://example.org/a").id == "urn:1"


@pytest.mark.parametrize("url", ["http://[", "not a url", "//", "http://a:b/", "\u4e2d\u6587"])
def test_a_text_that_is_no_url_is_its_own_canonical_form(url: str) -> None:
    assert canonical_url(f" {url} ")


@given(st.text(max_size=40))
def test_any_text_has_a_canonical_form(url: str) -> None:
    for candidate in (url, f"http://{url}", f"https://example.org/{url}"):
        assert isinstance(canonical_url(candidate), str)


def test_unknown_fields_are_kept_in_ext() -> None:
    article = _article(urgency=3, ext={"slugline": "QUAKE"}, place={"name": "Chile"})

    assert article.ext == {"slugline": "QUAKE", "urgency": 3, "place": {"name": "Chile"}}


def test_ext_that_is_no_object_is_an_unknown_field() -> None:
    assert _article(ext=[1]).ext == {"ext": [1]}


def test_what_cannot_be_stored_is_taken_out_at_any_depth() -> None:
    article = _article(
        headline="one\x00two", publisher="A\x00P", more={"a\x00": ["b\x00", {"c": "\ud800"}]}
    )

    assert article.headline == "onetwo"
    assert article.publisher == Publisher(name="AP")
    assert article.ext == {"more": {"a": ["b", {"c": "\ufffd"}]}}
    assert article.model_dump_json()


def test_the_short_forms_of_publisher_and_subjects_are_names() -> None:
    article = _article(publisher="AP", subjects=["war", {"code": "16000000"}])

    assert article.publisher == Publisher(name="AP")
    assert article.subjects == (Subject(name="war"), Subject(code="16000000"))


def test_null_is_the_same_as_nothing() -> None:
    assert _article(status=None, version=None, subjects=None, ext=None) == _article()


@pytest.mark.parametrize(
    ("fields", "any_version"),
    [
        ({"status": "canceled"}, True),
        ({"status": "withheld", "version": None}, True),
        ({"status": "canceled", "version": 1}, False),
        ({}, False),
    ],
)
def test_a_cancellation_without_a_version_is_for_any(
    fields: dict[str, Any], any_version: bool
) -> None:
    assert _article(**fields).any_version is any_version


@pytest.mark.parametrize("status", ["canceled", "withheld"])
def test_an_article_taken_back_needs_no_text(status: str) -> None:
    assert Article.model_validate({"id": "a", "status": status}).body is None


@pytest.mark.parametrize("fields", [{}, {"body": ""}, {"html": None, "headline": ""}])
def test_a_usable_article_needs_something_to_read(fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match="want one of body, html or headline"):
        Article.model_validate({"id": "a", **fields})


@pytest.mark.parametrize(
    ("tag", "kept"), [("en", "en"), (" en_GB ", "en-GB"), ("zh-Hant-TW", "zh-Hant-TW")]
)
def test_a_language_tag_is_kept_with_hyphens(tag: str, kept: str) -> None:
    assert _article(language=tag).language == kept


@pytest.mark.parametrize("tag", ["", "en/GB", "englishes", "\u0435\u043d", "en-", "a-" * 20 + "a"])
def test_a_text_that_is_no_language_tag_is_refused(tag: str) -> None:
    with pytest.raises(ValidationError, match="want a BCP 47 tag"):
        _article(language=tag)


@pytest.mark.parametrize("body", ["x" * 10, "\U0001f600", "line\nline", "\u202e"])
def test_the_body_is_kept_as_it_was_sent(body: str) -> None:
    assert _article(body=body).body == body
