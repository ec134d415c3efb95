"""Clauses that name an act and do not tell it: conditions, questions, orders, what is only spoken or thought of."""

from collections.abc import Set

from pipeline.stages.events.reading import ArticleReading
from pipeline.stages.events.speech import is_quoted

_CLAUSES = frozenset({"acl", "ccomp"})
# A clause is asked for by its governor, or stands in a row with one that is.
_ASKED = frozenset({"acl", "ccomp", "csubj", "advcl", "xcomp", "nsubj", "obj", "conj", "parataxis"})


def is_conditional(reading: ArticleReading, word: int) -> bool:
    """Is the clause of *word* the condition of another ("if Mali yields")?"""
    grammar = reading.lexicon.grammar
    tree = reading.tree
    case = tree.cases.get(word, "")
    if case in grammar.condition_words or case in grammar.condition_phrases:
        return True
    if case in grammar.awaiting_words and _is_present(reading, word):
        return True  # "until the captive is freed"
    above = tree.heads[word]
    phrases = grammar.condition_phrases
    if any(
        f"{tree.cases.get(i, '')} the {tree.words[i]}" in phrases
        for i in tree.children(word, "obl")
    ):
        return True
    named = f"{tree.cases.get(above, '')} the {tree.words[above]}"
    return tree.bases[word] in _CLAUSES and named in grammar.condition_phrases


def _is_present(reading: ArticleReading, verb: int) -> bool:
    tree = reading.tree
    bare = tree.tags[verb] == "VB" and tree.child(verb, "aux") is None
    return bare or any(tree.tags[i] in {"VBZ", "VBP"} for i in (verb, *tree.children(verb, "aux")))


def is_asked(reading: ArticleReading, clause: int) -> bool:
    """Is the clause an indirect question ("asked why", "to be seen how long")?"""
    tree = reading.tree
    if tree.bases[clause] not in _ASKED:
        return False
    words = reading.lexicon.grammar.question_words
    above = tree.heads[clause]
    if any(tree.words[i] in words for i in tree.children(above, "obl") if above < i < clause):
        return True  # "depends on how it acts": the parser hung the word on the verb above
    if any(_is_counted_in_question(reading, i) for i in tree.children(clause, "nsubj", "obj")):
        return True
    return any(
        tree.words[child] in words or any(tree.words[i] in words for i in tree.children(child))
        for child in tree.children(clause, "advmod", "mark")
    )


def _is_counted_in_question(reading: ArticleReading, noun: int) -> bool:
    """Is it asked how many or how much there is of *noun* ("did not say how many were killed")?"""
    tree, words = reading.tree, reading.lexicon.grammar.question_words
    return any(
        tree.words[i] in words
        for word in (noun, *tree.children(noun, "amod"))
        for i in tree.children(word, "advmod")
    )


def in_question(reading: ArticleReading, *clauses: int) -> bool:
    """Ends one of *clauses* with a question mark?"""
    tree = reading.tree
    return any(tree.words[i] == "?" for clause in clauses for i in tree.children(clause, "punct"))


def is_order(reading: ArticleReading, verb: int) -> bool:
    """Is the verb an imperative: bare, or with "do not" before it ("don't let it")?"""
    tree = reading.tree
    if tree.tags[verb] != "VB" or tree.child(verb, "nsubj") is not None:
        return False
    return all(tree.lemmas[i] == "do" for i in tree.children(verb, "aux"))


def is_subjunctive(reading: ArticleReading, verb: int) -> bool:
    """Is the verb bare although its subject is a single third ("that the bank levy a tax", "Macron resign")? It is wished for.

    A body may take the verb of a plural ("the council vote today"), and some verbs have one form for present and past.
    """
    tree, grammar = reading.tree, reading.lexicon.grammar
    subject = tree.child(verb, "nsubj")
    if tree.tags[verb] not in {"VB", "VBP"} or subject is None or subject > verb:
        return False
    if tree.child(verb, "aux", "cop") is not None or is_infinitive(reading, verb):
        return False
    if tree.lemmas[verb] in grammar.unchanging_verbs:
        return False
    person = reading.phrases.is_person(subject) or tree.words[subject] in grammar.single_pronouns
    clause = tree.bases[verb] in _CLAUSES and tree.cases.get(verb) == "that"
    single = tree.tags[subject] in {"NN", "NNP"} or tree.words[subject] in grammar.single_pronouns
    return single and len(tree.joined(subject)) == 1 and (person or clause)


def is_infinitive(reading: ArticleReading, verb: int) -> bool:
    """Stands "to" before the verb ("to leave", "for the bill to be dropped")?"""
    tree = reading.tree
    if tree.cases.get(verb) == "to":
        return True
    return tree.tags[verb] in {"VB", "VBN"} and any(
        tree.words[i] == "to" for i in tree.children(verb, "mark", "aux", "case")
    )


def tells_for_itself(reading: ArticleReading, clause: int) -> bool:
    """Is it a clause whose truth does not hang on the one above: a relative one, or one of time or cause?

    "A man killed by rebels" is one, too.
    """
    tree = reading.tree
    if tree.relations[clause] == "acl:relcl":
        return True
    if tree.bases[clause] == "acl" and tree.tags[clause] == "VBN":
        return any(tree.relations[i] == "obl:agent" for i in tree.children(clause, "obl"))
    finite = tree.tags[clause] in {"VBD", "VBZ", "VBP"}
    return tree.bases[clause] == "advcl" and finite and clause in tree.cases


def of_nobody(reading: ArticleReading, clause: int) -> bool:
    """Hangs the clause on a noun that stands for none or any ("no evidence that", "any group which", "every day it is late")?"""
    tree, grammar = reading.tree, reading.lexicon.grammar
    noun = tree.heads[clause]
    if tree.bases[clause] not in _CLAUSES or noun == clause or tree.is_verb(noun):
        return False
    if tree.words[noun] in grammar.generic_pronouns or _is_of_people(reading, noun, clause):
        return True
    subject = tree.child(clause, "nsubj")
    if subject is not None and tree.words[subject] == "which":
        return False  # it tells of the noun by the way
    measured = tree.lemmas[noun] in grammar.age_units
    generic = grammar.generic_determiners | (
        grammar.distributing_determiners if measured else set()
    )
    return any(tree.words[i] in generic for i in tree.children(noun, "det"))


def _is_of_people(reading: ArticleReading, noun: int, clause: int) -> bool:
    """Is it any person of whom the clause says what he is or has done ("a person who has tested positive")?

    What he did in the past was done by one.
    """
    tree, grammar = reading.tree, reading.lexicon.grammar
    if tree.lemmas[noun] not in grammar.generic_people or tree.bases[clause] != "acl":
        return False
    told = [clause, *tree.children(clause, "aux")]
    present = any(tree.tags[i] in {"VBZ", "VBP"} for i in told)
    some = any(
        tree.words[i] not in grammar.indefinite_articles
        for i in tree.children(noun, "det", "nummod", "amod", "compound")
    )
    return present and not some and tree.child(noun, "nmod") is None


def is_only_named(reading: ArticleReading, verb: int) -> bool:
    """Is the act of *verb* thought of, expected or foiled, and not told as done?"""
    return _is_thought_of(reading, verb) or _is_not_done(reading, verb)


def _is_not_done(reading: ArticleReading, verb: int) -> bool:
    """Was it foiled ("foiled a plot to bomb"), is it expected of another ("expects them to yield"), of nobody ("neither did")?"""
    tree, grammar = reading.tree, reading.lexicon.grammar
    above, base = tree.heads[verb], tree.bases[verb]
    for subject in tree.children(verb, "nsubj"):
        words = {tree.words[subject], *(tree.words[i] for i in tree.children(subject, "det"))}
        if words.intersection(grammar.negations - grammar.generic_determiners):
            return True
    if not is_infinitive(reading, verb):
        return False
    if base == "acl":
        return is_foiled(reading, above, grammar.foiling_verbs | grammar.unmasking_verbs)
    if base != "xcomp":
        return False
    if tree.lemmas[above] in grammar.expecting_verbs:
        return tree.child(above, "obj") is not None
    return tree.bases[above] == "xcomp" and tree.lemmas[tree.heads[above]] in grammar.seeming_verbs


def _is_thought_of(reading: ArticleReading, verb: int) -> bool:
    """Is the "-ing" of *verb* what somebody thinks or speaks of ("favoured leaving", "wrote about leaving")?

    Also where it is an item in a list that the parser joined to a finite verb.
    """
    tree, grammar = reading.tree, reading.lexicon.grammar
    above, base, case = tree.heads[verb], tree.bases[verb], tree.cases.get(verb, "")
    if tree.tags[verb] != "VBG":
        return False
    if verb > 0 and tree.words[verb - 1] == case and case in grammar.naming_prepositions:
        return True  # the parser may take "is about helping" for one verb
    if tree.child(verb, "aux") is not None:
        return False
    spoken_of = grammar.naming_prepositions & grammar.topic_prepositions
    if tree.child(verb, "nsubj") is not None:
        return case in spoken_of  # "talk about the bank going bust"
    if case in grammar.naming_prepositions:
        return True
    if base == "conj":
        return tree.tags[above] in {"VBD", "VBZ", "VBP"}
    deemed = verb - above == 1 and tree.lemmas[above] in grammar.deeming_verbs
    if base in {"csubj", "ccomp"} or deemed:
        return True  # "said executing them would be wrong"
    # A bare adverbial clause tells what was done meanwhile ("backed away, expressing regret").
    complement = base in {"xcomp", "obj"} or verb - above == 1
    complement = complement or (base in {"advcl", "obl"} and bool(case))
    return complement and tree.lemmas[above] in grammar.naming_governors


def is_foiled(reading: ArticleReading, noun: int, verbs: Set[str]) -> bool:
    """Came what *noun* names to nothing, by one of *verbs* ("foiled an attack", "a plot was uncovered")?"""
    tree = reading.tree
    done_to = tree.bases[noun] == "obj" or tree.relations[noun] == "nsubj:pass"
    return done_to and tree.lemmas[tree.heads[noun]] in verbs


def is_due(reading: ArticleReading, verb: int) -> bool:
    """Stands a modal of duty before the verb?"""
    tree, due = reading.tree, reading.lexicon.grammar.modals_demand
    return any(tree.tags[i] == "MD" and tree.words[i] in due for i in tree.children(verb, "aux"))


def is_reported(reading: ArticleReading, verb: int) -> bool:
    """Is the clause told as another's word? What others "would" do in his own words he has not promised."""
    tree = reading.tree
    subject = tree.child(verb, "nsubj")
    if subject is not None and is_quoted(tree, subject):
        return tree.words[subject] in reading.lexicon.grammar.first_person
    above = tree.governor(verb)
    return tree.lemmas[above] in reading.lexicon.grammar.reporting_verbs or any(
        tree.lemmas[i] in reading.lexicon.grammar.reporting_verbs
        for i in tree.children(verb, "parataxis")
    )


def is_dropped(reading: ArticleReading, plan: int) -> bool:
    """Is the plan given up ("cancelled plans to visit")?"""
    tree = reading.tree
    given_up = tree.lemmas[tree.heads[plan]] in reading.lexicon.grammar.dropping_verbs
    return given_up and (tree.bases[plan] == "obj" or tree.relations[plan] == "nsubj:pass")
