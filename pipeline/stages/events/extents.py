"""Where phrases begin: the tokens before a common noun that belong to it."""

from dataclasses import dataclass

from pipeline.lexicon.grammar import Grammar
from pipeline.stages.events.mentions import Mentions
from pipeline.stages.events.tree import Tree

_MODIFIERS = frozenset({"amod", "compound", "nmod:desc", "flat"})
_INNER = frozenset({"amod", "compound", "obl", "flat"})
_JOINABLE = frozenset({"amod", "compound"})
# No more modifiers are joined before one noun.
_MOST_JOINED = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Extents(Mentions):
    """Finds the first token of noun phrases."""

    tree: Tree
    grammar: Grammar

    def first_token(self, head: int) -> tuple[int, bool]:
        """Where the phrase of the common noun *head* begins, and whether a name modifies it."""
        tree, start = self.tree, head
        modified = False
        dependents = set(tree.below.get(head, ()))
        while start > 0:
            before = start - 1
            number = self.span_at.get(before)
            if before in tree.hyphens:
                start = self._first_of(before - 1)  # "New York-based"
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
        """Where the modifiers joined to that at *start* begin ("Kurdish and Sunni members", "US, Thai and North Korean officials")."""
        while start > 1 and start - 1 in self.tree.hyphens:
            start = self._first_of(start - 2)  # "Haitian-American"
        for _ in range(_MOST_JOINED):
            first = self._joined_to(start, head)
            if first is None or first >= start:
                break
            start = first
        return start

    def _joined_to(self, start: int, head: int) -> int | None:
        """The first token of the modifier of *head* that the one at *start* is joined to."""
        tree, top = self.tree, start
        while (
            tree.bases[top] in _INNER and tree.heads[top] != head and top < tree.heads[top] < head
        ):
            top = tree.heads[top]  # "North Korean"
        first = tree.heads[top]
        if (
            tree.bases[top] == "conj"
            and tree.bases[first] in _JOINABLE
            and tree.heads[first] == head
        ):
            return self._first_of(first)
        before = start - 2
        if before < 0 or tree.words[start - 1] not in self.grammar.parting_words:
            return None
        if self._is_half(before, head):
            return before
        # The parser hung each on the noun: "NATO and US-led troops".
        named = before in self.span_at and tree.bases[before] in _JOINABLE
        return self._first_of(before) if named and tree.heads[before] == head else None

    def _is_half(self, word: int, head: int) -> bool:
        """Is *word*, to which *head* is joined, nobody but what it is of, too ("business and community leaders")?"""
        tree = self.tree
        somebody = word in self.span_at or tree.lemmas[word] in self.grammar.agent_nouns
        joined = tree.bases[head] == "conj" and tree.heads[head] == word
        bare = not any(i < word for i in tree.below.get(word, ()))
        return (
            joined and bare and not somebody and (tree.tags[word], tree.tags[head]) == ("NN", "NNS")
        )

    def _first_of(self, word: int) -> int:
        known = word in self.span_at
        return self.spans[self.span_at[word]][0] if known else self.tree.whole(word)[0]

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
