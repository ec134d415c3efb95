"""Whose a thing is at which words or blows aim: its owner's, the country's that it is of, of who lives in it."""

from pipeline.stages.events.inside import town_in
from pipeline.stages.events.matching import Match
from pipeline.stages.events.owners import holders, is_act, only_describes
from pipeline.stages.events.phrase import Phrase, Phrases, pronoun_at
from pipeline.stages.events.reading import ArticleReading
from pipeline.stages.events.relatives import free_relative
from pipeline.stages.events.struck import struck_places


def is_aimed_at(reading: ArticleReading, match: Match, head: int) -> bool:
    """Is it at *head* that a hostile act aims, and not where people meet ("lashed out at its plan", not "at its summit")?"""
    category = reading.category(match.entry.event_type)
    if not category.endswith("conflict") or reading.lexicon.files[match.entry.event_type].strikes:
        return False
    told = reading.lexicon.by_head.get(("noun", reading.tree.lemmas[head]), ())
    return not any(reading.category(entry.event_type).endswith("cooperation") for entry in told)


def is_deed_of(reading: ArticleReading, match: Match, deed: int, preposition: str) -> bool:
    """Is it what people did that is praised ("paid tribute to the work of nurses") or blamed, be they named or not?"""
    category = reading.category(match.entry.event_type)
    if reading.lexicon.files[match.entry.event_type].wishes or not category.startswith("verbal"):
        return False
    praised = preposition == "to" or category.endswith("conflict")
    return praised and reading.tree.lemmas[deed] in reading.lexicon.grammar.human_deeds


def is_opposed(
    reading: ArticleReading, match: Match, owner: Phrase, thing: int, preposition: str
) -> bool:
    """Is it whose plan or decision a protest is against ("marched against the government's plan"), and no act that befell him?"""
    category, tree = reading.category(match.entry.event_type), reading.tree
    strikes = reading.lexicon.files[match.entry.event_type].strikes
    if preposition != "against" or strikes or not category.endswith("conflict"):
        return False
    own = tree.relations[owner.head] == "nmod:poss" or tree.cases.get(owner.head) == "of"
    acts = reading.acts_named(thing)
    befell = any(reading.category(entry.event_type).startswith("material") for entry in acts)
    return own and tree.heads[owner.head] == thing and not befell


def doer_of(reading: ArticleReading, match: Match, deed: int) -> Phrases:
    """By whom what words are about was done, who counts before whom it was done to ("condemned the treatment of prisoners by guards")."""
    tree, agents = reading.tree, reading.lexicon.grammar.passive_agents
    if reading.category(match.entry.event_type) != "verbal_conflict":
        return ()
    doers = (i for i in tree.children(deed, "nmod") if tree.cases.get(i) in agents)
    return next((p for i in doers if (p := reading.phrases.participants(i))), ())


def is_struck_with(
    reading: ArticleReading, match: Match, owner: Phrase, thing: int, preposition: str
) -> bool:
    """Is it whose *thing* an act of violence hits ("opened fire on the man's car")?"""
    grammar = reading.lexicon.grammar
    if not reading.lexicon.files[match.entry.event_type].strikes or is_act(reading, thing):
        return False
    own = _owns(reading, owner, thing) or _lives_in(reading, owner, thing)
    return preposition in grammar.striking_prepositions and own


def held_by(reading: ArticleReading, match: Match, thing: int) -> Phrases:
    """Of a *thing* that is struck whose it is ("rebel positions", "its Oslo offices"), or the whole where that is only told."""
    tree, grammar = reading.tree, reading.lexicon.grammar
    town = town_in(tree, grammar, thing)
    if town is not None:
        return reading.phrases.town(town)
    found = holders(reading, match, thing)
    if found and reading.phrases.is_place(found[0].head):
        for owner in tree.children(thing, "nmod"):
            if tree.words[owner] in grammar.possessive_pronouns:
                return (pronoun_at(owner),)
    whole = bool(found) and _is_whole(reading, found[0], thing)
    return reading.phrases.bare(thing) if whole else found


def _is_whole(reading: ArticleReading, holder: Phrase, thing: int) -> bool:
    """Tells *holder*, who stands before *thing*, only which one it is ("an American airliner", "a rebel area")?"""
    land = reading.tree.lemmas[thing] in reading.lexicon.grammar.place_nouns
    common = land and not holder.named and (holder.entity is None or holder.entity.label == "ROLE")
    return common or only_describes(reading, holder, thing)


def deeds_in(reading: ArticleReading, match: Match, head: int) -> Phrases:
    """Whose deed hostile words are about: the country's in which there is what only its rulers do ("condemned abuses in Chad").

    Or whose that is which the speaker calls something.
    """
    tree, grammar = reading.tree, reading.lexicon.grammar
    category = reading.category(match.entry.event_type)
    if category != "verbal_conflict":
        return ()
    free = tree.words[head] == "what"
    called = free_relative(tree, grammar, head) if free else head
    whose = reading.phrases.inside(called) if free and called is not None else ()
    if whose and whose[0].named:
        return whose  # "complained about what he called Danish delays"
    if free and called is not None:
        # "denounced what he called delays by the Danes": the parser hung them on the verb.
        beside = grammar.passive_agents | grammar.origin_prepositions
        behind = (i for i in tree.children(tree.heads[called], "obl") if i > called)
        told = (reading.phrases.participants(i) for i in behind if tree.cases.get(i) in beside)
        if author := next((found for found in told if found), ()):
            return author
    if called is None or tree.lemmas[called] not in grammar.state_deeds:
        return ()
    below = list(tree.children(called, "nmod", "obl"))
    below += [j for i in below for j in tree.children(i, "nmod")]
    below += [i for i in tree.children(match.head, "obl") if i > called]
    return struck_places(reading, tuple(i for i in below if tree.cases.get(i) == "in"))


def is_of(reading: ArticleReading, phrase: Phrase, head: int) -> bool:
    """Is *phrase* the owner of *head*, or the country it is of ("the Danish cuts")?"""
    entity, tree = phrase.entity, reading.tree
    land = entity is not None and entity.country is not None and entity.label in {"GPE", "NORP"}
    modifies = tree.bases[phrase.head] in {"amod", "compound"} and tree.heads[phrase.head] == head
    return (land and modifies) or _owns(reading, phrase, head)


def _owns(reading: ArticleReading, phrase: Phrase, head: int) -> bool:
    """Stands *phrase* as the owner of *head* ("the government's cuts")?"""
    tree = reading.tree
    return tree.relations[phrase.head] == "nmod:poss" and tree.heads[phrase.head] == head


def _lives_in(reading: ArticleReading, phrase: Phrase, thing: int) -> bool:
    """Is *thing* the building of the person or body behind it ("the home of the minister")?"""
    tree = reading.tree
    site = tree.lemmas[thing] in reading.lexicon.grammar.site_nouns
    under = any(
        tree.cases.get(i) == "of" and phrase.start <= i < phrase.end
        for i in tree.children(thing, "nmod")
    )
    beside = any(
        tree.bases[phrase.head] == "appos" and tree.cases.get(i) == "of"
        for i in tree.children(thing, "nmod")
        if tree.heads[phrase.head] == i
    )
    return site and (under or beside) and not reading.phrases.is_place(phrase.head)
