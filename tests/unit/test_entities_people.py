"""Persons: their names, titles and countries."""

import pytest
from spacy.language import Language

from pipeline.gazetteer import load_gazetteer
from support.entities import EntityFinder, named, told


@pytest.fixture(scope="module")
def find(nlp: Language) -> EntityFinder:
    return EntityFinder(nlp=nlp, gazetteer=load_gazetteer())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Turkish President Recep Tayyip Erdogan left.",
            ("PERSON", "Recep Tayyip Erdogan", "TUR", "GOV"),
        ),
        (
            "Turkish President Tayyip Recep Erdoğan left.",
            ("PERSON", "Recep Tayyip Erdogan", "TUR", "GOV"),
        ),
        ("President Biden left.", ("PERSON", "Joe Biden", "USA", "GOV")),
        (
            "Pentagon spokesman John F. Kirby left.",
            ("PERSON", "John F. Kirby", "USA", "MIL"),
        ),
        ("Gen. Abc Defgh left.", ("PERSON", "Abc Defgh", None, "MIL")),
        ("Abc Defgh, 45, left.", ("PERSON", "Abc Defgh", None, None)),
        ("Abc Defgh said so.", ("PERSON", "Abc Defgh", None, None)),
        ("Michael Jordan left.", ("PERSON", "Michael Jordan", None, None)),
        ("Hamas leader Omar Haddadin left.", ("PERSON", "Omar Haddadin", "PSE", "REB")),
    ],
)
def test_a_person_is_named_with_title_and_country(
    find: EntityFinder, text: str, expected: tuple[str, str, str | None, str | None]
) -> None:
    assert [told(entity) for entity in find(text)] == [expected]


def test_a_family_name_later_is_the_same_person(find: EntityFinder) -> None:
    entities = find("Turkish President Recep Tayyip Erdogan left. Erdogan said so. Erdogan's men.")

    mentions = named(entities, "Recep Tayyip Erdogan").mentions
    assert [mention.text for mention in mentions] == [
        "Turkish President Recep Tayyip Erdogan",
        "Erdogan",
        "Erdogan",
    ]


def test_the_family_name_of_a_chinese_name_comes_first(find: EntityFinder) -> None:
    assert (
        len(named(find("Chinese leader Xi Jinping left. Xi said so."), "Xi Jinping").mentions) == 2
    )


def test_a_person_titled_before_the_full_name_is_given_is_one_entity(find: EntityFinder) -> None:
    assert len(named(find("Mr. Defgh left. Joe Defgh said so."), "Joe Defgh").mentions) == 2


def test_an_organisation_after_a_role_is_no_person(find: EntityFinder) -> None:
    entities = find("The paramilitary Rapid Support Forces left the airline Lufthansa.")

    assert {entity.label for entity in entities} == {"ROLE", "ORG"}
    assert named(entities, "Rapid Support Forces").country == "SDN"


def test_a_former_office_holder_is_of_the_elite(find: EntityFinder) -> None:
    assert named(find("Barack Obama left."), "Barack Obama").sector == "ELI"


@pytest.mark.parametrize(
    "text", ["Ada Lund, the Danish envoy, wept.", "The Danish envoy, Ada Lund, wept."]
)
def test_a_role_set_beside_a_name_tells_who_it_is(find: EntityFinder, text: str) -> None:
    assert told(named(find(text), "Ada Lund")) == ("PERSON", "Ada Lund", "DNK", "GOV")


def test_a_maker_s_name_is_no_person_s(find: EntityFinder) -> None:
    assert named(find("Danish lithium producer Asta Mining left."), "Asta Mining").label == "ORG"
