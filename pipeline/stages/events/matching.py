"""How an entry is found in the tree: the words that must hang on its head, in any order and at any distance."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipeline.lexicon.compiling import Entry, Need
from pipeline.stages.events.reading import ArticleReading
from pipeline.values import RejectedBecause

_OBJECTS = ("obj", "iobj", "xcomp", "ccomp", "obl", "advmod", "compound", "nsubj")


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """An entry found at the token ``head``; ``words`` are the tokens that it matched besides."""

    entry: Entry
    head: int
    words: tuple[int, ...]
    refused: RejectedBecause | None = None
    others: "tuple[Match, ...]" = ()

    @property
    def tokens(self) -> tuple[int, ...]:
        """All matched tokens in order."""
        return tuple(sorted((self.head, *self.words)))


def match_words(reading: ArticleReading, entry: Entry, head: int) -> Match | None:
    """*entry* at the token *head*; nothing where its words are not there. Its conditions are not asked."""
    words: list[int] = []
    if entry.kind == "verb" and not _has_its_particles(reading, entry, head):
        return None
    missing: list[Need] = []
    for need in entry.needs:
        found = _needed(reading, head, need)
        if found is not None:
            words += found
        elif need.preposition is None and len(entry.needs) > 1:
            missing.append(need)
        else:
            return None
    for need in missing:
        inner = _modifying(reading, words, need)
        if inner is None:
            return None
        words += inner
    for alternatives in entry.modifiers:
        modifier = _modifier(reading, head, alternatives)
        if modifier is None:
            return None
        words.append(modifier)
    return Match(entry=entry, head=head, words=tuple(dict.fromkeys(words)))


def _has_its_particles(reading: ArticleReading, entry: Entry, head: int) -> bool:
    """Has the verb no particle but those of the entry? "Call off" is not "call", "press ahead" not "press"."""
    tree, onward = reading.tree, reading.lexicon.grammar.onward_adverbs
    known = {need.preposition for need in entry.needs}
    return all(
        tree.words[child] in known
        for child in tree.children(head, "compound", "advmod")
        if tree.relations[child] == "compound:prt"
        or (child == head + 1 and tree.words[child] in onward)
    )


def _modifying(reading: ArticleReading, words: Iterable[int], need: Need) -> tuple[int, ...] | None:
    """A word of the entry that modifies one found before ("fire tear gas", "declare martial law", "close a deal to buy")."""
    tree = reading.tree
    for word in words:
        inner = (*tree.children(word, "compound", "amod", "acl"), tree.heads[word])
        found = _first(reading, inner, need.words)
        if found is not None:
            return (found,)
    return None


def objects_of(reading: ArticleReading, head: int) -> Iterator[int]:
    """The words that may be the object of an entry: what hangs on the head, what is joined to that, and what
    is counted by it ("a series of raids")."""
    tree = reading.tree
    direct = [
        child
        for child in tree.children(head, *_OBJECTS)
        if tree.bases[child] != "obl" or child not in tree.cases
    ]
    if tree.is_verb(head):
        passive = reading.functions.is_passive(head)
        direct = [c for c in direct if passive or tree.bases[c] != "nsubj"]
        if passive or tree.relations[head] == "acl:relcl":
            direct += [i for i in reading.functions.objects(head) if i not in direct]
    for child in direct:
        for part in tree.joined(child):
            yield part
            if tree.lemmas[part] in reading.lexicon.grammar.quantity_nouns or (
                tree.pos[part] == "NUM"
            ):
                for counted in tree.children(part, "nmod"):
                    yield from tree.joined(counted)


def _needed(reading: ArticleReading, head: int, need: Need) -> tuple[int, ...] | None:
    if need.preposition is None:
        found = _first(reading, objects_of(reading, head), need.words)
        return (found,) if found is not None else None
    if not need.words:
        return _particle(reading, head, need.preposition)
    tree = reading.tree
    under = (
        part
        for child in (
            *tree.children(head, "obl", "nmod", "advcl", "acl", "xcomp"),
            *(
                inner
                for direct in tree.children(head, "obj", "xcomp", "nsubj")
                if tree.bases[direct] != "nsubj" or reading.functions.is_passive(head)
                for inner in tree.children(direct, "nmod", "obl")
            ),
        )
        if reading.functions.is_marked(child, need.preposition)
        for part in tree.joined(child)
    )
    found = _first(reading, under, need.words)
    if found is not None:
        return (found,)
    particle = _particle(reading, head, need.preposition)
    direct = _first(reading, objects_of(reading, head), need.words)
    if particle is None or direct is None:
        return None
    return (*particle, direct)


def _particle(reading: ArticleReading, head: int, word: str) -> tuple[int, ...] | None:
    """The particle *word* of *head*, or an empty tuple where it stands as a preposition under it."""
    tree = reading.tree
    for child in tree.children(head, "compound", "advmod", "obl", "case", "mark"):
        # What stands before a verb and marks it is none of it ("by sticking tubes in").
        marks = child < head and tree.bases[child] in {"case", "mark"}
        if tree.words[child] == word and tree.tags[child] != "TO" and not marks:
            return (child,)
    infinitive = word == "to"
    if any(
        reading.functions.is_marked(child, word)
        or tree.cases.get(child, "").partition(" ")[0] == word
        for child in tree.children(head, "obl", "nmod", "advcl", "xcomp", "ccomp", "acl")
        if not (infinitive and tree.tags[child] == "VB") and child not in reading.phrases.dated
    ):
        return ()
    below = (
        inner for direct in tree.children(head, "obj") for inner in tree.children(direct, "nmod")
    )
    if not infinitive and any(reading.functions.is_marked(inner, word) for inner in below):
        return ()  # "found fault with": the parser hung the phrase on the object
    near = head + 1
    if near < len(tree.words) and tree.words[near] == word and tree.pos[head] == "VERB":
        if tree.heads[near] in reading.phrases.dated:
            return None  # "insisted on Tuesday that the line was safe"
        return (near,) if tree.pos[near] == "ADP" and tree.heads[near] == head else ()
    return None


def _first(reading: ArticleReading, candidates: Iterable[int], words: frozenset[str]) -> int | None:
    return next((i for i in candidates if is_one_of(reading, i, words)), None)


def find_carrier(reading: ArticleReading, match: Match) -> int | None:
    """The light verb whose object or subject the noun of *match* is, quantities between left out."""
    if match.entry.kind != "noun":
        return None
    tree, grammar = reading.tree, reading.lexicon.grammar
    noun = match.head
    for _ in range(3):
        above = tree.governor(noun)
        if above == noun:
            return None
        if tree.is_verb(above):
            known = tree.lemmas[above] in grammar.carriers
            base = tree.bases[noun] if tree.bases[noun] != "conj" else tree.bases[tree.heads[noun]]
            return above if known and base in {"obj", "nsubj", "obl", "xcomp"} else None
        if tree.lemmas[above] not in grammar.quantity_nouns:
            return None
        noun = above
    return None


def is_beside(reading: ArticleReading, match: Match) -> bool:
    """Does the noun of *match* only tell when or why its verb was done ("held debates before the creation of the board")?"""
    tree, grammar = reading.tree, reading.lexicon.grammar
    apart = grammar.circumstances - grammar.carrying_prepositions
    return tree.bases[match.head] == "obl" and tree.cases.get(match.head) in apart


def is_aside(reading: ArticleReading, match: Match) -> bool:
    """Is the noun what its verb caused or struck, and no act of its subject ("led to riots", "opened fire on a march", "came under attack")?"""
    tree, grammar = reading.tree, reading.lexicon.grammar
    noun, verb, case = match.head, tree.governor(match.head), tree.cases.get(match.head)
    if tree.bases[noun] != "obl":
        return False
    if case == "under":
        return reading.lexicon.files[match.entry.event_type].strikes
    if case == "to":
        return tree.lemmas[verb] in grammar.leading_verbs
    fired = any(tree.lemmas[i] in grammar.fired_nouns for i in tree.children(verb, "obj"))
    return case in grammar.striking_prepositions and fired


def is_one_of(reading: ArticleReading, i: int, words: frozenset[str]) -> bool:
    """Is the token one of *words*, by lemma, as written, with its hyphen, or with the word before it?"""
    tree = reading.tree
    if tree.lemmas[i] in words or tree.words[i] in words or tree.hyphened.get(i) in words:
        return True
    return i > 0 and f"{tree.words[i - 1]} {tree.lemmas[i]}" in words


def _modifier(reading: ArticleReading, head: int, alternatives: frozenset[str]) -> int | None:
    tree = reading.tree
    for child in tree.children(head, "compound", "amod", "nmod"):
        if tree.lemmas[child] in alternatives or tree.words[child] in alternatives:
            return child
    before = head - 1
    if before >= 0 and tree.words[before] == "-":
        before -= 1
    if before >= 0 and (tree.lemmas[before] in alternatives or tree.words[before] in alternatives):
        return before
    return None
