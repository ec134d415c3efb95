"""Who a noun phrase names, and how much of it is kept."""

import pytest

from support.sentences import SentenceReader, WithRules

ATTACK = '[[group]]\nname = "one"\nkind = "verb"\nlemmas = ["attack"]\nexample = "x"\n'


@pytest.fixture
def attacks(with_rules: WithRules) -> SentenceReader:
    return with_rules(ATTACK)


def sides(reader: SentenceReader, marked: str) -> tuple[list[str], list[str]]:
    ((_, actors, recipients),) = reader.events(marked)
    return actors, recipients


@pytest.mark.parametrize(
    ("sentence", "actors"),
    [
        ("[A Chad] and [A Niger] attacked [R Mali].", ["Chad", "Niger"]),
        ("[A Chad], [A Niger] and [A Benin] attacked [R Mali].", ["Chad", "Niger", "Benin"]),
        ("Both [A Chad] and [A Niger] attacked [R Mali].", ["Chad", "Niger"]),
        ("Its ally, [A Chad], attacked [R Mali].", ["Chad"]),
        ("[A Members of Chad] attacked [R Mali].", ["Members of Chad"]),
        ("Hundreds of [A soldiers] attacked [R Mali].", ["soldiers"]),
        ("A number of [A soldiers] attacked [R Mali].", ["soldiers"]),
        ("Two of the [A soldiers] attacked [R Mali].", ["soldiers"]),
        ("Some of the [A soldiers] attacked [R Mali].", ["soldiers"]),
        ("More than 40 [A soldiers] attacked [R Mali].", ["soldiers"]),
        ("[A rebels] in [N Chad] attacked [R Mali].", ["rebels"]),
    ],
)
def test_a_phrase_names_all_who_are_joined_beside_it_or_counted_by_it(
    attacks: SentenceReader, sentence: str, actors: list[str]
) -> None:
    assert sides(attacks, sentence) == (actors, ["Mali"])


@pytest.mark.parametrize(
    ("sentence", "recipients"),
    [
        ("[A Chad] attacked two fishermen.", ["fishermen"]),
        ("[A Chad] attacked unarmed fishermen.", ["unarmed fishermen"]),
        ("[A Chad] attacked its northern neighbour.", ["its northern neighbour"]),
        ("[A Chad] attacked [N Mali] fishermen.", ["Mali fishermen"]),
        ("[A Chad] attacked them.", ["them"]),
    ],
)
def test_a_common_noun_keeps_its_modifiers_and_its_owner(
    attacks: SentenceReader, sentence: str, recipients: list[str]
) -> None:
    assert sides(attacks, sentence) == (["Chad"], recipients)


@pytest.mark.parametrize(
    "sentence",
    [
        "[R Mali] thanked [A Chad], which attacked [R Togo].",
        "[R Mali] thanked [A Chad], who attacked [R Togo] and withdrew.",
    ],
)
def test_a_relative_pronoun_names_its_antecedent(attacks: SentenceReader, sentence: str) -> None:
    assert sides(attacks, sentence) == (["Chad"], ["Togo"])


def test_things_and_days_are_nobody(attacks: SentenceReader) -> None:
    assert attacks.events("[A Chad] attacked the bridge on Tuesday.") == [("ASSAULT", ["Chad"], [])]


def test_of_two_mentions_that_overlap_the_longer_stays(attacks: SentenceReader) -> None:
    reading = attacks.reading("[N Costa Rica] met [N Rica].")

    assert [entity.name for _, _, entity in reading.phrases.spans] == ["Costa Rica", "Rica"]
    assert reading.phrases.mention(1) is reading.phrases.mention(0)


@pytest.mark.parametrize(
    ("noun", "name"),
    [
        ("denied [N Mali]'s claim", ["Mali"]),
        ("denied the claim of [N Mali]", ["Mali"]),
        ("denied a [N Mali] claim", ["Mali"]),
        ("denied the claim to the land of [N Mali]", ["Mali"]),
        ("denied the claim", []),
    ],
)
def test_the_name_inside_a_phrase_is_its_owners_or_the_nearest_below(
    with_rules: WithRules, noun: str, name: list[str]
) -> None:
    reader = with_rules(
        '[[group]]\nname = "one"\nkind = "verb"\nlemmas = ["deny"]\nexample = "x"\n'
        'recipient = ["inside"]\n'
    )

    assert sides(reader, f"[A Chad] {noun}.") == (["Chad"], name)


@pytest.mark.parametrize(
    ("sentence", "recipients"),
    [
        ("[A Chad] attacked a fisherman and two others.", ["fisherman", "two others"]),
        ("[A Chad] attacked a fisherman and two ships.", ["fisherman"]),
        ("[A Chad] attacked one of them.", ["one of them"]),
        ("[A Chad] attacked the fisherman's wife.", ["fisherman's wife"]),
        ("[A Chad] attacked local and foreign fishermen.", ["local and foreign fishermen"]),
        ("[A Chad] attacked the wounded.", ["wounded"]),
    ],
)
def test_a_phrase_keeps_the_words_that_tell_who_it_is(
    attacks: SentenceReader, sentence: str, recipients: list[str]
) -> None:
    assert sides(attacks, sentence) == (["Chad"], recipients)


def test_who_stands_under_along_with_takes_part(attacks: SentenceReader) -> None:
    told = sides(attacks, "[A Chad], along with [A Togo], attacked [R Mali].")

    assert told == (["Chad", "Togo"], ["Mali"])
