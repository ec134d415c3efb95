"""The name inside a noun phrase: its owner, its doer, whom it means ("the plan of X", "X's plan", "an X plan")."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from pipeline.lexicon.grammar import Grammar
from pipeline.stages.events.phrase import Phrase, Phrases
from pipeline.stages.events.tree import Tree


def inner_nouns(
    tree: Tree, grammar: Grammar, head: int, is_role: Callable[[int], bool], *, owners: bool
) -> list[int]:
    """The nouns right below *head* that may name somebody, owners first; without *owners* those under a preposition."""
    order = [
        *(
            child
            for child in tree.children(head, "nmod")
            if tree.cases.get(child) not in grammar.place_prepositions
        ),
        *(
            child
            for child in tree.children(head, "compound", "amod")
            if not is_role(child)
            and tree.words[child] not in grammar.kind_adjectives
            and tree.lemmas[child] not in grammar.vehicle_nouns  # "a helicopter strike"
        ),
    ]
    if not owners:
        order = [i for i in order if i in tree.cases and tree.relations[i] != "nmod:poss"]
    return sorted(order, key=lambda child: (tree.relations[child] != "nmod:poss", child))


def nearest_name(
    tree: Tree,
    grammar: Grammar,
    order: Sequence[int],
    participants: Callable[[int], Phrases],
) -> Phrases:
    """Whom the first of *order* names, a pronoun last; else who is named one step deeper."""
    for child in order:
        found = tuple(phrase for phrase in participants(child) if not phrase.pronoun)
        if found:
            return _with_place(tree, grammar, found)
    for child in order:
        found = participants(child)
        if found:
            return found
    for child in order:
        for deeper in tree.children(child, "nmod", "compound", "amod"):
            if tree.cases.get(deeper) in grammar.place_prepositions:
                continue
            found = participants(deeper)
            if found and found[0].named:
                return _with_place(tree, grammar, found)
    return ()


def _with_place(tree: Tree, grammar: Grammar, found: Phrases) -> Phrases:
    """*found* with the noun for a place that its last name stands before ("the Iraqi capital")."""
    last = found[-1]
    place = last.end
    modifies = tree.bases[last.head] in {"amod", "compound"} and tree.heads[last.head] == place
    if not modifies or tree.lemmas[place] not in grammar.place_nouns:
        return found
    return (*found[:-1], replace(last, end=place + 1))


def town_in(tree: Tree, grammar: Grammar, head: int) -> int | None:
    """The name behind a noun for a place, which means more than the land before that ("the Danish town of Ribe")."""
    if tree.lemmas[head] not in grammar.place_nouns:
        return None
    names = (i for i in tree.children(head, "nmod") if tree.pos[i] == "PROPN")
    return next((i for i in names if tree.cases.get(i) == "of"), None)


def whole_name(tree: Tree, head: int) -> Phrases:
    """All words of the name that *head* heads."""
    start, end = tree.whole(head)
    return (Phrase(start=start, end=end, head=head, entity=None),)
