"""Predicates of news that no entry of the lexicon fired on, read from the parse: what PETRARCH calls null verbs."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from pipeline.flow import Explanation
from pipeline.lexicon import Lexicon
from pipeline.lexicon.grammar import Grammar
from pipeline.values import ParsedToken
from schemas.entity import Entity

Why = Literal["no entry", "no match"]

_NAMES = frozenset({"PERSON", "ORG", "GPE", "NORP"})
# In these relations a verb form is no predicate (the event stage leaves out the same).
_NO_PREDICATE = frozenset({"amod", "compound", "case", "mark", "fixed", "aux", "cop", "det", "cc"})
_ARGUMENTS = frozenset({"nsubj", "obj", "iobj", "nsubj:pass", "obl:agent"})
_PARTS_OF_NAMES = frozenset({"compound", "amod", "flat", "appos", "nmod", "nummod", "conj"})
# Under these a predicate has the subject of its head.
_SHARING = frozenset({"conj", "xcomp", "advcl"})
# Prepositions of whom an act is done to, after the noun that names the act ("Oslo's raid on Lima").
_AIMED = frozenset({"against", "at", "of", "on", "to", "with"})
_LONGEST_CHAIN = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """A predicate in its base form with its particle, and the sentence it stands in, from character ``at`` on.

    ``why``: the lexicon has no entry with such a head, or has some and none matched what stands around it.
    """

    predicate: str
    kind: Literal["verb", "noun"]
    why: Why
    sentence: str
    at: int


def find_predicates(explanation: Explanation, *, lexicon: Lexicon) -> Iterator[Sighting]:
    """The verbs, and the nouns that tell an act, whose participants are named and that no entry matched.

    Passed over: what says, plans or wishes another clause, and light verbs of a noun that tells the act itself.
    """
    named = _characters(
        (mention.start_char, mention.end_char)
        for entity in explanation.entities
        if _is_name(entity)
        for mention in entity.mentions
    )
    matched = {
        word.start_char
        for found in explanation.findings
        for word in found.trigger_words or (found.trigger,)
    }
    text = explanation.clean.text
    for (start, end), tokens in zip(explanation.sentences, explanation.tokens, strict=True):
        sentence = _Sentence(tokens=tokens, named=named, grammar=lexicon.grammar)
        for place, token in enumerate(tokens):
            kind = sentence.kind(place)
            if kind is None or token.start_char in matched:
                continue
            yield Sighting(
                predicate=" ".join(filter(None, (token.lemma.lower(), token.particle))),
                kind=kind,
                why=_why(token, lexicon),
                sentence=" ".join(text[start:end].split()),
                at=len(" ".join([*text[start : token.start_char].split(), ""])),
            )


def _why(token: ParsedToken, lexicon: Lexicon) -> Why:
    head = lexicon.spelling.fold(token.lemma)
    known = any((kind, head) in lexicon.by_head for kind in ("verb", "noun", "adjective"))
    return "no match" if known else "no entry"


def _is_name(entity: Entity) -> bool:
    """Does it name somebody: a name, or a role of a known country?"""
    return entity.label in _NAMES or (entity.label == "ROLE" and entity.country is not None)


def _characters(stretches: Iterable[tuple[int, int]]) -> frozenset[int]:
    return frozenset(char for start, end in stretches for char in range(start, end))


class _Sentence:
    """A parsed sentence: which of its words are predicates of named participants."""

    def __init__(
        self, *, tokens: Sequence[ParsedToken], named: frozenset[int], grammar: Grammar
    ) -> None:
        self._tokens = tokens
        self._named = named
        self._grammar = grammar
        self._below: defaultdict[int, list[int]] = defaultdict(list)
        for place, token in enumerate(tokens):
            if token.head != place:
                self._below[token.head].append(place)

    def kind(self, place: int) -> Literal["verb", "noun"] | None:
        """What sort of predicate the word is, if it is one."""
        token = self._tokens[place]
        if token.pos == "VERB":
            told = _base(token) not in _NO_PREDICATE and not self._serves(place)
            return "verb" if told and self._has_named_argument(place) else None
        if token.pos == "NOUN" and self._may_be_an_act(place):
            told = self._is_carried(place) or self._has_sides(place)
            return "noun" if told else None
        return None

    def _serves(self, verb: int) -> bool:
        """Does the verb only say, plan or wish another clause, or carry a noun that tells the act?"""
        grammar, token = self._grammar, self._tokens[verb]
        lemma = token.lemma.lower()
        saying = grammar.reporting_verbs | grammar.doubting_verbs | grammar.denying_verbs
        planning = (
            grammar.future_governors
            | grammar.hypothetical_governors
            | grammar.negating_governors
            | grammar.actual_governors
        )
        if lemma in saying | planning:
            clauses = self._children(verb, "ccomp", "xcomp", "parataxis")
            if any(True for _ in clauses) or _base(token) == "parataxis":
                return True
        if lemma in saying and any(self._tokens[i].text in "“”\"'" for i in self._below[verb]):
            return True
        return lemma in grammar.carriers and any(
            self._tokens[i].pos == "NOUN" and self._may_be_an_act(i)
            for i in self._children(verb, "obj", "nsubj:pass")
        )

    def _has_named_argument(self, verb: int) -> bool:
        heads = [i for i in self._below[verb] if self._tokens[i].relation in _ARGUMENTS]
        if not any(_base(self._tokens[i]) == "nsubj" for i in heads):
            heads += self._inherited(verb)
        return any(self._names_somebody(i) for i in heads)

    def _inherited(self, verb: int) -> Iterator[int]:
        """The subject that the verb shares with those above it, or the noun that its clause is about."""
        for _ in range(_LONGEST_CHAIN):
            token = self._tokens[verb]
            if _base(token) == "acl":
                yield token.head
            if _base(token) not in _SHARING or token.head == verb:
                return
            verb = token.head
            subjects = list(self._children(verb, "nsubj", "nsubj:pass"))
            if subjects:
                yield from subjects
                return

    def _may_be_an_act(self, noun: int) -> bool:
        grammar, token = self._grammar, self._tokens[noun]
        people = grammar.agent_nouns | grammar.group_nouns | grammar.quantity_nouns
        return token.start_char not in self._named and token.lemma.lower() not in people

    def _is_carried(self, noun: int) -> bool:
        """Is the noun the object of a light verb whose subject is somebody?"""
        token = self._tokens[noun]
        verb = self._tokens[token.head]
        carries = verb.pos == "VERB" and verb.lemma.lower() in self._grammar.carriers
        objects = token.relation in {"obj", "nsubj:pass"}
        return carries and objects and self._has_named_argument(token.head)

    def _has_sides(self, noun: int) -> bool:
        """Does the noun name who does it and on whom ("Oslo's raid on Lima", "a raid on Lima by Oslo")?"""
        doers = list(self._children(noun, "nmod:poss"))
        aims = []
        for child in self._children(noun, "nmod"):
            case = next((self._tokens[i].text.lower() for i in self._children(child, "case")), "")
            doers += [child] if case == "by" else []
            aims += [child] if case in _AIMED else []
        return any(map(self._names_somebody, doers)) and any(map(self._names_somebody, aims))

    def _names_somebody(self, noun: int) -> bool:
        """Is the noun a name, or has it one before or beside it ("Peruvian troops")?"""
        if self._tokens[noun].start_char in self._named:
            return True
        return any(
            self._tokens[i].start_char in self._named and _base(self._tokens[i]) in _PARTS_OF_NAMES
            for i in self._below[noun]
        )

    def _children(self, place: int, *relations: str) -> Iterator[int]:
        return (i for i in self._below[place] if self._tokens[i].relation in relations)


def _base(token: ParsedToken) -> str:
    return token.relation.partition(":")[0]
