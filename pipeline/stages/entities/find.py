"""Entities: who and what an article names, by word lists and rules.

At each word the longest reading wins: a phrase around a role, a name of the gazetteer, the name of an
organisation or of a person. A capital or a seat of power is read as its country's government, but as
the place after a preposition of place (``Reader.is_place``): "Moscow said" is Russia, "in Moscow" is
Moscow. A person's family name alone is linked to the person last named in the article.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from spacy.tokens import Doc

from pipeline.gazetteer import Gazetteer
from pipeline.gazetteer.folding import fold
from pipeline.gazetteer.senses import Sense
from pipeline.stages.entities.organisations import acronym_after, organisation_name
from pipeline.stages.entities.people import (
    Title,
    honorific_at,
    name_end,
    resolve_person,
    titled_person,
    untitled_person,
    with_title,
)
from pipeline.stages.entities.phrases import role_phrase, title_of
from pipeline.stages.entities.readings import Reader, make_reader
from pipeline.stages.entities.spans import NamedSpan
from pipeline.stages.entities.wording import WordRange, Words, words_of
from schemas.entity import Entity, EntityLabel, Mention
from schemas.ids import entity_id


def find_entities(
    doc: Doc, gazetteer: Gazetteer, *, article_id: str, published_at: datetime | None
) -> tuple[Entity, ...]:
    """The entities of *doc* in order of first mention; mentions do not overlap.

    Deterministic and linear in the text. Whoever changed office is read as of *published_at*
    (aware), or as of today's tables without it. Nothing in the answer belongs to spaCy.
    """
    words = words_of(doc)
    day = published_at.astimezone(UTC).date().isoformat() if published_at else None
    scan = _ArticleScan(reader=make_reader(gazetteer, words, day))
    for sentence in words.sentences:
        scan.read(sentence)
    return tuple(_entities(_with_full_names(scan.found), words, article_id))


@dataclass(slots=True, kw_only=True)
class _ArticleScan:
    """One pass over the words; ``families`` and ``acronyms`` are what the article introduced so far."""

    reader: Reader
    found: list[NamedSpan] = field(default_factory=list)
    families: dict[str, NamedSpan] = field(default_factory=dict)
    acronyms: dict[str, NamedSpan] = field(default_factory=dict)

    def read(self, sentence: WordRange) -> None:
        """Add the mentions of one sentence."""
        i = sentence.first
        while i < sentence.last:
            found = self._longest(i, sentence)
            if found is None:
                i += 1
                continue
            self._remember(found, sentence)
            self.found.append(found)
            i = found.last

    def _longest(self, i: int, sentence: WordRange) -> NamedSpan | None:
        words = self.reader.words
        capital = words.is_capital(i)
        if not capital and not self._may_start_small(i):
            return None
        readings = [role_phrase(self.reader, i, sentence), self._named(i, sentence)]
        if capital and not sentence.shouted:
            readings += [
                organisation_name(self.reader, i, sentence),
                self._titled(i, sentence),
                self._person(i, sentence),
                self._family(i, sentence),
            ]
        best: NamedSpan | None = None
        for found in readings:
            if found and (best is None or found.last > best.last):
                best = found
        return best

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
            return None
        last, sense = named
        if sense.kind in {"adjective", "people"} and _is_half_of_compound(words, last, sentence):
            return None
        return self._read_sense(i, last, sense, sentence)

    def _read_sense(self, i: int, last: int, sense: Sense, sentence: WordRange) -> NamedSpan:
        if sense.kind == "person":
            return resolve_person(self.reader, i, last, None)
        found = NamedSpan(
            first=i,
            last=last,
            name=sense.name,
            label=sense.label,
            country=sense.country,
            sector=sense.sector,
        )
        if sense.kind in {"place", "capital"}:
            region = self._region_after(last, sentence)
            if region:
                place = self.reader.words.surface(i, last)
                return replace(found, name=place, country=region, sector=None, as_place=True)
        if sense.place is None:
            return found
        previous = self.found[-1] if self.found else None
        after_place = previous is not None and previous.as_place and previous.last == i - 1
        if not self.reader.is_place(i, last, sentence, after_place):
            return found
        others = self.reader.gazetteer.senses.get(self.reader.words.key(i, last), ())
        is_town = sense.kind == "capital" or any(other.kind == "place" for other in others)
        label: EntityLabel = "GPE" if is_town else "FAC"
        return replace(found, name=sense.place, label=label, sector=None, as_place=True)

    def _region_after(self, i: int, sentence: WordRange) -> str | None:
        """The country of the region in "Paris, Texas"."""
        if i + 1 >= sentence.last or self.reader.words.words[i] != ",":
            return None
        named = self.reader.sense_at(i + 1, sentence)
        return named[1].country if named and named[1].place_kind == "admin1" else None

    def _titled(self, i: int, sentence: WordRange) -> NamedSpan | None:
        honorific = honorific_at(self.reader, i, sentence)
        if honorific is None:
            return None
        title = Title(country=None, sector=honorific[1], is_office=False)
        person = titled_person(self.reader, honorific[0], sentence, title)
        if person is None:
            return None
        known = self.families.get(person.family or "")
        if known and " " not in person.name:
            person = replace(known, last=person.last)
        return replace(person, first=i)

    def _person(self, i: int, sentence: WordRange) -> NamedSpan | None:
        """A name with evidence in itself, or beside a role: "Hakan Fidan, Turkey's foreign minister"."""
        words, reader = self.reader.words, self.reader
        person = untitled_person(reader, i, sentence)
        end = name_end(reader, i, sentence)
        if end - i < 2:
            return person
        before = self.found[-1] if self.found else None
        if before and before.label == "ROLE" and before.last == i - 1 and words.words[i - 1] == ",":
            return resolve_person(reader, i, end, title_of(before))
        if end + 1 < sentence.last and words.words[end] == ",":
            start = end + 2 if words.lower[end + 1] in {"the", "a", "an", "former"} else end + 1
            role = role_phrase(reader, start, sentence) if start < sentence.last else None
            if role and role.label == "ROLE":
                return with_title(person or resolve_person(reader, i, end, None), title_of(role))
        return person

    def _family(self, i: int, sentence: WordRange) -> NamedSpan | None:
        word = self.reader.words.folded[i]
        known = self.families.get(word)
        if known is None or word in self.reader.gazetteer.words.capitals.common:
            return None
        is_alone = name_end(self.reader, i, sentence) <= i + 1
        return replace(known, first=i, last=i + 1) if is_alone else None

    def _remember(self, found: NamedSpan, sentence: WordRange) -> None:
        if found.label == "PERSON" and found.family:
            senses = self.reader.gazetteer.senses.get(found.family, ())
            if not senses or senses[0].kind in {"person", "place"}:
                known = self.families.get(found.family)
                if known is None or " " in found.name or known.name == found.name:
                    self.families[found.family] = found
        elif found.label == "ORG":
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


def _entities(found: list[NamedSpan], words: Words, article_id: str) -> Iterator[Entity]:
    groups: dict[tuple[str, str], list[NamedSpan]] = {}
    for mention in found:
        groups.setdefault((mention.label, fold(mention.name).casefold()), []).append(mention)
    for mentions in groups.values():
        first = mentions[0]
        yield Entity(
            id=entity_id(article_id=article_id, label=first.label, name=first.name),
            name=first.name,
            label=first.label,
            country=next((mention.country for mention in mentions if mention.country), None),
            sector=next((mention.sector for mention in mentions if mention.sector), None),
            mentions=tuple(_mention(mention, words) for mention in mentions),
        )


def _mention(found: NamedSpan, words: Words) -> Mention:
    start, end = words.starts[found.first], words.ends[found.last - 1]
    return Mention(start_char=start, end_char=end, text=words.text[start:end])
