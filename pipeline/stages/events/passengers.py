"""Who is in a vehicle that an act or an accident strikes."""

from collections.abc import Iterator

from pipeline.stages.events.matching import Match
from pipeline.stages.events.phrase import Phrases
from pipeline.stages.events.reading import ArticleReading


def aboard(reading: ArticleReading, match: Match) -> Phrases:
    """Who is told to have been in what *match* struck ("seized a boat carrying ten men", "crashed with 90 people on board")."""
    carried = (found for i in _struck(reading, match) if (found := passengers(reading, i)))
    return next(carried, ()) or on_board(reading, match.head)


def _struck(reading: ArticleReading, match: Match) -> Iterator[int]:
    """The objects of *match*, and what stands under the prepositions of its slots ("opened fire on a car")."""
    if match.entry.kind == "verb":
        yield from reading.functions.objects(match.head)
    aims = reading.lexicon.grammar.striking_prepositions
    for case in sorted(aims.intersection(match.entry.group.recipient_slots)):
        for word in (match.head, *match.words):
            yield from reading.functions.marked(word, case)


def passengers(reading: ArticleReading, vehicle: int) -> Phrases:
    """Who is told behind *vehicle* to be carried by it ("a boat carrying ten men")."""
    tree, grammar = reading.tree, reading.lexicon.grammar
    beside = vehicle + 1  # "hit a car carrying two men": the parser may hang the clause on the verb
    told = (beside,) if beside in tree.below.get(tree.heads[vehicle], ()) else ()
    for clause in (*tree.children(vehicle, "acl"), *told):
        if tree.tags[clause] == "VBG" and tree.lemmas[clause] in grammar.transporting_verbs:
            people = (reading.phrases.participants(i) for i in tree.children(clause, "obj"))
            return next((found for found in people if found), ())
    return ()


def with_passengers(reading: ArticleReading, struck: Phrases) -> Phrases:
    """*struck*, with who is carried in the place of a vehicle without a name."""
    found: Phrases = ()
    for phrase in struck:
        nameless = phrase.entity is None and not phrase.pronoun
        found += (passengers(reading, phrase.head) if nameless else ()) or (phrase,)
    return found


def on_board(reading: ArticleReading, verb: int) -> Phrases:
    """Who is told to have been on board when *verb* befell a vehicle ("crashed with 90 people on board")."""
    tree, boards = reading.tree, reading.lexicon.grammar.boarding_words
    for word in tree.children(verb, "obl", "advcl"):
        if tree.cases.get(word) not in reading.lexicon.grammar.siding_prepositions:
            continue
        subject = tree.child(word, "nsubj")
        within = (word, *tree.children(word, "nmod", "advmod", "amod", "obl", "acl"))
        if any(tree.words[i] in boards for i in within):
            people = word if subject is None else subject
            return reading.phrases.participants(people) or reading.phrases.counted(people)
    return ()
