"""Findings of one sentence that tell the same act: the one that tells more is kept."""

from pipeline.stages.events.findings import TriggerFinding
from pipeline.stages.events.phrase import Phrase
from pipeline.stages.events.reading import ArticleReading
from pipeline.values import RejectedBecause

# What hangs deeper under a trigger tells something else.
_NEAREST = {"noun": 3, "verb": 5}
_PARTICIPLES = frozenset({"VBG", "VBN"})


def drop_repeats(
    reading: ArticleReading, found: dict[int, TriggerFinding | RejectedBecause]
) -> None:
    """Of a trigger and one of the same type above it that tell the same act, keep in *found* what tells more.

    A noun does ("the raid killed two"), and so does a participle whose sides are not others
    ("attacked the mayor, accusing him of theft").
    """
    for head, finding in list(found.items()):
        if not isinstance(finding, TriggerFinding):
            continue
        noun = finding.match.entry.kind == "noun"
        toll = finding.match.entry.group.consequence  # whom it befell still joins the act
        if not noun and (toll or not (_is_participle(reading, head) or _is_purpose(reading, head))):
            continue
        above = head
        for _ in range(_NEAREST["noun" if noun else "verb"]):
            above = reading.tree.heads[above]
            other = found.get(above)
            if above == head or not isinstance(other, TriggerFinding):
                continue
            same = other.event_type == finding.event_type
            if same and (noun or _has_its_sides(reading, finding, other)):
                found[head if _told(other) >= _told(finding) else above] = "part_of_another"
                break


def _is_participle(reading: ArticleReading, verb: int) -> bool:
    """Is the verb a participle without a subject and tense of its own?"""
    tree = reading.tree
    return (
        tree.tags[verb] in _PARTICIPLES
        and tree.bases[verb] in {"advcl", "acl"}
        and tree.relations[verb] != "acl:relcl"
        and tree.child(verb, "aux") is None
    )


def _is_purpose(reading: ArticleReading, verb: int) -> bool:
    """Is the verb an infinitive that says what its clause was for ("met to discuss the truce")?"""
    tree = reading.tree
    infinitive = tree.tags[verb] == "VB" and tree.cases.get(verb) == "to"
    return (
        infinitive and tree.bases[verb] in {"advcl", "xcomp"} and tree.child(verb, "nsubj") is None
    )


def _has_its_sides(reading: ArticleReading, second: TriggerFinding, first: TriggerFinding) -> bool:
    """Names *second* nobody on either side whom *first* does not name?"""
    sides = (
        (second.arguments.actors, first.arguments.actors),
        (second.arguments.recipients, first.arguments.recipients),
    )
    return all(
        not a or not b or any(_are_one(reading, one, other) for one in a for other in b)
        for a, b in sides
    )


def _are_one(reading: ArticleReading, a: Phrase, b: Phrase) -> bool:
    """May both mean the same: the same words, the same entity, a name in common, or a pronoun?"""
    if a.start == b.start or a.pronoun:
        return True
    if a.entity is not None and b.entity is not None and a.entity.id == b.entity.id:
        return True
    return not _names(reading, a).isdisjoint(_names(reading, b))


def _names(reading: ArticleReading, phrase: Phrase) -> set[str]:
    tree = reading.tree
    return {tree.words[i] for i in range(phrase.start, phrase.end) if tree.pos[i] == "PROPN"}


def _told(finding: TriggerFinding) -> tuple[int, int]:
    """How many of the two sides are told, and how many by name or role ("hundreds" is nobody in particular)."""
    sides = (finding.arguments.actors, finding.arguments.recipients)
    known = sum(any(phrase.entity is not None for phrase in side) for side in sides)
    return sum(map(bool, sides)), known
