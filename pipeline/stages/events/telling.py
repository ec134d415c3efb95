"""How an event is told: actual, future, hypothetical, negated or not at all, and by whom."""

from dataclasses import dataclass

from pipeline.stages.events.conditions import is_negated
from pipeline.stages.events.matching import Match
from pipeline.stages.events.reading import ArticleReading
from schemas.event import EventStatus

# Clauses nested deeper than this are no clauses.
_MOST_STEPS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """``status`` and negation of an event; ``intended`` where its own subject announces it ("will", "plans to")."""

    status: EventStatus
    negated: bool
    intended: bool = False


def tell(reading: ArticleReading, match: Match, carrier: int | None) -> Telling | None:
    """How *match* is told, or nothing where it is only named: a purpose, a question, a wish of nobody's."""
    if match.entry.kind == "noun":
        return _tell_noun(reading, match, carrier)
    if match.entry.kind == "modal":
        return Telling(status="actual", negated=False)
    told = tell_verb(reading, match.head)
    if told is None or match.entry.group.polarity != "negative":
        return told
    return Telling(status="actual", negated=False)  # "will not accept" refuses now


def tell_verb(reading: ArticleReading, verb: int) -> Telling | None:
    """How the clause of *verb* is told, by its auxiliaries and all that it hangs under."""
    tree = reading.tree
    status: EventStatus = "actual"
    negated = is_negated(reading, verb)
    own = _by_modal(reading, verb)
    if own is not None:
        status = own
    intended = own == "future"
    current = verb
    for _ in range(_MOST_STEPS):
        if _is_conditional(reading, current) or _is_asked(reading, current):
            return None  # a condition, or what is asked, is not told
        above, base = tree.heads[current], tree.bases[current]
        if _tells_for_itself(reading, current):
            break
        if above == current:
            if tree.tags[current] == "VB" and own is None and _is_bare(reading, current):
                return None  # an imperative
            break
        step = _step(reading, current, above, base)
        if step is None:
            return None
        negated = negated or step.negated
        if step.status != "actual" and status == "actual":
            status, intended = step.status, step.intended
        current = above
    if _in_question(reading, verb, current):
        return None
    return Telling(status=status, negated=negated, intended=intended)


_ACTUAL = Telling(status="actual", negated=False)
_FUTURE = Telling(status="future", negated=False, intended=True)
_HYPOTHETICAL = Telling(status="hypothetical", negated=False)
_NEGATED = Telling(status="actual", negated=True)


def _step(reading: ArticleReading, current: int, above: int, base: str) -> Telling | None:
    """What hanging under *above* in the relation *base* makes of the clause of *current*."""
    tree, grammar = reading.tree, reading.lexicon.grammar
    infinitive = tree.cases.get(current) == "to" or (
        tree.tags[current] == "VB" and any(tree.words[i] == "to" for i in tree.children(current))
    )
    lemma = tree.lemmas[above]
    if base == "conj":
        return _modal_step(reading, above) if not _has_own_modal(reading, current) else _ACTUAL
    if base == "xcomp" or (base == "ccomp" and infinitive) or (base == "advcl" and infinitive):
        if base == "advcl" and tree.is_verb(above):
            return _purpose(reading, above)
        return _under_governor(reading, above, lemma, infinitive)
    if base == "ccomp":
        if lemma in grammar.denying_verbs:
            return _NEGATED
        return _HYPOTHETICAL if lemma in grammar.doubting_verbs else _ACTUAL
    if base in {"acl", "nmod"} and tree.tags[current] == "VBG" and current in tree.cases:
        return None  # "the possibility of winning", "a plan for sending"
    if base == "acl" and infinitive:
        if lemma in grammar.future_nouns:
            return _FUTURE
        return _HYPOTHETICAL if tree.pos[above] in {"NOUN", "PROPN"} else None
    if tree.cases.get(current) in grammar.negating_prepositions:
        return _NEGATED
    return _ACTUAL


def _under_governor(
    reading: ArticleReading, above: int, lemma: str, infinitive: bool
) -> Telling | None:
    grammar = reading.lexicon.grammar
    if lemma in grammar.negating_governors:
        return _NEGATED
    if lemma in grammar.future_governors:
        return _FUTURE
    if lemma in grammar.hypothetical_governors:
        return None  # what somebody wants or may do is not told as done or to come
    if reading.tree.pos[above] == "AUX":
        return _FUTURE  # "is to visit"
    if lemma in grammar.actual_governors or not infinitive:
        return _modal_step(reading, above)
    return _HYPOTHETICAL


def _purpose(reading: ArticleReading, above: int) -> Telling | None:
    """An infinitive of purpose tells what was done only after a verb of going somewhere."""
    if reading.tree.lemmas[above] in reading.lexicon.grammar.motion_verbs:
        return _modal_step(reading, above)
    return None


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
    for child in tree.children(verb, "aux", "cop"):
        word = tree.words[child]
        if infinitive and tree.lemmas[child] == "be":
            return "future"  # "is to visit"
        if word in grammar.modals_future:
            return "future"
        if word in grammar.modals_past_future:
            return "future" if _is_reported(reading, verb) else "hypothetical"
        if word in grammar.modals_hypothetical:
            return "hypothetical"
        if word in grammar.modals_demand and tree.tags[child] == "MD":
            return "hypothetical"
    return None


def _is_reported(reading: ArticleReading, verb: int) -> bool:
    tree = reading.tree
    above = tree.governor(verb)
    return tree.lemmas[above] in reading.lexicon.grammar.reporting_verbs or any(
        tree.lemmas[i] in reading.lexicon.grammar.reporting_verbs
        for i in tree.children(verb, "parataxis")
    )


def _is_conditional(reading: ArticleReading, word: int) -> bool:
    grammar = reading.lexicon.grammar
    tree = reading.tree
    case = tree.cases.get(word, "")
    if case in grammar.condition_words or case in grammar.condition_phrases:
        return True
    above = tree.heads[word]
    phrases = grammar.condition_phrases
    if any(
        f"{tree.cases.get(i, '')} the {tree.words[i]}" in phrases
        for i in tree.children(word, "obl")
    ):
        return True
    named = f"{tree.cases.get(above, '')} the {tree.words[above]}"
    return tree.bases[word] in {"acl", "ccomp"} and named in grammar.condition_phrases


def _is_asked(reading: ArticleReading, clause: int) -> bool:
    """Is the clause an indirect question ("asked why", "to be seen how long")?"""
    tree = reading.tree
    if tree.bases[clause] not in {"ccomp", "csubj", "advcl", "xcomp", "nsubj", "obj"}:
        return False
    words = reading.lexicon.grammar.question_words
    return any(
        tree.words[child] in words or any(tree.words[i] in words for i in tree.children(child))
        for child in tree.children(clause, "advmod", "mark")
    )


def _tells_for_itself(reading: ArticleReading, clause: int) -> bool:
    """Is it a clause whose truth does not hang on the one above: a relative one, or one of time or cause?"""
    tree = reading.tree
    if tree.relations[clause] == "acl:relcl":
        return True
    finite = tree.tags[clause] in {"VBD", "VBZ", "VBP"}
    return tree.bases[clause] == "advcl" and finite and clause in tree.cases


def _is_bare(reading: ArticleReading, verb: int) -> bool:
    """Has the verb neither subject nor auxiliary?"""
    return reading.tree.child(verb, "nsubj", "aux") is None


def _in_question(reading: ArticleReading, verb: int, root: int) -> bool:
    tree = reading.tree
    return any(
        tree.words[i] == "?" for i in (*tree.children(root, "punct"), *tree.children(verb, "punct"))
    )


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
