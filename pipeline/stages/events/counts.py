"""Whom a number alone counts."""

from collections.abc import Set

from pipeline.lexicon.grammar import Grammar
from pipeline.stages.events.phrase import Phrase, Phrases
from pipeline.stages.events.tree import Tree


def counted_people(tree: Tree, grammar: Grammar, dated: Set[int], head: int) -> Phrases:
    """The people that the number *head* counts ("killed three", "two others", "20 more", "three of his co-authors").

    No sums, and no dates, whose tokens are *dated*.
    """
    known = grammar.quantity_pronouns - grammar.negative_pronouns
    number = tree.pos[head] == "NUM" or (tree.words[head] in known and tree.tags[head] != "DT")
    number |= tree.words[head] in grammar.indefinite_pronouns
    number |= is_nth(tree, grammar, head)
    number |= tree.tags[head] == "JJR" and tree.child(head, "nummod") is not None
    named = any(tree.pos[i] != "NUM" for i in tree.children(head, "compound"))
    if not number or head in dated or named:
        return ()
    first = head
    while first - 1 in tree.below.get(head, ()) and _is_number(tree, grammar, first - 1):
        first -= 1  # "one million", "several others"
    if first > 0 and tree.words[first - 1] in grammar.further_determiners:
        first -= 1  # "another 19"
    last = max((head, *(i for i in tree.children(head, "nmod") if tree.cases.get(i) == "of")))
    return (Phrase(start=first, end=last + 1, head=head, entity=None),)


def _is_number(tree: Tree, grammar: Grammar, word: int) -> bool:
    return tree.pos[word] == "NUM" or tree.words[word] in grammar.quantity_pronouns


def is_nth(tree: Tree, grammar: Grammar, word: int) -> bool:
    """Is it the next of some people, without a noun ("a fourth")?"""
    return tree.words[word] in grammar.ordinals and tree.child(word, "det") is not None
