"""What the tests of several stages share: the language model, loaded once."""

import pytest
from spacy.language import Language

from pipeline.nlp.load import load_nlp


@pytest.fixture(scope="session")
def nlp() -> Language:
    return load_nlp()
