"""Documents with their gold, the ways in which they are written, and the measures."""

from dataclasses import replace
from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline.training.alterations import Alteration, load_alterer
from pipeline.training.evaluate import MODEL_TESTS, Layout, ModelTest, corpora_of, evaluate_model
from pipeline.training.gold_documents import (
    GoldDocument,
    cut_documents,
    group_sentences,
    join_sentences,
)
from pipeline.training.measures import Annotated, measure_lemmas, measure_names, measure_syntax
from pipeline.training.samples import (
    NamedRange,
    NameLayer,
    Sentence,
    SyntaxLayer,
    write_sentences,
)

WORDS = ("Mara", "Lind", "sings", "in", "Bergen", ".")
NAMES = NameLayer(
    ranges=(
        NamedRange(first=0, last=2, label="PERSON"),
        NamedRange(first=4, last=5, label="LOC"),
    ),
    unknown=(2,),
    unannotated=(),
)
SYNTAX = SyntaxLayer(
    tags=("NNP", "NNP", "VBZ", "IN", "NNP", "."),
    pos=("PROPN", "PROPN", "VERB", "ADP", "PROPN", "PUNCT"),
    morphs=("Number=Sing", "Number=Sing", "Number=Sing", "", "Number=Sing", ""),
    lemmas=("Mara", "Lind", "sing", "in", "Bergen", "."),
    heads=(2, 0, 2, 4, 2, 2),
    relations=("nsubj", "flat", "ROOT", "case", "obl", "punct"),
)


def sentence(*, opens_document: bool = False, opens_paragraph: bool = False) -> Sentence:
    return Sentence(
        corpus="songs",
        id="GUM_news_songs-1",
        words=WORDS,
        spaces=(True, True, True, True, False, True),
        opens_document=opens_document,
        opens_paragraph=opens_paragraph,
        syntax=SYNTAX,
        names=NAMES,
    )


def gold() -> GoldDocument:
    return join_sentences([sentence()], [False])


def annotated(doc: Doc, ents: list[tuple[int, int, str]]) -> Annotated:
    doc.ents = [Span(doc, first, last, label=label) for first, last, label in ents]
    return Annotated.of(doc, gold())


@pytest.fixture(scope="module")
def nlp() -> Language:
    return spacy.blank("en")


def test_a_blank_line_between_paragraphs_is_a_token_of_its_own(nlp: Language) -> None:
    document = join_sentences([sentence(), sentence()], [False, True])

    reference = document.reference(nlp.vocab)

    assert reference.text == "Mara Lind sings in Bergen.\n\nMara Lind sings in Bergen. "
    assert [sent.start for sent in reference.sents] == [0, 7]
    assert [token.head.i for token in reference[6:10]] == [5, 9, 7, 9]
    assert document.names is not None
    assert document.names.ranges[2] == NamedRange(first=7, last=9, label="PERSON")
    assert document.names.unknown == (2, 9)


def test_documents_end_with_those_of_the_corpus_and_are_never_too_long() -> None:
    sentences = [sentence(opens_document=place in (0, 5)) for place in range(7)]

    documents = list(cut_documents(sentences, max_sentences=3, break_share=0.5, seed=1))

    assert [len(document.words) // len(WORDS) for document in documents] == [3, 2, 2]


@pytest.mark.parametrize(("share", "documents"), [(0.0, 4), (1.0, 1)])
def test_a_share_of_the_paragraph_breaks_is_kept(share: float, documents: int) -> None:
    sentences = [sentence(opens_paragraph=True) for _ in range(4)]

    cut = list(cut_documents(sentences, max_sentences=9, break_share=share, seed=1))

    assert len(cut) == documents


def test_of_a_sentence_without_names_every_word_is_unknown() -> None:
    (document,) = group_sentences([replace(sentence(), names=None), sentence()], size=2)

    assert document.names is not None
    assert document.names.unknown == (0, 1, 2, 3, 4, 5, 8)


def test_names_are_absent_where_no_sentence_has_that_layer() -> None:
    (document,) = group_sentences([replace(sentence(), names=None)], size=2)

    assert document.names is None


def test_a_right_name_a_wrong_one_and_a_missed_one_are_counted(nlp: Language) -> None:
    one = annotated(nlp("Mara Lind sings in Bergen."), [(0, 2, "PERSON"), (3, 4, "LOC")])

    figures = measure_names([one], ("PERSON", "LOC", "ORG"))

    assert figures == {
        "names_precision": 50.0,
        "names_recall": 50.0,
        "names_f1": 50.0,
        "person_f1": 100.0,
        "loc_f1": 0.0,
        "org_f1": 0.0,
    }


def test_a_name_over_an_unknown_word_or_of_another_label_counts_neither_way(
    nlp: Language,
) -> None:
    one = annotated(nlp("Mara Lind sings in Bergen."), [(1, 3, "PERSON"), (4, 5, "EVENT")])

    figures = measure_names([one], ("PERSON",))

    assert (figures["names_precision"], figures["names_recall"]) == (0.0, 0.0)


def test_gold_words_measure_a_hundred_percent(nlp: Language) -> None:
    one = Annotated.of(gold().reference(nlp.vocab), gold())

    assert set(measure_syntax([one]).values()) == {100.0}
    assert measure_lemmas([one]) == {"lemma": 100.0, "lemma_any_case": 100.0}


def test_a_lemma_in_other_case_is_half_right(nlp: Language) -> None:
    doc = gold().reference(nlp.vocab)
    doc[0].lemma_ = "mara"

    figures = measure_lemmas([Annotated.of(doc, gold())])

    assert figures["lemma_any_case"] == 100.0
    assert figures["lemma"] == pytest.approx(100 * 5 / 6)


@pytest.mark.parametrize("alteration", list(Alteration))
def test_an_alteration_keeps_words_and_blanks_apart(alteration: Alteration) -> None:
    documents = [gold()] * 50

    altered = load_alterer().alter(documents, alteration)

    assert altered == load_alterer().alter(documents, alteration)
    assert {document.spaces for document in altered} == {gold().spaces}
    assert all(len(document.words) == len(WORDS) and all(document.words) for document in altered)


def test_a_scan_misreads_about_the_stated_share_of_letters() -> None:
    alterer = load_alterer()

    altered = alterer.alter([gold()] * 500, Alteration.SCAN)

    letters = 500 * sum(len(word) for word in WORDS[:-1])
    faulty = sum(
        word != meant
        for document in altered
        for word, meant in zip(document.words, WORDS, strict=True)
    )
    assert 0.8 < faulty / (letters * alterer.rules.letter_share) < 1.2


def test_quotes_open_after_a_blank_and_close_after_a_word() -> None:
    words = ('"', "It", "'s", "'", "mine", "'", '"')
    document = replace(gold(), words=words, spaces=(False, False, True, False, False, False, False))

    (altered,) = load_alterer().alter([document], Alteration.QUOTES)

    assert altered.words == ("“", "It", "’s", "‘", "mine", "’", "”")


def test_a_model_that_finds_nothing_has_figures_in_every_test(
    nlp: Language, tmp_path: Path
) -> None:
    write_sentences(tmp_path / "songs.jsonl", [sentence(opens_document=True)] * 3)
    test = ModelTest(
        name="songs",
        corpora=("songs",),
        layout=Layout.PARAGRAPHS,
        genres=("news",),
        labels=("PERSON",),
    )

    figures = evaluate_model(nlp, tmp_path, [test])

    assert {figure.name: figure.value for figure in figures} == {
        "songs_names_precision": 0.0,
        "songs_names_recall": 0.0,
        "songs_names_f1": 0.0,
        "songs_person_f1": 0.0,
    }


def test_each_test_has_a_name_of_its_own_and_none_reads_what_is_trained_on() -> None:
    assert len({test.name for test in MODEL_TESTS}) == len(MODEL_TESTS)
    assert not [name for name in corpora_of(MODEL_TESTS) if name.endswith("_train")]
