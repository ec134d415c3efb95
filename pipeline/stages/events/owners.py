"""Whose act a noun names: its owner and its modifiers."""

from pipeline.lexicon.entries import BETWEEN, POSSESSOR
from pipeline.stages.events.authors import claimed_by
from pipeline.stages.events.counts import is_within_word
from pipeline.stages.events.matching import Match
from pipeline.stages.events.phrase import Phrase, Phrases, pronoun_at
from pipeline.stages.events.reading import ArticleReading
from schemas.entity import Entity

_ACTING = frozenset({"GPE", "NORP", "ORG", "ROLE", "PERSON"})
# Armed groups, gangs and rebels (sectors of the ontology).
ARMED = frozenset({"REB", "UAF", "CRM"})
_PARTICIPLES = frozenset({"VBN", "VBD"})
# A name deeper inside a noun is nobody of it.
_DEEPEST = 3


def possessor(reading: ArticleReading, noun: int) -> Phrases:
    """Who owns *noun* ("Israel's raid")."""
    tree = reading.tree
    places = [noun]
    if tree.bases[noun] == "conj" and tree.child(noun, "det", "amod", "nmod") is None:
        places.append(tree.heads[noun])  # "the army's raids and air strikes"
    for place in places:
        for child in tree.children(place, "nmod"):
            if tree.relations[child] == "nmod:poss":
                found = reading.phrases.participants(child)
                if found:
                    return found
    return ()


def or_owner(reading: ArticleReading, match: Match, actors: Phrases) -> Phrases:
    """*actors*; where only a kind of people before the noun tells of them, the pronoun that owns it ("its guerrilla war")."""
    tree = reading.tree
    hostile = reading.category(match.entry.event_type).endswith("conflict")
    if match.entry.kind != "noun" or not hostile:
        return actors
    if POSSESSOR not in match.entry.group.actor_slots:
        return actors
    if any(p.named or tree.heads[p.head] != match.head or p.head > match.head for p in actors):
        return actors
    owners = (i for i in tree.children(match.head, "nmod") if i < match.head)
    pronouns = reading.lexicon.grammar.possessive_pronouns
    return tuple(pronoun_at(i) for i in owners if tree.words[i] in pronouns) or actors


def modifiers(reading: ArticleReading, match: Match, *, places: bool) -> Phrases:
    """The name or agent that modifies the noun of *match* ("an Israeli raid"), *places* among them or not."""
    tree = reading.tree
    for child in tree.children(match.head, "compound", "amod", "nmod"):
        if tree.cases.get(child) or (child in match.words and not _is_armed(reading, child)):
            continue
        if tree.words[child] in reading.lexicon.grammar.leading_participles:
            leaders = (
                _modifying(reading, match, i) for i in tree.children(child, "obl", "compound")
            )
            return next((found for found in leaders if found), ())
        scene = reading.phrases.is_place(child) and tree.relations[child] != "nmod:poss"
        found = _modifying(reading, match, child)
        found += tuple(
            p
            for i in _beside(reading, match.head, child)
            for p in _modifying(reading, match, i)
            if found
        )
        if found and (places or not scene):
            return found
    return ()


def _beside(reading: ArticleReading, noun: int, first: int) -> list[int]:
    """The modifiers of *noun* that "and" joins to *first*, where the parser hung each on the noun ("a US and South Korean raid")."""
    tree = reading.tree
    later = [i for i in tree.children(noun, "amod", "compound") if first < i < noun]
    joined = [i for i in later if any(tree.tags[j] == "CC" for j in tree.below.get(i, ()))]
    inner = [
        i
        for i in later
        if any(tree.child(j, "cc") is not None for j in tree.children(i, "compound"))
    ]
    named = (i for i in (*joined, *inner) if i in reading.phrases.span_at)
    return list(dict.fromkeys(named))


def whose(reading: ArticleReading, match: Match, act: int) -> Phrases:
    """Whose act the noun *act* is that did what *match* tells: its owner or modifier.

    "Hit by an Israeli strike"; where an act is named somebody without a name will do ("by a rebel raid").
    """
    tree = reading.tree
    if tree.pos[act] != "NOUN":
        return ()
    known = is_act(reading, act) or tree.lemmas[act] in reading.lexicon.grammar.acting_things
    if not known and reading.lexicon.files[match.entry.event_type].strikes:
        return ()  # "an attack on an army post that killed five": the post did not
    violent = tree.lemmas[act] in reading.lexicon.grammar.violent_nouns
    between = (i for i in tree.children(act, "nmod") if tree.cases.get(i) == BETWEEN)
    sides = next((p for i in between if (p := reading.phrases.participants(i))), ())
    if len(sides) > 1 and (known or violent):
        return sides  # "clashes between two militias killed six"
    named = tuple(
        phrase
        for phrase in reading.phrases.inside(act)
        if phrase.named
        and tree.cases.get(phrase.head) is None
        and did_it(reading, match, phrase, act)
    )
    if named:
        return named
    owner = possessor(reading, act)
    if owner or not (violent or is_act(reading, act)):
        return tuple(phrase for phrase in owner if not phrase.pronoun)
    return sides or holders(reading, match, act) or claimants(reading, act)


def only_describes(reading: ArticleReading, holder: Phrase, thing: int) -> bool:
    """Tells the people's name *holder* only of what country *thing* is, which is no act ("an American airliner")?"""
    people = holder.entity is not None and holder.entity.label == "NORP"
    modifies = reading.tree.bases[holder.head] == "amod"
    return people and modifies and not is_act(reading, thing)


def claimants(reading: ArticleReading, act: int) -> Phrases:
    """Who is told to have claimed *act* ("attacks claimed by the rebels", "claimed responsibility for the attack")."""
    tree, grammar = reading.tree, reading.lexicon.grammar
    scenes = (i for i in tree.children(act, "nmod") if reading.phrases.is_place(i))
    beside = [
        j for i in scenes for j in tree.children(i, "acl") if tree.relations[j] == "acl:relcl"
    ]
    for clause in (*tree.children(act, "acl"), *beside):
        owned = any(tree.lemmas[i] in grammar.owned_nouns for i in tree.children(clause, "obj"))
        if owned and tree.lemmas[clause] in grammar.owning_verbs:
            owner = tree.child(clause, "nsubj")  # "the raid, for which the rebels claimed credit"
            return reading.phrases.participants(owner) if owner is not None else ()
        if tree.lemmas[clause] in grammar.claiming_verbs and tree.tags[clause] == "VBN":
            for doer in reading.functions.doers(clause):
                found = reading.phrases.participants(doer)
                if found:
                    return found
    return claimed_by(reading, act)


def holders(reading: ArticleReading, match: Match, noun: int) -> Phrases:
    """Who stands before *noun* as its modifier ("rebel positions", "a coalition airstrike")."""
    tree, grammar = reading.tree, reading.lexicon.grammar
    beside = [i for i in tree.children(noun, "compound", "amod") if i not in tree.cases]
    for child in tuple(beside):
        if tree.words[child] in grammar.leading_participles:
            beside += tree.children(child, "obl", "compound")  # "a US-led raid"
    return next((found for i in beside if (found := _modifying(reading, match, i))), ())


def is_act(reading: ArticleReading, noun: int) -> bool:
    """Is the noun one by which the lexicon knows acts?"""
    return ("noun", reading.tree.lemmas[noun]) in reading.lexicon.by_head


def _modifying(reading: ArticleReading, match: Match, child: int) -> Phrases:
    phrases = reading.phrases
    found: list[Phrase] = []
    joined = reading.tree.joined(child)
    for part in (*_hyphened(reading, child), *joined):
        entity = phrases.mention(part)
        kind = reading.tree.words[part] in reading.lexicon.grammar.kind_adjectives
        if kind or is_within_word(reading.tree, part):
            continue  # "a terrorist attack": that is what it is
        if entity is not None and is_scene(reading, match, entity):
            continue
        if entity is not None and entity.label in _ACTING:
            start, end, _ = phrases.spans[phrases.span_at[part]]
            found.append(Phrase(start=start, end=end, head=part, entity=entity))
        elif _is_agent(reading, part):
            found.append(Phrase(start=part, end=part + 1, head=part, entity=None))
    return tuple(found)


def _hyphened(reading: ArticleReading, second: int) -> tuple[int, ...]:
    """The side that a hyphen joins to the side *second* ("Christian-Muslim clashes")."""
    tree, first = reading.tree, second - 2
    pair = (
        second - 1 in tree.hyphens
        and tree.heads[first] == second
        and first in reading.phrases.span_at
    )
    return (first,) if pair and second in reading.phrases.span_at else ()


def _is_armed(reading: ArticleReading, word: int) -> bool:
    """Is it who fights ("a rebel attack"), and not what kind of an act it is ("a military strike")?"""
    entity = reading.phrases.mention(word)
    return entity is not None and entity.sector in ARMED


def _is_agent(reading: ArticleReading, word: int) -> bool:
    """Is it a noun for somebody who acts, and not for a building that is struck ("school attacks")?"""
    lemma, grammar = reading.tree.lemmas[word], reading.lexicon.grammar
    verbal = reading.tree.tags[word] in _PARTICIPLES  # "suspected"
    things = grammar.site_nouns | grammar.vehicle_nouns  # "a helicopter strike"
    return lemma in grammar.agent_nouns and lemma not in things and not verbal


def is_scene(reading: ArticleReading, match: Match, entity: Entity) -> bool:
    """Is it a town, and the noun an act that a town does not do ("the El Paso shooting")?"""
    file = reading.lexicon.files[match.entry.event_type]
    town = entity.label == "GPE" and entity.country is not None and entity.sector is None
    return file.scene_modifiers and town


def did_it(reading: ArticleReading, match: Match, phrase: Phrase, act: int) -> bool:
    """Can who stands inside the noun *act* have done it? Not a town, nor whom it struck ("the bombing of Guernica")."""
    grammar = reading.lexicon.grammar
    beside = (grammar.striking_prepositions | grammar.circumstances) - grammar.passive_agents
    if reading.lexicon.files[match.entry.event_type].scene_modifiers:
        beside |= {"of"}
    if lies_under(reading, phrase.head, act, beside):
        return False
    return phrase.entity is None or not is_scene(reading, match, phrase.entity)


def lies_under(reading: ArticleReading, word: int, noun: int, cases: frozenset[str]) -> bool:
    """Stands *word*, or what it lies in below *noun*, under one of *cases*?"""
    tree = reading.tree
    for _ in range(_DEEPEST):
        if tree.cases.get(word) in cases:
            return True
        word = tree.heads[word]
        if word == noun:
            return False
    return False
