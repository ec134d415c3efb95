"""Whose violence it was in which somebody came to harm: "killed in operations by the army", "in a shootout with police"."""

from collections.abc import Iterator

from pipeline.lexicon.entries import BETWEEN, SUBJECT
from pipeline.stages.events.authors import blamed_for
from pipeline.stages.events.matching import Match
from pipeline.stages.events.owners import claimants, holders, possessor
from pipeline.stages.events.phrase import Phrases
from pipeline.stages.events.reading import ArticleReading


def is_violence(reading: ArticleReading, match: Match, noun: int) -> bool:
    """Names *noun* an act of the type of *match*, or fighting of any kind?"""
    tree, grammar = reading.tree, reading.lexicon.grammar
    # "In shelling by troops": the parser may take it for a verb.
    verbal = tree.tags[noun] == "VBG" and tree.cases.get(noun) in grammar.befalling_prepositions
    lemma = tree.words[noun] if verbal else tree.lemmas[noun]
    if lemma in grammar.violent_nouns | grammar.two_sided_nouns:
        return verbal or tree.pos[noun] == "NOUN"
    told = reading.lexicon.by_head.get(("noun", lemma), ())
    return any(e.event_type == match.entry.event_type and not e.needs for e in told)


def acts_in(reading: ArticleReading, match: Match, noun: int) -> tuple[int, ...]:
    """*noun* and the act that it is a row of ("a wave of attacks", "a campaign of violence"); empty where there is none."""
    tree = reading.tree
    counted = tree.lemmas[noun] in reading.lexicon.grammar.act_rows
    inner = (i for i in tree.children(noun, "nmod") if tree.cases.get(i) == "of" and counted)
    acts = tuple(i for i in inner if is_violence(reading, match, i))
    if acts:
        return (noun, *acts)
    return (noun,) if is_violence(reading, match, noun) else ()


def doers_beside(reading: ArticleReading, match: Match) -> Phrases:
    """Who did the violence of an entry by its noun ("came under rebel attack"), or to whom it is laid ("was jailed for it")."""
    if not reading.lexicon.files[match.entry.event_type].strikes:
        return ()
    if match.entry.kind == "noun":
        return blamed_for(reading, match.head)
    suffers = SUBJECT in match.entry.group.recipient_slots
    acts = [i for i in match.words if suffers and is_violence(reading, match, i)]
    return next((found for i in acts if (found := doers_of_violence(reading, match, i))), ())


def doers_of_violence(reading: ArticleReading, match: Match, noun: int) -> Phrases:
    """Who did the violence that *noun* names: the sides between whom it was, else its doer, owner or modifier, else
    the other side ("a clash with rebels"). No pronouns, and no buildings ("a police station attack")."""
    acts = acts_in(reading, match, noun)
    sites = reading.lexicon.grammar.site_nouns
    for found in (side for act in acts for side in _sides(reading, match, act)):
        known = tuple(p for p in found if reading.tree.lemmas[p.head] not in sites)
        if known and not any(phrase.pronoun for phrase in known):
            return known
    return ()


def _sides(reading: ArticleReading, match: Match, act: int) -> Iterator[Phrases]:
    tree, functions = reading.tree, reading.functions
    for preposition in (BETWEEN, *reading.lexicon.grammar.passive_agents):
        for head in functions.marked(act, preposition):
            yield reading.phrases.participants(head)
    yield possessor(reading, act)
    yield holders(reading, match, act)
    yield claimants(reading, act)
    yield _carried_out_by(reading, act)
    if tree.lemmas[act] in reading.lexicon.grammar.two_sided_nouns:
        for preposition in sorted(reading.lexicon.grammar.opposing_prepositions):
            for head in functions.marked(act, preposition):
                yield reading.phrases.participants(head)


def _carried_out_by(reading: ArticleReading, act: int) -> Phrases:
    """Who did *act* by the light verb behind it ("a raid conducted by the army", "an offensive launched by rebels")."""
    tree, grammar = reading.tree, reading.lexicon.grammar
    verbs = (grammar.carriers - grammar.telling_carriers) | grammar.plotting_verbs
    verbs |= grammar.leading_verbs
    done = (
        i for i in tree.children(act, "acl") if tree.tags[i] == "VBN" and tree.lemmas[i] in verbs
    )
    doers = (i for clause in done for i in reading.functions.doers(clause))
    return next((found for i in doers if (found := reading.phrases.participants(i))), ())
