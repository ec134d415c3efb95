"""The name nearest below an act at which a preposition aims it."""

from pipeline.lexicon.grammar import Grammar
from pipeline.stages.events.matching import Match
from pipeline.stages.events.phrase import Phrases
from pipeline.stages.events.reading import ArticleReading
from pipeline.stages.events.struck import on_journey
from pipeline.stages.events.tree import Tree

# Names further below than this are somebody else's.
_DEEPEST = 4
# So many words of one depth are looked at.
_WIDEST = 24


def find_below(reading: ArticleReading, match: Match) -> Phrases:
    """The name nearest to *match* below its objects and complements at which a preposition aims them.

    "Mobilised troops for a war against Iraq", "opened its borders to the UN"; what is merely named below is nobody.
    """
    tree, grammar = reading.tree, reading.lexicon.grammar
    # For whom something is asked is not asked himself.
    asks = reading.lexicon.files[match.entry.event_type].wishes
    aiming = grammar.aiming_prepositions - {"for"} if asks else grammar.aiming_prepositions
    level = [match.head]
    for _ in range(_DEEPEST):
        level = [
            child
            for head in level
            for child in tree.children(head, "obj", "xcomp", "obl", "nmod", "ccomp", "acl")
            if tree.cases.get(child) not in grammar.circumstances
            and tree.relations[child] not in {"acl:relcl", "obl:agent"}
            # "boarded vessels taking aid to Gaza": that is what the vessels do.
            and not (tree.bases[child] == "acl" and tree.tags[child] in {"VBG", "VBN"})
        ][:_WIDEST]
        for child in level:
            if tree.cases.get(child) not in aiming or _is_distance(tree, grammar, child):
                continue
            if on_journey(reading, child):
                continue
            found = reading.phrases.participants(child)
            if found and found[0].named:
                return found
            within = reading.phrases.inside(child) if tree.bases[child] != "xcomp" else ()
            if (
                within
                and within[0].named
                and tree.cases.get(within[0].head) not in grammar.circumstances
            ):
                return within
    return ()


def _is_distance(tree: Tree, grammar: Grammar, word: int) -> bool:
    """Is it only told how far away it is ("ten kilometres from Oslo")?"""
    marker = next((i for i in tree.children(word, "case")), word)
    return marker > 0 and tree.lemmas[marker - 1] in grammar.distance_nouns
