"""A flow without a language model: to test delivery and load by the hundred thousand, never on real news."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version

from pipeline.extraction import make_extraction
from pipeline.flow_limits import FlowLimits, StageName
from pipeline.stages.cleaning.clean import clean_article
from pipeline.values import CleanArticle
from schemas.article import Article
from schemas.event import Coder, Event, EventArticle, EventMention, Span, Trigger
from schemas.extraction import Arrival, Extraction
from schemas.ids import event_id
from schemas.ontology import load_ontology
from schemas.outcome import Outcome

MAX_EVENTS = 5
_CODER = "null"


@dataclass(frozen=True, slots=True, kw_only=True)
class NullFlow:
    """Makes an event of each paragraph of a text, up to five, whatever it says: its first word is the trigger.

    Ids, revisions and retractions behave as those of real events do, and the same article gives the same
    bytes. ``coder.model`` is "null", and the confidence 0.
    """

    limits: FlowLimits
    coder: Coder

    def run(
        self,
        article: Article,
        *,
        arrival: Arrival | None = None,
        on_stage: Callable[[StageName], None],
    ) -> Extraction:
        """As ``pipeline.flow.Flow.run``."""
        if article.status != "usable":
            return make_extraction(article, self.coder, outcome=article.status, arrival=arrival)
        clean = clean_article(article, limits=self.limits.clean)
        on_stage("clean")
        events = tuple(self._events(clean, arrival))
        outcome: Outcome = "extracted" if events else "no_events" if clean.text else "no_text"
        return make_extraction(
            article, self.coder, outcome=outcome, arrival=arrival, clean=clean, events=events
        )

    def _events(self, clean: CleanArticle, arrival: Arrival | None) -> list[Event]:
        events: dict[str, Event] = {}
        start = 0
        for line in clean.text.split("\n"):
            word = line.split(maxsplit=1)[0] if line.strip() else ""
            if word and len(events) < MAX_EVENTS:
                made = self._event(clean, arrival, line, word, start)
                events.setdefault(made.id, made)
            start += len(line) + 1
        return list(events.values())

    def _event(
        self, clean: CleanArticle, arrival: Arrival | None, line: str, word: str, start: int
    ) -> Event:
        article = clean.article
        begin = start + line.index(word)
        trigger = Trigger(text=word, start_char=begin, end_char=begin + len(word), lemma=word)
        evidence = Span(text=line, start_char=start, end_char=start + len(line))
        return Event(
            id=event_id(
                article_id=article.id,
                event_type="CONSULT",
                sentence=line,
                trigger=word,
                trigger_offset=begin - start,
                nth=0,
            ),
            article_id=article.id,
            article_version=article.version,
            family="plover",
            event_type="CONSULT",
            trigger=trigger,
            evidence=evidence,
            mentions=(EventMention(trigger=trigger, evidence=evidence),),
            confidence=0.0,
            article=EventArticle(
                url=article.url,
                headline=clean.headline,
                published_at=article.published_at,
                language=clean.language,
            ),
            coded_at=article.published_at or (arrival.moment if arrival else None),
            coder=self.coder,
        )


def load_null_flow(limits: FlowLimits) -> NullFlow:
    """A null flow under *limits*; loads nothing but the name of the ontology."""
    return NullFlow(
        limits=limits,
        coder=Coder(version=version("eventwire"), model=_CODER, ontology=load_ontology().version),
    )
