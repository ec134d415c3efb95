"""One act told by several words of a sentence: what it did to whom joins the event of the act ("attacked a convoy, killing two")."""

from collections.abc import Iterator
from dataclasses import replace

from pipeline.stages.events.doers import clause_of_time, doers_of_row, with_doer
from pipeline.stages.events.findings import Finding, TriggerFinding, with_recipients
from pipeline.stages.events.matching import Match
from pipeline.stages.events.owners import ARMED
from pipeline.stages.events.phrase import Phrase
from pipeline.stages.events.reading import ArticleReading
from pipeline.stages.events.rows import with_row
from pipeline.stages.events.scenes import without_scene
from pipeline.stages.events.subjects import struck_in

# Verbs joined in a longer chain are no row of what one act did.
_MOST_JOINED = 4


def without_tolls(reading: ArticleReading, findings: list[Finding]) -> list[Finding]:
    """Take out what is only the toll of another event of the sentence, and give that its recipients."""
    kept = [with_row(reading, finding) for finding in findings]
    for place, finding in enumerate(findings):
        if not isinstance(finding, TriggerFinding):
            continue
        main = _main_of(reading, finding, kept, place)
        if main is None:
            continue
        first, toll = kept[main], kept[place]
        aimed = isinstance(first, TriggerFinding) and _is_means(reading, finding, first)
        if isinstance(first, TriggerFinding) and isinstance(toll, TriggerFinding) and not aimed:
            kept[main] = _with_toll(reading, first, toll)
        kept[place] = (finding.match, "part_of_another")
    acts = {match.head: match for match in map(_match_of, findings)}
    return [with_doer(reading, finding, acts) for finding in kept]


def without_aftermath(findings: list[Finding], before: frozenset[str]) -> list[Finding]:
    """Take out what only counts the dead of an event told right *before*: "Seven died." after a crash."""
    kept: list[Finding] = []
    for finding in findings:
        if isinstance(finding, TriggerFinding) and _is_aftermath(finding, before):
            kept.append((finding.match, "part_of_another"))
        else:
            kept.append(finding)
    return kept


def _is_aftermath(finding: TriggerFinding, before: frozenset[str]) -> bool:
    arguments, entry = finding.arguments, finding.match.entry
    named = any(phrase.named for phrase in (*arguments.actors, *arguments.recipients))
    return entry.kind == "verb" and not named and not before.isdisjoint(entry.group.not_with)


def _main_of(
    reading: ArticleReading, toll: TriggerFinding, findings: list[Finding], place: int
) -> int | None:
    """The place of the finding that *toll*, at *place*, is part of."""
    for i, known in enumerate(findings):
        if i == place or not isinstance(known, TriggerFinding):
            continue
        undone = known.telling.negated and not toll.telling.negated
        if known.event_type in toll.match.entry.group.not_with and not undone:
            return i
        if known.event_type == toll.event_type and _is_part(reading, toll, known):
            return i
    return None


def _is_part(reading: ArticleReading, toll: TriggerFinding, act: TriggerFinding) -> bool:
    """Tells *toll* whom *act*, of the same type, struck, or in another word what happened?"""
    if toll.telling != act.telling:
        return False
    if _is_means(reading, toll, act) or _is_same_cause(reading, toll, act):
        return True
    file = reading.lexicon.files[toll.match.entry.event_type]
    consequence = toll.match.entry.group.consequence
    doers = [[p.start for p in found.arguments.actors] for found in (toll, act)]
    sites, struck = reading.lexicon.grammar.site_nouns, toll.arguments.recipients
    things = all(reading.tree.lemmas[phrase.head] in sites for phrase in struck)
    same_doer = bool(doers[0]) and doers[0] == doers[1] and _is_row_of_tolls(toll)
    if file.strikes and things and same_doer and _is_outcome(reading, toll, act):
        return True  # "attacked a depot, torching houses"
    if not (consequence or file.one_act):
        return False
    if _is_joined(reading, toll, act):
        return file.one_act or _is_row_of_tolls(act)
    if file.one_act and _is_outcome(reading, toll, act):
        return True
    return consequence and (
        _is_outcome(reading, toll, act)
        or _is_told_of(reading, toll, act)
        or _befell_when(reading, toll, act)
    )


def _is_means(reading: ArticleReading, toll: TriggerFinding, act: TriggerFinding) -> bool:
    """Is *toll* a participle of what did *act* ("a bomb targeting soldiers killed two")? Whom it was meant for was not struck."""
    tree, word = reading.tree, toll.match.head
    if not act.match.entry.group.consequence or act.event_type != toll.event_type:
        return False
    participle = tree.tags[word] in {"VBG", "VBN"} and tree.relations[word] == "acl"
    # "A bomb that exploded at a mosque killed two": the participle or clause is of the thing, not of who used it.
    clause = tree.relations[word] == "acl:relcl" and not toll.arguments.actors
    clause = clause and bool(reading.category(act.event_type))
    if (participle or clause) and tree.heads[word] == reading.functions.subject(act.match.head):
        return True
    # "Were killed by a bomb that exploded": how they were is told of what did it.
    told_of = tree.relations[word] == "acl:relcl" and _is_row_of_tolls(toll)
    return told_of and tree.heads[word] in doers_of_row(reading, act.match.head)


def _is_same_cause(reading: ArticleReading, toll: TriggerFinding, act: TriggerFinding) -> bool:
    """Is *toll* a clause about the thing that did *act* too ("a quake that hit the coast killed six", "hit by a flood, which killed")?

    Or about the measure that *act* is ("imposed a curfew that confined them").
    """
    tree, word, head = reading.tree, toll.match.head, act.match.head
    if tree.relations[word] != "acl:relcl" or toll.arguments.actors:
        return False
    noun, functions = tree.heads[word], reading.functions
    if noun in act.match.words:
        return tree.bases[noun] == "obj"
    natural = not reading.category(act.event_type)
    if act.arguments.actors or not natural:
        return False
    did_it = functions.doers(head) if functions.is_passive(head) else (functions.subject(head),)
    return noun in did_it


def _is_row_of_tolls(act: TriggerFinding) -> bool:
    """May what is joined to *act* be its toll ("shot and killed")? Who is carried off and then killed suffers twice."""
    return not {"abduct", "torture", "sexual"}.intersection(act.modes)


def _is_joined(reading: ArticleReading, toll: TriggerFinding, act: TriggerFinding) -> bool:
    """Is *toll* joined to *act*, with the same subject or, of two tolls in the passive, one of its own ("two died and six were hurt")?"""
    tree = reading.tree
    word = toll.match.head
    if set(act.match.tokens).isdisjoint(_firsts_of(reading, word)):
        return False
    if tree.child(word, "nsubj") is None:
        return True
    first = act.match.head
    left = tree.lemmas[first] == "leave"  # "left two dead and six wounded"
    both = reading.functions.is_passive(word) and (left or reading.functions.is_passive(first))
    return both and act.match.entry.group.consequence and not toll.arguments.actors


def _firsts_of(reading: ArticleReading, word: int) -> Iterator[int]:
    """The words that *word* is joined to, the nearest first."""
    tree = reading.tree
    for _ in range(_MOST_JOINED):
        if tree.bases[word] != "conj" or tree.heads[word] == word:
            return
        word = tree.heads[word]
        yield word


def _is_outcome(reading: ArticleReading, toll: TriggerFinding, act: TriggerFinding) -> bool:
    """Is *toll* a participle under *act*, or joined to one ("bombed the port, destroying ships and killing six")?"""
    tree = reading.tree
    for word in (toll.match.head, *_firsts_of(reading, toll.match.head)):
        if tree.bases[word] == "advcl" and tree.tags[word] == "VBG":
            acts = {act.match.head, act.arguments.carrier}
            return not acts.isdisjoint(_clauses_above(reading, word))
    return False


def _clauses_above(reading: ArticleReading, participle: int) -> Iterator[int]:
    """What the participle hangs on; where that tells when, the act that it was, too ("shot at them as they fled, killing two")."""
    tree = reading.tree
    above = tree.heads[participle]
    yield above
    if tree.words[participle - 1] != ",":
        return
    for _ in range(_MOST_JOINED):
        meanwhile = reading.lexicon.grammar.striking_moments.intersection(
            tree.words[i] for i in tree.children(above, "mark", "advmod")
        )
        if tree.bases[above] == "advcl" and meanwhile:
            yield tree.heads[above]
            return
        if tree.bases[above] not in {"xcomp", "advcl"}:
            return
        above = tree.heads[above]


def _is_told_of(reading: ArticleReading, toll: TriggerFinding, act: TriggerFinding) -> bool:
    """Is *toll* a clause about the noun of *act* ("launched an attack on a base that killed five")?"""
    tree, word = reading.tree, toll.match.head
    if tree.relations[word] != "acl:relcl":
        return False
    noun = tree.heads[word]
    nouns = {i for i in act.match.tokens if tree.pos[i] == "NOUN"}
    return noun in nouns or struck_in(reading, toll.match, noun) in nouns


def _befell_when(reading: ArticleReading, toll: TriggerFinding, act: TriggerFinding) -> bool:
    """Is *act* what happened when *toll* befell somebody ("was killed when rebels attacked the bus")?"""
    clause = clause_of_time(reading, toll)
    return clause is not None and clause in {act.match.head, act.arguments.carrier}


def _match_of(finding: Finding) -> Match:
    return finding.match if isinstance(finding, TriggerFinding) else finding[0]


def _with_toll(
    reading: ArticleReading, act: TriggerFinding, toll: TriggerFinding
) -> TriggerFinding:
    """*act* with whom *toll* names besides; with its doer where *act* names none."""
    told = toll.arguments
    if len(act.arguments.actors) > 1 and act.match.entry.group.parties:
        return (
            act  # "a clash between police and rebels that killed two": each side struck the other
        )
    befallen = told.recipients or (told.actors if _tells_of_dead(reading, act, toll) else ())
    struck = tuple(p for p in befallen if not _is_own(act, p))
    joined = with_recipients(without_scene(reading, act) if struck else act, struck)
    if joined.arguments.actors or joined.event_type != toll.event_type:
        return joined
    return replace(joined, arguments=replace(joined.arguments, actors=told.actors))


def _is_own(act: TriggerFinding, struck: Phrase) -> bool:
    """Do both fight outside the state: is it one of the attackers who fell ("a rebel was killed when rebels attacked the post")?"""
    sides = (struck, *act.arguments.actors)
    armed = [p.entity is not None and p.entity.sector in ARMED for p in sides]
    return len(armed) > 1 and all(armed)


def _tells_of_dead(reading: ArticleReading, act: TriggerFinding, toll: TriggerFinding) -> bool:
    """Are the actors of *toll* the dead of *act* ("two died when rebels attacked the post")?

    A relative clause behind the act tells of some of those whom it names already.
    """
    word = toll.match.head
    if reading.category(toll.event_type):
        return False
    return reading.tree.relations[word] != "acl:relcl" or word < act.match.head
