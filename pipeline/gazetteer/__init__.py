"""Names and nouns of news actors: countries, roles, organisations, people, places; this is the loader."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable

from pipeline.gazetteer.folding import fold
from pipeline.gazetteer.senses import LESSER_KINDS, Sense, all_senses, is_acronym, place_senses
from pipeline.gazetteer.tables import Country, Organisation, Person, Place, Role, read_table
from pipeline.gazetteer.words import WordLists
from schemas.toml_file import load_toml_file

# "Elizabeth II"; letters that also end family names are left to those.
_REGNAL = re.compile(r"[IVX]{2,5}|[IVX]")
_LEAD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Gazetteer:
    """Everything the entities stage knows by name.

    Names are looked up folded (``folding.fold``) and with their capitals; the upper-case table serves
    text written in capitals and holds no acronyms. A name's senses stand in order of preference.
    ``lesser_places`` are towns and provinces that the text must tell to be places.
    ``name_lengths`` and the like give, by first word, the characters of the longest name.
    """

    senses: Mapping[str, tuple[Sense, ...]]
    name_lengths: Mapping[str, int]
    upper_senses: Mapping[str, tuple[Sense, ...]]
    upper_lengths: Mapping[str, int]
    role_sectors: Mapping[str, str]
    role_lengths: Mapping[str, int]
    lesser_places: Mapping[str, tuple[Sense, ...]]
    people_by_words: Mapping[str, tuple[Sense, ...]]
    people_by_family: Mapping[str, tuple[Sense, ...]]
    words: WordLists


def lead(text: str) -> str:
    """The first word of *text*, by which names are found; empty where it has none."""
    found = _LEAD.search(text)
    return found[0] if found else ""


def load_gazetteer(source: Traversable | None = None) -> Gazetteer:
    """Read and check the package's tables, or those in *source*.

    Raises ``InvalidDataFile`` with file, line and rule.
    """
    folder = source if source is not None else files("pipeline.gazetteer")
    words = load_toml_file(folder / "words.toml", WordLists)
    places = read_table(folder / "places.tsv", Place)
    senses = _by_name(
        all_senses(
            read_table(folder / "countries.tsv", Country),
            read_table(folder / "organisations.tsv", Organisation),
            read_table(folder / "people.tsv", Person),
            places,
        )
    )
    upper = {
        name.upper(): found
        for name, found in senses.items()
        if not is_acronym(name) and len(name) > 3 and name.upper() not in senses
    }
    roles = _role_sectors(read_table(folder / "roles.tsv", Role))
    return Gazetteer(
        senses=senses,
        name_lengths=_lengths(senses),
        upper_senses=upper,
        upper_lengths=_lengths(upper),
        role_sectors=roles,
        role_lengths=_lengths(roles),
        lesser_places=_by_name(
            named for place in places if place.kind in LESSER_KINDS for named in place_senses(place)
        ),
        people_by_words=_people_by_words(senses),
        people_by_family=_people_by_family(senses, words.family_name_first),
        words=words,
    )


def word_set(name: str) -> str:
    """The words of *name* in one order, so that "Tayyip Recep Erdogan" finds "Recep Tayyip Erdogan"."""
    return " ".join(sorted(fold(name).casefold().split()))


def family_name(name: str, country: str | None, family_name_first: frozenset[str]) -> str:
    """The folded word of *name* that later mentions use: "Erdogan", "Xi", "Burhan" for "al-Burhan"."""
    parts = fold(name).split()
    reigning = len(parts) > 1 and _REGNAL.fullmatch(parts[-1])
    family = parts[0] if country in family_name_first or reigning else parts[-1]
    return family.removeprefix("al-").removeprefix("Al-").removeprefix("el-")


def _by_name(named: Iterable[tuple[str, Sense]]) -> dict[str, tuple[Sense, ...]]:
    senses: dict[str, list[Sense]] = {}
    for name, sense in named:
        spelt = fold(name)
        # At the head of a sentence "al-Shabaab" has a capital.
        for form in (spelt, spelt[0].upper() + spelt[1:]) if spelt[0].islower() else (spelt,):
            known = senses.setdefault(form, [])
            if sense not in known:
                known.append(sense)
    return {name: tuple(found) for name, found in senses.items()}


def _role_sectors(roles: Iterable[Role]) -> dict[str, str]:
    sectors: dict[str, str] = {}
    for role in roles:
        sectors.setdefault(fold(role.role).lower(), role.sector)
    for role in roles:
        if role.plural:
            sectors.setdefault(fold(role.plural).lower(), role.sector)
    return sectors


def _people_by_words(senses: Mapping[str, tuple[Sense, ...]]) -> dict[str, tuple[Sense, ...]]:
    return {
        word_set(name): people
        for name, found in senses.items()
        if (people := tuple(sense for sense in found if sense.kind == "person"))
    }


def _people_by_family(
    senses: Mapping[str, tuple[Sense, ...]], family_name_first: frozenset[str]
) -> dict[str, tuple[Sense, ...]]:
    people: dict[str, dict[Sense, None]] = {}
    for found in senses.values():
        for sense in found:
            if sense.kind == "person":
                family = family_name(sense.name, sense.country, family_name_first)
                people.setdefault(family, {})[sense] = None
    return {family: tuple(found) for family, found in people.items()}


def _lengths(names: Iterable[str]) -> dict[str, int]:
    lengths: dict[str, int] = {}
    for name in names:
        first = lead(name)
        lengths[first] = max(lengths.get(first, 0), len(name))
    return lengths
