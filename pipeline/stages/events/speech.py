"""Who says a clause: the article's own voice, or somebody who is quoted or reported."""

from dataclasses import dataclass

from pipeline.stages.events.phrase import Phrases
from pipeline.stages.events.reading import ArticleReading, SentenceRange
from pipeline.stages.events.tree import Tree

# Clauses nested deeper than this are no clauses.
_MOST_STEPS = 8
# How far back the mark is looked for that opens or closes a quotation, in tokens, and the tags of the two.
_REACH = 80
_OPENING, _CLOSING = "``", "''"


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """Who says the clause: the speaker's phrases and the verb of saying."""

    speaker: Phrases
    verb: int


def find_speech(reading: ArticleReading, sentence: SentenceRange, head: int) -> Speech | None:
    """Who says the clause of *head*, the nearest who does; nobody for the article's own voice."""
    tree, grammar = reading.tree, reading.lexicon.grammar
    current = head
    for _ in range(_MOST_STEPS):
        found = _said_beside(reading, current)
        if found is not None:
            return found
        above, base = tree.heads[current], tree.bases[current]
        if above == current or not sentence.start <= above < sentence.end:
            break
        if (
            base in {"ccomp", "parataxis", "xcomp"}
            and tree.lemmas[above] in grammar.reporting_verbs
        ):
            speaker = _speaker(reading, above)
            if speaker:
                return Speech(speaker=speaker, verb=above)
        current = above
    return None


def is_quoted(tree: Tree, word: int) -> bool:
    """Stands the word in somebody's own words, between marks of quotation?"""
    for i in range(word - 1, max(-1, word - _REACH), -1):
        if tree.tags[i] in {_OPENING, _CLOSING}:
            return tree.tags[i] == _OPENING
    return False


def _said_beside(reading: ArticleReading, word: int) -> Speech | None:
    """Who says *word*: "X said" after it and "according to X" hang on what they report."""
    tree, grammar = reading.tree, reading.lexicon.grammar
    for child in tree.children(word, "parataxis"):
        if tree.lemmas[child] in grammar.reporting_verbs:
            speaker = _speaker(reading, child)
            if speaker:
                return Speech(speaker=speaker, verb=child)
    for child in tree.children(word, "obl", "advmod", "nmod", "advcl"):
        if grammar.according.intersection((tree.cases.get(child, ""), tree.words[child])):
            found = reading.phrases.participants(child)
            if not found:
                deeper = tree.child(child, "obl", "nmod", "fixed")
                found = reading.phrases.participants(deeper) if deeper is not None else ()
            if found:
                return Speech(speaker=found, verb=child)
    return None


def _speaker(reading: ArticleReading, verb: int) -> Phrases:
    if reading.functions.is_passive(verb):
        doer = next(reading.functions.doers(verb), None)
        return reading.phrases.participants(doer) if doer is not None else ()
    subject = reading.functions.subject(verb)
    if subject is None:
        return ()
    found = reading.phrases.participants(subject)
    return found or reading.phrases.inside(subject)
