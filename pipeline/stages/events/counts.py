"""Whom a number alone counts."""

from collections.abc import Set

from pipeline.lexicon.grammar import Grammar
from pipeline.stages.events.phrase import Phrase, Phrases
from pipeline.stages.events.tree import Tree

# No number is counted by more others.
_MOST_COUNTS = 3
_SIDES = frozenset({"nsubj", "obj", "iobj"})
_DOERS = frozenset({"nsubj", "obl:agent"})


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
    last = head
    for _ in range(_MOST_COUNTS):  # "tens of thousands of others"
        last = max((last, *(i for i in tree.children(last, "nmod") if tree.cases.get(i) == "of")))
    return (Phrase(start=first, end=last + 1, head=head, entity=None),)


def _is_number(tree: Tree, grammar: Grammar, word: int) -> bool:
    return tree.pos[word] == "NUM" or tree.words[word] in grammar.quantity_pronouns


def is_nth(tree: Tree, grammar: Grammar, word: int) -> bool:
    """Is it the next of some people, without a noun ("a fourth")?"""
    return tree.words[word] in grammar.ordinals and tree.child(word, "det") is not None


def is_within_word(tree: Tree, word: int) -> bool:
    """Is it counted within another word ("six-party talks"), and nobody by itself?"""
    return word - 1 in tree.hyphens and tree.pos[word - 2] == "NUM"


def is_nobody(tree: Tree, grammar: Grammar, word: int) -> bool:
    """Is it part of another word, what is used and not who uses it ("threatened to use force"), what somebody holds, a disease, or whose money it is?"""
    mass = tree.lemmas[word] in grammar.mass_nouns and tree.tags[word] == "NN"
    alone = mass and tree.child(word, "det", "compound", "nmod", "nummod", "acl") is None
    alone = alone and all(
        tree.lemmas[i] in grammar.mass_adjectives for i in tree.children(word, "amod")
    )
    stance = tree.lemmas[word] in grammar.stance_nouns  # "its opposition to the plan"
    held = stance and any(tree.cases.get(i) == "to" for i in tree.children(word, "nmod", "obl"))
    disease = tree.words[word] in grammar.disease_names  # "contracted COVID-19"
    # "A fine of 500 Swiss francs"
    coined = tree.lemmas[tree.heads[word]] in grammar.currency_nouns
    coined = coined and tree.bases[word] in {"amod", "compound"}
    return alone or held or disease or coined or is_within_word(tree, word)


def pair_of(tree: Tree, grammar: Grammar, word: int) -> Phrases:
    """*word* as the people named before for whom it alone stands ("charged the eight", "accused both")."""
    known = tree.words[word] in grammar.pair_pronouns
    counts = tree.pos[word] == "NUM" and tree.words[word].isalpha()
    known |= counts and any(tree.words[i] == "the" for i in tree.children(word, "det"))
    if not known or tree.bases[word] not in _SIDES:
        return ()
    return (Phrase(start=word, end=word + 1, head=word, entity=None),)


def stands_for_people(tree: Tree, grammar: Grammar, noun: int) -> bool:
    """Do the words around *noun* say that it is somebody ("the head of the agency", "both sides", "the state sued")?"""
    lemma = tree.lemmas[noun]
    if _is_age(tree, grammar, noun) or _is_government(tree, grammar, noun):
        return True
    if lemma in grammar.heading_nouns:
        return any(tree.cases.get(i) == "of" for i in tree.children(noun, "nmod"))
    if lemma in grammar.crowd_nouns:
        return tree.pos[noun] == "NOUN" and tree.child(noun, "det") is not None
    if lemma not in grammar.party_nouns:
        return False
    before = (tree.words[i] for i in tree.children(noun, "det", "nummod", "amod"))
    return not grammar.party_determiners.isdisjoint(before)


def _is_government(tree: Tree, grammar: Grammar, word: int) -> bool:
    """Is it a land that does something, and no part of another ("the city of Oslo"), nor joined to one that is named?"""
    if tree.lemmas[word] not in grammar.governing_lands:
        return False
    if tree.tags[word] == "NN" and tree.child(word, "det") is None:
        return False  # "state and local officials"
    first = tree.heads[word] if tree.bases[word] == "conj" else word
    acts = tree.relations[first] in _DOERS and tree.is_verb(tree.heads[first])
    return acts and all(tree.cases.get(i) != "of" for i in tree.children(word, "nmod"))


def _is_age(tree: Tree, grammar: Grammar, word: int) -> bool:
    """Is it somebody of whom only the age is told ("the 26-year-old")?"""
    joined = word - 1 in tree.hyphens and tree.lemmas[word - 2] in grammar.age_units
    return joined and tree.lemmas[word] == "old" and tree.bases[word] not in {"amod", "compound"}
