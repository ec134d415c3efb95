"""Whom a verb acts on: its direct object, what a preposition marks, or a name inside the object."""

from pipeline.stages.events.clauses import (
    Phrase,
    Sentence,
    before_circumstance,
    is_modifier,
    read_bare_phrases,
)
from pipeline.stages.events.subjects import Phrases, are_unnamed, name_beside
from pipeline.stages.events.triggers import Match


def find_objects(sentence: Sentence, match: Match, end: int) -> Phrases:
    """The direct object; else what the entry's prepositions mark; else a name inside the object."""
    group = match.entry.group
    end = before_circumstance(sentence, match.end, end)
    inside = [
        phrase
        for phrase in sentence.phrases_between(match.head + 1, end)
        if not _of_pattern(sentence, match, phrase)
    ]
    marked = find_marked(sentence, match.head + 1, end, group.recipient_after)
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


def find_marked(sentence: Sentence, start: int, end: int, markers: tuple[str, ...]) -> Phrases:
    """The first phrase between *start* and *end* that one of *markers* governs."""
    for phrase in sentence.phrases_between(start, end):
        if phrase.preposition in markers:
            return _receiving(sentence, phrase)
    return ()


def find_place(sentence: Sentence, match: Match, end: int) -> Phrases:
    """The town or country after "in" or "at"."""
    for phrase in sentence.phrases_between(match.head + 1, end):
        if phrase.entity is not None and phrase.entity.label == "GPE":
            return (phrase,) if phrase.preposition in {"in", "at"} else ()
    return ()


def _is_direct(sentence: Sentence, match: Match, phrase: Phrase) -> bool:
    """Is the phrase the trigger's object; where the tree has none, right after it or opening its "that" clause?"""
    objects = [sentence.trees.nearest(match.head, relation) for relation in ("iobj", "obj")]
    named = [word for word in objects if word is not None and sentence.phrase_of(word)]
    if named:
        return any(phrase.start <= word < phrase.end for word in named)
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
