"""Which rows of the fact tables go into the package, decided by ``selection.toml``."""

import csv
import lzma
import re
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from pipeline.gazetteer.folding import fold
from pipeline.gazetteer.selection import (
    OrganisationChoice,
    Period,
    PersonChoice,
    Selection,
)
from pipeline.gazetteer.tables import Country, Organisation, Person, Role

PARENTHESIS = re.compile(r"\s*\(([^)]*)\)")
_ISO_TERRITORY = re.compile(r"ISO territory ([A-Z]{3})")
_PERIOD = re.compile(r"\((?:[^)]*-)?(\d{4})\)$")
PLAIN_NAME = re.compile(r"[^\W\d_][\w .'’&/,+-]{1,70}")
_SMALL_ARTICLES = ("al-", "as-", "ash-", "el-", "al ")
_FEWEST_WORDS = 2
_LONG_BEFORE_YEARS = 7

Fields = dict[str, str]


def read_source(path: Path) -> Iterator[Fields]:
    """The lines of a fact table, plain or compressed, as column to field."""
    raw = path.read_bytes()
    text = (lzma.decompress(raw) if path.suffix == ".xz" else raw).decode("utf-8")
    lines = (line for line in text.split("\n") if line and not line.startswith("#"))
    yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)


def select_countries(rows: Iterable[Fields], selection: Selection) -> list[Country]:
    """States and territories, coded by the ISO territory they belong to."""
    states: list[Country] = []
    territories: list[Country] = []
    for row in rows:
        if row["iso3"] in selection.countries.left_out:
            continue
        territory = _ISO_TERRITORY.search(row["former_names"])
        iso3 = territory[1] if territory else selection.codes.get(row["iso3"], row["iso3"])
        # States first: where a territory shares a name with its state, the state is meant.
        (states if iso3 == row["iso3"] else territories).append(_country(row, iso3, selection))
    return [
        *sorted(states, key=lambda country: country.country),
        *sorted(territories, key=lambda country: (country.country, country.name)),
    ]


def _country(row: Fields, iso3: str, selection: Selection) -> Country:
    choice, out, own = selection.countries, selection.countries.names_left_out, row["iso3"]
    alternatives = [row["official_name"], *split_field(row["alternative_names"])]
    alternatives += _former_names(row["former_names"], selection.last_year_before)
    alternatives += choice.more_names.get(own, ())
    more = choice.more_adjectives.get(own, ())
    kept_out = out | choice.adjectives_left_out | set(choice.adjectives_not_of.get(iso3, ()))
    nouns = [*split_field(row["demonyms_nouns"]), *choice.more_nouns.get(own, ())]
    return Country(
        country=iso3,
        name=row["name"],
        alternatives=plain_names(alternatives, out | {row["name"]}),
        adjectives=plain_names(
            [*split_field(row["demonyms_adjectives"]), *more], kept_out - set(more)
        ),
        nouns=plain_names(nouns, out),
        # The chief town of a territory is a place, not another word for its government.
        capitals=plain_names(split_field(row["capitals"]), out) if iso3 == own else (),
        seats=_seats(row, selection) if iso3 == own else (),
    )


def _seats(row: Fields, selection: Selection) -> tuple[str, ...]:
    capitals = set(split_field(row["capitals"]))
    seats = []
    for written in split_field(row["seats_of_power"]):
        if written in selection.countries.seats_left_out:
            continue
        reading = PARENTHESIS.search(written)
        sector = selection.seat_readings.get(reading[1], "GOV") if reading else "GOV"
        name = PARENTHESIS.sub("", written).removeprefix("The ").removeprefix("the ")
        if name not in capitals and name not in selection.countries.seats_left_out:
            seats.append(f"{name}={sector}")
    return tuple(dict.fromkeys(seats))


def _former_names(written: str, last_year_before: int) -> list[str]:
    names = []
    for former in split_field(written):
        period = _PERIOD.search(former)
        if period and int(period[1]) >= last_year_before:
            names.append(PARENTHESIS.sub("", former))
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
    aliased = {alias for aliases in own.values() for alias in split_field(aliases)}
    dated: dict[str, list[Period]] = {}
    for period in choice.dated:
        dated.setdefault(period.name, []).append(period)
    chosen: dict[str, Organisation] = {}
    for row in chain(table, (more.model_dump() for more in choice.more)):
        name = PARENTHESIS.sub("", row["name"])
        wanted = row["source"] in ("curated", "sp500") or row["kind"] in choice.kinds_from_table
        long = not wanted and _is_long_name(row, choice)
        wanted |= long
        doubled = row["source"] != "curated" and row["name"] in aliased
        if not wanted or doubled or name in out or not PLAIN_NAME.fullmatch(name):
            continue
        listed = "" if long else row["aliases"]
        aliases = plain_names(split_field(own.get(row["name"], listed)), out | {name})
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


def _is_long_name(row: Fields, choice: OrganisationChoice) -> bool:
    """Is it one of the kinds listed by long names only, which no plain words are?"""
    words = row["name"].split()
    if row["kind"] not in choice.long_names_from_table or len(words) < _FEWEST_WORDS:
        return False
    armed = row["kind"] != "armed group" or not choice.armed_words.isdisjoint(words)
    return armed and bool(row["iso3"])


def select_people(rows: Iterable[Fields], selection: Selection) -> list[Person]:
    """Everybody curated, and the chosen offices from the other sources, one name each."""
    choice = selection.people
    people = set()
    renamed = _under_one_name([_without_title(row, choice) for row in rows])
    known = {(row["iso3"], fold(row["name"])) for row in renamed if _is_of_source(row, choice)}
    for row in renamed:
        gap = row["source"] == choice.gap_source and (row["iso3"], fold(row["name"])) not in known
        wanted = _is_of_source(row, choice) or (gap and _fills_gap(row, choice))
        ended = int(row["to"][:4]) if row["to"] else 9999
        if not wanted or ended < selection.last_year_before or not _is_full_name(row["name"]):
            continue
        if row["sector"] in choice.sectors and PLAIN_NAME.fullmatch(row["name"]):
            people.add(_person(row, selection))
    return sorted(people, key=lambda person: [str(field or "") for _, field in person])


def _person(row: Fields, selection: Selection) -> Person:
    aliases = plain_names(split_field(row["aliases"]), {row["name"]})
    return Person(
        name=row["name"],
        aliases=tuple(alias for alias in aliases if " " in alias),
        country=_code(row["iso3"], selection),
        sector=row["sector"],
        office=row["office"],
        since=_first_day(row["from"]),
        until=_last_day(row["to"]),
    )


def _is_of_source(row: Fields, choice: PersonChoice) -> bool:
    if row["source"] not in choice.sources:
        return row["source"] == "curated"
    whole = row["source"] == choice.whole_source or row["iso3"] in choice.whole_codes
    return row["office"] in choice.offices or (
        whole and row["office"] not in choice.offices_left_out
    )


def _fills_gap(row: Fields, choice: PersonChoice) -> bool:
    return row["office"] in choice.gap_offices and "" < row["to"][:4] <= str(choice.gap_until)


def _is_full_name(name: str) -> bool:
    return " " in name


def _without_title(row: Fields, choice: PersonChoice) -> Fields:
    """*row* with the bare name of a monarch, "Elizabeth II", the titled one an alias."""
    for title in choice.titles_cut:
        bare = row["name"].removeprefix(f"{title} ")
        if bare != row["name"] and " " in bare:
            aliases = "|".join(filter(None, (row["aliases"], row["name"])))
            return {**row, "name": bare, "aliases": aliases}
    return row


def _under_one_name(rows: list[Fields]) -> list[Fields]:
    """Rows of one person under the curated name, where another source lists it as an alias.

    Who held office long before whoever has the name is another, such as a father.
    """
    names: dict[tuple[str, str], str] = {}
    begun: dict[tuple[str, str], int] = {}
    for row in sorted(rows, key=lambda row: row["source"] != "curated"):
        for name in (row["name"], *split_field(row["aliases"])):
            names.setdefault((row["iso3"], fold(name)), row["name"])
        if row["from"] and row["source"] == "curated":
            own = row["iso3"], row["name"]
            begun[own] = min(begun.get(own, 9999), int(row["from"][:4]))
    renamed = []
    for row in rows:
        name = names[row["iso3"], fold(row["name"])]
        ended = int(row["to"][:4]) if row["to"] else 9999
        long_before = ended < begun.get((row["iso3"], name), 0) - _LONG_BEFORE_YEARS
        if long_before and name != row["name"]:
            renamed.append(row)
            continue
        aliases = [alias for alias in (row["name"], *split_field(row["aliases"])) if alias != name]
        renamed.append({**row, "name": name, "aliases": "|".join(aliases)})
    return renamed


def plain_names(written: Iterable[str], out: Iterable[str]) -> tuple[str, ...]:
    """Those *written* that are names and not in *out*, each once."""
    kept_out = frozenset(out)
    names = (name.strip() for name in written)
    kept = [
        name
        for name in names
        if name not in kept_out
        and PLAIN_NAME.fullmatch(name)
        and (not name[0].islower() or name.startswith(_SMALL_ARTICLES))
    ]
    return tuple(dict.fromkeys(kept))


def split_field(field: str) -> list[str]:
    """The values of a field of several."""
    return field.split("|") if field else []


def _code(iso3: str, selection: Selection) -> str | None:
    return selection.codes.get(iso3, iso3) or None


def _first_day(date: str) -> str | None:
    return (date + "-01-01"[len(date) - 4 :])[:10] if date else None


def _last_day(date: str) -> str | None:
    # A month or a year lasts to its end; day 28 is in every month and near enough.
    return (date + "-12-28"[len(date) - 4 :])[:10] if date else None
