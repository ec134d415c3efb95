"""Places that no list has, towns that the text tells to be places, and datelines."""

from dataclasses import dataclass

from pipeline.gazetteer.senses import Sense
from pipeline.stages.entities.readings import DATELINE_SIGNS, Reader
from pipeline.stages.entities.spans import NamedSpan
from pipeline.stages.entities.wording import WordRange

_MOST_DATELINE_WORDS = 6
_TOWNS = frozenset({"city", "town"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """What follows a place's name and tells where it lies: a country, or a region of one."""

    country: str | None
    admin1: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    """Where a place lies, as far as its name alone tells; ``is_known`` where the gazetteer has it as a place."""

    is_known: bool
    admin1: str | None = None
    point: tuple[float, float] | None = None


def town_of(reader: Reader, first: int, last: int, country: str | None) -> Town:
    """The place of that name in *country*; where that has several, which of them is not told."""
    key = reader.words.key(first, last)
    if key not in reader.gazetteer.senses:
        key = key.title()  # a dateline's capitals
    senses = [sense for sense in reader.gazetteer.senses.get(key, ()) if sense.kind == "place"]
    known = [sense for sense in senses if sense.country == country]
    namesakes = reader.gazetteer.lesser_places.get(key, ())
    if len(known) != 1 or (
        known[0].place_kind == "city"
        and any(one.country == country and one.place_kind == "town" for one in namesakes)
    ):
        return Town(is_known=bool(senses))
    return Town(is_known=True, admin1=known[0].admin1, point=known[0].point)


def place_name(reader: Reader, i: int, sentence: WordRange) -> NamedSpan | None:
    """The place that starts at word *i* and that the model or a region after it tells to be one.

    It lies where what follows or what it is named after lies: "Kabul airport" in Afghanistan.
    """
    end = reader.name_end(i, "LOC", sentence)
    if end == i:
        return None
    region = region_after(reader, end, sentence)
    found = placed(reader, i, end, region)
    if found.country is not None:
        return found
    named_after = reader.sense_at(i, sentence)
    country = named_after[1].country if named_after and named_after[1].place is not None else None
    return NamedSpan(
        first=i,
        last=end,
        name=found.name,
        label=found.label,
        country=country,
        sector=None,
        as_place=True,
    )


def placed(reader: Reader, first: int, last: int, region: Region | None) -> NamedSpan:
    """The place named by the words from *first* to *last*, in *region* where one is told.

    Of namesakes the one in the region is meant; without a region the country is told where all of them
    are in one, and the point where there is one alone.
    """
    key = reader.words.key(first, last)
    namesakes = [
        sense
        for senses in (reader.gazetteer.senses, reader.gazetteer.lesser_places)
        for sense in senses.get(key, ())
        if sense.kind in {"place", "capital"}
    ]
    known = [sense for sense in namesakes if sense.kind == "place" and _lies_in(sense, region)]
    countries = {sense.country for sense in known}
    alone = known[0] if len(known) == 1 else None
    town = any(sense.kind == "capital" or sense.place_kind in _TOWNS for sense in namesakes)
    return NamedSpan(
        first=first,
        last=last,
        name=reader.words.surface(first, last),
        label="GPE" if town else "LOC",
        country=region.country if region else countries.pop() if len(countries) == 1 else None,
        sector=None,
        as_place=True,
        admin1=(region.admin1 if region else None) or (alone.admin1 if alone else None),
        point=alone.point if alone else None,
    )


def _lies_in(sense: Sense, region: Region | None) -> bool:
    if region is None:
        return True
    same = region.admin1 is None or region.admin1 == sense.admin1
    return same and region.country == sense.country


def dateline_place(reader: Reader, i: int, sentence: WordRange) -> NamedSpan | None:
    """The place in capitals that opens the article, before a dash or a country and a dash."""
    words = reader.words
    if i or sentence.shouted:
        return None
    end = 0
    while end < sentence.last and words.words[end].isupper() and words.pos[end] != "PUNCT":
        end += 1
    signs = words.words[end : min(end + _MOST_DATELINE_WORDS, sentence.last)]
    if not end or DATELINE_SIGNS.isdisjoint(signs):
        return None
    sense = reader.upper_sense(0, end)
    region = region_after(reader, end, sentence)
    town = town_of(reader, 0, end, sense.country) if sense else Town(is_known=False)
    return NamedSpan(
        first=0,
        last=end,
        name=(sense.place or sense.name) if sense else words.surface(0, end),
        label="GPE" if sense else "LOC",
        country=sense.country if sense else region.country if region else None,
        sector=None,
        as_place=True,
        admin1=town.admin1,
        point=town.point,
    )


def region_after(reader: Reader, i: int, sentence: WordRange) -> Region | None:
    """The region that follows in "Paris, Texas" and "Linz, Austria", where word *i* is the comma."""
    if i + 1 >= sentence.last or reader.words.words[i] != ",":
        return None
    named = reader.sense_at(i + 1, sentence)
    if named and named[1].kind == "country":
        return Region(country=named[1].country, admin1=None)
    if named and named[1].place_kind == "admin1":
        return Region(country=named[1].country, admin1=named[1].name)
    return None
