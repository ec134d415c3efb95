"""The resolve stage: names, dates, places, numbers, merging and ids."""

from datetime import UTC, date, datetime

import pytest

from pipeline.lexicon import load_lexicon
from pipeline.stages.resolving.dates import find_dates
from pipeline.stages.resolving.magnitudes import find_magnitudes
from pipeline.stages.resolving.resolve import resolve_events
from pipeline.values import CleanArticle, CoreferenceLink, EventCandidate, Stretch
from schemas.article import Article
from schemas.entity import Entity, Mention
from schemas.event import Coder, Event, MagnitudeKind
from schemas.ontology import load_ontology

LEXICON = load_lexicon()
ONTOLOGY = load_ontology()
CODER = Coder(version="0", model="none", ontology=ONTOLOGY.version)
# A Thursday.
PUBLISHED = datetime(2021, 7, 15, 9, tzinfo=UTC)


def named(text: str, name: str, *, label: str = "GPE", country: str | None = None) -> Entity:
    starts = [i for i in range(len(text)) if text.startswith(name, i)]
    mentions = tuple(
        Mention(start_char=start, end_char=start + len(name), text=name) for start in starts
    )
    return Entity(id=name, name=name, label=label, country=country, mentions=mentions)


def stretch(text: str, words: str, nth: int = 0) -> Stretch:
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return Stretch(start_char=start, end_char=start + len(words))


def candidate(text: str, **fields: object) -> EventCandidate:
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


def test_an_actor_has_the_words_of_the_text_and_the_name_of_its_entity() -> None:
    text = "The Turkish army attacked Mali."
    army = named(text, "Turkish army", label="ORG", country="TUR")
    (event,) = resolve(text, [candidate(text, actors=(stretch(text, "Turkish army"),))], [army])

    actor = event.actors[0]
    assert (actor.text, actor.name, actor.entity_id) == ("Turkish army", "Turkish army", army.id)
    assert (actor.country, event.score, event.quad_category) == ("TUR", -9.0, "material_conflict")


def test_a_description_that_names_nobody_keeps_its_country_and_no_name() -> None:
    text = "Mali's gunners attacked a base."
    mali = named(text, "Mali", country="MLI")
    (event,) = resolve(text, [candidate(text, actors=(stretch(text, "Mali's gunners"),))], [mali])

    assert event.actors[0].name is None
    assert event.actors[0].country == "MLI"


def test_a_pronoun_is_whom_it_is_linked_to_and_else_nobody() -> None:
    text = "Jane Roe spoke. She attacked Mali."
    jane = named(text, "Jane Roe", label="PERSON")
    told = candidate(text, actors=(stretch(text, "She"),))
    link = CoreferenceLink(start_char=16, end_char=19, entity_ids=(jane.id,), rule="subject-before")

    (event,) = resolve(text, [told], [jane], links=(link,))
    assert (event.actors[0].name, event.actors[0].resolved_by) == ("Jane Roe", "subject-before")
    (event,) = resolve(text, [told], [jane])
    assert (event.actors[0].name, event.actors[0].resolved_by) == (None, None)


def test_both_countries_are_two_actors() -> None:
    text = "Chad met Togo. Both countries attacked Mali."
    entities = [
        named(text, name, country=code) for name, code in (("Chad", "TCD"), ("Togo", "TGO"))
    ]
    pair = stretch(text, "Both countries")
    link = CoreferenceLink(
        start_char=pair.start_char, end_char=pair.end_char, entity_ids=("Chad", "Togo"), rule="pair"
    )

    (event,) = resolve(text, [candidate(text, actors=(pair,))], entities, links=(link,))

    assert [(actor.text, actor.country) for actor in event.actors] == [
        ("Both countries", "TCD"),
        ("Both countries", "TGO"),
    ]


def test_a_link_to_the_other_side_of_the_event_is_not_taken() -> None:
    text = "Chad spoke. It attacked Chad."
    chad = named(text, "Chad", country="TCD")
    link = CoreferenceLink(start_char=12, end_char=14, entity_ids=("Chad",), rule="subject-before")
    told = candidate(text, actors=(stretch(text, "It"),), recipients=(stretch(text, "Chad", 1),))

    (event,) = resolve(text, [told], [chad], links=(link,))

    assert event.actors[0].name is None


def test_troops_of_a_linked_pronoun_have_its_country() -> None:
    text = "Chad spoke. Its gunners attacked Mali."
    chad = named(text, "Chad", country="TCD")
    link = CoreferenceLink(start_char=12, end_char=15, entity_ids=("Chad",), rule="subject-before")
    told = candidate(text, actors=(stretch(text, "Its gunners"),))

    (event,) = resolve(text, [told], [chad], links=(link,))

    actor = event.actors[0]
    assert (actor.name, actor.country, actor.resolved_by) == (None, "TCD", "subject-before")


def test_of_two_names_parted_by_a_preposition_the_first_acts() -> None:
    text = "The ambassador to Mali attacked a clerk."
    envoy = named(text, "ambassador", label="ROLE", country="USA")
    mali = named(text, "Mali", country="MLI")
    told = candidate(text, actors=(stretch(text, "The ambassador to Mali"),))

    (event,) = resolve(text, [told], [envoy, mali])

    assert event.actors[0].country == "USA"


def test_a_pronoun_in_somebodys_words_is_the_speaker() -> None:
    text = "Chad said it attacked Mali."
    chad = named(text, "Chad", country="TCD")
    told = candidate(text, actors=(stretch(text, "it"),), attributed_to=stretch(text, "Chad"))
    (event,) = resolve(text, [told], [chad])

    assert event.actors[0].name == "Chad"
    assert event.attributed_to is not None
    assert event.attributed_to.country == "TCD"


@pytest.mark.parametrize(
    ("words", "start", "end", "precision"),
    [
        ("on Tuesday", "2021-07-13", "2021-07-13", "day"),
        ("on Thursday", "2021-07-15", "2021-07-15", "day"),
        ("on Friday", "2021-07-09", "2021-07-09", "day"),
        ("yesterday", "2021-07-14", "2021-07-14", "day"),
        ("on June 10", "2021-06-10", "2021-06-10", "day"),
        ("on 10 June 2019", "2019-06-10", "2019-06-10", "day"),
        ("on December 30", "2020-12-30", "2020-12-30", "day"),
        ("on Dec. 3, 2020", "2020-12-03", "2020-12-03", "day"),
        ("last month", "2021-06-01", "2021-06-30", "month"),
        ("last week", "2021-07-05", "2021-07-11", "week"),
        ("in March", "2021-03-01", "2021-03-31", "month"),
        ("in October", "2020-10-01", "2020-10-31", "month"),
        ("in March 2015", "2015-03-01", "2015-03-31", "month"),
        ("in 2015", "2015-01-01", "2015-12-31", "year"),
        ("since 2015", "2015-01-01", "2021-07-15", "range"),
        ("two years ago", "2019-01-01", "2019-12-31", "year"),
        ("three days ago", "2021-07-12", "2021-07-12", "day"),
    ],
)
def test_a_date_is_resolved_against_the_day_of_publication(
    words: str, start: str, end: str, precision: str
) -> None:
    (found,) = find_dates(f"Chad attacked Mali {words}.", LEXICON.calendar, PUBLISHED.date())

    assert (found.date.start, found.date.end) == (
        date.fromisoformat(start),
        date.fromisoformat(end),
    )
    assert (found.date.precision, found.date.source) == (precision, "text")


def test_a_weekday_of_an_event_ahead_is_the_next_one() -> None:
    (found,) = find_dates(
        "It will meet on Tuesday.", LEXICON.calendar, PUBLISHED.date(), ahead=True
    )

    assert found.date.start == date(2021, 7, 20)


@pytest.mark.parametrize("words", ["on February 30", "in 2015-16", "Flight 1999", "in 20155"])
def test_what_is_no_date_is_not_read_as_one(words: str) -> None:
    assert find_dates(f"Chad attacked {words}.", LEXICON.calendar, PUBLISHED.date()) == ()


def test_without_a_day_of_publication_only_full_dates_are_resolved() -> None:
    found = find_dates(
        "On Tuesday, on June 10, on June 10, 2020 and in 2015.", LEXICON.calendar, None
    )

    assert [expression.date.start for expression in found] == [date(2020, 6, 10), date(2015, 1, 1)]


def test_an_event_without_a_date_of_its_own_has_the_day_of_publication() -> None:
    text = "Chad attacked Mali."
    (event,) = resolve(text, [candidate(text)], [])

    assert event.date is not None
    assert (event.date.start, event.date.text, event.date.source) == (
        date(2021, 7, 15),
        None,
        "published_at",
    )
    (undated,) = resolve(text, [candidate(text)], [], published_at=None)
    assert undated.date is None


def test_the_day_of_saying_is_not_the_day_of_the_act() -> None:
    text = "Chad attacked Mali on Monday, officials said on Wednesday."
    (event,) = resolve(text, [candidate(text)], [])

    assert event.date is not None
    assert event.date.text == "Monday"


def test_an_act_of_years_ago_is_historical() -> None:
    text = "Chad attacked Mali in 2015."
    (event,) = resolve(text, [candidate(text)], [])

    assert event.status == "historical"


@pytest.mark.parametrize(
    ("sentence", "kind", "value", "unit"),
    [
        ("The raid killed 14 soldiers.", "killed", 14, "people"),
        ("At least 20 people were killed.", "killed", 20, "people"),
        ("Twenty-three miners died.", "killed", 23, "people"),
        ("It left three dead.", "killed", 3, "people"),
        ("The blast wounded 1,200 people.", "injured", 1200, "people"),
        ("Floods displaced 1.5 million people.", "displaced", 1_500_000, "people"),
        ("Some 5,000 workers marched.", "size", 5000, "people"),
        ("It sent $1.5 billion.", "amount", 1.5e9, "USD"),
        ("It sent 2.3 million euros.", "amount", 2.3e6, "EUR"),
        ("It sent £300m in aid.", "amount", 3e8, "GBP"),
    ],
)
def test_a_number_is_read_with_its_kind_and_unit(
    sentence: str, kind: MagnitudeKind, value: float, unit: str
) -> None:
    (found,) = find_magnitudes(sentence, LEXICON.magnitudes, (kind,))

    assert (found.kind, found.value, found.unit) == (kind, value, unit)
    assert found.text in sentence


@pytest.mark.parametrize("sentence", ["Dozens were killed.", "Hundreds died.", "It killed time."])
def test_a_word_that_names_no_number_gives_none(sentence: str) -> None:
    assert find_magnitudes(sentence, LEXICON.magnitudes, ("killed",)) == ()


def test_the_place_is_what_stands_after_in_or_near() -> None:
    text = "Chad attacked Mali near Gao."
    entities = [named(text, "Mali", country="MLI"), named(text, "Gao", country="MLI")]
    attack = candidate(text, recipients=(stretch(text, "Mali"),))
    (event,) = resolve(text, [attack], entities)

    assert event.location is not None
    assert (event.location.text, event.location.country) == ("Gao", "MLI")


def test_without_a_place_of_its_own_an_event_has_the_datelines() -> None:
    text = "BAMAKO - Chad attacked Mali."
    (event,) = resolve(text, [candidate(text)], [named(text, "BAMAKO", country="MLI")])
    assert event.location is not None
    assert event.location.text == "BAMAKO"

    text = "Chad attacked Mali."
    (event,) = resolve(text, [candidate(text)], [])
    assert event.location is None


def test_an_act_told_twice_is_one_event_with_two_mentions() -> None:
    text = "Chad attacked Mali on Monday. It was dawn. Chad attacked in force."
    entities = [named(text, "Chad"), named(text, "Mali")]
    first = candidate(text, actors=(stretch(text, "Chad"),), recipients=(stretch(text, "Mali"),))
    second = candidate(text, nth=1, actors=(stretch(text, "Chad", 1),))
    (event,) = resolve(text, [first, second], entities)

    assert [mention.trigger.start_char for mention in event.mentions] == [5, 48]
    assert event.trigger == event.mentions[0].trigger
    assert event.evidence.text == "Chad attacked Mali on Monday."


def test_acts_of_different_actors_stay_apart() -> None:
    text = "Chad attacked Mali. Togo attacked Mali."
    entities = [named(text, name) for name in ("Chad", "Togo", "Mali")]
    candidates = [
        candidate(text, actors=(stretch(text, "Chad"),)),
        candidate(text, nth=1, actors=(stretch(text, "Togo"),)),
    ]

    assert len(resolve(text, candidates, entities)) == 2


def test_equal_sentences_have_ids_of_their_own_and_coding_twice_gives_the_same_ones() -> None:
    text = "Chad attacked. Togo slept. Chad attacked."
    candidates = [candidate(text), candidate(text, nth=1)]
    first = resolve(text, candidates, [])
    second = resolve(text, candidates, [])

    assert len({event.id for event in first}) == len(first) == 2
    assert first == second


def test_coded_at_is_never_the_clock() -> None:
    text = "Chad attacked Mali."
    received_at = datetime(2022, 1, 1, tzinfo=UTC)
    (event,) = resolve(text, [candidate(text)], [], received_at=received_at)
    assert event.coded_at == PUBLISHED

    (event,) = resolve(text, [candidate(text)], [], published_at=None, received_at=received_at)
    assert event.coded_at == received_at
