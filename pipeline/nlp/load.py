"""Loading of the language pipeline."""

import spacy
from spacy.language import Language

from pipeline.nlp.sentences import COMPONENT
from pipeline.nlp.tokenizer import LinearTokenizer

# What every event says of the model that coded it, until a trained one takes the place of the rules.
MODEL = {"name": "rules", "version": "0.1.0"}


def load_nlp() -> Language:
    """A new pipeline: English tokens and sentences, in time linear in the text.

    Nothing is downloaded and nothing is shared between calls. Run it inside ``nlp.memory_zone()`` and
    keep no Doc, Span or Token after the zone: their strings are freed there.
    """
    nlp = spacy.blank("en", meta=MODEL)
    nlp.tokenizer = LinearTokenizer(nlp.tokenizer)
    nlp.add_pipe(COMPONENT)
    # spaCy's limit of a million guards its parser's memory; the clean stage caps our texts.
    nlp.max_length = 10_000_000
    return nlp
