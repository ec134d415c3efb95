"""Persons: the name is the model's, and who they are the gazetteer's or their title's."""

from dataclasses import dataclass, replace

from pipeline.gazetteer import family_name, word_set
from pipeline.gazetteer.folding import fold
from pipeline.gazetteer.senses import Sense
from pipeline.stages.entities.readings import Reader, person_on
from pipeline.stages.entities.spans import NamedSpan
from pipeline.stages.entities.wording import WordRange

_MOST_HONORIFICS = 4
_MOST_PARTS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """What stands before or beside a name: a role phrase or an honorific.

    ``is_office`` lets it beat a former office and allows a family name alone to be looked up among office-holders ("President Biden").
    """

    country: str | None
    sector: str | None
    is_office: bool
    is_former: bool = False
    office: str | None = None


def titled_person(reader: Reader, i: int, sentence: WordRange, title: Title) -> NamedSpan | None:
    """The person whose name starts at word *i*, after *title*."""
    if i >= sentence.last or reader.words.glued[i]:
        return None
    known = known_person(reader, i, sentence)
    end = reader.name_end(i, "PERSON", sentence)
    if known and known.last >= end:
        return with_title(reader, known, title)
    if end > i:
        return resolve_person(reader, i, end, title)
    word = reader.words.folded[i]
    if title.is_office and reader.words.names[i] is None and reader.words.is_capital(i):
        # A known office-holder that the model took for no name.
        holder = office_holder(reader, word, title.country, title.office)
        return with_title(reader, _person(reader, i, i + 1, holder), title) if holder else None
    return None


def addressed_person(reader: Reader, i: int, sentence: WordRange, title: Title) -> NamedSpan | None:
    """The person after an honorific, which makes a name of any proper nouns ("Gen. Abc Defgh")."""
    person = titled_person(reader, i, sentence, title)
    if person or sentence.shouted:
        return person
    words = reader.words
    limit, end = min(sentence.last, i + _MOST_PARTS), i
    while end < limit and words.pos[end] == "PROPN" and words.names[end] is None:
        end += 1
    return resolve_person(reader, i, end, title) if end > i and words.is_capital(i) else None


def known_person(reader: Reader, i: int, sentence: WordRange) -> NamedSpan | None:
    """The person of the gazetteer whose full name starts at word *i*."""
    named = reader.sense_at(i, sentence)
    if named is None or named[1].kind != "person":
        return None
    return _person(reader, i, named[0], named[1])


def resolve_person(reader: Reader, first: int, last: int, title: Title | None) -> NamedSpan:
    """The person named by the words from *first* to *last*, known to the gazetteer or not."""
    name = reader.words.surface(first, last)
    known = reader.gazetteer.people_by_words.get(word_set(name))
    sense = person_on(known, reader.day) if known else None
    if sense is None and title and title.is_office and " " not in name:
        sense = office_holder(reader, fold(name), title.country, title.office)
    if sense:
        found = _person(reader, first, last, sense)
    else:
        found = NamedSpan(
            first=first,
            last=last,
            name=name,
            label="PERSON",
            country=None,
            sector=None,
            family=_family(reader, name, None),
        )
    return with_title(reader, found, title) if title else found


def with_title(reader: Reader, person: NamedSpan, title: Title) -> NamedSpan:
    """*person* with what the title tells; a known office beats the title's sector."""
    # Who has a title again is no former office-holder.
    known = None if person.sector == "ELI" and title.is_office else person.sector
    sector = known or title.sector or person.sector
    if title.is_former and sector in {"GOV", "LEG"}:
        sector = "ELI"
    country = person.country or title.country
    return replace(
        person, country=country, sector=sector, family=_family(reader, person.name, country)
    )


def honorific_at(reader: Reader, i: int, sentence: WordRange) -> tuple[int, str | None] | None:
    """The end of the honorifics ("Lt. Gen.") that start at word *i*, and the sector of the last."""
    honorifics = reader.gazetteer.words.honorifics
    j, sector = i, None
    # "Lt. Gen. Sir"; the bound keeps a text of nothing but titles linear.
    for _ in range(_MOST_HONORIFICS):
        if j >= sentence.last or (word := reader.words.words[j].rstrip(".")) not in honorifics:
            break
        sector = honorifics[word] or None
        j += 1
        if j < sentence.last and reader.words.words[j] == "." and reader.words.glued[j]:
            j += 1
    return (j, sector) if j > i else None


def _person(reader: Reader, first: int, last: int, sense: Sense) -> NamedSpan:
    return NamedSpan(
        first=first,
        last=last,
        name=sense.name,
        label="PERSON",
        country=sense.country,
        sector=sense.sector,
        family=_family(reader, sense.name, sense.country),
    )


def _family(reader: Reader, name: str, country: str | None) -> str:
    return family_name(name, country, reader.gazetteer.words.family_name_first)


def office_holder(
    reader: Reader, family: str, country: str | None, office: str | None = None
) -> Sense | None:
    """The one person of that family name in office on the day; of several the one whose *office* it is.

    Nobody where that leaves two. Spellings of one name ("Bill", "William J.") are one person.
    """
    family = family.removeprefix("al-").removeprefix("Al-")
    held = [
        sense
        for sense in reader.gazetteer.people_by_family.get(family, ())
        if (country is None or sense.country == country) and sense.held_on(reader.day)
    ]
    exact = [sense for sense in held if sense.office == office] if office else []
    if exact and len({sense.country for sense in exact}) == 1:
        return exact[-1]
    return held[-1] if len({sense.name for sense in held}) == 1 else None


def former_heads(reader: Reader, family: str) -> tuple[Sense, ...]:
    """Whoever of that family name was ever head of a state or a government."""
    heads = reader.gazetteer.words.heads
    return tuple(
        sense
        for sense in reader.gazetteer.people_by_family.get(family, ())
        if (sense.office or "").lower() in heads
    )
