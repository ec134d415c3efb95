"""The resolve stage: when and where it happened."""

from datetime import date

import pytest

from support.resolving import candidate, named, resolve, stretch


def test_an_event_without_a_date_of_its_own_has_the_day_of_publication() -> None:
    text = "Chad attacked Mali."
    (event,) = resolve(text, [candidate(text)], [])

    assert event.date is not None
    assert (event.date.start, event.date.text, event.date.source) == (
        date(2021, 7, 15),
        None,
        "published_at",
    )
    (undated,) = resolve(text, [candidate(text)], [], published_at=None)
    assert undated.date is None


def test_the_day_of_saying_is_not_the_day_of_the_act() -> None:
    text = "Chad attacked Mali on Monday, officials said on Wednesday."
    (event,) = resolve(text, [candidate(text)], [])

    assert event.date is not None
    assert event.date.text == "Monday"


def test_an_act_of_years_ago_is_historical() -> None:
    text = "Chad attacked Mali in 2015."
    (event,) = resolve(text, [candidate(text)], [])

    assert event.status == "historical"


def test_the_place_is_what_stands_after_in_or_near() -> None:
    text = "Chad attacked Mali near Gao."
    entities = [
        named(text, "Mali", country="MLI", sector="GOV"),
        named(text, "Gao", country="MLI"),
    ]
    attack = candidate(text, recipients=(stretch(text, "Mali"),))
    (event,) = resolve(text, [attack], entities)

    assert event.location is not None
    assert (event.location.text, event.location.country) == ("Gao", "MLI")


def test_without_a_place_of_its_own_an_event_has_the_datelines() -> None:
    text = "BAMAKO - Chad attacked Mali."
    (event,) = resolve(text, [candidate(text)], [named(text, "BAMAKO", country="MLI")])
    assert event.location is not None
    assert event.location.text == "BAMAKO"

    text = "Chad attacked Mali."
    (event,) = resolve(text, [candidate(text)], [])
    assert event.location is None


def test_an_undated_act_is_of_the_day_that_the_lead_tells() -> None:
    text = "Chad attacked Mali on Wednesday. Togo attacked Niger."
    _, second = resolve(text, [candidate(text), candidate(text, nth=1)], [])

    assert second.date is not None
    assert (second.date.start, second.date.text) == (date(2021, 7, 14), "Wednesday")


@pytest.mark.parametrize(
    "lead",
    [
        "It was quiet on June 10.",  # background
        "They will meet on Friday.",  # still to come
        "It was quiet last week.",  # no day
    ],
)
def test_a_lead_of_another_time_dates_nothing(lead: str) -> None:
    text = f"{lead} Togo attacked Niger."
    (event,) = resolve(text, [candidate(text)], [])

    assert event.date is not None
    assert event.date.source == "published_at"


def test_a_day_told_later_does_not_date_what_was_told_before() -> None:
    text = "Togo attacked Niger. Chad attacked Mali on Wednesday."
    first, _ = resolve(text, [candidate(text), candidate(text, nth=1)], [])

    assert first.date is not None
    assert first.date.source == "published_at"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Chad attacked Mali in the northern port of Gao.", "Gao"),
        ("Chad attacked Mali along the Gao road.", "Gao"),
        ("Chad attacked Mali and the market of Gao.", "Gao"),
        # Another preposition or a mark comes between.
        ("Chad attacked Mali in talks with Gao.", None),
        ("Chad attacked Mali in vain, Gao said.", None),
        ("Chad attacked Mali with the mayor of Gao.", None),
    ],
)
def test_a_place_stands_after_its_preposition_or_a_kind_of_place(
    text: str, place: str | None
) -> None:
    attack = candidate(text, recipients=(stretch(text, "Mali"),))
    mali = named(text, "Mali", country="MLI", sector="GOV")
    (event,) = resolve(text, [attack], [mali, named(text, "Gao", country="MLI")])

    assert (event.location and event.location.text) == place


def test_a_river_or_an_island_may_stand_after_on_and_a_country_may_not() -> None:
    text = "Chad attacked Mali on the Niger."
    attack = candidate(text, recipients=(stretch(text, "Mali"),))
    (event,) = resolve(text, [attack], [named(text, "Niger", label="LOC")])
    assert event.location is not None

    (event,) = resolve(text, [attack], [named(text, "Niger", country="NER")])
    assert event.location is None


def test_a_town_is_where_it_was_attacked_and_a_state_is_not() -> None:
    text = "Chad attacked Gao."
    attack = candidate(text, recipients=(stretch(text, "Gao"),))
    (event,) = resolve(text, [attack], [named(text, "Gao", country="MLI")])
    assert event.location is not None

    (event,) = resolve(text, [attack], [named(text, "Gao", country="MLI", sector="GOV")])
    assert event.location is None


def test_a_hazard_is_where_it_strikes_a_state_too() -> None:
    text = "BAMAKO - A storm attacked Mali."
    entities = [named(text, "BAMAKO", country="MLI"), named(text, "Mali", sector="GOV")]
    storm = candidate(text, event_type="DISASTER", recipients=(stretch(text, "Mali"),))
    (event,) = resolve(text, [storm], entities)

    assert event.location is not None
    assert event.location.text == "Mali"


@pytest.mark.parametrize(("gap", "place"), [(" ", "Gao"), ("\n\n", "BAMAKO")])
def test_a_sentence_without_a_place_goes_on_with_that_of_its_paragraph(
    gap: str, place: str
) -> None:
    text = f"BAMAKO - Chad sent an army. Chad fought in Gao.{gap}Togo attacked Niger."
    entities = [named(text, "BAMAKO", country="MLI"), named(text, "Gao", country="MLI")]
    start = text.index("Togo")
    attack = candidate(text, sentence=stretch(text, text[start:]))
    (event,) = resolve(text, [attack], entities)

    assert event.location is not None
    assert event.location.text == place


@pytest.mark.parametrize(
    ("words", "name", "country"),
    [
        ("in Larkby", "Larkby", "MLI"),
        ("in the Sahel", "Sahel", None),
        ("in Africa", "Africa", None),
    ],
)
def test_a_lesser_place_lies_in_the_country_of_the_dateline(
    words: str, name: str, country: str | None
) -> None:
    text = f"BAMAKO - Chad attacked {words}."
    entities = [named(text, "BAMAKO", country="MLI"), named(text, name, label="LOC")]
    (event,) = resolve(text, [candidate(text)], entities)

    assert event.location is not None
    assert (event.location.text, event.location.country) == (name, country)
