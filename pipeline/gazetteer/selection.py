"""The choices of ``selection.toml``; an unknown key is an error."""

from importlib.resources import files
from importlib.resources.abc import Traversable

from pydantic import Field

from pipeline.gazetteer.tables import Code, Day, Role
from schemas.entity import EntityLabel
from schemas.toml_file import Table, load_toml_file


class CountryChoice(Table):
    """Which countries and names of theirs are left out, and which the fact tables lack."""

    left_out: frozenset[Code]
    names_left_out: frozenset[str]
    adjectives_left_out: frozenset[str]
    seats_left_out: frozenset[str]
    adjectives_not_of: dict[Code, tuple[str, ...]]
    more_adjectives: dict[Code, tuple[str, ...]]
    more_nouns: dict[Code, tuple[str, ...]]
    more_names: dict[Code, tuple[str, ...]]


class RoleChoice(Table):
    """Which nouns are left out, and which the fact tables lack."""

    left_out: frozenset[str]
    more: tuple[Role, ...]


class MoreOrganisation(Table):
    """A row that the general table lacks, written as it stands there."""

    name: str
    aliases: str
    kind: str
    iso3: Code
    sector: str
    source: str


class Period(Table):
    """Country and sector of the organisation *name* for a time; the days are inclusive."""

    name: str
    since: Day | None = None
    until: Day | None = None
    country: Code | None = None
    sector: Code | None = None


class OrganisationChoice(Table):
    """Which organisations are taken from the general table, and how."""

    left_out: frozenset[str]
    kinds_from_table: frozenset[str]
    long_names_from_table: frozenset[str]
    armed_words: frozenset[str]
    more: tuple[MoreOrganisation, ...]
    dated: tuple[Period, ...]


class PersonChoice(Table):
    """Which sectors, and which offices of which sources, are taken."""

    sectors: frozenset[Code]
    offices: frozenset[str]
    sources: frozenset[str]
    whole_source: str
    offices_left_out: frozenset[str]
    whole_codes: frozenset[Code]
    gap_source: str
    gap_offices: frozenset[str]
    gap_until: int
    titles_cut: tuple[str, ...]


class PlaceChoice(Table):
    """Which places are left out, whose regions are taken, and the label of each kind."""

    left_out: frozenset[str]
    regions_of: frozenset[Code]
    labels: dict[str, EntityLabel]


class Selection(Table):
    """The whole file; each list is described there."""

    min_city_population: int = Field(ge=0)
    min_town_population: int = Field(ge=0)
    min_namesake_population: int = Field(ge=0)
    last_year_before: int
    codes: dict[Code, Code]
    countries: CountryChoice
    seat_readings: dict[str, Code]
    roles: RoleChoice
    organisations: OrganisationChoice
    people: PersonChoice
    places: PlaceChoice


def read_selection(folder: Traversable | None = None) -> Selection:
    """The choices in *folder* (default: this package). Raises ``InvalidDataFile`` with place and rule."""
    source = folder if folder is not None else files("pipeline.gazetteer")
    return load_toml_file(source / "selection.toml", Selection)
