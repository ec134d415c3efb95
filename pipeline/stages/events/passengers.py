"""Who is in a vehicle that an act or an accident strikes, and who is saved from an accident."""

from collections.abc import Iterator

from pipeline.stages.events.matching import Match
from pipeline.stages.events.phrase import Phrases
from pipeline.stages.events.reading import ArticleReading


def aboard(reading: ArticleReading, match: Match) -> Phrases:
    """Who is told to have been in what *match* struck ("seized a boat carrying ten men", "crashed with 90 people on board")."""
    struck = [*_struck(reading, match), *_wrecked(reading, match)]
    carried = (found for i in struck if (found := passengers(reading, i)))
    return next(carried, ()) or on_board(reading, match.head) or _owners(reading, match)


def _wrecked(reading: ArticleReading, match: Match) -> Iterator[int]:
    """The subject of an accident ("a boat carrying ten men sank")."""
    tree = reading.tree
    if match.entry.kind == "verb" and not reading.category(match.entry.event_type):
        yield from (i for i in tree.children(match.head, "nsubj") if i not in match.words)


def _owners(reading: ArticleReading, match: Match) -> Phrases:
    """Whose vehicle or building it was that came to grief ("rescued migrants whose boat sank")."""
    tree, grammar = reading.tree, reading.lexicon.grammar
    owners = (j for i in _wrecked(reading, match) for j in tree.children(i, "nmod"))
    for owner in owners:
        if tree.words[owner] == "whose" and tree.relations[match.head] == "acl:relcl":
            noun = tree.heads[match.head]
            if tree.lemmas[noun] in grammar.agent_nouns or reading.phrases.is_person(noun):
                return reading.phrases.participants(noun)
    return ()


def find_saved(reading: ArticleReading, match: Match) -> Phrases:
    """Whom an accident without a victim befell: who is told to be saved from it, trapped or dead.

    "Freed after a mine collapsed", "six died when a bus crashed", "all on a ferry that sank were rescued", "a plane
    crashed and all aboard died".
    """
    tree, functions, phrases = reading.tree, reading.functions, reading.phrases
    grammar = reading.lexicon.grammar
    hazard = not reading.category(match.entry.event_type) and match.entry.kind == "verb"
    for above in _told_beside(reading, match.head) if hazard else ():
        people: Iterator[int] = iter(())
        if tree.lemmas[above] in grammar.rescuing_verbs:
            people = functions.objects(above)
        elif tree.lemmas[above] in grammar.dying_words:
            people = iter(tree.children(above, "nsubj"))
        for word in people:
            found = phrases.participants(word) or phrases.counted(word)
            if found:
                return found
    return ()


def _told_beside(reading: ArticleReading, verb: int) -> Iterator[int]:
    """What may tell whom *verb* befell: the clause it dates, the one joined to it, the one its vehicle stands in."""
    tree, grammar = reading.tree, reading.lexicon.grammar
    moments = grammar.striking_moments | grammar.striking_precedents
    marks = {tree.words[i] for i in tree.children(verb, "mark", "advmod")}
    if tree.bases[verb] == "advcl" and not moments.isdisjoint(marks):
        yield tree.heads[verb]
    yield from (i for i in tree.children(verb, "conj") if tree.child(i, "nsubj") is not None)
    if tree.relations[verb] == "acl:relcl":
        people = tree.governor(tree.heads[verb])
        on_it = tree.cases.get(tree.heads[verb]) in grammar.boarding_prepositions
        if on_it and tree.lemmas[people] in grammar.agent_nouns | grammar.quantity_nouns:
            yield tree.governor(people)


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
