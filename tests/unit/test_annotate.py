"""Tokens and sentences: exact offsets, paragraphs, abbreviations, and hostile text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from pipeline.nlp.load import load_nlp
from pipeline.nlp.tokenizer import MAX_CHUNK_CHARS, MAX_PUNCTUATION_RUN, LinearTokenizer
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


def sentences(nlp: Language, text: str) -> list[str]:
    return [sent.text.strip() for sent in nlp(text).sents]


@given(TEXTS | ODD_TEXTS)
def test_the_doc_has_exactly_the_text_of_the_article(nlp: Language, text: str) -> None:
    doc = annotate(clean_article(text), nlp)

    assert doc.text == text
    assert all(text[token.idx : token.idx + len(token)] == token.text for token in doc)


@given(st.text("abcXY .,'\"()-$5km\n\tUS", max_size=80))
def test_text_without_hard_chunks_gets_the_tokens_of_spacy(nlp: Language, text: str) -> None:
    tokenizer = nlp.tokenizer
    assert isinstance(tokenizer, LinearTokenizer)
    if any(len(chunk) > MAX_PUNCTUATION_RUN for chunk in text.split()):
        return

    assert [token.text for token in tokenizer(text)] == [t.text for t in tokenizer.inner(text)]


@given(ODD_TEXTS)
def test_the_sentences_cover_the_text(nlp: Language, text: str) -> None:
    assert "".join(sent.text_with_ws for sent in nlp(text).sents) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He left. She stayed.", ["He left.", "She stayed."]),
        ("The U.S. said no. It left.", ["The U.S. said no.", "It left."]),
        ("He lives in the U.S. The rest left.", ["He lives in the U.S.", "The rest left."]),
        ("Gen. John F. Kirby met Mr. Smith.", ["Gen. John F. Kirby met Mr. Smith."]),
        ("On Jan. 5 he voted at No. 10.", ["On Jan. 5 he voted at No. 10."]),
        ('"We will fight." They fought.', ['"We will fight."', "They fought."]),
        ("“Go,” he said. “Now.” She went.", ["“Go,” he said.", "“Now.”", "She went."]),
        ('"Stop!" he said.', ['"Stop!" he said.']),
        ("Is it so?! Yes.", ["Is it so?!", "Yes."]),
        ("He fell. al-Shabab claimed it.", ["He fell.", "al-Shabab claimed it."]),
        ("A headline\n\nThe body", ["A headline", "The body"]),
        ("one line\nof a paragraph", ["one line\nof a paragraph"]),
        ("It ends here.The next", ["It ends here.", "The next"]),
        ("(It rained.) They left.", ["(It rained.)", "They left."]),
        ("", []),
        ("  \n\n It rained.", ["It rained."]),
    ],
)
def test_sentences_end_where_a_reader_ends_them(
    nlp: Language, text: str, expected: list[str]
) -> None:
    assert sentences(nlp, text) == expected


@pytest.mark.parametrize(
    "unit",
    ["(", '"', "$", "'", ".", "a", "😀\u200d", "(((a", "a.", ". ", "A. ", "a b ", "\n", "\u200d"],
)
def test_hostile_text_keeps_its_offsets_and_few_tokens(nlp: Language, unit: str) -> None:
    text = unit * (200_000 // len(unit))

    with nlp.memory_zone():
        doc = nlp(text)
        assert doc.text == text
        assert len(doc) <= len(text)
        del doc


def test_a_hard_chunk_never_reaches_the_rules_of_spacy(nlp: Language) -> None:
    tokenizer = nlp.tokenizer
    assert isinstance(tokenizer, LinearTokenizer)
    inner = tokenizer.inner

    class Counting:
        def __init__(self) -> None:
            self.longest = 0
            self.rules = inner.rules
            self.vocab = nlp.vocab

        def __call__(self, text: str) -> object:
            self.longest = max(self.longest, len(text))
            return inner(text)

    counting = Counting()
    LinearTokenizer(counting)("x" * 1_000_000 + " can't " + "(" * 200_000 + " a-b")

    assert counting.longest <= MAX_CHUNK_CHARS


def test_150_000_distinct_words_pass_and_are_forgotten(nlp: Language) -> None:
    before = len(nlp.vocab.strings)

    with nlp.memory_zone():
        doc = nlp(" ".join(f"w{i}q" for i in range(150_000)))
        assert len(doc) == 150_000
        del doc

    assert len(nlp.vocab.strings) == before
