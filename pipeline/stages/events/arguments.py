"""Who did it to whom: the arguments of a trigger by position, agreement and prepositions."""

from dataclasses import dataclass

from pipeline.stages.clauses import (
    Phrase,
    Sentence,
    before_circumstance,
    clause_end,
    is_auxiliary,
    is_modifier,
    is_verb_form,
    read_bare_phrases,
    read_bare_subject,
)
from pipeline.stages.subjects import (
    Phrases,
    are_unnamed,
    find_condition_subject,
    find_subject,
    name_beside,
)
from pipeline.stages.triggers import Match, VerbGroup, read_verb_group


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
    subject = find_subject(sentence, verb.start)
    if passive and group.bare_object == "any":
        subject = subject or read_bare_subject(sentence, verb.start)
    end = clause_end(sentence, match.end)
    if group.frame in {"host_visitor", "receiver"}:
        return _reception(sentence, match, subject, end, passive=passive)
    if passive:
        doers = _after(sentence, match.head + 1, end, ("by",))
        if group.frame == "reciprocal":
            return Arguments(actors=subject + _unlike(doers, subject), passive=True)
        recipients = subject
        if group.recipient_after and not (subject and subject[0].entity):
            recipients = _after(sentence, match.end, end, group.recipient_after) or subject
        return Arguments(actors=doers, recipients=_unlike(recipients, doers), passive=True)
    if group.frame == "actor_only":
        return Arguments(actors=subject)
    objects = _unlike(_objects(sentence, match, end), subject)
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
        hosts = _after(sentence, match.head + 1, end, ("by",)) or _place(sentence, match, end)
        return Arguments(actors=subject, recipients=_unlike(hosts, subject), passive=True)
    guests = _unlike(_objects(sentence, match, end), subject)
    if not guests and match.entry.group.frame == "receiver":
        return Arguments(recipients=subject)
    if not guests:
        return Arguments(actors=subject)  # a meeting is held, nobody's visit told
    return Arguments(actors=guests, recipients=subject)


def _place(sentence: Sentence, match: Match, end: int) -> Phrases:
    """The town or country after "in" or "at"."""
    for phrase in sentence.phrases_between(match.head + 1, end):
        if phrase.entity is not None and phrase.entity.label == "GPE":
            return (phrase,) if phrase.preposition in {"in", "at"} else ()
    return ()


def _reduced_passive(sentence: Sentence, match: Match) -> bool:
    """A participle right after a noun and before "by" is passive without its auxiliary."""
    return list(sentence.words[match.head + 1 : match.head + 2]) == ["by"]


def _objects(sentence: Sentence, match: Match, end: int) -> Phrases:
    """The direct object; else what the entry's prepositions mark; else a name inside the object."""
    group = match.entry.group
    end = before_circumstance(sentence, match.end, end)
    inside = [
        phrase
        for phrase in sentence.phrases_between(match.head + 1, end)
        if not _of_pattern(sentence, match, phrase)
    ]
    marked = _after(sentence, match.head + 1, end, group.recipient_after)
    for phrase in inside:
        if group.marked_only or not _is_direct(sentence, match, phrase):
            continue
        if group.gives and (marked or not _is_given_to(sentence, phrase)):
            return marked
        chosen = _receiving(sentence, phrase)
        return marked if are_unnamed(chosen) and not are_unnamed(marked) else chosen
    bare = _bare_objects(sentence, match, end)
    nested = sentence.lexicon.files[match.entry.event_type].nested_recipients
    if bare or marked or (group.recipient_after and not nested):
        return bare if are_unnamed(marked) and bare else marked
    for phrase in inside:
        direct = phrase.preposition is None and not (group.marked_only or group.gives)
        if direct or phrase.preposition in sentence.lexicon.grammar.nested_prepositions:
            return _receiving(sentence, phrase)
    return ()


def _is_direct(sentence: Sentence, match: Match, phrase: Phrase) -> bool:
    """Does the phrase stand right after the trigger, or open its "that" clause?"""
    in_clause = phrase.anchor == match.end and sentence.words[match.end] in {"that", "when"}
    return match.head <= phrase.anchor < match.end or in_clause


def _is_given_to(sentence: Sentence, phrase: Phrase) -> bool:
    """Is the direct object of giving whom it is given to: a name, or followed by what is given?"""
    if phrase.pronoun or (phrase.entity is not None and phrase.entity.label != "ROLE"):
        return True
    after = phrase.end
    if after >= sentence.end or sentence.is_adverbial(after):
        return False
    return is_modifier(sentence, after)


def _bare_objects(sentence: Sentence, match: Match, end: int) -> Phrases:
    """The direct object whose noun is no known agent, where the entry says that it is somebody."""
    wanted = match.entry.group.bare_object
    if wanted == "none":
        return ()
    found = read_bare_phrases(sentence, match.end, end)
    if len(found) == 1:
        joined = sentence.phrases_between(found[0].end, min(end, found[0].end + 6))[:1]
        if joined and joined[0].anchor == found[0].end and sentence.words[found[0].end] == "and":
            found += joined
    acting = bool(found) and sentence.words[found[-1].end : found[-1].end + 1] == ["to"]
    return found if wanted == "any" or acting else ()


def _of_pattern(sentence: Sentence, match: Match, phrase: Phrase) -> bool:
    """Is the phrase's head a word of the entry ("exchanged prisoners"), or a mere instrument?"""
    grammar = sentence.lexicon.grammar
    return (
        are_unnamed((phrase,))
        and phrase.end <= match.end
        and any(sentence.words[phrase.end - 1] in words for words in match.entry.words)
    ) or (phrase.entity is None and sentence.words[phrase.end - 1] in grammar.instruments)


def _receiving(sentence: Sentence, phrase: Phrase) -> Phrases:
    """*phrase* and what is joined to it; of "Turkey's president" the president, of "army of X" X."""
    chain = sentence.chain_of(phrase)
    if are_unnamed((phrase,)) and sentence.words[phrase.end : phrase.end + 1] == ["of"]:
        named = sentence.phrases_between(phrase.end, min(sentence.end, phrase.end + 6))
        if named and named[0].entity is not None and named[0].anchor == phrase.anchor:
            return sentence.chain_of(named[0])
    if not phrase.possessive:
        return name_beside(sentence, phrase) or chain
    owned = sentence.phrases_between(phrase.end, phrase.end + 4)
    if owned and owned[0].anchor <= phrase.start:
        return sentence.chain_of(owned[0])
    return chain


def _after(sentence: Sentence, start: int, end: int, markers: tuple[str, ...]) -> Phrases:
    """The first phrase between *start* and *end* that one of *markers* governs."""
    for phrase in sentence.phrases_between(start, end):
        if phrase.preposition in markers:
            return _receiving(sentence, phrase)
    return ()


def _noun_arguments(sentence: Sentence, match: Match) -> Arguments:
    group = match.entry.group
    end = clause_end(sentence, match.end)
    recipients = _after(sentence, match.end, end, group.recipient_after)
    actors = _after(sentence, match.end, end, group.actor_after)
    owner = _owner(sentence, match)
    governor = _light_verb(sentence, match)
    if not actors and governor is not None:
        verb = read_verb_group(sentence, governor)
        if verb.passive:
            recipients = recipients or ()
        else:
            actors = find_subject(sentence, verb.start)
    if group.frame == "reciprocal":
        between = _after(sentence, match.end, end, ("between", "among"))
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
