"""The event stage as a whole: offsets, order, odd and hostile texts, and time linear in the length of a text."""

import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from pipeline.stages.events.extract import explain_events, extract_events
from pipeline.values import EventCandidate
from support.drawing import draw
from support.sentences import ELSEWHERE, SentenceReader, entity

NAMES = ("Chad", "Mali", "Niger")

# What rules look at: names, triggers of every kind, light verbs, governors, signs.
WORDS = [
    "Chad",
    "Mali",
    "rebels",
    "soldiers",
    "they",
    "who",
    "the",
    "a",
    "no",
    "not",
    "if",
    "that",
    "attacked",
    "killed",
    "raid",
    "talks",
    "launched",
    "held",
    "urged",
    "refused",
    "to",
    "meet",
    "will",
    "could",
    "said",
    "according",
    "by",
    "on",
    "of",
    "and",
    ",",
    ".",
    ";",
    ":",
    "-",
    "“",
    "”",
    "(",
    ")",
    "'s",
    "14",
    "Tuesday\n\n",
]


def read(reader: SentenceReader, doc: Doc) -> tuple[EventCandidate, ...]:
    entities = [ELSEWHERE, *(entity(name, doc.text) for name in NAMES)]
    return extract_events(doc, entities, reader.lexicon, reader.ontology)


def seconds(act: Callable[[], object]) -> float:
    """The processor time of *act*: what a busy machine makes wait is no part of it."""
    began = time.process_time()
    act()
    return time.process_time() - began


def test_the_offsets_point_at_trigger_sentence_and_sides(reader: SentenceReader) -> None:
    text = "Nothing happened.\n\n  Chad attacked soldiers of Mali.  \n\nThe end."
    (event,) = read(reader, reader.nlp(text))

    assert text[event.sentence.start_char : event.sentence.end_char] == (
        "Chad attacked soldiers of Mali."
    )
    assert text[event.trigger.start_char : event.trigger.end_char] == "attacked"
    assert [text[part.start_char : part.end_char] for part in event.actors] == ["Chad"]
    assert [text[part.start_char : part.end_char] for part in event.recipients] == [
        "soldiers of Mali"
    ]


def test_what_tells_when_hangs_on_the_event_or_on_its_saying(reader: SentenceReader) -> None:
    text = "Niger said on Monday that Chad attacked Mali in the night."
    (event,) = read(reader, reader.nlp(text))

    assert "in the night" in [text[part.start_char : part.end_char] for part in event.date_spans]
    assert [text[part.start_char : part.end_char] for part in event.saying_spans] == ["on Monday"]


def test_findings_come_in_the_order_of_the_text(reader: SentenceReader) -> None:
    text = "Chad attacked Mali. Niger urged Chad to stop. Mali and Chad met on Friday."
    starts = [event.trigger.start_char for event in read(reader, reader.nlp(text))]

    assert len(starts) >= 3
    assert starts == sorted(starts)


def test_the_order_of_entities_and_earlier_articles_do_not_matter(reader: SentenceReader) -> None:
    texts = ["Chad attacked Mali and Niger.", "Niger praised Mali, which met Chad."]
    docs = [reader.nlp(text) for text in texts]
    forwards = [read(reader, doc) for doc in docs]
    entities = [entity(name, texts[0]) for name in reversed(NAMES)]

    assert list(reversed([read(reader, doc) for doc in reversed(docs)])) == forwards
    assert extract_events(docs[0], entities, reader.lexicon, reader.ontology) == forwards[0]


def test_what_is_extracted_is_what_is_explained_less_the_rejected(reader: SentenceReader) -> None:
    doc = reader.nlp("Chad attacked Mali. Bananas accused. Niger did not meet Chad.")
    entities = [entity(name, doc.text) for name in NAMES]
    explained = explain_events(doc, entities, reader.lexicon, reader.ontology)

    assert extract_events(doc, entities, reader.lexicon, reader.ontology) == tuple(
        found for found in explained if isinstance(found, EventCandidate)
    )


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n", "...", '"', "the of and", "’s 's", "- – —", "OSLO -", "a\x00b"]
)
def test_odd_texts_give_no_event_and_no_error(reader: SentenceReader, text: str) -> None:
    assert read(reader, reader.nlp(text)) == ()


@settings(max_examples=60)
@given(written=st.lists(st.sampled_from(WORDS), max_size=40))
def test_any_order_of_words_is_read_without_error_and_inside_the_text(
    reader: SentenceReader, written: list[str]
) -> None:
    doc = reader.nlp(" ".join(written))

    for event in read(reader, doc):
        parts = (event.trigger, event.sentence, *event.actors, *event.recipients)
        assert all(0 <= part.start_char < part.end_char <= len(doc.text) for part in parts)
        assert event.sentence.start_char <= event.trigger.start_char
        assert event.trigger.end_char <= event.sentence.end_char


@settings(max_examples=60)
@given(
    tokens=st.lists(
        st.tuples(
            st.sampled_from(
                (
                    "Chad/NNP",
                    "rebels|rebel/NNS",
                    "attacked|attack/VBD",
                    "raid/NN",
                    "it/PRP",
                    "by/IN",
                )
            ),
            st.integers(min_value=0, max_value=30),
            st.sampled_from(
                ("nsubj", "obj", "obl", "conj", "acl:relcl", "xcomp", "ccomp", "advcl", "nmod")
            ),
        ),
        min_size=1,
        max_size=30,
    )
)
def test_any_tree_is_read_without_error(
    reader: SentenceReader, tokens: list[tuple[str, int, str]]
) -> None:
    # Each hangs on one before it, so that it is a tree whatever was drawn.
    drawn = " ".join(
        f"{word}/{(head % place) + 1 if place else 0}/{relation}"
        for place, (word, head, relation) in enumerate(tokens)
    )

    read(reader, draw(drawn))


def test_half_a_million_characters_cost_what_their_length_does(reader: SentenceReader) -> None:
    def cost(characters: int) -> float:
        sentence = "Chad attacked Mali and urged Niger to meet rebels in the north on Tuesday. "
        doc = reader.nlp(sentence * (characters // len(sentence)))
        return min(seconds(lambda: read(reader, doc)) for _ in range(2))

    # Fifty times the text takes about fifty times as long, never twenty-five hundred times.
    assert cost(500_000) < 150 * max(cost(10_000), 0.002)


HOSTILE = {
    "conjuncts that hang on the first": "attacked|attack/VBD/0/root Chad/NNP/1/obj"
    + " Mali/NNP/2/conj" * 10_000,
    "conjuncts that hang on one another": "attacked|attack/VBD/0/root Chad/NNP/1/obj"
    + "".join(f" Mali/NNP/{place}/conj" for place in range(2, 10_002)),
    "verbs joined to one another": "attacked|attack/VBD/0/root"
    + "".join(f" attacked|attack/VBD/{place}/conj" for place in range(1, 10_001)),
    "clauses inside clauses": "said|say/VBD/0/root"
    + "".join(f" urged|urge/VBD/{place}/ccomp" for place in range(1, 10_001)),
    "nouns inside nouns": "raid/NN/0/root"
    + "".join(f" raid/NN/{place}/nmod" for place in range(1, 10_001)),
    "relative clauses inside relative clauses": "Chad/NNP/0/root"
    + "".join(f" attacked|attack/VBD/{place}/acl:relcl" for place in range(1, 10_001)),
    "objects of one verb": "urged|urge/VBD/0/root" + " Chad/NNP/1/obj raid/NN/1/obl" * 5_000,
    "clauses of one verb": "urged|urge/VBD/0/root" + " attacked|attack/VBD/1/xcomp" * 10_000,
}


@pytest.mark.parametrize("drawn", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_tree_of_ten_thousand_words_takes_seconds_at_most(
    reader: SentenceReader, drawn: str
) -> None:
    doc = draw(drawn)

    assert seconds(lambda: read(reader, doc)) < 20  # in squares it would be minutes


@pytest.mark.parametrize(
    "text",
    [
        "Chad attacked " + "Mali, " * 10_000 + "and Niger.",
        "Chad said " + "that Mali said " * 3_000 + "that Niger attacked Chad.",
        "Chad attacked Mali" + "," * 5_000 + " Niger.",
        "Chad attacked Mali " + "(of Niger " * 3_000,
        "“" * 5_000 + "Chad attacked Mali.",
    ],
    ids=["conjuncts", "nesting", "commas", "brackets", "quotes"],
)
def test_a_hostile_text_takes_seconds_at_most(reader: SentenceReader, text: str) -> None:
    doc = reader.nlp(text)

    assert seconds(lambda: read(reader, doc)) < 20  # in squares it would be minutes
