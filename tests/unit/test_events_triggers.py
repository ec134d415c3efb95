"""Which words evoke an event: how entries are found in the tree, which of several is taken, what refuses one."""

import pytest

from support.sentences import SentenceReader, WithRules, words


def group(kind: str, *lemmas: str, more: str = "", name: str = "one") -> str:
    written = ", ".join(f'"{lemma}"' for lemma in lemmas)
    return f'[[group]]\nname = "{name}"\nkind = "{kind}"\nlemmas = [{written}]\nexample = "x"\n{more}\n'


def lemmas(reader: SentenceReader, marked: str) -> list[str]:
    return [found.trigger_lemma for found in reader.candidates(marked)]


def triggers(reader: SentenceReader, marked: str) -> list[str]:
    return [words(marked, found.trigger) for found in reader.candidates(marked)]


@pytest.mark.parametrize(
    ("lemma", "sentence"),
    [
        ("attack", "[A Chad] attacked [R Mali]."),
        ("attack", "[R Mali] has been attacked by [A Chad]."),
        ("attack", "[A Chad] was attacking [R Mali] again."),
        ("carry out raid", "[A Chad] carried out a second raid against [R Mali]."),
        ("carry out raid", "A raid was carried out by [A Chad]."),
        ("sign treaty", "The treaty that [A Chad] signed pleased [R Mali]."),
        ("put on trial", "[A Chad] put the two [R officers] of the guard on trial."),
        ("call for boycott", "[A Chad] called again and loudly for a boycott of [R Mali]."),
        ("fire gas", "[A Chad] fired tear gas at [R soldiers]."),
        ("launch raid", "[A Chad] launched a series of raids on [R Mali]."),
        ("launch raid", "[A Chad] launched a strike and a raid on [R Mali]."),
        ("organise raid", "[A Chad] organized a raid on [R Mali]."),
        ("test-fire", "[A Chad] test-fired a rocket at [R Mali]."),
    ],
)
def test_the_words_of_a_verb_are_found_wherever_they_hang(
    with_rules: WithRules, lemma: str, sentence: str
) -> None:
    assert lemmas(with_rules(group("verb", lemma)), sentence) == [lemma]


@pytest.mark.parametrize(
    ("lemma", "sentence"),
    [
        ("carry out raid", "[A Chad] carried out a census in [R Mali]."),
        ("carry out raid", "[A Chad] feared that a raid was carried in [R Mali]."),
        ("call", "[A Chad] called off a visit to [R Mali]."),
        ("press", "[A Chad] pressed ahead with plans to leave [R Mali]."),
        ("sign treaty", "[A Chad] signed a letter about the treaty of [R Mali]."),
        ("attack", "The attacking [A Chad] beat [R Mali]."),
    ],
)
def test_a_verb_without_the_words_of_its_entry_is_another(
    with_rules: WithRules, lemma: str, sentence: str
) -> None:
    assert lemmas(with_rules(group("verb", lemma)), sentence) == []


def test_the_trigger_is_the_head_with_the_words_right_beside_it(with_rules: WithRules) -> None:
    reader = with_rules(group("verb", "carry out raid"))

    assert triggers(reader, "[A Chad] carried out raids on [R Mali].") == ["carried out raids"]
    assert triggers(reader, "[A Chad] carried out two raids on [R Mali].") == ["carried out"]


@pytest.mark.parametrize(
    ("lemma", "sentence", "found"),
    [
        ("air strike", "An air strike by [A Chad] killed 4 [R soldiers].", True),
        ("air strike", "Air strikes by [A Chad] killed 4 [R soldiers].", True),
        ("air strike", "A strike by [A Chad] killed 4 [R soldiers].", False),
    ],
)
def test_a_noun_has_its_modifiers_before_it(
    with_rules: WithRules, lemma: str, sentence: str, found: bool
) -> None:
    assert bool(lemmas(with_rules(group("noun", lemma)), sentence)) is found


def test_a_word_inside_a_name_is_no_trigger(with_rules: WithRules) -> None:
    reader = with_rules(group("noun", "strike"))

    assert lemmas(reader, "The strike of [A Chad] hit [R Mali].") == ["strike"]
    assert lemmas(reader, "The [A Strike] of Chad hit [R Mali].") == []


def test_the_entry_that_asks_for_most_is_taken(with_rules: WithRules) -> None:
    reader = with_rules(group("verb", "launch") + group("verb", "launch raid", name="two"))

    assert lemmas(reader, "[A Chad] launched a raid on [R Mali].") == ["launch raid"]
    assert lemmas(reader, "[A Chad] launched a rocket at [R Mali].") == ["launch"]


def test_a_special_entry_that_is_refused_leaves_room_for_a_plain_one(with_rules: WithRules) -> None:
    strict = group("verb", "launch raid", more='unless = ["website"]', name="two")
    reader = with_rules(group("verb", "launch") + strict)

    assert lemmas(reader, "[A Chad] launched a website raid on [R Mali].") == ["launch"]


def test_a_noun_that_is_a_word_of_a_verbs_entry_is_no_second_trigger(with_rules: WithRules) -> None:
    reader = with_rules(group("verb", "launch raid") + group("noun", "raid", name="two"))

    assert lemmas(reader, "[A Chad] launched a raid on [R Mali].") == ["launch raid"]


CONDITIONS = [
    ('only_subject = ["soldier"]', "Two [A soldiers] hit [R Mali].", True),
    ('only_subject = ["soldier"]', "[R Mali] was hit by two [A soldiers].", True),
    ('only_subject = ["soldier"]', "[A Chad] hit [R Mali].", False),
    ('not_subject = ["drought"]', "A drought hit [R Mali].", False),
    ('only_object = ["@place"]', "[A soldiers] hit [R Mali].", True),
    ('only_object = ["@place"]', "[A Chad] hit two [R soldiers].", False),
    ('only_object = ["@somebody"]', "[A Chad] hit two [R soldiers].", True),
    ('only_object = ["@somebody"]', "[A Chad] hit the wall near [N Mali].", False),
    ('only_object = ["@number"]', "[A Chad] hit 40 per day in [N Mali].", True),
    ('not_object = ["target"]', "[A Chad] hit its target in [R Mali].", False),
    ('unless = ["song"]', "[A Chad] hit [R Mali] with a song.", False),
    ('unless = ["song"]', "[A Chad] hit [R Mali] with a club.", True),
    ('voice = "passive"', "[A Chad] hit [R Mali].", False),
    ('voice = "passive"', "[R Mali] was hit by [A Chad].", True),
    ('voice = "active"', "[R Mali] was hit by [A Chad].", False),
    ('polarity = "negative"', "[A Chad] did not hit [R Mali].", True),
    ('polarity = "negative"', "[A Chad] declined to hit [R Mali].", True),
    ('polarity = "negative"', "[A Chad] hit [R Mali].", False),
]


@pytest.mark.parametrize(("condition", "sentence", "fires"), CONDITIONS)
def test_an_entry_fires_only_where_its_conditions_hold(
    with_rules: WithRules, condition: str, sentence: str, fires: bool
) -> None:
    more = f'{condition}\nrecipient = ["object", "in", "subject"]'
    reader = with_rules(group("verb", "hit", more=more))
    refused = [because for _, because in reader.refusals(sentence)]

    assert bool(reader.candidates(sentence)) is fires
    assert refused in ([], ["excluded_by_context"], ["only_under_negation"])
    assert bool(refused) is not fires


@pytest.mark.parametrize(
    ("sentence", "negated"),
    [
        ("[A Chad] never hit [R Mali].", True),
        ("[A Chad] did n't hit [R Mali].", True),
        ("No [A soldiers] hit [R Mali].", True),
        ("[A Chad] not only hit [R Mali].", False),
    ],
)
def test_a_verb_is_negated_by_its_adverb_or_by_no_before_its_subject(
    with_rules: WithRules, sentence: str, negated: bool
) -> None:
    assert with_rules(group("verb", "hit")).only(sentence).negated is negated


def test_what_no_entry_covers_leaves_no_trace(with_rules: WithRules) -> None:
    assert with_rules(group("verb", "hit")).findings("[A Chad] thanked [R Mali].") == ()
