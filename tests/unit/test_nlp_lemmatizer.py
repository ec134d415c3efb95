"""Lemmas: by table, by ending, by rule; and the table that the treebanks give."""

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc
from spacy.vocab import Vocab

from pipeline.nlp.lemmatizer import Lemmatizer, load_lemmatizer
from pipeline.training.lemmas import build_lemma_table
from pipeline.training.samples import Sentence, SyntaxLayer
from schemas.errors import InvalidDataFile

TABLE = (
    "american\tADJ\tAmerican\n"
    "foreign\tADJ\tforeign\n"
    "her\tPRON\ther\n"
    "her\tPRP\tshe\n"
    "i\tPRON\tI\n"
    "is\tVBZ\tbe\n"
    "'s\tVBZ\tbe\n"
    "n't\tPART\tnot\n"
    "oslo\tPROPN\tOslo\n"
    "people\tNNS\tpeople\n"
    "plan\tVERB\tplan\n"
    "vote\tVERB\tvote\n"
    "*s\tVBZ\t*\n"
    "*s\tNNS\t*\n"
    "*ies\tNNS\t*y\n"
    "*ed\tVBD\t*\n"
    "*ated\tVBD\t*ate\n"
    "*ing\tVBG\t*\n"
    "*er\tJJR\t*\n"
)

Tagged = tuple[str, str, str]


@pytest.fixture(scope="module")
def lemmatizer() -> Lemmatizer:
    return load_lemmatizer(TABLE)


def lemmas(lemmatizer: Lemmatizer, *words: Tagged) -> list[str]:
    doc = Doc(
        Vocab(),
        words=[form for form, _, _ in words],
        pos=[pos for _, pos, _ in words],
        tags=[tag for _, _, tag in words],
        sent_starts=[i == 0 for i in range(len(words))],
    )
    return [token.lemma_ for token in lemmatizer(doc)]


def second(lemmatizer: Lemmatizer, form: str, pos: str, tag: str) -> str:
    """The lemma of a word that is not the first of its sentence."""
    return lemmas(lemmatizer, ("so", "ADV", "RB"), (form, pos, tag))[1]


@pytest.mark.parametrize(
    ("form", "pos", "tag", "lemma"),
    [
        # by the table
        ("is", "AUX", "VBZ", "be"),
        ("People", "NOUN", "NNS", "people"),
        ("her", "PRON", "PRP", "she"),
        ("her", "PRON", "PRP$", "her"),
        ("n't", "PART", "RB", "not"),
        ("I", "PRON", "PRP", "I"),
        # by the ending
        ("violated", "VERB", "VBN", "violate"),
        ("jumped", "VERB", "VBD", "jump"),
        ("cities", "NOUN", "NNS", "city"),
        ("Cities", "PROPN", "NNPS", "City"),
        ("older", "ADJ", "JJR", "old"),
        # by a known base form
        ("voting", "VERB", "VBG", "vote"),
        ("planned", "VERB", "VBD", "plan"),
        # irregular
        ("fled", "VERB", "VBD", "flee"),
        ("withdrew", "VERB", "VBD", "withdraw"),
        ("overthrown", "VERB", "VBN", "overthrow"),
        ("wolves", "NOUN", "NNS", "wolf"),
        ("less", "ADJ", "JJR", "little"),
        # not inflected
        ("building", "NOUN", "NN", "building"),
        ("red", "ADJ", "JJ", "red"),
        # numbers
        ("20,000", "NUM", "CD", "20000"),
        ("1,250,000.5", "NUM", "CD", "1250000.5"),
        ("Ten", "NUM", "CD", "ten"),
        ("XIV", "NUM", "CD", "XIV"),
        # capitals
        ("The", "DET", "DT", "the"),
        ("Foreign", "ADJ", "JJ", "foreign"),
        ("american", "ADJ", "JJ", "American"),
        ("Kenyan", "ADJ", "JJ", "Kenyan"),
        ("GDP", "NOUN", "NN", "GDP"),
        ("NGOs", "NOUN", "NNS", "NGO"),
        ("Mayor", "NOUN", "NN", "mayor"),
        ("NATO", "PROPN", "NNP", "NATO"),
        ("OSLO", "PROPN", "NNP", "OSLO"),
        ("oslo", "PROPN", "NNP", "Oslo"),
        ("de", "PROPN", "NNP", "de"),
        ("Lost", "VERB", "NNP", "Lost"),
        ("Voting", "VERB", "NNP", "Vote"),
        # neither letters nor words
        (":-)", "SYM", "NFP", ":-)"),
        ("\n\n", "SPACE", "_SP", "\n\n"),
    ],
)
def test_a_word_has_the_lemma_of_its_tag(
    lemmatizer: Lemmatizer, form: str, pos: str, tag: str, lemma: str
) -> None:
    assert second(lemmatizer, form, pos, tag) == lemma


def test_a_capital_at_the_start_of_a_sentence_is_not_the_word_s_own(lemmatizer: Lemmatizer) -> None:
    quoted = lemmas(
        lemmatizer, ('"', "PUNCT", "``"), ("Vast", "ADJ", "JJ"), ("sums", "NOUN", "NNS")
    )

    assert lemmas(lemmatizer, ("Vast", "ADJ", "JJ"), ("sums", "NOUN", "NNS")) == ["vast", "sum"]
    assert quoted == ['"', "vast", "sum"]


def test_capitals_among_capitals_are_not_the_word_s_own(lemmatizer: Lemmatizer) -> None:
    shouted = (("TAX", "NOUN", "NN"), ("CUTS", "NOUN", "NNS"), ("LOOM", "VERB", "VBP"))

    assert lemmas(lemmatizer, *shouted) == ["tax", "cut", "loom"]


@pytest.mark.parametrize(
    ("words", "heads", "deps", "expected"),
    [
        ("It 's jumped", [2, 2, 2], ["nsubj", "aux", "ROOT"], "have"),
        ("It 's been jumped", [3, 3, 3, 3], ["nsubj:pass", "aux", "aux:pass", "ROOT"], "have"),
        ("It 's being jumped", [3, 3, 3, 3], ["nsubj:pass", "aux", "aux:pass", "ROOT"], "be"),
        ("It 's jumped", [2, 2, 2], ["nsubj:pass", "aux:pass", "ROOT"], "be"),
        ("It 's here", [2, 2, 2], ["nsubj", "cop", "ROOT"], "be"),
    ],
)
def test_the_tree_tells_has_from_is(
    lemmatizer: Lemmatizer, words: str, heads: list[int], deps: list[str], expected: str
) -> None:
    forms = words.split()
    doc = Doc(
        Vocab(),
        words=forms,
        pos=["PRON"] + ["AUX"] * (len(forms) - 2) + ["VERB"],
        tags=["PRP", "VBZ"] + ["VBN"] * (len(forms) - 2),
        heads=heads,
        deps=deps,
    )

    assert lemmatizer(doc)[1].lemma_ == expected


@given(st.lists(st.text(min_size=1, max_size=8), min_size=1, max_size=8), st.data())
def test_every_token_has_a_lemma(
    lemmatizer: Lemmatizer, forms: list[str], data: st.DataObject
) -> None:
    kinds = [("VERB", "VBD"), ("NOUN", "NNS"), ("PROPN", "NNPS"), ("ADJ", "NNP"), ("NUM", "CD")]
    words = [(form, *data.draw(st.sampled_from(kinds))) for form in forms if form.isprintable()]

    assert all(lemmas(lemmatizer, *words))


def test_lemmas_outlive_the_memory_zone_they_were_first_seen_in(lemmatizer: Lemmatizer) -> None:
    nlp = spacy.blank("en")

    def lemma_of(form: str) -> str:
        with nlp.memory_zone():
            doc = Doc(nlp.vocab, words=[form], pos=["VERB"], tags=["VBD"])
            return lemmatizer(doc)[0].lemma_

    assert [lemma_of("zorbated"), lemma_of("quibbed"), lemma_of("zorbated")] == [
        "zorbate",
        "quibb",
        "zorbate",
    ]
    assert "zorbate" not in nlp.vocab.strings


@pytest.mark.parametrize("line", ["word\tNOUN", "a\tb\tc\td", "word\t\tword", "word"])
def test_a_broken_line_of_the_table_is_named(line: str) -> None:
    with pytest.raises(InvalidDataFile, match="line 2"):
        load_lemmatizer(f"men\tNNS\tman\n{line}\n")


def sentence(*words: tuple[str, str, str, str], morph: str = "") -> Sentence:
    count = len(words)
    return Sentence(
        corpus="made-up",
        id="1",
        words=tuple(form for form, _, _, _ in words),
        spaces=(True,) * count,
        opens_document=True,
        opens_paragraph=True,
        syntax=SyntaxLayer(
            tags=tuple(tag for _, _, tag, _ in words),
            pos=tuple(pos for _, pos, _, _ in words),
            morphs=(morph,) * count,
            lemmas=tuple(lemma for _, _, _, lemma in words),
            heads=(0,) * count,
            relations=("dep",) * count,
        ),
        names=None,
    )


def rows(*sentences: Sentence) -> list[str]:
    return build_lemma_table(sentences).splitlines()


def test_the_table_learns_endings_and_has_no_row_for_the_words_that_they_give() -> None:
    table = rows(
        sentence(
            *((stem + "ated", "VERB", "VBD", stem + "ate") for stem in ("cre", "loc", "don", "d")),
            *(
                (stem + "ed", "VERB", "VBD", stem)
                for stem in ("jump", "turn", "burn", "walk", "call", "seem")
            ),
        )
    )

    learned = load_lemmatizer("\n".join(table))
    assert second(learned, "rotated", "VERB", "VBN") == "rotate"
    assert second(learned, "lurked", "VERB", "VBD") == "lurk"
    assert not any(row.startswith(("created\t", "walked\t")) for row in table)


def test_the_table_has_irregular_words_and_those_that_depend_on_their_tag() -> None:
    table = rows(
        sentence(("mice", "NOUN", "NNS", "mouse"), ("kine", "NOUN", "NNS", "cow")),
        sentence(*[("her", "PRON", "PRP$", "her")] * 3, *[("her", "PRON", "PRP", "she")] * 2),
    )

    assert "kine\tNNS\tcow" in table
    assert "her\tPRP\tshe" in table
    assert not any(row.startswith("mice\t") for row in table)


def test_a_mistake_in_spelling_counts_only_where_it_recurs() -> None:
    once = sentence(("teh", "DET", "DT", "the"), morph="Typo=Yes")

    assert rows(once) == []
    assert rows(once, once) == ["teh\tDET\tthe"]


def test_the_table_is_the_same_for_any_order_of_the_sentences() -> None:
    first = sentence(("kine", "NOUN", "NNS", "cow"), ("Oslo", "PROPN", "NNP", "Oslo"))
    other = sentence(("kine", "NOUN", "NNS", "kine"), ("Oslo", "PROPN", "NNP", "Oslo"))

    assert rows(first, other) == rows(other, first)


def test_a_table_that_was_built_can_be_loaded() -> None:
    table = build_lemma_table(
        [sentence(("kine", "NOUN", "NNS", "cow"), ("*", "PUNCT", "NFP", "*"))]
    )

    assert second(load_lemmatizer(table), "Kine", "NOUN", "NNS") == "cow"
