"""The subject of a verb, found by walking left over asides, objects and adverbs."""

from pipeline.stages.events.clauses import MAX_WALK, Phrase, Sentence, is_verb_form, phrase_at

Phrases = tuple[Phrase, ...]


def subject_by_tree(sentence: Sentence, verb: int) -> Phrases:
    """The phrases that are the subject of the word *verb* by its sentence's tree."""
    head = sentence.trees.subject(verb)
    if head is None or not sentence.start <= head < sentence.end:
        return ()
    found = sentence.phrase_of(head)
    if found is None:
        return ()
    owner = sentence.phrases_between(found.end, min(sentence.end, found.end + 6))[:1]
    if owner and are_unnamed((found,)) and owner[0].entity and owner[0].anchor == found.anchor:
        return sentence.chain_of(owner[0])  # "envoys from Kenya" stand for Kenya
    return name_beside(sentence, found) or sentence.chain_of(found)


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
        if opening == "," and _opens_with_circumstance(sentence, i):
            return close - 1
        if _names_what_precedes(sentence, i + 1, close):
            return close - 1
        return i - 1 if aside and i > sentence.start else close - 1
    return close - 1


def _opens_with_circumstance(sentence: Sentence, comma: int) -> bool:
    """Is all before the comma only a circumstance ("According to a bulletin, the group ...")?"""
    grammar = sentence.lexicon.grammar
    first = sentence.words[sentence.start]
    opens = first in grammar.prepositions or first in grammar.subordinators
    opens = opens or phrase_at(sentence, sentence.start, grammar.according) > 0
    return opens and "," not in sentence.words[sentence.start : comma]


def _names_what_precedes(sentence: Sentence, start: int, end: int) -> bool:
    """Is the aside just the name of the role before it ("his lawyer, Maja Zupan, said")?"""
    inside = sentence.phrases_between(start, end)
    before = next(sentence.phrases_before(start - 1), None)
    if len(inside) != 1 or before is None or before.end != start - 1:
        return False
    named = inside[0].start == start and inside[0].end == end and not are_unnamed(inside)
    return named and are_unnamed((before,))


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
        if _opens_relative_clause(sentence, phrase, position):
            return sentence.chain_of(phrase)
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


def _opens_relative_clause(sentence: Sentence, phrase: Phrase, position: int) -> bool:
    """Is *phrase* the subject of a relative clause that *position* is still in ("X, who met Y and urged")?"""
    words, relatives = sentence.words, sentence.lexicon.grammar.subject_relatives
    pronoun = phrase.end + (words[phrase.end : phrase.end + 1] == [","])
    if pronoun >= position or words[pronoun] not in relatives:
        return False
    return words[position] in {"and", "but"} and "," not in words[pronoun : position + 1]


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


def name_beside(sentence: Sentence, phrase: Phrase) -> Phrases:
    """The name that commas set beside a common noun ("the company, Nordbank,")."""
    words = sentence.words
    if not _is_common(sentence, phrase) or words[phrase.end : phrase.end + 1] != [","]:
        return ()
    beside = sentence.phrases_between(phrase.end, min(sentence.end, phrase.end + 8))[:1]
    if not beside or beside[0].start != phrase.end + 1 or _is_common(sentence, beside[0]):
        return ()
    closes = beside[0].end >= sentence.end or words[beside[0].end] in {",", "."}
    return beside if closes else ()


def _is_common(sentence: Sentence, phrase: Phrase) -> bool:
    """Is the phrase headed by a common noun, whatever names stand before it?"""
    if phrase.end - 1 in sentence.titled:
        return False
    head = sentence.words[phrase.end - 1]
    return are_unnamed((phrase,)) or head in sentence.lexicon.grammar.agent_nouns


def find_condition_subject(sentence: Sentence, head: int) -> Phrases:
    """Who must act so that what is told at *head* does not follow ("unless Mali yields", "if Mali attacks")."""
    conditions = sentence.lexicon.grammar.threat_conditions
    near = range(max(sentence.start, head - MAX_WALK), min(sentence.end, head + MAX_WALK))
    for i in near:
        if sentence.words[i] not in conditions:
            continue
        for phrase in sentence.phrases_between(i + 1, min(sentence.end, i + 8)):
            return (
                sentence.chain_of(phrase)
                if phrase.preposition is None and not phrase.pronoun
                else ()
            )
    return ()


def are_unnamed(phrases: Phrases) -> bool:
    """Nobody in particular: common nouns and roles without a country ("inspectors")."""
    return all(
        phrase.entity is None or (phrase.entity.label == "ROLE" and phrase.entity.country is None)
        for phrase in phrases
    )
