"""Names from labels: whole ones only, and the likeliest."""

from itertools import pairwise, product

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.nlp.names import NameDecoder, name_scores

LABELS = ("O", *(f"{mark}-{type_}" for type_ in ("PERSON", "ORG") for mark in "BILU"))
SEEDS = st.integers(0, 2**32 - 1)


@pytest.fixture(scope="module")
def decoder() -> NameDecoder:
    return NameDecoder(LABELS)


def may_follow(before: str, after: str) -> bool:
    if before[0] in "BI":
        return after[0] in "IL" and before[2:] == after[2:]
    return after[0] in "OBU"


def is_whole(labels: list[str], opens: list[bool]) -> bool:
    framed = ["O", *labels, "O"]
    whole = all(may_follow(*pair) for pair in pairwise(framed))
    return whole and not any(
        label[0] in "IL" for label, opening in zip(labels, opens, strict=True) if opening
    )


def test_the_rule_of_this_test_knows_whole_names() -> None:
    assert is_whole(["B-ORG", "I-ORG", "L-ORG", "U-ORG", "O"], [False] * 5)
    assert not is_whole(["B-ORG", "L-PERSON"], [False] * 2)
    assert not is_whole(["B-ORG", "L-ORG"], [False, True])


@given(SEEDS, st.integers(1, 4))
@settings(max_examples=30, deadline=None)
def test_no_whole_names_are_likelier_than_those_found(
    decoder: NameDecoder, seed: int, words: int
) -> None:
    random = numpy.random.default_rng(seed)
    scores = numpy.log(random.dirichlet(numpy.full(len(LABELS), 0.3), words)).astype(numpy.float32)
    opens = (random.random(words) < 0.3).tolist()

    found = decoder(scores, numpy.array(opens)).tolist()

    likeliest = max(
        float(sum(scores[word, label] for word, label in enumerate(labels)))
        for labels in product(range(len(LABELS)), repeat=words)
        if is_whole([LABELS[label] for label in labels], opens)
    )
    assert is_whole([LABELS[label] for label in found], opens)
    assert sum(scores[word, label] for word, label in enumerate(found)) == pytest.approx(likeliest)


@given(SEEDS, st.integers(1, 160))
@settings(max_examples=30, deadline=None)
def test_the_names_of_a_full_window_are_whole(decoder: NameDecoder, seed: int, words: int) -> None:
    random = numpy.random.default_rng(seed)
    scores = random.normal(size=(words, len(LABELS))).astype(numpy.float32)
    opens = random.random(words) < 0.1

    found = decoder(scores, opens)

    assert is_whole([LABELS[label] for label in found], opens.tolist())


def test_the_score_of_a_name_is_the_mean_of_its_words(decoder: NameDecoder) -> None:
    labels = numpy.array([LABELS.index(x) for x in ("B-ORG", "L-ORG", "O", "U-PERSON")])
    scores = numpy.full((4, len(LABELS)), -9, numpy.float32)
    scores[numpy.arange(4), labels] = numpy.log([0.9, 0.4, 0.5, 0.7])

    assert name_scores(scores, labels, decoder).tolist() == pytest.approx([0.6, 0.7])


def test_a_window_without_names_has_no_scores(decoder: NameDecoder) -> None:
    labels = numpy.zeros(3, numpy.int64)

    assert not len(name_scores(numpy.zeros((3, len(LABELS)), numpy.float32), labels, decoder))
