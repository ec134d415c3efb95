"""Names of laws, treaties, plans and prizes, which are nobody."""

from pipeline.lexicon.grammar import Grammar
from pipeline.stages.events.tree import Tree
from schemas.entity import Entity


def is_work(tree: Tree, grammar: Grammar, span: tuple[int, int, Entity]) -> bool:
    """Is the mention *span* the name of a work ("the Green New Deal", "the Bill of Rights")?"""
    start, end, entity = span
    tops = (i for i in range(start, end) if not start <= tree.heads[i] < end)
    named = any(tree.words[i] in grammar.work_nouns for i in tops)
    return entity.label == "ORG" and end - start > 1 and named


def is_hazard(tree: Tree, grammar: Grammar, span: tuple[int, int, Entity]) -> bool:
    """Is the mention *span* the name of a storm or the like ("Cyclone Ana"), be it taken for somebody's?"""
    start, end, entity = span
    own = entity.label in {"ORG", "PERSON", "GPE"} and tree.tags[start] == "NNP"
    return own and tree.words[start] in grammar.hazard_names and end - start > 1
