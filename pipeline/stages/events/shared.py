"""What two joined verbs act on, which the parser hangs on one of them."""

from collections.abc import Iterator

from pipeline.stages.events.tree import Tree

# Of two verbs joined without an object between them the second is this near, in tokens.
_NEAR = 4


def shared_objects(tree: Tree, verb: int) -> Iterator[int]:
    """The objects of the verb that *verb* is joined to or that is joined to it, behind both ("attacked and looted the town")."""
    for second in tree.children(verb, "conj"):
        if second - verb <= _NEAR and tree.tags[second] == tree.tags[verb]:
            yield from tree.children(second, "obj")
    first = tree.heads[verb]
    alike = tree.bases[verb] == "conj" and tree.tags[first] == tree.tags[verb]
    bare = tree.child(verb, "nsubj", "ccomp", "xcomp", "obl", "aux") is None
    if alike and bare and 0 < verb - first <= _NEAR and tree.is_verb(first):
        yield from (i for i in tree.children(first, "obj") if i > verb)
