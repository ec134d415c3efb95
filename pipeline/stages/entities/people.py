"""Names of persons: runs of capitalised words, and who they are."""

from dataclasses import dataclass

from pipeline.gazetteer import family_name, word_set
from pipeline.gazetteer.folding import fold
from pipeline.gazetteer.senses import Sense
from pipeline.stages.entities.readings import Reader, person_on
from pipeline.stages.entities.spans import NamedSpan
from pipeline.stages.entities.wording import WordRange

_MOST_PARTS = 5
_COUNTRY_KINDS = frozenset({"country", "adjective", "people"})
_OLDEST_AGE_DIGITS = 3
_MOST_HONORIFICS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """What stands before or beside a name: a role phrase or an honorific.

    ``is_office`` allows a family name alone to be looked up among office-holders ("President Biden").
    """

    country: str | None
    sector: str | None
    is_office: bool
    is_former: bool = False


def name_end(reader: Reader, i: int, sentence: WordRange) -> int:
    """The end of the run of name words that starts at word *i*, or *i*; at most five parts."""
    words, particles = reader.words, reader.gazetteer.words.persons.particles
    parts, j, end = 0, i, i
    has_first_name = False
    while j < sentence.last and parts < _MOST_PARTS:
        if _is_name_word(reader, j, has_first_name):
            has_first_name = has_first_name or words.folded[j] in reader.gazetteer.first_names
            parts += 1
            j += 1
            end = j
        elif (
            words.lower[j] in particles
            and j - i < 2 * _MOST_PARTS
            and (parts or _is_hyphen(reader, j + 1, sentence))
        ):
            j += 1
        else:
            break
        if _is_hyphen(reader, j, sentence):
            j += 1
    return end


def titled_person(reader: Reader, i: int, sentence: WordRange, title: Title) -> NamedSpan | None:
    """The person whose name starts at word *i*, after *title*."""
    if i >= sentence.last or sentence.shouted or reader.words.glued[i]:
        return None
    known = known_person(reader, i, sentence)
    end = name_end(reader, i, sentence)
    if known is None and _is_organisation(reader, i, end, sentence):
        return None
    if known and known.last >= end:
        return with_title(known, title)
    if end == i or (end == i + 1 and reader.words.lower[i] in reader.small_words):
        # "hostage Crisis": a single word that the article also writes small is no name.
        return None
    return resolve_person(reader, i, end, title)


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
        sense = _office_holder(reader, fold(name), title.country)
    if sense:
        found = _person(reader, first, last, sense)
    else:
        country = title.country if title else None
        family_first = reader.gazetteer.words.persons.family_name_first
        found = NamedSpan(
            first=first,
            last=last,
            name=name,
            label="PERSON",
            country=country,
            sector=None,
            family=family_name(name, country, family_first),
        )
    return with_title(found, title) if title else found


def untitled_person(reader: Reader, i: int, sentence: WordRange) -> NamedSpan | None:
    """A run of two or more name words with evidence that it is a person: a known first name, a verb
    of speech beside it, or an age after it."""
    end = name_end(reader, i, sentence)
    if end - i < 2 or not _has_evidence(reader, i, end, sentence):
        return None
    return resolve_person(reader, i, end, None)


def with_title(person: NamedSpan, title: Title) -> NamedSpan:
    """*person* with what the title tells; a known office beats the title's sector."""
    sector = person.sector or title.sector
    if title.is_former and sector in {"GOV", "LEG"}:
        sector = "ELI"
    return NamedSpan(
        first=person.first,
        last=person.last,
        name=person.name,
        label="PERSON",
        country=person.country or title.country,
        sector=sector,
        family=person.family,
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


def _is_organisation(reader: Reader, first: int, last: int, sentence: WordRange) -> bool:
    """Does the run of name words hold an organisation ("paramilitary Rapid Support Forces")?"""
    if (
        last - first > 1
        and reader.words.words[last - 1] in reader.gazetteer.words.organisation_endings
    ):
        return True
    named = reader.sense_at(first, sentence)
    return named is not None and named[1].kind == "organisation" and named[0] >= last


def _person(reader: Reader, first: int, last: int, sense: Sense) -> NamedSpan:
    return NamedSpan(
        first=first,
        last=last,
        name=sense.name,
        label="PERSON",
        country=sense.country,
        sector=sense.sector,
        family=family_name(
            sense.name, sense.country, reader.gazetteer.words.persons.family_name_first
        ),
    )


def _office_holder(reader: Reader, family: str, country: str | None) -> Sense | None:
    """The one person of that family name in office on the day; nobody where there are two."""
    family = family.removeprefix("al-").removeprefix("Al-")
    held = [
        sense
        for sense in reader.gazetteer.people_by_family.get(family, ())
        if (country is None or sense.country == country) and sense.held_on(reader.day)
    ]
    return held[-1] if len({sense.name for sense in held}) == 1 else None


def _is_name_word(reader: Reader, i: int, has_first_name: bool) -> bool:
    words, gazetteer = reader.words, reader.gazetteer
    word = words.words[i]
    if not word[0].isupper() or word in gazetteer.words.capitals.common:
        return False
    if word.isupper() and len(word.replace(".", "")) > 1 and not word.endswith("."):
        return False
    first_name = words.folded[i] in gazetteer.first_names
    if words.lower[i] in gazetteer.role_sectors or word.rstrip(".") in gazetteer.words.honorifics:
        return first_name
    senses = gazetteer.senses.get(words.folded[i], ())
    # "Michael Jordan" is no country, but "Turkish Airlines" is no person either.
    return first_name or has_first_name or not senses or senses[0].kind not in _COUNTRY_KINDS


def _is_hyphen(reader: Reader, i: int, sentence: WordRange) -> bool:
    words = reader.words
    return (
        i + 1 < sentence.last
        and words.words[i] == "-"
        and words.glued[i]
        and words.glued[i + 1]
        and words.is_capital(i + 1)
    )


def _has_evidence(reader: Reader, first: int, last: int, sentence: WordRange) -> bool:
    words, persons = reader.words, reader.gazetteer.words.persons
    if words.folded[first] in reader.gazetteer.first_names:
        return True
    if last < sentence.last and words.lower[last] in persons.speech_verbs:
        return True
    if first > sentence.first and words.lower[first - 1] in persons.speech_verbs:
        return True
    age = words.words[last + 1 : last + 2] if last < sentence.last else ()
    return (
        bool(age)
        and words.words[last] in ",("
        and age[0].isdigit()
        and (len(age[0]) <= _OLDEST_AGE_DIGITS)
    )
