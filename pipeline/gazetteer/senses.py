"""What a name can mean."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from pipeline.gazetteer.folding import fold
from pipeline.gazetteer.tables import Country, Organisation, Person, Place
from schemas.entity import EntityLabel

SenseKind = Literal[
    "country", "adjective", "people", "capital", "seat", "organisation", "person", "place"
]

# Places that only the model's word, or the region after them, makes of their names.
LESSER_KINDS = frozenset({"town", "province"})
# Acronyms are matched as written and never in text that is all capitals.
_LONGEST_ACRONYM = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Sense:
    """One meaning of a name. ``since`` and ``until`` are inclusive ISO days.

    A capital or seat of power is named ``name`` as a government and ``place`` as a place. ``point`` is
    latitude and longitude.
    """

    kind: SenseKind
    name: str
    label: EntityLabel
    country: str | None
    sector: str | None
    place: str | None = None
    place_kind: str | None = None
    office: str | None = None
    admin1: str | None = None
    point: tuple[float, float] | None = None
    since: str | None = None
    until: str | None = None

    def held_on(self, day: str | None) -> bool:
        """Does it hold on the ISO *day*; without one, does it hold still?"""
        if day is None:
            return self.until is None
        return (self.since or "") <= day <= (self.until or "9999")


def is_acronym(name: str) -> bool:
    """Is *name* short and all capitals, as NATO and U.S. are?"""
    return name.isupper() and len(name) <= _LONGEST_ACRONYM


def all_senses(
    countries: Iterable[Country],
    organisations: Iterable[Organisation],
    people: Iterable[Person],
    places: Iterable[Place],
) -> Iterator[tuple[str, Sense]]:
    """Every name with each of its senses, the preferred first."""
    for country in countries:
        yield from _country_senses(country)
    for organisation in organisations:
        yield from _organisation_senses(organisation)
    for person in people:
        yield from _person_senses(person)
    for place in places:
        if place.kind not in LESSER_KINDS:
            yield from place_senses(place)


def _country_senses(country: Country) -> Iterator[tuple[str, Sense]]:
    code = country.country
    named = Sense(kind="country", name=country.name, label="GPE", country=code, sector="GOV")
    yield from ((name, named) for name in (country.name, *country.alternatives))
    for name in country.adjectives:
        sense = Sense(kind="adjective", name=name, label="NORP", country=code, sector=None)
        yield name, sense
    for name in country.nouns:
        yield name, Sense(kind="people", name=name, label="NORP", country=code, sector="CVL")
    for name in country.capitals:
        yield (
            name,
            Sense(
                kind="capital",
                name=country.name,
                label="GPE",
                country=code,
                sector="GOV",
                place=name,
            ),
        )
    for seat in country.seats:
        name, _, sector = seat.partition("=")
        # A ministry or a chamber of parliament is not the whole government: it keeps its own name.
        whole = sector == "GOV"
        yield (
            name,
            Sense(
                kind="seat",
                name=country.name if whole else name,
                label="GPE" if whole else "ORG",
                country=code,
                sector=sector,
                place=name,
            ),
        )


def _organisation_senses(organisation: Organisation) -> Iterator[tuple[str, Sense]]:
    sense = Sense(
        kind="organisation",
        name=organisation.name,
        label="ORG",
        country=organisation.country,
        sector=organisation.sector,
        since=organisation.since,
        until=organisation.until,
    )
    yield from ((name, sense) for name in (organisation.name, *organisation.aliases))


def _person_senses(person: Person) -> Iterator[tuple[str, Sense]]:
    sense = Sense(
        kind="person",
        name=fold(person.name),
        label="PERSON",
        country=person.country,
        sector=person.sector,
        office=person.office.lower() or None,
        since=person.since,
        until=person.until,
    )
    yield from ((name, sense) for name in (person.name, *person.aliases))


def place_senses(place: Place) -> Iterator[tuple[str, Sense]]:
    """The names of *place* with what they mean."""
    sense = Sense(
        kind="place",
        name=place.name,
        label=place.label,
        country=place.country,
        sector=None,
        place_kind=place.kind,
        admin1=place.admin1 or None,
        point=(place.latitude, place.longitude)
        if place.latitude is not None and place.longitude is not None
        else None,
    )
    yield from ((name, sense) for name in (place.name, *place.alternatives))
