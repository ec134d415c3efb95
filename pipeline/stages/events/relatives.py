"""What a relative pronoun stands for."""

from collections.abc import Callable

from pipeline.stages.events.tree import Tree

# A pronoun hangs no deeper in its clause.
_DEEPEST = 4


def antecedent(tree: Tree, pronoun: int, is_place: Callable[[int], bool]) -> int | None:
    """The noun that the relative clause of *pronoun* is about; ``is_place`` knows the names of places."""
    i = pronoun
    for _ in range(_DEEPEST):
        i = tree.heads[i]
        if tree.relations[i] == "acl:relcl":
            return _told_of(tree, pronoun, tree.heads[i], is_place)
    return None


def _told_of(tree: Tree, pronoun: int, noun: int, is_place: Callable[[int], bool]) -> int:
    """*noun*, or what it lies below: "that" tells of no name ("a shooting in Oslo that left two dead")."""
    above = tree.heads[noun]
    name = tree.words[pronoun] == "that" and is_place(noun)
    return above if name and tree.pos[above] == "NOUN" else noun
