"""Resolve: event candidates to events with names, codes, dates, places and ids. Nothing is guessed."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from pipeline.lexicon import Lexicon
from pipeline.stages.resolving.dates import day_of_publication
from pipeline.stages.resolving.dates_reader import ArticleReader
from pipeline.stages.resolving.home import Home, at_home, home_country
from pipeline.stages.resolving.location import find_location
from pipeline.stages.resolving.merging import merge_tellings
from pipeline.stages.resolving.naming import MentionIndex, name_actors
from pipeline.stages.resolving.sectors import with_sectors
from pipeline.values import CleanArticle, CoreferenceLink, EventCandidate, Stretch
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
    links: Sequence[CoreferenceLink] = (),
    coder: Coder,
    received_at: datetime | None,
) -> tuple[Event, ...]:
    """The events of one article, in text order; tellings of one act are merged into its first.

    *links* name who no words of their own name. ``coded_at`` is the article's ``published_at``, else *received_at*. Ids depend on content only.
    """
    mentions = MentionIndex.of(entities, clean.text, links)
    reader = ArticleReader(
        text=clean.text, lexicon=lexicon, published_on=_published_on(clean.article)
    )
    home = home_country(entities)
    sentences: Counter[tuple[str, str, int]] = Counter()
    events = []
    for candidate in candidates:
        resolution = _Resolution(
            candidate=candidate,
            mentions=mentions,
            clean=clean,
            reader=reader,
            ontology=ontology,
            home=home,
        )
        key = resolution.identity()
        events.append(resolution.event(coder=coder, received_at=received_at, nth=sentences[key]))
        sentences[key] += 1
    merged = merge_tellings(events, lexicon.resolving.coreference.pronouns)
    return with_sectors(merged, lexicon.resolving.telling_acts)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Resolution:
    """One candidate beside all that is needed to resolve it."""

    candidate: EventCandidate
    mentions: MentionIndex
    clean: CleanArticle
    reader: ArticleReader
    ontology: Ontology
    home: Home | None

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
            attributed_to=self.source(),
            actors=self.named(candidate.actors),
            recipients=self.named(candidate.recipients),
            location=self.location(),
            date=when,
            magnitudes=self.reader.magnitudes(candidate, known.magnitudes),
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

    def source(self) -> Actor | None:
        """Who said so."""
        told = self.candidate.attributed_to
        return self.actors(told)[0] if told else None

    def named(self, stretches: tuple[Stretch, ...]) -> tuple[Actor, ...]:
        """The participants of one side, each once where it is told by name and by pronoun."""
        found = [actor for stretch in stretches for actor in self.actors(stretch)]
        first: dict[str, Actor] = {}
        for actor in found:
            first.setdefault(actor.entity_id or f"{actor.start_char}-{actor.end_char}", actor)
        return tuple(first.values())

    def actors(self, stretch: Stretch) -> tuple[Actor, ...]:
        """The participant as the article says it, two where it is "both"; named where a mention names it."""
        candidate = self.candidate
        found = name_actors(
            stretch,
            self.mentions,
            self.clean.text,
            self.reader.lexicon.resolving,
            speaker=candidate.attributed_to if stretch in candidate.actors else None,
            apart_from=tuple(
                other for other in (*candidate.actors, *candidate.recipients) if other != stretch
            ),
        )
        words = self.reader.lexicon.resolving.home
        return tuple(
            at_home(actor, self.home, words, is_people=self._is_people(actor)) for actor in found
        )

    def _is_people(self, actor: Actor) -> bool:
        """Does a noun that names people end it ("the welders")?"""
        last = actor.text.lower().split()[-1:] or [""]
        nouns = self.reader.lexicon.grammar.agent_nouns
        return last[0] in nouns or last[0].removesuffix("s") in nouns

    def location(self) -> Location | None:
        """Where the sentence, the one before or else the dateline says it was."""
        words = self.reader.lexicon.resolving
        home = self.home.country if self.home else None
        return find_location(self.candidate, self.mentions, self.clean.text, words, home=home)

    def date(self) -> EventDate | None:
        """The date that the text gives the act, else the day of which the lead tells, else that of publication."""
        told = self.reader.date(self.candidate)
        published_on = self.reader.published_on
        if told is not None or published_on is None or self.candidate.status != "actual":
            return told
        return self.reader.day_of_report(self.candidate) or day_of_publication(published_on)

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
