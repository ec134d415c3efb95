"""Participles that the parser hung on a noun of which they do not tell, or that the tagger took for past forms."""

from pipeline.lexicon.grammar import Grammar
from pipeline.stages.events.tree import Tree

# A clause lies no further above a noun in it.
_DEEPEST = 6


def clause_above(tree: Tree, grammar: Grammar, verb: int, noun: int) -> int | None:
    """The clause whose subject does what the participle *verb* behind *noun* tells; nothing where it tells of *noun*.

    "Is on trial in Oslo, charged with theft", "demanded it in a speech on television, accusing Mali".
    """
    if verb == 0 or tree.words[verb - 1] != "," or tree.relations[verb] == "acl:relcl":
        return None
    clause = tree.heads[noun]
    if tree.tags[verb] == "VBG" and _is_thing(tree, grammar, noun):
        for _ in range(_DEEPEST):
            clause = tree.heads[clause] if _is_thing(tree, grammar, clause) else clause
    elif tree.cases.get(noun) not in grammar.place_prepositions:
        return None
    return clause if clause != noun else None


def lacks_its_object(tree: Tree, grammar: Grammar, verb: int) -> bool:
    """Is the past form joined to a verb, and without the object that it always takes, a participle ("was caught and extradited")?"""
    joined = tree.bases[verb] == "conj" and tree.tags[verb] == "VBD"
    takes_one = tree.lemmas[verb] in grammar.object_verbs
    return joined and takes_one and tree.child(verb, "obj", "ccomp", "xcomp") is None


def _is_thing(tree: Tree, grammar: Grammar, noun: int) -> bool:
    """Is it a noun under a preposition that names nobody and no blow?"""
    acting = grammar.agent_nouns | grammar.group_nouns | grammar.body_nouns | grammar.acting_things
    hurt = grammar.violent_nouns | grammar.two_sided_nouns | grammar.vehicle_nouns
    common = tree.pos[noun] == "NOUN" and noun in tree.cases
    return common and tree.lemmas[noun] not in acting | hurt


def is_atoned(tree: Tree, grammar: Grammar, verb: int, noun: int) -> bool:
    """Is *verb* what the subject of the clause has *noun*, a thing, for ("seeks damages for being held")?"""
    thing = tree.bases[noun] == "obj" and tree.lemmas[noun] not in grammar.agent_nouns
    suffered = tree.cases.get(verb) == "for" and tree.has(verb, "aux:pass")
    return thing and suffered and tree.child(verb, "nsubj") is None
