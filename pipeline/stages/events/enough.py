"""Whether enough of an event is told: its sides, and somebody or something that does it."""

from pipeline.lexicon.entries import SUBJECT
from pipeline.stages.events.arguments import Arguments
from pipeline.stages.events.asked import asks_nobody
from pipeline.stages.events.blamed import is_of_himself
from pipeline.stages.events.matching import Match
from pipeline.stages.events.reading import ArticleReading
from pipeline.stages.events.told import is_told
from pipeline.values import RejectedBecause

# How far on either side the first person is looked for, in tokens.
_REACH = 14


def missing(reading: ArticleReading, match: Match, arguments: Arguments) -> RejectedBecause | None:
    """Why the arguments are not enough, if they are not."""
    group, kind = match.entry.group, match.entry.kind
    actors, recipients = arguments.actors, arguments.recipients
    if is_of_himself(reading, match, actors, recipients):
        return "no_recipient"
    if group.needs_recipient and not recipients and not asks_nobody(reading, match):
        return "no_recipient"
    if (group.needs_actor or kind == "modal") and not actors:
        return "no_actor"
    if kind == "modal" and not recipients:
        return "no_recipient"
    if kind == "noun":
        return is_told(reading, match, arguments)
    asked = bool(group.actor_slots or group.recipient_slots or group.parties)
    known = reading.ontology.types[match.entry.event_type]
    alone = known.stands_alone
    passive = kind == "verb" and reading.functions.is_passive(match.head)
    if not actors and not recipients:
        natural = known.quad_category is None and kind == "verb"
        return None if (alone and (passive or natural)) or not asked else "no_actor"
    by_subject = SUBJECT in group.actor_slots and not group.parties
    if not actors and by_subject and not passive and not _has_doer(reading, match):
        return "no_actor"
    return None


def is_private(reading: ArticleReading, match: Match) -> bool:
    """Does the article's own "I" or "you" stand near, as in an interview? "US" is no pronoun.

    Near is also in the sentence beside: who speaks in the first person tells what goes before and after, too.
    """
    tree, grammar = reading.tree, reading.lexicon.grammar
    own = grammar.first_person | grammar.second_person
    near = range(max(0, match.head - _REACH), min(len(tree.words), match.head + _REACH))
    if any(tree.words[i] in grammar.quotes for i in near):
        return False  # somebody else's words
    return any(tree.words[i] in own and tree.pos[i] == "PRON" for i in near)


def _has_doer(reading: ArticleReading, match: Match) -> bool:
    """Is the subject something that does such things ("a bomb killed", "the report accused")?"""
    tree = reading.tree
    subject = reading.functions.subject(match.head)
    if subject is None:
        return False
    if tree.words[subject] in reading.lexicon.grammar.relative_pronouns:
        return True
    grammar, by_head = reading.lexicon.grammar, reading.lexicon.by_head
    lemma = tree.lemmas[subject]
    return lemma in grammar.acting_things or ("noun", lemma) in by_head
