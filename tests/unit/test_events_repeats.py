"""What one sentence tells twice is one act."""

import pytest

from support.sentences import WithRules


def group(name: str, lemma: str, more: str = "") -> str:
    return (
        f'[[group]]\nname = "{name}"\nkind = "verb"\nlemmas = ["{lemma}"]\nexample = "x"\n{more}\n'
    )


RULES = group("one", "criticise") + group("two", "accuse")


@pytest.mark.parametrize(
    ("sentence", "count"),
    [
        ("[A Chad] criticised [R Mali], accusing [R Mali] of theft.", 1),
        ("[A Chad] criticised [R Mali], accusing it of theft.", 1),
        ("[A Chad] criticised the vote, accusing [R Mali] of theft.", 1),
        ("[A Chad] criticised [R Mali], accusing [R Togo] of theft.", 2),
        ("[A Chad] criticised [R Mali] and accused [R Mali] of theft.", 2),
        ("[A Chad] criticised [R Mali], with [A Togo] accusing [R Mali] of theft.", 2),
    ],
)
def test_a_participle_with_the_same_sides_tells_the_same_act(
    with_rules: WithRules, sentence: str, count: int
) -> None:
    assert len(with_rules(RULES, event_type="ACCUSE").events(sentence)) == count


def test_what_tells_more_sides_is_kept(with_rules: WithRules) -> None:
    reader = with_rules(RULES, event_type="ACCUSE")

    assert reader.events("[A Chad] criticised the vote, accusing [R Mali] of theft.") == [
        ("ACCUSE", ["Chad"], ["Mali"])
    ]
