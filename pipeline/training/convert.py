"""The first step of the recipe: the corpora of others as sentences of ours, one file a corpus and split."""

from collections import Counter
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import spacy

from pipeline.training.bio import TaggedSentence, read_columns, read_numbered
from pipeline.training.conllu import ConlluSentence, read_conllu
from pipeline.training.detokenize import find_spaces
from pipeline.training.gmb import GmbCorpus, Split, read_gmb
from pipeline.training.gum_names import gum_names
from pipeline.training.name_layers import mapped_layer, name_layer
from pipeline.training.re3d import Re3dReader
from pipeline.training.samples import NameLayer, Sentence, write_sentences
from pipeline.training.sources import CorpusFolder, load_sources
from pipeline.training.words import ConversionWords, load_words

_CONLL_LABELS = {"PER": "PERSON", "ORG": "ORG", "LOC": "LOC"}
_NOT_IN_UNER = ("DATE", "NORP", "EVENT")
_CROSSNER_LABELS = {
    "politician": "PERSON",
    "person": "PERSON",
    "organisation": "ORG",
    "politicalparty": "ORG",
    "country": "LOC",
    "location": "LOC",
    "event": "EVENT",
    "election": "EVENT",
}
_RE3D_PARTS = (
    "Australian_Department_of_Foreign_Affairs",
    "CENTCOM",
    "UK_Government",
    "US_State_Department",
    "Wikipedia",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConvertedCorpus:
    """What was written of one corpus: ``names`` counts names by label."""

    name: str
    sentences: int
    words: int
    names: Counter[str]


def convert_corpora(
    data: Path, target: Path, names: Container[str] | None = None
) -> tuple[ConvertedCorpus, ...]:
    """Convert the corpora under *data*, all or those of *names*, to ``NAME.jsonl`` under *target*.

    The same files give the same sentences, byte by byte. Training parts forgive what their corpus has no label
    for (see ``name_layer``); the parts to test on keep the names as they are marked. Raises CorpusRefused.
    """
    folder = CorpusFolder(root=data, sources=load_sources())
    words = load_words()
    gmb = read_gmb(folder.read("gmb/ner_dataset.csv.xz", encoding="cp1252"), words)
    return tuple(
        _write(target, name, sentences)
        for name, sentences in _corpora(folder, words, gmb)
        if names is None or name in names
    )


def _corpora(
    folder: CorpusFolder, words: ConversionWords, gmb: GmbCorpus
) -> Iterator[tuple[str, Iterable[Sentence]]]:
    """Each corpus with its name, read only when it is asked for."""
    for split in Split:
        yield f"ewt_{split}", _ewt(folder, words, gmb, split)
        yield f"gum_{split}", _gum(folder, words, gmb, split)
        yield f"gmb_{split}", _gmb(gmb, words, split)
        yield f"crossner_{split}", _crossner(folder, words, gmb, split)
    yield "uner_test", _uner_test(folder, words, gmb)
    yield "pud_test", _pud(folder)
    yield "wikigold", _wikigold(folder, words, gmb)
    yield "re3d", _re3d(folder, words, gmb)


def _write(target: Path, name: str, sentences: Iterable[Sentence]) -> ConvertedCorpus:
    kept = [sentence for sentence in sentences if sentence.words]
    write_sentences(target / f"{name}.jsonl", kept)
    return ConvertedCorpus(
        name=name,
        sentences=len(kept),
        words=sum(len(sentence.words) for sentence in kept),
        names=Counter(
            found.label
            for sentence in kept
            if sentence.names is not None
            for found in sentence.names.ranges
        ),
    )


def _ewt(
    folder: CorpusFolder, words: ConversionWords, gmb: GmbCorpus, split: Split
) -> Iterator[Sentence]:
    """UD EWT with the names of Universal NER, which lacks a sentence and cuts some words otherwise: those have none."""
    tagged = {
        sentence.id: sentence
        for sentence in read_numbered(folder.read(f"uner_ewt/en_ewt-ud-{split}.iob2.xz"))
    }
    for sentence in read_conllu(folder.read(f"ud_ewt/en_ewt-ud-{split}.conllu.xz")):
        marked = tagged.get(sentence.id)
        names = None
        if marked is not None and marked.words == sentence.words:
            names = mapped_layer(
                marked,
                _CONLL_LABELS,
                words,
                unannotated=_NOT_IN_UNER,
                demonyms=gmb.demonyms,
                forgive_demonyms=split == Split.TRAIN,
            )
        yield _with_syntax(f"ewt_{split}", sentence, names)


def _uner_test(folder: CorpusFolder, words: ConversionWords, gmb: GmbCorpus) -> Iterator[Sentence]:
    """Universal NER in its own order, which is not that of UD EWT: the same test as others make of it."""
    for sentence in read_numbered(folder.read("uner_ewt/en_ewt-ud-test.iob2.xz")):
        names = mapped_layer(
            sentence,
            _CONLL_LABELS,
            words,
            unannotated=_NOT_IN_UNER,
            demonyms=gmb.demonyms,
            forgive_demonyms=False,
        )
        yield _names_only("uner_test", sentence, names, words)


def _gum(
    folder: CorpusFolder, words: ConversionWords, gmb: GmbCorpus, split: Split
) -> Iterator[Sentence]:
    for sentence in read_conllu(folder.read(f"gum_open/gum_open-{split}.conllu.xz")):
        found = gum_names(sentence.tokens, words)
        names = name_layer(
            sentence.words,
            found.ranges,
            found.unknown,
            unannotated=("DATE", "NORP"),
            demonyms=gmb.demonyms if split == Split.TRAIN else frozenset(),
        )
        yield _with_syntax(f"gum_{split}", sentence, names)


def _pud(folder: CorpusFolder) -> Iterator[Sentence]:
    for sentence in read_conllu(folder.read("ud_pud/en_pud-ud-test.conllu.xz")):
        yield _with_syntax("pud_test", sentence, None)


def _gmb(gmb: GmbCorpus, words: ConversionWords, split: Split) -> Iterator[Sentence]:
    opens_document = True
    for one in gmb.sentences:
        if one.split == split:
            names = name_layer(one.sentence.words, one.sentence.ranges, one.unknown)
            sentence = replace(one.sentence, opens_document=opens_document)
            yield _names_only(f"gmb_{split}", sentence, names, words)
            opens_document = False


def _crossner(
    folder: CorpusFolder, words: ConversionWords, gmb: GmbCorpus, split: Split
) -> Iterator[Sentence]:
    name = f"crossner_{split}"
    for sentence in read_columns(folder.read(f"crossner_politics/{split}.txt.xz"), corpus=name):
        names = mapped_layer(
            sentence,
            _CROSSNER_LABELS,
            words,
            unannotated=("DATE", "NORP"),
            demonyms=gmb.demonyms,
            forgive_demonyms=split != Split.TEST,
        )
        yield _names_only(name, sentence, names, words)


def _wikigold(folder: CorpusFolder, words: ConversionWords, gmb: GmbCorpus) -> Iterator[Sentence]:
    text = folder.read("wikigold/wikigold.conll.txt.xz")
    for sentence in read_columns(text, corpus="wikigold"):
        names = mapped_layer(
            sentence,
            _CONLL_LABELS,
            words,
            unannotated=("DATE", "NORP", "EVENT"),
            demonyms=gmb.demonyms,
            forgive_demonyms=False,
        )
        yield _names_only("wikigold", sentence, names, words)


def _re3d(folder: CorpusFolder, words: ConversionWords, gmb: GmbCorpus) -> Iterator[Sentence]:
    reader = Re3dReader(nlp=spacy.blank("en"), words=words, label_of=gmb.label_of)
    for part in _RE3D_PARTS:
        yield from reader.read(
            folder.read(f"re3d_open/{part}/documents.json.xz"),
            folder.read(f"re3d_open/{part}/entities.json.xz"),
        )


def _with_syntax(corpus: str, sentence: ConlluSentence, names: NameLayer | None) -> Sentence:
    return Sentence(
        corpus=corpus,
        id=sentence.id,
        words=sentence.words,
        spaces=sentence.spaces,
        opens_document=sentence.opens_document,
        opens_paragraph=sentence.opens_paragraph,
        syntax=sentence.syntax,
        names=names,
    )


def _names_only(
    corpus: str,
    sentence: TaggedSentence,
    names: NameLayer,
    words: ConversionWords,
) -> Sentence:
    return Sentence(
        corpus=corpus,
        id=sentence.id,
        words=sentence.words,
        spaces=find_spaces(sentence.words, sentence.text, words.spacing),
        opens_document=sentence.opens_document,
        # These corpora tell of documents at most.
        opens_paragraph=sentence.opens_document,
        syntax=None,
        names=names,
    )
