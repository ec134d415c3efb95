"""Windows: every word in one, none too long, cut where sentences and paragraphs end."""

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

from pipeline.nlp.shapes import Standing, opens_paragraph, shape_of
from pipeline.nlp.tokenizer import LinearTokenizer
from pipeline.nlp.windows import WindowCutter, words_of
from pipeline.nlp.wordpiece import WordPieces

LETTERS = "abcdefghijklmnopqrstuvwxyz.,;!\"'()"
MAX_PIECES = 20


@pytest.fixture(scope="module")
def nlp() -> Language:
    blank = spacy.blank("en")
    blank.tokenizer = LinearTokenizer(blank.tokenizer)
    return blank


@pytest.fixture(scope="module")
def wordpieces() -> WordPieces:
    ends = [f"##{letter}" for letter in LETTERS]
    return WordPieces(["[UNK]", "[CLS]", "[SEP]", "[MASK]", *LETTERS, *ends])


@pytest.fixture(scope="module")
def cutter(wordpieces: WordPieces) -> WindowCutter:
    return WindowCutter(wordpieces, max_pieces=MAX_PIECES)


def stretches(nlp: Language, cutter: WindowCutter, text: str) -> list[str]:
    """The text of each window."""
    words = words_of(nlp(text))
    return [" ".join(words.texts[window.start : window.end]) for window in cutter(words)]


@given(st.text('ab .;!"\n\u2029X7', max_size=300))
@settings(deadline=None)
def test_the_windows_hold_every_word_once_and_keep_to_the_limit(
    nlp: Language, cutter: WindowCutter, wordpieces: WordPieces, text: str
) -> None:
    words = words_of(nlp(text))

    windows = list(cutter(words))

    assert [0, *(window.end for window in windows)] == [
        *(window.start for window in windows),
        len(words.texts),
    ]
    for window in windows:
        assert len(window.pieces) - 2 <= MAX_PIECES
        for word, first, last in zip(
            words.texts[window.start : window.end], window.first, window.last, strict=True
        ):
            assert tuple(window.pieces[first : last + 1].tolist()) == wordpieces(word)


def test_a_window_is_framed_and_its_frame_has_no_shape(
    nlp: Language, cutter: WindowCutter, wordpieces: WordPieces
) -> None:
    (window,) = cutter(words_of(nlp("Ab c!")))

    assert (window.pieces[0], window.pieces[-1]) == (wordpieces.first, wordpieces.last)
    assert window.shapes.tolist() == [
        0,
        *[shape_of("Ab", Standing.OPENS_PARAGRAPH)] * 2,
        shape_of("c", Standing.AFTER_SPACE),
        shape_of("!", Standing.GLUED),
        0,
    ]


@pytest.mark.parametrize(
    ("blank", "standing"),
    [
        ("\n\n", Standing.OPENS_PARAGRAPH),
        (" \n \n ", Standing.OPENS_PARAGRAPH),
        ("\r\n\r\n", Standing.OPENS_PARAGRAPH),
        ("\u2029", Standing.OPENS_PARAGRAPH),
        ("\n", Standing.AFTER_SPACE),
        ("\r\n", Standing.AFTER_SPACE),
        ("  ", Standing.AFTER_SPACE),
        ("\u00a0", Standing.AFTER_SPACE),
        (" ", Standing.AFTER_SPACE),
    ],
)
def test_an_empty_line_opens_a_paragraph(nlp: Language, blank: str, standing: Standing) -> None:
    words = words_of(nlp(f"a.{blank}b"))

    assert words.texts[-1] == "b"
    assert words.standings[-1] is standing
    assert words.standings[0] is Standing.OPENS_PARAGRAPH


def test_shapes_tell_which_words_open_a_paragraph(nlp: Language, cutter: WindowCutter) -> None:
    (window,) = cutter(words_of(nlp("a b\n\nc")))

    assert window.opens.tolist() == [True, False, True]
    assert [opens_paragraph(shape) for shape in window.shapes[window.first]] == [True, False, True]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a b c", ["a b c"]),
        # The last end of a sentence that fits.
        (
            "a b c d e f! A b c d e f! A b c d e f g!",
            ["a b c d e f ! A b c d e f !", "A b c d e f g !"],
        ),
        # Rather the paragraph before it.
        (
            "a b c d e f g h i!\n\na b c d! A b c d e f!",
            ["a b c d e f g h i !", "a b c d ! A b c d e f !"],
        ),
        # Not a paragraph that leaves the window almost empty.
        ("a b c!\n\n" + "a " * 20, ["a b c ! " + "a " * 15 + "a", "a a a a"]),
        # A closing quotation mark stays with its sentence.
        (
            'a b c d e f g h i "k!" A b c d e f g h i',
            ['a b c d e f g h i " k ! "', "A b c d e f g h i"],
        ),
        # A small letter goes on.
        (
            "a b c d e f g h! a b; c d e f g h i j k",
            ["a b c d e f g h ! a b ;", "c d e f g h i j k"],
        ),
        # Nothing ends: it is cut where it is full.
        ("a " * 45, ["a " * 19 + "a", "a " * 19 + "a", "a a a a a"]),
    ],
)
def test_windows_end_at_the_best_place(
    nlp: Language, cutter: WindowCutter, text: str, expected: list[str]
) -> None:
    assert stretches(nlp, cutter, text) == expected


def test_a_text_within_the_limit_is_read_whole(nlp: Language, wordpieces: WordPieces) -> None:
    cutter = WindowCutter(wordpieces, max_pieces=MAX_PIECES, max_read_pieces=45)

    assert len(stretches(nlp, cutter, "a " * 45)) == 3
    assert len(stretches(nlp, cutter, "a " * 46)) == 2


def test_a_text_beyond_the_limit_is_read_up_to_a_good_place(
    nlp: Language, wordpieces: WordPieces
) -> None:
    cutter = WindowCutter(wordpieces, max_pieces=MAX_PIECES, max_read_pieces=50)

    read = stretches(nlp, cutter, "A b c d e f g h! A b c d e f g! " * 10)

    assert read == ["A b c d e f g h ! A b c d e f g !"] * 2


def test_a_window_is_read_even_where_the_limit_is_smaller(
    nlp: Language, wordpieces: WordPieces
) -> None:
    cutter = WindowCutter(wordpieces, max_pieces=MAX_PIECES, max_read_pieces=10)

    assert stretches(nlp, cutter, "a " * 30) == ["a " * 9 + "a"]


def test_a_text_of_spaces_has_no_windows(nlp: Language, cutter: WindowCutter) -> None:
    assert stretches(nlp, cutter, " \n\n ") == []
    assert stretches(nlp, cutter, "") == []
