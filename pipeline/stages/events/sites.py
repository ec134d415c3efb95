"""The building or position that an act of violence struck, where it names nobody."""

from collections.abc import Iterator
from dataclasses import replace

from pipeline.stages.events.findings import TriggerFinding
from pipeline.stages.events.matching import Match
from pipeline.stages.events.owners import is_act
from pipeline.stages.events.phrase import Phrase, Phrases
from pipeline.stages.events.reading import ArticleReading
from pipeline.stages.events.struck import is_blow, struck_places


def with_site(reading: ArticleReading, found: TriggerFinding) -> TriggerFinding:
    """*found* with the building or position that was struck, where an act of violence names nobody else ("stormed a checkpoint").

    A place in which that stands is only where it was done.
    """
    known = reading.category(found.event_type) == "material_conflict"
    violent = known and reading.lexicon.files[found.match.entry.event_type].strikes
    if not violent or any(_is_party(reading, p) for p in found.arguments.recipients):
        return found
    for head in _aimed_at(reading, found.match):
        if reading.tree.lemmas[head] in reading.lexicon.grammar.site_nouns or _is_land(
            reading, head
        ):
            sites = _towns(reading, head) or reading.phrases.bare(head)
            return replace(found, arguments=replace(found.arguments, recipients=sites))
    return found


def _is_land(reading: ArticleReading, noun: int) -> bool:
    """Is it a region that a name before it tells ("an offensive on the Tora Bora area")?"""
    tree, is_place = reading.tree, reading.phrases.is_place
    named = any(is_place(i) for i in tree.children(noun, "compound", "amod"))
    return named and tree.lemmas[noun] in reading.lexicon.grammar.place_nouns


def _towns(reading: ArticleReading, site: int) -> Phrases:
    """The place in which targets are that nothing more is told of ("fired at targets in Gaza City")."""
    tree, grammar = reading.tree, reading.lexicon.grammar
    told = tree.child(site, "amod", "compound", "acl") is not None
    if tree.lemmas[site] not in grammar.vague_sites or told:
        return ()
    scenes = grammar.place_prepositions
    places = [i for i in tree.children(site, "nmod") if tree.cases.get(i) in scenes]
    return struck_places(reading, places)


def _aimed_at(reading: ArticleReading, match: Match) -> Iterator[int]:
    """What the act is done to: the objects, words of the entry among them, and what stands under the prepositions of its slots."""
    tree, functions = reading.tree, reading.functions
    if match.entry.kind == "verb":
        yield from functions.objects(match.head)
    act = match.entry.kind == "noun" or any(is_act(reading, word) for word in match.words)
    scenes = {"to", "at"} if act else {"to"}  # "carried out a strike at an airport"
    aims = reading.lexicon.grammar.striking_prepositions - scenes
    for case in sorted(aims.intersection(match.entry.group.recipient_slots)):
        for word in (match.head, *match.words):
            yield from functions.marked(word, case)
    if match.entry.kind == "noun":
        verb = tree.governor(match.head)
        if tree.bases[match.head] == "nsubj" and tree.is_verb(verb) and is_blow(reading, verb):
            yield from functions.objects(verb)


def _is_party(reading: ArticleReading, phrase: Phrase) -> bool:
    """Is it somebody, a country, or a place that is struck itself, and not just where something was?"""
    if phrase.entity is None or not reading.phrases.is_place(phrase.head):
        return True
    scenes = reading.lexicon.grammar.place_prepositions
    return phrase.entity.sector is not None or reading.tree.cases.get(phrase.head) not in scenes
