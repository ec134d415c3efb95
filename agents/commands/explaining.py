"""What the stages saw in an article, sentence by sentence, in words: the ground of `explain`'s text and page."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from pipeline.flow import CODED_LANGUAGE, Explanation
from pipeline.values import EventCandidate, Rejection, Stretch
from schemas.actor import Actor
from schemas.event import Event

Mark = Literal["plain", "entity", "trigger", "rejected"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of a sentence that is marked in one way."""

    text: str
    mark: Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One thing to say of a sentence; *kind* is the word before it."""

    kind: str
    text: str
    mark: Mark = "plain"


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceView:
    """A sentence, marked, and everything that was found or rejected in it."""

    number: int
    pieces: tuple[Piece, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleView:
    """An article as it is explained."""

    title: str
    remarks: tuple[str, ...]
    sentences: tuple[SentenceView, ...]


def view_of(explanation: Explanation, *, place: str) -> ArticleView:
    """*explanation* in words; *place* says where the article was read."""
    article, clean = explanation.clean.article, explanation.clean
    title = " · ".join(part for part in (place, article.id, clean.headline) if part)
    sentences = tuple(
        _sentence(explanation, number, Stretch(start_char=start, end_char=end), tokens)
        for number, ((start, end), tokens) in enumerate(
            zip(explanation.sentences, explanation.tokens, strict=True), start=1
        )
    )
    return ArticleView(title=title, remarks=tuple(_remarks(explanation)), sentences=sentences)


def _remarks(explanation: Explanation) -> Iterator[str]:
    article, language = explanation.clean.article, explanation.clean.language
    if article.status != "usable":
        yield f"The article is {article.status}: extract gives no events, whatever the text says."
    if not explanation.clean.text:
        yield "Nothing is left of the article after cleaning: no text, no events."
    elif language != CODED_LANGUAGE:
        told = f"written in {language}" if language else "in a language that cannot be told"
        yield f"The text is {told}: extract codes {CODED_LANGUAGE} only and gives no events."
    elif not explanation.events:
        yield "No event was found."


def _sentence(
    explanation: Explanation, number: int, sentence: Stretch, tokens: tuple[str, ...]
) -> SentenceView:
    text = explanation.clean.text
    findings = [found for found in explanation.findings if _within(found.trigger, sentence)]
    marks: list[tuple[Stretch, Mark]] = [
        (Stretch(start_char=mention.start_char, end_char=mention.end_char), "entity")
        for entity in explanation.entities
        for mention in entity.mentions
    ]
    marks += [
        (found.trigger, "rejected" if isinstance(found, Rejection) else "trigger")
        for found in findings
    ]
    rows = [Row(kind="tokens", text=" ".join(token for token in tokens if token.strip()))]
    rows += _entity_rows(explanation, sentence)
    for found in findings:
        rows += _finding_rows(found, text, explanation.events)
    return SentenceView(
        number=number, pieces=tuple(_pieces(text, sentence, marks)), rows=tuple(rows)
    )


def _within(inner: Stretch, outer: Stretch) -> bool:
    return outer.start_char <= inner.start_char < outer.end_char


def _pieces(text: str, sentence: Stretch, marks: Iterable[tuple[Stretch, Mark]]) -> Iterator[Piece]:
    """The sentence cut at the ends of its marks; of marks that overlap, the last given wins."""
    inside = [(stretch, mark) for stretch, mark in marks if _within(stretch, sentence)]
    ends = {sentence.start_char, sentence.end_char}
    for stretch, _ in inside:
        ends |= {stretch.start_char, min(stretch.end_char, sentence.end_char)}
    cuts = sorted(ends)
    for start, end in pairwise(cuts):
        mark: Mark = "plain"
        for stretch, given in inside:
            if stretch.start_char <= start < stretch.end_char:
                mark = given
        yield Piece(text=text[start:end].replace("\n", " "), mark=mark)


def _entity_rows(explanation: Explanation, sentence: Stretch) -> Iterator[Row]:
    for entity in explanation.entities:
        texts = [
            mention.text
            for mention in entity.mentions
            if sentence.start_char <= mention.start_char < sentence.end_char
        ]
        if texts:
            known = " ".join(filter(None, (entity.label, entity.country, entity.sector)))
            said = ", ".join(dict.fromkeys(texts))
            named = f" = {entity.name}" if said != entity.name else ""
            yield Row(kind="entity", text=f"{said}{named} ({known})", mark="entity")


def _finding_rows(
    found: EventCandidate | Rejection, text: str, events: tuple[Event, ...]
) -> Iterator[Row]:
    trigger = _said(text, found.trigger)
    if isinstance(found, Rejection):
        reason = found.because.replace("_", " ")
        said = f"{found.event_type}, trigger “{trigger}”, rule {found.rule}: {reason}"
        yield Row(kind="rejected", text=said, mark="rejected")
        return
    modes = f" ({', '.join(found.modes)})" if found.modes else ""
    facts = [f"trigger “{trigger}”", f"rule {found.rule}", found.status]
    facts += ["negated"] if found.negated else []
    event = _event_of(found, events)
    confidence = event.confidence if event else found.confidence
    facts.append(f"confidence {confidence:.2f}")
    yield Row(kind="event", text=f"{found.event_type}{modes}, {', '.join(facts)}", mark="trigger")
    resolved = (*event.actors, *event.recipients) if event else ()
    for kind, stretches in (("actor", found.actors), ("recipient", found.recipients)):
        for stretch in stretches:
            yield Row(kind=kind, text=_said(text, stretch) + _resolution(stretch, resolved))
    if found.attributed_to is not None:
        told = (event.attributed_to,) if event and event.attributed_to else ()
        said = _said(text, found.attributed_to) + _resolution(found.attributed_to, told)
        yield Row(kind="said by", text=said)
    if event is not None and event.trigger.start_char == found.trigger.start_char:
        yield from _circumstances(event)


def _circumstances(event: Event) -> Iterator[Row]:
    if event.location is not None:
        place = event.location
        known = ", ".join(filter(None, (place.name, place.country)))
        yield Row(kind="where", text=f"{place.text} = {known}" if known else place.text)
    if event.date is not None:
        days = " to ".join(dict.fromkeys(str(day) for day in (event.date.start, event.date.end)))
        yield Row(kind="when", text=f"{event.date.text or 'the day of publication'} = {days}")
    for magnitude in event.magnitudes:
        counted = f"{magnitude.kind} {magnitude.value:,g} {magnitude.unit}"
        yield Row(kind="how many", text=f"{magnitude.text} = {counted}")


def _event_of(found: EventCandidate, events: tuple[Event, ...]) -> Event | None:
    """The event that *found* became a mention of."""
    for event in events:
        starts = {mention.trigger.start_char for mention in event.mentions}
        if event.event_type == found.event_type and found.trigger.start_char in starts:
            return event
    return None


def _resolution(stretch: Stretch, actors: Iterable[Actor]) -> str:
    for actor in actors:
        if actor.start_char == stretch.start_char and actor.name:
            known = " ".join(filter(None, (actor.label, actor.country, actor.sector)))
            return f" = {actor.name} ({known})" if known else f" = {actor.name}"
    return ""


def _said(text: str, stretch: Stretch) -> str:
    return " ".join(text[stretch.start_char : stretch.end_char].split())
