"""Pronouns and descriptions: the entities they stand for, each by its rule, or nobody."""

from collections.abc import Callable

import pytest
from spacy.language import Language

from pipeline.gazetteer import load_gazetteer
from pipeline.lexicon import load_lexicon
from pipeline.stages.entities.coreference import find_links
from pipeline.stages.entities.find import find_entities
from pipeline.stages.entities.wording import words_of

Link = Callable[[str], list[tuple[str, tuple[str, ...], str]]]

LISTS = load_lexicon().resolving.coreference


@pytest.fixture(scope="module")
def link(nlp: Language) -> Link:
    gazetteer = load_gazetteer()

    def link(text: str) -> list[tuple[str, tuple[str, ...], str]]:
        with nlp.memory_zone():
            words = words_of(nlp(text))
            entities = find_entities(words, gazetteer, article_id="a", published_at=None)
            links = find_links(words, entities, LISTS)
        names = {entity.id: entity.name for entity in entities}
        return [
            (
                text[found.start_char : found.end_char],
                tuple(names[id_] for id_ in found.entity_ids),
                found.rule,
            )
            for found in links
        ]

    return link


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Ana Petrov said she would resign.",
            ("she", ("Ana Petrov",), "speaker"),
        ),
        (
            "Turkey closed its border with Syria.",
            ("its", ("Turkey",), "clause-subject"),
        ),
        (
            "John Berger met the rebels. He offered them food.",
            ("He", ("John Berger",), "subject-before"),
        ),
        (
            "Before he left, John Berger thanked the nurses.",
            ("he", ("John Berger",), "later-subject"),
        ),
        (
            "Turkey and Greece signed a treaty after they met in Oslo.",
            ("they", ("Turkey", "Greece"), "clause-subject"),
        ),
        (
            "The rebels shelled the town. They killed a nurse.",
            ("They", ("rebels",), "subject-before"),
        ),
        (
            "The foreign minister, Ana Petrov, spoke.",
            ("foreign minister", ("Ana Petrov",), "apposition"),
        ),
        (
            "French President Emmanuel Macron spoke. Later the president left for Rome.",
            ("president", ("Emmanuel Macron",), "title"),
        ),
        (
            "Turkish troops entered the town. On Monday the troops left.",
            ("troops", ("Turkish troops",), "same-noun"),
        ),
        (
            "Hamas fired rockets. On Monday the group denied it.",
            ("group", ("Hamas",), "only-of-kind"),
        ),
        (
            "Boeing cut jobs. On Monday the company named a new chairman.",
            ("company", ("Boeing",), "only-of-kind"),
        ),
        (
            "Tarvex filed for bankruptcy on Monday. Later the company denied it.",
            ("company", ("Tarvex",), "only-organisation"),
        ),
        (
            "John Berger slept. He woke. The nurses thanked him.",
            ("him", ("John Berger",), "subject-before"),
        ),
        (
            "Turkey met Greece in Oslo. Both countries praised the talks.",
            ("Both countries", ("Turkey", "Greece"), "pair"),
        ),
    ],
)
def test_each_rule_links_its_words(
    link: Link, text: str, expected: tuple[str, tuple[str, ...], str]
) -> None:
    assert expected in link(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        # Two could be meant.
        ("John Berger met Tom Hale. Ada Lund watched. The clerk thanked him.", "him"),
        ("Boeing sued Toyota. On Monday the company won.", "company"),
        ("Turkey, Greece and Spain met. Both countries left.", "Both countries"),
        # Nobody is named.
        ("It seems that Turkey won.", "It"),
        ("The company won. Later Boeing cheered.", "company"),
        # A speaker is not "he" in his own words, nor his own object.
        ('"He lied," John Berger said.', "He"),
        ("John Berger shot him.", "him"),
        # Another title, and a noun that a clause narrows.
        ("Vice President Kamala Harris spoke. Then the president left.", "president"),
        ("Hamas fired rockets. The group that denied it left.", "group"),
        ("Ana Petrov spoke. He left.", "He"),
    ],
)
def test_what_is_unsure_stays_unresolved(link: Link, text: str, words: str) -> None:
    assert words not in [found[0] for found in link(text)]


def test_a_linked_pronoun_is_an_antecedent_itself(link: Link) -> None:
    found = link("John Berger came home. He slept. He woke early.")

    assert [told[:2] for told in found] == [("He", ("John Berger",)), ("He", ("John Berger",))]


def test_links_do_not_overlap_and_stand_in_the_order_of_the_text(nlp: Language) -> None:
    text = "Hamas and Israel agreed. Both sides said they would stop. The group freed its captives."
    with nlp.memory_zone():
        words = words_of(nlp(text))
        entities = find_entities(words, load_gazetteer(), article_id="a", published_at=None)
        links = find_links(words, entities, LISTS)

    ends = [0, *(found.end_char for found in links)]
    assert all(end <= found.start_char for end, found in zip(ends, links, strict=False))
    known = {entity.id for entity in entities}
    assert all(set(found.entity_ids) <= known for found in links)


def test_a_text_without_entities_has_no_links(link: Link) -> None:
    assert link("It rained, and they stayed.") == []
