"""Clauses that only name an act: what is thought or spoken of, asked, ordered, of nobody or of anybody."""

import pytest

from support.sentences import SentenceReader, WithRules

VERB = '[[group]]\nname = "one"\nkind = "verb"\nlemmas = ["attack"]\nexample = "x"\n'
NEGATIVE = VERB.replace('"attack"', '"accept"') + 'polarity = "negative"\n'
MODAL = (
    '[[group]]\nname = "one"\nkind = "modal"\nlemmas = ["must", "should"]\nexample = "x"\n'
    'recipient = ["subject"]\n'
)


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("[A Chad] favoured attacking [R Mali].", False),
        ("[A Chad] opposed attacking [R Mali].", False),
        ("[A Chad] wrote about attacking [R Mali].", False),
        ("[A Chad] described the march as attacking [R Mali].", False),
        ("[A Chad] was not interested in attacking [R Mali].", False),
        ("[N Togo] said that attacking [R Mali] would be wrong.", False),
        ("To attack [R Mali] would be a mistake, [A Chad] said.", False),
        ("[A Chad] began attacking [R Mali].", True),
        ("[A Chad] backed away, attacking [R Mali].", True),
        ("[A Chad] answered by attacking [R Mali].", True),
        ("After attacking [R Mali], [A Chad] withdrew.", True),
    ],
)
def test_what_is_only_thought_or_spoken_of_is_not_told(
    with_rules: WithRules, sentence: str, told: bool
) -> None:
    assert bool(with_rules(VERB).events(sentence)) is told


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("There was no evidence that [A Chad] attacked [R Mali].", False),
        ("[N Togo] asked for any group that attacked [R Mali].", False),
        ("There was evidence that [A Chad] attacked [R Mali].", True),
        ("[N Togo] condemned the group that attacked [R Mali].", True),
    ],
)
def test_a_clause_of_none_or_any_is_not_told(
    with_rules: WithRules, sentence: str, told: bool
) -> None:
    found = [event for event in with_rules(VERB).candidates(sentence) if not event.negated]

    assert bool(found) is told


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("[A Chad] might have attacked [R Mali], [N Togo] said.", False),
        ("[A Chad] would prefer to attack [R Mali].", False),
        ("[A Chad] is likely to attack [R Mali].", False),
        ("[N Togo] called for [R Mali] to be attacked.", False),
        ("It depends on how [A Chad] attacked [R Mali].", False),
        ("[N Togo] warned that [A Chad] would attack [R Mali].", False),
        ("It could mean that [A Chad] will attack [R Mali].", False),
        ("[N Togo] will wait until [A Chad] attacks [R Mali].", False),
        ("[N Togo] waited until [A Chad] attacked [R Mali].", True),
        ("[A Chad] plans to attack [R Mali].", True),
    ],
)
def test_what_may_have_been_or_is_wished_is_not_told(
    with_rules: WithRules, sentence: str, told: bool
) -> None:
    assert bool(with_rules(VERB, event_type="ACCIDENT").events(sentence)) is told


def test_what_did_not_succeed_was_not_done(with_rules: WithRules) -> None:
    reader = with_rules(VERB, event_type="ACCIDENT")

    assert reader.only("[A Chad] was not successful in attacking [R Mali].").negated
    assert not reader.only("[A Chad] was successful in attacking [R Mali].").negated


@pytest.mark.parametrize(
    "sentence",
    [
        "[N Togo] prevented [A Chad] from attacking [R Mali].",
        "[A Chad] cancelled plans to attack [R Mali].",
    ],
)
def test_what_was_prevented_or_given_up_was_not_done(with_rules: WithRules, sentence: str) -> None:
    assert with_rules(VERB, event_type="ACCIDENT").only(sentence).negated


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("[A Chad] will not accept [R Mali].", True),
        ("[A Chad] did not accept [R Mali].", True),
        ("[A Chad] declined to accept [R Mali].", True),
        ("[A Chad] was unable to accept [R Mali].", False),
        ("[A Chad] was barred from accepting [R Mali].", False),
        ("[A Chad] and [N Togo] do not all accept [R Mali].", False),
        ("[A Chad] was told not to accept [R Mali].", False),
        ("[A Chad] should not be accepted, [R Mali] said.", False),
        ("[A Chad] said not accepting [R Mali] was wrong.", False),
        ("[N Togo] wrote: Do not accept [R Mali].", False),
    ],
)
def test_a_refusal_is_of_the_subjects_own_will(
    with_rules: WithRules, sentence: str, told: bool
) -> None:
    assert bool(with_rules(NEGATIVE, event_type="REJECT").events(sentence)) is told


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("[A Chad] said that [R Mali] must leave.", True),
        ("[A Chad] said that [R Mali] must be ready to leave.", True),
        ("[A Chad] said that [R Mali] should be at the lead.", False),
        ("[A Chad] said that [R Mali] must be proud.", False),
        ("Why should [R Mali] leave, [A Chad] asked?", False),
        ("All are late because [R Mali] must leave, [A Chad] said.", False),
    ],
)
def test_what_is_due_is_asked_for_only_where_it_is_an_act(
    with_rules: WithRules, sentence: str, told: bool
) -> None:
    assert bool(with_rules(MODAL, event_type="REQUEST").events(sentence)) is told


def test_a_name_for_something_is_no_event(reader: SentenceReader) -> None:
    assert reader.events("[N Chad] described the vote as an election.") == []
