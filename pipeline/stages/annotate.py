"""Annotate: the cleaned text as a spaCy Doc, read by the language model."""

from typing import Final

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.values import CleanArticle

# Where a text too long is cut, the better place first; none is sought further back than a tenth of what is coded.
_ENDS: Final = ("\n\n", "\n", ". ", " ")
_SOUGHT_SHARE = 0.9


def annotate(clean: CleanArticle, nlp: Language, *, max_chars: int) -> Doc:
    """Tokens, sentences, tags, trees and names of the opening of ``clean.text``; offsets are exact.

    ``clean.text.startswith(doc.text)``; a text of up to *max_chars* is the whole of it, a longer one is cut at the
    end of a paragraph, sentence or word. Call it inside a memory zone and let the Doc go before the zone ends.
    """
    return nlp(_opening(clean.text, max_chars))


def _opening(text: str, max_chars: int) -> str:
    if len(text) <= max_chars:
        return text
    since = int(max_chars * _SOUGHT_SHARE)
    cuts = (
        text.rfind(end, since, max_chars) + len(end)
        for end in _ENDS
        if end in text[since:max_chars]
    )
    return text[: next(cuts, max_chars)]
