"""What is written to a Doc: sentences and names exactly where they were put."""

import numpy
import pytest
import spacy
from spacy.language import Language

from pipeline.nlp.annotation import Annotation, LabelNumbers, scores_of
from pipeline.nlp.package import Labels
from pipeline.nlp.windows import words_of

LABELS = Labels(
    tag=("NN",),
    morph=("NOUN|Number=Sing", "X|"),
    relation=("ROOT", "obj"),
    name=("O", "B-ORG", "I-ORG", "L-ORG", "U-ORG"),
)


@pytest.fixture(scope="module")
def nlp() -> Language:
    return spacy.blank("en")


@pytest.fixture(scope="module")
def numbers(nlp: Language) -> LabelNumbers:
    return LabelNumbers(LABELS, nlp.vocab)


def test_sentences_stay_where_they_were_put_however_crossed_the_trees(
    nlp: Language, numbers: LabelNumbers
) -> None:
    random = numpy.random.default_rng(0)
    moved = 0
    for _ in range(50):
        doc = nlp.tokenizer("a " * 120)
        annotation = Annotation(doc, numbers)
        for start in (0, 60):
            order = random.permutation(60) + start
            annotation.head[order[1:]] = order[:-1]
            annotation.dep[order[0]] = numbers.root
            annotation.starts[start] = True
        annotation.write()
        moved += [sent.start for sent in doc.sents] != [0, 60]

    assert not moved


def test_white_space_hangs_on_the_word_before_it(nlp: Language, numbers: LabelNumbers) -> None:
    doc = nlp.tokenizer("\n a  b\n\n")
    annotation = Annotation(doc, numbers)
    words = words_of(doc)
    annotation.head[words.tokens] = words.tokens[0]
    annotation.dep[words.tokens[0]] = numbers.root
    annotation.starts[words.tokens[0]] = True

    annotation.fill_space(words)
    annotation.write()

    assert [token.head.text for token in doc if token.is_space] == ["a", "a", "b"]
    assert {(token.tag_, token.pos_, token.dep_) for token in doc if token.is_space} == {
        ("_SP", "SPACE", "dep")
    }
    assert [sent.text for sent in doc.sents] == [doc.text]


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        (["B-ORG", "L-ORG", "O"], ["a\nb"]),
        (["U-ORG", "U-ORG", "O"], ["a", "b"]),
        (["B-ORG", "I-ORG", "L-ORG"], ["a\nb\nc"]),
        (["O", "O", "U-ORG"], ["c"]),
    ],
)
def test_white_space_inside_a_name_is_part_of_it(
    nlp: Language, numbers: LabelNumbers, labels: list[str], expected: list[str]
) -> None:
    doc = nlp.tokenizer("a\nb\nc")
    annotation = Annotation(doc, numbers)
    words = words_of(doc)
    places = [LABELS.name.index(label) for label in labels]
    annotation.iob[words.tokens] = numbers.iob[places]
    annotation.name[words.tokens] = numbers.name[places]

    annotation.fill_space(words)
    annotation.write()

    assert [name.text for name in doc.ents] == expected


def test_a_doc_of_another_pipeline_has_no_scores(nlp: Language) -> None:
    with pytest.raises(KeyError):
        scores_of(nlp("a"))
