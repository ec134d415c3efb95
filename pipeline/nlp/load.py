"""Loading of the language pipeline."""

from pathlib import Path

import spacy
from spacy.attrs import (  # type: ignore[import-not-found] # compiled, no stubs
    IS_CURRENCY,
    IS_STOP,
    LIKE_EMAIL,
    LIKE_NUM,
    LIKE_URL,
    SHAPE,
)
from spacy.language import Language

from pipeline.nlp.annotator import COMPONENT
from pipeline.nlp.lemmatizer import Lemmatizer, load_lemmatizer
from pipeline.nlp.package import load_package
from pipeline.nlp.tokenizer import LinearTokenizer

_LEMMAS = "eventwire_lemmas"

# Found out anew for each word of each article, by regular expressions, and read by none of our stages.
_UNREAD = (IS_CURRENCY, IS_STOP, LIKE_EMAIL, LIKE_NUM, LIKE_URL, SHAPE)


def load_nlp(folder: Path | None = None) -> Language:
    """A new pipeline with the model in *folder*, by default the shipped one; ``nlp.meta`` names the model.

    Nothing is downloaded and nothing is shared between calls. Run it inside ``nlp.memory_zone()`` and
    keep no Doc, Span or Token after the zone: their strings are freed there. ``annotation.scores_of``
    tells how sure the model is of a Doc.

    Raises ``BrokenPackage`` where a file of the model is missing or changed.
    """
    meta = load_package(folder).meta
    language, _, name = meta.name.partition("_")
    nlp = spacy.blank(
        language, meta={"name": name, "version": meta.version, "description": meta.description}
    )
    for attribute in _UNREAD:
        del nlp.vocab.lex_attr_getters[attribute]  # type: ignore[attr-defined]
    nlp.tokenizer = LinearTokenizer(nlp.tokenizer)
    config = {"folder": str(folder) if folder else None}
    nlp.add_pipe(COMPONENT, config=config)
    nlp.add_pipe(_LEMMAS, config=config)
    # spaCy's limit of a million guards its parser's memory; the clean stage caps our texts.
    nlp.max_length = 10_000_000
    return nlp


@Language.factory(
    _LEMMAS,
    requires=["token.tag", "token.pos", "token.head", "token.dep", "token.is_sent_start"],
    assigns=["token.lemma"],
    default_config={"folder": None},
)
def make_lemmatizer(nlp: Language, name: str, folder: str | None) -> Lemmatizer:  # noqa: ARG001 spaCy's signature
    """Build the lemmatizer with the table of the model in *folder*, by default the shipped one."""
    return load_lemmatizer(load_package(folder).read_text("lemmas.tsv"))
