"""Who is a guest and who his hosts, where somebody is told to be somewhere for talks ("is in Tehran for talks with officials")."""

from pipeline.stages.events.matching import Match
from pipeline.stages.events.phrase import Phrases
from pipeline.stages.events.reading import ArticleReading


def sojourner(reading: ArticleReading, noun: int) -> int | None:
    """Who is told to be somewhere for *noun*."""
    tree = reading.tree
    stay = tree.heads[noun]
    there = tree.cases.get(stay) in reading.lexicon.grammar.sojourn_prepositions
    if tree.cases.get(noun) != "for" or not there or tree.child(stay, "cop") is None:
        return None
    return tree.child(stay, "nsubj")


def hosts_among(reading: ArticleReading, match: Match, parties: Phrases) -> Phrases:
    """Those of *parties* in whose country the guest is for *match*; nobody where he may be at home himself."""
    if match.entry.kind != "noun" or sojourner(reading, match.head) is None:
        return ()
    place = reading.phrases.mention(reading.tree.heads[match.head])
    if place is None or place.country is None:
        return ()
    at_home = tuple(
        p for p in parties if p.entity is not None and p.entity.country == place.country
    )
    return () if parties[0] in at_home else at_home
