"""Whom an act strikes and whose it is where no slot of its entry says so, on rules made for the test."""

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
    ("sentence", "recipients"),
    [
        ("The attack hit [R Mali] on Monday.", ["Mali"]),
        ("The attack began at dawn and destroyed [R Mali].", ["Mali"]),
        ("[R Mali] suffered an attack on Monday.", ["Mali"]),
        ("[N Mali] discussed an attack on Monday.", []),
        ("The attack followed [N Mali] home.", []),
    ],
)
def test_a_noun_strikes_whom_its_verb_strikes_and_who_suffers_it(
    with_rules: WithRules, sentence: str, recipients: list[str]
) -> None:
    reader = with_rules(group("noun", "attack"), file="strikes = true")

    assert [told[2] for told in reader.events(sentence)] == [recipients]


@pytest.mark.parametrize(
    ("file", "recipients"), [("strikes = true", ["three"]), ("strikes = false", [])]
)
def test_a_number_alone_is_whom_an_act_strikes(
    with_rules: WithRules, file: str, recipients: list[str]
) -> None:
    reader = with_rules(group("verb", "arrest"), file=file)

    assert sides(reader, "[A Chad] arrested three on Monday.") == (["Chad"], recipients)


@pytest.mark.parametrize(
    ("sentence", "actors"),
    [
        ("[N Togo] announced a deal between [A Chad] and [A Mali].", ["Chad", "Mali"]),
        ("[A Togo] announced a deal on fish.", ["Togo"]),
    ],
)
def test_those_between_whom_there_is_a_deal_are_its_parties(
    with_rules: WithRules, sentence: str, actors: list[str]
) -> None:
    rule = group("verb", "announce deal", 'recipient = ["with", "between"]')
    reader = with_rules(rule, event_type="AGREE", file="mutual = true")

    assert sides(reader, sentence) == (actors, [])


@pytest.mark.parametrize(
    ("sentence", "recipients"),
    [
        ("[A Chad] denounced it on Monday.", []),
        ("[A Chad] denounced it for selling arms.", ["it"]),
        ("[A Chad] denounced them on Monday.", ["them"]),
    ],
)
def test_it_is_somebody_only_where_it_is_told_to_do_something(
    with_rules: WithRules, sentence: str, recipients: list[str]
) -> None:
    reader = with_rules(group("verb", "denounce"), event_type="ACCUSE")

    assert sides(reader, sentence) == (["Chad"], recipients)


def test_where_words_are_uttered_is_nobody(with_rules: WithRules) -> None:
    reader = with_rules(group("verb", "complain", 'recipient = ["on"]'), event_type="ACCUSE")

    assert sides(reader, "[A Chad] complained on [N Twitter].") == (["Chad"], [])


@pytest.mark.parametrize(
    "sentence",
    [
        "[A Chad] began a [N military] offensive on [R Mali].",
        "The offensive on [R Mali] by [A Chad] began.",
    ],
)
def test_a_force_without_a_country_does_not_hide_who_acts(
    with_rules: WithRules, sentence: str
) -> None:
    assert sides(with_rules(group("noun", "offensive")), sentence) == (["Chad"], ["Mali"])


@pytest.mark.parametrize(
    ("sentence", "actors"),
    [
        ("[R Mali] was hit by a [A Chad] airstrike.", ["Chad"]),
        ("[N Togo] regretted the [A Chad] airstrike that hit [R Mali].", ["Chad"]),
        ("[R Mali] was hit by an airstrike in [N Chad].", []),
        ("[N Togo] regretted an airstrike in [N Chad] that hit [R Mali].", []),
    ],
)
def test_an_act_that_strikes_is_its_owners(
    with_rules: WithRules, sentence: str, actors: list[str]
) -> None:
    assert sides(with_rules(group("verb", "hit")), sentence) == (actors, ["Mali"])


@pytest.mark.parametrize(
    ("sentence", "actors"),
    [
        ("[N Togo] fined [A Chad] for attacking [R Mali].", ["Chad"]),
        ("[A Chad] was fined for attacking [R Mali].", ["Chad"]),
        ("[A Togo] left [N Chad] after attacking [R Mali].", ["Togo"]),
    ],
)
def test_a_deed_that_somebody_is_blamed_for_is_his(
    with_rules: WithRules, sentence: str, actors: list[str]
) -> None:
    assert sides(with_rules(group("verb", "attack")), sentence) == (actors, ["Mali"])


@pytest.mark.parametrize(
    ("sentence", "recipients"),
    [
        ("[A Chad] mobilised troops for a war against [R Mali].", ["Mali"]),
        ("[A Chad] mobilised troops praised by the envoys of [N Mali].", []),
    ],
)
def test_an_open_side_is_at_whom_a_preposition_aims(
    with_rules: WithRules, sentence: str, recipients: list[str]
) -> None:
    reader = with_rules(
        group("verb", "mobilise", 'recipient = ["on"]'),
        event_type="MOBILIZE",
        file="deep_recipients = true",
    )

    assert sides(reader, sentence) == (["Chad"], recipients)
