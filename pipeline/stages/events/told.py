"""Whether a noun tells that its act took place ("the raid killed two") or only names it ("fear of a raid")."""

from pipeline.stages.events.arguments import Arguments
from pipeline.stages.events.clauses import is_foiled
from pipeline.stages.events.matching import Match
from pipeline.stages.events.reading import ArticleReading
from pipeline.values import RejectedBecause


def is_told(reading: ArticleReading, match: Match, arguments: Arguments) -> RejectedBecause | None:
    """Why the noun tells no event, or nothing where it does.

    It does where a light verb carries it, where it is the subject of a verb that tells of happening, where
    both sides are named, and, for what needs nobody, where it happened to somebody or somewhere.
    """
    group, grammar = match.entry.group, reading.lexicon.grammar
    if reading.tree.lemmas[reading.tree.governor(match.head)] in grammar.hinging_verbs:
        return "not_told"  # "the pullout depends on talks between X and Y"
    if is_foiled(reading, match.head, grammar.foiling_verbs):
        return "not_told"
    actors, recipients = arguments.actors, arguments.recipients
    if group.parties:
        alone = group.several_as is not None and bool(actors)
        guest = bool(actors and recipients)
        return None if len(actors) > 1 or alone or guest else "no_recipient"
    named_so = reading.tree.cases.get(match.head) == "as"  # "described it as a raid"
    told = not named_so and (arguments.carrier is not None or happens(reading, match))
    if not actors and not recipients:
        asked = bool(group.actor_slots or group.recipient_slots)
        alone = reading.ontology.types[match.entry.event_type].stands_alone or not asked
        if not alone:
            return "no_actor"
        return None if told and not _is_date_only(reading, match) else "not_told"
    named = any(phrase.named for phrase in (*actors, *recipients))
    if told or (actors and recipients) or (named and _is_subject(reading, match.head)):
        return None
    during = reading.tree.cases.get(match.head) in reading.lexicon.grammar.prepositions_of_time
    return None if during and named else "not_told"


def _is_date_only(reading: ArticleReading, match: Match) -> bool:
    """Does the noun only say when or about what something else was done, of whom and where untold ("after the election, he wrote a book")?"""
    tree = reading.tree
    further = tree.children(match.head, "nmod", "compound", "amod", "nummod", "acl", "appos")
    carrying = reading.lexicon.grammar.carrying_prepositions
    beside = tree.bases[match.head] == "obl" and tree.cases.get(match.head) not in carrying
    return beside and all(i in match.words for i in further)


def _is_subject(reading: ArticleReading, noun: int) -> bool:
    """Is the noun the subject of a verb ("the killing of Duarte stunned the country")?"""
    tree = reading.tree
    return tree.bases[noun] == "nsubj" and tree.is_verb(tree.heads[noun])


def happens(reading: ArticleReading, match: Match) -> bool:
    """Is the noun the subject of a verb that tells of happening, or does it open a sentence of its own?"""
    tree, noun = reading.tree, match.head
    for _ in range(3):
        above = tree.governor(noun)
        if above == noun:
            return tree.pos[noun] in {"NOUN", "PROPN"} and tree.child(noun, "nsubj", "cop") is None
        base = tree.bases[noun] if tree.bases[noun] != "conj" else tree.bases[tree.heads[noun]]
        if tree.is_verb(above):
            return base == "nsubj" and tree.lemmas[above] in reading.lexicon.grammar.happening_verbs
        if tree.lemmas[above] not in reading.lexicon.grammar.quantity_nouns:
            return False
        noun = above
    return False
