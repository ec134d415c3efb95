"""Reading the formats of other people's corpora."""

from collections.abc import Sequence

import pytest

from pipeline.training.bio import ranges_of, read_columns, read_numbered
from pipeline.training.conllu import ConlluToken, document_of, read_conllu
from pipeline.training.detokenize import find_spaces, guess_spaces
from pipeline.training.samples import NamedRange
from pipeline.training.words import load_words


def row(number: str, word: str, head: int, relation: str, *, misc: str = "_") -> str:
    return "\t".join(
        [number, word, word.lower(), "NOUN", "NN", "_", str(head), relation, "_", misc]
    )


def conllu(*lines: str) -> str:
    return "\n".join([*lines, "", ""])


SENTENCE = conllu(
    "# newdoc id = harbour-1",
    "# sent_id = harbour-1-0001",
    row("1", "Ships", 2, "nsubj"),
    row("2", "sail", 0, "root", misc="SpaceAfter=No"),
    row("3", ".", 2, "punct"),
)


def tokens_of(text: str) -> tuple[ConlluToken, ...]:
    (sentence,) = read_conllu(text)
    return sentence.tokens


def test_heads_count_from_nought_and_the_root_is_its_own() -> None:
    tokens = tokens_of(SENTENCE)

    assert [token.head for token in tokens] == [1, 1, 1]
    assert [token.relation for token in tokens] == ["nsubj", "ROOT", "punct"]
    assert [token.space for token in tokens] == [True, False, True]


def test_words_written_as_one_have_a_blank_after_the_last_only() -> None:
    tokens = tokens_of(
        conllu(
            "1-2\tdon't\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No",
            row("1", "do", 0, "root"),
            row("2", "n't", 1, "advmod"),
            row("3", "!", 1, "punct"),
        )
    )

    assert [token.space for token in tokens] == [False, False, True]


def test_a_word_that_is_not_written_is_left_out_and_heads_still_hold() -> None:
    tokens = tokens_of(
        conllu(
            row("1", "Tea", 0, "root"),
            row("1.1", "drinks", 0, "_"),
            row("2", "please", 1, "discourse"),
        )
    )

    assert [(token.word, token.head) for token in tokens] == [("Tea", 0), ("please", 0)]


def test_an_underscore_is_nothing_but_where_it_is_the_word() -> None:
    (token,) = tokens_of(conllu("1\t_\t_\tSYM\t_\t_\t0\troot\t_\t_"))

    assert (token.lemma, token.tag, token.morph) == ("_", "SYM", "")


def test_documents_and_paragraphs_open_where_the_comments_say() -> None:
    text = SENTENCE + conllu(
        "# newpar_block = head", "# sent_id = harbour-1-0002", row("1", "Yes", 0, "root")
    )
    text += conllu("# newpar", "# sent_id = harbour-1-0003", row("1", "No", 0, "root"))

    sentences = list(read_conllu(text))

    assert [one.opens_document for one in sentences] == [True, False, False]
    assert [one.opens_paragraph for one in sentences] == [True, False, True]
    assert [document_of(one.id) for one in sentences] == ["harbour-1"] * 3


@pytest.mark.parametrize(
    ("tags", "wanted"),
    [
        (["B-PER", "I-PER", "O"], [(0, 2, "PER")]),
        (["B-PER", "B-PER"], [(0, 1, "PER"), (1, 2, "PER")]),
        (["I-ORG", "I-LOC", "I-LOC"], [(0, 1, "ORG"), (1, 3, "LOC")]),
        (["O", "I-ORG", "O", "I-ORG"], [(1, 2, "ORG"), (3, 4, "ORG")]),
    ],
)
def test_tags_mark_names(tags: Sequence[str], wanted: Sequence[tuple[int, int, str]]) -> None:
    assert ranges_of(tags) == tuple(
        NamedRange(first=first, last=last, label=label) for first, last, label in wanted
    )


def test_columns_are_cut_at_blank_lines_and_documents_at_their_marks() -> None:
    text = "Mara B-PER\nsings O\n\nLoudly O\n\n-DOCSTART- O\n\nAgain O\n"

    sentences = list(read_columns(text, corpus="songs"))

    assert [one.words for one in sentences] == [("Mara", "sings"), ("Loudly",), ("Again",)]
    assert [one.opens_document for one in sentences] == [True, False, True]
    assert [one.id for one in sentences] == ["songs-1", "songs-2", "songs-3"]


def test_numbered_columns_keep_the_name_of_the_sentence() -> None:
    text = "# sent_id = a-1\n# text = Mara sings\n1\tMara\tB-PER\t-\n2\tsings\tO\t-\n\n"

    (sentence,) = read_numbered(text)

    assert sentence.id == "a-1"
    assert sentence.ranges == (NamedRange(first=0, last=1, label="PER"),)


def test_blanks_are_guessed_around_signs_and_quotes() -> None:
    words = ["He", "said", ",", '"', "I", "'ll", "pay", "$", "5", '"', "(", "soon", ")", "."]

    spaces = guess_spaces(words, load_words().spacing)

    text = "".join(word + " " * space for word, space in zip(words, spaces, strict=True))
    assert text == 'He said, "I\'ll pay $5" (soon). '


def test_blanks_are_those_of_the_text_where_it_holds_the_words() -> None:
    spacing = load_words().spacing

    assert find_spaces(["No", "!", "(", "Yes"], "No ! (Yes", spacing) == (True, True, False, True)
    assert find_spaces(["No", "!"], "other", spacing) == (False, True)
