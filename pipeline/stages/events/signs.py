"""The signs by which the confidence of a finding is told: by which rule it was found, where its trigger stands, how near
and plain its sides are, and how sure the model is of the tree between them.

Each has a name and a number; most are 1 where they hold. What a sign weighs stands in ``confidence.toml``, as
``python -m pipeline.quality.calibrate`` learned it from judged events.
"""

import math
from collections.abc import Iterable, Mapping, Sequence

from pipeline.lexicon.confidence import Confidence
from pipeline.stages.events.findings import TriggerFinding
from pipeline.stages.events.phrase import Phrase, Phrases
from pipeline.stages.events.reading import ArticleReading, SentenceRange
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
_LONGEST_WAY = 4
# The log odds of a probability are told up to these, so that one word of no doubt does not outweigh all else.
_SUREST = 0.999
_ODDS_UNIT = 5


def read_signs(
    reading: ArticleReading, sentence: SentenceRange, found: TriggerFinding, kind: str
) -> Signs:
    """The signs of *found* in *sentence*, those that are not 0; *kind* is the kind of finding. Time is bounded."""
    tree, certainty, trigger = reading.tree, reading.certainty, found.match.head
    above = _above(tree, trigger)
    clauses = [relation for relation in above if relation in _CLAUSES]
    length = min(sentence.end - sentence.start, _LONGEST)
    signs: dict[str, float] = {
        f"type {found.event_type}": 1,
        f"rule {found.match.entry.rule}": 1,
        f"kind {kind}": 1,
        f"status {found.telling.status}": 1,
        "promised": found.promised,
        "other readings": bool(found.match.others),
        "words of the entry": min(len(found.match.words), _MOST_PARTICIPANTS),
        "attributed": found.speech is not None,
        f"clause {clauses[0] if clauses else 'main'}": 1,
        "clauses above": len(clauses),
        "depth": len(above),
        "sentence length": length / _LENGTH_UNIT,
        "certainty": _odds(certainty, [trigger]),
        "certainty of the sentence": _odds(certainty, range(sentence.start, sentence.end)),
        "certainty below": _odds(certainty, tree.below.get(trigger, ())),
    }
    signs |= {f"has {tree.relations[child]}": 1 for child in tree.below.get(trigger, ())}
    signs |= _side_signs(reading, found, "actor", found.arguments.actors)
    signs |= _side_signs(reading, found, "recipient", found.arguments.recipients)
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


def _odds(certainty: Sequence[float], words: Iterable[int]) -> float:
    """The log odds that the least sure of *words* hangs where it does; 0 where there is none."""
    # White space and words that were not read have no probability.
    known = [certainty[word] for word in words if certainty[word] > 0]
    if not known:
        return 0.0
    least = min(max(min(known), 1 - _SUREST), _SUREST)
    return math.log(least / (1 - least)) / _ODDS_UNIT


def _side_signs(
    reading: ArticleReading, found: TriggerFinding, side: str, phrases: Phrases
) -> dict[str, float]:
    tree = reading.tree
    trigger, count = found.match.head, min(len(phrases), _MOST_PARTICIPANTS)
    signs: dict[str, float] = {f"{side}s {count}": 1, f"{found.event_type} {side}s {count}": 1}
    between: list[int] = []
    for phrase in phrases[:_MOST_PARTICIPANTS]:
        first, last = sorted((phrase.head, trigger))
        distance = min(last - first, _FARTHEST) / _DISTANCE_UNIT
        verbs = sum(tree.is_verb(word) for word in range(first + 1, min(last, first + _FARTHEST)))
        signs[f"{side} distance"] = max(signs.get(f"{side} distance", 0.0), distance)
        signs[f"{side} verbs between"] = max(signs.get(f"{side} verbs between", 0), verbs)
        up, down = _way(tree, phrase.head, trigger)
        between += (*up, *down)
        signs[f"{side} by {_told(tree, up, down)}"] = 1
        for name in _marks(tree, trigger, phrase):
            signs[f"{side} {name}"] = 1
    signs[f"{side} certainty"] = _odds(reading.certainty, between)
    return signs


def _way(tree: Tree, start: int, end: int) -> tuple[list[int], list[int]]:
    """The words whose arcs lead up from *start* to where both meet, and those that lead from *end* up to there."""
    one, other = _line(tree, start), _line(tree, end)
    meeting = next((word for word in one if word in other), None)
    if meeting is None:
        return one, other
    return one[: one.index(meeting)], other[: other.index(meeting)]


def _line(tree: Tree, word: int) -> list[int]:
    """*word* and what it hangs on, nearest first."""
    line = [word]
    while tree.heads[line[-1]] != line[-1] and len(line) <= _DEEPEST:
        line.append(tree.heads[line[-1]])
    return line


def _told(tree: Tree, up: Sequence[int], down: Sequence[int]) -> str:
    """The way in words: the relations up, then those down."""
    if max(len(up), len(down)) > _LONGEST_WAY:
        return "a long way"
    names = [f"<{tree.relations[word]}" for word in up]
    return "".join((*names, *(f">{tree.relations[word]}" for word in reversed(down)))) or "itself"


def _marks(tree: Tree, trigger: int, phrase: Phrase) -> tuple[str, ...]:
    """What holds of a participant."""
    marks = (
        ("on the trigger", tree.heads[phrase.head] == trigger),
        ("before", phrase.head < trigger),
        ("after", phrase.head > trigger),
        ("pronoun", phrase.pronoun),
        ("named", phrase.named),
        ("known country", phrase.entity is not None and phrase.entity.country is not None),
        (f"is {phrase.entity.label if phrase.entity else 'no entity'}", True),
        ("bare noun", phrase.entity is None and not phrase.pronoun),
        (f"as {tree.relations[phrase.head]}", True),
        (f"with {tree.cases.get(phrase.head, '')}", phrase.head in tree.cases),
    )
    return tuple(name for name, holds in marks if holds)
