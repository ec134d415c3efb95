"""The memory zone: nothing of an article is left in the vocabulary, however many went through."""

from collections.abc import Callable, Iterator

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.nlp.load import load_nlp
from pipeline.nlp.memory import memory_zone

NEWS = "Turkish troops didn't shell U.S. positions in Idlib; the Kremlin said it'd retaliate."


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load_nlp()


@pytest.fixture(scope="module")
def spelt() -> Callable[[int], str]:
    letters = str.maketrans("0123456789", "abdefgklmo")
    return lambda number: f"x{number}q".translate(letters)


def annotated(doc: Doc) -> list[tuple[str, ...]]:
    return [(word.text, word.lemma_, word.tag_, word.dep_, word.ent_type_) for word in doc]


def distinct_texts(spelt: Callable[[int], str], *, words: int) -> Iterator[str]:
    for first in range(0, 120_000, words):
        yield " ".join(spelt(number) for number in range(first, first + words))


@pytest.mark.slow
def test_the_vocabulary_does_not_grow_and_reads_the_same(
    nlp: Language, spelt: Callable[[int], str]
) -> None:
    with memory_zone(nlp):
        before = annotated(nlp(NEWS))
    strings = len(nlp.vocab.strings)
    sizes = []

    for text in distinct_texts(spelt, words=4_000):
        with memory_zone(nlp):
            nlp.tokenizer(text)
        sizes.append(len(nlp.vocab))

    with memory_zone(nlp):
        assert annotated(nlp(NEWS)) == before
    assert max(sizes) <= 60_000
    assert sizes[-1] < max(sizes)
    assert len(nlp.vocab.strings) == strings
