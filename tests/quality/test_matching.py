"""Which predicted event is taken for which gold event."""

from typing import Any

from pipeline.quality.gold import GoldEvent
from pipeline.quality.matching import find_stretches, match_events
from schemas.event import Event, EventMention, Span, Trigger
from support.builders import make_event

TEXT = "Peru arrested three dockers on Monday and fined one. Chile condemned the\n\narrests."
FIRST, SECOND = TEXT[:52], TEXT[53:]


def gold(event_type: str, trigger: str, evidence: str, **fields: Any) -> GoldEvent:
    return GoldEvent.model_validate(
        {
            "event_type": event_type,
            "trigger": trigger,
            "evidence": evidence,
            "actors": (),
            "recipients": (),
            "status": "actual",
            "negated": False,
            "optional": False,
            **fields,
        }
    )


def predicted(event_type: str, *told: tuple[str, str]) -> Event:
    """An event told once for each (trigger, sentence)."""
    mentions = tuple(
        EventMention(
            trigger=Trigger(lemma=trigger, **_span(trigger)), evidence=Span(**_span(sentence))
        )
        for trigger, sentence in told
    )
    return make_event(
        event_type=event_type,
        trigger=mentions[0].trigger,
        evidence=mentions[0].evidence,
        mentions=mentions,
    )


def _span(words: str) -> dict[str, Any]:
    start = TEXT.index(words)
    return {"text": words, "start_char": start, "end_char": start + len(words)}


def test_an_event_of_the_same_type_and_sentence_is_the_gold_event() -> None:
    event = predicted("COERCE", ("arrested", FIRST))

    matching = match_events([gold("COERCE", "arrested", FIRST)], [event], text=TEXT)

    assert [pair.predicted for pair in matching.pairs] == [event]
    assert (matching.missed, matching.surplus) == ((), ())


def test_another_type_is_both_missed_and_surplus() -> None:
    wanted, event = gold("COERCE", "arrested", FIRST), predicted("ACCUSE", ("arrested", FIRST))

    matching = match_events([wanted], [event], text=TEXT)

    assert (matching.pairs, matching.missed, matching.surplus) == ((), (wanted,), (event,))


def test_another_sentence_is_both_missed_and_surplus() -> None:
    wanted, event = gold("COERCE", "arrests", SECOND), predicted("COERCE", ("arrested", FIRST))

    matching = match_events([wanted], [event], text=TEXT)

    assert (matching.pairs, matching.missed, matching.surplus) == ((), (wanted,), (event,))


def test_any_telling_of_an_event_may_be_the_one_that_gold_shows() -> None:
    wanted = gold("COERCE", "arrests", "Chile condemned the arrests")
    event = predicted("COERCE", ("arrested", FIRST), ("arrests", SECOND))

    assert len(match_events([wanted], [event], text=TEXT).pairs) == 1


def test_one_predicted_event_stands_for_one_gold_event_only() -> None:
    wanted = [gold("COERCE", "arrested", FIRST), gold("COERCE", "fined", FIRST)]
    event = predicted("COERCE", ("fined", FIRST))

    matching = match_events(wanted, [event], text=TEXT)

    assert [pair.gold for pair in matching.pairs] == [wanted[1]]
    assert matching.missed == (wanted[0],)


def test_an_optional_event_is_neither_required_nor_charged() -> None:
    wanted = gold("ACCUSE", "condemned", SECOND, optional=True)
    event = predicted("ACCUSE", ("condemned", SECOND))

    found = match_events([wanted], [event], text=TEXT)
    not_found = match_events([wanted], [], text=TEXT)

    assert (found.pairs, found.missed, found.surplus) == ((), (), ())
    assert (not_found.pairs, not_found.missed, not_found.surplus) == ((), (), ())


def test_a_required_event_comes_before_an_optional_one() -> None:
    optional = gold("COERCE", "arrested", FIRST, optional=True)
    required = gold("COERCE", "arrested", FIRST)

    matching = match_events(
        [optional, required], [predicted("COERCE", ("arrested", FIRST))], text=TEXT
    )

    assert [pair.gold for pair in matching.pairs] == [required]


def test_the_same_trigger_comes_before_an_optional_event_beside_it() -> None:
    wanted = [gold("COERCE", "fined", FIRST, optional=True), gold("COERCE", "arrested", FIRST)]
    event = predicted("COERCE", ("fined", FIRST))

    matching = match_events(wanted, [event], text=TEXT)

    assert (matching.pairs, matching.missed, matching.surplus) == ((), (wanted[1],), ())


def test_words_are_found_across_line_breaks() -> None:
    assert [TEXT[start:end] for start, end in find_stretches("the arrests", TEXT)] == [
        "the\n\narrests"
    ]
