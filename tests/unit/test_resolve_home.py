"""The resolve stage: the country and the sector that a report gives those who name none."""

import pytest

from schemas.actor import Actor
from schemas.event import Event
from support.resolving import candidate, named, resolve, stretch

DOMESTIC = "Mali voted. Mali spoke. Mali wept. The {} attacked a clerk."
MIXED = "Mali met Chad. Mali spoke. The {} attacked a clerk."


def actor_of(text: str, name: str, label: str | None, sector: str | None) -> Actor:
    entities = [
        named(text, "Mali", country="MLI", sector="GOV"),
        named(text, "Chad", country="TCD", sector="GOV"),
    ]
    entities = [entity for entity in entities if entity.mentions]
    if label is not None:
        entities.append(named(text, name, label=label, sector=sector))
    (event,) = resolve(text, [candidate(text, actors=(stretch(text, name),))], entities)
    return event.actors[0]


@pytest.mark.parametrize("report", [DOMESTIC, MIXED])
def test_an_office_without_a_country_is_of_the_country_that_half_the_report_names(
    report: str,
) -> None:
    actor = actor_of(report.format("police"), "police", "ROLE", "COP")

    assert (actor.country, actor.resolved_by) == ("MLI", "home-country")


def test_of_two_countries_named_as_often_the_first_is_home() -> None:
    actor = actor_of("Mali met Chad. The police attacked a clerk.", "police", "ROLE", "COP")

    assert actor.country == "MLI"


def test_without_a_country_that_prevails_nobody_is_at_home() -> None:
    text = "Mali met Chad and Togo. The police attacked a clerk."
    entities = [named(text, n, country=c) for n, c in (("Mali", "MLI"), ("Chad", "TCD"))]
    entities += [
        named(text, "Togo", country="TGO"),
        named(text, "police", label="ROLE", sector="COP"),
    ]
    (event,) = resolve(text, [candidate(text, actors=(stretch(text, "police"),))], entities)

    assert event.actors[0].country is None


@pytest.mark.parametrize(
    ("name", "label", "sector"),
    [("Larkwood", "ORG", None), ("Ada Lund", "PERSON", None), ("welders", None, None)],
)
def test_a_report_of_one_country_alone_gives_it_to_all_it_tells_of_nowhere_else(
    name: str, label: str | None, sector: str | None
) -> None:
    assert actor_of(DOMESTIC.format(name), name, label, sector).country == "MLI"
    assert actor_of(MIXED.format(name), name, label, sector).country is None


@pytest.mark.parametrize(
    ("name", "label", "sector"),
    [
        ("rebels", "ROLE", "REB"),
        ("donors", "ROLE", "SOC"),
        ("Security Council", "ORG", "GOV"),
        ("shutters", None, None),
    ],
)
def test_who_crosses_borders_or_is_nobody_is_at_home_nowhere(
    name: str, label: str | None, sector: str | None
) -> None:
    assert actor_of(DOMESTIC.format(name), name, label, sector).country is None


def sectors_of(*acts: tuple[str, tuple[str, ...]]) -> set[str | None]:
    """The sectors of one organisation that takes part in *acts*, types with modes."""
    text = "Larkwood attacked. " * len(acts)
    entity = named(text, "Larkwood", label="ORG")
    told = [
        candidate(text, event_type=kind, modes=modes, nth=n, actors=(stretch(text, "Larkwood", n),))
        for n, (kind, modes) in enumerate(acts)
    ]
    events: tuple[Event, ...] = resolve(text, told, [entity])
    return {actor.sector for event in events for actor in event.actors}


def test_an_organisation_is_what_its_acts_tell_in_all_its_events() -> None:
    assert sectors_of(("BANKRUPT", ()), ("ACCUSE", ())) == {"BUS"}
    assert sectors_of(("ELECT", ("won",))) == {"PTY"}
    assert sectors_of(("ACCUSE", ())) == {None}
    assert sectors_of(("REPORT_RESULTS", ("indicator",))) == {None}


def test_an_organisation_whose_acts_tell_two_things_stays_open() -> None:
    assert sectors_of(("BANKRUPT", ()), ("ELECT", ("won",))) == {None}
