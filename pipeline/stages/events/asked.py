"""Who is asked to act where a demand is "for" somebody: "called for Mali to leave", "asked for both sides to wait"."""

from collections.abc import Iterator

from pipeline.stages.events.matching import Match
from pipeline.stages.events.phrase import Phrases
from pipeline.stages.events.reading import ArticleReading


def asked_to_act(reading: ArticleReading, match: Match) -> Phrases:
    """Who stands between "for" and the infinitive under the verb of *match*, first of all that do; nobody whom it befalls."""
    if match.entry.kind != "verb":
        return ()
    found = (reading.phrases.participants(i) for i in _heads(reading, match.head))
    return next((phrases for phrases in found if phrases), ())


def _heads(reading: ArticleReading, verb: int) -> Iterator[int]:
    tree = reading.tree
    clauses = [i for i in tree.children(verb, "advcl", "ccomp", "xcomp") if tree.tags[i] == "VB"]
    for clause in clauses:
        subject = tree.child(clause, "nsubj")
        acting = subject is not None and tree.relations[subject] != "nsubj:pass"
        if subject is not None and acting and tree.cases.get(clause) == "for":
            yield subject
    for word in tree.children(verb, "obl"):
        # The parser hung him on the verb above. Of what there should be more nobody is asked.
        if any(tree.tags[i] == "JJR" for i in tree.children(word, "amod")):
            continue
        below = (i for i in tree.children(word, "acl") if tree.tags[i] == "VB")
        behind = (i for i in (*clauses, *below) if i > word and not tree.has(i, "aux:pass"))
        if tree.cases.get(word) == "for" and any(tree.cases.get(i) == "to" for i in behind):
            yield word
