"""Pronouns and descriptions: the one participant that they can stand for, or nobody."""

import re

import pytest

from pipeline.lexicon import load_lexicon
from pipeline.stages.resolving.naming import MentionIndex, name_actor
from pipeline.values import Stretch
from schemas.entity import Entity, EntityLabel, Mention

WORDS = load_lexicon().resolving


def entity(text: str, name: str, label: EntityLabel = "ORG", sector: str | None = None) -> Entity:
    mentions = tuple(
        Mention(start_char=found.start(), end_char=found.end(), text=name)
        for found in re.finditer(re.escape(name), text)
    )
    return Entity(id=name, name=name, label=label, sector=sector, mentions=mentions)


def name_of(text: str, words: str, *entities: Entity) -> str | None:
    start = text.rindex(words)
    stretch = Stretch(start_char=start, end_char=start + len(words))
    return name_actor(stretch, MentionIndex.of(entities), text, WORDS).name


def test_the_group_is_what_the_article_called_a_group() -> None:
    text = "The armed group Northern Kalu met Oxfam. The movement attacked Mali."
    kalu, oxfam = entity(text, "Kalu"), entity(text, "Oxfam")

    assert name_of(text, "movement", kalu, oxfam) == "Kalu"


def test_the_company_is_the_only_one_of_its_sector() -> None:
    text = "Zelmar sued Oxfam. The company won."
    zelmar, oxfam = entity(text, "Zelmar", sector="BUS"), entity(text, "Oxfam")

    assert name_of(text, "company", zelmar, oxfam) == "Zelmar"


def test_of_two_companies_the_company_is_neither() -> None:
    text = "Zelmar sued Nordag. The company won."
    companies = [entity(text, name, sector="BUS") for name in ("Zelmar", "Nordag")]

    assert name_of(text, "company", *companies) is None


def test_a_company_is_not_the_company() -> None:
    text = "Zelmar won. Police raided a company."

    assert name_of(text, "company", entity(text, "Zelmar", sector="BUS")) is None


def test_what_is_named_only_later_is_not_meant() -> None:
    text = "The company won. Zelmar cheered."

    assert name_of(text, "company", entity(text, "Zelmar", sector="BUS")) is None


def test_a_description_that_fits_nobody_keeps_its_own_entity() -> None:
    text = "The company won."
    role = entity(text, "company", label="ROLE", sector="BUS")

    assert name_of(text, "company", role) == "company"


def test_a_place_where_something_happens_is_not_it() -> None:
    text = "Zelmar opened a shop in Uganda. It hired clerks."
    zelmar, uganda = entity(text, "Zelmar"), entity(text, "Uganda", label="GPE")

    assert name_of(text, "It", zelmar, uganda) == "Zelmar"
    assert name_of(text, "It", uganda) is None


def test_it_is_the_subject_of_the_sentence_before() -> None:
    text = "Chad slept. Mali traded with Togo. It attacked."
    states = [entity(text, name, label="GPE") for name in ("Chad", "Mali", "Togo")]

    assert name_of(text, "It", *states) == "Mali"


@pytest.mark.parametrize(
    "text",
    [
        "Chad slept. Mali condemned Togo. It attacked.",
        "Mali traded with Togo. On Monday it attacked.",
    ],
)
def test_where_two_could_be_it_nobody_is(text: str) -> None:
    states = [entity(text, name, label="GPE") for name in ("Chad", "Mali", "Togo")]

    assert name_of(text, text.split()[-2], *states) is None


def test_she_is_not_guessed_from_the_subject() -> None:
    text = "Jane Roe spoke with Ann Poe. She attacked."
    people = [entity(text, name, label="PERSON") for name in ("Jane Roe", "Ann Poe")]

    assert name_of(text, "She", *people) is None
