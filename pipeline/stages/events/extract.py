"""Events: from triggers and entities to event candidates, by rule.

Per sentence: triggers by the lexicon over the dependency tree, arguments by the slots of their entries,
status by auxiliaries and the clauses above. The method is that of dictionary coders over parses, in the
line of PETRARCH (Schrodt, Beieler and Idris 2014) and UniversalPetrarch.
"""

from collections.abc import Iterable, Iterator, Sequence

from spacy.tokens import Doc

from pipeline.lexicon import Lexicon
from pipeline.nlp.annotation import scores_of
from pipeline.stages.events.findings import Finding, TriggerFinding, with_shared_recipients
from pipeline.stages.events.functions import Functions
from pipeline.stages.events.judging import judge_sentence
from pipeline.stages.events.matching import Match
from pipeline.stages.events.phrase import Phrases
from pipeline.stages.events.plausible import is_anchored
from pipeline.stages.events.reading import ArticleReading, SentenceRange, make_phrase_reader
from pipeline.stages.events.signs import Signs, confidence_of, read_signs
from pipeline.stages.events.tolls import without_aftermath, without_tolls
from pipeline.stages.events.tree import Tree, read_tree
from pipeline.values import EventCandidate, RejectedBecause, Rejection, Stretch
from schemas.entity import Entity
from schemas.ontology import Ontology

# In so many sentences after it a crash or a quake still explains its dead.
_AFTERMATH_SENTENCES = 2
# A stretch that may hold a date is no longer than this, in tokens.
_LONGEST_ADVERBIAL = 14
_WIDEST = 24
_ADVERBIALS = ("obl", "advmod", "nmod", "advcl")


def extract_events(
    doc: Doc, entities: Sequence[Entity], lexicon: Lexicon, ontology: Ontology
) -> tuple[EventCandidate, ...]:
    """The events that *doc* tells, in text order. Same input, same events; time linear in its length."""
    return tuple(
        found
        for found in explain_events(doc, entities, lexicon, ontology)
        if isinstance(found, EventCandidate)
    )


def explain_events(
    doc: Doc, entities: Sequence[Entity], lexicon: Lexicon, ontology: Ontology
) -> tuple[EventCandidate | Rejection, ...]:
    """Every trigger that was found, in text order: as the event it tells, or with why it tells none."""
    reading = read_article(doc, entities, lexicon, ontology)
    found: list[EventCandidate | Rejection] = []
    before: tuple[frozenset[str], ...] = ()
    for sent in doc.sents:
        sentence = SentenceRange(start=sent.start, end=sent.end)
        findings = without_tolls(reading, judge_sentence(reading, sentence))
        findings = without_aftermath(findings, frozenset().union(*before))
        findings = with_shared_recipients(reading, findings)
        found += _told(doc, reading, sentence, findings)
        types = (one.event_type for one in findings if isinstance(one, TriggerFinding))
        before = (*before[1 - _AFTERMATH_SENTENCES :], frozenset(types))
    return tuple(found)


def read_article(
    doc: Doc, entities: Sequence[Entity], lexicon: Lexicon, ontology: Ontology
) -> ArticleReading:
    """*doc* as the rules see it."""
    tree = read_tree(doc, lexicon.spelling)
    return ArticleReading(
        tree=tree,
        functions=Functions(tree=tree, grammar=lexicon.grammar),
        phrases=make_phrase_reader(doc, tree, entities, lexicon.grammar),
        lexicon=lexicon,
        ontology=ontology,
        anchored=is_anchored(entities),
        certainty=scores_of(doc).heads.tolist(),
        words=_words_of(tree),
    )


def _words_of(tree: Tree) -> frozenset[str]:
    pairs = zip(tree.words, tree.lemmas[1:], strict=False)
    return frozenset(tree.lemmas).union(map(" ".join, pairs))


def _told(
    doc: Doc, reading: ArticleReading, sentence: SentenceRange, findings: Iterable[Finding]
) -> Iterator[EventCandidate | Rejection]:
    evidence = _stretch_of(doc, sentence)
    for finding in findings:
        if isinstance(finding, TriggerFinding):
            signs = read_signs(reading, sentence, finding, _kind(finding))
            yield _candidate(doc, reading, evidence, finding, signs)
        else:
            yield _rejection(doc, evidence, *finding)


def _candidate(
    doc: Doc, reading: ArticleReading, evidence: Stretch, found: TriggerFinding, signs: Signs
) -> EventCandidate:
    match = found.match
    speaker = found.speech.speaker[:1] if found.speech else ()
    return EventCandidate(
        event_type=found.event_type,
        modes=found.modes,
        contexts=match.entry.group.contexts,
        trigger=_trigger(doc, match),
        trigger_lemma=match.entry.lemma,
        sentence=evidence,
        actors=_stretches(doc, found.arguments.actors),
        recipients=_stretches(doc, found.arguments.recipients),
        attributed_to=next(iter(_stretches(doc, speaker)), None),
        status=found.telling.status,
        negated=found.telling.negated,
        confidence=round(confidence_of(signs, reading.lexicon.confidence), 2),
        rule=match.entry.rule + ("+promise" if found.promised else ""),
        signs=tuple(signs.items()),
        date_spans=_adverbials(doc, reading, _predicates(found)),
        saying_spans=_adverbials(doc, reading, (found.speech.verb,) if found.speech else ()),
        trigger_words=_trigger_words(doc, match),
    )


def _rejection(doc: Doc, evidence: Stretch, match: Match, because: RejectedBecause) -> Rejection:
    return Rejection(
        event_type=match.entry.event_type,
        trigger=_trigger(doc, match),
        sentence=evidence,
        rule=match.entry.rule,
        because=because,
        trigger_lemma=match.entry.lemma,
        trigger_words=_trigger_words(doc, match),
    )


def _trigger(doc: Doc, match: Match) -> Stretch:
    """The head word with the words of its entry right beside it."""
    start = end = match.head
    words = set(match.words)
    while start - 1 in words:
        start -= 1
    while end + 1 in words:
        end += 1
    span = doc[start : end + 1]
    return Stretch(start_char=span.start_char, end_char=span.end_char)


def _trigger_words(doc: Doc, match: Match) -> tuple[Stretch, ...]:
    words = [doc[i] for i in match.tokens]
    return tuple(Stretch(start_char=word.idx, end_char=word.idx + len(word)) for word in words)


def _stretch_of(doc: Doc, sentence: SentenceRange) -> Stretch:
    """The sentence without the white space around it."""
    span = doc[sentence.start : sentence.end]
    text = span.text
    start = span.start_char + len(text) - len(text.lstrip())
    return Stretch(start_char=start, end_char=start + len(text.strip()))


def _stretches(doc: Doc, phrases: Phrases) -> tuple[Stretch, ...]:
    spans = [(phrase, doc[phrase.start : phrase.end]) for phrase in phrases]
    return tuple(
        Stretch(start_char=span.start_char + phrase.skipped, end_char=span.end_char)
        for phrase, span in spans
    )


def _predicates(found: TriggerFinding) -> tuple[int, ...]:
    carrier = found.arguments.carrier
    return (found.match.head,) if carrier is None else (found.match.head, carrier)


def _adverbials(
    doc: Doc, reading: ArticleReading, predicates: tuple[int, ...]
) -> tuple[Stretch, ...]:
    """What tells when and where of *predicates*: their adverbials, short ones, in order."""
    tree, found = reading.tree, []
    for predicate in predicates:
        for child in tree.children(predicate, *_ADVERBIALS):
            start, end = _subtree_range(reading, child)
            if end - start <= _LONGEST_ADVERBIAL:
                span = doc[start:end]
                found.append(Stretch(start_char=span.start_char, end_char=span.end_char))
    return tuple(dict.fromkeys(found))


def _subtree_range(reading: ArticleReading, word: int) -> tuple[int, int]:
    start, end = word, word + 1
    level = [word]
    for _ in range(4):
        level = [child for head in level for child in reading.tree.below.get(head, ())][:_WIDEST]
        for child in level:
            start, end = min(start, child), max(end, child + 1)
    return start, end


def _kind(found: TriggerFinding) -> str:
    """What sort of finding it is: the kind of its trigger and which sides are told."""
    arguments = found.arguments
    if found.match.entry.group.parties:
        told = "both" if len(arguments.actors) > 1 else "actor"
    elif arguments.actors and arguments.recipients:
        told = "both"
    elif arguments.actors:
        told = "actor"
    else:
        told = "recipient" if arguments.recipients else "alone"
    return f"{found.match.entry.kind}-{told}"
