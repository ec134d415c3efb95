"""What an entry acts on beside somebody: words of its own, and what is nobody elsewhere but is told what to do."""

from collections.abc import Iterator, Sequence

from pipeline.stages.events.matching import Match
from pipeline.stages.events.phrase import Phrases, pronoun_at
from pipeline.stages.events.reading import ArticleReading


def acted_on(reading: ArticleReading, match: Match, word: int) -> Iterator[int]:
    """Whom *word* of the entry names or acts on ("execute prisoner", "threaten to expel X").

    Or whom a participle of the entry tells of ("the second journalist killed"): of one of some who that is.
    """
    tree = reading.tree
    if tree.is_verb(word):
        yield from reading.functions.objects(word)
    elif tree.bases[word] in {"obj", "nsubj"}:
        yield word
    elif tree.bases[match.head] == "acl" and tree.heads[match.head] == word:
        told = tree.child(word, "nsubj") if tree.child(word, "cop") is not None else None
        if told is not None:
            yield told
        yield word


def bare_objects(reading: ArticleReading, match: Match, heads: Sequence[int]) -> Phrases:
    """The first of the objects *heads* whatever it names, where the entry takes any, it is told to do something or is given something."""
    if match.entry.group.bare_object or _is_ordered(reading, match):
        return next((bare for i in heads if (bare := reading.phrases.bare(i))), ())
    if reading.category(match.entry.event_type) != "material_cooperation" or not match.words:
        return ()
    given = (i for i in heads if reading.tree.bases[i] == "iobj")  # "gave the museum a loan"
    return next((bare for i in given if (bare := reading.phrases.bare(i))), ())


def fate_of(reading: ArticleReading, match: Match) -> Phrases:
    """Who is to suffer or enjoy what is ordered ("ordered his arrest", "ordered the release of Ann Lee")."""
    tree, grammar = reading.tree, reading.lexicon.grammar
    if tree.lemmas[match.head] not in grammar.ordering_verbs:
        return ()
    objects = reading.functions.objects(match.head)
    for noun in (i for i in objects if tree.lemmas[i] in grammar.befalling_nouns):
        for child in tree.children(noun, "nmod"):
            if tree.words[child] in grammar.possessive_pronouns:
                return (pronoun_at(child),)
            if tree.cases.get(child) == "of" or tree.relations[child] == "nmod:poss":
                return reading.phrases.participants(child)
    return ()


def _is_ordered(reading: ArticleReading, match: Match) -> bool:
    """Is the object told what to do ("ordered the station to close")? In the passive it is the subject."""
    tree, verb = reading.tree, match.head
    if tree.lemmas[verb] not in reading.lexicon.grammar.ordering_verbs:
        return False
    clauses = (i for i in tree.children(verb, "xcomp") if tree.tags[i] == "VB")
    return any(tree.cases.get(i) == "to" and not tree.has(i, "aux:pass") for i in clauses)
