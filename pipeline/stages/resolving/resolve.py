"""Resolve: event candidates to events with names, codes, dates, places and ids. Nothing is guessed."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from pipeline.lexicon import Lexicon
from pipeline.stages.resolving.dates import DateExpression, day_of_publication, find_dates
from pipeline.stages.resolving.magnitudes import find_magnitudes
from pipeline.stages.resolving.merging import merge_tellings
from pipeline.stages.resolving.naming import (
    MentionIndex,
    find_location,
    name_actor,
)
from pipeline.values import CleanArticle, EventCandidate, Stretch
from schemas.actor import Actor
from schemas.article import Article
from schemas.entity import Entity
from schemas.event import (
    Coder,
    Event,
    EventArticle,
    EventDate,
    EventMention,
    EventStatus,
    Location,
    Magnitude,
    MagnitudeKind,
    Span,
    Trigger,
)
from schemas.ids import event_id
from schemas.ontology import Ontology

_HISTORICAL_AFTER_DAYS = 366


def resolve_events(
    candidates: Sequence[EventCandidate],
    entities: Sequence[Entity],
    clean: CleanArticle,
    lexicon: Lexicon,
    ontology: Ontology,
    *,
    coder: Coder,
    received_at: datetime | None,
) -> tuple[Event, ...]:
    """The events of one article, in text order; tellings of one act are merged into its first.

    ``coded_at`` is the article's ``published_at``, else *received_at*. Ids depend on content only.
    """
    mentions = MentionIndex.of(entities)
    reader = _SentenceReader(lexicon=lexicon, published_on=_published_on(clean.article))
    sentences: Counter[tuple[str, str, int]] = Counter()
    events = []
    for candidate in candidates:
        resolution = _Resolution(
            candidate=candidate, mentions=mentions, clean=clean, reader=reader, ontology=ontology
        )
        key = resolution.identity()
        events.append(resolution.event(coder=coder, received_at=received_at, nth=sentences[key]))
        sentences[key] += 1
    return merge_tellings(events, lexicon.resolving.pronouns)


@dataclass(frozen=True, slots=True, kw_only=True)
class _SentenceReader:
    """Reads each sentence of one article once, though several of its events ask."""

    lexicon: Lexicon
    published_on: date | None
    _dates: dict[tuple[str, bool], tuple[DateExpression, ...]] = field(default_factory=dict)
    _magnitudes: dict[tuple[str, tuple[MagnitudeKind, ...]], tuple[Magnitude, ...]] = field(
        default_factory=dict
    )

    def dates(self, sentence: str, *, ahead: bool) -> tuple[DateExpression, ...]:
        """The date expressions of *sentence*."""
        key = (sentence, ahead)
        if key not in self._dates:
            calendar = self.lexicon.calendar
            self._dates[key] = find_dates(sentence, calendar, self.published_on, ahead=ahead)
        return self._dates[key]

    def magnitudes(self, sentence: str, kinds: tuple[MagnitudeKind, ...]) -> tuple[Magnitude, ...]:
        """The first number of each of *kinds* in *sentence*."""
        key = (sentence, kinds)
        if key not in self._magnitudes:
            self._magnitudes[key] = find_magnitudes(sentence, self.lexicon.magnitudes, kinds)
        return self._magnitudes[key]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Resolution:
    """One candidate beside all that is needed to resolve it."""

    candidate: EventCandidate
    mentions: MentionIndex
    clean: CleanArticle
    reader: _SentenceReader
    ontology: Ontology

    @property
    def sentence(self) -> str:
        """The sentence that tells the candidate, verbatim."""
        return self.clean.text[
            self.candidate.sentence.start_char : self.candidate.sentence.end_char
        ]

    def identity(self) -> tuple[str, str, int]:
        """What the id is made of, besides the article."""
        offset = self.candidate.trigger.start_char - self.candidate.sentence.start_char
        return self.candidate.event_type, self.sentence, offset

    def event(self, *, coder: Coder, received_at: datetime | None, nth: int) -> Event:
        """The event; *nth* tells equal sentences apart."""
        candidate, article = self.candidate, self.clean.article
        known = self.ontology.types[candidate.event_type]
        when = self.date()
        mention = self.mention()
        return Event(
            id=event_id(
                article_id=article.id,
                event_type=candidate.event_type,
                sentence=self.sentence,
                trigger=mention.trigger.text,
                trigger_offset=mention.trigger.start_char - mention.evidence.start_char,
                nth=nth,
            ),
            article_id=article.id,
            article_version=article.version,
            family=self.ontology.families[candidate.event_type],
            event_type=candidate.event_type,
            modes=candidate.modes,
            quad_category=known.quad_category,
            score=self.ontology.score_of(candidate.event_type, candidate.modes),
            cameo_roots=known.cameo_roots,
            contexts=candidate.contexts,
            status=self.status(when),
            negated=candidate.negated,
            attributed_to=self.actor(candidate.attributed_to) if candidate.attributed_to else None,
            actors=tuple(self.actor(stretch) for stretch in candidate.actors),
            recipients=tuple(self.actor(stretch) for stretch in candidate.recipients),
            location=self.location(),
            date=when,
            magnitudes=self.reader.magnitudes(self.sentence, known.magnitudes),
            trigger=mention.trigger,
            evidence=mention.evidence,
            mentions=(mention,),
            confidence=candidate.confidence,
            article=_event_article(self.clean),
            coded_at=article.published_at or received_at,
            coder=coder,
        )

    def mention(self) -> EventMention:
        """Trigger and evidence, verbatim."""
        trigger, sentence = self.candidate.trigger, self.candidate.sentence
        return EventMention(
            trigger=Trigger(
                text=self.clean.text[trigger.start_char : trigger.end_char],
                start_char=trigger.start_char,
                end_char=trigger.end_char,
                lemma=self.candidate.trigger_lemma,
            ),
            evidence=Span(
                text=self.sentence, start_char=sentence.start_char, end_char=sentence.end_char
            ),
        )

    def actor(self, stretch: Stretch) -> Actor:
        """The participant as the article says it; named where a mention names it."""
        candidate = self.candidate
        return name_actor(
            stretch,
            self.mentions,
            self.clean.text,
            self.reader.lexicon.resolving,
            speaker=candidate.attributed_to if stretch in candidate.actors else None,
            apart_from=tuple(
                other for other in (*candidate.actors, *candidate.recipients) if other != stretch
            ),
        )

    def location(self) -> Location | None:
        """Where the sentence, or else the dateline, says it was."""
        words = self.reader.lexicon.resolving
        return find_location(self.candidate, self.mentions, self.clean.text, words)

    def date(self) -> EventDate | None:
        """The date expression nearest the trigger that is not that of somebody's saying; else the day of publication."""
        published_on = self.reader.published_on
        ahead = self.candidate.status == "future"
        found = [
            expression
            for expression in self.reader.dates(self.sentence, ahead=ahead)
            if not self._dates_the_saying(expression)
        ]
        if found:
            offset = self.candidate.trigger.start_char - self.candidate.sentence.start_char
            return min(found, key=lambda known: (abs(known.start - offset), known.start)).date
        if published_on is None or ahead or self.candidate.status != "actual":
            return None
        return day_of_publication(published_on)

    def _dates_the_saying(self, expression: DateExpression) -> bool:
        before = self.sentence[: expression.start].lower().split()[-2:]
        words = [word.strip(",") for word in before]
        trigger = self.clean.text[
            self.candidate.trigger.start_char : self.candidate.trigger.end_char
        ].lower()
        saying = self.reader.lexicon.resolving.saying
        return any(word in saying and word != trigger for word in words)

    def status(self, when: EventDate | None) -> EventStatus:
        """Historical where the sentence dates the act long before the article."""
        published_on = self.reader.published_on
        if (
            self.candidate.status == "actual"
            and when is not None
            and when.source == "text"
            and published_on is not None
            and (published_on - when.end).days > _HISTORICAL_AFTER_DAYS
        ):
            return "historical"
        return self.candidate.status


def _published_on(article: Article) -> date | None:
    # The publisher's own day is not known; published_at is UTC and at most half a day off.
    return article.published_at.date() if article.published_at else None


def _event_article(clean: CleanArticle) -> EventArticle:
    return EventArticle(
        url=clean.article.url,
        headline=clean.headline,
        publisher=clean.article.publisher,
        published_at=clean.article.published_at,
        language=clean.language,
    )
