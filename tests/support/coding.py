"""Sentences of news read through all stages."""

from collections.abc import Callable
from datetime import UTC, datetime

from pipeline.flow import load_flow
from pipeline.flow_limits import FlowLimits
from schemas.article import Article
from schemas.event import Event

Code = Callable[[str], tuple[Event, ...]]
Sides = tuple[list[str], list[str]]
Told = tuple[str, list[str], list[str]]


def sides(event: Event) -> Sides:
    """The words of its actors and of its recipients."""
    return [actor.text for actor in event.actors], [one.text for one in event.recipients]


def told(event: Event) -> Told:
    """Its type, and the words of its sides."""
    return event.event_type, *sides(event)


def make_coder() -> Code:
    """What tells the events of a text, published on 10 May 2023."""
    flow = load_flow(FlowLimits())

    def coded(text: str) -> tuple[Event, ...]:
        published_at = datetime(2023, 5, 10, tzinfo=UTC)
        return flow.run(Article(id="a", body=text, published_at=published_at)).events

    return coded
