"""The place where an act of violence was done, which is nobody beside the people it struck."""

from dataclasses import replace

from pipeline.stages.events.findings import TriggerFinding
from pipeline.stages.events.phrase import Phrase
from pipeline.stages.events.reading import ArticleReading


def without_scene(reading: ArticleReading, act: TriggerFinding) -> TriggerFinding:
    """*act* without the place that only says where it was done ("a bomb exploded in Basra, killing two")."""
    told = act.arguments
    struck = tuple(p for p in told.recipients if not _is_scene(reading, act, p))
    return replace(act, arguments=replace(told, recipients=struck))


def _is_scene(reading: ArticleReading, act: TriggerFinding, phrase: Phrase) -> bool:
    """Is it the name of a place under a preposition of place that hangs on the act, or whatever that is near?"""
    tree, grammar = reading.tree, reading.lexicon.grammar
    case = tree.cases.get(phrase.head)
    if case not in grammar.place_prepositions or phrase.head in act.match.words:
        return False
    above = tree.governor(phrase.head)
    hangs = above in act.match.tokens or above == act.arguments.carrier
    beside = case in grammar.nearby_prepositions and tree.lemmas[phrase.head] not in (
        grammar.agent_nouns - grammar.site_nouns
    )  # "near a police station", but "near a patrol"
    return hangs and (reading.phrases.is_place(phrase.head) or beside)
