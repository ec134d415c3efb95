"""From what corpora mark to the six types of the model."""

from collections.abc import Sequence

import pytest

from pipeline.training.bio import TaggedSentence
from pipeline.training.conllu import ConlluToken
from pipeline.training.gmb import read_gmb
from pipeline.training.gum_names import GumNames, gum_names
from pipeline.training.name_layers import mapped_layer, name_layer
from pipeline.training.samples import NamedRange, NameLayer
from pipeline.training.words import load_words

WORDS = load_words()


def name(first: int, last: int, label: str) -> NamedRange:
    return NamedRange(first=first, last=last, label=label)


def token(word: str, pos: str, head: int, entity: str = "") -> ConlluToken:
    return ConlluToken(
        word=word,
        space=True,
        lemma=word,
        pos=pos,
        tag=pos,
        morph="",
        head=head,
        relation="dep",
        misc=(f"Entity={entity}",) if entity else (),
    )


def names_of(*tokens: ConlluToken) -> GumNames:
    return gum_names(tokens, WORDS)


def test_a_phrase_around_a_proper_noun_is_a_name_without_its_article() -> None:
    found = names_of(
        token("The", "DET", 2, "(1-organization-new"),
        token("Tide", "PROPN", 2),
        token("Council", "PROPN", 2, "1)"),
        token("met", "VERB", 2),
    )

    assert found.ranges == (name(1, 3, "ORG"),)


def test_a_phrase_that_says_more_is_cut_to_its_proper_nouns() -> None:
    found = names_of(
        token("old", "ADJ", 2, "(1-person-new"),
        token("captain", "NOUN", 2),
        token("Mara", "PROPN", 2),
        token("Lind", "PROPN", 2),
        token(",", "PUNCT", 2),
        token("sailor", "NOUN", 2, "1)"),
    )

    assert found.ranges == (name(2, 4, "PERSON"),)


def test_a_phrase_around_a_common_noun_is_no_name() -> None:
    found = names_of(token("the", "DET", 1, "(1-person-new"), token("captain", "NOUN", 1, "1)"))

    assert found == GumNames(ranges=(), unknown=frozenset())


def test_of_phrases_within_each_other_the_longest_is_the_name() -> None:
    found = names_of(
        token("University", "PROPN", 0, "(1-organization-new"),
        token("of", "ADP", 2),
        token("Tidewater", "PROPN", 0, "(2-place-new)1)"),
    )

    assert found.ranges == (name(0, 3, "ORG"),)


def test_times_and_names_of_other_types_are_unknown() -> None:
    found = names_of(
        token("Aurora", "PROPN", 0, "(1-object-new)"),
        token("sails", "VERB", 0),
        token("on", "ADP", 0),
        token("some", "DET", 4, "(2-time-new"),
        token("evening", "NOUN", 4, "2)"),
    )

    assert found == GumNames(ranges=(), unknown=frozenset({0, 3, 4}))


def test_a_capital_in_mid_sentence_and_a_year_may_be_a_name() -> None:
    found = names_of(token("Tidal", "PROPN", 0), token("Mill", "PROPN", 0), token("1987", "NUM", 0))

    assert found.unknown == {1, 2}


def test_a_people_marked_as_persons_is_forgiven_where_no_label_for_it_exists() -> None:
    words = ("Norwegians", "left", "Bergen")
    ranges = [name(0, 1, "PERSON"), name(2, 3, "LOC")]
    demonyms = frozenset({"norwegians"})

    lacking = name_layer(words, ranges, (), unannotated=("NORP",), demonyms=demonyms)
    having = name_layer(words, ranges, (), demonyms=demonyms)

    assert lacking == NameLayer(ranges=(name(2, 3, "LOC"),), unknown=(0,), unannotated=("NORP",))
    assert having.ranges == tuple(ranges)


def test_a_name_is_never_unknown() -> None:
    layer = name_layer(("May", "sings"), [name(0, 1, "PERSON")], {0, 1})

    assert layer.unknown == (1,)


def test_names_of_other_labels_dates_and_peoples_are_unknown() -> None:
    sentence = TaggedSentence(
        id="a-1",
        opens_document=True,
        words=("On", "Monday", "Mara", "sang", "Norwegian", "Waves"),
        ranges=(name(2, 3, "PER"), name(5, 6, "MISC")),
    )

    layer = mapped_layer(
        sentence,
        {"PER": "PERSON"},
        WORDS,
        unannotated=("NORP",),
        demonyms=frozenset({"norwegian"}),
        forgive_demonyms=True,
    )

    assert layer.ranges == (name(2, 3, "PERSON"),)
    assert layer.unknown == (1, 4, 5)


def gmb_csv(*sentences: Sequence[tuple[str, str]]) -> str:
    lines = ["Sentence #,Word,POS,Tag"]
    for number, sentence in enumerate(sentences, start=1):
        for place, (word, tag) in enumerate(sentence):
            first = f"Sentence: {number}" if place == 0 else ""
            lines.append(f'{first},"{word}",NN,{tag}')
    return "\n".join(lines) + "\n"


def cleaned(*sentence: tuple[str, str]) -> list[tuple[str, str]]:
    (one,) = read_gmb(gmb_csv(sentence), WORDS).sentences
    return [
        (" ".join(one.sentence.words[found.first : found.last]), found.label)
        for found in one.sentence.ranges
    ]


def test_titles_articles_and_prepositions_are_no_part_of_a_name() -> None:
    assert cleaned(
        ("President", "B-per"),
        ("Lind", "I-per"),
        ("told", "O"),
        ("the", "B-org"),
        ("Tide", "I-org"),
        ("Council", "I-org"),
        ("in", "B-tim"),
        ("June", "I-tim"),
    ) == [("Lind", "PERSON"), ("Tide Council", "ORG"), ("June", "DATE")]


def test_a_title_alone_is_no_name() -> None:
    assert cleaned(("President", "B-per"), ("spoke", "O")) == []


def test_names_of_types_that_the_model_lacks_are_unknown() -> None:
    (one,) = read_gmb(gmb_csv([("Waves", "B-art"), ("won", "O")]), WORDS).sentences

    assert one.sentence.ranges == ()
    assert one.unknown == {0}


@pytest.mark.parametrize("spoilt", ["05-Jun", " "])
def test_a_spoilt_sentence_and_a_second_copy_are_left_out(spoilt: str) -> None:
    good = [("Ships", "O"), ("sail", "O")]

    corpus = read_gmb(gmb_csv(good, [("Score", "O"), (spoilt, "O")], good), WORDS)

    assert [one.sentence.id for one in corpus.sentences] == ["gmb-1"]


def test_a_name_gets_the_label_that_it_mostly_has() -> None:
    sentences = [[("Norway", "B-geo"), (f"v{number}", "O")] for number in range(4)]
    sentences.append([("Norway", "B-gpe"), ("acts", "O")])

    corpus = read_gmb(gmb_csv(*sentences), WORDS)

    labels = {found.label for one in corpus.sentences for found in one.sentence.ranges}
    assert labels == {"LOC"}
    assert corpus.demonyms == frozenset()


def test_whole_blocks_of_sentences_are_held_out() -> None:
    corpus = read_gmb(gmb_csv(*([(f"w{number}", "O")] for number in range(4_000))), WORDS)

    splits = [str(one.split) for one in corpus.sentences]
    assert {split: splits.count(split) for split in set(splits)} == {
        "train": 3_400,
        "dev": 200,
        "test": 400,
    }
    assert splits[1_400:1_600] == ["test"] * 200
