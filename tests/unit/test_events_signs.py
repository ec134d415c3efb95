"""The signs of a finding, and the confidence that they make."""

import math

import pytest

from pipeline.lexicon.confidence import Confidence
from pipeline.stages.events.signs import confidence_of
from support.sentences import SentenceReader, WithRules

RULES = """
[[group]]
name = "one"
kind = "verb"
lemmas = ["attack"]
example = "x"
"""


def signs_of(reader: SentenceReader, sentence: str) -> dict[str, float]:
    return dict(reader.only(sentence).signs)


def test_the_confidence_is_the_logistic_of_what_the_signs_weigh() -> None:
    table = Confidence(level=0.5, weights={"near": 2.0, "deep": -1.0})

    assert confidence_of({}, table) == pytest.approx(1 / (1 + math.exp(-0.5)))
    assert confidence_of({"near": 1.0, "deep": 3.0, "new": 9.0}, table) == pytest.approx(
        1 / (1 + math.exp(0.5))
    )


def test_a_plain_sentence_has_the_signs_of_its_sides(with_rules: WithRules) -> None:
    signs = signs_of(with_rules(RULES), "[A Chad] attacked [R Mali].")

    wanted = {
        "type ASSAULT": 1.0,
        "rule assault/one": 1.0,
        "ASSAULT recipients 1": 1.0,
        "kind verb-both": 1.0,
        "status actual": 1.0,
        "clause main": 1.0,
        "has nsubj": 1.0,
        "has obj": 1.0,
        "actors 1": 1.0,
        "actor as nsubj": 1.0,
        "actor before": 1.0,
        "actor by <nsubj": 1.0,
        "actor is GPE": 1.0,
        "actor on the trigger": 1.0,
        "actor distance": 0.1,
        "recipient as obj": 1.0,
        "recipient after": 1.0,
    }
    assert wanted.items() <= signs.items()
    assert {"depth", "clauses above", "attributed", "actor pronoun"}.isdisjoint(signs)


def test_a_clause_below_others_and_an_actor_far_off_are_told(with_rules: WithRules) -> None:
    signs = signs_of(
        with_rules(RULES), "[N Niger] says that [A Chad] last week again attacked [R Mali]."
    )

    assert signs["clause ccomp"] == signs["clauses above"] == signs["depth"] == 1.0
    assert signs["actor distance"] == pytest.approx(0.4)
    assert "clause main" not in signs


def test_the_way_to_a_participant_is_told_and_how_sure_its_arcs_are(with_rules: WithRules) -> None:
    reader = with_rules(RULES)

    plain = signs_of(reader, "[A Chad] attacked [R Mali].")
    joined = signs_of(reader, "[A Chad] mobilised and attacked [R Mali].")

    assert "actor by <nsubj>conj" in joined
    assert 0 < plain["certainty"] <= 2
    assert plain["certainty of the sentence"] <= plain["actor certainty"]


def test_what_speaks_against_a_finding_lowers_its_confidence(reader: SentenceReader) -> None:
    """With the table as it is learned, on the plainest contrast it holds."""
    near = reader.only("[A Chad] attacked [R Mali].")
    far = reader.only(
        "[A Chad], which in a long and winding note to the press of the region on the state of the world had said so,"
        " attacked again last week near the old and empty stone bridge over the river [R Mali]."
    )

    assert 0 <= far.confidence < near.confidence <= 1
