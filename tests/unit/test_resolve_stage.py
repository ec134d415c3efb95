"""The resolve stage: who the participants are, merging and ids."""

from datetime import UTC, datetime

from pipeline.values import CoreferenceLink
from support.resolving import PUBLISHED, candidate, named, resolve, stretch


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
