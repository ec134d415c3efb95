"""Where the parser hangs a clause, or the subject of one, on the wrong word although the order of the words tells better."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from pipeline.stages.events.repairs import by_head

_SUBJECTS = frozenset({"nsubj", "nsubj:pass"})
_NAMED_AS = frozenset({"nsubj", "nsubj:pass", "obj"})
_RELATIVES = frozenset({"WP", "WDT", "WP$", "WRB"})
_FINITE = frozenset({"VBD", "VBZ", "VBP"})
_COUNTED = frozenset({"NN", "NNS", "NNP", "NNPS", "CD"})
# No acronym in brackets has more tokens.
_LONGEST_ACRONYM = 3


def mend_clauses(
    heads: list[int],
    relations: list[str],
    pos: Sequence[str],
    tags: list[str],
    words: Sequence[str],
) -> None:
    """Hang reduced and relative clauses on whom they tell of, and give each its subject. Linear in the text."""
    _bare_obliques(heads, relations, pos, tags)
    _blame(heads, relations, tags, words)
    _participles(heads, relations, pos, tags)
    _reduced(heads, relations, pos, tags)
    _relatives(heads, relations, tags)
    _short_passives(heads, relations, pos, tags)
    _wanted(heads, relations, tags, words)
    _titles(heads, relations, words)
    _acronyms(heads, relations, words)
    _timed(heads, relations, tags)


def _bare_obliques(
    heads: Sequence[int], relations: list[str], pos: Sequence[str], tags: Sequence[str]
) -> None:
    """A noun without a preposition that the parser took for an adverbial is none.

    Before a finite verb that has none it is the subject ("as his wife, Sally, was dying"), behind a verb with a particle
    the object ("called on leaders").
    """
    below = by_head(heads)
    for word, relation in enumerate(relations):
        verb, own = heads[word], below.get(word, ())
        if relation != "obl" or pos[word] not in {"NOUN", "PROPN"} or pos[verb] != "VERB":
            continue
        if any(relations[i] in {"case", "mark"} for i in own):
            continue
        told = {relations[i] for i in below[verb]}
        if tags[verb] == "VBN" and not told & {"aux", "aux:pass"}:
            continue  # "was elected and sworn in the following month"
        finite = tags[verb] in _FINITE or any(tags[i] in _FINITE for i in below[verb])
        start = min((word, *own))
        if word < verb and finite and not told & {*_SUBJECTS, "csubj", "expl"}:
            relations[word] = "nsubj:pass" if "aux:pass" in told else "nsubj"
        elif start and relations[start - 1] == "compound:prt" and heads[start - 1] == verb < word:
            relations[word] = relation if told & {"obj", "aux:pass"} else "obj"


def _wanted(
    heads: list[int], relations: list[str], tags: Sequence[str], words: Sequence[str]
) -> None:
    """Who stands between "for" and "to" is the subject of the infinitive behind a noun ("calls for the mayor to resign")."""
    below = by_head(heads)
    for clause, relation in enumerate(relations):
        noun, own = heads[clause], below.get(clause, ())
        if relation != "acl" or tags[clause] != "VB":
            continue
        marks = [i for i in own if relations[i] == "mark" and words[i] == "for"]
        if not marks or any(relations[i] in _SUBJECTS for i in own):
            continue
        for who in (i for i in below[noun] if marks[0] < i < clause):
            bare = not any(relations[i] == "case" for i in below.get(who, ()))
            if relations[who] == "nmod" and bare:
                heads[who], relations[who] = clause, "nsubj"
                break


def _titles(heads: list[int], relations: list[str], words: Sequence[str]) -> None:
    """A name right before somebody's title is part of it, and not somebody beside him ("arrested Jaish-e-Mohammad chief Omar Ali")."""
    below = by_head(heads)
    for title, relation in enumerate(relations):
        if relation != "nmod:desc" or title == 0:
            continue
        person, body = heads[title], _before_brackets(title - 1, heads, relations, words)
        while body > 0 and (relations[body] == "flat" or words[body] == "-"):
            body = heads[body] if relations[body] == "flat" else body - 1
        if relations[person] == "conj" and heads[person] == body != heads[body]:
            heads[person], relations[person] = heads[body], relations[body]
            for case in (i for i in below.get(body, ()) if relations[i] == "case"):
                heads[case] = person
        elif relations[person] not in _NAMED_AS or (heads[body], relations[body]) != (
            heads[person],
            relations[person],
        ):
            continue
        if body != person:
            heads[body], relations[body] = title, "compound"


def _acronyms(heads: list[int], relations: list[str], words: Sequence[str]) -> None:
    """A name whose short form in brackets is part of a title is so itself ("Socialist Party (SP) leader Ann Lee left")."""
    for word in range(2, len(words) - 1):
        title = heads[word]
        bracketed = (words[word - 1], words[word + 1]) == ("(", ")")
        if not bracketed or relations[word] != "compound" or title < word:
            continue
        body = _before_brackets(word + 1, heads, relations, words)
        alike = (heads[body], relations[body]) == (heads[title], relations[title])
        if alike and relations[title] in _NAMED_AS:
            heads[body], relations[body] = title, "compound"


def _before_brackets(
    last: int, heads: Sequence[int], relations: Sequence[str], words: Sequence[str]
) -> int:
    """*last*, or if it closes the brackets around a short name the name before them ("Bank of England (BoE) governor")."""
    if words[last] != ")":
        return last
    opens = [i for i in range(max(1, last - _LONGEST_ACRONYM - 1), last) if words[i] == "("]
    if not opens:
        return last
    name = opens[-1] - 1
    while relations[name] in {"nmod", "flat"} and heads[name] < name:
        name = heads[name]
    return name


def _timed(heads: Sequence[int], relations: list[str], tags: list[str]) -> None:
    """With an article and without an auxiliary a clause of time is no passive, as headlines have it ("after a ferry capsized")."""
    below = by_head(heads)
    for subject, relation in enumerate(relations):
        verb = heads[subject]
        told = {relations[i] for i in below.get(verb, ())}
        full = any(relations[i] == "det" for i in below.get(subject, ()))
        bare = "mark" in told and not told & {"aux", "aux:pass", "obl:agent", "obj"}
        timed = relations[verb] == "advcl" and tags[verb] == "VBN" and subject < verb
        if relation == "nsubj:pass" and full and bare and timed:
            relations[subject], tags[verb] = "nsubj", "VBD"


def _relatives(heads: Sequence[int], relations: list[str], tags: Sequence[str]) -> None:
    """A relative pronoun before what others say of it is the subject of that where it has none ("who police say fled")."""
    filled = {heads[word] for word, told in enumerate(relations) if told in _SUBJECTS}
    finite = {heads[word] for word, tag in enumerate(tags) if tag in _FINITE and heads[word] > word}
    for word, relation in enumerate(relations):
        clause = heads[word]
        saying = heads[clause]
        if relation != "obj" or tags[word] not in _RELATIVES or not word < saying < clause:
            continue
        told = tags[clause] in _FINITE or (clause in finite and tags[clause] != "VB")
        if relations[clause] == "ccomp" and told and clause not in filled:
            relations[word] = "nsubj"


def _blame(
    heads: list[int], relations: list[str], tags: Sequence[str], words: Sequence[str]
) -> None:
    """What some are blamed for hangs on the verb, not on the last of them ("accused Ann Lee and two others of lying")."""
    for word in range(1, len(heads)):
        gerund = relations[word] == "acl" and tags[word] == "VBG" and words[word - 1] == "of"
        last = heads[word]
        first = heads[last]
        if gerund and relations[last] == "conj" and relations[first] == "obj" and last < word:
            heads[word], relations[word] = heads[first], "advcl"


def _participles(
    heads: list[int], relations: list[str], pos: Sequence[str], tags: list[str]
) -> None:
    """A past tense right behind a noun, without a subject, is a participle of that ("two Danes held hostage in Mali left")."""
    below = by_head(heads)
    for word in range(1, len(heads)):
        noun, told = word - 1, {relations[i] for i in below.get(word, ())}
        past = tags[word] == "VBD" or (tags[word] == "VBN" and relations[word] == "ccomp")
        bare = not told & {*_SUBJECTS, "aux", "aux:pass", "cop", "mark", "ccomp", "conj", "xcomp"}
        bare &= not any(relations[i] == "obj" and i in below for i in below.get(word, ()))
        if not past or not bare or pos[noun] not in {"NOUN", "PROPN"}:
            continue
        relative = relations[word] == "acl:relcl" and heads[word] == noun
        relative = relative and not any(tags[i] in _RELATIVES for i in below.get(word, ()))
        acted_on = relations[noun] in {"obj", *_SUBJECTS} and heads[noun] == heads[word]
        if relative or (relations[word] == "ccomp" and acted_on):
            heads[word], relations[word], tags[word] = noun, "acl", "VBN"


def _reduced(
    heads: list[int], relations: list[str], pos: Sequence[str], tags: Sequence[str]
) -> None:
    """A participle right behind the object of the verb it hangs on tells of that ("extradited a man convicted of theft").

    A noun under a word of time before a finite verb that has no other subject is its subject ("before Mali and Chad met").
    """
    below = by_head(heads)
    for word in range(1, len(heads)):
        own = below.get(word, ())
        if relations[word] != "advcl" or {relations[i] for i in own} & {*_SUBJECTS, "cop"}:
            continue
        noun, verb = word - 1, heads[word]
        plain = not {relations[i] for i in own} & {"aux", "aux:pass", "obj", "mark"}
        behind = pos[noun] == "NOUN" and relations[noun] == "obj" and heads[noun] == verb < noun
        if tags[word] == "VBN" and plain and behind:
            heads[word], relations[word] = noun, "acl"
        elif tags[word] in _FINITE:
            _lift_subject(word, own, below, relations, tags)


def _lift_subject(
    verb: int,
    own: Sequence[int],
    below: Mapping[int, Sequence[int]],
    relations: list[str],
    tags: Sequence[str],
) -> None:
    for noun in own:
        marks = [i for i in below.get(noun, ()) if relations[i] == "case" and i < noun]
        timed = relations[noun] == "obl" and noun < verb and tags[noun] in _COUNTED
        if timed and len(marks) == 1 and not any(relations[i] == "mark" for i in own):
            relations[noun], relations[marks[0]] = "nsubj", "mark"
            return


def _short_passives(
    heads: list[int], relations: list[str], pos: Sequence[str], tags: Sequence[str]
) -> None:
    """Give the second of two passives its subject where it has no auxiliary ("Six were killed and ten of others wounded")."""
    below = by_head(heads)
    for verb, own in list(below.items()):
        if pos[verb] != "VERB" or not any(relations[i] == "aux:pass" for i in own):
            continue
        joined = [i for i in own if relations[i] == "conj" and i > verb]
        for noun, second in pairwise(joined):
            bare = not {relations[i] for i in below.get(second, ())} & {*_SUBJECTS, "obj", "aux"}
            if tags[second] == "VBN" and tags[noun] in _COUNTED and bare:
                heads[noun], relations[noun] = second, "nsubj:pass"
