"""What belongs to a noun: what is joined to it, wherever the parser hangs it, and what its prefix leaves."""

from collections.abc import Callable, Iterator, Sequence, Set

from pipeline.lexicon.grammar import Grammar
from pipeline.stages.events.tree import Tree
from schemas.entity import Entity

# A list of things with those who get them is no longer, in tokens.
_LONGEST_LIST = 40
_THINGS = frozenset({"NOUN", "NUM", "SYM"})
_LISTED = frozenset({"obj", "appos", "conj", "parataxis"})


def parts_of_list(
    tree: Tree,
    grammar: Grammar,
    head: int,
    is_name: Callable[[int], bool],
    is_body: Callable[[int], bool],
) -> tuple[int, ...]:
    """*head* and the words joined to it in order, be it behind an apposition ("Ann, the editor, and Bob").

    ``is_name`` says of a word whether it is the name of a person, ``is_body`` whether it is that of an organisation.
    """
    parts = list(tree.joined(head))
    for part in tuple(parts):
        for child in tree.children(part, "nmod", "obl", "appos"):
            if tree.bases[child] == "appos" and _is_next_of_list(tree, grammar, part, child):
                parts += tree.joined(child)
            elif tree.bases[child] == "appos":
                more = () if is_name(child) else tree.children(child, "conj")
                parts += [i for i in more if is_name(i)]
                if is_body(head) and is_body(child) and tree.words[child - 1] != "(":
                    # "the EU, the UN and NATO": the parser took the second of three for another name of the first.
                    others = [i for i in tree.joined(child)[1:] if is_body(i)]
                    parts += [child, *others] if others else []
            elif tree.cases.get(child) in grammar.listing_prepositions:
                parts += _behind_listed(tree, child)
            elif tree.cases.get(child) in grammar.joining_prepositions:
                parts += tree.joined(child)  # "Ann Lee, along with the union,"
            elif is_name(part) and tree.cases.get(child) == "of" and not is_name(child):
                # "Ann Lee of Oslo and Bo Li of Lima": the parser joined the second to a town.
                parts += [i for i in tree.joined(child)[1:] if is_name(i)]
            elif tree.cases.get(child) in grammar.place_prepositions | grammar.origin_prepositions:
                # "Children in a bus and two drivers", "men from Mali and a boy": people are joined to people.
                people = (i for i in tree.children(child, "conj") if _is_counted(tree, i))
                parts += [i for i in people if tree.lemmas[i] in grammar.agent_nouns]
    parts += _behind_each(tree, grammar, head)
    return tuple(sorted(set(parts)))


def company_of(
    tree: Tree, grammar: Grammar, verb: int, objects: Sequence[int], beside_passive: Set[str]
) -> Iterator[int]:
    """Who is joined to the *objects* of *verb* where the parser hung him on that or, right behind it, on another.

    "Freed a Dane as well as two Finns", "arrested him along with two aides", "a man kidnapped along with his wife".
    Whoever stands under one of *beside_passive* is so, too ("was jailed with two aides").
    """
    yield from (i for i in objects[1:] if tree.child(i, "cc") is not None)
    behind = verb + 1
    beside = [i for i in tree.children(verb, "obl") if i > verb]
    if behind < len(tree.words) and tree.bases[behind] == "case":
        beside.append(tree.heads[behind])
    spelt = ((i, tree.hyphened.get(i, tree.lemmas[i])) for i in beside)
    fights = [i for i, lemma in spelt if lemma in grammar.two_sided_nouns | grammar.meeting_nouns]
    for word in dict.fromkeys(beside):
        if any(verb < fight < word for fight in fights):
            continue  # "was killed in a shoot-out with rebels", "was poisoned at a dinner with envoys"
        if tree.cases.get(word) in grammar.joining_prepositions | beside_passive:
            yield from tree.joined(word)


def _behind_each(tree: Tree, grammar: Grammar, head: int) -> Iterator[int]:
    """Who has his share behind one of the things listed after *head*'s ("gave $9 to Ann, $5 to Bob and $2 to Cid").

    The parser hangs the other things on the first, on *head* or on each other, and those who get them on the verb or on the things.
    """
    first, preposition = tree.heads[head], tree.cases.get(head)
    under_thing = tree.bases[head] == "nmod" and tree.bases[first] == "obj"
    verb = tree.heads[first] if under_thing else first
    if preposition not in grammar.gapping_prepositions or tree.child(verb, "obj") is None:
        return
    if not under_thing and tree.bases[head] != "obl":
        return
    things = {verb, first}
    for i in range(verb + 1, min(head + _LONGEST_LIST, len(tree.words))):
        if i > head and tree.heads[i] in things and tree.cases.get(i) == preposition:
            marker = next((k for k in tree.children(i, "case")), i)
            thing = marker - 1  # what stands right before "to Bob"
            if thing in {-1, head} or tree.pos[thing] not in _THINGS:
                continue
            if tree.bases[i] in {"obl", "nmod", "orphan"}:
                yield i
                things.add(i)
        elif i == head or (
            tree.heads[i] in things and tree.bases[i] in _LISTED and not tree.is_verb(i)
        ):
            things.add(i)


def _is_next_of_list(tree: Tree, grammar: Grammar, first: int, second: int) -> bool:
    """Is *second*, which the parser took for an apposition, the second of three ("a man, woman and boy", "Ann Lee, ministers and envoys")?

    What somebody is stands in his own number, with an article or without one behind a name.
    """
    ends = any(i > second for word in (first, second) for i in tree.children(word, "conj"))
    people = tree.lemmas[second] in grammar.agent_nouns and tree.pos[second] == "NOUN"
    if ends and people and _is_relative_of(tree, grammar, first, second):
        return True
    if not (ends and people) or tree.child(second, "nmod", "acl") is not None:
        return False
    articles = [grammar.indefinite_articles.intersection(_words(tree, i)) for i in (first, second)]
    if articles[1] and (articles[0] or tree.pos[first] == "NUM"):
        return True  # "a policeman, a militant and a boy", "one of its men, a militant and a boy"
    if tree.child(second, "det") is not None:
        return False
    several = tree.tags[second] == "NNS"
    alike = tree.tags[first] == "NN" and not several
    return alike or (several and tree.tags[first] in {"NN", "NNP"})


def _behind_listed(tree: Tree, child: int) -> tuple[int, ...]:
    """Who is joined to the whole list behind one named of it ("ten men, including two boys, and a guard")."""
    joined = tree.joined(child)[1:]
    cc = tree.child(joined[0], "cc") if len(joined) == 1 else None
    return joined if cc is not None and tree.words[cc - 1] == "," else ()


def _is_relative_of(tree: Tree, grammar: Grammar, first: int, second: int) -> bool:
    """Belongs *second* to the person *first* right before it ("Ann Lee, her husband and two children")?"""
    owners = (i for i in tree.children(second, "nmod") if tree.words[i] in grammar.single_owners)
    return tree.pos[first] == "PROPN" and any(i > first for i in owners)


def _is_counted(tree: Tree, noun: int) -> bool:
    """Are they several, or is it one with an article or number?"""
    return tree.tags[noun] == "NNS" or tree.child(noun, "det", "nummod") is not None


def _words(tree: Tree, noun: int) -> Iterator[str]:
    return (tree.words[i] for i in tree.children(noun, "det"))


def listed(
    tree: Tree, grammar: Grammar, head: int, is_named: Callable[[int], bool]
) -> tuple[int, ...]:
    """Who of them is named ("allies, including Tony Blair", "artists such as Bob Dylan")."""
    found: tuple[int, ...] = ()
    for child in tree.children(head, "nmod"):
        if tree.cases.get(child) in grammar.listing_prepositions:
            parts = tree.joined(child)
            found += parts if any(is_named(i) for i in parts) else ()
    return found


def person_noun(tree: Tree, grammar: Grammar, word: int) -> str:
    """The lemma of *word*, without what says that somebody is no more or one of several ("ex-generals")."""
    lemma = tree.lemmas[word]
    prefix, hyphen, noun = lemma.partition("-")
    return noun if hyphen and prefix in grammar.person_prefixes else lemma


def is_title_only(
    tree: Tree,
    first: int,
    part: int,
    behind: tuple[int, int, Entity] | None,
    is_name: Callable[[int], bool],
) -> bool:
    """Says *part*, joined to *first*, only what somebody is: the person right *behind* it and its "and", or *first*?"""
    half = behind is not None and _is_half_title(tree, part, behind)
    return (
        half or _is_second_title(tree, first, part, is_name) or _is_first_title(tree, part, is_name)
    )


def is_partly(tree: Tree, grammar: Grammar, word: int) -> bool:
    """Is *word* what only some of them are ("60 men, mostly Danes")?"""
    told = (tree.words[i] for i in tree.children(word, "advmod"))
    return not grammar.partly_adverbs.isdisjoint(told)


def names_inner(tree: Tree, head: int, name: int) -> bool:
    """Stands *name* right behind the noun under "of" below *head*, which it names instead ("the widow of singer Bo Li")?"""
    before = tree.first_of_name(name) - 1
    return tree.heads[before] == head and tree.cases.get(before) == "of"


def _is_half_title(tree: Tree, part: int, behind: tuple[int, int, Entity]) -> bool:
    """Is *part* the first half of the title of the person *behind* it ("Trade and Industry Minister Ann Lee")?"""
    start, end, entity = behind
    if tree.pos[part] != "PROPN" or tree.words[part + 1] != "and" or start != part + 2:
        return False
    titled = any(tree.relations[i] == "nmod:desc" for i in range(start, end))
    return entity.label == "PERSON" and titled


def _is_first_title(tree: Tree, part: int, is_name: Callable[[int], bool]) -> bool:
    """Is *part* of one person what the name behind it is besides ("the party chief and former mayor Ann Lee has left")?"""
    verb, named = tree.heads[part], list(tree.children(part, "conj"))
    if tree.bases[part] != "nsubj" or tree.pos[part] != "NOUN" or len(named) != 1:
        return False
    titled = is_name(named[0]) and tree.has(named[0], "nmod:desc")
    finite = next(tree.children(verb, "aux", "cop"), verb)
    single = tree.tags[finite] == "VBZ" or tree.words[finite] == "was"
    return titled and single and tree.child(part, "appos", "flat") is None


def _is_second_title(tree: Tree, first: int, part: int, is_name: Callable[[int], bool]) -> bool:
    """Says the joined noun *part* what the person *first* is besides ("Ann Lee, an editor and the head of a union")?"""
    titles, cc = (
        [i for i in tree.children(first, "appos") if first < i < part],
        tree.child(part, "cc"),
    )
    if not titles or cc is None or tree.words[cc - 1] == "," or not is_name(first):
        return False
    alike = tree.tags[part] == tree.tags[titles[-1]] == "NN" and tree.child(part, "det") is not None
    return alike and tree.child(part, "appos") is None
