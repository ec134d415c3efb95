"""Who did what befell somebody, where another word of the sentence tells it: the act it befell in, a clause, a toll joined to it."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from pipeline.stages.events.arguments import Surroundings, find_arguments
from pipeline.stages.events.findings import Finding, TriggerFinding
from pipeline.stages.events.matching import Match
from pipeline.stages.events.owners import ARMED, whose
from pipeline.stages.events.phrase import Phrases
from pipeline.stages.events.reading import ArticleReading
from pipeline.stages.events.rows import tolls_of_row
from pipeline.stages.events.subjects import act_meant
from pipeline.stages.events.violence import doers_of_violence

# Sectors of the ontology whose people kill and are killed in fighting.
_BEARING_ARMS = ARMED | {"MIL", "COP", "SPY"}


def with_doer(reading: ArticleReading, finding: Finding, acts: Mapping[int, Match]) -> Finding:
    """*finding* with its doer, where another word of the sentence, one of *acts* or a clause, tells who it was."""
    if not isinstance(finding, TriggerFinding) or finding.arguments.actors:
        return finding
    toll = finding.match.entry.group.consequence
    strikes = toll or reading.lexicon.files[finding.event_type].strikes
    violent = reading.category(finding.event_type) == "material_conflict"
    if not (strikes and violent and reading.functions.is_passive(finding.match.head)):
        return finding
    found = _doers_of_row(reading, finding.match) if toll else ()
    found = found or _doers_of_act(reading, finding, acts)
    found = found or (_doers_in_clause(reading, finding) if toll else ())
    known = {phrase.start for phrase in finding.arguments.recipients}
    if not found or any(p.pronoun or p.start in known for p in found):
        return finding
    return replace(finding, arguments=replace(finding.arguments, actors=found))


def _doers_of_row(reading: ArticleReading, match: Match) -> Phrases:
    """Who is told once behind the last of a row of tolls ("two were killed and six wounded by rebel fire")."""
    functions = reading.functions
    if next(functions.doers(match.head), None) is not None:
        return ()
    for word in doers_of_row(reading, match.head):
        found = reading.phrases.participants(word) or whose(reading, match, word)
        if found:
            return found
    return ()


def doers_of_row(reading: ArticleReading, toll: int) -> Iterator[int]:
    """The words under "by" of *toll* and of the tolls joined to it, be it without a verb of their own."""
    for place in tolls_of_row(reading, toll):
        yield from reading.functions.doers(place)


def _doers_of_act(
    reading: ArticleReading, toll: TriggerFinding, acts: Mapping[int, Match]
) -> Phrases:
    """Whose the act is in which it befell ("were wounded in an attack by rebels", "killed following an ambush by rebels").

    Only the dead and hurt have the act before from it: who was carried off after a raid was so by others, maybe.
    """
    tree, grammar = reading.tree, reading.lexicon.grammar
    beside = grammar.befalling_prepositions
    if toll.match.entry.group.consequence:
        beside |= grammar.prepositions_of_time
    places = tolls_of_row(reading, toll.match.head)
    for word in (i for place in places for i in tree.children(place, "obl", "advcl")):
        if tree.cases.get(word) not in beside:
            continue
        word = act_meant(reading, toll.match, word)
        found = doers_of_violence(reading, toll.match, word)
        if found:
            return found
        act = acts.get(word)
        same = act is not None and act.entry.event_type == toll.event_type
        if act is not None and same and tree.cases.get(word) in grammar.carrying_prepositions:
            return find_arguments(reading, act, Surroundings()).actors
    return ()


def _doers_in_clause(reading: ArticleReading, toll: TriggerFinding) -> Phrases:
    """Who acts in the clause that says how it befell ("were killed when troops stormed the camp")."""
    clause, before = clause_of_time(reading, toll), _clause_before(reading, toll)
    first = before if clause is None else clause
    if first is None or not _is_deed(reading, first, toll):
        return ()
    subject = reading.functions.subject(first)
    found = reading.phrases.participants(subject) if subject is not None else ()
    return found if clause is not None or _are_foes(found, toll.arguments.recipients) else ()


def _clause_before(reading: ArticleReading, toll: TriggerFinding) -> int | None:
    """The verb, in the past, of the clause with "after" under a toll of violence ("were killed after troops stormed")."""
    tree = reading.tree
    for place in tolls_of_row(reading, toll.match.head):
        for clause in tree.children(place, "advcl"):
            after = tree.cases.get(clause) in reading.lexicon.grammar.striking_precedents
            if after and clause > place and tree.tags[clause] == "VBD":
                return clause
    return None


def _are_foes(doers: Phrases, struck: Phrases) -> bool:
    """Bear all *doers* arms, and none of *struck* for the same side?"""
    sides = [p.entity.sector if p.entity is not None else None for p in doers]
    hit = {p.entity.sector for p in struck if p.entity is not None}
    armed = all(side in _BEARING_ARMS for side in sides)
    same = not hit.isdisjoint(sides) or (not hit.isdisjoint(ARMED) and not ARMED.isdisjoint(sides))
    return bool(doers) and armed and not same


def clause_of_time(reading: ArticleReading, toll: TriggerFinding) -> int | None:
    """The verb of the clause with "when" or "as" under a toll of violence in the passive."""
    tree = reading.tree
    violent = reading.category(toll.event_type) == "material_conflict"
    if not (violent and reading.functions.is_passive(toll.match.head)):
        return None
    words = reading.lexicon.grammar.striking_moments
    for place in tolls_of_row(reading, toll.match.head):
        for clause in tree.children(place, "advcl"):
            marks = (tree.words[i] for i in tree.children(clause, "advmod", "mark"))
            if clause > place and words.intersection(marks):
                return clause
    return None


def _is_deed(reading: ArticleReading, clause: int, toll: TriggerFinding) -> bool:
    """Does its subject do to something what an entry knows ("when gunmen stormed the hall")?"""
    tree = reading.tree
    if reading.functions.is_passive(clause):
        return False
    grammar = reading.lexicon.grammar
    known = reading.lexicon.by_head.get(("verb", tree.lemmas[clause]), ())
    done_to = tree.child(clause, "obj")
    if known and done_to is not None:
        return tree.lemmas[done_to] not in grammar.distance_nouns  # "as tanks moved 400 metres"
    aimed = any(
        tree.cases.get(i) in grammar.striking_prepositions for i in tree.children(clause, "obl")
    )
    # "When gunmen fired on their car", but not "when thousands poured into the streets"
    return aimed and any(entry.event_type == toll.event_type for entry in known)
