"""The conditions of an entry: voice, negation, and what its slots may or may not hold."""

from collections.abc import Iterator

from pipeline.lexicon.compiling import ANYTHING, SOMEBODY
from pipeline.stages.events.kinds import holds
from pipeline.stages.events.matching import Match
from pipeline.stages.events.reading import ArticleReading
from pipeline.values import RejectedBecause

# So many words may stand between "first" and what somebody was the first of.
_LONGEST_TITLE = 4
# Relations in which a verb form is no predicate.
_NO_PREDICATE = frozenset({"amod", "compound", "case", "mark", "fixed", "aux", "cop", "det", "cc"})


def refusal(reading: ArticleReading, match: Match) -> RejectedBecause | None:
    """Which condition of its entry *match* fails, or nothing where it fires."""
    tree, entry, head = reading.tree, match.entry, match.head
    group = entry.group
    if entry.kind == "verb" and tree.bases[head] in _NO_PREDICATE:
        return "wrong_part_of_speech"
    if group.polarity == "negative" and not is_refused(reading, head):
        return "only_under_negation"
    passive = entry.kind == "verb" and reading.functions.is_passive(head)
    if group.voice != "any" and (group.voice == "passive") != passive:
        return "excluded_by_context"
    if entry.kind == "verb" and (_is_state(reading, match) or _is_felt(reading, match)):
        return "excluded_by_context"
    if _is_of_what_is_not_done(reading, match):
        return "excluded_by_context"
    if any(_is_singled_out(reading, head, word) for word in match.words):
        return "excluded_by_context"
    if tree.bases[head] == "conj" and tree.lemmas[tree.heads[head]] in entry.not_joined.words:
        return "excluded_by_context"
    return None if _fits(reading, match, passive=passive) else "excluded_by_context"


def _fits(reading: ArticleReading, match: Match, *, passive: bool) -> bool:
    """Has the entry of *match* the subject and the object that it asks for, and nothing around it that it excludes?"""
    entry, head = match.entry, match.head
    if entry.unless and holds(reading, entry.unless, _around(reading, match)):
        return False
    if ANYTHING in entry.not_object.kinds and _has_object(reading, head):
        return False
    any_object = ANYTHING in entry.only_object.kinds
    if any_object and not passive and not _has_object(reading, head):
        return False
    if entry.only_object or entry.not_object:
        objects = [i for i in _object_heads(reading, match) if i not in match.words]
        if entry.only_object and not any_object and not holds(reading, entry.only_object, objects):
            return False
        if entry.not_object and holds(reading, entry.not_object, objects):
            return False
    if entry.only_subject or entry.not_subject:
        subjects = _subject_heads(reading, match)
        # Who did it is left out.
        untold = passive and not subjects and SOMEBODY in entry.only_subject.kinds
        if entry.only_subject and not untold and not holds(reading, entry.only_subject, subjects):
            return False
        if entry.not_subject and holds(reading, entry.not_subject, subjects):
            return False
    return True


def _is_state(reading: ArticleReading, match: Match) -> bool:
    """Tells the participle of an entry in the active only how its subject stands ("senators remain opposed")?"""
    tree, verb = reading.tree, match.head
    stands = tree.words[verb] in reading.lexicon.grammar.stative_participles
    if match.entry.group.voice != "active" or not stands or tree.tags[verb] == "VBD":
        return False
    return all(tree.lemmas[i] != "have" for i in tree.children(verb, "aux"))


def _is_felt(reading: ArticleReading, match: Match) -> bool:
    """Is the passive what somebody says that he feels ("was honoured to serve", "is blessed that")?"""
    tree, grammar = reading.tree, reading.lexicon.grammar
    if tree.lemmas[match.head] not in grammar.felt_verbs or tree.tags[match.head] != "VBN":
        return False
    above = tree.heads[match.head]
    felt = tree.bases[match.head] == "xcomp" and tree.lemmas[above] in grammar.feeling_verbs
    aim = any(tree.tags[i] == "VB" for i in tree.children(match.head, "advcl"))
    return felt or aim or tree.child(match.head, "xcomp", "ccomp") is not None


def _is_of_what_is_not_done(reading: ArticleReading, match: Match) -> bool:
    """Is a promise or threat of an act one not to do it ("promised not to imprison him")?

    Who asks another not to act asks all the same.
    """
    file = reading.lexicon.files[match.entry.event_type]
    if not file.governs or file.content_role == "actors":
        return False
    tree = reading.tree
    for word in match.words:
        if not tree.is_verb(word):
            continue
        if is_negated(reading, word):
            return True
        own = tree.child(word, "mark", "aux", "nsubj") is not None
        if tree.bases[word] == "conj" and not own and is_negated(reading, tree.heads[word]):
            return True
    return False


def _is_singled_out(reading: ArticleReading, verb: int, noun: int) -> bool:
    """Is it told of what somebody is that he was the first or last of them to do something ("became the first president to visit")?"""
    tree, grammar, behind = reading.tree, reading.lexicon.grammar, noun + 2
    if tree.lemmas[verb] not in grammar.becoming_verbs:
        return False
    if behind >= len(tree.words) or tree.words[noun + 1] != "to" or tree.tags[behind] != "VB":
        return False
    before = range(max(0, noun - _LONGEST_TITLE), noun)
    return any(tree.words[i] in grammar.singling_adjectives for i in before)


def is_refused(reading: ArticleReading, verb: int) -> bool:
    """Does the subject not do it of its own will: negated, or under a verb of declining?

    What not all do, or what is never done, is no refusal, and who was kept from it has refused nothing.
    """
    tree, grammar = reading.tree, reading.lexicon.grammar
    if tree.tags[verb] == "VBG" and tree.child(verb, "aux") is None:
        return False
    if _is_asked_of_another(reading, verb):
        return False
    if any(tree.words[i] in grammar.weakening_words for i in tree.children(verb, "advmod", "det")):
        return False
    if is_negated(reading, verb):
        return not _is_left_undone(reading, verb)
    above = tree.heads[verb]
    if tree.bases[verb] not in {"xcomp", "ccomp"} or above == verb:
        return False
    return tree.lemmas[above] in grammar.refusing_governors or is_negated(reading, above)


def _is_left_undone(reading: ArticleReading, verb: int) -> bool:
    """Is it told that it has not been done or is not being done ("has not met the demands")? Not to have let somebody is to refuse."""
    tree, permitting = reading.tree, reading.lexicon.grammar.permitting_verbs
    perfect = tree.tags[verb] == "VBN" and any(
        tree.lemmas[i] == "have" for i in tree.children(verb, "aux")
    )
    return (perfect or tree.tags[verb] == "VBG") and tree.lemmas[verb] not in permitting


def _is_asked_of_another(reading: ArticleReading, verb: int) -> bool:
    """Is the infinitive what somebody was told or forbidden to do ("was told not to sign")?"""
    tree, above = reading.tree, reading.tree.heads[verb]
    if tree.bases[verb] != "xcomp" or not tree.is_verb(above):
        return False
    return reading.functions.is_passive(above) or tree.child(above, "obj", "iobj") is not None


def is_negated(reading: ArticleReading, verb: int) -> bool:
    """Is the word negated by an adverb, or by "no" or "neither" before its subject or object, or as what it is joined to by "or"?"""
    tree, grammar = reading.tree, reading.lexicon.grammar
    if _is_alternative(reading, verb) and is_negated(reading, tree.heads[verb]):
        return True  # "never robbed or killed"
    for child in tree.children(verb, "advmod", "det", "cc", "aux"):
        if tree.words[child] in grammar.negations:
            following = tree.words[child + 1] if child + 1 < len(tree.words) else ""
            if following != "only":
                return True
    for child in tree.children(verb, "nsubj", "obj"):
        if tree.words[child] in grammar.negative_pronouns:
            return True
        if any(tree.words[i] in grammar.denials for i in tree.children(child, "det", "cc")):
            return True
    return False


def _is_alternative(reading: ArticleReading, verb: int) -> bool:
    """Is the finite verb joined to another of the same subject by "or"?"""
    tree, grammar = reading.tree, reading.lexicon.grammar
    if tree.bases[verb] != "conj" or tree.child(verb, "nsubj", "aux") is not None:
        return False
    finite = tree.tags[tree.heads[verb]] == tree.tags[verb]
    return finite and any(
        tree.words[i] in grammar.alternative_words for i in tree.children(verb, "cc")
    )


def _object_heads(reading: ArticleReading, match: Match) -> list[int]:
    tree = reading.tree
    if match.entry.kind != "verb":
        return list(tree.children(match.head, "nmod", "obl", "compound"))
    found = list(reading.functions.objects(match.head))
    if not found:
        found = [child for child in tree.children(match.head, "obl") if child not in match.words]
    return [
        counted
        for child in found
        for part in tree.joined(child)
        for counted in _counted(reading, part)
    ]


def _has_object(reading: ArticleReading, head: int) -> bool:
    """Does the verb act on something, or say that something is so? A day is nothing ("marched Friday")."""
    if reading.functions.is_passive(head):
        return False
    if any(reading.tree.cases.get(i) == "that" for i in reading.tree.children(head, "ccomp")):
        return True  # "demonstrated that they can"
    return any(i not in reading.phrases.dated for i in reading.functions.objects(head))


def _subject_heads(reading: ArticleReading, match: Match) -> list[int]:
    """The heads of who does it, with what a name is called ("Judge Ada Lind", "Hurricane Katrina")."""
    heads = _doing_heads(reading, match)
    return heads + [called for head in heads for called in _called(reading, head)]


def _called(reading: ArticleReading, name: int) -> Iterator[int]:
    tree = reading.tree
    for child in tree.children(name, "nmod", "compound"):
        if tree.relations[child] == "nmod:desc" or (
            tree.relations[child] == "compound" and tree.pos[name] == "PROPN"
        ):
            yield child


def _doing_heads(reading: ArticleReading, match: Match) -> list[int]:
    if match.entry.kind == "verb" and reading.functions.is_passive(match.head):
        return list(reading.functions.doers(match.head))
    tree = reading.tree
    verb = tree.heads[match.head] if match.entry.kind == "modal" else match.head
    subject = reading.functions.subject(verb)
    if subject is None:
        return []
    if tree.words[subject] in reading.lexicon.grammar.relative_pronouns:
        above = tree.heads[subject]
        for _ in range(4):
            if tree.relations[above] == "acl:relcl":
                return [tree.heads[above]]
            above = tree.heads[above]
    return [counted for part in tree.joined(subject) for counted in _counted(reading, part)]


def _counted(reading: ArticleReading, word: int) -> list[int]:
    """The word, and what it counts ("scores of nurses")."""
    tree, grammar = reading.tree, reading.lexicon.grammar
    known = grammar.quantity_nouns | grammar.group_nouns
    if tree.lemmas[word] not in known and tree.pos[word] != "NUM":
        return [word]
    return [
        word,
        *(child for child in tree.children(word, "nmod") if tree.cases.get(child) == "of"),
    ]


def _around(reading: ArticleReading, match: Match) -> list[int]:
    """What hangs on the head and one step below, relative clauses left out; and its subject."""
    tree, found = reading.tree, []
    head = tree.heads[match.head] if match.entry.kind == "modal" else match.head
    for child in tree.children(head):
        if tree.bases[child] in {"punct", "parataxis", "conj", "cc", "ccomp", "advcl"}:
            continue
        found.append(child)
        if tree.bases[child] != "acl":
            found += tree.children(child, "compound", "nmod", "amod", "conj", "obj", "obl", "xcomp")
    found += _subject_heads(reading, match)
    if match.entry.kind == "noun" and tree.bases[match.head] in {
        "compound",
        "nmod",
        "obj",
        "nsubj",
    }:
        found.append(tree.heads[match.head])
    return found
