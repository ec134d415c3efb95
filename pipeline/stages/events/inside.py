"""The name inside a noun phrase: its owner, its doer, whom it means ("the plan of X", "X's plan", "an X plan")."""

from collections.abc import Callable, Sequence

from pipeline.lexicon.grammar import Grammar
from pipeline.stages.events.phrase import Phrases
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
        *(child for child in tree.children(head, "compound", "amod") if not is_role(child)),
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
            return found
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
                return found
    return ()
