"""What holds of the entities of any text."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

from pipeline.gazetteer import load_gazetteer
from schemas.ids import entity_id
from support.entities import EntityFinder, named


@pytest.fixture(scope="module")
def find(nlp: Language) -> EntityFinder:
    return EntityFinder(nlp=nlp, gazetteer=load_gazetteer())


def test_a_name_is_written_as_the_text_below_a_headline_in_capitals_writes_it(
    find: EntityFinder,
) -> None:
    entities = find("JOE SMITH LEFT THE TOWN\n\nJoe Smith said so.")

    assert len(named(entities, "Joe Smith").mentions) == 2


@pytest.mark.parametrize(
    "text",
    [
        "We ate turkey and chad.",
        "However, Nothing was Said.",
        "The Russian-backed plan of May failed.",
        "It is for us who care.",
        "They will judge it.",
        "",
        " \n\n ",
    ],
)
def test_common_words_are_no_names(find: EntityFinder, text: str) -> None:
    assert find(text) == ()


def test_a_lone_word_in_text_in_capitals_is_no_name_unless_known(find: EntityFinder) -> None:
    entities = find("THE TALIBAN THREATENED TURKEY WHO SAYS IT IS JUST US AND JOE SMITH SAID")

    assert [entity.name for entity in entities] == ["Taliban", "Turkey", "JOE SMITH"]


def test_entities_are_ordered_by_first_mention_and_carry_content_ids(find: EntityFinder) -> None:
    entities = find("Rebels fought Turkish troops. Turkey and the UN left. Rebels won.")

    assert [entity.mentions[0].start_char for entity in entities] == sorted(
        entity.mentions[0].start_char for entity in entities
    )
    assert all(
        entity.id == entity_id(article_id="a", label=entity.label, name=entity.name)
        for entity in entities
    )
    assert len({entity.id for entity in entities}) == len(entities)


WORDS = st.sampled_from(
    [
        "Turkish",
        "President",
        "Joe",
        "Biden",
        "Moscow",
        "in",
        "of",
        "the",
        "al",
        "-",
        "'s",
        ",",
        "(",
        ")",
        "WFP",
        "Ministry",
        "and",
        "foreign",
        "minister",
        "Gen.",
        "said",
        ".",
        "\n\n",
        "Smith",
        "US",
        "UN",
        "(UN)",
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(WORDS, max_size=40).map(" ".join))
def test_mentions_are_verbatim_and_do_not_overlap(find: EntityFinder, text: str) -> None:
    entities = find(text)

    spans = sorted((m.start_char, m.end_char) for entity in entities for m in entity.mentions)
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))
    assert all(
        text[m.start_char : m.end_char] == m.text for entity in entities for m in entity.mentions
    )
    assert find(text) == entities


@pytest.mark.parametrize(
    "unit",
    [
        "United ",
        "Ministry of ",
        "President ",
        "Mr. ",
        "Al-",
        "al-",
        "minister and ",
        "foreign ",
        "A. ",
        "Joe ",
        "Joe, the president ",
        "University of and ",
        "(",
        "Moscow, ",
        "The Turkish ",
        "Aa ",
        "AA ",
    ],
)
def test_text_of_nothing_but_the_same_opening_is_read(find: EntityFinder, unit: str) -> None:
    assert len(find(unit * (20_000 // len(unit)))) < 10
