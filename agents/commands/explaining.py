"""What the stages saw in an article, sentence by sentence, in words: the ground of `explain`'s text and page."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from types import MappingProxyType
from typing import Literal

from agents.commands.explain_findings import EventIndex, FindingView, Row, finding_views
from pipeline.flow import CODED_LANGUAGE, Explanation
from pipeline.values import EventCandidate, ParsedToken, Rejection, Stretch
from schemas.entity import Entity, Mention

Mark = Literal["plain", "entity", "trigger", "rejected"]
_NO_WEIGHTS: Mapping[str, float] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of a sentence that is marked in one way; *label* is the type of what it names or evokes."""

    text: str
    mark: Mark
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceView:
    """A sentence, marked, with its parse, and everything that was found or rejected in it."""

    number: int
    pieces: tuple[Piece, ...]
    tokens: tuple[ParsedToken, ...]
    entities: tuple[Row, ...]
    findings: tuple[FindingView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleView:
    """An article as it is explained."""

    title: str
    headline: str
    remarks: tuple[str, ...]
    sentences: tuple[SentenceView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Marked:
    stretch: Stretch
    mark: Mark
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sentence:
    """What stands in one sentence."""

    number: int
    stretch: Stretch
    tokens: tuple[ParsedToken, ...]
    mentions: list[tuple[Entity, Mention]]
    findings: list[EventCandidate | Rejection]


def view_of(
    explanation: Explanation, *, place: str, weights: Mapping[str, float] = _NO_WEIGHTS
) -> ArticleView:
    """*explanation* in words; *place* says where the article was read, *weights* what each sign of confidence weighs."""
    article, clean = explanation.clean.article, explanation.clean
    events = EventIndex.of(explanation, weights)
    return ArticleView(
        title=" · ".join(dict.fromkeys((place, article.id))),
        headline=clean.headline or "",
        remarks=tuple(_remarks(explanation)),
        sentences=tuple(_view(sentence, events) for sentence in _sentences(explanation)),
    )


def _sentences(explanation: Explanation) -> list[_Sentence]:
    """The sentences with what stands in each, in one pass: a long article has thousands of both."""
    sentences = [
        _Sentence(
            number=number,
            stretch=Stretch(start_char=start, end_char=end),
            tokens=tokens,
            mentions=[],
            findings=[],
        )
        for number, ((start, end), tokens) in enumerate(
            zip(explanation.sentences, explanation.tokens, strict=True), start=1
        )
    ]
    starts = [start for start, _ in explanation.sentences]
    for entity in explanation.entities:
        for mention in entity.mentions:
            place = bisect_right(starts, mention.start_char) - 1
            sentences[place].mentions.append((entity, mention))
    for found in explanation.findings:
        place = bisect_right(starts, found.trigger.start_char) - 1
        sentences[place].findings.append(found)
    return sentences


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
    if explanation.coded_chars < len(explanation.clean.text):
        yield (
            f"The text has {len(explanation.clean.text):,} characters, of which the first {explanation.coded_chars:,}"
            " were coded: split the article."
        )


def _view(sentence: _Sentence, events: EventIndex) -> SentenceView:
    marks = [
        _Marked(
            stretch=Stretch(start_char=mention.start_char, end_char=mention.end_char),
            mark="entity",
            label=entity.label,
        )
        for entity, mention in sentence.mentions
    ]
    # Of marks that overlap the last wins: an event hides what was rejected beside it.
    by_worth = sorted(sentence.findings, key=lambda found: not isinstance(found, Rejection))
    marks += [
        _Marked(
            stretch=word,
            mark="rejected" if isinstance(found, Rejection) else "trigger",
            label=found.event_type,
        )
        for found in by_worth
        for word in found.trigger_words or (found.trigger,)
    ]
    return SentenceView(
        number=sentence.number,
        pieces=tuple(_pieces(events.text, sentence.stretch, marks)),
        tokens=sentence.tokens,
        entities=tuple(_entity_rows(sentence.mentions)),
        findings=finding_views(sentence.findings, events),
    )


def _pieces(text: str, sentence: Stretch, marks: Sequence[_Marked]) -> Iterator[Piece]:
    """The sentence cut at the ends of its marks; of marks that overlap, the last given wins."""
    ends = {sentence.start_char, sentence.end_char}
    for marked in marks:
        ends |= {marked.stretch.start_char, min(marked.stretch.end_char, sentence.end_char)}
    for (mark, label), parts in groupby(
        pairwise(sorted(ends)), key=lambda part: _mark_at(part[0], marks)
    ):
        words = "".join(text[start:end] for start, end in parts)
        yield Piece(text=words.replace("\n", " "), mark=mark, label=label)


def _mark_at(char: int, marks: Iterable[_Marked]) -> tuple[Mark, str]:
    mark: Mark = "plain"
    label = ""
    for marked in marks:
        if marked.stretch.start_char <= char < marked.stretch.end_char:
            mark, label = marked.mark, marked.label
    return mark, label


def _entity_rows(mentions: Iterable[tuple[Entity, Mention]]) -> Iterator[Row]:
    said: dict[str, list[str]] = {}
    entities: dict[str, Entity] = {}
    for entity, mention in mentions:
        said.setdefault(entity.id, []).append(mention.text)
        entities[entity.id] = entity
    for key, texts in said.items():
        entity = entities[key]
        known = " ".join(filter(None, (entity.label, entity.country, entity.sector)))
        words = ", ".join(dict.fromkeys(texts))
        named = f" = {entity.name}" if words != entity.name else ""
        yield Row(kind="entity", text=f"{words}{named} ({known})")
