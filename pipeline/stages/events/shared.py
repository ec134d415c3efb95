"""Whom and what two verbs share, which the parser hangs on one of them."""

from collections.abc import Iterator

from pipeline.lexicon.grammar import Grammar
from pipeline.stages.events.tree import Tree

# Of two verbs joined without an object between them the second is this near, in tokens.
_NEAR = 4


def shared_objects(tree: Tree, grammar: Grammar, verb: int) -> Iterator[int]:
    """The objects of the verb that *verb* is joined to or that is joined to it, behind both ("attacked and looted the town").

    Of "the newspaper that Mali tried to ban" the parser makes it what is tried.
    """
    above = tree.heads[verb]
    tried = tree.bases[verb] == "xcomp" and tree.lemmas[above] in grammar.subject_controllers
    if tried and tree.relations[above] == "acl:relcl":
        yield from (
            i for i in tree.children(above, "obj") if tree.words[i] in grammar.relative_pronouns
        )
    for second in tree.children(verb, "conj"):
        if second - verb <= _NEAR and tree.tags[second] == tree.tags[verb]:
            yield from tree.children(second, "obj")
    first = tree.heads[verb]
    alike = tree.bases[verb] == "conj" and tree.tags[first] == tree.tags[verb]
    bare = tree.child(verb, "nsubj", "ccomp", "xcomp", "obl", "aux") is None
    if alike and bare and 0 < verb - first <= _NEAR and tree.is_verb(first):
        yield from (i for i in tree.children(first, "obj") if i > verb)


def doers_of_order(tree: Tree, grammar: Grammar, verb: int) -> Iterator[int]:
    """Who did it where the parser hung him on what was to be done ("was ordered to pay damages by a judge")."""
    for clause in tree.children(verb, "xcomp"):
        if tree.tags[clause] != "VB" or tree.has(clause, "aux:pass"):
            continue
        for place in (clause, *tree.children(clause, "obj", "obl")):
            for child in tree.children(place, "obl", "nmod"):
                if tree.cases.get(child) in grammar.passive_agents:
                    yield child


def acts_on_people(tree: Tree, grammar: Grammar, verb: int) -> bool:
    """Is its object somebody, whom a pronoun further behind can mean ("attacked the mayor, accusing him")?"""
    return any(
        tree.pos[i] != "NOUN" or tree.lemmas[i] in grammar.agent_nouns
        for i in tree.children(verb, "obj")
    )


def is_what_is_blamed(tree: Tree, grammar: Grammar, verb: int) -> bool:
    """Is it what the object above does or did ("fined X for selling", "accused X of lying")?"""
    if tree.tags[verb] != "VBG" or tree.bases[verb] not in {"advcl", "ccomp"}:
        return False
    if tree.cases.get(verb) not in grammar.blaming_prepositions:
        return False
    blamed = tree.child(tree.heads[verb], "obj", "iobj")
    if blamed is None or blamed > verb:
        return False
    return tree.pos[blamed] in {"PROPN", "PRON"} or tree.lemmas[blamed] in grammar.agent_nouns
