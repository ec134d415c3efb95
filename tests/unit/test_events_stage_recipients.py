"""Who acts and who is acted on, as sentences of news give it, read through all stages."""

import pytest

from schemas.actor import Actor
from schemas.event import Event
from support.coding import Code


def names(actors: tuple[Actor, ...]) -> list[str]:
    return [actor.name or actor.text for actor in actors]


def told(event: Event) -> tuple[str, list[str], list[str]]:
    return event.event_type, names(event.actors), names(event.recipients)


@pytest.mark.parametrize(
    ("sentence", "visitors", "hosts"),
    [
        ("Envoys from Kenya were received in Ottawa on Monday.", ["Envoys"], ["Ottawa"]),
        ("Egypt was received in Cairo by Sudan.", ["Egypt"], ["Sudan"]),
        ("Finland hosted talks between Iran and Oman.", ["Iran", "Oman"], ["Finland"]),
        ("Peru received a Bolivian delegation at the palace.", ["Bolivian delegation"], ["Peru"]),
    ],
)
def test_the_visitor_acts_and_the_host_receives(
    code: Code, sentence: str, visitors: list[str], hosts: list[str]
) -> None:
    (event,) = code(sentence)

    assert told(event) == ("CONSULT", visitors, hosts)


def test_a_host_who_promises_a_reception_is_the_one_who_agrees(code: Code) -> None:
    (event,) = code("Finland will host a delegation from Iran.")

    assert event.event_type == "AGREE"
    assert names(event.actors) == ["Finland"]


def test_what_was_welcomed_somewhere_is_no_visit(code: Code) -> None:
    assert not [event for event in code("The law was welcomed in Chad.") if "visit" in event.modes]


def test_a_visits_host_town_is_also_its_place(code: Code) -> None:
    (event,) = code("Kenya was received in Ottawa on Monday.")

    assert event.location is not None
    assert (event.location.text, event.location.country) == ("Ottawa", "CAN")


@pytest.mark.parametrize(
    ("sentence", "recipients"),
    [
        ("Norway sent 60 doctors to Peru.", ["Peru"]),
        ("Norway sent tents and blankets on Friday.", []),
        ("Norway gave villagers food.", ["villagers"]),
        ("Norway granted her asylum.", ["her"]),
        ("Norway gave Nepal ten ambulances.", ["Nepal"]),
    ],
)
def test_what_is_given_is_not_who_receives_it(
    code: Code, sentence: str, recipients: list[str]
) -> None:
    assert ("AID", ["Norway"], recipients) in map(told, code(sentence))


def test_who_receives_aid_is_its_recipient(code: Code) -> None:
    assert list(map(told, code("Chad received loans from France."))) == [
        ("AID", ["France"], ["Chad"])
    ]


@pytest.mark.parametrize(
    ("sentence", "event_type", "recipients"),
    [
        ("Police in Poland arrested a plumber.", "COERCE", ["plumber"]),
        ("Police in Poland arrested a baker and two lawyers.", "COERCE", ["baker", "lawyers"]),
        ("Two sailors were rescued by firefighters in Norway.", "AID", ["sailors"]),
        ("Ghana urged shopkeepers to close.", "REQUEST", ["shopkeepers"]),
        ("Ghana told Togo to withdraw its claim.", "REQUEST", ["Togo"]),
        ("Ghana demanded that the government freeze the project.", "REQUEST", ["government"]),
        ("Judges opened an inquiry into the company, Zelmar Foods.", "ACCUSE", ["Zelmar Foods"]),
    ],
)
def test_a_person_whose_noun_is_in_no_list_can_be_acted_on(
    code: Code, sentence: str, event_type: str, recipients: list[str]
) -> None:
    assert (event_type, recipients) in [
        (event.event_type, names(event.recipients)) for event in code(sentence)
    ]


@pytest.mark.parametrize(
    "sentence",
    ["Ghana told reporters a lie.", "Ghana told Togo that the sky was clear."],
)
def test_telling_is_a_demand_only_before_an_infinitive(code: Code, sentence: str) -> None:
    assert code(sentence) == ()


def test_an_owners_pronoun_takes_part_in_nothing(code: Code) -> None:
    (event,) = code("Ghana's minister met her Togolese counterpart, Ama Kuevi, on Friday.")

    assert names(event.actors) == ["Ghana's minister", "Ama Kuevi"]


def test_names_in_a_phrase_of_time_are_not_acted_on(code: Code) -> None:
    events = code("Rebels arrested villagers following the departure of Ghana.")

    assert ("COERCE", ["Rebels"], ["villagers"]) in map(told, events)


def test_the_second_verb_of_a_relative_clause_has_its_subject(code: Code) -> None:
    events = code("Peru met Chile, which praised Bolivia and accused Brazil of spying.")

    assert ("ACCUSE", ["Chile"], ["Brazil"]) in map(told, events)


@pytest.mark.parametrize(
    "sentence",
    [
        "Ghana threatened to close the port unless Togo pays.",
        "Ghana threatened to retaliate if Togo closed the port.",
        "Unless Togo pays, Ghana warned, it would close the port.",
    ],
)
def test_a_threat_is_aimed_at_the_subject_of_its_condition(code: Code, sentence: str) -> None:
    assert ("THREATEN", ["Ghana"], ["Togo"]) in map(told, code(sentence))


def test_a_demand_after_a_charge_is_made_of_the_same(code: Code) -> None:
    assert list(
        map(told, code("Ghana accused Togo of piracy and demanded the ship's return."))
    ) == [
        ("ACCUSE", ["Ghana"], ["Togo"]),
        ("REQUEST", ["Ghana"], ["Togo"]),
    ]


@pytest.mark.parametrize("question", ["why", "how", "whether"])
def test_a_question_is_no_demand(code: Code, question: str) -> None:
    assert code(f"Ghana asked the envoy of Togo {question} the road was closed.") == ()


def test_what_is_asked_about_has_not_been_told(code: Code) -> None:
    events = code("Reporters were asking why Ghana was not blocking the ships of Togo.")

    assert {event.status for event in events} <= {"hypothetical"}


def test_how_long_help_will_last_is_no_promise(code: Code) -> None:
    assert code("Nobody knows how long Ghana will be ready to support Togo.") == ()


def test_at_before_a_number_is_a_preposition(code: Code) -> None:
    (event,) = code("Teachers at two colleges in Ghana went on strike.")

    assert names(event.actors) == ["Teachers"]


def test_both_and_joins_two(code: Code) -> None:
    (event,) = code("Ghana has so far condemned both Togo and Benin.")

    assert told(event) == ("ACCUSE", ["Ghana"], ["Togo", "Benin"])


@pytest.mark.parametrize(
    ("sentence", "event_type"),
    [
        ("Ghana assured Togo of peace and has also assured Togo of trade.", "AGREE"),
        ("Ghana condemned Togo and accused Togo of lying.", "ACCUSE"),
    ],
)
def test_what_one_sentence_says_twice_is_one_event(
    code: Code, sentence: str, event_type: str
) -> None:
    (event,) = code(sentence)

    assert told(event) == (event_type, ["Ghana"], ["Togo"])
    assert len(event.mentions) == 2


def test_two_charges_against_two_are_two_events(code: Code) -> None:
    assert len(code("Ghana condemned Togo and accused Benin of lying.")) == 2


def test_a_capital_after_a_comma_begins_a_name(code: Code) -> None:
    (event,) = code("To pay for the mill, Zelmar raised 3 million dollars from banks.")

    assert (event.event_type, names(event.actors)) == ("INVEST", ["Zelmar"])


def test_only_a_participle_right_before_by_is_a_passive(code: Code) -> None:
    (event,) = code("In Ghana the airline dismissed all 900 of its employees by letter.")

    assert (event.event_type, names(event.actors)) == ("LAYOFF", ["airline"])
    assert names(event.recipients)[0].endswith("employees")


def test_what_the_trigger_itself_names_takes_no_part(code: Code) -> None:
    (event,) = code("Ghana and Togo exchanged 12 prisoners on Monday.")

    assert told(event) == ("COOPERATE", ["Ghana", "Togo"], [])


def test_help_in_a_fight_is_no_threat(code: Code) -> None:
    (event,) = code("Ghana pledged to help Togo fight the rebels.")

    assert told(event) == ("AGREE", ["Ghana"], ["Togo"])


def test_people_driven_out_by_a_flood_are_not_deported(code: Code) -> None:
    events = code("Floods in Ghana killed 31 people and drove 48,000 from their homes.")

    assert "COERCE" not in {event.event_type for event in events}


def test_a_denunciation_is_disapproval(code: Code) -> None:
    assert code("Ghana denounced Togo.")[0].modes == ("disapprove",)


def test_an_attack_of_decades_ago_is_history(code: Code) -> None:
    (event,) = code("Ghana attacked Togo two decades ago.")

    assert event.status == "historical"


@pytest.mark.parametrize(
    ("sentence", "dead"),
    [
        ("Kenyan drummer Peter Otieno died on Monday.", ["Peter Otieno"]),
        ("Kenyan singer and lyricist Peter Otieno died on Monday.", ["Peter Otieno"]),
    ],
)
def test_a_name_behind_what_a_person_is_names_him(
    code: Code, sentence: str, dead: list[str]
) -> None:
    (event,) = code(sentence)

    assert told(event) == ("DIE", dead, [])


def test_whom_words_are_about_is_not_taken_from_another_sentence(code: Code) -> None:
    events = code(
        "Kenya condemned the ruling on Monday. It rained. Kenya condemned Sudan on Monday."
    )

    assert told(events[0]) == ("ACCUSE", ["Kenya"], [])
