"""Whom the words joined to a toll befell: "killed two and wounded six", "two killed and six others hurt", "left ten homeless"."""

from collections.abc import Iterator

from pipeline.stages.events.counts import is_nth
from pipeline.stages.events.findings import Finding, TriggerFinding, with_recipients
from pipeline.stages.events.phrase import Phrases
from pipeline.stages.events.reading import ArticleReading
from pipeline.stages.events.struck import is_blow

_PARTICIPLES = frozenset({"VBN", "VBD", "JJ"})


def with_row(reading: ArticleReading, finding: Finding) -> Finding:
    """*finding* with whom the words joined to its toll befell, entries of their own or not."""
    if not isinstance(finding, TriggerFinding) or not finding.match.entry.group.consequence:
        return finding
    for word in _joined_to(reading, finding.match.head):
        for head in _befallen(reading, finding.match.head, word):
            finding = with_recipients(finding, _people(reading, head))
    return finding


def tolls_of_row(reading: ArticleReading, toll: int) -> tuple[int, ...]:
    """*toll* and the tolls joined to it ("was killed and two were wounded in a raid")."""
    tree = reading.tree
    subject = tree.child(toll, "nsubj")
    # "Three were killed and 40 wounded": the parser joined the numbers and left the verb over.
    beside = tree.joined(subject)[1:] if subject is not None else ()
    left = (i for part in beside for i in tree.children(part, "orphan"))
    return (toll, *(i for i in (*_joined_to(reading, toll), *left) if _is_toll(reading, i)))


def _joined_to(reading: ArticleReading, toll: int) -> Iterator[int]:
    """The words joined to *toll*, wherever the parser joined them.

    "Killing one and wounding ten": to its object; "left two dead and six hurt": to the state of that.
    """
    tree = reading.tree
    yield from tree.children(toll, "conj")
    # "Killed 13, leaving thousands homeless"
    yield from (i for i in tree.children(toll, "advcl") if tree.tags[i] == "VBG" and i > toll)
    for below in tree.children(toll, "obj", "xcomp"):
        yield from (i for i in tree.children(below, "conj") if i > toll)


def _befallen(reading: ArticleReading, toll: int, word: int) -> Iterator[int]:
    """The heads of whom *word*, joined to *toll*, tells that it befell them; none where it tells of a doer."""
    tree, grammar = reading.tree, reading.lexicon.grammar
    if any(_is_toll(reading, i) for i in tree.children(word, "acl") if tree.tags[i] == "VBN"):
        yield word  # "two were shot dead and a third injured"
        return
    if _is_driving_out(reading, word):
        yield from tree.children(word, "obj")
        return
    if not _is_toll(reading, word):
        return
    subject = tree.child(word, "nsubj")
    if subject is not None:
        if _is_state(reading, toll, word):
            yield subject  # "two were killed and six others wounded"
        return
    nth = (i for i in tree.children(word, "advmod", "obl", "nmod") if is_nth(tree, grammar, i))
    before = next((i for i in nth if i < word), None)
    if before is not None:
        yield before  # "two were killed and a third injured"
        return
    if tree.lemmas[word] == "leave":
        yield from tree.children(word, "obj")
        for state in tree.children(word, "xcomp"):
            # "left one million homeless", "left another wounded"
            yield from tree.children(state, "obl", "nsubj", "det")
        return
    own = tuple(tree.children(word, "obj"))
    yield from own
    if not own:
        # "killed 12 and injured 30 others": the parser hung both numbers on the first verb.
        yield from (i for i in tree.children(toll, "obj") if i > word)


def _is_state(reading: ArticleReading, toll: int, word: int) -> bool:
    """Tells *word* what became of its subject, as the passive before it does, or the dead that something left?"""
    tree = reading.tree
    if tree.tags[word] not in _PARTICIPLES or tree.child(word, "obj") is not None:
        return False
    left = tree.lemmas[toll] == "leave" and tree.child(word, "aux") is None
    return left or reading.functions.is_passive(toll)


def _is_driving_out(reading: ArticleReading, word: int) -> bool:
    """Does *word* tell of people who had to go ("forced 5,000 to leave their homes")?"""
    tree, grammar = reading.tree, reading.lexicon.grammar
    if tree.lemmas[word] not in grammar.forcing_verbs:
        return False
    return any(tree.lemmas[i] in grammar.fleeing_verbs for i in tree.children(word, "xcomp"))


def _is_toll(reading: ArticleReading, word: int) -> bool:
    """Does *word* tell of dead, hurt or homeless people, whatever its entry says besides?"""
    tree = reading.tree
    if tree.words[word] in reading.lexicon.grammar.stricken_adjectives:
        return True
    if tree.lemmas[word] == "leave":
        return is_blow(reading, word)
    told = reading.lexicon.by_head.get(("verb", tree.lemmas[word]), ())
    return tree.is_verb(word) and any(e.group.consequence and not e.needs for e in told)


def _people(reading: ArticleReading, head: int) -> Phrases:
    phrases = reading.phrases
    return phrases.participants(head) or phrases.counted(head, dates=False)
