"""Participants: what a word of the tree stands for, as phrases of the text."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from spacy.tokens import Doc

from pipeline.lexicon.grammar import Grammar
from pipeline.stages.events.tree import Tree
from schemas.entity import Entity

_PARTICIPANTS = frozenset({"PERSON", "ORG", "GPE", "NORP", "ROLE"})
_PLACES = frozenset({"GPE", "LOC", "FAC"})
# A noun inside a noun inside a noun: deeper, nobody is meant.
_DEEPEST = 4
_MODIFIERS = frozenset({"amod", "compound", "nmod:desc", "flat"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """A participant: the tokens from ``start`` to ``end``, half-open, headed by ``head``.

    ``entity`` is null for a pronoun or a common noun; ``country`` is that of the name that modifies it.
    """

    start: int
    end: int
    head: int
    entity: Entity | None
    pronoun: bool = False
    modified: bool = False

    @property
    def named(self) -> bool:
        """Somebody in particular: a name, or a role of a known country."""
        if self.entity is None:
            return self.modified
        return self.entity.label != "ROLE" or self.entity.country is not None


Phrases = tuple[Phrase, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PhraseReader:
    """Reads phrases in the trees of one article. ``spans`` are the mentions, ``span_at`` their tokens.

    ``dated`` are the tokens of dates and times, which are nobody.
    """

    tree: Tree
    grammar: Grammar
    spans: Sequence[tuple[int, int, Entity]]
    span_at: Mapping[int, int]
    dated: frozenset[int]
    _known: dict[int, Phrases] = field(default_factory=dict, repr=False)

    def participants(self, head: int) -> Phrases:
        """Who the noun phrase headed by *head* names, with all that is joined to it; empty for things."""
        if head not in self._known:
            found: dict[int, Phrase] = {}
            for part in self.tree.joined(head):
                for phrase in self._one(part, 0):
                    found.setdefault(phrase.start, phrase)
            self._known[head] = tuple(found.values())
        return self._known[head]

    def mention(self, i: int) -> Entity | None:
        """The entity whose mention the token *i* is part of."""
        number = self.span_at.get(i)
        return self.spans[number][2] if number is not None else None

    def is_place(self, i: int) -> bool:
        """Is the word part of the name of a place?"""
        entity = self.mention(i)
        return entity is not None and entity.label in _PLACES

    def bare(self, head: int) -> Phrases:
        """The noun phrases of *head* and what is joined to it, whatever they name; no clauses or numbers."""
        counts = self.grammar.quantity_pronouns | self.grammar.quantity_nouns
        return tuple(
            self._common(part)
            for part in self.tree.joined(head)
            if self.tree.pos[part] in {"NOUN", "PROPN"}
            and not counts.intersection((self.tree.words[part], self.tree.lemmas[part]))
        )

    def inside(self, head: int) -> Phrases:
        """The name nearest inside the noun phrase of *head* that owns, does or is meant by it; no scene."""
        tree = self.tree
        scenes = self.grammar.place_prepositions
        order = [
            *(
                child
                for child in tree.children(head, "nmod")
                if tree.cases.get(child) not in scenes
            ),
            *(
                child
                for child in tree.children(head, "compound", "amod")
                if not self._is_role(child)
            ),
        ]
        order.sort(key=lambda child: (tree.relations[child] != "nmod:poss", child))
        for child in order:
            found = tuple(phrase for phrase in self.participants(child) if not phrase.pronoun)
            if found:
                return found
        for child in order:
            found = self.participants(child)
            if found:
                return found
        for child in order:
            for deeper in tree.children(child, "nmod", "compound", "amod"):
                if tree.cases.get(deeper) in scenes:
                    continue
                found = self.participants(deeper)
                if found and found[0].named:
                    return found
        return ()

    def _is_role(self, i: int) -> bool:
        """Does a role stand as the kind of a thing ("a passenger jet")?"""
        entity = self.mention(i)
        return entity is not None and entity.label == "ROLE"

    def _one(self, head: int, depth: int) -> Phrases:
        tree, grammar = self.tree, self.grammar
        if depth > _DEEPEST or head in self.dated:
            return ()
        if head in self.span_at:
            return self._mentioned(head, depth)
        if tree.pos[head] == "PRON" or tree.tags[head] == "PRP":
            return self._pronoun(head, depth)
        lemma, word = tree.lemmas[head], tree.words[head]
        nominal = tree.pos[head] == "ADJ" and tree.child(head, "det") is None
        counted = nominal or tree.pos[head] in {"NUM", "DET"} or word in grammar.quantity_pronouns
        if counted or lemma in grammar.quantity_nouns:
            return self._borne(head, depth)
        if tree.pos[head] == "PROPN":
            return self._beside(head, depth) or (self._common(head),)
        if tree.tags[head] == "VBN" and tree.child(head, "det") is not None:
            return (self._common(head),)  # "the accused", "the wounded"
        if tree.pos[head] not in {"NOUN", "X"}:
            return ()
        if lemma in grammar.group_nouns or lemma in grammar.agent_nouns:
            named = self._beside(head, depth)
            if not named and lemma in grammar.group_nouns:
                named = tuple(phrase for phrase in self._borne(head, depth) if phrase.named)
            if named:
                return named
            return (self._common(head),) if lemma in grammar.agent_nouns else ()
        return ()

    def _mentioned(self, head: int, depth: int) -> Phrases:
        start, end, entity = self.spans[self.span_at[head]]
        if entity.label not in _PARTICIPANTS:
            return ()
        phrase = Phrase(start=start, end=end, head=head, entity=entity)
        if entity.label == "ROLE" and self.tree.lemmas[head] in self.grammar.group_nouns:
            borne = tuple(found for found in self._borne(head, depth) if found.named)
            if borne:
                return borne
        if self.tree.relations[head] == "amod" and entity.label == "ROLE":
            return ()
        if phrase.named:
            return (phrase,)
        named = self._beside(head, depth)
        if named:
            return named
        whole = self._common(head)
        return (replace(phrase, modified=whole.modified, start=min(start, whole.start)),)

    def _pronoun(self, head: int, depth: int) -> Phrases:
        tree, word = self.tree, self.tree.words[head]
        if word in self.grammar.relative_pronouns and word != tree.words[tree.heads[head]]:
            antecedent = self._antecedent(head)
            return self._one(antecedent, depth + 1) if antecedent is not None else ()
        if word in self.grammar.quantity_pronouns:
            return self._borne(head, depth)
        if word in self.grammar.personal_pronouns or word in self.grammar.first_person:
            return (Phrase(start=head, end=head + 1, head=head, entity=None, pronoun=True),)
        return ()

    def _antecedent(self, pronoun: int) -> int | None:
        """The noun that the relative clause of *pronoun* is about."""
        i = pronoun
        for _ in range(_DEEPEST):
            i = self.tree.heads[i]
            if self.tree.relations[i] == "acl:relcl":
                return self.tree.heads[i]
        return None

    def _borne(self, head: int, depth: int) -> Phrases:
        """Those after "of", "for" or "from" that the noun stands for."""
        for child in self.tree.children(head, "nmod", "obl"):
            if self.tree.cases.get(child) in self.grammar.bearing_prepositions:
                found = tuple(
                    phrase
                    for part in self.tree.joined(child)
                    for phrase in self._one(part, depth + 1)
                )
                if found:
                    return found
        return ()

    def _beside(self, head: int, depth: int) -> Phrases:
        """The name set beside a common noun ("the company, Nordbank,")."""
        for child in self.tree.children(head, "appos", "flat"):
            found = self._one(child, depth + 1)
            if found and found[0].named and child in self.span_at:
                return found
        return ()

    def _common(self, head: int) -> Phrase:
        """The noun with its modifiers right before it, and the pronoun that owns it ("its forces")."""
        tree, start = self.tree, head
        modified = False
        dependents = set(tree.below.get(head, ()))
        while start > 0:
            before = start - 1
            number = self.span_at.get(before)
            if before in tree.hyphens:
                start = before - 1
                continue
            if number is not None and before in self._under(dependents):
                start = self.spans[number][0]
                modified = True
                continue
            if before not in dependents or tree.relations[before] not in _MODIFIERS:
                break
            start = before
        while tree.words[start] in {"-", ","} and start < head:
            start += 1
        owner = start - 1
        if owner in dependents and tree.words[owner] in self.grammar.possessive_pronouns:
            start = owner
        return Phrase(start=start, end=head + 1, head=head, entity=None, modified=modified)

    def _under(self, dependents: set[int]) -> set[int]:
        """The tokens of mentions among *dependents* that are adjectives or parts of the compound."""
        found: set[int] = set()
        for child in dependents:
            number = self.span_at.get(child)
            if number is not None and self.tree.relations[child] in _MODIFIERS:
                found.update(range(self.spans[number][0], self.spans[number][1]))
        return found


def make_phrase_reader(
    doc: Doc, tree: Tree, entities: Sequence[Entity], grammar: Grammar
) -> PhraseReader:
    """A reader over the mentions of *entities*; where two overlap the longer stays."""
    spans = _mention_spans(doc, entities)
    return PhraseReader(
        tree=tree,
        grammar=grammar,
        spans=spans,
        dated=frozenset(
            token.i for ent in doc.ents if ent.label_ in {"DATE", "TIME"} for token in ent
        ),
        span_at={i: number for number, span in enumerate(spans) for i in range(span[0], span[1])},
    )


def _mention_spans(doc: Doc, entities: Sequence[Entity]) -> list[tuple[int, int, Entity]]:
    """Token ranges of all mentions in order."""
    offsets = [token.idx for token in doc]
    spans = []
    for entity in entities:
        for mention in entity.mentions:
            start = bisect_right(offsets, mention.start_char) - 1
            end = bisect_left(offsets, mention.end_char)
            if 0 <= start < end:
                spans.append((start, end, entity))
    spans.sort(key=lambda span: (span[0], -span[1]))
    kept: list[tuple[int, int, Entity]] = []
    for span in spans:
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
        elif span[1] - span[0] > kept[-1][1] - kept[-1][0]:
            kept[-1] = span
    return kept
