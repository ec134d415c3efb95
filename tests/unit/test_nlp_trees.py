"""Trees of dependencies: one root a sentence, no circle, and the best there is."""

from functools import cache
from itertools import pairwise, product

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from pipeline.nlp.trees import best_tree, find_trees

SEEDS = st.integers(0, 2**32 - 1)


def is_tree(heads: tuple[int, ...]) -> bool:
    roots = [word for word, head in enumerate(heads) if word == head]
    top = numpy.array(heads)
    for _ in heads:
        top = top[top]
    return len(roots) == 1 and set(top.tolist()) == set(roots)


@cache
def all_trees(words: int) -> NDArray[numpy.int64]:
    """Every tree of so many words, one a row."""
    return numpy.array([heads for heads in product(range(words), repeat=words) if is_tree(heads)])


@given(SEEDS, st.integers(1, 5), st.sampled_from(["normal", "few values", "root loving"]))
@settings(deadline=None)  # the first of a length lists its trees
def test_no_tree_is_better_than_the_best_one(seed: int, words: int, kind: str) -> None:
    random = numpy.random.default_rng(seed)
    scores = random.normal(size=(words, words)) * 10
    if kind == "few values":
        scores = random.integers(0, 3, (words, words)).astype(numpy.float64)
    if kind == "root loving":
        scores += 30 * numpy.eye(words)

    found = best_tree(scores)

    totals = scores[numpy.arange(words), all_trees(words)].sum(1)
    assert is_tree(tuple(found.tolist()))
    assert scores[numpy.arange(words), found].sum() == pytest.approx(totals.max())


@given(SEEDS, st.integers(1, 160))
@settings(max_examples=20, deadline=None)
def test_the_best_tree_of_a_full_window_is_a_tree(seed: int, words: int) -> None:
    scores = numpy.random.default_rng(seed).normal(size=(words, words))

    assert is_tree(tuple(best_tree(scores).tolist()))


@given(SEEDS, st.integers(1, 60))
@settings(max_examples=30, deadline=None)
def test_each_sentence_gets_the_best_tree_of_its_own(seed: int, words: int) -> None:
    random = numpy.random.default_rng(seed)
    arc = random.normal(size=(words, words)).astype(numpy.float32)
    starts = random.random(words) < 0.2
    starts[0] = True

    trees = find_trees(arc, starts)

    edges = [*numpy.flatnonzero(starts).tolist(), words]
    for start, end in pairwise(edges):
        own = arc[start:end, start:end].astype(numpy.float64)
        assert (trees.heads[start:end] == best_tree(own) + start).all()


def test_a_head_is_as_likely_as_its_share_of_the_words_of_the_sentence() -> None:
    arc = numpy.log(numpy.array([[0.75, 0.25, 9], [0.9, 0.1, 9], [9, 9, 1]], numpy.float32))
    starts = numpy.array([True, False, True])

    trees = find_trees(arc, starts)

    assert trees.heads.tolist() == [0, 0, 2]
    assert trees.probabilities.tolist() == pytest.approx([0.75, 0.9, 1.0])


def test_of_two_roots_the_one_that_costs_less_is_kept() -> None:
    arc = numpy.array(
        [[5, 1], [4, 6]], numpy.float32
    )  # both would be roots; 1 under 0 loses 2, 0 under 1 loses 4

    trees = find_trees(arc, numpy.array([True, False]))

    assert trees.heads.tolist() == [0, 0]
