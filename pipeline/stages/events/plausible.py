"""Whether a finding is news at all: who takes part, in what sort of text, in which tense."""

from collections.abc import Sequence

from pipeline.lexicon.entries import SPEAKER
from pipeline.lexicon.fields import WritingField
from pipeline.stages.events.findings import TriggerFinding
from pipeline.stages.events.habits import (
    is_bare_plural,
    is_caption,
    is_content_of_law,
    is_habit,
    is_no_death,
    is_rule,
)
from pipeline.stages.events.kinds import is_one_person
from pipeline.stages.events.phrase import Phrase
from pipeline.stages.events.reading import ArticleReading, SentenceRange
from pipeline.stages.events.undone import is_undone
from pipeline.values import RejectedBecause
from schemas.entity import Entity

_PRESENT = frozenset({"VBZ", "VBP"})
_ANCHORS = frozenset({"GPE", "ORG", "NORP", "LOC", "FAC"})
_SINGULAR = frozenset({"NN", "NNP", "PRP", "CD"})
# How far a rule looks along a sentence, in tokens; it bounds the work on lists without full stops.
_REACH = 60
_CIVILIANS = "CVL"
# To journalists these are said, not done.
_TELLINGS = frozenset({"CONSULT", "REQUEST", "AGREE"})
_COURTS = "JUD"
_FIGHTS = "ASSAULT"
_DEATH = "DIE"
_PAIR = 2
_PRESS = "JRN"
_ARMED = frozenset({"MIL", "REB", "UAF", "COP", "CRM", "PRM", "SPY"})
_UNARMED = frozenset({"BUS", "MNC", "MED", "JRN", "JUD", "LEG", "EDU", "NGO", "LAB"})
_VERBAL = frozenset({"verbal_cooperation", "verbal_conflict"})


def is_anchored(entities: Sequence[Entity]) -> bool:
    """Does the text name a country, a place, a people, an organisation or somebody in an office, as news does?"""
    return any(
        entity.label in _ANCHORS or (entity.label in {"ROLE", "PERSON"} and entity.country)
        for entity in entities
    )


def doubted(
    reading: ArticleReading, sentence: SentenceRange, found: TriggerFinding
) -> RejectedBecause | None:
    """Why *found* is no news event, if it is none."""
    if not reading.anchored:
        return "names_nobody"
    if any(
        _speaks_of(reading, sentence, found, known) for known in reading.lexicon.fields.values()
    ):
        return "other_field"
    participants = (*found.arguments.actors, *found.arguments.recipients)
    known = any(
        phrase.named
        or (phrase.entity is not None and phrase.entity.sector not in {None, _CIVILIANS})
        for phrase in participants
    )
    if is_content_of_law(reading, found):
        return "part_of_another"
    if _is_untold(reading, sentence, found, known=known):
        return "not_told"
    category = reading.category(found.event_type)
    if found.event_type in _TELLINGS and _is_told_to_the_press(reading, found):
        return "other_field"
    if category in _VERBAL and not any(_is_public(reading, sentence, p) for p in participants):
        return "names_nobody"
    if _is_in_private(reading, found):
        return "names_nobody"
    if _is_a_match(reading, found) or _is_ruling(found):
        return "other_field"
    if _is_one_alone(reading, found):
        return "no_recipient"
    return _lone_actor(reading, found)


def _is_untold(
    reading: ArticleReading, sentence: SentenceRange, found: TriggerFinding, *, known: bool
) -> bool:
    """Is it only possible, undone, a caption, a rule or a habit? *known* says whether who takes part is."""
    told = found.speech is not None and all((found.arguments.actors, found.arguments.recipients))
    if found.telling.status == "hypothetical" and (not told or _is_only_thought(reading, found)):
        return True  # what may be counts only as somebody's word about two others
    if is_undone(reading, found):
        return True
    if sentence.start > 0 and (is_caption(reading, sentence) or is_rule(reading, found)):
        return True
    if found.event_type == _DEATH and is_no_death(reading, found):
        return True
    if found.telling.status != "actual" or not is_habit(reading, _predicate(found)):
        return False
    # "Detectives investigate crimes", "professors are investigated": that is what they do or suffer.
    participants = (*found.arguments.actors, *found.arguments.recipients)
    classes = all(not p.named and is_bare_plural(reading, p.head) for p in participants)
    verbal_act = reading.category(found.event_type) in _VERBAL and known and not classes
    return not verbal_act and (sentence.start > 0 or not known)


def _is_only_thought(reading: ArticleReading, found: TriggerFinding) -> bool:
    """Is it an accusation that its author only thinks ("observers believe that Acme broke the law")?"""
    speech, slots = found.speech, found.match.entry.group.actor_slots
    thought = reading.lexicon.grammar.doubting_verbs
    return speech is not None and SPEAKER in slots and reading.tree.lemmas[speech.verb] in thought


def _predicate(found: TriggerFinding) -> int:
    """The verb that tells *found*: the trigger, or the light verb that carries it."""
    carrier = found.arguments.carrier
    return found.match.head if carrier is None else carrier


def _is_public(reading: ArticleReading, sentence: SentenceRange, phrase: Phrase) -> bool:
    """Somebody whom news knows: a name, a role in public life, or a pronoun that can stand for one."""
    if phrase.named:
        return True
    if phrase.pronoun:
        before = range(max(sentence.start, phrase.start - _REACH), phrase.start)
        return sentence.start > 0 or any(i in reading.phrases.span_at for i in before)
    described = reading.tree.lemmas[phrase.head] in reading.lexicon.grammar.describing_nouns
    if described and sentence.start > 0:
        return True  # "both countries" stand for two that were named
    return phrase.entity is not None and phrase.entity.sector not in {None, _CIVILIANS}


def _is_in_private(reading: ArticleReading, found: TriggerFinding) -> bool:
    """Are all of whom it is told people of no known office ("she met this man", "the Ann Lee who met Bo Dahl")?

    A pronoun beside a name may stand for somebody known, and so may one for several.
    """
    if not found.match.entry.group.needs_public:
        return False
    people = (*found.arguments.actors, *found.arguments.recipients)
    if any(_is_in_public_life(phrase) or _is_several(reading, phrase) for phrase in people):
        return False
    told = any(phrase.pronoun for phrase in people)
    told = told and any(phrase.named for phrase in people)
    return len(people) >= _PAIR and not told and not all(phrase.pronoun for phrase in people)


def _is_several(reading: ArticleReading, phrase: Phrase) -> bool:
    return phrase.pronoun and reading.tree.words[phrase.head] in {"they", "them", "their"}


def _is_in_public_life(phrase: Phrase) -> bool:
    """Is it a body, a country or a people, or somebody whose office or country the article tells?"""
    entity = phrase.entity
    if entity is None:
        return phrase.modified
    if entity.label not in {"PERSON", "ROLE"}:
        return True
    return entity.country is not None or entity.sector not in {None, _CIVILIANS}


def _is_ruling(found: TriggerFinding) -> bool:
    """Does a court say so? What it calls unlawful or due is its ruling, no accusation and no demand."""
    actors = found.arguments.actors
    if found.match.entry.kind not in {"adjective", "modal"}:
        return False
    return bool(actors) and all(p.entity is not None and p.entity.sector == _COURTS for p in actors)


def _is_one_alone(reading: ArticleReading, found: TriggerFinding) -> bool:
    """Is one person or country alone told to do what takes two ("he discussed his novel")?"""
    entry, actors = found.match.entry, found.arguments.actors
    if not entry.group.parties or len(actors) != 1 or found.arguments.recipients:
        return False
    if actors[0].head > found.match.head and entry.kind == "verb":
        return True  # only with whom is told
    if entry.needs or entry.group.several_as is not None:
        return False  # an exercise of one country is news
    single = reading.tree.tags[actors[0].head] in _SINGULAR
    entity = actors[0].entity
    return single and (entity is None or entity.label in {"PERSON", "GPE", "ROLE"})


def _is_a_match(reading: ArticleReading, found: TriggerFinding) -> bool:
    """Is it a fight of those who bear no arms: of people by name, firms, courts, a state with its own government?

    They play, compete, sue or argue; armies fight.
    """
    entry = found.match.entry
    sides = found.arguments.actors
    if found.promised:
        sides += found.arguments.recipients
    if not entry.group.parties or entry.event_type != _FIGHTS or len(sides) < _PAIR:
        return False
    if all(is_one_person(reading, phrase.head) for phrase in sides):
        return True
    entities = [phrase.entity for phrase in sides if phrase.entity is not None]
    if any(entity.sector in _ARMED for entity in entities):
        return False
    tame = any(e.label in {"PERSON", "ORG"} and e.sector in _UNARMED for e in entities)
    return tame or _is_within_a_state(entities)


def _is_within_a_state(entities: Sequence[Entity]) -> bool:
    """Is one side a part of a country, and the other its government ("Texas fought the administration")?"""
    countries = {entity.country for entity in entities}
    if len(entities) != _PAIR or len(countries) > 1 or None in countries:
        return False
    state = {entity.label == "GPE" for entity in entities} == {True, False}
    return state and all(entity.sector in {None, "GOV"} for entity in entities)


def _lone_actor(reading: ArticleReading, found: TriggerFinding) -> RejectedBecause | None:
    """An actor without a recipient is enough only for those who do such things for a living (lexicon)."""
    wanted = reading.lexicon.files[found.match.entry.event_type].lone_sectors
    arguments = found.arguments
    plain = found.match.entry.kind == "verb" and not found.match.entry.needs
    if not wanted or arguments.recipients or not arguments.actors or not plain:
        return None
    if found.match.entry.group.parties and len(arguments.actors) > 1:
        return None
    sectors = {phrase.entity.sector for phrase in arguments.actors if phrase.entity is not None}
    return None if sectors.intersection(wanted) else "no_recipient"


def _is_told_to_the_press(reading: ArticleReading, found: TriggerFinding) -> bool:
    """Is all that happens that somebody speaks to journalists, or to a body of which nobody knows what it is ("spoke to KXAN")?"""
    arguments = found.arguments
    hearers = arguments.recipients or arguments.actors[1:]
    head = found.match.head
    said = reading.tree.lemmas[head] in reading.lexicon.grammar.speaking_verbs
    speaks = said and found.match.entry.kind == "verb"
    return bool(hearers) and all(
        phrase.entity is not None
        and (phrase.entity.sector == _PRESS or (speaks and _is_outlet(phrase.entity)))
        for phrase in hearers
    )


def _is_outlet(entity: Entity) -> bool:
    """May it be a newspaper or a station: a body without a country, or a name in capitals alone?"""
    if entity.country is not None or entity.sector is not None:
        return False
    return entity.label == "ORG" or (entity.label == "PERSON" and entity.name.isupper())


def _speaks_of(
    reading: ArticleReading,
    sentence: SentenceRange,
    found: TriggerFinding,
    known: WritingField,
) -> bool:
    """Does the sentence speak the language of a field that blocks the event's type?"""
    if found.event_type not in known.blocks and found.match.entry.event_type not in known.blocks:
        return False
    tree = reading.tree
    if known.present and not _is_present(reading, found):
        return False
    words = {
        word
        for i in _near(sentence, found.match.head)
        if not known.common or tree.pos[i] == "NOUN"
        for word in (
            tree.lemmas[i],
            tree.hyphened.get(i, ""),
            f"{tree.words[i - 1]} {tree.lemmas[i]}",
        )
        if word in known.words
    }
    return len(words) >= known.fewest


def _near(sentence: SentenceRange, word: int) -> range:
    """The words of the sentence around *word*: all of any that is no list."""
    return range(max(sentence.start, word - _REACH), min(sentence.end, word + _REACH))


def _is_present(reading: ArticleReading, found: TriggerFinding) -> bool:
    """Is the clause, or the one above it, told in the present?"""
    tree, current = reading.tree, found.match.head
    for _ in range(4):
        if tree.tags[current] in _PRESENT:
            return True
        if tree.tags[current] == "VBD":
            return False
        perfect = tree.tags[current] == "VBN"
        if any(tree.tags[i] in _PRESENT for i in tree.children(current, "aux", "cop")):
            return not perfect or tree.has(current, "aux:pass")
        current = tree.heads[current]
    return tree.tags[current] in _PRESENT
