"""What is so in general: laws and rules, habits, states told by the way, and the lines under pictures."""

import pytest

from support.sentences import WithRules

VERB = '[[group]]\nname = "one"\nkind = "verb"\nlemmas = ["support", "forbid"]\nexample = "x"\n'
JAIL = '[[group]]\nname = "one"\nkind = "verb"\nlemmas = ["jail"]\nexample = "x"\n'
NOUN = '[[group]]\nname = "one"\nkind = "noun"\nlemmas = ["fire"]\nexample = "x"\n'
KILL = '[[group]]\nname = "one"\nkind = "verb"\nlemmas = ["kill"]\nexample = "x"\n'
LEAD = "It rained in Oslo. "


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("The law of [A Chad] forbids [R Mali] the use of arms.", False),
        ("It is forbidden by the law, which forbids [R Mali] the use of arms.", False),
        ("[N Togo] met those who support [R Mali].", False),
        ("[A Chad], which supports [R Mali], was absent.", False),
        ("[A Chad] never supports [R Mali].", False),
        ("[A Chad] has always supported [R Mali].", False),
        ("Historically, [A Chad] supported [R Mali].", False),
        ("[A Chad] supports [R Mali].", True),
        ("[A Chad], which supported [R Mali] on Monday, was absent.", True),
        ("[A Chad] has again supported [R Mali].", True),
    ],
)
def test_what_always_holds_is_no_event_of_its_day(
    with_rules: WithRules, sentence: str, told: bool
) -> None:
    reader = with_rules(VERB, event_type="SUPPORT")

    assert bool(reader.events(LEAD + sentence)) is told


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("[R officers] jailed for theft are sent to the north.", False),
        ("[R officers] lose their rank after being jailed.", False),
        ("[R officers] who have been jailed do not get a pension.", False),
        ("[R officers] jailed for theft were sent to the north.", True),
        ("[R officers] lost their rank after being jailed.", True),
        ("[N Chad] asks about [R officers] who were jailed on Monday.", True),
    ],
)
def test_what_befalls_a_class_of_people_under_a_rule_is_no_event(
    with_rules: WithRules, sentence: str, told: bool
) -> None:
    assert bool(with_rules(JAIL, event_type="COERCE").events(LEAD + sentence)) is told


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("[A Chad] supports [R Mali] at the gate", False),
        ("[A Chad] supported [R Mali] at the gate", True),
        ("[A Chad] supports [R Mali] at the gate.", True),
    ],
)
def test_a_line_in_the_present_without_a_full_stop_is_under_a_picture(
    with_rules: WithRules, sentence: str, told: bool
) -> None:
    reader = with_rules(VERB, event_type="SUPPORT")

    assert bool(reader.events(f"{LEAD}\n\n{sentence}")) is told


def test_a_line_without_a_verb_is_under_a_picture_where_it_does_not_open_the_text(
    with_rules: WithRules,
) -> None:
    reader = with_rules(NOUN, event_type="ACCIDENT")

    assert reader.events("Fire in the roof of the church of [N Chad].")
    assert not reader.events(LEAD + "Fire in the roof of the church of [N Chad].")


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("[A soldiers] killed [R Mali] with a lion beside them.", False),
        ("[A soldiers] killed [R Mali] with the Lions of Oslo.", True),
    ],
)
def test_the_killing_of_beasts_is_no_violence_between_people(
    with_rules: WithRules, sentence: str, told: bool
) -> None:
    assert bool(with_rules(KILL).events(sentence)) is told
