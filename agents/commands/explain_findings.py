"""The events and rejections of a sentence in words: which entry, which rule, who, and why not."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.flow import Explanation
from pipeline.values import EventCandidate, RejectedBecause, Rejection, Stretch
from schemas.actor import Actor
from schemas.event import Event

WHY_REJECTED: Mapping[RejectedBecause, str] = {
    "no_actor": "the text does not say who did it",
    "no_recipient": "the text does not say to whom, or with whom",
    "wrong_part_of_speech": "the word only modifies another one here and tells nothing itself",
    "excluded_by_context": (
        "a condition of the entry does not hold: on its subject, object, voice, content or company"
    ),
    "only_under_negation": "the entry fires only where it is negated",
    "part_of_another": "it belongs to another event of the sentence, as its content or its toll",
    "not_told": (
        "the act is only named, not told: a condition, a purpose, an order, a question, a mere possibility,"
        " a habit, or a noun that nothing carries"
    ),
    "other_field": "it reads as another sort of text: sport, fiction, markets, a word to the press",
    "names_nobody": "nobody takes part whom news would name, or the whole text names nobody",
}
# What the event stage adds to a rule where a plan of the act is told as its promise, threat or refusal.
_PROMISE = "+promise"
# Of the signs that the confidence is made of, the few that matter.
_MOST_SIGNS = 4
_LEAST_MOVED = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One thing to say; *kind* is the word before it."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingView:
    """One trigger: what it was taken for, and all that is known of it. A rejected one has a single row, why."""

    rejected: bool
    event_type: str
    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EventIndex:
    """The text with its events, to be found by type and by where a trigger starts."""

    text: str
    starts: Sequence[int]
    by_trigger: Mapping[tuple[str, int], Event]
    weights: Mapping[str, float]

    @classmethod
    def of(cls, explanation: Explanation, weights: Mapping[str, float]) -> "EventIndex":
        """The index over the events of *explanation*, each told by all its mentions; *weights* are those of signs."""
        return cls(
            text=explanation.clean.text,
            starts=[start for start, _ in explanation.sentences],
            by_trigger={
                (event.event_type, mention.trigger.start_char): event
                for event in explanation.events
                for mention in event.mentions
            },
            weights=weights,
        )

    def number_of(self, start_char: int) -> int:
        """The number of the sentence that holds the character, from 1."""
        return bisect_right(self.starts, start_char)


def finding_views(
    findings: Iterable[EventCandidate | Rejection], events: EventIndex
) -> tuple[FindingView, ...]:
    """*findings* of one sentence, in their order."""
    return tuple(
        _rejected(found, events.text) if isinstance(found, Rejection) else _event(found, events)
        for found in findings
    )


def _rejected(found: Rejection, text: str) -> FindingView:
    return FindingView(
        rejected=True,
        event_type=found.event_type,
        title=f"{found.event_type}, trigger {_evoked_by(found, text)}",
        rows=(Row(kind="because", text=WHY_REJECTED[found.because]),),
    )


def _event(found: EventCandidate, events: EventIndex) -> FindingView:
    text = events.text
    event = events.by_trigger.get((found.event_type, found.trigger.start_char))
    is_first = event is not None and event.trigger.start_char == found.trigger.start_char
    status = event.status if event is not None and is_first else found.status
    facts = ["/".join((found.event_type, *found.modes)), status]
    facts += ["negated"] if found.negated else []
    confidence = event.confidence if event else found.confidence
    facts.append(f"confidence {confidence:.2f}")
    rows = [Row(kind="trigger", text=_evoked_by(found, text))]
    rows += _participants(found, text, event)
    rows += _signs(found, events.weights)
    if event is not None and is_first:
        rows += _circumstances(event)
    elif event is not None:
        first = events.number_of(event.evidence.start_char)
        rows.append(Row(kind="merged", text=f"tells the event of sentence {first} again"))
    return FindingView(
        rejected=False, event_type=found.event_type, title=", ".join(facts), rows=tuple(rows)
    )


def _signs(found: EventCandidate, weights: Mapping[str, float]) -> Iterator[Row]:
    """What moved the confidence most, the heaviest first."""
    moved = sorted(
        ((weights.get(name, 0.0) * value, name) for name, value in found.signs),
        key=lambda one: -abs(one[0]),
    )
    for kind, sign in (("for it", 1), ("against", -1)):
        told = [f"{name} {by:+.2f}" for by, name in moved if sign * by >= _LEAST_MOVED]
        if told:
            yield Row(kind=kind, text=", ".join(told[:_MOST_SIGNS]))


def _evoked_by(found: EventCandidate | Rejection, text: str) -> str:
    """The words, the entry that matched them and its rule."""
    rule = found.rule.removesuffix(_PROMISE)
    entry = f"entry “{found.trigger_lemma}”, " if found.trigger_lemma else ""
    announced = "; told as a plan of the act" if found.rule.endswith(_PROMISE) else ""
    return f"“{_trigger(found, text)}” ({entry}rule {rule}{announced})"


def _trigger(found: EventCandidate | Rejection, text: str) -> str:
    """The matched words, with a sign where others stand between them."""
    said, end = "", -1
    for word in found.trigger_words or (found.trigger,):
        if said:
            said += " " if not text[end : word.start_char].strip() else " … "
        said += _said(text, word)
        end = word.end_char
    return said


def _participants(found: EventCandidate, text: str, event: Event | None) -> Iterator[Row]:
    resolved = (*event.actors, *event.recipients) if event else ()
    for kind, stretches in (("actor", found.actors), ("recipient", found.recipients)):
        for stretch in stretches:
            yield Row(kind=kind, text=_said(text, stretch) + _resolution(stretch, resolved))
    if found.attributed_to is not None:
        told = (event.attributed_to,) if event and event.attributed_to else ()
        said = _said(text, found.attributed_to) + _resolution(found.attributed_to, told)
        yield Row(kind="said by", text=said)


def _circumstances(event: Event) -> Iterator[Row]:
    if event.location is not None:
        place = event.location
        known = ", ".join(filter(None, (place.name, place.admin1, place.country)))
        yield Row(kind="where", text=f"{place.text} = {known}" if known else place.text)
    if event.date is not None:
        days = " to ".join(dict.fromkeys(str(day) for day in (event.date.start, event.date.end)))
        yield Row(kind="when", text=f"{event.date.text or 'the day of publication'} = {days}")
    for magnitude in event.magnitudes:
        counted = f"{magnitude.kind} {magnitude.value:,.12g} {magnitude.unit}"
        yield Row(kind="how many", text=f"{magnitude.text} = {counted}")


def _resolution(stretch: Stretch, actors: Iterable[Actor]) -> str:
    """Whom the words stand for, and by which rule where they do not say it themselves."""
    meant = [actor for actor in actors if actor.start_char == stretch.start_char]
    known = " and".join(filter(None, map(_named, meant)))
    linked = meant[0].resolved_by if meant else None
    return f"{known}, resolved by {linked}" if linked else known


def _named(actor: Actor) -> str:
    """Name and codes of *actor*, as far as they say more than its words."""
    name = "" if actor.name in {None, actor.text} else f" = {actor.name}"
    return name + _codes(actor)


def _codes(actor: Actor) -> str:
    known = " ".join(filter(None, (actor.label, actor.country, actor.sector)))
    return f" ({known})" if known else ""


def _said(text: str, stretch: Stretch) -> str:
    return " ".join(text[stretch.start_char : stretch.end_char].split())
