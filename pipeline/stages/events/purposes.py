"""Whom a purpose or a promise reaches: "an offensive to hunt rebels", "promised to build houses for the homeless"."""

from collections.abc import Iterator

from pipeline.stages.events.arguments import Arguments
from pipeline.stages.events.matching import Match
from pipeline.stages.events.owners import is_act
from pipeline.stages.events.phrase import Phrases
from pipeline.stages.events.reading import ArticleReading
from pipeline.stages.events.struck import struck_grounds, struck_places

_CLAUSES = ("xcomp", "ccomp", "acl", "advcl")
# A noun of a promised act lies no deeper under what is promised.
_DEEPEST = 3
_WIDEST = 24


def find_pursued(reading: ArticleReading, match: Match, arguments: Arguments) -> Phrases:
    """Whom the purpose of an act of violence names ("used tear gas to disperse them")."""
    tree = reading.tree
    places = [match.head, *match.words]
    if arguments.carrier is not None:
        places.append(arguments.carrier)
    for place in places:
        for clause in tree.children(place, "advcl", "acl", "xcomp"):
            clause = _purpose_in(reading, clause)
            if tree.lemmas[clause] in reading.lexicon.grammar.rescuing_verbs:
                continue  # "a raid to free the hostages"
            ousts = tree.lemmas[clause] in reading.lexicon.grammar.ousting_verbs
            if match.entry.group.parties and not ousts:
                continue  # "fought to keep the school open"
            purpose = tree.tags[clause] == "VB" and tree.cases.get(clause) == "to"
            if clause > place and (purpose or tree.cases.get(clause) == "at"):
                found = _first(reading, reading.functions.objects(clause))
                return found or _first(reading, _acting_in(reading, clause))
    return ()


def _purpose_in(reading: ArticleReading, clause: int) -> int:
    """*clause*, or what the participle says that an act is for ("aimed at driving out rebels", "designed to catch them")."""
    tree = reading.tree
    if tree.tags[clause] != "VBN":
        return clause
    inner = (i for i in tree.children(clause, "advcl", "xcomp") if i > clause)
    return next((i for i in inner if tree.tags[i] in {"VB", "VBG"}), clause)


def _acting_in(reading: ArticleReading, clause: int) -> Iterator[int]:
    """Who does the act that *clause* is to stop ("to break up a rally by students")."""
    tree, agents = reading.tree, reading.lexicon.grammar.passive_agents
    acts = list(reading.functions.objects(clause))
    acts += [i for i in tree.children(clause, "obl") if tree.cases.get(i) == "to"]
    for act in acts:
        yield from (i for i in tree.children(act, "nmod") if tree.cases.get(i) in agents)
        for made in tree.children(act, "acl"):
            # "to put a stop to a march organised by students"
            yield from reading.functions.doers(made) if tree.tags[made] == "VBN" else ()
    yield from (i for i in tree.children(clause, "obl") if tree.cases.get(i) in agents)


def find_benefited(reading: ArticleReading, match: Match, arguments: Arguments) -> Phrases:
    """For whom what *match* promises is: who gets it, then whom a preposition names below it."""
    tree = reading.tree
    clauses = [
        clause
        for word in (match.head, *match.words)
        for clause in tree.children(word, *_CLAUSES)
        if clause > match.head
        and tree.relations[clause] != "acl:relcl"
        # "vowed it as he left for Oslo": when is no part of what is promised.
        and not (tree.bases[clause] == "advcl" and _is_moment(reading, clause))
    ]
    if (
        len(arguments.actors) > 1
        and tree.lemmas[match.head] in reading.lexicon.grammar.mutual_verbs
    ):
        return ()  # "the two agreed to send aid": they promise it to each other
    for clause in clauses:
        found = _first(reading, _receivers(reading, clause))
        if found and not is_own(reading, found):
            return found
    for word in _marked_below(reading, match, clauses):
        found = reading.phrases.participants(word)
        if not found and tree.cases.get(word) == "for":
            # "pledged aid for the region", "for the region's schools", "for schools in the region"
            found = struck_grounds(reading, (word,)) or _whose_good(reading, word)
        body = found and found[0].entity is not None and found[0].entity.label == "ORG"
        if found and not (body and tree.cases.get(word) in {"on", "upon"}):
            return found  # "seats on the council" are no promise to it
    return ()


def find_addressed(reading: ArticleReading, match: Match) -> Phrases:
    """To whom the letter goes that says what a participle tells ("wrote a letter to the mayor, demanding the release").

    Or what its verb does ("the letter to the mayor demanded the release").
    """
    tree, grammar = reading.tree, reading.lexicon.grammar
    verb = tree.heads[match.head]
    category = reading.category(match.entry.event_type)
    asking = reading.functions.subject(match.head) if match.entry.kind == "verb" else None
    if asking is not None and tree.lemmas[asking] in grammar.message_nouns:
        to_whom = (i for i in tree.children(asking, "nmod") if tree.cases.get(i) == "to")
        return _first(reading, to_whom) if category.startswith("verbal") else ()
    words = category.startswith("verbal") and tree.tags[match.head] == "VBG"
    if not words or tree.bases[match.head] not in {"advcl", "acl"}:
        return ()
    letter = verb if tree.lemmas[verb] in grammar.message_nouns else tree.child(verb, "obj")
    if letter is None or tree.lemmas[letter] not in grammar.message_nouns:
        return ()
    places = (letter, tree.governor(letter))
    beside = (i for place in places for i in tree.children(place, "nmod", "obl", "iobj"))
    return _first(reading, (i for i in beside if tree.cases.get(i, "to") == "to"))


def is_avenged(reading: ArticleReading, act: int) -> bool:
    """Is the act what somebody wants to avenge ("vowed to avenge Mali's raid")? Whoever did it is meant."""
    tree = reading.tree
    return tree.lemmas[tree.governor(act)] in reading.lexicon.grammar.avenging_words


def is_planned(reading: ArticleReading, match: Match, content: Match) -> bool:
    """Is *content* what somebody else, whom *match* blames for it, is told to have planned ("criticised X's decision to sue Y")?"""
    tree = reading.tree
    plan = tree.heads[content.head]
    if content.entry.kind != "verb" or tree.tags[content.head] != "VB":
        return False
    aimed = tree.bases[plan] == "obj" and tree.heads[plan] == match.head
    planner = reading.functions.subject(content.head)
    return aimed and planner is not None and tree.heads[planner] == plan


def _receivers(reading: ArticleReading, clause: int) -> Iterator[int]:
    """The objects of a promised act; of one told as what somebody will get or be, that somebody."""
    tree = reading.tree
    subject = tree.child(clause, "nsubj")
    told = tree.bases[clause] == "ccomp" and subject is not None
    if told and (reading.functions.is_passive(clause) or tree.child(clause, "cop") is not None):
        yield from (subject,) if subject is not None else ()
    elif tree.lemmas[clause] not in reading.lexicon.grammar.sending_verbs:
        yield from reading.functions.objects(clause)


def _whose_good(reading: ArticleReading, thing: int) -> Phrases:
    """Whose the *thing* is that a promise is for, else where it is."""
    tree = reading.tree
    act = (
        is_act(reading, thing)
        and tree.lemmas[thing] not in reading.lexicon.grammar.occurrence_nouns
    )
    if act or tree.pos[thing] != "NOUN":
        return ()
    owner = (i for i in tree.children(thing, "nmod") if tree.relations[i] == "nmod:poss")
    found = _first(reading, (i for i in owner if tree.pos[i] != "PRON"))
    if found and found[0].named:
        return found
    there = (i for i in tree.children(thing, "nmod") if tree.cases.get(i) == "in")
    return struck_places(reading, tuple(there))


def _is_moment(reading: ArticleReading, clause: int) -> bool:
    """Does the clause tell when something was?"""
    tree, grammar = reading.tree, reading.lexicon.grammar
    when = (tree.words[i] for i in tree.children(clause, "advmod"))
    moments = grammar.striking_moments
    return tree.cases.get(clause) in grammar.circumstances | moments or any(
        word in moments for word in when
    )


def is_own(reading: ArticleReading, found: Phrases) -> bool:
    """Does it belong to who promises ("agreed to move its embassy")?"""
    return reading.tree.words[found[0].start] in reading.lexicon.grammar.possessive_pronouns


def _marked_below(reading: ArticleReading, match: Match, clauses: list[int]) -> Iterator[int]:
    """What stands under an aiming preposition below *clauses*, the nearest first; of "for doing it", what it is done to."""
    tree, aims = reading.tree, reading.lexicon.grammar.benefit_prepositions
    beside = reading.lexicon.grammar.prepositions_of_time - {"in"}
    bare = tree.child(match.head, "obj") is None
    level = [match.head, *match.words, *clauses]
    for _ in range(_DEEPEST):
        level = [
            child
            for word in level
            for child in tree.children(word, "obj", "obl", "nmod", "conj", "acl", "advcl")
            if tree.relations[child] not in {"acl:relcl", "obl:agent", "nmod:poss"}
            and tree.cases.get(child) not in beside  # "was agreed during his visit to Oslo"
            # "agreed to the mission": that is what is promised.
            and not (bare and word == match.head and tree.cases.get(child) == "to")
        ][:_WIDEST]
        for child in level:
            if tree.cases.get(child) in aims:
                yield from reading.functions.objects(child) if tree.is_verb(child) else (child,)


def _first(reading: ArticleReading, heads: Iterator[int]) -> Phrases:
    return next((found for i in heads if (found := reading.phrases.participants(i))), ())
