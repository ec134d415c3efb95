"""How good a model is: the tests of the recipe, from raw text to figures."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from spacy.language import Language

from pipeline.training.alterations import Alteration, Alterer, load_alterer
from pipeline.training.gold_documents import GoldDocument, cut_documents, group_sentences
from pipeline.training.measures import Annotated, measure_lemmas, measure_names, measure_syntax
from pipeline.training.samples import Sentence, read_sentences

_MAX_SENTENCES = 12
_BREAK_SHARE = 0.5
_SEED = 1
_GROUP_SENTENCES = 4
_BATCH_DOCUMENTS = 64

_NAMES = ("PERSON", "ORG", "LOC")
_NEWS = ("news", "interview")


class Layout(StrEnum):
    """What a document of the test is."""

    PARAGRAPHS = "paragraphs"
    SENTENCES = "sentences"
    GROUPS = "groups"


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelTest:
    """A test: converted *corpora*, of these genres only if any are given, put together and written so.

    Measured are syntax, lemmas, and the names of *labels* if there are any.
    """

    name: str
    corpora: tuple[str, ...]
    layout: Layout
    genres: tuple[str, ...] = ()
    syntax: bool = False
    labels: tuple[str, ...] = ()
    alteration: Alteration = Alteration.NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure of one test, in percent."""

    test: str
    measure: str
    value: float

    @property
    def name(self) -> str:
        """The name under which figures are kept: ``pud_test_las``."""
        return f"{self.test}_{self.measure}"


_EWT = ModelTest(name="ewt_test", corpora=("ewt_test",), layout=Layout.PARAGRAPHS, syntax=True)
_GUM = ModelTest(
    name="gum_test",
    corpora=("gum_test",),
    layout=Layout.PARAGRAPHS,
    syntax=True,
    labels=(*_NAMES, "EVENT"),
)
_GUM_NEWS = replace(_GUM, name="gum_news", corpora=("gum_dev", "gum_test"), genres=_NEWS)
_PUD = ModelTest(name="pud_test", corpora=("pud_test",), layout=Layout.SENTENCES, syntax=True)
_UNER = ModelTest(name="uner_test", corpora=("uner_test",), layout=Layout.GROUPS, labels=_NAMES)
_OTHERS = (
    replace(
        _UNER,
        name="gmb_test",
        corpora=("gmb_test",),
        labels=(*_NAMES, "NORP", "DATE", "EVENT"),
    ),
    replace(_UNER, name="wikigold", corpora=("wikigold",)),
    replace(_UNER, name="crossner_test", corpora=("crossner_test",), labels=(*_NAMES, "EVENT")),
)

# The few that tell most in a minute.
QUICK_TESTS = (_PUD, _GUM_NEWS, _UNER)
MODEL_TESTS = (
    _EWT,
    _GUM,
    _GUM_NEWS,
    _PUD,
    _UNER,
    *_OTHERS,
    *(
        replace(test, name=f"{test.name}_{alteration.name.lower()}", alteration=alteration)
        for test in (_GUM_NEWS, _GUM)
        for alteration in Alteration
        if alteration != Alteration.NONE
    ),
)


def evaluate_model(
    nlp: Language, corpora: Path, tests: Sequence[ModelTest] = MODEL_TESTS
) -> tuple[Figure, ...]:
    """The figures of *nlp* on *tests*, raw text in, own words and sentences; *corpora* holds ``NAME.jsonl``.

    The same model on the same processor gives the same figures.
    """
    alterer = load_alterer()
    return tuple(figure for test in tests for figure in _figures(nlp, corpora, test, alterer))


def corpora_of(tests: Iterable[ModelTest]) -> frozenset[str]:
    """The converted corpora that *tests* read."""
    return frozenset(name for test in tests for name in test.corpora)


def _figures(nlp: Language, corpora: Path, test: ModelTest, alterer: Alterer) -> Iterable[Figure]:
    documents = alterer.alter(_documents(corpora, test), test.alteration)
    texts = (document.reference(nlp.vocab).text for document in documents)
    docs = nlp.pipe(texts, batch_size=_BATCH_DOCUMENTS)
    annotated = [Annotated.of(doc, gold) for doc, gold in zip(docs, documents, strict=True)]
    found: dict[str, float] = {}
    if test.syntax:
        found |= measure_syntax(annotated)
        # Of a misspelt word the gold lemma is that of the word meant.
        if test.alteration == Alteration.NONE:
            found |= measure_lemmas(annotated)
    if test.labels:
        found |= measure_names(annotated, test.labels)
    return [
        Figure(test=test.name, measure=measure, value=round(value, 2))
        for measure, value in found.items()
    ]


def _documents(corpora: Path, test: ModelTest) -> list[GoldDocument]:
    sentences = [
        sentence
        for name in test.corpora
        for sentence in read_sentences(corpora / f"{name}.jsonl")
        if not test.genres or _genre(sentence) in test.genres
    ]
    if test.layout == Layout.GROUPS:
        return list(group_sentences(sentences, size=_GROUP_SENTENCES))
    most = 1 if test.layout == Layout.SENTENCES else _MAX_SENTENCES
    return list(cut_documents(sentences, max_sentences=most, break_share=_BREAK_SHARE, seed=_SEED))


def _genre(sentence: Sentence) -> str:
    """The genre of a sentence of GUM: ``GUM_news_hackers-12``."""
    return sentence.id.split("_")[1]
