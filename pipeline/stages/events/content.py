"""What a governing trigger is about: the act in its complement or object ("refused to meet", "condemned the raid")."""

from collections.abc import Iterator, Mapping, Set

from pipeline.stages.events.clauses import is_infinitive
from pipeline.stages.events.conditions import is_negated
from pipeline.stages.events.matching import Match
from pipeline.stages.events.phrase import Phrases
from pipeline.stages.events.reading import ArticleReading

_COMPLEMENTS = ("xcomp", "ccomp", "obj", "obl", "nmod", "acl", "advcl", "nsubj", "iobj", "conj")
# Clauses that tell of something else than what the entry is about.
_DEEPEST = 5
_MOST_TOKENS = 80
_PARTICIPLES = frozenset({"VBN", "VBG"})
_QUESTIONS = frozenset({"WP", "WDT", "WP$", "WRB"})


def content_range(reading: ArticleReading, match: Match) -> frozenset[int]:
    """The tokens of what *match* is about; relative clauses and circumstances are no part of it."""
    found: set[int] = set()
    for child in _complements(reading, match):
        _collect(reading, child, found, 0)
        if len(found) > _MOST_TOKENS:
            break
    return frozenset(found)


def find_content(
    reading: ArticleReading, match: Match, by_head: Mapping[int, Match], inside: frozenset[int]
) -> Match | None:
    """The first act in what *match* is about, of those that fire; the nearest to it in the tree first."""
    tree = reading.tree
    level = [child for child in _complements(reading, match) if child in inside]
    for _ in range(_DEEPEST):
        for head in level:
            known = by_head.get(head)
            if known is not None and known.refused is None and known.head != match.head:
                return known
        level = [
            child
            for head in level
            for child in tree.below.get(head, ())
            if child in inside and child != match.head
        ]
    return None


def has_wish(reading: ArticleReading, match: Match) -> bool:
    """Is the entry about something to be done: an infinitive, a clause in the subjunctive or with a modal, or one's own stance?"""
    tree = reading.tree
    promises = reading.lexicon.files[match.entry.event_type].promises
    for child in _complements(reading, match):
        if promises and _says_what_is_due(reading, child):
            continue
        if tree.bases[child] in {"xcomp", "ccomp", "acl", "advcl"} and tree.tags[child] == "VB":
            return True
        if tree.bases[child] == "ccomp" and not _is_indicative(reading, child):
            return True
    told = tree.children(match.head, "ccomp")
    return promises and any(_tells_a_stance(reading, clause) for clause in told)


def _tells_a_stance(reading: ArticleReading, clause: int) -> bool:
    """Says the clause what somebody himself wants, or has none of ("assured him that they have no interest in the port")?"""
    tree, grammar = reading.tree, reading.lexicon.grammar
    subject = tree.child(clause, "nsubj")
    if subject is None or tree.pos[subject] != "PRON":
        return False
    denied = (i for thing in tree.children(clause, "obj") for i in tree.children(thing, "det"))
    return tree.lemmas[clause] in grammar.stance_verbs or any(tree.words[i] == "no" for i in denied)


def is_itself(reading: ArticleReading, match: Match, content: Match) -> bool:
    """Is *content* what *match* is about, not one inside of that ("vowed to protect X from being attacked")?"""
    tree, grammar = reading.tree, reading.lexicon.grammar
    light = grammar.carriers - grammar.telling_carriers
    own, word = {match.head, *match.words}, content.head
    for _ in range(_DEEPEST):
        if tree.cases.get(word) in grammar.averting_prepositions:
            return False
        if tree.bases[word] == "acl" and tree.tags[word] in _PARTICIPLES:
            return False  # "agreed to pay the family of a man killed by soldiers"
        joined = tree.bases[word] == "conj"
        word = tree.heads[word]
        if word in own:
            # "Agreed to help lift the siege": to help is what is promised.
            act = word != match.head and tree.is_verb(word) and not joined
            return not act or tree.lemmas[word] in light
        if tree.is_verb(word) and not joined and tree.lemmas[word] not in light:
            return False
    return True


def tells_a_fact(reading: ArticleReading, match: Match) -> bool:
    """Is a verb of the entry told as what was, where it is to be what is wanted ("told them that X had left")?"""
    file = reading.lexicon.files[match.entry.event_type]
    if not file.wishes:
        return False
    asks = file.content_role == "actors"
    return any(
        reading.tree.bases[word] == "ccomp"
        and (_is_indicative(reading, word) or (asks and _will_not_be(reading, word)))
        for word in match.words
        if reading.tree.is_verb(word)
    )


def is_own_act(reading: ArticleReading, match: Match) -> bool:
    """Is what the entry wants done by its own subject ("is pushing to build a port", "sought to help")? That asks nobody."""
    tree, grammar, verb = reading.tree, reading.lexicon.grammar, match.head
    file = reading.lexicon.files[match.entry.event_type]
    asks = file.wishes and file.content_role == "actors"
    if not asks or match.entry.kind != "verb" or tree.lemmas[verb] not in grammar.striving_verbs:
        return False
    if reading.functions.is_passive(verb) or tree.child(verb, "obj", "iobj") is not None:
        return False
    if any(not tree.is_verb(word) and tree.pos[word] != "ADP" for word in match.words):
        return False  # "sought support to build a port"
    clauses = [i for i in tree.children(verb, "xcomp", "advcl", "ccomp") if tree.tags[i] == "VB"]
    return any(tree.child(i, "nsubj") is None and tree.cases.get(i) == "to" for i in clauses) and (
        not any(i in tree.cases for i in tree.children(verb, "obl") if i < clauses[0])
    )


def find_warned(reading: ArticleReading, match: Match, conditions: Set[str]) -> Phrases:
    """Who must act so that what is threatened does not follow: the subject of one of *conditions* ("unless", "if")."""
    tree = reading.tree
    level = [match.head]
    for _ in range(_DEEPEST):
        for clause in level:
            if tree.cases.get(clause) in conditions:
                subject = tree.child(clause, "nsubj")
                found = reading.phrases.participants(subject) if subject is not None else ()
                return tuple(phrase for phrase in found if not phrase.pronoun)
        level = [
            child
            for head in level
            for child in tree.children(head, "advcl", "xcomp", "ccomp", "obj", "conj")
            # "threatened to stop payments and to leave if": joined is what is threatened, not another act.
            if not (head == match.head and tree.bases[child] == "conj")
        ]
    return ()


def _says_what_is_due(reading: ArticleReading, clause: int) -> bool:
    """Is it a clause of what should be done? "Should the wind turn" is a condition."""
    tree, due = reading.tree, reading.lexicon.grammar.modals_demand
    subject = tree.child(clause, "nsubj")
    if tree.bases[clause] != "ccomp" or subject is None:
        return False
    return any(tree.words[i] in due and i > subject for i in tree.children(clause, "aux"))


def _will_not_be(reading: ArticleReading, clause: int) -> bool:
    """Does the clause say that a thing will not be done ("insisted that the rebels would not surrender")?"""
    tree, grammar = reading.tree, reading.lexicon.grammar
    future = grammar.modals_future | grammar.modals_past_future
    will = any(tree.words[i] in future for i in tree.children(clause, "aux"))
    return will and is_negated(reading, clause)


def _is_indicative(reading: ArticleReading, clause: int) -> bool:
    """Does the clause tell what is or was, without a modal?"""
    tree = reading.tree
    possible = reading.lexicon.grammar.modals_hypothetical
    modal = any(
        tree.tags[i] == "MD" and tree.words[i] not in possible for i in tree.children(clause, "aux")
    )
    finite = tree.tags[clause] in {"VBD", "VBZ", "VBP"} or tree.pos[clause] != "VERB"
    auxiliary = any(
        tree.tags[i] in {"VBD", "VBZ", "VBP"} for i in tree.children(clause, "aux", "cop")
    )
    return not modal and (finite or auxiliary)


def _complements(reading: ArticleReading, match: Match) -> Iterator[int]:
    tree, head = reading.tree, match.head
    wishes = reading.lexicon.files[match.entry.event_type].wishes
    promises = reading.lexicon.files[match.entry.event_type].promises
    asks = wishes and reading.lexicon.files[match.entry.event_type].content_role == "actors"
    if match.entry.kind == "modal":
        yield tree.heads[head]
        return
    if tree.bases[head] == "parataxis":
        yield tree.heads[head]  # "Soldiers burned two huts, the bishop alleged"
    passive = match.entry.kind == "verb" and reading.functions.is_passive(head)
    for child in tree.children(head, *_COMPLEMENTS):
        base = tree.bases[child]
        if base == "nsubj" and not passive:
            continue
        if base == "conj" or (wishes and base == "ccomp" and _is_indicative(reading, child)):
            continue
        if base in {"obl", "nmod", "advcl"} and _is_circumstance(reading, child):
            continue
        if asks and _is_asked_about(reading, child):
            continue
        if tree.relations[child] in {"acl:relcl", "nmod:poss", "obl:agent"}:
            continue
        if promises and tree.cases.get(child) in reading.lexicon.grammar.siding_prepositions:
            continue  # "agreed with the ban"
        yield child
    for word in match.words:
        # "repeated its demand that Mali withdraw": the clause hangs on the noun of the entry.
        yield from (c for c in tree.children(word, "acl", "ccomp") if tree.tags[c] != "VBN")


def _is_asked_about(reading: ArticleReading, child: int) -> bool:
    """Is it what somebody wants to know, and not what he wants done ("asked how X will pay", "asked X about it")?"""
    tree = reading.tree
    if tree.bases[child] in {"obl", "nmod"}:
        return tree.cases.get(child) == "about"
    if tree.bases[child] != "ccomp" or is_infinitive(reading, child):
        return False
    if tree.cases.get(child) in reading.lexicon.grammar.question_words | {"if"}:
        return True
    return any(
        tree.tags[i] in _QUESTIONS and i < child
        for word in (child, *tree.children(child, "obj", "nsubj", "obl", "advmod"))
        for i in (word, *tree.children(word, "det", "advmod", "obj", "nsubj", "obl"))
    )


def _is_circumstance(reading: ArticleReading, child: int) -> bool:
    """When, where or why; not what the entry is about."""
    tree = reading.tree
    case = tree.cases.get(child)
    noun = tree.bases[child] != "advcl"
    return case not in reading.lexicon.grammar.content_prepositions and not (noun and case == "at")


def _collect(reading: ArticleReading, word: int, found: set[int], depth: int) -> None:
    if depth > _DEEPEST or word in found:
        return
    found.add(word)
    tree = reading.tree
    for child in tree.below.get(word, ()):
        if len(found) > _MOST_TOKENS:
            return
        if tree.relations[child] in {"acl:relcl", "parataxis", "appos"}:
            continue
        if tree.bases[child] in {"advcl", "obl"} and _is_circumstance(reading, child):
            continue
        _collect(reading, child, found, depth + 1)
