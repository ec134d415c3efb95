"""Acts that only may be, that somebody is wanted to do, or whose plan is told to have been given up."""

from pipeline.stages.events.clauses import is_infinitive
from pipeline.stages.events.findings import TriggerFinding
from pipeline.stages.events.reading import ArticleReading
from pipeline.stages.events.speech import is_quoted
from pipeline.stages.events.telling import tell_verb

# Clauses nested deeper than this are looked at no more.
_MOST_STEPS = 4


def only_may_be(reading: ArticleReading, found: TriggerFinding, verb: int) -> bool:
    """Is *found*, told by *verb*, what may be, should be, is wanted of somebody, or was planned and given up?"""
    if found.telling.status == "hypothetical":
        return _is_under_modal(reading, verb) or _is_means(reading, verb)
    return _is_wanted(reading, found, verb) or _is_given_up(reading, verb)


def _is_under_modal(reading: ArticleReading, verb: int) -> bool:
    """Says a modal that it may or should be ("said Chad could attack Mali")? It is guessed or advised, and nobody has done it."""
    tree, grammar = reading.tree, reading.lexicon.grammar
    modals = grammar.modals_hypothetical | grammar.modals_demand
    if is_quoted(tree, verb):
        modals |= grammar.modals_past_future
    for _ in range(_MOST_STEPS):
        if any(
            tree.tags[i] == "MD" and tree.words[i] in modals for i in tree.children(verb, "aux")
        ):
            return True
        if tree.heads[verb] == verb or tree.bases[verb] not in {"conj", "xcomp"}:
            return False
        verb = tree.heads[verb]
    return False


def _is_means(reading: ArticleReading, verb: int) -> bool:
    """Is it what a thing is for ("authority to detain", "new ways to help")? Violence was done by what was for it ("a drive to kill")."""
    tree = reading.tree
    hangs = tree.bases[verb] == "acl" and is_infinitive(reading, verb)
    return hangs and tree.lemmas[tree.heads[verb]] in reading.lexicon.grammar.means_nouns


def _is_wanted(reading: ArticleReading, found: TriggerFinding, verb: int) -> bool:
    """Is it what those are to do who are only wished for ("needs a leader who will help", "to elect those who will")?"""
    tree = reading.tree
    if found.telling.status != "future" or tree.relations[verb] != "acl:relcl":
        return False
    subject = reading.functions.subject(verb)
    if subject is None or tree.words[subject] not in reading.lexicon.grammar.relative_pronouns:
        return False
    above = tree.governor(tree.heads[verb])
    if not tree.is_verb(above):
        return False
    if tree.lemmas[above] in reading.lexicon.grammar.wishing_verbs:
        return True
    told = tell_verb(reading, above)
    return told is None or told.status == "hypothetical"


def _is_given_up(reading: ArticleReading, verb: int) -> bool:
    """Was what a clause tells to be planned put off or cancelled ("a visit that was planned for May was postponed")?"""
    tree, grammar, noun = reading.tree, reading.lexicon.grammar, reading.tree.heads[verb]
    if tree.bases[verb] != "acl" or tree.lemmas[verb] not in grammar.arranging_verbs:
        return False
    done_to = tree.bases[noun] == "obj" or tree.relations[noun] == "nsubj:pass"
    return done_to and tree.lemmas[tree.heads[noun]] in grammar.dropping_verbs
