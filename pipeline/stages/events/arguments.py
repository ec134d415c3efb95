"""Who did it to whom: the participants in the slots of an entry."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pipeline.lexicon import entries as slots
from pipeline.stages.events.authors import issuers
from pipeline.stages.events.belongings import held_by
from pipeline.stages.events.hosts import hosts_among, sojourner, with_attendant, with_owner
from pipeline.stages.events.lists import company_of
from pipeline.stages.events.matching import Match, find_carrier, is_aside, is_beside
from pipeline.stages.events.ordered import acted_on, bare_objects
from pipeline.stages.events.owners import modifiers, possessor, whose
from pipeline.stages.events.passengers import aboard, with_passengers
from pipeline.stages.events.phrase import Phrase, Phrases, outermost, unlike
from pipeline.stages.events.reading import ArticleReading
from pipeline.stages.events.struck import (
    struck_by_noun,
    struck_grounds,
    struck_places,
    without_things,
)
from pipeline.stages.events.subjects import (
    announced,
    companions,
    is_yet_to_be_found,
    subject_phrases,
)
from pipeline.stages.events.violence import doers_beside
from pipeline.stages.events.within import brought_together, marked_by, named_inside


@dataclass(frozen=True, slots=True, kw_only=True)
class Arguments:
    """The participants of one trigger. ``carrier`` is the light verb that carries a noun, if any."""

    actors: Phrases = ()
    recipients: Phrases = ()
    carrier: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What stands outside the entry: who says its sentence, and the participants of the act it is about."""

    speaker: Phrases = ()
    content: Phrases = ()


def find_arguments(reading: ArticleReading, match: Match, around: Surroundings) -> Arguments:
    """The actors and recipients of *match* in the slots that its entry names."""
    group = match.entry.group
    carrier = find_carrier(reading, match)
    acting = None if is_beside(reading, match) else carrier
    filler = _Filler(reading=reading, match=match, around=around, carrier=acting)
    mutual = reading.lexicon.files[match.entry.event_type].mutual
    parties = filler.between() if mutual or slots.BETWEEN in group.parties else ()
    if group.parties and not parties:
        for slot in group.parties:
            parties += unlike(filler.fill(slot), parties)
        parties = outermost(parties)
        if match.entry.kind == "noun":
            parties = with_owner(reading, match, with_attendant(reading, match, parties))
        recipients = () if group.recipient is None else filler.best(group.recipient)
        hosts = hosts_among(reading, match, parties)
        guests = tuple(party for party in parties if party not in hosts)
        recipients = hosts + unlike(recipients, parties)
        return Arguments(actors=guests, recipients=recipients, carrier=carrier)
    if parties:
        return Arguments(actors=parties, carrier=carrier)
    actors = filler.best(group.actor_slots) or doers_beside(reading, match)
    if is_yet_to_be_found(reading, match, actors):
        actors = filler.subject() or actors
    recipients = unlike(filler.befallen(apart_from=actors), actors)
    return Arguments(actors=actors, recipients=recipients, carrier=carrier)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Filler:
    """Fills the slots of one match."""

    reading: ArticleReading
    match: Match
    around: Surroundings
    carrier: int | None

    def best(self, names: tuple[str, ...], apart_from: Phrases = ()) -> Phrases:
        """The first of the slots *names* with a name, a role or a pronoun, else the first with anybody."""
        anybody: Phrases = ()
        for name in names:
            found = unlike(self.fill(name), apart_from)
            if name == slots.MODIFIER and not any(phrase.named for phrase in found):
                anybody = anybody or found
                continue  # "Mali began a military offensive"
            if any(self._is_somebody(phrase) for phrase in found):
                return found
            if name == slots.OBJECT and self._is_object(found):
                return found  # "invited the countries to talks, with the exception of Chad"
            if name == slots.CONTENT and found:
                return found  # who is to act is asked, be it somebody without a name
            anybody = anybody or found
        return anybody

    def _is_object(self, found: Phrases) -> bool:
        """Is somebody of *found* no word of the entry, or struck though he is one ("killed the leader of the gang")?"""
        strikes = self.reading.lexicon.files[self.match.entry.event_type].strikes
        sites, lemmas = self.reading.lexicon.grammar.site_nouns, self.reading.tree.lemmas
        return any(
            phrase.head not in self.match.words or (strikes and lemmas[phrase.head] not in sites)
            for phrase in found
        )

    def befallen(self, apart_from: Phrases) -> Phrases:
        """The recipients: in the slots of the entry, else whom the words around a noun say that it struck."""
        slotted = self.match.entry.group.recipient_slots
        found = without_things(self.reading, self.match, self.best(slotted, apart_from))
        known = self.reading.lexicon.files[self.match.entry.event_type]
        if known.strikes:
            found = with_passengers(self.reading, found) or aboard(self.reading, self.match)
        if found or (not known.strikes and self.match.entry.kind != "noun"):
            return found
        if self.match.entry.kind == "noun":
            return struck_by_noun(self.reading, self.match.head, strikes=known.strikes)
        if slots.OBJECT not in slotted:
            return ()
        counted = (some for i in self._objects() if (some := self.reading.phrases.counted(i)))
        hazard = not self.reading.category(self.match.entry.event_type)
        lemma = self.reading.tree.lemmas[self.match.head]
        taken = lemma not in self.reading.lexicon.grammar.striking_verbs  # not "it hit the area"
        objects = self.reading.functions.objects(self.match.head) if hazard or taken else ()
        found = next(counted, ()) or struck_grounds(self.reading, tuple(objects))
        if found or not (hazard and self.match.words):
            return found
        # "cut power to thousands of homes"
        return self._first(self.reading.functions.marked(self.match.head, "to"))

    def between(self) -> Phrases:
        """The two or more under "between", each once; nobody where it parts things."""
        parties: Phrases = ()
        reciprocal = self.match.entry.group.parties
        for phrase in self.marked(slots.BETWEEN):
            if reciprocal or not brought_together(self.reading, self.match, phrase.head):
                parties += unlike((phrase,), parties)
        return parties if len(parties) > 1 else ()

    def _is_somebody(self, phrase: Phrase) -> bool:
        """A name, a role or a pronoun, and not merely a word of the entry ("sent doctors to X")."""
        if phrase.named or phrase.pronoun:
            return True
        return phrase.entity is not None and phrase.head not in self.match.words

    def fill(self, slot: str) -> Phrases:
        """Who stands in *slot*."""
        if slot in self.reading.lexicon.grammar.passive_agents and self._suffers_in_passive():
            return ()  # "the charges faced by the mayor"
        known = _SLOTS.get(slot)
        return known(self) if known is not None else self.marked(slot)

    def _suffers_in_passive(self) -> bool:
        """Is it a verb in the passive whose subject in the active is whom the act befalls?"""
        group, functions = self.match.entry.group, self.reading.functions
        suffers = slots.SUBJECT in group.recipient_slots and slots.SUBJECT not in group.actor_slots
        verbal = self.match.entry.kind == "verb" and suffers
        return verbal and functions.is_passive(self.match.head)

    def subject(self) -> Phrases:
        """The subject; of a passive the doer."""
        functions, match = self.reading.functions, self.match
        head = self.verb()
        if head is None or self._is_pointed_at():
            return ()
        if match.entry.kind == "verb" and functions.is_passive(head):
            doers = list(functions.doers(head))
            acts = (found for i in doers if (found := whose(self.reading, self.match, i)))
            told = announced(self.reading, match, None)
            found = told or self._first(iter(doers)) or next(acts, ())
            return found or issuers(self.reading, head)
        subject = functions.subject(head)
        if subject is None:
            return ()
        others = announced(self.reading, self.match, subject)
        if others:
            return others
        found = subject_phrases(self.reading, self.match, subject)
        return found + unlike(companions(self.reading, head), found) if found else ()

    def _is_pointed_at(self) -> bool:
        """Is the noun what an "it" is said to be ("it was his first visit")?"""
        tree = self.reading.tree
        if self.match.entry.kind != "noun" or tree.child(self.match.head, "cop") is None:
            return False
        subject = tree.child(self.match.head, "nsubj")
        return subject is not None and tree.pos[subject] == "PRON"

    def verb(self) -> int | None:
        """The word whose subject is asked for: the trigger, or the verb that a modal or a noun goes with."""
        head = self.match.head
        return self.reading.tree.heads[head] if self.match.entry.kind == "modal" else head

    def object(self) -> Phrases:
        """The objects that are no words of the entry; any noun where the entry takes it."""
        heads = self._objects()
        found = self._with_company(self._first(iter(heads)), heads)
        found = found or self._of_words() or self._held_by(heads)
        found = found or struck_places(self.reading, heads)
        return found or bare_objects(self.reading, self.match, heads)

    def _with_company(self, found: Phrases, heads: list[int]) -> Phrases:
        """*found* with who is joined to the object behind the verb ("arrested him along with two aides")."""
        if not found or self.match.entry.kind != "verb":
            return found
        reading = self.reading
        verb, grammar = self.match.head, reading.lexicon.grammar
        category = reading.category(self.match.entry.event_type)
        befell = category == "material_conflict" and reading.functions.is_passive(verb)
        with_whom = befell and reading.tree.lemmas[verb] not in grammar.substituting_verbs
        beside = grammar.siding_prepositions if with_whom else frozenset[str]()
        for head in company_of(reading.tree, grammar, verb, heads, beside):
            found += unlike(reading.phrases.participants(head), found)
        return found

    def _held_by(self, heads: list[int]) -> Phrases:
        """Of things that are struck, whose they are ("bombed rebel positions")."""
        if not self.reading.lexicon.files[self.match.entry.event_type].strikes:
            return ()
        found = (some for i in heads if (some := held_by(self.reading, self.match, i)))
        return next(found, ())

    def _objects(self) -> list[int]:
        return [
            i
            for i in self.reading.functions.objects(self.match.head)
            if i not in self.match.words and self.reading.tree.bases[i] != "csubj"
        ]

    def _of_words(self) -> Phrases:
        """Whom a word of the entry is: somebody ("execute prisoner"), or acted on by it ("threaten to expel X")."""
        group, words = self.match.entry.group, self.match.words
        words = () if group.parties and group.governs else words  # "met to discuss Libya"
        return self._first(i for word in words for i in acted_on(self.reading, self.match, word))

    def marked(self, preposition: str) -> Phrases:
        """Who stands under *preposition*: of the entry, of its words, of its light verb."""
        return marked_by(self.reading, self.match, self.carrier, preposition)

    def inside(self) -> Phrases:
        """A name inside the object or inside a noun of the entry."""
        return named_inside(self.reading, self.match)

    def possessor(self) -> Phrases:
        """Who owns the noun ("Israel's raid")."""
        return possessor(self.reading, self.match.head)

    def modifier(self) -> Phrases:
        """The name or agent that modifies the noun ("an Israeli raid", "rebel attack")."""
        return modifiers(self.reading, self.match, places=True)

    def force(self) -> Phrases:
        """The modifier that is no place ("a Taliban bombing", not "the Kabul bombing")."""
        return modifiers(self.reading, self.match, places=False)

    def of_carrier(self) -> Phrases:
        """The subject of the light verb; of a passive one its doer."""
        if self.carrier is None:
            guest = sojourner(self.reading, self.match.head)
            return self.reading.phrases.participants(guest) if guest is not None else ()
        functions, grammar = self.reading.functions, self.reading.lexicon.grammar
        if self.reading.tree.lemmas[self.carrier] in grammar.telling_carriers:
            return ()  # "called the bombing an act of madness"
        if functions.is_passive(self.carrier):
            return self._first(functions.doers(self.carrier))
        subject = functions.subject(self.carrier)
        if subject is None or subject == self.match.head or is_aside(self.reading, self.match):
            return ()
        return subject_phrases(self.reading, self.match, subject)

    def content(self) -> Phrases:
        """Who takes part in the act that the entry is about."""
        return self.around.content

    def speaker(self) -> Phrases:
        """Who says the sentence."""
        return self.around.speaker

    def _first(self, heads: Iterator[int]) -> Phrases:
        return next((found for i in heads if (found := self.reading.phrases.participants(i))), ())


_SLOTS: dict[str, Callable[[_Filler], Phrases]] = {
    slots.SUBJECT: _Filler.subject,
    slots.OBJECT: _Filler.object,
    slots.CONTENT: _Filler.content,
    slots.INSIDE: _Filler.inside,
    slots.POSSESSOR: _Filler.possessor,
    slots.MODIFIER: _Filler.modifier,
    slots.FORCE: _Filler.force,
    slots.CARRIER: _Filler.of_carrier,
    slots.SPEAKER: _Filler.speaker,
}
