"""What a demand, refusal, charge, promise or threat is about: no event of its own, but it lends mode and sides."""

import pytest

from support.sentences import SentenceReader, WithRules


@pytest.mark.parametrize(
    ("sentence", "event_type"),
    [
        ("[A Chad] refused to attack [R Mali].", "REJECT"),
        ("[A Chad] urged [R Mali] to attack the rebels.", "REQUEST"),
        ("[A Chad] accused [R Mali] of attacking a convoy.", "ACCUSE"),
        ("[A Chad] condemned the attack by [R Mali].", "ACCUSE"),
        ("[A Chad] threatened to attack [R Mali].", "THREATEN"),
        ("[A Chad] demanded that [R Mali] release the captives.", "REQUEST"),
    ],
)
def test_the_act_that_an_entry_is_about_is_no_event_of_its_own(
    reader: SentenceReader, sentence: str, event_type: str
) -> None:
    assert reader.events(sentence) == [(event_type, ["Chad"], ["Mali"])]


@pytest.mark.parametrize(
    ("sentence", "types"),
    [
        ("[A Chad] accused [R Mali] after [N Togo] attacked [N Benin].", {"ACCUSE", "ASSAULT"}),
        ("[A Chad] criticised [R Mali], which attacked [N Benin].", {"ACCUSE", "ASSAULT"}),
    ],
)
def test_circumstances_and_relative_clauses_tell_events_of_their_own(
    reader: SentenceReader, sentence: str, types: set[str]
) -> None:
    assert {told[0] for told in reader.events(sentence)} == types


@pytest.mark.parametrize(
    ("sentence", "event_type", "modes"),
    [
        ("[A Chad] refused to meet [R Mali].", "REJECT", ("meet",)),
        ("[A Chad] threatened to attack [R Mali].", "THREATEN", ("violence",)),
        ("[A Chad] pledged to withdraw its troops from [R Mali].", "CONCEDE", ()),
    ],
)
def test_mode_and_type_follow_what_it_is_about(
    reader: SentenceReader, sentence: str, event_type: str, modes: tuple[str, ...]
) -> None:
    event = reader.only(sentence)

    assert (event.event_type, event.modes) == (event_type, modes)


@pytest.mark.parametrize(
    "sentence",
    [
        "[A Chad] condemned the attack by [R Mali] on a village.",
        "[A Chad] condemned [R Mali]'s attack on a village.",
        "[A Chad] demanded that [R Mali] leave.",
        "[A Chad] repeated its demand that [R Mali] withdraw.",
    ],
)
def test_who_acts_in_it_is_whom_it_is_aimed_at(reader: SentenceReader, sentence: str) -> None:
    assert [told[1:] for told in reader.events(sentence)] == [(["Chad"], ["Mali"])]


def test_an_entry_that_needs_content_is_silent_without(with_rules: WithRules) -> None:
    reader = with_rules(
        '[[group]]\nname = "one"\nkind = "verb"\nlemmas = ["order"]\nexample = "x"\n'
        "needs_content = true\ngoverns = true\n",
        event_type="REQUEST",
    )

    assert reader.events("[A Chad] ordered [R Mali] to leave.") == [("REQUEST", ["Chad"], ["Mali"])]
    assert reader.refusals("[A Chad] ordered a pizza.") == [("ordered", "excluded_by_context")]


@pytest.mark.parametrize(
    "sentence",
    [
        "[A Chad] threatened to close the port unless [R Mali] pays.",
        "Unless [R Mali] pays, [A Chad] threatened, it would close the port.",
        "[A Chad] threatened to close the port if [R Mali] did not pay.",
        "[A Chad] warned that it would close the port if [R Mali] did not pay.",
    ],
)
def test_a_threat_is_aimed_at_the_subject_of_its_condition(
    reader: SentenceReader, sentence: str
) -> None:
    assert ("THREATEN", ["Chad"], ["Mali"]) in reader.events(sentence)


def test_a_protest_is_aimed_at_whom_its_demand_is_made_of(reader: SentenceReader) -> None:
    sentence = "Farmers blocked roads to demand aid from [R Mali]."

    assert ("PROTEST", ["Farmers"], ["Mali"]) in reader.events(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "[A Chad] told reporters that it had left [N Mali].",
        "[A Chad] told [N Mali] that the sky was clear.",
        "[A Chad] asked the envoy of [N Mali] why the road was closed.",
    ],
)
def test_what_was_done_already_is_no_demand(reader: SentenceReader, sentence: str) -> None:
    assert "REQUEST" not in {told[0] for told in reader.events(sentence)}


@pytest.mark.parametrize(
    ("sentence", "event_type"),
    [
        ("[A Chad] pledged to attack [R Mali].", "THREATEN"),
        ("[A Chad] pledged to help [N Togo] attack [R Mali].", "AGREE"),
        ("[A Chad] vowed not to give in to [R Mali].", "REJECT"),
        ("[A Chad] promised not to imprison [R Mali].", "AGREE"),
        ("[A Chad] vowed to overturn the ruling of [R Mali].", "REJECT"),
        ("[A Chad] cancelled plans to visit [R Mali].", "REJECT"),
    ],
)
def test_a_promise_is_of_the_type_of_what_is_promised(
    reader: SentenceReader, sentence: str, event_type: str
) -> None:
    assert [told[0] for told in reader.events(sentence)] == [event_type]


def test_what_befell_whom_a_promise_is_made_to_is_told_for_itself(reader: SentenceReader) -> None:
    told = reader.events("[A Chad] agreed to pay the family of a man killed by [N Mali].")

    assert [found[0] for found in told] == ["AGREE", "ASSAULT"]


@pytest.mark.parametrize(
    ("sentence", "recipients"),
    [
        ("[A Chad] called for [R Mali] to release the captives.", ["Mali"]),
        ("[A Chad] demanded that [N Mali] be attacked.", []),
        ("In response to an attack by [N Mali], [A Chad] ordered a retreat.", []),
    ],
)
def test_only_who_is_to_act_is_asked(
    reader: SentenceReader, sentence: str, recipients: list[str]
) -> None:
    told = [found for found in reader.events(sentence) if found[0] == "REQUEST"]

    assert told == [("REQUEST", ["Chad"], recipients)]
