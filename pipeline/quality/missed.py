"""Why gold events were missed: the classes of errors that the findings of the flow can tell apart."""

from collections import Counter
from collections.abc import Sequence

from pipeline.flow import Flow
from pipeline.quality.gold import GoldEvent
from pipeline.quality.matching import find_stretches
from pipeline.quality.scoring import ArticleScore
from pipeline.quality.section import Grid
from pipeline.values import EventCandidate, Rejection, Stretch
from schemas.article import Article
from schemas.event import Event, Span

Finding = EventCandidate | Rejection

OTHER_TYPE = "other type"
NO_TRIGGER = "no trigger"
MERGED = "merged"
_NOT_GOLD = "no gold event there"
_OTHER_TRIGGER = "gold event beside it"


def classify_missed(wanted: GoldEvent, findings: Sequence[Finding], text: str) -> str:
    """Why *wanted* is not among the events of *text*, as far as *findings* tell.

    ``other type`` where its trigger told an event of another type, ``merged`` where it told one that another
    event took in, ``no trigger`` where no entry of the lexicon answers to its words; else why it was refused.
    """
    triggers = [
        (start + first, start + last)
        for start, end in find_stretches(wanted.evidence, text)
        for first, last in find_stretches(wanted.trigger, text[start:end])
    ]
    here = [found for found in findings if any(_overlaps(found, place) for place in triggers)]
    told = [found for found in here if isinstance(found, EventCandidate)]
    if any(found.event_type == wanted.event_type for found in told):
        return MERGED
    if told:
        return OTHER_TYPE
    refused = [found for found in here if isinstance(found, Rejection)]
    refused.sort(key=lambda found: found.event_type != wanted.event_type)
    if refused:
        return refused[0].because.replace("_", " ")
    return NO_TRIGGER


def missed_grid(scores: Sequence[ArticleScore], flow: Flow) -> Grid:
    """For each type how many gold events were missed, by class; the articles concerned are coded again."""
    counts: Counter[tuple[str, str]] = Counter()
    for score in scores:
        if not score.matching.missed:
            continue
        text = score.coded.text
        findings = flow.explain(Article(id=score.gold.article, body=text)).findings if text else ()
        for wanted in score.matching.missed:
            counts[wanted.event_type, classify_missed(wanted, findings, text)] += 1
    return _grid("missed, by type and class of error", counts)


def surplus_grid(scores: Sequence[ArticleScore]) -> Grid:
    """For each type how many events no gold has, by what the gold has at their words."""
    counts: Counter[tuple[str, str]] = Counter()
    for score in scores:
        for event in score.matching.surplus:
            counts[event.event_type, _class_of_surplus(event, score)] += 1
    return _grid("surplus, by type and class of error", counts)


def _class_of_surplus(event: Event, score: ArticleScore) -> str:
    text = score.coded.text
    beside = False
    for wanted in score.gold.events:
        for start, end in find_stretches(wanted.evidence, text):
            beside = beside or _meet((start, end), event.evidence)
            for first, last in find_stretches(wanted.trigger, text[start:end]):
                if _meet((start + first, start + last), event.trigger):
                    return OTHER_TYPE if wanted.event_type != event.event_type else MERGED
    return _OTHER_TRIGGER if beside else _NOT_GOLD


def _grid(title: str, counts: Counter[tuple[str, str]]) -> Grid:
    classes = sorted({name for _, name in counts})
    types = sorted({name for name, _ in counts})
    rows = [
        (name, *(str(counts[name, of]) for of in classes), str(_total(counts, name)))
        for name in types
    ]
    if rows:
        whole = (str(sum(counts[name, of] for name in types)) for of in classes)
        rows.append(("all", *whole, str(counts.total())))
    return Grid(title=title, columns=("type", *classes, "all"), rows=tuple(rows))


def _total(counts: Counter[tuple[str, str]], name: str) -> int:
    return sum(count for (of, _), count in counts.items() if of == name)


def _overlaps(found: Finding, place: tuple[int, int]) -> bool:
    return _meet(place, found.trigger)


def _meet(place: tuple[int, int], span: Stretch | Span) -> bool:
    return span.start_char < place[1] and place[0] < span.end_char
