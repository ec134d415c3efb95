"""Whose act a noun names: its owner and its modifiers."""

from pipeline.stages.events.matching import Match
from pipeline.stages.events.phrases import Phrase, Phrases
from pipeline.stages.events.reading import ArticleReading
from schemas.entity import Entity

_ACTING = frozenset({"GPE", "NORP", "ORG", "ROLE", "PERSON"})


def possessor(reading: ArticleReading, noun: int) -> Phrases:
    """Who owns *noun* ("Israel's raid")."""
    tree = reading.tree
    for child in tree.children(noun, "nmod"):
        if tree.relations[child] == "nmod:poss":
            found = reading.phrases.participants(child)
            if found:
                return found
    return ()


def modifiers(reading: ArticleReading, match: Match, *, places: bool) -> Phrases:
    """The name or agent that modifies the noun of *match* ("an Israeli raid"), *places* among them or not."""
    tree = reading.tree
    for child in tree.children(match.head, "compound", "amod", "nmod"):
        if tree.cases.get(child) or child in match.words:
            continue
        if tree.words[child] in reading.lexicon.grammar.leading_participles:
            leaders = (
                _modifying(reading, match, i) for i in tree.children(child, "obl", "compound")
            )
            return next((found for found in leaders if found), ())
        scene = reading.phrases.is_place(child) and tree.relations[child] != "nmod:poss"
        found = _modifying(reading, match, child)
        if found and (places or not scene):
            return found
    return ()


def whose(reading: ArticleReading, match: Match, act: int) -> Phrases:
    """Whose act the noun *act* is that did what *match* tells: its owner or modifier.

    "Hit by an Israeli strike"; where an act is named somebody without a name will do ("by a rebel raid").
    """
    tree = reading.tree
    if tree.pos[act] != "NOUN":
        return ()
    named = tuple(
        phrase
        for phrase in reading.phrases.inside(act)
        if phrase.named
        and tree.cases.get(phrase.head) is None
        and not (phrase.entity is not None and is_scene(reading, match, phrase.entity))
    )
    if named:
        return named
    owner = possessor(reading, act)
    if owner or not is_act(reading, act):
        return tuple(phrase for phrase in owner if not phrase.pronoun)
    return holders(reading, match, act)


def holders(reading: ArticleReading, match: Match, noun: int) -> Phrases:
    """Who stands before *noun* as its modifier ("rebel positions", "a coalition airstrike")."""
    tree = reading.tree
    beside = (i for i in tree.children(noun, "compound", "amod") if i not in tree.cases)
    return next((found for i in beside if (found := _modifying(reading, match, i))), ())


def is_act(reading: ArticleReading, noun: int) -> bool:
    """Is the noun one by which the lexicon knows acts?"""
    return ("noun", reading.tree.lemmas[noun]) in reading.lexicon.by_head


def _modifying(reading: ArticleReading, match: Match, child: int) -> Phrases:
    phrases = reading.phrases
    found: list[Phrase] = []
    for part in reading.tree.joined(child):
        entity = phrases.mention(part)
        if entity is not None and is_scene(reading, match, entity):
            continue
        if entity is not None and entity.label in _ACTING:
            start, end, _ = phrases.spans[phrases.span_at[part]]
            found.append(Phrase(start=start, end=end, head=part, entity=entity))
        elif reading.tree.lemmas[part] in reading.lexicon.grammar.agent_nouns:
            found.append(Phrase(start=part, end=part + 1, head=part, entity=None))
    return tuple(found)


def is_scene(reading: ArticleReading, match: Match, entity: Entity) -> bool:
    """Is it a town, and the noun an act that a town does not do ("the El Paso shooting")?"""
    file = reading.lexicon.files[match.entry.event_type]
    town = entity.label == "GPE" and entity.country is not None and entity.sector is None
    return file.scene_modifiers and town


def did_it(reading: ArticleReading, match: Match, phrase: Phrase) -> bool:
    """Can who stands inside the noun of an act have done it? Not a town, nor whom it struck ("the bombing of Guernica")."""
    case = reading.tree.cases.get(phrase.head)
    if case in reading.lexicon.grammar.striking_prepositions:
        return False
    if case == "of" and reading.lexicon.files[match.entry.event_type].scene_modifiers:
        return False
    return phrase.entity is None or not is_scene(reading, match, phrase.entity)
