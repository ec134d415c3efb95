"""What words of an event do not tell: wishes, dates, what is still to come before something, a verb in a row of others."""

import pytest

from support.sentences import WithRules

LEAVE = (
    '[[group]]\nname = "one"\nkind = "verb"\nlemmas = ["resign", "quit", "sue"]\nexample = "x"\n'
)
FREE = '[[group]]\nname = "one"\nkind = "verb"\nlemmas = ["release"]\nactor = []\n{more}example = "x"\n'
VOTE = (
    '[[group]]\nname = "one"\nkind = "noun"\nlemmas = ["election"]\nactor = ["modifier"]\n'
    'recipient = []\nexample = "x"\n'
)
LEAD = "It rained in Oslo. "


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("Crowds in [N Chad] want that he resign.", False),
        ("The demand in [N Chad] was that the general of [A Mali] resign.", False),
        ("In [N Chad] he resigned.", True),
        ("In [N Chad] he quit.", True),
    ],
)
def test_a_bare_verb_under_one_person_is_a_wish(
    with_rules: WithRules, sentence: str, told: bool
) -> None:
    reader = with_rules(LEAVE, event_type="RETREAT")

    assert bool(reader.events(LEAD + sentence)) is told


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("[R Ali Khan] will serve ten years before being released in [N Chad].", False),
        ("[R Ali Khan] served ten years before being released in [N Chad].", True),
    ],
)
def test_what_befalls_somebody_after_what_is_to_come_is_not_told(
    with_rules: WithRules, sentence: str, told: bool
) -> None:
    reader = with_rules(FREE.format(more=""), event_type="RETREAT")

    assert bool(reader.events(LEAD + sentence)) is told


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("After the election, [N Chad] issued a statement.", False),
        ("[N Chad] held an election on Monday.", True),
    ],
)
def test_a_bare_noun_that_says_only_when_something_was_done_tells_nothing(
    with_rules: WithRules, sentence: str, told: bool
) -> None:
    reader = with_rules(VOTE, event_type="ELECT")

    assert bool(reader.events(LEAD + sentence)) is told


@pytest.mark.parametrize(
    ("more", "sentence", "told"),
    [
        ('not_joined = ["treat"]\n', "[R teachers] of [N Chad] were treated and released.", False),
        (
            'not_joined = ["treat"]\n',
            "[R teachers] of [N Chad] were questioned and released.",
            True,
        ),
        ('only_object = ["@people"]\n', "[N Chad] released him.", True),
        ('only_object = ["@people"]\n', "[N Chad] released [R teachers].", True),
        ('only_object = ["@people"]\n', "[N Chad] released [N Rice University].", False),
        ('only_object = ["@people"]\n', "[N Chad] released it.", False),
    ],
)
def test_an_entry_may_ask_for_people_and_against_other_verbs_in_its_row(
    with_rules: WithRules, more: str, sentence: str, told: bool
) -> None:
    reader = with_rules(FREE.format(more=more), event_type="RETREAT")

    assert bool(reader.events(LEAD + sentence)) is told


@pytest.mark.parametrize(
    ("sentence", "actors"),
    [
        ("The state sued [R Exxon].", ["state"]),
        ("[R Exxon] was in the city of [N Oslo] and sued [R Shell].", ["Exxon"]),
        ("The state of the roads sued [R Exxon].", []),
    ],
)
def test_a_land_that_acts_is_who_governs_it(
    with_rules: WithRules, sentence: str, actors: list[str]
) -> None:
    reader = with_rules(LEAVE, event_type="ACCUSE")

    found = [part for _, told, _ in reader.events(LEAD + sentence) for part in told]
    assert [part.removeprefix("The ") for part in found] == actors
