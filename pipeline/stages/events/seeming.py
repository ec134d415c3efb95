"""Acts that the sentence tells only as seeming, near, foretold, aimed at, or counted once more."""

from pipeline.stages.events.clauses import is_infinitive
from pipeline.stages.events.findings import TriggerFinding
from pipeline.stages.events.reading import ArticleReading

_THREAT = "THREATEN"
_COERCION = "COERCE"


def only_seems(reading: ArticleReading, found: TriggerFinding, verb: int) -> bool:
    """Is *found*, told by *verb*, no act of its own but how somebody looks, what nearly was, or a toll?"""
    return (
        _is_tallied(reading, found)
        or _is_nearly(reading, verb)
        or _only_foretells(reading, found)
        or _is_aim(reading, found)
        or _looks_so(reading, found)
    )


def _is_tallied(reading: ArticleReading, found: TriggerFinding) -> bool:
    """Counts the noun only what was told before ("the killing brings the toll to 30")?"""
    tree, grammar, noun = reading.tree, reading.lexicon.grammar, found.match.head
    if found.match.entry.kind != "noun" or found.arguments.actors or found.arguments.recipients:
        return False
    verb = tree.heads[noun]
    counts = tree.bases[noun] == "nsubj" and tree.lemmas[verb] in grammar.tallying_verbs
    return counts and any(tree.lemmas[i] in grammar.tally_nouns for i in tree.children(verb, "obj"))


def _is_nearly(reading: ArticleReading, verb: int) -> bool:
    """Did somebody only come near to it ("came close to winning", "nearly won")?"""
    tree, above = reading.tree, reading.tree.heads[verb]
    almost = reading.lexicon.grammar.almost_adverbs
    if any(i == verb - 1 and tree.words[i] in almost for i in tree.children(verb, "advmod")):
        return True
    if tree.tags[verb] != "VBG" or tree.cases.get(verb) != "to":
        return False
    return any(
        tree.words[i] in reading.lexicon.grammar.nearing_words
        for i in (above, *tree.children(above, "advmod", "xcomp"))
    )


def _only_foretells(reading: ArticleReading, found: TriggerFinding) -> bool:
    """Says the warning only what a thing would bring about ("warned that it could spark riots")? His own act threatens."""
    tree, grammar, verb = reading.tree, reading.lexicon.grammar, found.match.head
    clause = tree.child(verb, "ccomp") if tree.is_verb(verb) else None
    if clause is None and tree.bases[verb] == "parataxis":
        clause = tree.heads[verb]  # "the virus could kill thousands, the agency warned"
    if found.event_type != _THREAT or found.match.words or clause is None:
        return False
    subject = tree.child(clause, "nsubj")
    if subject is None or tree.child(clause, "obj") is None:
        return False
    may = any(tree.words[i] in grammar.modals_hypothetical for i in tree.children(clause, "aux"))
    thing = tree.pos[subject] == "NOUN" and not reading.phrases.participants(subject)
    would = thing and any(tree.tags[i] == "MD" for i in tree.children(clause, "aux"))
    owned = any(
        tree.words[i] in grammar.possessive_pronouns for i in tree.children(subject, "nmod")
    )
    return (would and not owned) or (may and _is_not_his(reading, verb, subject))


def _is_not_his(reading: ArticleReading, verb: int, subject: int) -> bool:
    """Is the subject an "it" where several speak? One army that says what "it" may do speaks of itself."""
    tree, speaker = reading.tree, reading.functions.subject(verb)
    several = speaker is not None and tree.tags[speaker] in {"NNS", "NNPS"}
    return several and tree.words[subject] == "it"


def _is_aim(reading: ArticleReading, found: TriggerFinding) -> bool:
    """Is it only what somebody came or was sent for ("police arrived to arrest him")?"""
    tree, head = reading.tree, found.match.head
    if found.event_type != _COERCION or found.telling.status != "actual":
        return False
    aim = tree.bases[head] in {"advcl", "xcomp"} and is_infinitive(reading, head)
    return aim and tree.lemmas[tree.heads[head]] in reading.lexicon.grammar.arriving_verbs


def _looks_so(reading: ArticleReading, found: TriggerFinding) -> bool:
    """Is the adjective how somebody looks to others ("seemed determined to crush them")?"""
    tree, head = reading.tree, found.match.head
    seems = tree.lemmas[tree.heads[head]] in reading.lexicon.grammar.seeming_verbs
    return found.match.entry.kind == "adjective" and tree.bases[head] == "xcomp" and seems
