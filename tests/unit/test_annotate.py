"""The annotate stage: the Doc is the text of the article, offset by offset."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

from pipeline.nlp.load import load_nlp
from pipeline.stages.annotate import annotate
from pipeline.values import CleanArticle
from schemas.article import Article

# No lone surrogates: the clean stage lets none through.
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)
ODD_TEXTS = st.text(" \t\n\r\u00a0\u2028\u2029.\"'()$U.S-aA1😀\u200d", max_size=300)


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load_nlp()


def clean_article(text: str) -> CleanArticle:
    return CleanArticle(
        article=Article(id="a", body="x"),
        text=text,
        headline=None,
        description=None,
        language="en",
    )


@given(TEXTS | ODD_TEXTS)
@settings(max_examples=60, deadline=None)
def test_the_doc_has_exactly_the_text_of_the_article(nlp: Language, text: str) -> None:
    doc = annotate(clean_article(text), nlp, max_chars=len(text))

    assert doc.text == text
    assert all(text[token.idx : token.idx + len(token)] == token.text for token in doc)
    assert "".join(sent.text_with_ws for sent in doc.sents) == text


@pytest.mark.parametrize(
    ("tail", "coded"),
    [
        pytest.param("He left.\n\nShe is at", "He left.\n\n", id="paragraph"),
        pytest.param("He is in. He is at", "He is in. ", id="sentence"),
        pytest.param("He is in Berlin today", "He is in ", id="word"),
        pytest.param("Itrainedtodayinthese", "Itrainedtoda", id="nowhere"),
        pytest.param("He left i", "He left i", id="short enough"),
    ],
)
def test_a_text_too_long_is_coded_up_to_its_last_good_end(
    nlp: Language, tail: str, coded: str
) -> None:
    lead = "Nobody knew. " * 7

    doc = annotate(clean_article(lead + tail), nlp, max_chars=len(lead) + 12)

    assert doc.text == lead + coded
