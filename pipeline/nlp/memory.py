"""A memory zone after which the vocabulary is as small as before it."""

from collections.abc import Iterator
from contextlib import contextmanager

from spacy.language import Language

# A thousand articles or fewer; the tables of so many take 5 MB, and making them anew a few milliseconds.
_MOST_LEXEMES = 50_000
# The model has neither vectors nor look-up tables.
_NOT_THERE = ("vectors", "lookups")


@contextmanager
def memory_zone(nlp: Language) -> Iterator[None]:
    """``nlp.memory_zone()``, and the memory of *nlp* stays the same over any number of zones.

    spaCy frees the words of a zone but keeps the places that they had in its two hash tables (preshed 3.0
    counts a deleted place as filled and doubles the table), so these grow with every word ever read. Once
    they are large they are made anew here, which no Doc of another zone survives.
    """
    with nlp.memory_zone():
        yield
    vocab = nlp.vocab
    if len(vocab) > _MOST_LEXEMES:
        vocab.from_bytes(vocab.to_bytes(exclude=_NOT_THERE), exclude=_NOT_THERE)
