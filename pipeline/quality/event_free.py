"""Section c: sentences that tell no event, and in how many of them the flow finds one."""

from collections import Counter, defaultdict
from pathlib import Path

from pipeline.flow import Flow
from pipeline.gazetteer.tables import Row, read_table
from pipeline.quality.bootstrap import measure
from pipeline.quality.places import SETS, files_sha256, missing
from pipeline.quality.section import Grid, Section
from pipeline.quality.sentences import explain_sentence
from schemas.event import Event

EVENT_FREE = SETS / "event_free.tsv"
_TITLE = "Event-free sentences: false alarms"
_TRIGGERS_SHOWN = 3


class EventFreeSentence(Row):
    """A sentence in which a reader finds no event, and the kind of text that it is typical of."""

    genre: str
    sentence: str


def event_free_section(flow: Flow, path: Path = EVENT_FREE) -> Section:
    """The share of sentences that rightly stay without an event, and the false alarms by genre and type."""
    reason = missing(path)
    if reason:
        return Section(key="c", name="event_free", title=_TITLE, skipped=reason)
    sentences = read_table(path, EventFreeSentence)
    alarms = [explain_sentence(flow, row.sentence).events for row in sentences]
    silent = [(int(not events), 1) for events in alarms]
    told = sum(bool(events) for events in alarms)
    return Section(
        key="c",
        name="event_free",
        title=_TITLE,
        notes=(
            f"{len(sentences)} sentences, {told} of them with an event,"
            f" {sum(map(len, alarms))} false events",
        ),
        figures=(measure("silent", silent),),
        grids=(_genres(sentences, alarms), _types(alarms)),
        mistakes=tuple(
            f"{row.genre}: {_shown(events)}: {row.sentence}"
            for row, events in zip(sentences, alarms, strict=True)
            if events
        ),
        digests={"event_free": files_sha256([path])},
    )


def _genres(sentences: tuple[EventFreeSentence, ...], alarms: list[tuple[Event, ...]]) -> Grid:
    genres: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for row, events in zip(sentences, alarms, strict=True):
        genres[row.genre].append((int(bool(events)), 1))
    rows = []
    for genre, units in sorted(genres.items()):
        rate = measure(genre, units)
        interval = f"{100 * rate.low:.0f} to {100 * rate.high:.0f}"
        rows.append((genre, str(rate.whole), str(rate.part), f"{100 * rate.value:.1f}", interval))
    return Grid(
        title="sentences with an event, by genre, in percent",
        columns=("genre", "sentences", "with event", "%", "95 %"),
        rows=tuple(rows),
    )


def _types(alarms: list[tuple[Event, ...]]) -> Grid:
    lemmas: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for events in alarms:
        for event in events:
            lemmas[event.event_type][event.trigger.lemma] += 1
    return Grid(
        title="false events, by type, with the triggers that raise most",
        columns=("type", "events", "triggers"),
        rows=tuple(
            (
                name,
                str(told.total()),
                ", ".join(lemma for lemma, _ in told.most_common(_TRIGGERS_SHOWN)),
            )
            for name, told in sorted(lemmas.items(), key=lambda of: (-of[1].total(), of[0]))
        ),
    )


def _shown(events: tuple[Event, ...]) -> str:
    return ", ".join(f"{event.event_type} [{event.trigger.text}]" for event in events)
