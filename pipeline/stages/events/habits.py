"""What is so in general and no event of its day: habits, laws and rules, and what a picture shows."""

from pipeline.lexicon.entries import SUBJECT
from pipeline.stages.events.findings import TriggerFinding
from pipeline.stages.events.reading import ArticleReading, SentenceRange

_PRESENT = frozenset({"VBZ", "VBP"})
_FINITE = frozenset({"VBZ", "VBP", "VBD", "MD"})
_VERBS = _FINITE | {"VB", "VBN", "VBG"}
_PARTICIPLES = frozenset({"VBN", "VBG"})
_PLURALS = frozenset({"NNS", "NNPS"})
# What is longer, in tokens, stands under no picture.
_LONGEST_CAPTION = 40
_CLOSING = frozenset('.!?:;…"”’')
# Who has done it for long holds an opinion; charges and demands are uttered anew.
_STANCE = "SUPPORT"
# Clauses nested deeper than this are no clauses.
_MOST_STEPS = 8


def is_habit(reading: ArticleReading, verb: int) -> bool:
    """Is the clause told in the plain present, which in running text tells what is always so?"""
    tree = reading.tree
    auxiliaries = list(tree.children(verb, "aux"))
    if tree.tags[verb] in _PRESENT:
        return not auxiliaries
    if tree.tags[verb] == "VB":
        return any(tree.lemmas[i] == "do" and tree.tags[i] in _PRESENT for i in auxiliaries)
    passive = tree.tags[verb] == "VBN" and len(auxiliaries) == 1
    return (
        passive
        and tree.relations[auxiliaries[0]] == "aux:pass"
        and (tree.tags[auxiliaries[0]] in _PRESENT)
    )


def is_no_death(reading: ArticleReading, found: TriggerFinding) -> bool:
    """Is it a place that dies, or do people go on dying whom nobody counts or names ("patients are dying in corridors")?"""
    tree, verb = reading.tree, found.match.head
    subject = reading.functions.subject(verb)
    if subject is None or SUBJECT not in found.match.entry.group.actor_slots:
        return False
    named = tree.pos[subject] == "PROPN" and reading.phrases.is_place(subject)
    named |= tree.lemmas[subject] in reading.lexicon.grammar.place_nouns
    if named and not found.match.words:
        return True  # but not "Ukraine lost ten million lives"
    going_on = tree.tags[verb] == "VBG" and any(
        tree.tags[i] in _PRESENT for i in tree.children(verb, "aux")
    )
    return going_on and _is_bare_plural(reading, subject)


def is_rule(reading: ArticleReading, found: TriggerFinding) -> bool:
    """Tells *found* what is so in general, whoever takes part in it?

    A state told by the way ("Chad, which supports Mali"), what a law says ("the decree forbids"), what is told
    with "always" or "historically", what somebody offers at all times, and what befalls a class of people under a clause in the present
    ("people held in contempt are fined").
    """
    word = found.match.head
    if _is_frequent(reading, word) or _is_stance(reading, word):
        return True
    if _is_any_of_its_kind(reading, found):
        return True
    carrier = found.arguments.carrier
    verb = found.match.head if carrier is None else carrier
    if _is_usual(reading, verb):
        return True
    if found.event_type == _STANCE and _is_lasting(reading, verb):
        return True
    tree = reading.tree
    if is_habit(reading, verb):
        subject = reading.functions.subject(verb)
        known = reading.lexicon.grammar.ruling_nouns
        if subject is not None and tree.words[subject] in reading.lexicon.grammar.relative_pronouns:
            subject = tree.heads[verb]  # "the law, which requires"
        if subject is not None and tree.lemmas[subject] in known:
            return True
        if tree.lemmas[verb] in reading.lexicon.grammar.standing_verbs:
            return True  # "the bank offers loans to farmers"
        parties = (*found.arguments.actors, *found.arguments.recipients)
        if _is_whenever(reading, verb) and not any(p.named or p.pronoun for p in parties):
            return True
        never = any(tree.words[i] == "never" for i in tree.children(verb, "advmod"))
        return never or tree.relations[verb] == "acl:relcl"
    named = any(p.named for p in (*found.arguments.actors, *found.arguments.recipients))
    return not named and _is_of_a_class(reading, verb)


def is_content_of_law(reading: ArticleReading, found: TriggerFinding) -> bool:
    """Is it what a law or accord says ("signed a decree banning the party")? What it asks or blames is asked by it."""
    tree, verb = reading.tree, found.match.head
    category = reading.category(found.event_type)
    first = tree.heads[verb] if tree.bases[verb] == "conj" else verb
    participle = tree.tags[verb] == "VBG" and tree.relations[verb] == "acl"
    modals = (tree.tags[i] == "MD" for i in tree.children(verb, "aux"))
    # "A law that will require screening and will provide money".
    participle = participle or (tree.relations[first] == "acl:relcl" and any(modals))
    ruled = tree.lemmas[tree.heads[first]] in reading.lexicon.grammar.ruling_nouns
    return participle and ruled and category != "verbal_conflict"


def is_caption(reading: ArticleReading, sentence: SentenceRange) -> bool:
    """Is the sentence a line under a picture or over a part: without a verb, or no full stop and no past?"""
    tree = reading.tree
    inside = range(sentence.start, sentence.end)
    if len(inside) > _LONGEST_CAPTION:
        return False
    tags = {tree.tags[i] for i in inside}
    if tags.isdisjoint(_VERBS):
        return True
    closed = any(tree.words[i] in _CLOSING for i in inside[-2:])
    return not closed and "VBD" not in tags


def _is_frequent(reading: ArticleReading, noun: int) -> bool:
    """Is the noun what is said to be frequent or rare ("kidnappings are common in the region")?"""
    tree, said = reading.tree, reading.tree.heads[noun]
    often = tree.lemmas[said] in reading.lexicon.grammar.frequency_adjectives
    return often and tree.tags[noun] == "NNS" and tree.bases[noun] == "nsubj"


def _is_stance(reading: ArticleReading, word: int) -> bool:
    """Tells a participle by the way what somebody thinks ("protesters opposed to the plan", "at first opposed to it")?"""
    tree = reading.tree
    stative = tree.words[word] in reading.lexicon.grammar.stative_participles
    loose = tree.relations[word] in {"acl", "advcl"} and not reading.functions.is_passive(word)
    return stative and loose and tree.child(word, "aux", "cop", "nsubj", "obj") is None


def _is_whenever(reading: ArticleReading, verb: int) -> bool:
    """Is the clause in the present one of those with "when", which tell of no day?"""
    tree, words = reading.tree, reading.lexicon.grammar.whenever_words
    clause = tree.heads[verb] if tree.bases[verb] == "conj" else verb
    marks = (tree.words[i] for i in tree.children(clause, "advmod", "mark"))
    return tree.bases[clause] == "advcl" and (
        tree.cases.get(clause) in words or any(word in words for word in marks)
    )


def is_bare_plural(reading: ArticleReading, noun: int) -> bool:
    """Is it some of a class of people, of whom nothing more is told ("detectives")?"""
    return (
        _is_bare_plural(reading, noun)
        and reading.tree.child(noun, "nmod", "amod", "compound", "acl") is None
    )


def _is_any_of_its_kind(reading: ArticleReading, found: TriggerFinding) -> bool:
    """Is it a bare plural of which, or of something of which, the present says how it is ("turnout in elections is low")?"""
    tree, word = reading.tree, found.match.head
    if found.match.entry.kind != "noun" or tree.tags[word] != "NNS":
        return False
    if tree.child(word, "det", "nummod") is not None or found.arguments.recipients:
        return False
    while tree.bases[word] == "nmod" and tree.heads[word] != word:
        word = tree.heads[word]
    said = tree.heads[word]
    copula = tree.child(said, "cop")
    if tree.bases[word] != "nsubj" or copula is None or tree.tags[copula] not in _PRESENT:
        return False
    return tree.pos[said] == "ADJ" and tree.lemmas[said] not in reading.lexicon.grammar.future_words


def _is_usual(reading: ArticleReading, verb: int) -> bool:
    """Says an adverb of the clause or of one above that it was so again and again?"""
    tree, current = reading.tree, verb
    for _ in range(_MOST_STEPS):
        if any(
            tree.words[i] in reading.lexicon.grammar.habit_adverbs
            for i in tree.children(current, "advmod")
        ):
            return True
        if tree.heads[current] == current or tree.bases[current] in {"conj", "parataxis"}:
            return False
        current = tree.heads[current]
    return False


def _is_lasting(reading: ArticleReading, verb: int) -> bool:
    """Is it what somebody has done or held for long ("has long praised")?"""
    tree, lasting = reading.tree, reading.lexicon.grammar.lasting_adverbs
    perfect = any(tree.lemmas[i] == "have" for i in tree.children(verb, "aux"))
    return perfect and any(tree.words[i] in lasting for i in tree.children(verb, "advmod"))


def _is_of_a_class(reading: ArticleReading, verb: int) -> bool:
    """Is it a participle, or a clause about a plural, under a clause in the plain present?"""
    tree = reading.tree
    relative = tree.relations[verb] == "acl:relcl"
    if relative and (_is_past(reading, verb) or not _is_bare_plural(reading, tree.heads[verb])):
        return False
    finite = tree.child(verb, "aux") is not None or tree.tags[verb] not in _PARTICIPLES
    reduced = not finite and tree.bases[verb] in {"acl", "advcl", "conj"}
    passive = tree.bases[verb] == "advcl" and tree.tags[verb] == "VBN"  # "after being jailed"
    if not (relative or reduced or passive):
        return False
    current = verb
    for _ in range(_MOST_STEPS):
        above = tree.heads[current]
        if above == current:
            return False
        current = above
        if tree.is_verb(current) and _has_tense(reading, current):
            return is_habit(reading, current)
    return False


def _has_tense(reading: ArticleReading, verb: int) -> bool:
    tree = reading.tree
    return tree.tags[verb] in _FINITE or any(
        tree.tags[i] in _FINITE for i in tree.children(verb, "aux")
    )


def _is_past(reading: ArticleReading, verb: int) -> bool:
    tree = reading.tree
    return tree.tags[verb] == "VBD" or any(
        tree.tags[i] == "VBD" for i in tree.children(verb, "aux")
    )


def _is_bare_plural(reading: ArticleReading, noun: int) -> bool:
    tree = reading.tree
    if tree.words[noun] in reading.lexicon.grammar.pointing_pronouns:
        return True
    return tree.tags[noun] in _PLURALS and tree.child(noun, "det", "nummod") is None
