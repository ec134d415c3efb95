"""Which sense of a name is meant here: by date, by the words around it, by the rest of the article."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from pipeline.gazetteer import Gazetteer
from pipeline.gazetteer.senses import Sense
from pipeline.gazetteer.words import Ambiguity
from pipeline.stages.entities.wording import WordRange, Words

# Parties, courts and chambers share their names across countries.
_NATIONAL_SECTORS = frozenset({"PTY", "JUD", "LEG"})
# Acronyms of two letters are many parties'.
_SHORT_NAME = 2
DATELINE_SIGNS = frozenset("(—–-")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Picks senses for one article. ``day`` is the ISO day of publication, null where unknown."""

    gazetteer: Gazetteer
    words: Words
    day: str | None
    ambiguous: dict[str, Ambiguity]
    # How often the article names each country.
    country_counts: Counter[str]
    # Every rule asks at the same word.
    _senses: dict[int, tuple[int, Sense] | None] = field(default_factory=dict, repr=False)

    def sense_at(self, i: int, sentence: WordRange) -> tuple[int, Sense] | None:
        """The longest known name that starts at word *i*, with its end."""
        if i not in self._senses:
            self._senses[i] = self._look_up(i, sentence)
        return self._senses[i]

    def _look_up(self, i: int, sentence: WordRange) -> tuple[int, Sense] | None:
        names, lengths = self.gazetteer.senses, self.gazetteer.name_lengths
        if sentence.shouted:
            names, lengths = self.gazetteer.upper_senses, self.gazetteer.upper_lengths
        end = self.words.longest(i, sentence.last, names, lengths)
        if end == i:
            return None
        name = self.words.key(i, end)
        return end, self.choose(name, names[name])

    def upper_sense(self, first: int, last: int) -> Sense | None:
        """What the words from *first* to *last*, written in capitals, are the name of: a town or a country."""
        name = self.words.key(first, last)
        senses = self.gazetteer.senses.get(name) or self.gazetteer.upper_senses.get(name)
        sense = self.choose(name, senses) if senses else None
        return sense if sense and sense.kind in {"capital", "place", "country"} else None

    def name_end(self, i: int, label: str, sentence: WordRange) -> int:
        """The end of the model's name of that *label* that word *i* opens or is inside of, or *i*.

        Names without a capital, which the model finds in headlines in small letters, are none, nor is a
        word alone in a sentence of capitals, which may be any ("US").
        """
        name = self.words.names[i]
        if name is None or name.label != label or (sentence.shouted and name.last - i < 2):
            return i
        capital = any(self.words.is_capital(k) for k in range(i, name.last))
        return name.last if capital else i

    def choose(self, name: str, senses: tuple[Sense, ...]) -> Sense:
        """One of *senses*: the preferred kind, the right country, the right time."""
        ambiguity = self.ambiguous.get(name)
        if ambiguity:
            if ambiguity.kind is None:
                return replace(senses[0], country=ambiguity.country)
            for sense in senses:
                if sense.place_kind == ambiguity.kind and sense.country == ambiguity.country:
                    return sense
        same_kind = [sense for sense in senses if sense.kind == senses[0].kind]
        if senses[0].kind == "person":
            return person_on(same_kind, self.day)
        countries = {sense.country for sense in same_kind}
        if senses[0].kind == "organisation" and (
            len(countries) > 1 or (senses[0].sector in _NATIONAL_SECTORS and self.is_common(name))
        ):
            return self._of_country_in_article(same_kind)
        return _holding_on(same_kind, self.day) or senses[0]

    def is_common(self, name: str) -> bool:
        """May several countries have an organisation of that name ("Labour Party")?"""
        common = self.gazetteer.words.common_names
        spelt = name.lower().removesuffix("'s").replace("'s ", " ").replace("-", " ").split()
        return len(name) <= _SHORT_NAME or common.issuperset(spelt)

    def _of_country_in_article(self, senses: list[Sense]) -> Sense:
        """Of homonyms ("Democratic Party") the one whose country the article names most, if any.

        One that is no country's (the International Court of Justice) keeps its code.
        """
        nearest = max(senses, key=lambda sense: self.country_counts[sense.country or ""])
        if self.country_counts[nearest.country or ""]:
            return nearest
        first = senses[0]
        keeps_code = first.country in self.gazetteer.words.supranational
        return first if keeps_code else replace(first, country=None)

    def role_at(self, i: int, sentence: WordRange) -> int:
        """The end of the role noun or phrase that starts at word *i*, or *i*."""
        gazetteer = self.gazetteer
        return self.words.longest_lower(
            i, sentence.last, gazetteer.role_sectors, gazetteer.role_lengths
        )

    def is_place(self, first: int, last: int, sentence: WordRange, after_place: bool) -> bool:
        """Does the capital or seat from *first* to *last* name the place, not the government?

        It does after a preposition of place, after "to" with a verb of motion, before a noun such as
        "airport", in a dateline, and where it is joined to a place by "and" or a comma.
        """
        words, lists = self.words, self.gazetteer.words
        before = first - 1
        if before >= sentence.first and words.lower[before] == "the":
            before -= 1
        if before >= sentence.first:
            previous = words.lower[before]
            if previous in lists.place_prepositions or (
                after_place and previous in {"and", ",", "or"}
            ):
                return True
            recent = words.lower[max(sentence.first, before - 4) : before]
            if previous == "to" and not lists.motion_words.isdisjoint(recent):
                return True
        if last >= sentence.last:
            return False
        following = words.lower[last]
        if following in lists.place_heads or words.lower[last : last + 2] == ("-", "based"):
            return True
        return before < sentence.first and following in DATELINE_SIGNS


def make_reader(gazetteer: Gazetteer, words: Words, day: str | None) -> Reader:
    """A reader for one article; what ambiguous names mean is decided once, by the whole article."""
    known = frozenset(words.folded)
    ambiguous = {
        name: ambiguity
        for ambiguity in gazetteer.words.ambiguous
        if not known.isdisjoint(ambiguity.cues) and known.isdisjoint(ambiguity.against)
        for name in ambiguity.names
    }
    return Reader(
        gazetteer=gazetteer,
        words=words,
        day=day,
        ambiguous=ambiguous,
        country_counts=_country_counts(gazetteer, words),
    )


def _country_counts(gazetteer: Gazetteer, words: Words) -> Counter[str]:
    counts: Counter[str] = Counter()
    for word in words.folded:
        for sense in gazetteer.senses.get(word, ())[:1]:
            if sense.country and sense.kind not in {"organisation", "person"}:
                counts[sense.country] += 1
    return counts


def person_on(offices: Iterable[Sense], day: str | None) -> Sense:
    """The office held on *day*, the latest where there are several; a former one makes a person ELI."""
    ordered = sorted(offices, key=lambda sense: (sense.until is None, sense.since or ""))
    if day is None:
        return ordered[-1]
    held = _holding_on(reversed(ordered), day)
    if held:
        return held
    ended = [sense for sense in ordered if sense.until is not None and sense.until < day]
    if not ended:
        return replace(ordered[0], sector=None)
    former = ended[-1]
    return replace(former, sector="ELI") if former.sector in {"GOV", "LEG"} else former


def _holding_on(senses: Iterable[Sense], day: str | None) -> Sense | None:
    return next((sense for sense in senses if sense.held_on(day)), None)
