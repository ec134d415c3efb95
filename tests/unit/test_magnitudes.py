"""Numbers of people and money, with the kind and the event they belong to."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.lexicon import load_lexicon
from pipeline.stages.resolving.magnitudes import find_magnitudes
from schemas.event import MagnitudeKind

WORDS = load_lexicon().magnitudes
PEOPLE: tuple[MagnitudeKind, ...] = ("killed", "injured", "displaced")


def told(sentence: str, *kinds: MagnitudeKind, trigger: str | None = None) -> dict[str, float]:
    span = None
    if trigger:
        span = (sentence.index(trigger), sentence.index(trigger) + len(trigger))
    found = find_magnitudes(sentence, WORDS, kinds or PEOPLE, trigger=span)
    return {known.kind: known.value for known in found}


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The blast killed 14 people and wounded more than 30.", {"killed": 14, "injured": 30}),
        ("Gunmen stormed the inn, killing at least 20.", {"killed": 20}),
        ("At least 20 people, most of them children, were killed.", {"killed": 20}),
        ("Fourteen people were killed and 30 injured.", {"killed": 14, "injured": 30}),
        ("The storm left 12 people dead and 3,000 homeless.", {"killed": 12, "displaced": 3000}),
        ("The death toll rose to 64.", {"killed": 64}),
        ("The death toll from the quake has risen from 12 to 64.", {"killed": 64}),
        ("The toll now stands at 1,204.", {"killed": 1204}),
        ("The raid killed two soldiers and three civilians.", {"killed": 5}),
        ("Two soldiers and three civilians were killed.", {"killed": 5}),
        ("The raid killed 14 farmers, four of them women.", {"killed": 14}),
        ("The crash claimed the lives of 31 passengers.", {"killed": 31}),
        ("A soldier was killed in the clash.", {"killed": 1}),
        ("The clash killed a young soldier.", {"killed": 1}),
        ("A dozen villagers died.", {"killed": 12}),
        ("Two dozen villagers died.", {"killed": 24}),
        ("Three hundred and twenty people died.", {"killed": 320}),
        ("Between 20 and 30 people were killed.", {"killed": 20}),
        ("The fire killed 20 to 30 people.", {"killed": 20}),
        ("Forty of the 112 passengers died.", {"killed": 40}),
        ("Some 3,000 families fled.", {"displaced": 3000}),
        ("Floods forced 1.5 million people from their homes.", {"displaced": 1_500_000}),
        ("Half a million people were displaced.", {"displaced": 500_000}),
        ("The fighting displaced about 2,000 villagers.", {"displaced": 2000}),
        ("Dozens of people were killed and scores wounded.", {}),
        ("Several thousand people fled.", {}),
        ("Nobody was hurt.", {}),
        ("An attack in 2015 killed 14 people.", {"killed": 14}),
        ("The 14-year-old boy killed time.", {}),
        ("He died 12 May.", {}),
        ("The blast killed 30 goats.", {}),
        ("They were killed by 20 gunmen.", {}),
        ("The 6.8 quake hurt nobody.", {}),
        ("Three night watchmen perished in the fire.", {"killed": 3}),
        ("A medic counted 23 bodies.", {"killed": 23}),
        ("Fourteen peasants were hacked to death.", {"killed": 14}),
        ("A court sentenced 14 men to death.", {}),
        # Cases of a disease are no dead.
        ("The ministry told of 25,800 cases and 860 deaths.", {"killed": 860}),
    ],
)
def test_people_are_counted_by_what_befell_them(sentence: str, expected: dict[str, float]) -> None:
    assert told(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "size"),
    [
        ("Some 10,000 demonstrators filled the square.", 10_000),
        ("A crowd of 5,000 filled the square.", 5000),
        ("About 2,500 marched through the town.", 2500),
        ("The rally drew 50,000 people.", 50_000),
        ("Two hundred nurses went on strike.", 200),
        ("Mozambique has confirmed 1,400 cases.", 1400),
        ("The clinics counted 60 new cases of measles.", 60),
        ("Police put the number of protesters at 7,500.", 7500),
        ("Three hundred women held a vigil.", 300),
        ("Police arrested 60 of the 800 protesters who blocked the road.", 800),
        ("Police arrested 60 protesters.", None),
        ("Sixty protesters were arrested.", None),
        ("Police killed three protesters.", None),
        ("Tens of thousands marched.", None),
    ],
)
def test_the_size_of_a_protest_is_its_people_and_not_what_was_done_to_them(
    sentence: str, size: int | None
) -> None:
    assert told(sentence, "size") == ({} if size is None else {"size": size})


@pytest.mark.parametrize(
    ("sentence", "value", "unit"),
    [
        ("It gave 2.5 million euros.", 2.5e6, "EUR"),
        ("It raised $3bn.", 3e9, "USD"),
        ("It was fined £400,000.", 4e5, "GBP"),
        ("It lent US$20 million.", 2e7, "USD"),
        ("It won a $1.2-billion loan.", 1.2e9, "USD"),
        ("It spent 40 billion yen.", 4e10, "JPY"),
        ("It pledged 300 million Swiss francs.", 3e8, "CHF"),
        ("It offered EUR 5m.", 5e6, "EUR"),
        ("It approved Rs 500 crore.", 5e9, "INR"),
        ("It needs between $20 and $30 million.", 2e7, "USD"),
        ("It needs 20 to 30 million dollars.", 2e7, "USD"),
        ("Its debt grew from $2bn to $3bn.", 3e9, "USD"),
        ("It paid half a million dollars.", 5e5, "USD"),
        ("It paid a million euros.", 1e6, "EUR"),
    ],
)
def test_money_is_read_with_its_currency(sentence: str, value: float, unit: str) -> None:
    (found,) = find_magnitudes(sentence, WORDS, ("amount",))

    assert found.value == pytest.approx(value)
    assert found.unit == unit
    assert found.text in sentence


def test_a_number_belongs_to_the_event_whose_clause_names_it() -> None:
    sentence = "The quake killed 14 people, while the landslide that followed killed three."
    assert told(sentence, "killed", trigger="quake") == {"killed": 14}
    assert told(sentence, "killed", trigger="landslide") == {"killed": 3}

    sentence = "Oslo gave $5 million, and Bern lent 7 million euros."
    assert told(sentence, "amount", trigger="gave") == {"amount": 5e6}
    assert told(sentence, "amount", trigger="lent") == {"amount": 7e6}


def test_what_stands_in_a_date_is_no_count() -> None:
    sentence = "On June 3 killed rebels were buried."

    assert find_magnitudes(sentence, WORDS, ("killed",), dates=[(3, 9)]) == ()


@given(number=st.integers(min_value=1, max_value=999_999_999))
def test_a_number_written_in_digits_comes_back(number: int) -> None:
    for written in (str(number), f"{number:,}"):
        assert told(f"The war killed {written} people.") == {"killed": number}
        assert told(f"It paid ${written}.", "amount") == {"amount": number}


@given(
    tens=st.sampled_from(["twenty", "forty", "ninety"]),
    ones=st.sampled_from(["one", "six", "nine"]),
)
def test_a_number_written_in_words_comes_back(tens: str, ones: str) -> None:
    value = WORDS.numbers[tens] + WORDS.numbers[ones]

    assert told(f"{tens}-{ones} people died.".capitalize()) == {"killed": value}
    assert told(f"{tens} {ones} thousand people fled.") == {"displaced": value * 1000}


@pytest.mark.parametrize(
    "text",
    ["9" * 10_000, "1," * 5_000, "twenty " * 3_000, "killed " * 3_000, "20 people and " * 1_500,
     "$1 " * 3_000, "a hundred " * 2_000, "killed 3 people, " * 1_500, "toll " * 4_000],
)  # fmt: skip
def test_hostile_text_is_read_in_no_time(text: str) -> None:
    begun = time.process_time()
    find_magnitudes(text, WORDS, (*PEOPLE, "size", "amount"), trigger=(0, 1))

    assert time.process_time() - begun < 5.0


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        # Letters that a pattern without regard to case takes for s, k and i.
        ("ſeven mıners were kılled.", "Seven miners were killed."),
        ("A bank lent three mıllıon dollarſ.", "A bank lent three million dollars."),
        ("A bank lent 3 MİLLION dollars.", "A bank lent 3 million dollars."),
        ("A bank lent uſ$30m.", "A bank lent US$30m."),
    ],
)
def test_another_spelling_of_a_letter_is_the_same_number(written: str, plain: str) -> None:
    assert told(written, "killed", "amount") == told(plain, "killed", "amount") != {}
