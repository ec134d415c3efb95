"""Section f: the first article of all, beside the repository; its gold is kept as offsets, without its text."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pipeline.flow import Flow
from pipeline.gazetteer.tables import Row, read_table
from pipeline.quality.bootstrap import measure
from pipeline.quality.names import GoldName, same_participants
from pipeline.quality.places import SETS, SHARED, files_sha256, missing
from pipeline.quality.section import Grid, Section
from schemas.actor import Actor
from schemas.article import Article
from schemas.event import Event

FIRST_ARTICLE = SETS / "first_article.tsv"
_TEXTS = SHARED / "seeds"
_TITLE = "The first article of all"


class FirstGold(Row):
    """An event of the article, its trigger as offsets of the cleaned text, participants as names or codes.

    Several are parted by semicolons; an empty recipient means none. Optional events are neither required nor charged.
    """

    event_type: str
    trigger_start: int
    trigger_end: int
    actors: str
    recipients: str
    optional: Literal["true", "false"]

    @property
    def is_optional(self) -> bool:
        """Is it an arguable event?"""
        return self.optional == "true"


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstScore:
    """The gold events with what was found for each, and the events that no gold takes."""

    pairs: tuple[tuple[FirstGold, Event | None], ...]
    surplus: tuple[Event, ...]


def first_article_section(flow: Flow, path: Path = FIRST_ARTICLE) -> Section:
    """Found and right of the article's events; skipped without the gold or the text."""
    texts = sorted(_TEXTS.glob("*.txt"))
    reason = (
        missing(path) or missing(_TEXTS) or ("" if texts else f"not there: {_TEXTS.name}/*.txt")
    )
    if reason:
        return Section(key="f", name="first_article", title=_TITLE, skipped=reason)
    article = Article(id="first", body=texts[0].read_text(encoding="utf-8"))
    found = flow.run(article)
    score = match_first(read_table(path, FirstGold), found.events)
    return _section(score, path)


def match_first(gold: Sequence[FirstGold], events: Sequence[Event]) -> FirstScore:
    """Each gold event with the event of its type that is told at its trigger; required ones choose first."""
    left = list(events)
    taken: dict[int, Event] = {}
    order = sorted(range(len(gold)), key=lambda index: gold[index].is_optional)
    for index in order:
        found = next((event for event in left if _tells(event, gold[index])), None)
        if found is not None:
            left.remove(found)
            taken[index] = found
    return FirstScore(
        pairs=tuple((wanted, taken.get(index)) for index, wanted in enumerate(gold)),
        surplus=tuple(left),
    )


def has_participants(wanted: FirstGold, event: Event) -> bool:
    """Are all actors and recipients of *event* those of *wanted*, by name or by code?"""
    return _agree(wanted.actors, event.actors) and _agree(wanted.recipients, event.recipients)


def _section(score: FirstScore, path: Path) -> Section:
    required = [(wanted, event) for wanted, event in score.pairs if not wanted.is_optional]
    found = [(wanted, event) for wanted, event in required if event is not None]
    full = [has_participants(wanted, event) for wanted, event in found]
    predicted = len(found) + len(score.surplus)
    units = [(int(event is not None), 1) for _, event in required]
    return Section(
        key="f",
        name="first_article",
        title=_TITLE,
        notes=(
            f"{len(required)} events, {len(found)} of them found, {sum(full)} with the right"
            f" participants; {len(score.surplus)} events that no gold has",
        ),
        figures=(
            measure("found", units),
            measure("right", [(1, 1)] * len(found) + [(0, 1)] * (predicted - len(found))),
            measure("participants", [(int(right), 1) for right in full]),
        ),
        grids=(_grid(score),),
        mistakes=tuple(
            f"surplus {event.event_type} at {event.trigger.start_char} [{event.trigger.text}]"
            for event in score.surplus
        ),
        digests={"first_article": files_sha256([path])},
    )


def _grid(score: FirstScore) -> Grid:
    rows = []
    for wanted, event in score.pairs:
        if event is None and wanted.is_optional:
            continue
        rows.append(
            (
                f"{wanted.event_type} at {wanted.trigger_start}",
                "optional" if wanted.is_optional else "required",
                "found" if event is not None else "missed",
                _side(wanted.actors, event.actors if event is not None else None),
                _side(wanted.recipients, event.recipients if event is not None else None),
            )
        )
    return Grid(
        title="event by event",
        columns=("event", "gold", "event", "actors", "recipients"),
        rows=tuple(rows),
    )


def _side(wanted: str, actors: tuple[Actor, ...] | None) -> str:
    if actors is None:
        return "-"
    return "right" if _agree(wanted, actors) else "wrong"


def _tells(event: Event, wanted: FirstGold) -> bool:
    return event.event_type == wanted.event_type and any(
        told.trigger.start_char < wanted.trigger_end
        and wanted.trigger_start < told.trigger.end_char
        for told in event.mentions
    )


def _agree(wanted: str, actors: Sequence[Actor]) -> bool:
    """A word of the gold is a name and a code at once: of ``USA`` the country decides, of ``Taliban`` the name."""
    names = [name.strip() for name in wanted.split(";") if name.strip()]
    gold = [GoldName(name=name, country=name) for name in names]
    return same_participants(gold, actors, by_country=True)
