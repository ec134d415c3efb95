"""Of which type an event is: as its entry says, as what it is about decides, or as the promise of an act."""

from dataclasses import replace

from pipeline.lexicon.entries import OBJECT, SUBJECT
from pipeline.stages.events.arguments import Arguments
from pipeline.stages.events.conditions import is_negated
from pipeline.stages.events.content import is_itself
from pipeline.stages.events.findings import TriggerFinding
from pipeline.stages.events.matching import Match
from pipeline.stages.events.reading import ArticleReading
from pipeline.stages.events.telling import Telling
from pipeline.stages.events.verbal import is_of_words

# Sectors of the ontology that have done what they say will be done.
_ABLE = frozenset({"GOV", "MIL", "REB", "UAF", "LEG", "IGO"})


def type_of(
    reading: ArticleReading, match: Match, arguments: Arguments, content: Match | None
) -> tuple[str, tuple[str, ...]]:
    """Type and modes of *match*, which is about *content*, if anything."""
    group, files = match.entry.group, reading.lexicon.files
    event_type, modes = match.entry.event_type, group.modes
    if group.several_as is not None and len(arguments.actors) > 1:
        return group.several_as, ()
    told = match.entry.modifiers  # "a terrorist attack"
    if group.verbal_as is not None and not told and is_of_words(reading, arguments):
        event_type, _, mode = group.verbal_as.partition("/")
        return event_type, (mode,) if mode else ()
    if group.amid_as is not None and _is_amid(reading, match):
        event_type, _, mode = group.amid_as.partition("/")
        return event_type, (mode,) if mode else ()
    if content is None:
        return event_type, modes
    inner = content.entry.event_type
    told_as = files[event_type].content_types.get(inner)
    if told_as is not None and is_negated(reading, content.head):
        told_as = reading.ontology.types[inner].refused_as  # "vowed not to yield"
    if told_as == "THREATEN" and _harms_nobody(content):
        told_as = None
    if told_as is not None and not is_itself(reading, match, content):
        told_as = None
    if told_as is not None:
        event_type, modes = told_as, ()
    lent = files[event_type].content_modes.get(inner)
    known = reading.ontology.types[event_type].modes
    if lent in known and (not modes or told_as is not None):
        modes = (lent,)
    return event_type, tuple(mode for mode in modes if mode in known)


def whom_it_befell(
    reading: ArticleReading, match: Match, arguments: Arguments, event_type: str
) -> Arguments:
    """*arguments* of what *match* is called amid something wider: who died there was struck ("pronounced dead", in a report on a shooting)."""
    group = match.entry.group
    amid_as = (group.amid_as or "").partition("/")[0]
    if event_type != amid_as or group.recipient_slots:
        return arguments
    if not reading.lexicon.files[event_type].strikes:
        return arguments
    return replace(arguments, actors=(), recipients=arguments.actors)


def _is_amid(reading: ArticleReading, match: Match) -> bool:
    """Has the article a word that makes another type of it? What says for itself which one it is stays ("a house fire")."""
    return not match.entry.modifiers and not match.entry.amid.words.isdisjoint(reading.words)


def _harms_nobody(content: Match) -> bool:
    """Is harm undergone by who promises it ("agreed to pay a fine")?"""
    return SUBJECT in content.entry.group.recipient_slots


def as_promise(reading: ArticleReading, found: TriggerFinding) -> TriggerFinding | None:
    """A plan of an act is the promise or threat of it, made now; "will not" its refusal (ontology).

    Nothing where others only expect the act, but where it is one that is agreed upon beforehand ("is expected to meet").
    """
    known = reading.ontology.types[found.event_type]
    telling, own = found.telling, found.match.entry.group.promised_as
    promised_as = known.promised_as if own is None else own
    if telling.expected and known.promised_as != "AGREE":
        return None  # "is expected to resign": nobody has bound himself to it
    told_as = known.refused_as if telling.negated else promised_as
    if not told_as or telling.status != "future" or not telling.intended:
        return found
    if not telling.negated and _is_decided(reading, found):
        return replace(found, telling=Telling(status="actual", negated=False))
    if not found.arguments.actors:
        found = _announced(reading, found)
    if not found.arguments.actors:
        return found
    file = reading.lexicon.files[told_as]
    mode = file.content_modes.get(found.event_type)
    return replace(
        found,
        arguments=_promised_sides(found),
        event_type=told_as,
        modes=(mode,) if mode else (),
        telling=Telling(status="actual", negated=False),
        promised=True,
    )


def _is_decided(reading: ArticleReading, found: TriggerFinding) -> bool:
    """Is it done with the word, and what its subject is told to have decided ("decided to cut ties")?"""
    tree, head = reading.tree, found.match.head
    at_once = reading.lexicon.files[found.event_type].decided_modes
    if at_once.isdisjoint(found.modes) or tree.bases[head] not in {"xcomp", "acl"}:
        return False
    return tree.lemmas[tree.heads[head]] in reading.lexicon.grammar.deciding_words


def _announced(reading: ArticleReading, found: TriggerFinding) -> TriggerFinding:
    """*found* with who says that it will be done, where he can have it done ("the ministry said troops would be sent")."""
    passive = found.match.entry.kind == "verb" and reading.functions.is_passive(found.match.head)
    if found.speech is None or not passive or SUBJECT not in found.match.entry.group.actor_slots:
        return found
    able = tuple(
        p for p in found.speech.speaker if p.entity is not None and p.entity.sector in _ABLE
    )
    arguments = replace(found.arguments, actors=able)
    return replace(found, arguments=arguments) if able else found


def _promised_sides(found: TriggerFinding) -> Arguments:
    """Actor and recipient of the promise: who announces the act, and the other side of it."""
    arguments, group = found.arguments, found.match.entry.group
    if OBJECT in group.actor_slots and SUBJECT in group.recipient_slots and arguments.recipients:
        # Of a visit to come it is the host who promises.
        return replace(arguments, actors=arguments.recipients, recipients=arguments.actors)
    if group.parties and not arguments.recipients:
        # Of a plan to meet or to fight the one who tells it is the actor.
        head = found.match.head
        ahead = tuple(phrase for phrase in arguments.actors if phrase.head < head)
        others = tuple(phrase for phrase in arguments.actors if phrase.head > head)
        if ahead and others:
            return replace(arguments, actors=ahead, recipients=others)
    return arguments
