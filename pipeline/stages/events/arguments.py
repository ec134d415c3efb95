"""Who did it to whom: the participants in the slots of an entry."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pipeline.lexicon import entries as slots
from pipeline.stages.events.matching import Match
from pipeline.stages.events.phrases import Phrase, Phrases
from pipeline.stages.events.reading import ArticleReading


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
    filler = _Filler(
        reading=reading, match=match, around=around, carrier=find_carrier(reading, match)
    )
    if group.parties:
        parties: Phrases = ()
        for slot in group.parties:
            parties += unlike(filler.fill(slot), parties)
        recipients = () if group.recipient is None else filler.best(group.recipient)
        return Arguments(
            actors=parties, recipients=unlike(recipients, parties), carrier=filler.carrier
        )
    actors = filler.best(group.actor_slots)
    recipients = unlike(filler.best(group.recipient_slots, apart_from=actors), actors)
    return Arguments(actors=actors, recipients=recipients, carrier=filler.carrier)


def find_carrier(reading: ArticleReading, match: Match) -> int | None:
    """The light verb whose object or subject the noun of *match* is, quantities between left out."""
    if match.entry.kind != "noun":
        return None
    tree, grammar = reading.tree, reading.lexicon.grammar
    noun = match.head
    for _ in range(3):
        above = tree.governor(noun)
        if above == noun:
            return None
        if tree.is_verb(above):
            known = tree.lemmas[above] in grammar.carriers
            base = tree.bases[noun] if tree.bases[noun] != "conj" else tree.bases[tree.heads[noun]]
            return above if known and base in {"obj", "nsubj", "obl", "xcomp"} else None
        if tree.lemmas[above] not in grammar.quantity_nouns:
            return None
        noun = above
    return None


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
            if any(self._is_somebody(phrase) for phrase in found):
                return found
            anybody = anybody or found
        return anybody

    def _is_somebody(self, phrase: Phrase) -> bool:
        """A name, a role or a pronoun, and not merely a word of the entry ("sent doctors to X")."""
        if phrase.named or phrase.pronoun:
            return True
        return phrase.entity is not None and phrase.head not in self.match.words

    def fill(self, slot: str) -> Phrases:
        """Who stands in *slot*."""
        known = _SLOTS.get(slot)
        return known(self) if known is not None else self.marked(slot)

    def subject(self) -> Phrases:
        """The subject; of a passive the doer."""
        functions, match = self.reading.functions, self.match
        head = self.verb()
        if head is None:
            return ()
        if match.entry.kind == "verb" and functions.is_passive(head):
            return self._first(functions.doers(head))
        subject = functions.subject(head)
        return self._subject_phrases(subject) if subject is not None else ()

    def _subject_phrases(self, subject: int) -> Phrases:
        found = self.reading.phrases.participants(subject)
        if found or self.reading.tree.pos[subject] not in {"NOUN", "PROPN"}:
            return found
        above = self._above(subject)
        if above:
            return above
        # "Israel's decision angered", "the statement of the ministry said": whose act it is.
        owners = self.reading.phrases.inside(subject)
        return owners if owners and owners[0].named and self.match.entry.kind != "noun" else ()

    def _above(self, noun: int) -> Phrases:
        """Who acts in the clause whose noun the trigger hangs on ("farmers held a march calling for aid")."""
        tree = self.reading.tree
        if tree.bases[self.match.head] != "acl" or tree.heads[self.match.head] != noun:
            return ()
        verb = tree.governor(noun)
        if verb == noun or not tree.is_verb(verb):
            return ()
        subject = self.reading.functions.subject(verb)
        return self.reading.phrases.participants(subject) if subject is not None else ()

    def verb(self) -> int | None:
        """The word whose subject is asked for: the trigger, or the verb that a modal or a noun goes with."""
        if self.match.entry.kind == "modal":
            return self.reading.tree.heads[self.match.head]
        return self.match.head

    def object(self) -> Phrases:
        """The objects that are no words of the entry; any noun where the entry takes it."""
        head = self.match.head
        heads = [
            i
            for i in self.reading.functions.objects(head)
            if i not in self.match.words and self.reading.tree.bases[i] != "csubj"
        ]
        found = self._first(iter(heads)) or self._of_words() or self._struck(heads)
        if found or not self.match.entry.group.bare_object:
            return found
        return next((bare for i in heads if (bare := self.reading.phrases.bare(i))), ())

    def _struck(self, heads: list[int]) -> Phrases:
        """The building or place that is acted on ("torched St John's Church")."""
        for head in heads:
            if self.reading.phrases.is_place(head):
                start, end, entity = self.reading.phrases.spans[self.reading.phrases.span_at[head]]
                return (Phrase(start=start, end=end, head=head, entity=entity),)
        return ()

    def _of_words(self) -> Phrases:
        """Whom a word of the entry is: somebody ("execute prisoner"), or acted on by it ("threaten to expel X")."""
        tree, functions = self.reading.tree, self.reading.functions
        for word in self.match.words:
            if tree.is_verb(word):
                found = self._first(functions.objects(word))
            elif tree.bases[word] in {"obj", "nsubj"}:
                found = self.reading.phrases.participants(word)
            else:
                continue
            if found:
                return found
        return ()

    def marked(self, preposition: str) -> Phrases:
        """Who stands under *preposition*: of the entry, of its words, of its light verb."""
        functions, tree = self.reading.functions, self.reading.tree
        circumstances = self.reading.lexicon.grammar.circumstances - {"by", "over"} | {"for"}
        places = [self.match.head, *self.match.words]
        if self.carrier is not None:
            places.append(self.carrier)
        for place in places:
            for head in functions.marked(place, preposition):
                if head in self.match.words or not self._belongs(head, place):
                    continue
                found = self.reading.phrases.participants(head)
                if found:
                    return found
                if tree.pos[head] in {"NOUN", "PROPN"} and preposition not in circumstances:
                    within = self.reading.phrases.inside(head)
                    if within and within[0].named and not tree.is_verb(head):
                        return within
        return ()

    def _belongs(self, head: int, place: int) -> bool:
        """Is what stands deeper the noun's own: "massacre of villagers by soldiers", not "protest against raids by soldiers"?"""
        tree, above = self.reading.tree, self.reading.tree.governor(head)
        if above == place or tree.is_verb(place) or tree.cases.get(above) == "of":
            return True
        return bool(self.reading.phrases.participants(above)) or above in self.match.words

    def inside(self) -> Phrases:
        """A name inside the object or inside a noun of the entry."""
        heads = [
            *(i for i in self.reading.functions.objects(self.match.head)),
            *self.match.words,
        ]
        if self.match.entry.kind == "adjective":
            subject = self.reading.functions.subject(self.match.head)
            heads += [subject] if subject is not None else []
        for head in heads:
            found = self.reading.phrases.inside(head)
            if found:
                return found
        return ()

    def possessor(self) -> Phrases:
        """Who owns the noun ("Israel's raid")."""
        tree = self.reading.tree
        for child in tree.children(self.match.head, "nmod"):
            if tree.relations[child] == "nmod:poss":
                found = self.reading.phrases.participants(child)
                if found:
                    return found
        return ()

    def modifier(self) -> Phrases:
        """The name or agent that modifies the noun ("an Israeli raid", "rebel attack")."""
        tree = self.reading.tree
        for child in tree.children(self.match.head, "compound", "amod", "nmod"):
            if tree.cases.get(child) or child in self.match.words:
                continue
            found = self._modifying(child)
            if found:
                return found
        return ()

    def _modifying(self, child: int) -> Phrases:
        phrases = self.reading.phrases
        found: list[Phrase] = []
        for part in self.reading.tree.joined(child):
            entity = phrases.mention(part)
            if entity is not None and entity.label in {"GPE", "NORP", "ORG", "ROLE", "PERSON"}:
                number = phrases.span_at[part]
                start, end, _ = phrases.spans[number]
                found.append(Phrase(start=start, end=end, head=part, entity=entity))
            elif self.reading.tree.lemmas[part] in self.reading.lexicon.grammar.agent_nouns:
                found.append(Phrase(start=part, end=part + 1, head=part, entity=None))
        return tuple(found)

    def of_carrier(self) -> Phrases:
        """The subject of the light verb; of a passive one its doer."""
        if self.carrier is None:
            return ()
        functions, grammar = self.reading.functions, self.reading.lexicon.grammar
        if self.reading.tree.lemmas[self.carrier] in grammar.telling_carriers:
            return ()  # "called the bombing an act of madness"
        if functions.is_passive(self.carrier):
            return self._first(functions.doers(self.carrier))
        subject = functions.subject(self.carrier)
        if subject is None or subject == self.match.head:
            return ()
        return self._subject_phrases(subject)

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
    slots.CARRIER: _Filler.of_carrier,
    slots.SPEAKER: _Filler.speaker,
}


def unlike(phrases: Phrases, others: Phrases) -> Phrases:
    """*phrases* without those that name one of *others*."""
    named = {phrase.entity.id for phrase in others if phrase.entity is not None}
    places = {phrase.start for phrase in others}
    return tuple(
        phrase
        for phrase in phrases
        if phrase.start not in places and (phrase.entity is None or phrase.entity.id not in named)
    )
