"""Which rows of the fact tables go into the package, decided by ``selection.toml``."""

import csv
import lzma
import re
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from pipeline.gazetteer.folding import fold
from pipeline.gazetteer.selection import Period, Selection
from pipeline.gazetteer.tables import Country, Organisation, Person, Place, Role

_PARENTHESIS = re.compile(r"\s*\(([^)]*)\)")
_ISO_TERRITORY = re.compile(r"ISO territory ([A-Z]{3})")
_PERIOD = re.compile(r"\((?:[^)]*-)?(\d{4})\)$")
_PLAIN_NAME = re.compile(r"[^\W\d_][\w .'’&/,+-]{1,70}")
_SMALL_ARTICLES = ("al-", "as-", "ash-", "el-", "al ")
_ABOVE_ANY_CITY = 10**9

Fields = dict[str, str]


def read_source(path: Path) -> Iterator[Fields]:
    """The lines of a fact table, plain or compressed, as column to field."""
    raw = path.read_bytes()
    text = (lzma.decompress(raw) if path.suffix == ".xz" else raw).decode("utf-8")
    lines = (line for line in text.split("\n") if line and not line.startswith("#"))
    yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)


def select_countries(rows: Iterable[Fields], selection: Selection) -> list[Country]:
    """States and territories, coded by the ISO territory they belong to."""
    choice = selection.countries
    out = choice.names_left_out
    states: list[Country] = []
    territories: list[Country] = []
    for row in rows:
        if row["iso3"] in choice.left_out:
            continue
        territory = _ISO_TERRITORY.search(row["former_names"])
        iso3 = territory[1] if territory else selection.codes.get(row["iso3"], row["iso3"])
        alternatives = [row["official_name"], *_split(row["alternative_names"])]
        alternatives += _former_names(row["former_names"], selection.last_year_before)
        alternatives += choice.more_names.get(row["iso3"], ())
        adjectives = _split(row["demonyms_adjectives"])
        adjectives += choice.more_adjectives.get(row["iso3"], ())
        kept_out = out | choice.adjectives_left_out
        kept_out |= set(choice.adjectives_not_of.get(iso3, ()))
        # States first: where a territory shares a name with its state, the state is meant.
        (states if iso3 == row["iso3"] else territories).append(
            Country(
                country=iso3,
                name=row["name"],
                alternatives=_names(alternatives, out | {row["name"]}),
                adjectives=_names(adjectives, kept_out - set(choice.more_adjectives.get(iso3, ()))),
                nouns=_names(_split(row["demonyms_nouns"]), out),
                # The chief town of a territory is a place, not another word for its government.
                capitals=_names(_split(row["capitals"]), out) if iso3 == row["iso3"] else (),
                seats=_seats(row, selection) if iso3 == row["iso3"] else (),
            )
        )
    return [
        *sorted(states, key=lambda country: country.country),
        *sorted(territories, key=lambda country: (country.country, country.name)),
    ]


def _seats(row: Fields, selection: Selection) -> tuple[str, ...]:
    capitals = set(_split(row["capitals"]))
    seats = []
    for written in _split(row["seats_of_power"]):
        if written in selection.countries.seats_left_out:
            continue
        reading = _PARENTHESIS.search(written)
        sector = selection.seat_readings.get(reading[1], "GOV") if reading else "GOV"
        name = _PARENTHESIS.sub("", written).removeprefix("The ").removeprefix("the ")
        if name not in capitals and name not in selection.countries.seats_left_out:
            seats.append(f"{name}={sector}")
    return tuple(dict.fromkeys(seats))


def _former_names(written: str, last_year_before: int) -> list[str]:
    names = []
    for former in _split(written):
        period = _PERIOD.search(former)
        if period and int(period[1]) >= last_year_before:
            names.append(_PARENTHESIS.sub("", former))
    return names


def select_roles(rows: Iterable[Fields], selection: Selection) -> list[Role]:
    """The curated nouns, one sector each: the first that is given."""
    roles: dict[str, Role] = {more.role: more for more in selection.roles.more}
    for row in rows:
        left_out = row["role"] in selection.roles.left_out
        if row["source"] == "curated" and not left_out and len(row["role"]) > 1:
            role = Role(role=row["role"], plural=row["plural"], sector=row["sector"])
            roles.setdefault(row["role"], role)
    return [roles[name] for name in sorted(roles)]


def select_organisations(
    table: Iterable[Fields], curated: Iterable[Fields], selection: Selection
) -> list[Organisation]:
    """Everything curated with its own aliases, and the named kinds of the general table."""
    choice = selection.organisations
    out = choice.left_out
    own = {row["name"]: row["aliases"] or "" for row in curated}
    # The general table lists some aliases as organisations of their own ("UN").
    aliased = {alias for aliases in own.values() for alias in _split(aliases)}
    dated: dict[str, list[Period]] = {}
    for period in choice.dated:
        dated.setdefault(period.name, []).append(period)
    chosen: dict[str, Organisation] = {}
    for row in chain(table, (more.model_dump() for more in choice.more)):
        name = _PARENTHESIS.sub("", row["name"])
        wanted = row["source"] in ("curated", "sp500") or row["kind"] in choice.kinds_from_table
        doubled = row["source"] != "curated" and row["name"] in aliased
        if not wanted or doubled or name in out or not _PLAIN_NAME.fullmatch(name):
            continue
        aliases = _names(_split(own.get(row["name"], row["aliases"])), out | {name})
        for period in dated.get(name, [Period(name=name)]):
            organisation = Organisation(
                name=name,
                aliases=aliases,
                kind=row["kind"],
                country=period.country or _code(row["iso3"], selection),
                sector=period.sector or row["sector"] or None,
                since=period.since,
                until=period.until,
            )
            chosen.setdefault(f"{name}\t{row['iso3']}\t{period.since or ''}", organisation)
    return [chosen[key] for key in sorted(chosen)]


def select_people(rows: Iterable[Fields], selection: Selection) -> list[Person]:
    """Everybody curated, and the chosen offices from the other sources, one name each."""
    choice = selection.people
    people = set()
    for row in _under_one_name(list(rows)):
        wanted = row["source"] == "curated" or (
            row["source"] in choice.sources and row["office"] in choice.offices
        )
        ended = int(row["to"][:4]) if row["to"] else 9999
        if not wanted or ended < selection.last_year_before or " " not in row["name"]:
            continue
        if row["sector"] in choice.sectors and _PLAIN_NAME.fullmatch(row["name"]):
            people.add(
                Person(
                    name=row["name"],
                    aliases=tuple(
                        a for a in _names(_split(row["aliases"]), {row["name"]}) if " " in a
                    ),
                    country=_code(row["iso3"], selection),
                    sector=row["sector"],
                    office=row["office"],
                    since=_first_day(row["from"]),
                    until=_last_day(row["to"]),
                )
            )
    return sorted(people, key=lambda person: [str(field or "") for _, field in person])


def _under_one_name(rows: list[Fields]) -> list[Fields]:
    """Rows of one person under the curated name, where another source lists it as an alias."""
    names: dict[tuple[str, str], str] = {}
    for row in sorted(rows, key=lambda row: row["source"] != "curated"):
        for name in (row["name"], *_split(row["aliases"])):
            names.setdefault((row["iso3"], fold(name)), row["name"])
    renamed = []
    for row in rows:
        name = names[row["iso3"], fold(row["name"])]
        aliases = [alias for alias in (row["name"], *_split(row["aliases"])) if alias != name]
        renamed.append({**row, "name": name, "aliases": "|".join(aliases)})
    return renamed


def select_places(rows: Iterable[Fields], selection: Selection) -> list[Place]:
    """The larger cities (of one name the largest), some regions, and all named waters and ranges."""
    choice = selection.places
    out = choice.left_out
    largest: dict[str, tuple[int, Place]] = {}
    for row in rows:
        # A region beats a city of its name: Ontario is the province.
        population = _ABOVE_ANY_CITY if row["kind"] == "admin1" else int(row["population"] or 0)
        if row["kind"] == "city" and population < selection.min_city_population:
            continue
        if row["kind"] == "admin1" and row["iso3"] not in choice.regions_of:
            continue
        name = _PARENTHESIS.sub("", row["name"])
        folded = fold(name)
        if folded in out or not _PLAIN_NAME.fullmatch(name) or name[0].islower():
            continue
        place = Place(
            name=name,
            alternatives=_place_names(row, out),
            country=row["iso3"] or None,
            kind=row["kind"],
            label=choice.labels[row["kind"]],
        )
        if folded not in largest or largest[folded][0] < population:
            largest[folded] = (population, place)
    return [largest[name][1] for name in sorted(largest)]


def _place_names(row: Fields, out: frozenset[str]) -> tuple[str, ...]:
    # GeoNames lists spellings of every language; only the larger cities have known ones.
    if row["kind"] == "city" and int(row["population"] or 0) < 1_000_000:
        return ()
    names = (name for name in _split(row["alternatives"]) if len(name) > 3)
    return _names(names, out | {row["name"]})[:6]


def _names(written: Iterable[str], out: Iterable[str]) -> tuple[str, ...]:
    kept_out = frozenset(out)
    names = (name.strip() for name in written)
    kept = [
        name
        for name in names
        if name not in kept_out
        and _PLAIN_NAME.fullmatch(name)
        and (not name[0].islower() or name.startswith(_SMALL_ARTICLES))
    ]
    return tuple(dict.fromkeys(kept))


def _split(field: str) -> list[str]:
    return field.split("|") if field else []


def _code(iso3: str, selection: Selection) -> str | None:
    return selection.codes.get(iso3, iso3) or None


def _first_day(date: str) -> str | None:
    return (date + "-01-01"[len(date) - 4 :])[:10] if date else None


def _last_day(date: str) -> str | None:
    # A month or a year lasts to its end; day 28 is in every month and near enough.
    return (date + "-12-28"[len(date) - 4 :])[:10] if date else None
