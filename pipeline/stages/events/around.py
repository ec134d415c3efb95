"""Whom an act meets that its own slots do not name: in its meeting, its ruling, its condition, a word against him."""

from pipeline.stages.events.asked import leaver
from pipeline.stages.events.blamed import owner_blamed
from pipeline.stages.events.content import find_warned
from pipeline.stages.events.matching import Match
from pipeline.stages.events.owners import possessor
from pipeline.stages.events.phrase import Phrase, Phrases
from pipeline.stages.events.reading import ArticleReading
from pipeline.stages.events.struck import struck_grounds


def find_around(reading: ArticleReading, match: Match) -> Phrases:
    """The recipient of *match* in the words around it: the nearest kind of words that tells one."""
    return (
        _opposed(reading, match)
        or _ruled_on(reading, match)
        or _met(reading, match)
        or _awaited(reading, match)
        or leaver(reading, match)
        or _passing(reading, match)
        or _ground(reading, match)
        or _meant_for(reading, match)
        or _threatened(reading, match)
        or owner_blamed(reading, match)
    )


def owner_of_act(reading: ArticleReading, match: Match, content: Match | None) -> Phrases:
    """Whose act the noun *content* is that hostile words are about ("rejected Mali's choice of an envoy")."""
    tree = reading.tree
    if content is None or reading.category(match.entry.event_type) != "verbal_conflict":
        return ()
    owned = content.entry.kind == "noun" and tree.bases[content.head] == "obj"
    found = possessor(reading, content.head) if owned else ()
    return tuple(p for p in found if p.named)


def _passing(reading: ArticleReading, match: Match) -> Phrases:
    """Who was there when an act of violence was done ("exploded as a convoy passed")."""
    tree, grammar = reading.tree, reading.lexicon.grammar
    file = reading.lexicon.files[match.entry.event_type]
    if not file.strikes or match.entry.kind != "verb":
        return ()
    if reading.category(match.entry.event_type) != "material_conflict":
        return ()
    for clause in tree.children(match.head, "advcl"):
        when = (tree.words[i] for i in tree.children(clause, "advmod"))
        moment = tree.cases.get(clause) in grammar.striking_moments
        moment |= any(word in grammar.striking_moments for word in when)
        subject = tree.child(clause, "nsubj")
        if moment and subject is not None and tree.lemmas[clause] in grammar.passing_verbs:
            found = reading.phrases.participants(subject)
            return tuple(p for p in found if not p.pronoun)
    return ()


def _ground(reading: ArticleReading, match: Match) -> Phrases:
    """The place without a name that help goes to ("brought food into the region")."""
    file = reading.lexicon.files[match.entry.event_type]
    if (
        not file.deep_recipients
        or reading.category(match.entry.event_type) != "material_cooperation"
    ):
        return ()
    for case in ("to", "for", "into"):
        for word in (match.head, *match.words):
            found = struck_grounds(reading, tuple(reading.functions.marked(word, case)))
            if found:
                return found
    return ()


def _opposed(reading: ArticleReading, match: Match) -> Phrases:
    """Whom a noun of a hostile act is told to be against ("held anti-Chinese protests")."""
    if not reading.category(match.entry.event_type).endswith("conflict"):
        return ()
    tree, opposed = reading.tree, reading.phrases.opposed
    for word in (match.head, *match.words):
        if tree.pos[word] != "NOUN":
            continue
        against = [*tree.children(word, "amod", "compound", "nmod"), *match.words]
        for child in (i for i in against if i in opposed):
            skipped, entity = opposed[child]
            return (Phrase(start=child, end=child + 1, head=child, entity=entity, skipped=skipped),)
    return ()


def _ruled_on(reading: ArticleReading, match: Match) -> Phrases:
    """Who is told in a ruling what he must or may do ("ruled that the mayor can run")."""
    tree, grammar = reading.tree, reading.lexicon.grammar
    if tree.lemmas[match.head] not in grammar.ruling_verbs:
        return ()
    for clause in tree.children(match.head, "ccomp", "parataxis"):
        subject = tree.child(clause, "nsubj")
        modal = any(tree.tags[i] == "MD" for i in tree.children(clause, "aux"))
        if subject is not None and modal:
            return reading.phrases.participants(subject)
    return ()


def _met(reading: ArticleReading, match: Match) -> Phrases:
    """With whom somebody met when he asked, promised or yielded ("agreed to it during talks with the king")."""
    tree, grammar = reading.tree, reading.lexicon.grammar
    if not reading.lexicon.files[match.entry.event_type].wishes or match.entry.group.parties:
        return ()
    places = [match.head, *match.words, *tree.children(match.head, "xcomp", "advcl")]
    # "Regret over the raids during talks": the parser hangs them on what is regretted.
    places += [i for word in match.words for i in tree.children(word, "nmod")]
    for word in (i for place in places for i in tree.children(place, "obl", "nmod")):
        if tree.lemmas[word] not in grammar.meeting_nouns:
            continue
        if tree.cases.get(word) not in grammar.meeting_prepositions:
            continue
        partners = (i for i in tree.children(word, "nmod") if tree.cases.get(i) == "with")
        found = next((p for i in partners if (p := reading.phrases.participants(i))), ())
        if found:
            return found
    return ()


def _awaited(reading: ArticleReading, match: Match) -> Phrases:
    """Until or unless who does something a refusal or a sanction stands ("will not talk until Mali yields")."""
    tree, grammar = reading.tree, reading.lexicon.grammar
    file = reading.lexicon.files[match.entry.event_type]
    denied = any(tree.words[i] in grammar.negations for i in tree.children(match.head, "advmod"))
    hostile = denied or reading.category(match.entry.event_type).endswith("conflict")
    if not hostile or file.strikes or match.entry.kind != "verb":
        return ()
    return find_warned(reading, match, grammar.lifting_conditions)


def _meant_for(reading: ArticleReading, match: Match) -> Phrases:
    """For whom a weapon is told to be meant ("planted a mine intended for soldiers")."""
    tree, grammar = reading.tree, reading.lexicon.grammar
    if not reading.lexicon.files[match.entry.event_type].strikes or match.entry.kind != "verb":
        return ()
    things = (*reading.functions.objects(match.head), *match.words)
    clauses = (i for thing in things for i in tree.children(thing, "acl"))
    for clause in (i for i in clauses if tree.lemmas[i] in grammar.meaning_verbs):
        aims = (i for i in tree.children(clause, "obl") if tree.cases.get(i) in {"for", "at"})
        found = next((p for i in aims if (p := reading.phrases.participants(i))), ())
        if found:
            return found
    return ()


def _threatened(reading: ArticleReading, match: Match) -> Phrases:
    """Whom a threat is to do something to, be that no act by itself ("threatened to abandon the group")."""
    tree, grammar = reading.tree, reading.lexicon.grammar
    if not reading.lexicon.files[match.entry.event_type].warns or match.entry.kind != "verb":
        return ()
    for clause in tree.children(match.head, "xcomp"):
        if tree.tags[clause] != "VB" or tree.lemmas[clause] in grammar.sending_verbs:
            continue
        for head in reading.functions.objects(clause):
            found = reading.phrases.participants(head)
            if found and tree.words[found[0].start] not in grammar.possessive_pronouns:
                return tuple(p for p in found if not p.pronoun)
    return ()
