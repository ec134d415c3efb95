"""Words of talk that tell no act in another sense: an opinion, a rule, an inability, a feeling, a fact."""

import pytest

from support.sentences import SentenceReader


@pytest.mark.parametrize(
    "sentence",
    [
        "[N Chad] could not negotiate with [N Mali].",
        "[N Chad] failed to accept the offer of [N Mali] in time.",
        "[N Chad] cannot compromise on everything with [N Mali].",
        "The members of [N Chad] do not all agree with [N Mali].",
        "The law of [N Chad] forbids the clergy to visit [N Mali].",
        "The people of [N Chad] were forbidden to sell it in [N Mali].",
        "[N Chad] ignored the wishes of [N Mali].",
    ],
)
def test_inability_rule_and_neglect_refuse_nothing(reader: SentenceReader, sentence: str) -> None:
    assert "REJECT" not in {told[0] for told in reader.events(sentence)}


@pytest.mark.parametrize(
    "sentence",
    [
        "[A Chad] will not negotiate with [R Mali].",
        "[A Chad] declined to accept the offer of [R Mali].",
        "[A Chad] forbade [R Mali] to send a delegation.",
        "[A Chad] ignored the ultimatum of [R Mali].",
    ],
)
def test_who_will_not_refuses(reader: SentenceReader, sentence: str) -> None:
    assert reader.events(sentence) == [("REJECT", ["Chad"], ["Mali"])]


@pytest.mark.parametrize(
    "sentence",
    [
        "[N Chad] agreed that judges should decide about [N Mali].",
        "[N Chad] agreed with the withdrawal of [N Mali].",
        "[N Chad] has plans to widen the road to [N Mali].",
        "[N Chad] proposed a law to lower the salaries of judges.",
    ],
)
def test_an_opinion_a_plan_and_a_bill_promise_nothing(
    reader: SentenceReader, sentence: str
) -> None:
    assert not {"AGREE", "CONCEDE"} & {told[0] for told in reader.events(sentence)}


@pytest.mark.parametrize(
    ("sentence", "event_type"),
    [
        ("[A Chad] agreed to meet [R Mali].", "AGREE"),
        ("[A Chad] promised that it would attack [R Mali].", "THREATEN"),
        ("[A Chad] agreed to begin a withdrawal from [R Mali].", "CONCEDE"),
        ("[A Chad] vowed to protect [R Mali] from being attacked.", "AGREE"),
        ("[A Chad] promised [R Mali] protection from attacks.", "AGREE"),
        ("[A Chad] agreed with [R Mali] to plead guilty.", "AGREE"),
    ],
)
def test_only_the_very_act_that_is_promised_makes_it_a_threat_or_concession(
    reader: SentenceReader, sentence: str, event_type: str
) -> None:
    assert reader.events(sentence)[0][0] == event_type


@pytest.mark.parametrize(
    "sentence",
    [
        "[N Chad] told [N Mali] that it had left the valley.",
        "[N Chad] wants to leave [N Mali].",
        "[N Chad] argued that [N Mali] should be neutral.",
        "The constitution of [N Chad] orders judges to visit [N Mali].",
    ],
)
def test_a_fact_a_wish_of_ones_own_and_a_norm_ask_nothing(
    reader: SentenceReader, sentence: str
) -> None:
    assert "REQUEST" not in {told[0] for told in reader.events(sentence)}


@pytest.mark.parametrize(
    "sentence",
    [
        "[A Chad] told [R Mali] to leave the valley.",
        "[A Chad] wants [R Mali] to leave the valley.",
        "[A Chad] said that [R Mali] must leave the valley.",
    ],
)
def test_an_order_and_a_demand_on_somebody_ask(reader: SentenceReader, sentence: str) -> None:
    assert reader.events(sentence) == [("REQUEST", ["Chad"], ["Mali"])]


@pytest.mark.parametrize(
    "sentence",
    [
        "[N Chad] expressed concern about the rain.",
        "The storm off [N Chad] slammed into the coast of [N Mali].",
        "[N Chad] pleaded guilty in [N Mali].",
    ],
)
def test_worry_a_blow_and_a_plea_accuse_nobody(reader: SentenceReader, sentence: str) -> None:
    assert "ACCUSE" not in {told[0] for told in reader.events(sentence)}


@pytest.mark.parametrize(
    "sentence",
    [
        "[A Chad] expressed alarm over the conduct of [R Mali].",
        "[A Chad] slammed [R Mali] over the raid.",
        "[A Chad] alleged that the plan of [R Mali] would ruin farmers.",
    ],
)
def test_words_against_somebody_accuse(reader: SentenceReader, sentence: str) -> None:
    assert reader.events(sentence) == [("ACCUSE", ["Chad"], ["Mali"])]


@pytest.mark.parametrize(
    "sentence",
    [
        "[N Chad] favoured a smaller state in [N Mali].",
        "[N Chad] defended its record on the economy of [N Mali].",
        "The president of [N Mali] adjourned the session with [N Chad].",
        "[N Chad], which claims sovereignty over [N Mali], grows wheat.",
    ],
)
def test_a_stance_a_record_an_end_and_a_claim_are_no_act(
    reader: SentenceReader, sentence: str
) -> None:
    assert reader.events(sentence) == []
