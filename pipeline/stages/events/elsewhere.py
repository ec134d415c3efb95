"""Whom the clause around an act tells of: where it leads, whose offer is refused, who is near."""

from dataclasses import replace

from pipeline.lexicon.entries import SUBJECT
from pipeline.stages.events.arguments import Arguments
from pipeline.stages.events.makers import maker
from pipeline.stages.events.matching import Match
from pipeline.stages.events.phrase import Phrases
from pipeline.stages.events.purposes import is_own
from pipeline.stages.events.reading import ArticleReading
from pipeline.stages.events.struck import struck_places

# So many parties make a meeting.
_PAIR = 2


def find_goal(reading: ArticleReading, match: Match, arguments: Arguments) -> Phrases:
    """The place to which one goes for a meeting whose other side is not told ("left for Rome for talks", "to hold talks")."""
    tree, grammar = reading.tree, reading.lexicon.grammar
    category = reading.category(match.entry.event_type)
    met = {match.head, *match.words}
    talks = any(tree.lemmas[i] in grammar.meeting_nouns for i in met)
    if not talks or category != "verbal_cooperation" or len(arguments.actors) >= _PAIR:
        return ()
    verb = match.head if match.entry.kind == "verb" else tree.governor(match.head)
    if tree.bases[verb] in {"advcl", "xcomp"} and tree.tags[verb] == "VB":
        verb = tree.heads[verb]
    if tree.lemmas[verb] not in grammar.motion_verbs:
        return ()
    goals = (i for i in tree.children(verb, "obl") if tree.cases.get(i) in {"for", "to"})
    return struck_places(reading, tuple(i for i in goals if i > verb))


def only_host(
    reading: ArticleReading, match: Match, arguments: Arguments, recipients: Phrases
) -> tuple[Arguments, Phrases]:
    """Of a meeting of which only the host is told he is who acts ("Oslo will host the summit")."""
    tree = reading.tree
    subject = reading.functions.subject(match.head) if match.entry.kind == "verb" else None
    talks = any(tree.lemmas[i] in reading.lexicon.grammar.meeting_nouns for i in match.words)
    hosts = talks or SUBJECT in match.entry.group.recipient_slots
    category = reading.category(match.entry.event_type)
    if arguments.actors or not (hosts and recipients) or category != "verbal_cooperation":
        return arguments, recipients
    if subject is None or recipients != reading.phrases.participants(subject):
        return arguments, recipients
    return replace(arguments, actors=recipients), ()


def find_proposer(reading: ArticleReading, match: Match) -> Phrases:
    """Whose step "it" is that hostile words are about ("Mali offered a truce, but the rebels rejected it", "a plan drawn up by Mali")."""
    tree, grammar = reading.tree, reading.lexicon.grammar
    category = reading.category(match.entry.event_type)
    warns = reading.lexicon.files[match.entry.event_type].warns
    if category != "verbal_conflict" or match.entry.kind != "verb" or warns:
        return ()
    step = tree.child(match.head, "obj")
    if step is None:
        return ()
    if tree.words[step] not in grammar.thing_pronouns:
        return maker(reading, step) if reading.lexicon.files[match.entry.event_type].wishes else ()
    if tree.bases[match.head] != "conj":
        return ()
    first = tree.heads[match.head]
    joined = tree.child(match.head, "nsubj") is not None
    made = joined and tree.lemmas[first] in grammar.authoring_verbs
    if not made or tree.child(first, "obj") is None or reading.functions.is_passive(first):
        return ()
    author = tree.child(first, "nsubj")
    return reading.phrases.participants(author) if author is not None else ()


def find_menaced(reading: ArticleReading, match: Match) -> Phrases:
    """Whom what is threatened is for or against ("threatened to send troops to fight rebels", "to review ties with Mali")."""
    tree = reading.tree
    for clause in (i for i in tree.children(match.head, "xcomp") if tree.tags[i] == "VB"):
        purposes = [*tree.children(clause, "advcl", "xcomp")]
        purposes = [i for i in purposes if tree.tags[i] == "VB" and tree.cases.get(i) == "to"]
        heads = [i for purpose in purposes for i in reading.functions.objects(purpose)]
        things = [part for i in tree.children(clause, "obj") for part in tree.joined(i)]
        beside = (i for thing in things for i in tree.children(thing, "nmod"))
        opposing = reading.lexicon.grammar.opposing_prepositions
        heads += [i for i in beside if tree.cases.get(i) in opposing]
        found = next((p for i in heads if (p := reading.phrases.participants(i))), ())
        if found and not is_own(reading, found):
            return found
        if acted_on := _acted_on(reading, clause):
            return acted_on
    return ()


def _acted_on(reading: ArticleReading, clause: int) -> Phrases:
    """To whom what is threatened is to be done, if he is named or stands there as a pronoun ("threatened to tie him up")."""
    things = reading.lexicon.grammar.thing_pronouns
    for word in reading.functions.objects(clause):
        found = reading.phrases.participants(word)
        if found and all(p.named or p.pronoun for p in found):
            return tuple(p for p in found if reading.tree.words[p.head] not in things)
    return ()


def find_near(reading: ArticleReading, match: Match) -> Phrases:
    """Near whom an act of violence was done that names nobody else ("struck near her convoy")."""
    tree, grammar = reading.tree, reading.lexicon.grammar
    category = reading.category(match.entry.event_type)
    if category != "material_conflict" or match.entry.kind != "verb":
        return ()
    for word in tree.children(match.head, "obl"):
        near = word > match.head and tree.cases.get(word) in grammar.nearby_prepositions
        owned = any(tree.words[i] in grammar.possessive_pronouns for i in tree.below.get(word, ()))
        moving = owned or tree.lemmas[word] not in grammar.site_nouns
        if near and moving and tree.lemmas[word] in grammar.agent_nouns:
            return reading.phrases.participants(word)
    return ()
