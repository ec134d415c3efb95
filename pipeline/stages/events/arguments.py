"""Who did it to whom: the arguments of a trigger by its sentence's tree, position and prepositions."""

from dataclasses import dataclass

from pipeline.stages.events.clauses import (
    Sentence,
    clause_end,
    is_auxiliary,
    is_modifier,
    is_verb_form,
    read_bare_subject,
)
from pipeline.stages.events.objects import find_marked, find_objects, find_place
from pipeline.stages.events.subjects import (
    Phrases,
    find_condition_subject,
    find_subject,
    subject_by_tree,
)
from pipeline.stages.events.triggers import Match, VerbGroup, read_verb_group


@dataclass(frozen=True, slots=True, kw_only=True)
class Arguments:
    """The participants of one trigger. ``governor`` is the light verb that carries a noun, if any."""

    actors: Phrases = ()
    recipients: Phrases = ()
    passive: bool = False
    governor: int | None = None


def find_arguments(sentence: Sentence, match: Match, speaker: Phrases) -> Arguments:
    """The actors and recipients of *match* as its entry's frame orders them."""
    frame = match.entry.group.frame
    if frame == "none":
        return Arguments()
    if frame == "speaker_subject":
        subject = find_subject(sentence, read_verb_group(sentence, match.head).start, nested=True)
        return Arguments(actors=speaker, recipients=_unlike(subject, speaker))
    if match.entry.group.kind == "noun":
        return _noun_arguments(sentence, match)
    return _verb_arguments(sentence, match)


def _verb_arguments(sentence: Sentence, match: Match) -> Arguments:
    group = match.entry.group
    verb = read_verb_group(sentence, match.head)
    passive = match.kind in {"past", "participle"} and (
        verb.passive or _reduced_passive(sentence, match)
    )
    subject = subject_by_tree(sentence, match.head) or find_subject(sentence, verb.start)
    if passive and group.bare_object == "any":
        subject = subject or read_bare_subject(sentence, verb.start)
    end = clause_end(sentence, match.end)
    if group.frame in {"host_visitor", "receiver"}:
        return _reception(sentence, match, subject, end, passive=passive)
    if passive:
        doers = find_marked(sentence, match.head + 1, end, ("by",))
        if group.frame == "reciprocal":
            return Arguments(actors=subject + _unlike(doers, subject), passive=True)
        recipients = subject
        if group.recipient_after and not (subject and subject[0].entity):
            recipients = find_marked(sentence, match.end, end, group.recipient_after) or subject
        return Arguments(actors=doers, recipients=_unlike(recipients, doers), passive=True)
    if group.frame == "actor_only":
        return Arguments(actors=subject)
    objects = _unlike(find_objects(sentence, match, end), subject)
    if group.warns and not _are_others(sentence, objects):
        objects = _unlike(find_condition_subject(sentence, match.head), subject)
    if group.frame == "reciprocal":
        return Arguments(actors=subject + objects)
    if group.frame == "recipient_only":
        return Arguments(recipients=subject or objects)
    return Arguments(actors=subject, recipients=objects)


def _are_others(sentence: Sentence, phrases: Phrases) -> bool:
    """Somebody but the speaker ("warned that it would")?"""
    pronouns = sentence.lexicon.grammar.subject_pronouns
    return any(
        not phrase.pronoun or sentence.words[phrase.start] not in pronouns for phrase in phrases
    )


def _reception(
    sentence: Sentence, match: Match, subject: Phrases, end: int, *, passive: bool
) -> Arguments:
    """The visitor or giver is the actor, who receives its recipient: a host, else the place of the visit."""
    if passive:
        reduced = not read_verb_group(sentence, match.head).passive
        if reduced or not subject:
            return Arguments(passive=True)  # "a lunch hosted by X": nobody's visit
        hosts = find_marked(sentence, match.head + 1, end, ("by",)) or find_place(
            sentence, match, end
        )
        return Arguments(actors=subject, recipients=_unlike(hosts, subject), passive=True)
    guests = _unlike(find_objects(sentence, match, end), subject)
    if not guests and match.entry.group.frame == "receiver":
        return Arguments(recipients=subject)
    if not guests:
        return Arguments(actors=subject)  # a meeting is held, nobody's visit told
    return Arguments(actors=guests, recipients=subject)


def _reduced_passive(sentence: Sentence, match: Match) -> bool:
    """A participle right after a noun and before "by" is passive without its auxiliary."""
    return list(sentence.words[match.head + 1 : match.head + 2]) == ["by"]


def _noun_arguments(sentence: Sentence, match: Match) -> Arguments:
    group = match.entry.group
    end = clause_end(sentence, match.end)
    recipients = find_marked(sentence, match.end, end, group.recipient_after)
    actors = find_marked(sentence, match.end, end, group.actor_after)
    owner = _owner(sentence, match)
    governor = _light_verb(sentence, match)
    if not actors and governor is not None:
        verb = read_verb_group(sentence, governor)
        if not verb.passive:
            actors = find_subject(sentence, verb.start)
    if group.frame == "reciprocal":
        between = find_marked(sentence, match.end, end, ("between", "among"))
        parties = between or actors + _unlike(recipients, actors)
        return Arguments(actors=parties or owner, governor=governor)
    if group.frame == "recipient_only":
        return Arguments(recipients=recipients or owner, governor=governor)
    actors = actors or owner
    if group.frame == "actor_only":
        return Arguments(actors=actors, governor=governor)
    return Arguments(actors=actors, recipients=_unlike(recipients, actors), governor=governor)


def _owner(sentence: Sentence, match: Match) -> Phrases:
    """The name that stands before the noun as its modifier or owner ("Israel's attack")."""
    before = next(sentence.phrases_before(match.start), None)
    if before is None or match.start - before.end > 3:
        return ()
    gap = sentence.words[before.end : match.start]
    if before.pronoun:
        return ()
    if gap and gap[0] not in sentence.lexicon.grammar.possessive_marks and before.entity is None:
        return ()
    grammar = sentence.lexicon.grammar
    closed = grammar.prepositions | grammar.conjunctions | sentence.lexicon.finite_forms
    if any(word in closed or word == "," for word in gap):
        return ()
    if not before.possessive and before.entity is not None and before.entity.label == "PERSON":
        return ()
    return sentence.chain_of(before)


def _light_verb(sentence: Sentence, match: Match) -> int | None:
    """The light verb whose object is the noun: within six words before it, in the same clause."""
    words = sentence.words
    for i in range(match.start - 1, max(sentence.start, match.start - 7), -1):
        if words[i] in {",", ";", ":", "by"} or words[i] in sentence.lexicon.grammar.subordinators:
            return None
        if words[i] in sentence.lexicon.light_forms and i not in sentence.named:
            return i
    return None


def _unlike(phrases: Phrases, others: Phrases) -> Phrases:
    """*phrases* without those that name one of *others*."""
    named = {phrase.entity.id for phrase in others if phrase.entity is not None}
    places = {phrase.start for phrase in others}
    return tuple(
        phrase
        for phrase in phrases
        if phrase.start not in places and (phrase.entity is None or phrase.entity.id not in named)
    )


def governing_verb(match: Match, arguments: Arguments, sentence: Sentence) -> VerbGroup:
    """The verb group that tells when and whether: the trigger's, or its light verb's."""
    head = match.head if arguments.governor is None else arguments.governor
    return read_verb_group(sentence, head)


def is_told(sentence: Sentence, match: Match, arguments: Arguments) -> bool:
    """Does a verb tell of the noun: its light verb, or one whose subject it is ("the attack killed")?

    In a phrase of its own ("after days of fighting") a noun is only named.
    """
    if arguments.governor is not None:
        return True
    i = match.start - 1
    while i >= sentence.start and (i in sentence.named or is_modifier(sentence, i)):
        i -= 1
    if i >= sentence.start and sentence.words[i] in sentence.lexicon.grammar.prepositions:
        return False
    for k in range(match.end, min(sentence.end, match.end + 8)):
        if sentence.words[k] == ",":
            return False
        if is_verb_form(sentence, k) or is_auxiliary(sentence, sentence.words[k]):
            return True
    return False
