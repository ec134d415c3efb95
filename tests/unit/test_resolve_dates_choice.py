"""Whose date it is: the expression that an event of a sentence happened on."""

from datetime import date

import pytest

from pipeline.lexicon import load_lexicon
from pipeline.stages.resolving.dates_reader import ArticleReader
from pipeline.values import EventCandidate, Stretch
from schemas.event import EventStatus

LEXICON = load_lexicon()
# A Wednesday.
PUBLISHED = date(2023, 8, 16)


def stretch(text: str, words: str) -> Stretch:
    start = text.index(words)
    return Stretch(start_char=start, end_char=start + len(words))


def chosen(
    text: str,
    trigger: str,
    *,
    lemma: str | None = None,
    status: EventStatus = "actual",
    hangs: str | None = None,
    said: str | None = None,
) -> str | None:
    span = stretch(text, trigger)
    start = max(text.rfind(mark, 0, span.start_char) + len(mark) for mark in (". ", "\n"))
    start = start if start > 1 else 0
    candidate = EventCandidate(
        event_type="ASSAULT",
        modes=(),
        contexts=(),
        trigger=span,
        trigger_lemma=lemma or trigger,
        sentence=Stretch(start_char=start, end_char=text.index(".", span.start_char) + 1),
        actors=(),
        recipients=(),
        attributed_to=None,
        status=status,
        negated=False,
        confidence=0.9,
        rule="",
        date_spans=(stretch(text, hangs),) if hangs else (),
        saying_spans=(stretch(text, said),) if said else (),
    )
    reader = ArticleReader(text=text, lexicon=LEXICON, published_on=PUBLISHED)
    found = reader.date(candidate)
    return found.text if found else None


@pytest.mark.parametrize(
    ("text", "trigger", "expected"),
    [
        ("Rebels attacked the town on Monday.", "attacked", "Monday"),
        ("On Monday, rebels attacked the town.", "attacked", "Monday"),
        ("Early on Monday, after a week of calm, rebels attacked.", "attacked", "Early on Monday"),
        ("Rebels attacked on Monday and withdrew on Tuesday.", "attacked", "Monday"),
        ("Rebels attacked on Monday and withdrew on Tuesday.", "withdrew", "Tuesday"),
        ("Rebels killed ten on Sunday and wounded 30 people on Tuesday.", "wounded", "Tuesday"),
        ("Monday's attack on the town shocked the region.", "attack", "Monday"),
        ("The 7 August attack on the town shocked the region.", "attack", "The 7 August"),
        ("Last week's deadly bus bombing was the third.", "bombing", "Last week"),
        ("He fell in Monday's attack on the town.", "attack", "Monday"),
        ("The 2015 invasion ruined the country.", "invasion", "2015"),
        ("Rebels attacked the town on Sunday, officials said on Tuesday.", "attacked", "Sunday"),
        (
            "Officials said on Tuesday that rebels attacked the town on Sunday.",
            "attacked",
            "Sunday",
        ),
        ("Rebels attacked the town, a spokesman told reporters on Tuesday.", "attacked", None),
        ("The army said in a statement on Tuesday rebels attacked the town.", "attacked", None),
        ("Police arrested two men after Monday's march.", "arrested", None),
        ("Police arrested a man who fled in 2015.", "arrested", None),
        ("The general, who seized power in 2015, visited the town.", "visited", None),
        ("The general, who seized power in 2015, visited the town.", "seized", "2015"),
        ("The army attacked after the rebels fled on Sunday.", "attacked", None),
        ("Rebels have attacked the town since Sunday.", "attacked", "Sunday"),
        ("Chad won Sunday's vote.", "won", "Sunday"),
        ("They closed the road, the Sunday route to the sea.", "closed", None),
        ("Talks have stalled since 2015, when rebels fled the town.", "fled", "2015"),
        ("They agreed to leave by 30 November.", "agreed", None),
    ],
)
def test_the_date_that_the_act_happened_on_is_taken(
    text: str, trigger: str, expected: str | None
) -> None:
    lemma = trigger if trigger in {"attack", "bombing", "invasion"} else trigger.removesuffix("ed")
    assert chosen(text, trigger, lemma=lemma) == expected


def test_what_hangs_on_the_trigger_in_the_tree_is_preferred() -> None:
    text = "Rebels attacked, as they had on Sunday, the town on Monday."

    assert chosen(text, "attacked", lemma="attack", hangs="on Monday") == "Monday"
    assert chosen(text, "attacked", lemma="attack", hangs="on Sunday") == "Sunday"


def test_what_hangs_on_a_verb_of_saying_is_never_taken() -> None:
    text = "Rebels attacked the town, according to a note of Sunday."

    assert chosen(text, "attacked", lemma="attack", said="of Sunday") is None


def test_an_act_ahead_takes_the_date_to_come() -> None:
    text = "They will meet on 30 November."

    assert chosen(text, "meet", status="future") == "30 November"
    assert chosen(text, "meet", status="actual") == "30 November"
    reader = ArticleReader(text=text, lexicon=LEXICON, published_on=PUBLISHED)
    assert reader.published_on == PUBLISHED


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rebels fled on Monday. They then attacked the town.", "Monday"),
        ("Rebels fled on Monday. They also attacked the town.", "Monday"),
        ("Rebels fled on Monday. Soldiers attacked the town.", None),
        ("Rebels fled on Monday and came back on Tuesday. They then attacked the town.", None),
        ("Rebels fled on Monday.\n\nThey then attacked the town.", None),
        ("Rebels fled, he said on Monday. They then attacked the town.", None),
        ("Rebels fled on 3 May 2019. They attacked the town the next day.", "the next day"),
    ],
)
def test_a_date_is_carried_on_only_by_a_word_that_goes_on(text: str, expected: str | None) -> None:
    assert chosen(text, "attacked", lemma="attack") == expected
