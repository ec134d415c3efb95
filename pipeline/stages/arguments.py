"""Who did it to whom: the arguments of a trigger by position, agreement and prepositions."""

from dataclasses import dataclass

from pipeline.stages.clauses import (
    MAX_WALK,
    Phrase,
    Sentence,
    clause_end,
    is_auxiliary,
    is_modifier,
    is_verb_form,
)
from pipeline.stages.triggers import Match, VerbGroup, read_verb_group

Phrases = tuple[Phrase, ...]


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


def find_subject(sentence: Sentence, start: int, *, nested: bool = False) -> Phrases:
    """The subject of the verb group that begins at token *start*, with all that is joined to it.

    *nested* also takes a name inside the subject ("the decision of the leadership").
    """
    words, grammar = sentence.words, sentence.lexicon.grammar
    position = start - 1
    while position > sentence.start and (
        sentence.is_adverbial(position) or words[position] in grammar.quotes
    ):
        position -= 1
    if position < sentence.start:
        return ()
    if words[position] in grammar.relative_pronouns:
        nearest = next(sentence.phrases_before(position), None)
        near = nearest is not None and position - nearest.end <= 3
        return sentence.chain_of(nearest) if nearest is not None and near else ()
    if words[position] in {",", ")", "]", "-", "–", "—"}:
        position = _before_aside(sentence, position)
    if words[position] in grammar.gerund_prepositions and position > sentence.start:
        position -= 1
    found = _subject_before(sentence, position, nested=nested)
    if not found and _opens_sentence(sentence, start):
        return _subject_after_comma(sentence, start)
    return found


def _before_aside(sentence: Sentence, close: int) -> int:
    """The last token before the aside that ends at *close*, or before *close* where there is none."""
    words, grammar = sentence.words, sentence.lexicon.grammar
    opening = {")": "(", "]": "["}.get(words[close], words[close])
    for i in range(close - 1, max(sentence.start, close - MAX_WALK), -1):
        if words[i] != opening:
            continue
        after = words[i + 1]
        aside = (
            opening != ","
            or after in grammar.relative_pronouns
            or after in grammar.determiners
            or after in grammar.prepositions
            or after in {"whose", "where", "when"}
            or after.isdigit()
            or sentence.is_adverbial(i + 1)
            or after.endswith(("ing", "ed"))
            or i + 1 in sentence.named
        )
        if _names_what_precedes(sentence, i + 1, close):
            return close - 1
        return i - 1 if aside and i > sentence.start else close - 1
    return close - 1


def _names_what_precedes(sentence: Sentence, start: int, end: int) -> bool:
    """Is the aside just the name of the role before it ("his lawyer, Maja Zupan, said")?"""
    inside = sentence.phrases_between(start, end)
    before = next(sentence.phrases_before(start - 1), None)
    if len(inside) != 1 or before is None or before.end != start - 1:
        return False
    named = inside[0].start == start and inside[0].end == end and not _unnamed(inside)
    return named and _unnamed((before,))


def _subject_before(sentence: Sentence, position: int, *, nested: bool) -> Phrases:
    words, grammar = sentence.words, sentence.lexicon.grammar
    allowed = {"of", "by", "from"} if nested else set()
    limit = position + 1
    for phrase in sentence.phrases_before(position + 1):
        between = words[phrase.end : limit]
        if any(word in {";", ":"} for word in between):
            return ()
        coordinated = any(
            word in grammar.subordinators - {"but", "as", "so", "since"} for word in between
        )
        if coordinated and not any(word == "," for word in between):
            return ()
        limit = phrase.start
        if phrase.preposition is not None and phrase.preposition not in allowed:
            continue
        if phrase.after_verb and not _inverted(sentence, phrase):
            continue
        if phrase.possessive and phrase.entity is None:
            continue
        if phrase.pronoun and words[phrase.start] in grammar.object_pronouns - {"it"}:
            continue
        return sentence.chain_of(phrase)
    return ()


def _inverted(sentence: Sentence, phrase: Phrase) -> bool:
    """Is *phrase* the subject of a clause that a verb of saying opens ("said Israel attacked")?"""
    governor = sentence.words[phrase.anchor]
    if governor not in sentence.lexicon.reporting_forms:
        return False
    return phrase.end < sentence.end and (
        is_verb_form(sentence, phrase.end)
        or sentence.words[phrase.end] not in {",", ".", "in", "on", "at"}
    )


def _opens_sentence(sentence: Sentence, start: int) -> bool:
    lead = sentence.words[sentence.start : start]
    return all(word in sentence.lexicon.grammar.gerund_prepositions for word in lead)


def _subject_after_comma(sentence: Sentence, start: int) -> Phrases:
    """The subject of the main clause after an opening participle ("Citing fears, Oslo ...")."""
    for i in range(start, min(sentence.end, start + MAX_WALK)):
        if sentence.words[i] == ",":
            for phrase in sentence.phrases_between(i + 1, min(sentence.end, i + 15)):
                return sentence.chain_of(phrase) if phrase.preposition is None else ()
            return ()
    return ()


def _verb_arguments(sentence: Sentence, match: Match) -> Arguments:
    group = match.entry.group
    verb = read_verb_group(sentence, match.head)
    passive = match.kind in {"past", "participle"} and (verb.passive or _reduced_passive(sentence, match))
    subject = find_subject(sentence, verb.start)
    end = clause_end(sentence, match.end)
    if passive:
        doers = _after(sentence, match.end, end, ("by",))
        if group.frame == "reciprocal":
            return Arguments(actors=subject + _unlike(doers, subject), passive=True)
        recipients = subject
        if group.recipient_after and not (subject and subject[0].entity):
            recipients = _after(sentence, match.end, end, group.recipient_after) or subject
        return Arguments(actors=doers, recipients=_unlike(recipients, doers), passive=True)
    if group.frame == "actor_only":
        return Arguments(actors=subject)
    objects = _unlike(_objects(sentence, match, end), subject)
    if group.frame == "reciprocal":
        return Arguments(actors=subject + objects)
    if group.frame == "recipient_only":
        return Arguments(recipients=subject or objects)
    return Arguments(actors=subject, recipients=objects)


def _reduced_passive(sentence: Sentence, match: Match) -> bool:
    """A participle right after a noun and before "by" is passive without its auxiliary."""
    return list(sentence.words[match.end : match.end + 1]) == ["by"]


def _objects(sentence: Sentence, match: Match, end: int) -> Phrases:
    """The direct object; else what the entry's prepositions mark; else a name inside the object."""
    markers = match.entry.group.recipient_after
    inside = sentence.phrases_between(match.head + 1, end)
    for phrase in inside:
        if match.entry.group.marked_only or _of_pattern(sentence, match, phrase):
            continue
        in_clause = phrase.anchor == match.end and sentence.words[match.end] in {"that", "when"}
        if match.head <= phrase.anchor < match.end or in_clause:
            chosen = _receiving(sentence, phrase)
            better = _after(sentence, match.head + 1, end, markers)
            return better if _unnamed(chosen) and better and not _unnamed(better) else chosen
    marked = _after(sentence, match.head + 1, end, markers)
    nested = sentence.lexicon.files[match.entry.event_type].nested_recipients
    if marked or (markers and not nested):
        return marked
    for phrase in inside:
        if _of_pattern(sentence, match, phrase):
            continue
        if phrase.preposition in sentence.lexicon.grammar.nested_prepositions or phrase.preposition is None:
            return _receiving(sentence, phrase)
    return ()


def _unnamed(phrases: Phrases) -> bool:
    """Nobody in particular: common nouns and roles without a country ("inspectors")."""
    return all(
        phrase.entity is None or (phrase.entity.label == "ROLE" and phrase.entity.country is None)
        for phrase in phrases
    )


def _of_pattern(sentence: Sentence, match: Match, phrase: Phrase) -> bool:
    """Is the phrase's head a word of the entry ("exchanged prisoners"), or a mere instrument?"""
    grammar = sentence.lexicon.grammar
    return (
        phrase.entity is None
        and phrase.end <= match.end
        and any(sentence.words[phrase.end - 1] in words for words in match.entry.words)
    ) or (phrase.entity is None and sentence.words[phrase.end - 1] in grammar.instruments)


def _receiving(sentence: Sentence, phrase: Phrase) -> Phrases:
    """*phrase* and what is joined to it; of "Turkey's president" the president, of "army of X" X."""
    chain = sentence.chain_of(phrase)
    if _unnamed((phrase,)) and sentence.words[phrase.end : phrase.end + 1] == ["of"]:
        named = sentence.phrases_between(phrase.end, min(sentence.end, phrase.end + 6))
        if named and named[0].entity is not None and named[0].anchor == phrase.anchor:
            return sentence.chain_of(named[0])
    if not phrase.possessive:
        return chain
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
