"""Whom an act befalls beside the slots of its entry, and what it cannot befall."""

from collections.abc import Sequence

from pipeline.stages.events.matching import Match
from pipeline.stages.events.phrase import Phrase, Phrases
from pipeline.stages.events.reading import ArticleReading

# "Parts of two of the largest cities": a place lies no deeper.
_MOST_PARTS = 4
_ENDS = frozenset({"from", "to"})


def struck_by_noun(reading: ArticleReading, noun: int, *, strikes: bool) -> Phrases:
    """Who suffers the noun ("X faced raids", "X received a refusal"); where it *strikes*, whom its verb strikes ("the raid hit X")."""
    tree, functions, grammar = reading.tree, reading.functions, reading.lexicon.grammar
    if tree.lemmas[tree.governor(noun)] in grammar.act_rows and tree.cases.get(noun) == "of":
        noun = tree.governor(noun)  # "a series of raids hit the town"
    verb = tree.governor(noun)
    base = tree.bases[noun] if tree.bases[noun] != "conj" else tree.bases[tree.heads[noun]]
    if verb == noun or not tree.is_verb(verb) or functions.is_passive(verb):
        return ()
    if base == "nsubj":
        further = (i for i in tree.children(verb, "conj") if tree.child(i, "nsubj") is None)
        striking = [i for i in (verb, *further) if strikes and is_blow(reading, i)]
        heads = [i for one in striking for i in functions.objects(one)]
        people = (found for i in heads if (found := reading.phrases.participants(i)))
        return next(people, ()) or struck_places(reading, heads)
    subject = functions.subject(verb)
    if base != "obj" or subject is None or tree.lemmas[verb] not in grammar.suffering_carriers:
        return ()
    return reading.phrases.participants(subject)


def struck_places(reading: ArticleReading, heads: Sequence[int]) -> Phrases:
    """The first building or place among *heads* ("torched St John's Church")."""
    phrases = reading.phrases
    for head in heads:
        if phrases.is_place(head):
            start, end, entity = phrases.spans[phrases.span_at[head]]
            return (Phrase(start=start, end=end, head=head, entity=entity),)
    return ()


def struck_grounds(reading: ArticleReading, heads: Sequence[int]) -> Phrases:
    """The first place without a name among *heads*, or that one is a part of ("sections of the Abruzzo region")."""
    tree, grammar = reading.tree, reading.lexicon.grammar
    for head in heads:
        word: int | None = head
        for _ in range(_MOST_PARTS):
            if word is None:
                break
            of = [i for i in tree.children(word, "nmod") if tree.cases.get(i) == "of"]
            named = all(tree.pos[i] == "PROPN" for i in of)  # no "state of emergency"
            owners = (i for i in tree.children(word, "nmod") if tree.relations[i] == "nmod:poss")
            part = word != head and any(reading.phrases.is_place(i) for i in owners)
            if part or (tree.lemmas[word] in grammar.place_nouns and named):
                return reading.phrases.bare(word)  # "parts of Mali's north"
            parts = tree.lemmas[word] in grammar.quantity_nouns | grammar.portion_words
            parts |= tree.words[word] in grammar.quantity_pronouns or tree.pos[word] == "NUM"
            word = next(iter(of), None) if parts else None
    return ()


def on_journey(reading: ArticleReading, place: int) -> bool:
    """Is it only told from where or to where a way or a vehicle goes ("a flight from Oslo to Rome")?"""
    tree, grammar, phrases = reading.tree, reading.lexicon.grammar, reading.phrases
    case = tree.cases.get(place)
    if case not in _ENDS or not phrases.is_place(place):
        return False
    start, end, _ = phrases.spans[phrases.span_at[place]]
    if case == "to":
        before = phrases.span_at.get(start - 2)
        if before is None:
            return False
        start, end, _ = phrases.spans[before]
    ways = grammar.whereabouts | grammar.vehicle_nouns
    from_there = start > 1 and tree.words[start - 1] == "from" and tree.lemmas[start - 2] in ways
    return from_there and end < len(tree.words) and tree.words[end] == "to"


def is_blow(reading: ArticleReading, verb: int) -> bool:
    """Does the verb strike, or leave its object struck ("left 40 people dead")?"""
    tree, grammar = reading.tree, reading.lexicon.grammar
    if tree.lemmas[verb] in grammar.striking_verbs:
        return True
    places = (verb, *tree.children(verb, "obj"))
    left = (i for place in places for i in tree.children(place, "xcomp", "amod"))
    return tree.lemmas[verb] == "leave" and any(
        tree.words[i] in grammar.stricken_adjectives for i in left
    )


def without_things(reading: ArticleReading, match: Match, found: Phrases) -> Phrases:
    """*found* without "it" where the act is one of words: it stands for a matter, not for somebody.

    Nobody where it aims at "each other": the others under a preposition are what it is about.
    """
    category = reading.category(match.entry.event_type)
    if not category.startswith("verbal"):
        return found
    tree, grammar = reading.tree, reading.lexicon.grammar
    for child in tree.children(match.head, "obj", "obl"):
        if " ".join(tree.words[child : child + 2]) in grammar.mutual_pronouns:
            return ()
    for child in tree.children(match.head, "obl", "advcl", "xcomp", "ccomp"):
        blamed = tree.cases.get(child) in grammar.blaming_prepositions
        if blamed or (tree.is_verb(child) and tree.tags[child] == "VB"):
            return found  # "accused it of theft", "urged it to yield": that is somebody
    things = grammar.thing_pronouns
    return tuple(p for p in found if not (p.pronoun and tree.words[p.start] in things))
