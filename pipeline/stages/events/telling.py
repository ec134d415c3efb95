"""How an event is told: actual, future, hypothetical, negated or not at all, and by whom."""

from dataclasses import dataclass

from pipeline.stages.events.clauses import (
    in_question,
    is_asked,
    is_conditional,
    is_dropped,
    is_due,
    is_infinitive,
    is_only_named,
    is_order,
    is_reported,
    is_subjunctive,
    of_nobody,
    tells_for_itself,
)
from pipeline.stages.events.conditions import is_negated
from pipeline.stages.events.matching import Match
from pipeline.stages.events.reading import ArticleReading
from schemas.event import EventStatus

# Clauses nested deeper than this are no clauses.
_MOST_STEPS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """``status`` and negation of an event; ``intended`` where its own subject announces it ("will", "plans to").

    ``expected``: others say what its subject will do ("is expected to").
    """

    status: EventStatus
    negated: bool
    intended: bool = False
    expected: bool = False


def tell(reading: ArticleReading, match: Match, carrier: int | None) -> Telling | None:
    """How *match* is told, or nothing where it is only named: a purpose, a question, a wish of nobody's."""
    if match.entry.kind == "noun":
        return _tell_noun(reading, match, carrier)
    if match.entry.kind == "modal":
        return _tell_modal(reading, reading.tree.heads[match.head])
    told = tell_verb(reading, match.head)
    if told is None or match.entry.group.polarity != "negative":
        return told
    if reading.functions.is_passive(match.head) and is_due(reading, match.head):
        return None  # "should not be allowed" is an opinion
    return Telling(status="actual", negated=False)  # "will not accept" refuses now


def tell_verb(reading: ArticleReading, verb: int) -> Telling | None:
    """How the clause of *verb* is told, by its auxiliaries and all that it hangs under."""
    tree = reading.tree
    status: EventStatus = "actual"
    negated = is_negated(reading, verb)
    own = _by_modal(reading, verb)
    if own is not None:
        status = own
    if own == "hypothetical" and any(tree.lemmas[i] == "have" for i in tree.children(verb, "aux")):
        return None  # what might have been
    if tree.bases[verb] == "csubj" and is_infinitive(reading, verb):
        return None  # "to hold it now would be wrong"
    if is_subjunctive(reading, verb):
        return None
    intended, expected = own == "future", False
    current = verb
    for _ in range(_MOST_STEPS):
        if _is_untold(reading, current):
            return None
        above, base = tree.heads[current], tree.bases[current]
        if tells_for_itself(reading, current) or above == current:
            break
        step = _step(reading, current, above, base)
        if step is None:
            return None
        negated = negated or step.negated
        if status == "future" and _is_foretold(reading, current):
            status, intended = "hypothetical", False
        if step.status != "actual" and status == "actual":
            status, intended, expected = step.status, step.intended, step.expected
        current = above
    if in_question(reading, verb, current):
        return None
    return Telling(status=status, negated=negated, intended=intended, expected=expected)


def _is_foretold(reading: ArticleReading, clause: int) -> bool:
    """Is it feared, hoped, warned of or guessed from a sign ("could mean that")? Nobody has promised it."""
    tree, above = reading.tree, reading.tree.heads[clause]
    if tree.bases[clause] != "ccomp":
        return False
    return tree.lemmas[above] in reading.lexicon.grammar.foretelling_words or _is_guessed(
        reading, above
    )


def _is_guessed(reading: ArticleReading, verb: int) -> bool:
    """May the verb be true of what stands in its complement, and nobody says it?"""
    said = reading.tree.lemmas[verb] in reading.lexicon.grammar.reporting_verbs
    return not said and _by_modal(reading, verb) == "hypothetical"


def _is_untold(reading: ArticleReading, clause: int) -> bool:
    """Is the clause a condition, a question, an order, of nobody in particular, or only a name for the act?"""
    if is_conditional(reading, clause) or is_asked(reading, clause):
        return True
    if of_nobody(reading, clause) or is_only_named(reading, clause):
        return True
    tree = reading.tree
    quoted = tree.bases[clause] == "ccomp" and not is_infinitive(reading, clause)
    return (tree.heads[clause] == clause or quoted) and is_order(reading, clause)


def _tell_modal(reading: ArticleReading, verb: int) -> Telling | None:
    """What somebody is told to do is asked of him now; what he must be, or why something must be, is an opinion."""
    tree = reading.tree
    reason = tree.bases[verb] == "advcl" and verb in tree.cases
    asked = _is_untold(reading, verb) or in_question(reading, verb, tree.heads[verb])
    act = tree.is_verb(verb) or tree.child(verb, "xcomp") is not None  # "must be ready to help"
    return _ACTUAL if act and not reason and not asked else None


_ACTUAL = Telling(status="actual", negated=False)
_FUTURE = Telling(status="future", negated=False, intended=True)
_EXPECTED = Telling(status="future", negated=False, intended=True, expected=True)
_FORGONE = Telling(status="future", negated=True, intended=True)
_HYPOTHETICAL = Telling(status="hypothetical", negated=False)
_NEGATED = Telling(status="actual", negated=True)


def _step(reading: ArticleReading, current: int, above: int, base: str) -> Telling | None:
    """What hanging under *above* in the relation *base* makes of the clause of *current*."""
    tree, grammar = reading.tree, reading.lexicon.grammar
    infinitive = is_infinitive(reading, current)
    lemma = tree.lemmas[above]
    if base == "conj":
        return _modal_step(reading, above) if not _has_own_modal(reading, current) else _ACTUAL
    if base == "xcomp" or (base == "ccomp" and infinitive) or (base == "advcl" and infinitive):
        if tree.tags[current] == "VBG" and lemma in grammar.denying_verbs:
            return _NEGATED  # "denied killing them"
        if base == "advcl" and tree.is_verb(above):
            return _purpose(reading, above)
        return _under_governor(reading, above, lemma, infinitive)
    if base == "ccomp":
        if lemma in grammar.denying_verbs:
            return _NEGATED
        doubted = lemma in grammar.doubting_verbs or _is_guessed(reading, above)
        return _HYPOTHETICAL if doubted else _ACTUAL
    if (
        tree.tags[current] == "VBG"
        and tree.cases.get(current) in grammar.averting_prepositions
        and lemma in grammar.negating_governors
    ):
        return _NEGATED  # "prevented them from marching"
    if base in {"acl", "nmod"} and tree.tags[current] == "VBG" and current in tree.cases:
        return None  # "the possibility of winning", "a plan for sending"
    if base == "acl" and (infinitive or tree.tags[current] == "VB"):
        return _under_noun(reading, above) if infinitive else None  # "the president elect"
    if tree.cases.get(current) in grammar.negating_prepositions:
        return _NEGATED
    if tree.tags[current] == "VBG" and tree.cases.get(current) in grammar.comparing_prepositions:
        return None
    if tree.tags[current] == "VBG" and tree.cases.get(current) == "in":
        return _modal_step(reading, above)  # "was not successful in winning"
    return _beforehand(reading, current, above)


def _under_noun(reading: ArticleReading, noun: int) -> Telling | None:
    """How the infinitive under *noun* is told ("plans to visit", "the call to march")."""
    tree, grammar = reading.tree, reading.lexicon.grammar
    if tree.lemmas[noun] in grammar.accord_nouns:
        return None
    if tree.lemmas[noun] in grammar.future_nouns:
        return _FORGONE if is_dropped(reading, noun) else _FUTURE
    return _HYPOTHETICAL if tree.pos[noun] in {"NOUN", "PROPN"} else None


def _beforehand(reading: ArticleReading, current: int, above: int) -> Telling | None:
    """How an "-ing" under "before" is told: like what comes first. What only befalls somebody then is not told yet."""
    tree = reading.tree
    going = (current, *tree.children(current, "aux"))
    awaited = tree.cases.get(current) in reading.lexicon.grammar.awaiting_words
    if not awaited or all(tree.tags[i] != "VBG" for i in going):
        return _ACTUAL
    first = _modal_step(reading, above)  # "will serve ten years before being freed"
    befalls = reading.functions.is_passive(current)
    return None if befalls and first.status != "actual" else first


def _under_governor(
    reading: ArticleReading, above: int, lemma: str, infinitive: bool
) -> Telling | None:
    grammar = reading.lexicon.grammar
    if lemma in grammar.negating_governors:
        return _NEGATED
    if lemma in grammar.expecting_verbs and reading.functions.is_passive(above):
        return _EXPECTED
    if lemma in grammar.future_governors:
        if reading.tree.has(above, "compound:prt"):
            return _HYPOTHETICAL  # "a court was set up to try them": it is for that
        return _FORGONE if is_negated(reading, above) else _FUTURE
    if lemma in grammar.hypothetical_governors:
        return None  # what somebody wants or may do is not told as done or to come
    if reading.tree.pos[above] == "AUX":
        return _FUTURE  # "is to visit"
    if lemma in grammar.actual_governors or not infinitive:
        return _modal_step(reading, above)
    return _HYPOTHETICAL


def _purpose(reading: ArticleReading, above: int) -> Telling | None:
    """An infinitive of purpose tells what was done only after a verb of going somewhere."""
    tree = reading.tree
    if tree.lemmas[above] not in reading.lexicon.grammar.motion_verbs:
        return None
    going = tree.tags[above] == "VBG" and any(
        tree.tags[child] in {"VBZ", "VBP"} for child in tree.children(above, "aux")
    )
    return _FUTURE if going else _modal_step(reading, above)  # "is heading to Oslo to meet"


def _modal_step(reading: ArticleReading, verb: int) -> Telling:
    status = _by_modal(reading, verb)
    negated = is_negated(reading, verb)
    if status is None:
        return Telling(status="actual", negated=negated)
    return Telling(status=status, negated=negated, intended=status == "future")


def _has_own_modal(reading: ArticleReading, verb: int) -> bool:
    tree = reading.tree
    finite = tree.tags[verb] in {"VBD", "VBZ", "VBP"}
    return finite or tree.child(verb, "aux") is not None


def _by_modal(reading: ArticleReading, verb: int) -> EventStatus | None:
    tree, grammar = reading.tree, reading.lexicon.grammar
    infinitive = tree.tags[verb] == "VB" and any(
        tree.words[child] == "to" for child in tree.children(verb, "mark", "aux")
    )
    infinitive = infinitive or tree.cases.get(verb) in grammar.future_marks
    for child in tree.children(verb, "aux", "cop"):
        word = tree.words[child]
        if infinitive and tree.lemmas[child] == "be":
            return "future"  # "is to visit", "is due to visit"
        if word in grammar.modals_future:
            return "future"
        if word in grammar.modals_past_future:
            if tree.tags[child] != "MD":
                continue  # "they'd left" is "had"
            return "future" if is_reported(reading, verb) else "hypothetical"
        if word in grammar.modals_hypothetical:
            return "hypothetical"
        if word in grammar.modals_demand and tree.tags[child] == "MD":
            return "hypothetical"
    return None


def _tell_noun(reading: ArticleReading, match: Match, carrier: int | None) -> Telling | None:
    tree, grammar, noun = reading.tree, reading.lexicon.grammar, match.head
    for child in tree.children(noun, "amod", "compound", "det", "advmod"):
        word = tree.words[child]
        if word in grammar.future_adjectives:
            return Telling(status="future", negated=False)
        if word in grammar.hypothetical_adjectives:
            return Telling(status="hypothetical", negated=False)
        if word == "no":
            return Telling(status="actual", negated=True)
    if tree.cases.get(noun) in grammar.denials:
        return Telling(status="actual", negated=True)
    if carrier is not None:
        return tell_verb(reading, carrier)
    above = tree.governor(noun)
    if above != noun and tree.is_verb(above):
        told = tell_verb(reading, above)
        if told is None:
            return None
        subject = tree.bases[noun] == "nsubj"
        if told.status == "hypothetical" or (subject and told.status == "future"):
            return Telling(status=told.status, negated=False)
        if told.negated and subject and tree.lemmas[above] in grammar.happening_verbs:
            return Telling(status="actual", negated=True)
    return Telling(status="actual", negated=False)
