"""Where phrases begin and end: the tokens of mentions, and those before a common noun that belong to it."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc

from pipeline.lexicon.grammar import Grammar
from pipeline.stages.events.tree import Tree
from schemas.entity import Entity

_MODIFIERS = frozenset({"amod", "compound", "nmod:desc", "flat"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Extents:
    """Finds the first token of noun phrases; ``spans`` are the mentions, ``span_at`` their tokens."""

    tree: Tree
    grammar: Grammar
    spans: Sequence[tuple[int, int, Entity]]
    span_at: Mapping[int, int]

    def first_token(self, head: int) -> tuple[int, bool]:
        """Where the phrase of the common noun *head* begins, and whether a name modifies it."""
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
            known = before in dependents and tree.relations[before] in _MODIFIERS
            if not known and self.first_adjective(before, head) == before:
                break
            start = before
        while tree.words[start] in {"-", ","} and start < head:
            start += 1
        return self._with_owner(self.first_adjective(start, head), head), modified

    def first_adjective(self, start: int, head: int) -> int:
        """Where the modifiers joined to that at *start* begin ("Kurdish and Sunni members", "US and Zambian officials")."""
        tree = self.tree
        first = tree.heads[start]
        joined = tree.bases[start] == "conj" and tree.bases[first] in {"amod", "compound"}
        if not joined or tree.heads[first] != head or first >= start:
            return start
        return self.spans[self.span_at[first]][0] if first in self.span_at else tree.whole(first)[0]

    def _with_owner(self, start: int, head: int) -> int:
        """*start*, or where the pronoun or the noun before it begins that owns *head*."""
        tree, owner = self.tree, start - 1
        if owner < 0:
            return start
        if tree.heads[owner] == head and tree.words[owner] in self.grammar.possessive_pronouns:
            return owner
        possessor = tree.heads[owner]
        if tree.tags[owner] != "POS" or tree.relations[possessor] != "nmod:poss":
            return start
        if tree.heads[possessor] != head:
            return start
        return self.spans[self.span_at[possessor]][0] if possessor in self.span_at else possessor

    def _under(self, dependents: set[int]) -> set[int]:
        """The tokens of mentions among *dependents* that are adjectives or parts of the compound."""
        found: set[int] = set()
        for child in dependents:
            number = self.span_at.get(child)
            if number is not None and self.tree.relations[child] in _MODIFIERS:
                found.update(range(self.spans[number][0], self.spans[number][1]))
        return found


def mention_spans(doc: Doc, entities: Sequence[Entity]) -> list[tuple[int, int, Entity]]:
    """Token ranges of all mentions of *entities* in order; where two overlap the longer stays."""
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
