"""Who is told elsewhere in the sentence to have done a deed: who claims it, is blamed for it, or made the thing that did it."""

from pipeline.stages.events.phrase import Phrases
from pipeline.stages.events.reading import ArticleReading


def claimed_by(reading: ArticleReading, act: int) -> Phrases:
    """Who is told to own to *act* ("claimed responsibility for the attack", "for planning several raids, including the one")."""
    tree, grammar = reading.tree, reading.lexicon.grammar
    claimed = tree.governor(_counted_among(reading, act))
    if _is_plotted(reading, claimed):
        claimed = tree.heads[claimed]
    verb = tree.heads[claimed]
    owned = tree.lemmas[claimed] in grammar.owned_nouns
    if not owned or tree.lemmas[verb] not in grammar.owning_verbs:
        return ()
    subject = reading.functions.subject(verb)
    return reading.phrases.participants(subject) if subject is not None else ()


def blamed_for(reading: ArticleReading, act: int) -> Phrases:
    """Who is accused, suspected or convicted of *act* ("was jailed for the raid", "is suspected of plotting a bombing", "was held over it")."""
    tree, grammar = reading.tree, reading.lexicon.grammar
    act = _had_part_in(reading, _counted_among(reading, act))
    case, verb = tree.cases.get(act), tree.governor(act)
    if _is_plotted(reading, verb):
        case, verb = tree.cases.get(verb), tree.heads[verb]
    lemma = tree.lemmas[verb]
    about = grammar.blaming_prepositions | grammar.suspecting_prepositions
    blamed = lemma in grammar.convicting_verbs and case in about
    suspected = lemma in grammar.suspecting_verbs and case in grammar.suspecting_prepositions
    held = lemma in grammar.arresting_verbs and case in grammar.reason_prepositions
    if not tree.is_verb(verb) or not (blamed or suspected or held):
        return ()
    if (held or lemma in grammar.reproaching_verbs) and not reading.functions.is_passive(verb):
        return ()  # "the party blamed Mali for the raid": so it says
    doer = next(reading.functions.objects(verb), None)
    return reading.phrases.participants(doer) if doer is not None else ()


def made_by(reading: ArticleReading, thing: int) -> Phrases:
    """Who made or used *thing*, by a participle behind it ("a bomb planted by rebels", "a report issued by the firm")."""
    tree = reading.tree
    for clause in tree.children(thing, "acl"):
        if tree.tags[clause] == "VBN" and tree.relations[clause] == "acl":
            for doer in reading.functions.doers(clause):
                found = reading.phrases.participants(doer)
                if found:
                    return found
    return ()


def issuers(reading: ArticleReading, verb: int) -> Phrases:
    """Who acts by what the participle *verb* says was passed or issued ("in a resolution adopted today, the council extended")."""
    tree, noun = reading.tree, reading.tree.heads[verb]
    above = tree.heads[noun]
    by = (
        tree.relations[verb] == "acl" and tree.bases[noun] == "obl" and tree.cases.get(noun) == "in"
    )
    papers = reading.lexicon.grammar.ruling_nouns | reading.lexicon.grammar.acting_things
    if not by or noun > above or tree.lemmas[noun] not in papers:
        return ()
    subject = reading.functions.subject(above)
    return reading.phrases.participants(subject) if subject is not None else ()


def _counted_among(reading: ArticleReading, act: int) -> int:
    """*act*, or the row of acts that it is one of ("several attacks, including the bombing")."""
    tree = reading.tree
    listed = tree.cases.get(act) in reading.lexicon.grammar.listing_prepositions
    return tree.heads[act] if listed else act


def _had_part_in(reading: ArticleReading, act: int) -> int:
    """*act*, or the part that somebody had in it ("for his role in the killing")."""
    tree, part = reading.tree, reading.tree.heads[act]
    shared = tree.bases[act] == "nmod" and tree.cases.get(act) == "in"
    return part if shared and tree.lemmas[part] in reading.lexicon.grammar.part_nouns else act


def _is_plotted(reading: ArticleReading, verb: int) -> bool:
    """Is it the "-ing" of planning or leading what follows ("for organising the raid")?"""
    tree, grammar = reading.tree, reading.lexicon.grammar
    return tree.tags[verb] == "VBG" and tree.lemmas[verb] in grammar.plotting_verbs
