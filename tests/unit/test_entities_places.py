"""Places: where they lie, and when they stand for a government."""

import pytest
from spacy.language import Language

from pipeline.gazetteer import load_gazetteer
from support.entities import EntityFinder, named, told


@pytest.fixture(scope="module")
def find(nlp: Language) -> EntityFinder:
    return EntityFinder(nlp=nlp, gazetteer=load_gazetteer())


def test_a_capital_is_a_place_after_a_preposition_and_a_government_elsewhere(
    find: EntityFinder,
) -> None:
    entities = find("Moscow agreed. They met in Moscow and Kyiv. Ties of trust bind Kyiv.")

    assert [told(entity)[:2] for entity in entities[:3]] == [
        ("GPE", "Russia"),
        ("GPE", "Moscow"),
        ("GPE", "Kyiv"),
    ]
    assert named(entities, "Ukraine").sector == "GOV"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("OSLO, Norway - Police left.", ("GPE", "Oslo", "NOR", None)),
        ("LARKBY, Norway - Police left.", ("LOC", "LARKBY", "NOR", None)),
        ("LARKBY - Police left.", ("LOC", "LARKBY", None, None)),
    ],
)
def test_a_dateline_names_a_place(
    find: EntityFinder, text: str, expected: tuple[str, str, str | None, str | None]
) -> None:
    assert told(find(text)[0]) == expected


def test_a_place_that_no_list_has_is_a_place_of_the_country_named_after_it(
    find: EntityFinder,
) -> None:
    assert told(named(find("He slept in Larkby, Norway."), "Larkby")) == (
        "LOC",
        "Larkby",
        "NOR",
        None,
    )


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("Paris, Texas, slept.", "Paris", "USA"),
        ("He slept in Paris.", "Paris", "FRA"),
        ("Georgia fought. Tbilisi agreed.", "Georgia", "GEO"),
        ("Georgia voted, and Atlanta cheered.", "Georgia", "USA"),
    ],
)
def test_an_ambiguous_place_is_read_by_its_surroundings(
    find: EntityFinder, text: str, name: str, country: str
) -> None:
    assert next(entity.country for entity in find(text) if entity.name == name) == country
