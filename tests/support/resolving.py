"""Candidates, entities and articles for tests of the resolve stage, told by the words of a text."""

from datetime import UTC, datetime

from pipeline.lexicon import load_lexicon
from pipeline.stages.resolving.resolve import resolve_events
from pipeline.values import CleanArticle, CoreferenceLink, EventCandidate, Stretch
from schemas.article import Article
from schemas.entity import Entity, Mention
from schemas.event import Coder, Event
from schemas.ontology import load_ontology

LEXICON = load_lexicon()
ONTOLOGY = load_ontology()
CODER = Coder(version="0", model="none", ontology=ONTOLOGY.version)
# A Thursday.
PUBLISHED = datetime(2021, 7, 15, 9, tzinfo=UTC)


def named(
    text: str,
    name: str,
    *,
    label: str = "GPE",
    country: str | None = None,
    sector: str | None = None,
) -> Entity:
    """An entity with a mention wherever *name* stands in *text*."""
    starts = [i for i in range(len(text)) if text.startswith(name, i)]
    mentions = tuple(
        Mention(start_char=start, end_char=start + len(name), text=name) for start in starts
    )
    return Entity(
        id=name, name=name, label=label, country=country, sector=sector, mentions=mentions
    )


def stretch(text: str, words: str, nth: int = 0) -> Stretch:
    """Where *words* stand in *text*, the *nth* time from 0."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return Stretch(start_char=start, end_char=start + len(words))


def candidate(text: str, **fields: object) -> EventCandidate:
    """An attack told by the words *trigger* of *text*, but for *fields*; its sentence ends with a full stop."""
    trigger = fields.pop("trigger", "attacked")
    nth = fields.pop("nth", 0)
    assert isinstance(trigger, str)
    assert isinstance(nth, int)
    span = stretch(text, trigger, nth)
    start = text.rfind(". ", 0, span.start_char) + 2 if ". " in text[: span.start_char] else 0
    end = text.index(".", span.start_char) + 1
    given: dict[str, object] = {
        "event_type": "ASSAULT",
        "modes": (),
        "contexts": (),
        "trigger": span,
        "trigger_lemma": "attack",
        "sentence": Stretch(start_char=start, end_char=end),
        "actors": (),
        "recipients": (),
        "attributed_to": None,
        "status": "actual",
        "negated": False,
        "confidence": 0.9,
        "rule": "assault/attack",
        **fields,
    }
    return EventCandidate(**given)  # type: ignore[arg-type]  # a builder's fields


def resolve(
    text: str,
    candidates: list[EventCandidate],
    entities: list[Entity],
    published_at: datetime | None = PUBLISHED,
    received_at: datetime | None = None,
    links: tuple[CoreferenceLink, ...] = (),
) -> tuple[Event, ...]:
    """The events of *candidates*, as the stage resolves them."""
    article = Article(id="a-1", body=text, published_at=published_at)
    clean = CleanArticle(
        article=article,
        text=text,
        headline=None,
        description=None,
        language="en",
    )
    return resolve_events(
        candidates,
        entities,
        clean,
        LEXICON,
        ONTOLOGY,
        links=links,
        coder=CODER,
        received_at=received_at,
    )
