"""Sentences gathered into windows, windows into rows, and the changes that windows undergo."""

import random
from collections import Counter

import pytest

from pipeline.nlp.shapes import (
    SHAPE_COUNT,
    Standing,
    class_of,
    opens_paragraph,
    restanding,
    shape_of,
)
from pipeline.nlp.wordpiece import FIRST, LAST, MASK, MAX_PIECES, UNKNOWN, WordPieces
from pipeline.training.features import NAME_LABELS, EncodedSentence, Labels, SentenceEncoder
from pipeline.training.misspelling import load_misspeller
from pipeline.training.recipe import Recipe, load_recipe
from pipeline.training.samples import NamedRange, NameLayer, Sentence, SyntaxLayer
from pipeline.training.windows import WindowMaker, cut_windows, filled_rows

VOCABULARY = (
    UNKNOWN, FIRST, LAST, MASK, "minister", "the", "spoke", ".", "quarr", "##el", "##s", "in", "lagos", '"', "'", "1", "rn",
)  # fmt: skip


@pytest.fixture(scope="module")
def pieces() -> WordPieces:
    return WordPieces(VOCABULARY)


@pytest.fixture(scope="module")
def recipe() -> Recipe:
    return load_recipe()


def sentence_of(
    *words: str, opens_paragraph: bool = False, names: NameLayer | None = None
) -> Sentence:
    return Sentence(
        corpus="own",
        id="own-1",
        words=words,
        spaces=(True,) * len(words),
        opens_document=False,
        opens_paragraph=opens_paragraph,
        syntax=SyntaxLayer(
            tags=("NN",) * len(words),
            pos=("NOUN",) * len(words),
            morphs=("",) * len(words),
            lemmas=words,
            heads=(0,) * len(words),
            relations=("ROOT", *("dep",) * (len(words) - 1)),
        ),
        names=names,
    )


@pytest.fixture
def encode(pieces: WordPieces) -> SentenceEncoder:
    labels = Labels(tags=("NN",), morphs=("NOUN|",), relations=("ROOT", "dep"))
    return SentenceEncoder(pieces, labels, is_date_like=lambda word: word == "monday")


@pytest.fixture
def spoke(encode: SentenceEncoder) -> EncodedSentence:
    return encode(sentence_of("The", "minister", "spoke", "."))


def test_a_word_is_cut_into_the_longest_pieces_from_the_left(pieces: WordPieces) -> None:
    assert [VOCABULARY[one] for one in pieces("Quarrels")] == ["quarr", "##el", "##s"]


def test_a_word_that_cannot_be_cut_is_unknown(pieces: WordPieces) -> None:
    assert pieces("zebra") == (pieces.unknown,)


@pytest.mark.parametrize("quote", ["“", "”", "„", "«", "``", "''", '"'])
def test_quotation_marks_of_all_kinds_are_one_piece(pieces: WordPieces, quote: str) -> None:
    assert pieces(quote) == pieces('"')


def test_accents_and_capitals_do_not_change_the_pieces(pieces: WordPieces) -> None:
    assert pieces("LÁGOS") == pieces("lagos")


@pytest.mark.parametrize("word", ["", "\u200b", "\u0301", "x" * 100_000, "." * 5_000, "𝔞" * 300])
def test_every_word_has_at_least_one_piece_and_at_most_eight(pieces: WordPieces, word: str) -> None:
    assert 1 <= len(pieces(word)) <= MAX_PIECES


def test_a_shape_tells_how_a_word_is_written_and_where_it_stands() -> None:
    words = (
        "reuters",
        "Reuters",
        "REUTERS",
        "A",
        "iPhone",
        "2024",
        "17",
        "3.5",
        "F-16",
        ".",
        "...",
        "U.S.",
        "Gen.",
    )
    shapes = [shape_of(word, standing) for word in words for standing in Standing]

    assert len(set(shapes)) == len(shapes)
    assert max(shapes) < SHAPE_COUNT
    assert all(opens_paragraph(restanding(shape, Standing.OPENS_PARAGRAPH)) for shape in shapes)
    assert not any(opens_paragraph(restanding(shape, Standing.GLUED)) for shape in shapes)
    assert class_of("élan") == class_of("reuters")


def test_a_word_outside_names_may_be_a_name_that_its_corpus_never_marks(
    encode: SentenceEncoder,
) -> None:
    names = NameLayer(
        ranges=(NamedRange(first=1, last=3, label="PERSON"),), unknown=(3,), unannotated=("DATE",)
    )
    encoded = encode(sentence_of("monday", "Ada", "Obi", "Acme", "spoke", names=names))

    assert encoded.allowed is not None
    allowed = [
        {label for number, label in enumerate(NAME_LABELS) if int(bits) >> number & 1}
        for bits in encoded.allowed
    ]
    assert allowed[0] == {"O", "B-DATE", "I-DATE", "L-DATE", "U-DATE"}
    assert allowed[1:3] == [{"B-PERSON"}, {"L-PERSON"}]
    assert allowed[3] == set(NAME_LABELS)
    assert allowed[4] == {"O"}


def test_windows_hold_every_sentence_once_and_in_order(
    spoke: EncodedSentence, recipe: Recipe
) -> None:
    documents = [[spoke] * count for count in (1, 7, 60)]

    windows = list(cut_windows(documents, recipe.windows, random.Random(1)))

    assert sum(len(window.sentences) for window in windows) == 68
    longest = recipe.windows.longest_pieces
    assert all(
        window.piece_count - 2 <= longest or len(window.sentences) == 1 for window in windows
    )


def test_rows_hold_every_window_once_and_waste_little(
    spoke: EncodedSentence, recipe: Recipe
) -> None:
    windows = list(cut_windows([[spoke] * 900], recipe.windows, random.Random(2)))
    room = recipe.windows.row_pieces

    rows = list(filled_rows(windows, room))

    kept = Counter(id(window) for row in rows for window in row)
    assert kept == Counter(id(window) for window in windows)
    filled = [sum(window.piece_count for window in row) for row in rows]
    assert max(filled) <= room
    assert sum(filled[:-3]) / (room * len(filled[:-3])) > 0.9


def test_an_epoch_reads_each_corpus_as_often_as_the_recipe_says(
    spoke: EncodedSentence, recipe: Recipe, pieces: WordPieces
) -> None:
    shares = recipe.shares.model_copy(update={"ewt": 2.0, "gmb": 0.25})
    maker = WindowMaker(
        recipe=recipe.model_copy(update={"shares": shares}),
        pieces=pieces,
        misspell=load_misspeller(),
    )
    documents = [[spoke]] * 40

    windows = maker.epoch({"ewt": documents, "gmb": documents}, random.Random(3))

    assert sum(len(window.sentences) for window in windows) == 80 + 10


def test_changed_windows_keep_words_pieces_shapes_and_labels_in_step(
    spoke: EncodedSentence, recipe: Recipe, pieces: WordPieces
) -> None:
    every = {
        "lower_case": 0.2,
        "upper_case": 0.2,
        "title_case": 0.2,
        "no_final_stop": 0.2,
        "noisy": 0.2,
    }
    changes = recipe.changes.model_copy(update={**every, "noisy_words": 1.0})
    maker = WindowMaker(
        recipe=recipe.model_copy(update={"changes": changes}),
        pieces=pieces,
        misspell=load_misspeller(),
    )

    windows = maker.epoch({"ewt": [[spoke]] * 300}, random.Random(4))

    lengths: Counter[int] = Counter()
    for window in windows:
        for sentence in window.sentences:
            assert sentence.syntax is not None
            count = len(sentence.words)
            lengths[count] += 1
            assert len(sentence.pieces) == len(sentence.syntax.heads) == count
            assert {len(shapes) for shapes in sentence.shapes} == {count}
            assert int(sentence.syntax.heads.max()) < count
    assert lengths[3] > 20
    assert lengths[4] > 150
    assert {window.casing for window in windows} == {0, 1, 2, 3}


def test_a_misspelt_word_has_one_fault_and_short_words_and_numbers_none() -> None:
    misspell = load_misspeller()
    rng = random.Random(5)

    faulty = {misspell("corner", rng) for _ in range(400)}

    assert {"corer", "comer", "corrner"} <= faulty
    assert all(4 <= len(word) <= 8 for word in faulty)
    assert {misspell(word, rng) for word in ("in", "42", "F-16") for _ in range(20)} == {
        "in",
        "42",
        "F-16",
    }


def test_the_rate_rises_stays_and_falls_to_zero(recipe: Recipe) -> None:
    rules = recipe.optimizer
    shares = [rules.rate_at(step) for step in range(0, rules.steps + 1, max(1, rules.steps // 200))]

    assert shares[0] == 0
    assert max(shares) == 1
    assert rules.rate_at(rules.steps) == 0
    top = shares.index(1)
    assert shares[:top] == sorted(shares[:top])
    assert shares[top:] == sorted(shares[top:], reverse=True)
