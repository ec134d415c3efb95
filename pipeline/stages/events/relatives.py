"""What a relative pronoun stands for, and who "those" are."""

from collections.abc import Callable, Iterator

from pipeline.lexicon.grammar import Grammar
from pipeline.stages.events.tree import Tree

# A pronoun hangs no deeper in its clause.
_DEEPEST = 4
# A participle that tells what came of a relative clause stands no further behind its verb, in tokens.
_FARTHEST = 12
_PERSONAL = frozenset({"who", "whom"})


def antecedent(
    tree: Tree,
    grammar: Grammar,
    pronoun: int,
    is_place: Callable[[int], bool],
    is_group: Callable[[int], bool],
) -> int | None:
    """The noun that the relative clause of *pronoun* is about.

    ``is_place`` knows the names of places, ``is_group`` those of bodies, too.
    """
    i = pronoun
    for _ in range(_DEEPEST):
        i = tree.heads[i]
        if tree.relations[i] == "acl:relcl":
            return _told_of(tree, grammar, pronoun, i, is_place, is_group)
    return None


def _told_of(
    tree: Tree,
    grammar: Grammar,
    pronoun: int,
    verb: int,
    is_place: Callable[[int], bool],
    is_group: Callable[[int], bool],
) -> int:
    """The noun that *verb* hangs on, or another one near that *pronoun* can stand for where it cannot for that.

    "That" tells of no name ("a shooting in Oslo that left two dead"), "who" of no place ("the envoy from Mali, who"),
    "which" of no person ("is a citizen in Mali, which").
    """
    noun, word = tree.heads[verb], tree.words[pronoun]
    above = tree.heads[noun]
    if word == "that" and is_place(noun):
        return above if tree.pos[above] == "NOUN" else noun
    if word in _PERSONAL and is_place(noun):
        return _person_above(tree, grammar, noun)
    people = grammar.agent_nouns | grammar.membership_nouns | grammar.heading_nouns
    body = tree.lemmas[noun] in grammar.body_nouns or is_group(noun)
    under = tree.cases.get(noun) in grammar.naming_complements
    if word in _PERSONAL and body and under and tree.lemmas[above] in people:
        return above  # "members of the assembly who", "the head of the party, who"
    before = pronoun - 2
    if word != "which" or before < 0 or tree.words[pronoun - 1] != ",":
        return noun
    if _is_plural(tree, grammar, verb):
        return noun
    last = max((i for i in tree.joined(noun) if i < pronoun), default=noun)
    if last == before:
        return last  # "the rebels and the army, which is"
    people = grammar.agent_nouns - grammar.body_nouns | grammar.membership_nouns
    person = tree.lemmas[noun] in people
    # "Envoys of the Labour Party, which": a name of a place or body is meant, not its people.
    return before if person and before > noun and is_group(before) else noun


def takes_its_noun(tree: Tree, grammar: Grammar, verb: int) -> bool:
    """Is *verb* a relative clause that acts on its noun ("the man whom they killed", not "the man whose son died")?"""
    own = tree.child(verb, "nsubj") if tree.relations[verb] == "acl:relcl" else None
    if own is None or tree.words[own] in grammar.relative_pronouns:
        return False
    return all(tree.words[i] != "whose" for i in tree.children(own, "nmod"))


def follows(tree: Tree, grammar: Grammar, verb: int) -> int | None:
    """The noun whose relative clause stands right before the participle *verb* of harm, which tells what came of that.

    "Oslo recovers from the storm, which hit in May, killing six": it is not Oslo that killed them.
    """
    above = tree.heads[verb]
    harm = tree.lemmas[verb] in grammar.striking_verbs and tree.tags[verb] == "VBG"
    if not harm or tree.bases[verb] != "advcl" or verb < above or tree.words[verb - 1] != ",":
        return None
    for word in range(verb - 1, max(above, verb - _FARTHEST), -1):
        if tree.relations[word] == "acl:relcl" and above < tree.heads[word] < word:
            subject = tree.child(word, "nsubj")
            which = subject is not None and tree.words[subject] == "which"
            noun = tree.heads[word]
            noun = tree.heads[noun] if tree.bases[noun] == "flat" else noun  # "Cyclone Ana"
            return noun if which else None
        if tree.is_verb(word):
            return None
    return None


def _person_above(tree: Tree, grammar: Grammar, noun: int) -> int:
    word = noun
    for _ in range(_DEEPEST):
        word = tree.heads[word]
        if tree.lemmas[word] in grammar.agent_nouns and tree.pos[word] == "NOUN":
            return word
    return noun


def _is_plural(tree: Tree, grammar: Grammar, verb: int) -> bool:
    """Do *verb* and its auxiliaries tell of several ("which are", "which have been")?"""
    words = (verb, *tree.children(verb, "aux", "cop"))
    return any(tree.tags[i] == "VBP" or tree.words[i] in grammar.plural_auxiliaries for i in words)


def identified(tree: Tree, those: int) -> int | None:
    """The noun that tells who *those* are, or some of them.

    "Two Danes were among those held", "a Dane is believed to be among those held", "one of those held was a Dane".
    """
    if tree.child(those, "cop") is not None:
        told, above = tree.child(those, "nsubj"), tree.heads[those]
        if told is None and tree.bases[those] == "xcomp":
            told = tree.child(above, "nsubj")
        return told
    some = tree.heads[those]
    said = tree.heads[some]
    partial = tree.cases.get(those) == "of" and tree.bases[some] == "nsubj"
    noun = tree.pos[said] in {"NOUN", "PROPN"} and said not in tree.cases  # no "were in hospital"
    is_told = noun and tree.child(said, "cop") is not None
    return said if partial and is_told else None


def named_by(tree: Tree, noun: int) -> int:
    """The name beside which *noun* stands and says what that is ("Ann Lee, a lawyer who"), else *noun*."""
    name = tree.heads[noun]
    beside = tree.bases[noun] == "appos" and tree.pos[noun] == "NOUN" and name < noun
    single = tree.tags[noun] == "NN" and tree.child(noun, "appos", "flat") is None
    return name if beside and single and tree.pos[name] == "PROPN" else noun


def introduced(tree: Tree, grammar: Grammar, noun: int) -> Iterator[int]:
    """The name that a participle right behind *noun* gives ("someone named Ann Lee")."""
    clause = noun + 1
    told = clause in tree.children(noun, "acl") and tree.tags[clause] == "VBN"
    if told and tree.lemmas[clause] in grammar.introducing_verbs:
        for child in tree.children(clause, "xcomp", "obj"):
            if child > clause and tree.pos[child] == "PROPN":
                yield child


def free_relative(tree: Tree, grammar: Grammar, what: int) -> int | None:
    """The noun that *what* is called in its clause ("what it called the old regime", "described as a rebel cell")."""
    for clause in (*tree.children(what, "acl"), *tree.children(tree.heads[what], "advcl")):
        if tree.lemmas[clause] not in grammar.calling_verbs or clause < what:
            continue
        for child in tree.children(clause, "xcomp", "obl", "ccomp", "obj"):
            under = tree.bases[child] != "obl" or tree.cases.get(child) == "as"
            if under and child > clause and tree.pos[child] in {"NOUN", "PROPN"}:
                return child
    return None
