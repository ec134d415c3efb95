"""Annotate: the cleaned text as a spaCy Doc, read by the language model."""

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.values import CleanArticle


def annotate(clean: CleanArticle, nlp: Language) -> Doc:
    """Tokens, sentences, tags, trees and names of ``clean.text``; ``doc.text == clean.text`` and offsets are exact.

    Call it inside ``nlp.memory_zone()`` and let the Doc go before the zone ends.
    """
    return nlp(clean.text)
