"""Entities: who and what an article names, by the model's names, the gazetteer and role phrases.

At each word the longest reading wins: a phrase around a role, a name of the gazetteer, a name that the
model found; of equals that order. The gazetteer tells what a name is, where it knows it. A capital or a seat of power is read as its country's government, but as
the place after a preposition of place (``Reader.is_place``): "Moscow said" is Russia, "in Moscow" is
Moscow. A person's family name alone is linked to the person last named in the article.
"""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from pipeline.gazetteer import Gazetteer
from pipeline.gazetteer.folding import fold
from pipeline.gazetteer.senses import Sense
from pipeline.stages.entities.halves import half_of, halved_name
from pipeline.stages.entities.opposed import opposed
from pipeline.stages.entities.organisations import (
    acronym_after,
    organisation_name,
    written_acronym,
)
from pipeline.stages.entities.people import (
    Title,
    addressed_person,
    honorific_at,
    resolve_person,
    with_title,
)
from pipeline.stages.entities.phrases import role_phrase, title_of
from pipeline.stages.entities.places import (
    dateline_place,
    place_name,
    placed,
    region_after,
    town_of,
)
from pipeline.stages.entities.readings import Reader, make_reader
from pipeline.stages.entities.spans import NamedSpan, entities_of, span_of
from pipeline.stages.entities.wording import WordRange, Words
from schemas.entity import Entity, EntityLabel

_PART_AND_PEOPLE = 2


def find_entities(
    words: Words, gazetteer: Gazetteer, *, article_id: str, published_at: datetime | None
) -> tuple[Entity, ...]:
    """The entities of the text in order of first mention; mentions do not overlap.

    Deterministic and linear in the text. Whoever changed office is read as of *published_at*
    (aware), or as of today's tables without it. Nothing in the answer belongs to spaCy.
    """
    day = published_at.astimezone(UTC).date().isoformat() if published_at else None
    scan = _ArticleScan(reader=make_reader(gazetteer, words, day))
    for sentence in words.sentences:
        scan.read(sentence)
    return tuple(entities_of(_with_full_names(scan.found), words, article_id))


@dataclass(slots=True, kw_only=True)
class _ArticleScan:
    """One pass over the words; ``families``, ``acronyms`` and ``leads`` are what the article introduced so far."""

    reader: Reader
    found: list[NamedSpan] = field(default_factory=list)
    families: dict[str, NamedSpan] = field(default_factory=dict)
    acronyms: dict[str, NamedSpan] = field(default_factory=dict)
    leads: dict[str, NamedSpan] = field(default_factory=dict)
    half: str | None = None

    def read(self, sentence: WordRange) -> None:
        """Add the mentions of one sentence."""
        i, start = sentence.first, len(self.found)
        while i < sentence.last:
            found = self._longest(i, sentence)
            if found is None:
                i += 1
                continue
            self._remember(found, sentence)
            self.found.append(found)
            i = found.last
        self._entitle(start, sentence)

    def _longest(self, i: int, sentence: WordRange) -> NamedSpan | None:
        words = self.reader.words
        capital = words.is_capital(i)
        against = opposed(self.reader, i)
        if against is not None:
            return self._owned(against) if against.country is None else against
        half = half_of(self.reader, i, self.half)
        if half is not None:
            return half
        if not capital and not self._may_start_small(i):
            return None
        readings = [
            None if i else dateline_place(self.reader, i, sentence),
            self._family(i, sentence),
            role_phrase(self.reader, i, sentence),
            self._named(i, sentence),
        ]
        if capital:
            readings.append(self._titled(i, sentence))
        if capital and words.names[i] is not None:
            readings[-1:-1] = [self._organisation(i, sentence)]
            readings += [
                self._person(i, sentence),
                place_name(self.reader, i, sentence),
            ]
        best: NamedSpan | None = None
        for found in readings:
            if found and (best is None or found.last > best.last):
                best = found
        return self._owned(best) if best and best.country is None else best

    def _owned(self, found: NamedSpan) -> NamedSpan:
        """*found* with the country named right before it: "Germany's Social Democrats"."""
        previous = self.found[-1] if self.found else None
        if found.label not in {"ORG", "ROLE"} or previous is None or previous.skipped:
            return found
        if previous.country is None:
            return found
        words = self.reader.words
        genitive = previous.last == found.first - 1 and words.lower[previous.last] in {"'s", "'"}
        adjective = previous.last == found.first and previous.label == "NORP"
        if not genitive and not adjective:
            return found
        return replace(found, country=previous.country)

    def _may_start_small(self, i: int) -> bool:
        words, gazetteer = self.reader.words, self.reader.gazetteer
        word = words.lower[i]
        return (
            word in gazetteer.role_lengths
            or word in gazetteer.name_lengths
            or (word in gazetteer.words.offices or word in gazetteer.words.portfolios)
        )

    def _named(self, i: int, sentence: WordRange) -> NamedSpan | None:
        words = self.reader.words
        introduced = self.acronyms.get(words.words[i])
        if introduced:
            return replace(introduced, first=i, last=i + 1)
        named = self.reader.sense_at(i, sentence)
        if named is None:
            return self._part_of_people(i, sentence)
        last, sense = named
        if sense.kind in {"adjective", "people"} and _is_half_of_compound(words, last, sentence):
            return None
        return self._read_sense(i, last, sense, sentence)

    def _part_of_people(self, i: int, sentence: WordRange) -> NamedSpan | None:
        """A part of a people that the model names with it ("African Americans")."""
        reader, last = self.reader, i + _PART_AND_PEOPLE
        if last > sentence.last or not i < reader.name_end(i, "NORP", sentence) <= last:
            return None
        named = reader.sense_at(i + 1, sentence)
        if named is None or named[0] != last or named[1].kind not in {"adjective", "people"}:
            return None
        joined = reader.words.heads[i] == i + 1 and reader.words.tags[i + 1] in {"NNS", "NNPS"}
        return span_of(named[1], i, last) if joined else None

    def _read_sense(self, i: int, last: int, sense: Sense, sentence: WordRange) -> NamedSpan:
        if sense.kind == "person":
            return resolve_person(self.reader, i, last, None)
        found = span_of(sense, i, last)
        if sense.kind in {"place", "capital"}:
            region = region_after(self.reader, last, sentence)
            if region:
                return placed(self.reader, i, last, region)
        if sense.kind == "place":
            acts = sense.label == "GPE" and self.reader.words.relations[i] == "nsubj"
            # A region or town that does something is its government.
            sector = "GOV" if acts else None
            town = town_of(self.reader, i, last, sense.country)
            return replace(found, sector=sector, admin1=town.admin1, point=town.point)
        if sense.place is None:
            return found
        previous = self.found[-1] if self.found else None
        after_place = previous is not None and previous.as_place and previous.last == i - 1
        if not self.reader.is_place(i, last, sentence, after_place):
            return found
        town = town_of(self.reader, i, last, sense.country)
        label: EntityLabel = "GPE" if sense.kind == "capital" or town.is_known else "FAC"
        return replace(
            found,
            name=sense.place,
            label=label,
            sector=None,
            as_place=True,
            admin1=town.admin1,
            point=town.point,
        )

    def _organisation(self, i: int, sentence: WordRange) -> NamedSpan | None:
        """The organisation that the model names, a first word alone being short for one named before."""
        found = written_acronym(self.reader, i, sentence) or organisation_name(
            self.reader, i, sentence
        )
        known = self.leads.get(self.reader.words.folded[i])
        if found is None or known is None or found.last - i > 1:
            return found
        return replace(known, first=i, last=found.last)

    def _titled(self, i: int, sentence: WordRange) -> NamedSpan | None:
        honorific = honorific_at(self.reader, i, sentence)
        if honorific is None:
            return None
        # "Queen Elizabeth", "Pope Francis": the first name alone is an office-holder's.
        title = Title(country=None, sector=honorific[1], is_office=honorific[1] in {"GOV", "REL"})
        person = addressed_person(self.reader, honorific[0], sentence, title)
        if person is None:
            return None
        known = self.families.get(person.family or "")
        if known and " " not in person.name:
            person = replace(known, last=person.last)
        return replace(person, first=i)

    def _person(self, i: int, sentence: WordRange) -> NamedSpan | None:
        """The person whom the model names from word *i* on."""
        end = self.reader.name_end(i, "PERSON", sentence)
        return resolve_person(self.reader, i, end, None) if end > i else None

    def _family(self, i: int, sentence: WordRange) -> NamedSpan | None:
        """The person of that family name whom the article named before."""
        known = self.families.get(self.reader.words.folded[i])
        name = self.reader.words.names[i]
        if known is None or not self.reader.words.is_capital(i):
            return None
        if name is None:
            is_name = self.reader.words.pos[i] == "PROPN" and not sentence.shouted
        else:
            is_name = name.label == "PERSON" and name.last - name.first == 1
        return replace(known, first=i, last=i + 1) if is_name else None

    def _entitle(self, start: int, sentence: WordRange) -> None:
        """Give the persons found from *start* on the roles set beside them ("Ada Lund, the Danish envoy")."""
        words = self.reader.words
        owners = {
            word: place
            for place in range(start, len(self.found))
            for word in range(self.found[place].first, self.found[place].last)
        }
        for word, place in owners.items():
            beside = owners.get(words.heads[word])
            if words.relations[word] != "appos" or beside is None:
                continue
            for named, told in ((place, beside), (beside, place)):
                person, role = self.found[named], self.found[told]
                if person.label == "PERSON" and role.label == "ROLE":
                    self.found[named] = with_title(self.reader, person, title_of(role))
                    self._remember(self.found[named], sentence)

    def _remember(self, found: NamedSpan, sentence: WordRange) -> None:
        self.half = halved_name(self.reader, found) or self.half
        if found.label == "PERSON" and found.family:
            senses = self.reader.gazetteer.senses.get(found.family, ())
            if not senses or senses[0].kind in {"person", "place"}:
                known = self.families.get(found.family)
                if known is None or " " in found.name or known.name == found.name:
                    self.families[found.family] = found
        elif found.label == "ORG":
            if found.last - found.first > 1 and " " in found.name:
                self.leads.setdefault(self.reader.words.folded[found.first], found)
            acronym = acronym_after(self.reader, found.first, found.last, sentence)
            if acronym:
                self.acronyms[acronym] = found


def _is_half_of_compound(words: Words, last: int, sentence: WordRange) -> bool:
    # "Turkish-backed rebels" are not Turkish; "the Tajik-Afghan border" names both.
    return (
        last + 1 < sentence.last
        and words.words[last] == "-"
        and words.glued[last]
        and words.words[last + 1].islower()
    )


def _with_full_names(found: list[NamedSpan]) -> list[NamedSpan]:
    """Give persons mentioned by family name first ("President Tusk") the full name that comes later."""
    full: dict[str, NamedSpan] = {}
    for mention in found:
        if mention.label == "PERSON" and mention.family and " " in mention.name:
            full.setdefault(mention.family, mention)
    return [
        replace(mention, name=full[fold(mention.name)].name)
        if mention.label == "PERSON" and fold(mention.name) in full
        else mention
        for mention in found
    ]
