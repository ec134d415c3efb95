"""What somebody only planned, tried, hoped, feared or denied is no event; nor is a speech before an audience a meeting."""

import pytest

from support.coding import Code, told


@pytest.mark.parametrize(
    "sentence",
    [
        "Police say the gunmen planned to bomb the Danish embassy.",
        "The two men were held as they prepared to attack a Kenyan barracks.",
        "He drove to the Malian border intending to kidnap a French engineer.",
        "The Chadian premier tried to resign in May, but parliament refused.",
        "The rebel movements are trying to topple the Somali government.",
        "The militia is notorious for attacking Congolese villagers.",
        "They set up a militia bent on retaking Chad.",
        "The Kenyan tribunal was set up to prosecute Somali pirates.",
        "A group that aims to help Yemen was founded in Oslo.",
    ],
)
def test_what_was_only_planned_or_tried_is_no_act(code: Code, sentence: str) -> None:
    events = [told(event) for event in code("Mali and Chad are neighbours. " + sentence)]

    # That police say so accuses the gunmen.
    assert {event[0] for event in events} <= {"ACCUSE", "COERCE", "LAUNCH", "REJECT"}


@pytest.mark.parametrize(
    "sentence",
    [
        "Hamas said it planned to attack Israel.",
        "Israel plans to attack Iran.",
    ],
)
def test_who_says_himself_what_he_plans_threatens_with_it(code: Code, sentence: str) -> None:
    assert [event.event_type for event in code(sentence)] == ["THREATEN"]


def test_an_attack_that_was_beaten_off_is_one(code: Code) -> None:
    events = code("Rebels tried to storm the French embassy in Chad but were driven off.")

    assert told(events[0]) == ("ASSAULT", ["Rebels"], ["French embassy"])


def test_a_denied_act_is_negated(code: Code) -> None:
    (event,) = code("The Malian rebels denied killing French soldiers.")

    assert event.negated


@pytest.mark.parametrize(
    "sentence",
    [
        "Ann Lee, the Danish envoy, said she hopes Israeli troops can leave Lebanon soon.",
        "Danish officials believe Mali will appoint Bo Diallo as envoy.",
        "Chad is working on the assumption that elections will be held in Mali in May.",
        "The deal raised fears that Russia is nationalising the Danish oil firm.",
        "The poll says most Iraqis approve of the British government.",
    ],
)
def test_what_is_hoped_feared_or_polled_is_no_act(code: Code, sentence: str) -> None:
    assert code("Mali and Chad are neighbours. " + sentence) == ()


@pytest.mark.parametrize(
    "sentence",
    [
        "French and Afghan forces brace for an increase in attacks by the Taliban.",
        "Kenya has information leading to the capture of the Somali warlord Bo Ali.",
        "Chad threatened to delay Israel's troop withdrawal from Lebanon.",
        "The museum showed paintings of French soldiers killing Algerian villagers.",
        "The bodies of two Iraqi guards working with British troops were found.",
        "Mali rejected claims that its troops had killed Tuareg civilians.",
    ],
)
def test_a_noun_or_participle_may_only_name_an_act(code: Code, sentence: str) -> None:
    types = {event.event_type for event in code("Mali and Chad are neighbours. " + sentence)}

    assert types.isdisjoint({"ASSAULT", "COOPERATE", "RETREAT"})


def test_to_speak_before_an_audience_is_no_meeting(code: Code) -> None:
    events = code("Speaking to lawmakers in Oslo, the Danish premier condemned Mali.")

    assert [told(event) for event in events] == [("ACCUSE", ["Danish premier"], ["Mali"])]


def test_willingness_is_an_offer_only_where_somebody_voices_it(code: Code) -> None:
    assert code("Envoys doubted the Malian government's willingness to help Chad.") == ()
    (event,) = code("The Malian government expressed its willingness to help Chad.")

    assert told(event) == ("AGREE", ["Malian government"], ["Chad"])


def test_what_who_can_have_it_done_says_will_be_done_is_his_threat(code: Code) -> None:
    (event,) = code("The Malian president said the Tuareg rebels will be crushed.")

    assert told(event) == ("THREATEN", ["Malian president"], ["Tuareg rebels"])


@pytest.mark.parametrize(
    "sentence",
    [
        "The attack brings the death toll to 30.",
        "The latest killings bring the number of the dead this year to 90.",
        "The Chadian party came close to winning the election in May.",
        "The Chadian army seemed determined to crush the rebels.",
    ],
)
def test_what_is_counted_again_nearly_came_about_or_only_seems_so_is_no_act(
    code: Code, sentence: str
) -> None:
    assert not code("Mali and Chad are neighbours. " + sentence)


@pytest.mark.parametrize(
    "sentence",
    ["The attack on Kenya brings the death toll to 30.", "Chad is determined to crush the rebels."],
)
def test_a_side_or_a_will_that_is_told_makes_it_one(code: Code, sentence: str) -> None:
    assert code(sentence)


def test_a_clash_of_two_players_is_no_fight_and_one_of_armies_is(code: Code) -> None:
    (fight,) = code("The clash between the Chadian army and the rebels lasted a day.")

    assert fight.event_type == "ASSAULT"
    assert not code("Ana Lee of Chad said she had expected her clash with Eva Moor to be hard.")


@pytest.mark.parametrize(
    "sentence",
    [
        "The Egyptian president warned that a raid on Iran would anger Iraqi voters.",
        "Chadian leaders warned it could spark greater bloodshed in Mali.",
        "Kenyan police arrived to detain the opposition leader in Nairobi.",
        "Kenyan police said he had rung a phone intending to detonate a bomb in Nairobi.",
        "The Chadian president said that people have demonstrated that they can rule themselves.",
        "The Chadian minister, who asked to remain anonymous, spoke on Monday.",
    ],
)
def test_what_is_foretold_aimed_at_or_argued_is_no_act(code: Code, sentence: str) -> None:
    assert not [event for event in code(sentence) if event.event_type != "ACCUSE"]


@pytest.mark.parametrize(
    ("sentence", "event_type"),
    [
        ("North Korea warned that it would fire missiles at Japan.", "THREATEN"),
        ("Iran warned Israel that its answer would be crushing.", "THREATEN"),
        ("Kenyan police detained the opposition leader in Nairobi.", "COERCE"),
        ("Kenyan students demonstrated against the government in Nairobi.", "PROTEST"),
        ("Israel warned it may bomb Beirut.", "THREATEN"),
    ],
)
def test_what_somebody_will_do_or_did_is_one(code: Code, sentence: str, event_type: str) -> None:
    assert [event.event_type for event in code(sentence)] == [event_type]


@pytest.mark.parametrize(
    "sentence",
    [
        "Chad has yet to apologise to Mali for the raid.",
        "The Chadian parliament has yet to ratify the accord with Mali.",
        "Rumours suggest Chad will arrest the Malian envoy.",
        "Speculation said that Chad would help Mali.",
    ],
)
def test_what_is_still_to_be_done_or_only_rumoured_is_no_act(code: Code, sentence: str) -> None:
    assert code(sentence) == ()
