"""Who did it to whom: the slots of entries, on rules made for the test."""

import pytest

from support.sentences import SentenceReader, WithRules


def group(kind: str, lemma: str, more: str = "") -> str:
    return (
        f'[[group]]\nname = "one"\nkind = "{kind}"\nlemmas = ["{lemma}"]\nexample = "x"\n{more}\n'
    )


def sides(reader: SentenceReader, marked: str) -> tuple[list[str], list[str]]:
    ((_, actors, recipients),) = reader.events(marked)
    return actors, recipients


@pytest.mark.parametrize(
    "sentence",
    [
        "[A Chad] attacked [R Mali].",
        "[R Mali] was attacked by [A Chad].",
        "[R Mali], attacked by [A Chad], fell silent.",
        "[R Mali], which borders [N Niger], was attacked by [A Chad].",
        "[A Chad] on Tuesday attacked [R Mali].",
        "[A Chad] armed itself and attacked [R Mali].",
        "[A Chad] attacked and looted [R Mali].",
        "[A Chad] began to attack [R Mali].",
        "[A Chad] left home, attacking [R Mali] at dawn.",
        "It was [A Chad] that attacked [R Mali].",
    ],
)
def test_subject_and_object_are_found_however_the_clause_is_built(
    with_rules: WithRules, sentence: str
) -> None:
    assert sides(with_rules(group("verb", "attack")), sentence) == (["Chad"], ["Mali"])


@pytest.mark.parametrize(
    "sentence",
    [
        "The attack by [A Chad] on [R Mali] went on.",
        "[A Chad]'s attack on [R Mali] went on.",
        "A [A Chad] attack on [R Mali] went on.",
        "[A Chad] launched an attack on [R Mali].",
        "[A Chad] launched a series of attacks on [R Mali].",
        "An attack was launched on [R Mali] by [A Chad].",
    ],
)
def test_a_noun_has_its_sides_around_it_or_at_its_light_verb(
    with_rules: WithRules, sentence: str
) -> None:
    assert sides(with_rules(group("noun", "attack")), sentence) == (["Chad"], ["Mali"])


@pytest.mark.parametrize(
    ("slots", "sentence", "recipients"),
    [
        ('recipient = ["with"]', "[A Chad] feuded with [R Mali].", ["Mali"]),
        ('recipient = ["with"]', "[A Chad] feuded together with [R Mali].", ["Mali"]),
        ('recipient = ["over", "with"]', "[A Chad] feuded with [R Mali].", ["Mali"]),
        ('recipient = ["with", "over"]', "[A Chad] feuded over [R Togo] with [R Mali].", ["Mali"]),
        ("recipient = []", "[A Chad] feuded with [N Mali].", []),
    ],
)
def test_slots_are_tried_in_the_order_in_which_the_entry_names_them(
    with_rules: WithRules, slots: str, sentence: str, recipients: list[str]
) -> None:
    reader = with_rules(group("verb", "feud", slots))

    assert sides(reader, sentence) == (["Chad"], recipients)


def test_a_name_in_a_later_slot_goes_before_anybody_in_an_earlier_one(
    with_rules: WithRules,
) -> None:
    reader = with_rules(group("verb", "fight", 'recipient = ["alongside", "against"]'))

    told = sides(reader, "[A Chad] fought against [R Mali] alongside fishermen.")

    assert told == (["Chad"], ["Mali"])


def test_an_object_goes_before_a_name_in_a_later_slot(with_rules: WithRules) -> None:
    reader = with_rules(group("verb", "invite", 'recipient = ["object", "with"]'))

    told = sides(reader, "[A Chad] invited the fishermen to dinner with [N Mali].")

    assert told == (["Chad"], ["fishermen"])


def test_a_host_receives_where_the_entry_says_so(with_rules: WithRules) -> None:
    slots = 'actor = ["object"]\nrecipient = ["subject"]'
    reader = with_rules(group("verb", "host", slots))

    assert sides(reader, "[R Mali] hosted [A Chad] on Monday.") == (["Chad"], ["Mali"])
    assert sides(reader, "[A Chad] was hosted by [R Mali] on Monday.") == (["Chad"], ["Mali"])


@pytest.mark.parametrize(
    ("sentence", "actors"),
    [
        ("[A Chad] and [A Mali] met in [N Togo].", ["Chad", "Mali"]),
        ("[A Chad] met [A Mali] in [N Togo].", ["Chad", "Mali"]),
        ("[A Chad] met with [A Mali] in [N Togo].", ["Chad", "Mali"]),
    ],
)
def test_all_parties_of_a_reciprocal_event_act(
    with_rules: WithRules, sentence: str, actors: list[str]
) -> None:
    reader = with_rules(group("verb", "meet", 'parties = ["subject", "object", "with"]'))

    assert sides(reader, sentence) == (actors, [])


def test_nobody_does_it_to_himself(with_rules: WithRules) -> None:
    reader = with_rules(group("verb", "attack", 'recipient = ["object", "in"]'))

    assert sides(reader, "[A Chad] attacked soldiers in [A Chad].")[1] == ["soldiers"]


def test_a_bare_object_is_whoever_stands_there(with_rules: WithRules) -> None:
    sentence = "[A Chad] kidnapped a florist and two quilters."

    assert sides(with_rules(group("verb", "kidnap")), sentence) == (["Chad"], [])
    assert sides(with_rules(group("verb", "kidnap", "bare_object = true")), sentence) == (
        ["Chad"],
        ["florist", "quilters"],
    )


@pytest.mark.parametrize(
    ("lemma", "sentence"),
    [
        ("execute @captive", "[A Chad] executed two hostages."),
        ("threaten expel", "[A Chad] threatened to expel two hostages."),
    ],
)
def test_a_word_of_the_entry_can_be_or_act_on_the_recipient(
    with_rules: WithRules, lemma: str, sentence: str
) -> None:
    lemma = lemma.replace("@captive", "hostage")

    assert sides(with_rules(group("verb", lemma)), sentence) == (["Chad"], ["hostages"])


def test_an_adjective_takes_its_subject_and_its_preposition(with_rules: WithRules) -> None:
    reader = with_rules(group("adjective", "critical"))

    assert sides(reader, "[A Chad] was critical of [R Mali].") == (["Chad"], ["Mali"])


def test_who_says_that_another_must_act_demands_it(with_rules: WithRules) -> None:
    reader = with_rules(group("modal", "must"), event_type="REQUEST")

    assert sides(reader, "[R Mali] must leave, [A Chad] said.") == (["Chad"], ["Mali"])
    assert reader.events("[R Mali] must leave.") == []


def test_we_is_whoever_speaks(with_rules: WithRules) -> None:
    reader = with_rules(group("verb", "attack"))

    assert sides(reader, '"We attacked [R Mali]," [A Chad] said.') == (["Chad"], ["Mali"])


@pytest.mark.parametrize(
    ("needs", "sentence", "because"),
    [
        ("needs_recipient = true", "[A Chad] attacked at dawn.", "no_recipient"),
        ("needs_actor = true", "[R Mali] was attacked at dawn.", "no_actor"),
        ("", "The wind attacked the wall.", "no_actor"),
    ],
)
def test_without_whom_the_entry_needs_there_is_no_event(
    with_rules: WithRules, needs: str, sentence: str, because: str
) -> None:
    reader = with_rules(group("verb", "attack", needs))

    assert reader.refusals(sentence) == [("attacked", because)]


def test_several_actors_can_make_it_another_type(with_rules: WithRules) -> None:
    more = 'several_as = "COOPERATE"\nparties = ["subject"]'
    reader = with_rules(group("verb", "exercise", more), event_type="MOBILIZE")

    assert reader.only("[A Chad] and [A Mali] exercised at sea.").event_type == "COOPERATE"


@pytest.mark.parametrize(
    ("what", "before", "event_type"),
    [
        ("blaze", "A bushfire had been burning in [N Mali].", "DISASTER"),
        ("blaze", "A shop in [N Mali] had been sold.", "ACCIDENT"),
        ("factory fire", "A bushfire had been burning in [N Mali].", "ACCIDENT"),
    ],
)
def test_another_word_of_the_article_can_make_it_another_type(
    reader: SentenceReader, what: str, before: str, event_type: str
) -> None:
    *_, found = reader.candidates(f"{before} A {what} was reported near [N Chad] on Sunday.")

    assert found.event_type == event_type
