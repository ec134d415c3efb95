"""Participants: what a word of the tree stands for, as phrases of the text."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import chain

from pipeline.lexicon.grammar import Grammar
from pipeline.stages.events import lists, relatives
from pipeline.stages.events.complements import with_complement
from pipeline.stages.events.counts import counted_people, is_nobody, pair_of, stands_for_people
from pipeline.stages.events.extents import Extents
from pipeline.stages.events.inside import inner_nouns, nearest_name, town_in, whole_name
from pipeline.stages.events.mentions import Mentions
from pipeline.stages.events.phrase import Phrase, Phrases, pronoun_at
from pipeline.stages.events.tree import Tree
from pipeline.stages.events.works import is_hazard, is_work
from schemas.entity import Entity

_PARTICIPANTS = frozenset({"PERSON", "ORG", "GPE", "NORP", "ROLE"})
# A noun inside a noun inside a noun: deeper, nobody is meant.
_DEEPEST = 4
# So many tokens at most lie between a noun and the name that it stands for.
_LONGEST_BEARER = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class PhraseReader(Mentions):
    """Reads phrases in the trees of one article.

    ``dated`` are the tokens of dates and times, which are nobody.
    """

    tree: Tree
    grammar: Grammar
    dated: frozenset[int]
    opposed: Mapping[int, tuple[int, Entity]]
    _known: dict[int, Phrases] = field(default_factory=dict, repr=False)

    def participants(self, head: int) -> Phrases:
        """Who the noun phrase headed by *head* names, with all that is joined to it; empty for things."""
        if head not in self._known:
            found: dict[int, Phrase] = {}
            parts = lists.parts_of_list(self.tree, self.grammar, head, self.is_person, self.is_body)
            lands = any(self.is_land(part) for part in parts)
            for part in parts:
                if self.tree.pos[part] == "NUM" and part + 1 in parts:
                    continue  # "one guard and three drivers": the parser joined number and noun
                behind = self.span_at.get(part + 2) if part not in self.span_at else None
                person = self.spans[behind] if behind is not None else None
                if lists.is_title_only(self.tree, head, part, person, self.is_person):
                    continue
                named = self._one(part, 0)
                for phrase in named or (self._beside_others(head, part) if found or lands else ()):
                    found.setdefault(phrase.start, self._whole(phrase, head))
            members = lists.listed(self.tree, self.grammar, head, self.is_singled) if found else ()
            for phrase in chain.from_iterable(self._one(part, _DEEPEST) for part in members):
                found.setdefault(phrase.start, phrase)
            self._known[head] = tuple(found.values())
        return self._known[head]

    def _beside_others(self, first: int, part: int) -> Phrases:
        """Whom a number counts beside somebody ("the mayor and two others"); beside a place another one."""
        if self.is_place(first) and self.tree.lemmas[part] in self.grammar.place_nouns:
            town = town_in(self.tree, self.grammar, part)
            return self.bare(part)[:1] if town is None else self.town(town)
        if self.is_place(first) and self.is_place(part):
            return whole_name(self.tree, part)  # "Chad, NZ and the UK"
        if {self.tree.lemmas[first], self.tree.lemmas[part]} <= self.grammar.vehicle_nouns:
            return self.bare(part)[:1]  # "tanks and armoured cars"
        return self.counted(part)

    def _whole(self, phrase: Phrase, first: int) -> Phrase:
        return with_complement(self._extents, phrase, first, self.participants)

    def counted(self, head: int, *, dates: bool = True) -> Phrases:
        """Whom a number alone counts; where it cannot be a date, what looks like one counts, too."""
        return counted_people(self.tree, self.grammar, self.dated if dates else frozenset(), head)

    def bare(self, head: int) -> Phrases:
        """The noun phrases of *head* and what is joined to it, whatever they name; no clauses or numbers."""
        counts = self.grammar.quantity_pronouns | self.grammar.quantity_nouns
        return tuple(
            self._common(part)
            for part in self.tree.joined(head)
            if self.tree.pos[part] in {"NOUN", "PROPN"}
            and not counts.intersection((self.tree.words[part], self.tree.lemmas[part]))
        )

    def town(self, head: int) -> Phrases:
        """Who the name of a place is, else the whole name."""
        found = self.participants(head)
        if found:
            return found
        joined = (i for i in self.tree.joined(head)[1:] if self.is_place(i))
        return whole_name(self.tree, head) + tuple(p for i in joined for p in self.town(i))

    def inside(self, head: int, *, owners: bool = True) -> Phrases:
        """The name nearest inside the noun phrase of *head* that owns, does or is meant by it; no scene.

        Without *owners* only one under a preposition.
        """
        town = town_in(self.tree, self.grammar, head)
        if town is not None:
            return self.town(town)
        order = inner_nouns(self.tree, self.grammar, head, self.is_role, owners=owners)
        if any(self.tree.words[i] in self.grammar.possessive_pronouns for i in order):
            # "its Oslo offices": whose they are, not where.
            order = [i for i in order if i in self.tree.cases or not self.is_place(i)]
        return nearest_name(self.tree, self.grammar, order, self.participants)

    def _one(self, head: int, depth: int) -> Phrases:
        tree, grammar = self.tree, self.grammar
        if depth > _DEEPEST or head in self.dated or is_nobody(tree, grammar, head):
            return ()
        if head in self.span_at:
            return self._mentioned(head, depth)
        if tree.pos[head] == "PRON" or tree.tags[head] == "PRP":
            return self._pronoun(head, depth)
        lemma, word = lists.person_noun(tree, grammar, head), tree.words[head]
        nominal = tree.pos[head] == "ADJ" and tree.child(head, "det") is None
        counted = nominal or tree.pos[head] in {"NUM", "DET"} or word in grammar.quantity_pronouns
        if counted or lemma in grammar.quantity_nouns:
            borne = self._borne(head, depth)
            parts = any(tree.cases.get(child) == "of" for child in tree.children(head, "nmod"))
            borne = borne or pair_of(tree, grammar, head)
            if borne or counted or parts or lemma not in grammar.agent_nouns:
                return borne
        if tree.pos[head] == "PROPN":
            return self._beside(head, depth) or (self._common(head),)
        if tree.tags[head] == "VBN" and tree.child(head, "det") is not None:
            return (self._common(head),)  # "the accused", "the wounded"
        if tree.pos[head] not in {"NOUN", "X", "ADJ"}:
            return ()
        titled = self._titled(head)
        if titled:
            return titled
        if lemma in grammar.group_nouns or lemma in grammar.agent_nouns:
            named = self._beside(head, depth)
            if not named and lemma in grammar.group_nouns:
                named = tuple(phrase for phrase in self._borne(head, depth) if phrase.named)
                named = self._with_bearer(head, named)
            if named:
                return named
            if lemma in grammar.agent_nouns:
                return (self._common(head),)
        return (self._common(head),) if stands_for_people(tree, grammar, head) else ()

    def _mentioned(self, head: int, depth: int) -> Phrases:
        start, end, entity = self.spans[self.span_at[head]]
        span = self.spans[self.span_at[head]]
        nobody = is_work(self.tree, self.grammar, span) or is_hazard(self.tree, self.grammar, span)
        if entity.label not in _PARTICIPANTS or nobody:
            return ()
        phrase = Phrase(start=start, end=end, head=head, entity=entity)
        if entity.label == "ROLE" and self.tree.lemmas[head] in self.grammar.group_nouns:
            counted = self.tree.lemmas[head] in self.grammar.quantity_nouns
            borne = tuple(p for p in self._borne(head, depth) if p.named or counted)
            told = self._with_bearer(head, borne)
            if told:
                return told
        if self.tree.relations[head] == "amod" and entity.label == "ROLE":
            return ()
        titled = self._titled(head) if entity.label == "ROLE" else ()
        beside = self._beside(head, depth) if entity.label == "NORP" else ()
        if titled or (beside and all(self.is_person(p.head) for p in beside)):
            return titled or beside
        if phrase.named:
            return (replace(phrase, start=self._extents.first_adjective(start, head)),)
        named = self._beside(head, depth)
        if named:
            return named
        whole = self._common(head)
        first = self._extents.first_adjective(min(start, whole.start), head)
        return (replace(phrase, modified=whole.modified, start=first),)

    def _pronoun(self, head: int, depth: int) -> Phrases:
        tree, word = self.tree, self.tree.words[head]
        if word in self.grammar.relative_pronouns and word != tree.words[tree.heads[head]]:
            noun = self._antecedent(head)
            if word == "which" and noun is not None and self._is_of_people(noun):
                # "A member of Hamas, which": the party, not its member.
                start = tree.first_of_name(noun)
                return (Phrase(start=start, end=noun + 1, head=noun, entity=None, modified=True),)
            meant = self._one(relatives.named_by(tree, noun), depth + 1) if noun is not None else ()
            return meant or ((pronoun_at(head),) if word == "whom" else ())
        if word in self.grammar.quantity_pronouns:
            return self._borne(head, depth)
        if word in self.grammar.indefinite_pronouns and (named := self._beside(head, depth)):
            return named
        if word == "what":
            called = relatives.free_relative(tree, self.grammar, head)
            meant = self._one(called, depth + 1) if called is not None else ()
            return tuple(phrase for phrase in meant if phrase.named)
        pointing = word in self.grammar.pointing_pronouns and depth == 0
        told = relatives.identified(tree, head) if pointing else None
        if told is not None and (identity := self.participants(told)):
            return identity
        if pointing and any(i > head for i in tree.children(head, "acl", "amod")):
            return (self._common(head),)  # "those who protest", "those responsible"
        if word in self.grammar.personal_pronouns or word in self.grammar.first_person:
            return (pronoun_at(head),)
        return ()

    def meant_by(self, word: int) -> int | None:
        """The noun that *word* stands for as the relative pronoun of its clause, if it is one."""
        relative = self.tree.words[word] in self.grammar.relative_pronouns
        pronoun = relative and self.tree.pos[word] == "PRON"
        return self._antecedent(word) if pronoun else None

    def _antecedent(self, pronoun: int) -> int | None:
        return relatives.antecedent(self.tree, self.grammar, pronoun, self.is_place, self._is_group)

    def _is_of_people(self, i: int) -> bool:
        """Is the word the name under "of" in what somebody is called ("leader of Hamas")?"""
        return self.is_role(i) and self.tree.cases.get(i) == "of"

    def _is_group(self, i: int) -> bool:
        return self.is_place(i) or self.is_body(i) or self._is_of_people(i)

    def _borne(self, head: int, depth: int) -> Phrases:
        """Those after "of", "for" or "from" that the noun stands for; a number of them is fewer ("one of them").

        Former members are nobody of them any more.
        """
        apart = self.grammar.parting_adjectives
        if any(self.tree.words[i] in apart for i in self.tree.children(head, "amod", "compound")):
            return ()
        person = self.tree.lemmas[head] in self.grammar.agent_nouns
        for child in self.tree.children(head, "nmod", "obl"):
            if self.tree.cases.get(child) == "for" and not person:
                continue  # "a state of emergency for the region"
            if self.tree.cases.get(child) in self.grammar.bearing_prepositions:
                found = tuple(
                    phrase
                    for part in self.tree.joined(child)
                    for phrase in self._one(part, depth + 1)
                )
                if self.tree.pos[head] == "NUM" and self.tree.pos[child] == "PRON" and found:
                    return self.counted(head)
                single = self.tree.words[head] in self.grammar.single_numbers and depth == 0
                if single and found and found[0].start - head <= _LONGEST_BEARER:
                    # "One of the bombers" is not all of them.
                    return (replace(found[0], start=head), *found[1:])
                if found:
                    return found
        return ()

    def _with_bearer(self, head: int, borne: Phrases) -> Phrases:
        """*borne* with the noun before them that stands for them ("members of the Taliban", "envoys from Mali and Chad")."""
        start = self._extents.first_token(head)[0]
        between = self.tree.words[head : borne[0].start] if borne else []
        if not borne or not 0 < len(between) <= _LONGEST_BEARER:
            return borne
        if not self.grammar.parting_words.isdisjoint(between):
            return ()  # "supporters and friends of Ann Lee": she is not who they are
        return (replace(borne[0], start=start), *borne[1:])

    def _beside(self, head: int, depth: int) -> Phrases:
        """The names set beside a common noun ("the company, Nordbank,", "two men, Ann Lee and Bo Li")."""
        beside = self.tree.children(head, "appos", "flat")
        for child in (*beside, *relatives.introduced(self.tree, self.grammar, head)):
            if lists.is_partly(self.tree, self.grammar, child) or lists.names_inner(
                self.tree, head, child
            ):
                continue
            found = self._one(child, depth + 1)
            if found and found[0].named and child in self.span_at:
                others = self.tree.joined(child)[1:]
                more = chain.from_iterable(self._one(part, _DEEPEST) for part in others)
                return found + tuple(phrase for phrase in more if phrase.named)
        return ()

    def _titled(self, head: int) -> Phrases:
        """Whose name follows a noun for what he or it is ("singer and lyricist Ann Lee", "search engine Google")."""
        joined = set(self.tree.joined(head))
        for child in self.tree.children(head, "appos", "flat"):
            member = self.tree.lemmas[head] in self.grammar.membership_nouns  # "EU member Malta"
            if child == head + 1 and (self.is_body(child) or (member and self.is_place(child))):
                groups = (i for i in self.tree.joined(child) if i in self.span_at)
                return tuple(phrase for i in groups for phrase in self._one(i, _DEEPEST))
            if lists.names_inner(self.tree, head, child):
                continue
            if self.is_person(child) and child > head and child - 1 in joined:
                named = (i for i in self.tree.joined(child) if self.is_person(i))
                return tuple(phrase for i in named for phrase in self._one(i, _DEEPEST))
        return ()

    def _common(self, head: int) -> Phrase:
        """The noun with its modifiers right before it, and who owns it ("its forces", "the suspect's wife")."""
        start, modified = self._extents.first_token(head)
        return Phrase(start=start, end=head + 1, head=head, entity=None, modified=modified)

    @property
    def _extents(self) -> Extents:
        return Extents(tree=self.tree, grammar=self.grammar, spans=self.spans, span_at=self.span_at)
