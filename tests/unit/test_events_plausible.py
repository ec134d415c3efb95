"""What is no news though its words are those of events, and what belongs to another event of its sentence."""

import pytest

from pipeline.stages.events.extract import extract_events
from pipeline.stages.events.plausible import is_anchored
from schemas.entity import Entity
from support.sentences import SentenceReader, WithRules


def group(kind: str, lemma: str, more: str = "", name: str = "one") -> str:
    return f'[[group]]\nname = "{name}"\nkind = "{kind}"\nlemmas = ["{lemma}"]\nexample = "x"\n{more}\n'


@pytest.mark.parametrize(
    ("entity", "anchored"),
    [
        (Entity(id="a", name="Chad", label="GPE", mentions=()), True),
        (Entity(id="a", name="Lake Chad", label="LOC", mentions=()), True),
        (Entity(id="a", name="Nordbank", label="ORG", mentions=()), True),
        (Entity(id="a", name="minister", label="ROLE", country="TCD", mentions=()), True),
        (Entity(id="a", name="minister", label="ROLE", mentions=()), False),
        (Entity(id="a", name="Ada", label="PERSON", mentions=()), False),
    ],
)
def test_news_names_a_country_a_place_an_organisation_or_an_office(
    entity: Entity, anchored: bool
) -> None:
    assert is_anchored([entity]) is anchored


def test_a_text_that_names_nothing_tells_no_event(reader: SentenceReader) -> None:
    doc = reader.nlp("The knights attacked the king.")
    assert extract_events(doc, [], reader.lexicon, reader.ontology) == ()


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("[A Chad] beat [R Mali] in the street.", True),
        ("[A Chad] beat [R Mali] with a goal in the final match of the league.", False),
    ],
)
def test_the_language_of_a_field_of_writing_tells_no_events(
    with_rules: WithRules, sentence: str, told: bool
) -> None:
    assert bool(with_rules(group("verb", "beat")).events(sentence)) is told


def test_what_is_always_so_is_not_told(with_rules: WithRules) -> None:
    reader = with_rules(group("verb", "attack"))

    assert reader.refusals("Farmers attack villagers.") == [("attack", "not_told")]


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("[A rebels] attacked at dawn.", True),
        ("[A Chad] attacked at dawn.", False),
        ("[A Chad] attacked [R Mali].", True),
    ],
)
def test_an_actor_alone_must_do_such_things_for_a_living(
    with_rules: WithRules, sentence: str, told: bool
) -> None:
    reader = with_rules(group("verb", "attack"), file='lone_sectors = ["MIL"]')

    assert bool(reader.events(sentence)) is told


def test_words_need_somebody_whom_news_knows(with_rules: WithRules) -> None:
    reader = with_rules(group("verb", "criticise"), event_type="ACCUSE")

    assert reader.refusals("The cook criticised the plumber.") in (
        [("criticised", "names_nobody")],
        [("criticised", "no_actor")],
    )
    assert reader.events("[A Chad] criticised the plumber.")


def test_a_toll_told_by_a_participle_is_part_of_the_attack(with_rules: WithRules) -> None:
    reader = with_rules(
        group("verb", "ambush") + group("verb", "kill", "consequence = true", name="two")
    )
    sentence = "[A Chad] ambushed a lorry, killing 14 [R soldiers]."

    assert reader.events(sentence) == [("ASSAULT", ["Chad"], ["soldiers"])]
    assert reader.refusals(sentence) == [("killing", "part_of_another")]


def test_an_event_that_may_not_stand_beside_another_type_is_part_of_it(
    with_rules: WithRules,
) -> None:
    reader = with_rules(
        group("verb", "ambush") + group("verb", "die", 'not_with = ["ASSAULT"]', name="two")
    )

    assert [told[0] for told in reader.events("[A Chad] ambushed [R Mali], and two men died.")] == [
        "ASSAULT"
    ]


@pytest.mark.parametrize(
    ("sentence", "recipients"),
    [
        ("[A Chad] accused [R Mali] of piracy and demanded the ship.", [["Mali"], ["Mali"]]),
        ("[A Chad] accused [R Mali], and [A Togo] demanded the ship.", [["Mali"], []]),
    ],
)
def test_a_demand_after_a_hostile_act_of_the_same_actor_is_made_of_the_same(
    with_rules: WithRules, sentence: str, recipients: list[list[str]]
) -> None:
    reader = with_rules(
        group("verb", "accuse") + group("verb", "demand", "recipient = []", name="two"),
        event_type="REJECT",
        file="shares_recipients = true",
    )

    assert [told[2] for told in reader.events(sentence)] == recipients


def test_the_same_words_can_tell_a_second_event(with_rules: WithRules) -> None:
    reader = with_rules(group("verb", "jail", 'also = "COERCE/arrest"'), event_type="SANCTION")

    assert reader.events("[A Chad] jailed two [R officers].") == [
        ("SANCTION", ["Chad"], ["officers"]),
        ("COERCE", ["Chad"], ["officers"]),
    ]
    assert reader.candidates("[A Chad] jailed two [R officers].")[1].modes == ("arrest",)
