"""The signs by which the confidence of a finding is told: where its trigger stands, and how near and plain its sides are.

Each has a name and a number; most are 1 where they hold. What a sign weighs stands in ``confidence.toml``, as
``python -m pipeline.quality.calibrate`` learned it from judged events.
"""

import math
from collections.abc import Mapping

from pipeline.lexicon.confidence import Confidence
from pipeline.stages.events.findings import TriggerFinding
from pipeline.stages.events.phrase import Phrase, Phrases
from pipeline.stages.events.reading import SentenceRange
from pipeline.stages.events.tree import Tree

Signs = Mapping[str, float]

# Clauses that hang on another: what they tell is often told of somebody else, or not as an act.
_CLAUSES = frozenset({"ccomp", "xcomp", "advcl", "acl", "csubj", "parataxis"})
# Beyond these a number tells no more.
_DEEPEST = 6
_FARTHEST = 30
_LONGEST = 45
# So that numbers of words weigh like the signs that are 0 or 1.
_LENGTH_UNIT = 30
_DISTANCE_UNIT = 10
_MOST_PARTICIPANTS = 3


def read_signs(tree: Tree, sentence: SentenceRange, found: TriggerFinding, kind: str) -> Signs:
    """The signs of *found* in *sentence*, those that are not 0; *kind* is the kind of finding. Time is bounded."""
    trigger = found.match.head
    above = _above(tree, trigger)
    clauses = [relation for relation in above if relation in _CLAUSES]
    length = min(sentence.end - sentence.start, _LONGEST)
    signs: dict[str, float] = {
        f"type {found.event_type}": 1,
        f"kind {kind}": 1,
        f"status {found.telling.status}": 1,
        "attributed": found.speech is not None,
        f"clause {clauses[0] if clauses else 'main'}": 1,
        "clauses above": len(clauses),
        "depth": len(above),
        "sentence length": length / _LENGTH_UNIT,
    }
    signs |= {f"has {tree.relations[child]}": 1 for child in tree.below.get(trigger, ())}
    signs |= _side_signs(tree, trigger, "actor", found.arguments.actors)
    signs |= _side_signs(tree, trigger, "recipient", found.arguments.recipients)
    return {name: float(value) for name, value in signs.items() if value}


def confidence_of(signs: Signs, table: Confidence) -> float:
    """The chance that a reader finds type, actors and recipients right, from 0 to 1: a logistic sum of weights."""
    score = table.level + sum(table.weights.get(name, 0.0) * value for name, value in signs.items())
    return 1 / (1 + math.exp(-score))


def _above(tree: Tree, word: int) -> list[str]:
    """The relations from *word* up to its root, without subtype, nearest first."""
    relations: list[str] = []
    while tree.heads[word] != word and len(relations) < _DEEPEST:
        relations.append(tree.bases[word])
        word = tree.heads[word]
    return relations


def _side_signs(tree: Tree, trigger: int, side: str, phrases: Phrases) -> dict[str, float]:
    signs: dict[str, float] = {f"{side}s {min(len(phrases), _MOST_PARTICIPANTS)}": 1}
    for phrase in phrases[:_MOST_PARTICIPANTS]:
        first, last = sorted((phrase.head, trigger))
        distance = min(last - first, _FARTHEST) / _DISTANCE_UNIT
        verbs = sum(tree.is_verb(word) for word in range(first + 1, min(last, first + _FARTHEST)))
        signs[f"{side} distance"] = max(signs.get(f"{side} distance", 0.0), distance)
        signs[f"{side} verbs between"] = max(signs.get(f"{side} verbs between", 0), verbs)
        for name in _marks(tree, trigger, phrase):
            signs[f"{side} {name}"] = 1
    return signs


def _marks(tree: Tree, trigger: int, phrase: Phrase) -> tuple[str, ...]:
    """What holds of a participant."""
    marks = (
        ("on the trigger", tree.heads[phrase.head] == trigger),
        ("before", phrase.head < trigger),
        ("after", phrase.head > trigger),
        ("pronoun", phrase.pronoun),
        ("named", phrase.named),
        ("known country", phrase.entity is not None and phrase.entity.country is not None),
        ("role", phrase.entity is not None and phrase.entity.label == "ROLE"),
        ("bare noun", phrase.entity is None and not phrase.pronoun),
        (f"as {tree.relations[phrase.head]}", True),
        (f"with {tree.cases.get(phrase.head, '')}", phrase.head in tree.cases),
    )
    return tuple(name for name, holds in marks if holds)
