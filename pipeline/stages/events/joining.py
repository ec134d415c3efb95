"""Phrases that stand for one argument together: "A, B and C"."""

from dataclasses import replace

from pipeline.stages.events.clauses import Phrase, Sentence, is_auxiliary, is_verb_form


def join_phrases(sentence: Sentence, phrases: list[Phrase]) -> list[Phrase]:
    """Give joined phrases ("A, B and C") one chain, and the preposition of their first."""
    linked = [_link(sentence, phrases, i) for i in range(len(phrases))]
    joined = list(linked)
    for i in range(len(phrases) - 2, 0, -1):
        # A comma joins only where an "and" ends the list.
        if linked[i] == "comma":
            joined[i] = "and" if joined[i + 1] == "and" else None
    if len(phrases) > 1 and joined[-1] == "comma":
        joined[-1] = None
    chained: list[Phrase] = []
    for phrase, link in zip(phrases, joined, strict=True):
        if link == "and" and chained:
            first = chained[-1]
            phrase = replace(
                phrase,
                chain=first.chain,
                preposition=first.preposition,
                anchor=first.anchor,
                after_verb=first.after_verb,
            )
        chained.append(phrase)
    return chained


def _link(sentence: Sentence, phrases: list[Phrase], i: int) -> str | None:
    """How phrase *i* follows the one before it: by "and", by a comma, or not at all."""
    if i == 0 or phrases[i].pronoun:
        return None
    phrase, before = phrases[i], phrases[i - 1]
    gap = [
        word
        for word in sentence.words[before.end : phrase.anchor + 1]
        if word not in sentence.lexicon.grammar.quotes
    ]
    nested = before.after_verb or before.preposition not in {None, "between", "among"}
    if nested and _opens_clause(sentence, phrase):
        return None
    if gap in (["and"], [",", "and"], ["&"], ["or"], ["as", "well", "as"]):
        return "and"
    return "comma" if gap == [","] else None


def _opens_clause(sentence: Sentence, phrase: Phrase) -> bool:
    """Is *phrase* followed by its own verb?"""
    i = phrase.end
    while i < min(sentence.end, phrase.end + 4) and sentence.is_adverbial(i):
        i += 1
    return i < sentence.end and (
        is_verb_form(sentence, i) or is_auxiliary(sentence, sentence.words[i])
    )
