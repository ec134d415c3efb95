"""What the tests of several stages share: the language model, loaded once, and readers of sentences."""

from importlib.resources import files
from pathlib import Path

import pytest
from spacy.language import Language

from pipeline.lexicon import TABLE_FILES, load_lexicon
from pipeline.nlp.load import load_nlp
from schemas.ontology import load_ontology
from support.coding import Code, make_coder
from support.sentences import SentenceReader, WithRules


@pytest.fixture(scope="session")
def nlp() -> Language:
    return load_nlp()


@pytest.fixture(scope="session")
def reader(nlp: Language) -> SentenceReader:
    return SentenceReader(nlp=nlp, lexicon=load_lexicon(), ontology=load_ontology())


@pytest.fixture
def with_rules(nlp: Language, tmp_path: Path) -> WithRules:
    """Makes a reader that knows nothing but the given groups, which are TOML."""

    def make(groups: str, event_type: str = "ASSAULT", file: str = "") -> SentenceReader:
        for name in TABLE_FILES:
            source = files("pipeline.lexicon") / name
            (tmp_path / name).write_text(source.read_text(encoding="utf-8"), encoding="utf-8")
        head = f'event_type = "{event_type}"\n{file}\n'
        (tmp_path / "rules.toml").write_text(head + groups, encoding="utf-8")
        return SentenceReader(nlp=nlp, lexicon=load_lexicon(tmp_path), ontology=load_ontology())

    return make


@pytest.fixture(scope="session")
def code() -> Code:
    return make_coder()
