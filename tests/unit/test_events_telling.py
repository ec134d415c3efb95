"""How an event is told: done, to come, possible, denied or only named; and by whom."""

import pytest

from support.sentences import SentenceReader, WithRules, words

VERB = '[[group]]\nname = "one"\nkind = "verb"\nlemmas = ["attack"]\nexample = "x"\n'
NOUN = '[[group]]\nname = "two"\nkind = "noun"\nlemmas = ["raid"]\nexample = "x"\n'
# A type that has no promise and no refusal of its own, so that the status is to be seen.
CRASH = '[[group]]\nname = "one"\nkind = "verb"\nlemmas = ["hit"]\nexample = "x"\n'


@pytest.mark.parametrize(
    ("clause", "status", "negated"),
    [
        ("[A Chad] hit [R Mali].", "actual", False),
        ("[A Chad] has hit [R Mali].", "actual", False),
        ("[A Chad] did not hit [R Mali].", "actual", True),
        ("[A Chad] never robbed or hit [R Mali].", "actual", True),
        ("[A Chad] never robbed but hit [R Mali].", "actual", False),
        ("[A Chad] failed to hit [R Mali].", "actual", True),
        ("[A Chad] began to hit [R Mali].", "actual", False),
        ("[A Chad] left without hitting [R Mali].", "actual", True),
        ("[N Togo] denied that [A Chad] had hit [R Mali].", "actual", True),
        (
            "According to [N Togo], all feared that [A Chad] had hit [R Mali].",
            "hypothetical",
            False,
        ),
        ("According to [N Togo], [A Chad] would hit [R Mali].", "hypothetical", False),
        ("[A Chad] will hit [R Mali].", "future", False),
        ("[A Chad] is to hit [R Mali].", "future", False),
        ("[A Chad] plans to hit [R Mali].", "future", False),
        ("[A Chad] promised to hit [R Mali].", "future", False),
        ("[N Togo] said that [A Chad] would hit [R Mali].", "future", False),
        ("[A Chad]'s plan to hit [R Mali] failed.", "future", False),
        ("[A Chad] will not hit [R Mali].", "future", True),
    ],
)
def test_the_status_is_that_of_the_verb_under_all_that_it_hangs_under(
    with_rules: WithRules, clause: str, status: str, negated: bool
) -> None:
    event = with_rules(CRASH, event_type="ACCIDENT").only(clause)

    assert (event.status, event.negated) == (status, negated)


@pytest.mark.parametrize(
    "clause",
    [
        "If [A Chad] hit [R Mali], all was lost.",
        "Unless [A Chad] hits [R Mali], all is lost.",
        "[N Togo] asked whether [A Chad] had hit [R Mali].",
        "[N Togo] asked why [A Chad] had hit [R Mali].",
        "[A Chad] wants to hit [R Mali].",
        "[A Chad] could hit [R Mali].",
        "[A Chad] could hit [R Mali], [N Togo] said.",
        "Has [A Chad] hit [R Mali]?",
        "[A Chad] trained for years to hit [R Mali].",
        "Hit [R Mali]!",
        "[A Chad] must go further than hitting [R Mali].",
    ],
)
def test_a_condition_a_question_a_wish_an_order_and_what_may_be_tell_nothing(
    with_rules: WithRules, clause: str
) -> None:
    reader = with_rules(CRASH, event_type="ACCIDENT")

    assert reader.events(clause) == []


def test_after_a_verb_of_going_a_purpose_is_what_was_done(with_rules: WithRules) -> None:
    reader = with_rules(CRASH, event_type="ACCIDENT")

    assert reader.only("[A Chad] came to hit [R Mali].").status == "actual"


@pytest.mark.parametrize(
    ("clause", "status", "negated"),
    [
        ("A raid by [A Chad] on [R Mali] went on.", "actual", False),
        ("[A Chad] launched a raid on [R Mali].", "actual", False),
        ("[A Chad] will launch a raid on [R Mali].", "future", False),
        ("[A Chad] did not launch a raid on [R Mali].", "actual", True),
        ("No raid by [A Chad] on [R Mali] took place.", "actual", True),
        ("A planned raid by [A Chad] on [R Mali] was told.", "future", False),
        ("[N Togo] said a possible raid by [A Chad] on [R Mali] was near.", "hypothetical", False),
        ("[N Togo] said the raid by [A Chad] on [R Mali] might go on.", "hypothetical", False),
    ],
)
def test_a_noun_is_told_by_its_adjectives_and_the_verb_it_goes_with(
    with_rules: WithRules, clause: str, status: str, negated: bool
) -> None:
    event = with_rules(NOUN, event_type="ACCIDENT").only(clause)

    assert (event.status, event.negated) == (status, negated)


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("A raid by [A Chad] continued.", True),
        ("A raid by [A Chad] stunned them.", True),
        ("After a raid by [A Chad] all fled.", True),
        ("[A Chad] mounted a raid.", True),
        ("[A Chad] mounted a series of raids.", True),
        ("They wrote of a raid by [A Chad].", False),
        ("A raid is a raid.", False),
    ],
)
def test_a_noun_that_only_names_its_act_tells_no_event(
    with_rules: WithRules, sentence: str, told: bool
) -> None:
    assert bool(with_rules(NOUN).events(sentence)) is told


@pytest.mark.parametrize(
    ("sentence", "event_type", "modes", "rule"),
    [
        ("[A Chad] will visit [R Mali].", "AGREE", (), "consult/"),
        ("[A Chad] will attack [R Mali].", "THREATEN", ("violence",), "assault/attack"),
        ("[A Chad] is to attack [R Mali].", "THREATEN", ("violence",), "assault/"),
        ("[A Chad] will not meet [R Mali].", "REJECT", ("meet",), "consult/"),
    ],
)
def test_what_its_actor_announces_is_a_promise_threat_or_refusal_made_now(
    reader: SentenceReader, sentence: str, event_type: str, modes: tuple[str, ...], rule: str
) -> None:
    event = reader.only(sentence)

    assert (event.event_type, event.modes, event.status) == (event_type, modes, "actual")
    assert event.rule.startswith(rule)
    assert event.rule.endswith("+promise")
    assert not event.negated


def test_what_a_host_announces_is_promised_by_the_host(reader: SentenceReader) -> None:
    assert reader.events("[A Finland] will host the [R president of Chad] in May.") == [
        ("AGREE", ["Finland"], ["president of Chad"])
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "[A Togo] attacked [R Mali], [N Chad] said.",
        "[A Togo] attacked [R Mali], said [N Chad].",
        "[N Chad] said [A Togo] attacked [R Mali].",
        "[N Chad] said that [A Togo] had begun to attack [R Mali].",
        "According to [N Chad], [A Togo] attacked [R Mali].",
        "[A Togo] attacked [R Mali], according to [N Chad].",
        "In the words of [N Chad], [A Togo] attacked [R Mali].",
    ],
)
def test_who_says_so_is_kept_apart_from_who_did_it(with_rules: WithRules, sentence: str) -> None:
    event = with_rules(VERB).only(sentence)

    assert words(sentence, event.attributed_to) == "Chad"
    assert [words(sentence, part) for part in event.actors] == ["Togo"]


def test_the_articles_own_voice_is_nobodys(with_rules: WithRules) -> None:
    assert with_rules(VERB).only("[A Togo] attacked [R Mali].").attributed_to is None


@pytest.mark.parametrize(
    "sentence",
    [
        "Neither [A Chad] nor [A Togo] attacked [R Mali].",
        "[A Togo] attacked neither [R Mali] nor [R Chad].",
    ],
)
def test_what_neither_did_is_negated(with_rules: WithRules, sentence: str) -> None:
    assert with_rules(VERB).only(sentence).negated
