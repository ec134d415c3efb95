"""When a predicted participant counts as the one that gold names."""

import pytest

from pipeline.quality.names import GoldName, same_participants
from schemas.actor import Actor


def actor(text: str, *, name: str | None = None, country: str | None = None) -> Actor:
    return Actor(text=text, start_char=0, end_char=len(text), name=name, country=country)


def gold(name: str, country: str = "") -> GoldName:
    return GoldName(name=name, country=country)


def agree(wanted: str, text: str, name: str | None = None) -> bool:
    return same_participants([gold(wanted)], [actor(text, name=name)], by_country=False)


@pytest.mark.parametrize(
    ("wanted", "text"),
    [
        ("Taliban", "the Taliban"),
        ("soldiers", "14 soldiers"),
        ("soldiers", "government soldiers"),
        ("people", "six people"),
        ("Gunmen", "gunmen"),
        ("Taliban", "Taliban leadership"),
        ("Taliban leadership", "the Taliban"),
        ("Túpac Quispe", "Tupac Quispe"),
        ("Kenya", "Kenya's"),
    ],
)
def test_case_accents_determiners_and_numbers_do_not_part_two_names(wanted: str, text: str) -> None:
    assert agree(wanted, text)


@pytest.mark.parametrize(
    ("wanted", "text"),
    [
        ("Kenya", "Tanzania"),
        ("soldiers", "soldiers' families"),
        ("police", "police station"),
        ("Mali", "Malian army"),
        ("Niger", "Nigeria"),
        ("workers", "the union"),
    ],
)
def test_other_words_part_two_names(wanted: str, text: str) -> None:
    assert not agree(wanted, text)


def test_a_resolved_name_is_compared_as_well_as_the_words_of_the_text() -> None:
    assert agree("Turkey", "Ankara", name="Turkey")
    assert agree("Ankara", "Ankara", name="Turkey")


def test_a_country_makes_up_for_a_name_where_that_is_allowed() -> None:
    wanted, predicted = [gold("Turkey", "TUR")], [actor("Turkish troops", country="TUR")]

    assert same_participants(wanted, predicted, by_country=True)
    assert not same_participants(wanted, predicted, by_country=False)


@pytest.mark.parametrize("kind", ["IGO", "NGO", ""])
def test_two_organisations_are_not_the_same_for_being_of_one_kind(kind: str) -> None:
    wanted, predicted = [gold("East African Community", kind)], [actor("the bloc", country=kind)]

    assert not same_participants(wanted, predicted, by_country=True)


def test_one_too_many_and_one_too_few_are_both_wrong() -> None:
    one, two = [actor("Mali")], [actor("Mali"), actor("Niger")]

    assert not same_participants([gold("Mali"), gold("Niger")], one, by_country=True)
    assert not same_participants([gold("Mali")], two, by_country=True)
    assert same_participants([gold("Niger"), gold("Mali")], two, by_country=True)


def test_nobody_agrees_with_nobody() -> None:
    assert same_participants([], [], by_country=True)


def test_a_country_does_not_take_away_the_one_that_another_name_fits() -> None:
    wanted = [gold("police", "KEN"), gold("Wekesa", "KEN")]
    predicted = [actor("Wekesa", country="KEN"), actor("officers", country="KEN")]

    assert same_participants(wanted, predicted, by_country=True)
