"""Acts of which the sentence tells only that somebody planned, tried, feared or foresaw them, or names them as his aim."""

from collections.abc import Iterator

from pipeline.stages.events.clauses import is_infinitive
from pipeline.stages.events.findings import TriggerFinding
from pipeline.stages.events.habits import is_habit
from pipeline.stages.events.possible import only_may_be
from pipeline.stages.events.reading import ArticleReading
from pipeline.stages.events.seeming import only_seems
from pipeline.stages.events.telling import tell_verb

# Clauses and nouns nested deeper than this are looked at no more.
_MOST_STEPS = 4
_PEACEFUL = "PROTEST"
_THREAT = "THREATEN"
# A participle of these says who somebody is.
_DESCRIBING = frozenset({"COOPERATE", "LEGISLATE"})
_PRESENT = frozenset({"VBZ", "VBP"})
_PLURAL = frozenset({"NNS", "NNPS"})


def is_undone(reading: ArticleReading, found: TriggerFinding) -> bool:
    """Is the act of *found* not told as done or announced, but as what somebody only planned, tried, hoped or feared?"""
    noun = found.match.entry.kind == "noun"
    if noun and (is_yet_to_be(reading, found.match.head) or _is_unsaid(reading, found.match.head)):
        return True
    verb = _verb_of(found)
    if only_seems(reading, found, verb) or only_may_be(reading, found, verb):
        return True
    return (
        _is_plotted(reading, found, verb)
        or _came_to_nothing(reading, found, verb)
        or _is_outstanding(reading, verb)
        or _is_surmised(reading, verb)
        or _is_of_one_mind(reading, verb)
        or _is_polled(reading, found, verb)
        or _describes(reading, found, verb)
    )


def is_yet_to_be(reading: ArticleReading, noun: int) -> bool:
    """Is what *noun* names awaited, sought, or to be ended ("a plan to end elections", "brace for a rise in attacks")?"""
    tree, grammar = reading.tree, reading.lexicon.grammar
    for _ in range(_MOST_STEPS):
        above = tree.governor(noun)
        if above == noun:
            return False
        if tree.is_verb(above):
            return _awaits(reading, above, noun)
        if tree.cases.get(noun) not in grammar.content_prepositions:
            return False
        words = {tree.words[i] for i in tree.children(above, "amod")}
        if tree.lemmas[above] in grammar.ending_nouns and words & grammar.future_adjectives:
            return True  # "a proposed halt to attacks"
        noun = above
    return False


def _awaits(reading: ArticleReading, verb: int, noun: int) -> bool:
    """Does *verb* say that what *noun* names is to come, to be found or to be ended?"""
    tree, grammar = reading.tree, reading.lexicon.grammar
    lemma = tree.lemmas[verb]
    if lemma in grammar.preparing_verbs and tree.cases.get(noun) == "for":
        return True
    if lemma in grammar.leading_verbs and tree.cases.get(noun) == "to":
        return tree.lemmas[tree.heads[verb]] in grammar.tip_nouns  # "a tip leading to his arrest"
    if lemma not in grammar.ending_verbs or tree.bases[noun] != "obj":
        return False
    told = tell_verb(reading, verb)
    return told is None or told.status in {"future", "hypothetical"}


def _verb_of(found: TriggerFinding) -> int:
    carrier = found.arguments.carrier
    return found.match.head if carrier is None else carrier


def _governing(reading: ArticleReading, verb: int) -> Iterator[int]:
    """*verb* and what it hangs under as an infinitive, the nearest first."""
    tree = reading.tree
    yield verb
    for _ in range(_MOST_STEPS):
        below, above = verb, tree.heads[verb]
        if above == below or tree.bases[below] not in {"xcomp", "conj", "acl", "ccomp"}:
            return
        if tree.bases[below] != "conj" and not is_infinitive(reading, below):
            return
        yield above
        verb = above


def _is_plotted(reading: ArticleReading, found: TriggerFinding, verb: int) -> bool:
    """Is it violence that others say somebody planned ("the men planned to bomb")? He himself has threatened nobody."""
    tree, grammar = reading.tree, reading.lexicon.grammar
    violent = reading.category(found.event_type) == "material_conflict"
    if not (violent or found.event_type == _THREAT) or _is_his_word(reading, found):
        return False
    for word in _governing(reading, verb):
        if tree.pos[word] == "NOUN":
            announced = tree.lemmas[tree.heads[word]] in grammar.reporting_verbs
            return tree.lemmas[word] in grammar.plot_nouns and not announced and word != verb
        if tree.lemmas[word] in grammar.planning_verbs:
            peaceful = found.event_type == _PEACEFUL and tree.lemmas[word] == "plan"
            return not peaceful and _is_over(reading, word)
    return False


def _is_his_word(reading: ArticleReading, found: TriggerFinding) -> bool:
    """Does who is to do it say so himself ("Hamas said it planned to", not "police say he planned to")?"""
    if found.speech is None:
        return False
    speakers = {phrase.head for phrase in found.speech.speaker}
    several = any(reading.tree.tags[head] in _PLURAL for head in speakers)
    single = reading.lexicon.grammar.single_pronouns
    return any(
        actor.head in speakers
        or (actor.pronoun and not (several and reading.tree.words[actor.head] in single))
        for actor in found.arguments.actors
    )


def _is_over(reading: ArticleReading, verb: int) -> bool:
    """Is the planning past ("planned", "had planned"), or a participle's ("men planning to")?"""
    tree = reading.tree
    auxiliaries = list(tree.children(verb, "aux"))
    if tree.tags[verb] == "VBG":
        past = any(tree.tags[i] == "VBD" for i in auxiliaries)
        return past or (not auxiliaries and tree.bases[verb] in {"acl", "advcl", "xcomp"})
    if tree.tags[verb] == "VBD":
        return True
    return tree.tags[verb] == "VBN" and any(tree.words[i] == "had" for i in auxiliaries)


def _came_to_nothing(reading: ArticleReading, found: TriggerFinding, verb: int) -> bool:
    """Was it tried or planned in vain ("tried to resign, but was kept"), or is it still being tried?"""
    tree, grammar = reading.tree, reading.lexicon.grammar
    violent = reading.category(found.event_type) == "material_conflict"
    for word in _governing(reading, verb):
        tries = tree.lemmas[word] in grammar.trying_verbs and word != verb
        if not tries and tree.lemmas[word] not in grammar.planning_verbs:
            continue
        auxiliaries = list(tree.children(word, "aux"))
        now = any(tree.tags[i] in _PRESENT and tree.lemmas[i] == "be" for i in auxiliaries)
        if tries and tree.tags[word] == "VBG" and now:
            return True
        # An attack that was beaten off was one.
        if not (tries and violent) and _is_countered(reading, word):
            return True
    return False


def _is_countered(reading: ArticleReading, verb: int) -> bool:
    """Follows on the past *verb* what came instead ("but")?"""
    tree = reading.tree
    past = tree.tags[verb] == "VBD" or any(
        tree.words[i] == "had" for i in tree.children(verb, "aux")
    )
    return past and any(
        tree.words[i] == "but"
        for other in tree.children(verb, "conj")
        for i in tree.children(other, "cc")
    )


def _is_outstanding(reading: ArticleReading, verb: int) -> bool:
    """Has it still to be done ("has yet to apologise", "is yet to vote")?"""
    tree, adverbs = reading.tree, reading.lexicon.grammar.awaiting_adverbs
    return any(
        tree.words[to] == "to" and tree.words[to - 1] in adverbs
        for word in _governing(reading, verb)
        for to in tree.children(word, "mark", "aux", "case")
        if to > 0
    )


def _is_surmised(reading: ArticleReading, verb: int) -> bool:
    """Is it only hoped, feared or rumoured ("hopes the troops can leave", "the fear that Mali is arming", "rumours say")?"""
    tree, grammar = reading.tree, reading.lexicon.grammar
    above = tree.heads[verb]
    teller = tree.child(above, "nsubj") if tree.bases[verb] == "ccomp" else None
    if teller is not None and tree.lemmas[teller] in grammar.rumour_nouns:
        return True
    if tree.bases[verb] == "acl" and is_infinitive(reading, verb):
        return _is_unsaid(reading, above)
    if tree.bases[verb] == "ccomp" and tree.lemmas[above] in grammar.hoping_words:
        modals = grammar.modals_future | grammar.modals_past_future | grammar.modals_hypothetical
        return any(tree.words[i] in modals for i in tree.children(verb, "aux"))
    if tree.cases.get(verb) != "that":
        return False
    if tree.bases[verb] == "acl" and tree.relations[verb] != "acl:relcl":
        claimed = tree.lemmas[above] in grammar.claim_nouns and tree.bases[above] == "obj"
        denied = claimed and tree.lemmas[tree.heads[above]] in grammar.dismissing_verbs
        return denied or tree.lemmas[above] in grammar.surmising_nouns
    nouns = tree.children(above, "obj") if tree.bases[verb] == "ccomp" else ()
    return any(tree.lemmas[i] in grammar.surmising_nouns for i in nouns)


def _is_unsaid(reading: ArticleReading, noun: int) -> bool:
    """Is *noun* what somebody wants or would do, without his saying so ("Mali's willingness to help was doubted")?"""
    tree, grammar = reading.tree, reading.lexicon.grammar
    if tree.lemmas[noun] not in grammar.attitude_nouns:
        return False
    said = tree.lemmas[tree.heads[noun]] in grammar.reporting_verbs | grammar.expressing_verbs
    return not (said and tree.bases[noun] in {"obj", "nsubj", "obl"})


def _is_of_one_mind(reading: ArticleReading, verb: int) -> bool:
    """Do some only think alike of a thing ("agreed that schools will help"), and promise nothing?"""
    tree = reading.tree
    if tree.lemmas[verb] not in reading.lexicon.grammar.concurring_verbs:
        return False
    clause = tree.child(verb, "ccomp")
    if clause is None or is_infinitive(reading, clause) or reading.functions.is_passive(clause):
        return False
    subject = tree.child(clause, "nsubj")
    due = any(
        tree.words[i] in reading.lexicon.grammar.modals_demand for i in tree.children(clause, "aux")
    )
    thing = subject is not None and not reading.phrases.participants(subject)
    return thing and not due


def _is_polled(reading: ArticleReading, found: TriggerFinding, verb: int) -> bool:
    """Is it what people answered who were asked ("the survey says 70 percent approve", "of those surveyed")?"""
    tree = reading.tree
    if not reading.category(found.event_type).startswith("verbal"):
        return False
    for _ in range(2 * _MOST_STEPS):
        subject = tree.child(verb, "nsubj")
        if subject is not None and _tells_of_poll(reading, subject):
            return True
        if tree.heads[verb] == verb or tree.bases[verb] not in {"ccomp", "conj", "xcomp"}:
            return False
        verb = tree.heads[verb]
    return False


def _tells_of_poll(reading: ArticleReading, subject: int) -> bool:
    """Is it a poll, or those who were asked in one?"""
    tree, polls = reading.tree, reading.lexicon.grammar.poll_words
    near = (subject, *tree.children(subject, "nmod"))
    asked = (i for word in near for i in tree.children(word, "acl") if tree.tags[i] == "VBN")
    return tree.lemmas[subject] in polls or any(tree.lemmas[i] in polls for i in asked)


def _describes(reading: ArticleReading, found: TriggerFinding, verb: int) -> bool:
    """Says the participle only who somebody is, what a picture shows, or before whom somebody speaks?"""
    tree, grammar = reading.tree, reading.lexicon.grammar
    if tree.tags[verb] != "VBG" or tree.child(verb, "aux") is not None:
        return False
    noun = tree.heads[verb]
    if tree.relations[verb] == "acl":
        shown = {tree.lemmas[noun], tree.lemmas[tree.heads[noun]]} & grammar.picture_nouns
        return bool(shown) or found.event_type in _DESCRIBING
    if tree.bases[verb] == "csubj":
        return found.event_type in _DESCRIBING
    if found.event_type in _DESCRIBING and tree.bases[verb] == "advcl" and is_habit(reading, noun):
        return True  # "working with schools, the charity teaches chess"
    speaks = tree.bases[verb] == "advcl" and tree.lemmas[verb] in grammar.speaking_verbs
    if not speaks or not found.match.entry.group.parties:
        return False
    heard = [p for p in found.arguments.actors if p.head > verb and tree.heads[p.head] == verb]
    return not any(tree.cases.get(p.head) in grammar.siding_prepositions for p in heard)
