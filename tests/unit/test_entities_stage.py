"""What an article names: organisations, roles, peoples."""

from datetime import UTC, datetime

import pytest
from spacy.language import Language

from pipeline.gazetteer import load_gazetteer
from support.entities import JULY_2021, EntityFinder, named, told

SEPTEMBER_2021 = datetime(2021, 9, 13, tzinfo=UTC)


@pytest.fixture(scope="module")
def find(nlp: Language) -> EntityFinder:
    return EntityFinder(nlp=nlp, gazetteer=load_gazetteer())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Turkey left.", ("GPE", "Turkey", "TUR", "GOV")),
        ("Moscow said no.", ("GPE", "Russia", "RUS", "GOV")),
        ("The Kremlin said no.", ("GPE", "Russia", "RUS", "GOV")),
        ("Downing Street said no.", ("GPE", "United Kingdom", "GBR", "GOV")),
        ("The Pentagon said no.", ("ORG", "Pentagon", "USA", "MIL")),
        ("He slept in Moscow.", ("GPE", "Moscow", "RUS", None)),
        ("He flew to Moscow.", ("GPE", "Moscow", "RUS", None)),
        ("It was near the White House.", ("FAC", "White House", "USA", None)),
        ("Fire closed Kabul airport.", ("LOC", "Kabul airport", "AFG", None)),
        ("Turkish troops left.", ("ROLE", "Turkish troops", "TUR", "MIL")),
        ("Afghan security forces left.", ("ROLE", "Afghan security forces", "AFG", "MIL")),
        ("French lawmakers left.", ("ROLE", "French lawmakers", "FRA", "LEG")),
        ("Turkey's foreign minister left.", ("ROLE", "Turkey's foreign minister", "TUR", "GOV")),
        ("The Russian Foreign Ministry left.", ("ORG", "Russian Foreign Ministry", "RUS", "GOV")),
        (
            "The defence ministry of Japan left.",
            ("ORG", "defence ministry of Japan", "JPN", "GOV"),
        ),
        (
            "The Ministry of Foreign Affairs left.",
            ("ORG", "Ministry of Foreign Affairs", None, "GOV"),
        ),
        ("Police shot at him.", ("ROLE", "Police", None, "COP")),
        ("The prime minister wept.", ("ROLE", "prime minister", None, "GOV")),
        ("Hamas fighters left.", ("ROLE", "Hamas fighters", "PSE", "REB")),
        ("The UN agreed.", ("ORG", "United Nations", "UNO", None)),
        ("The EU agreed.", ("ORG", "European Union", "EUR", None)),
        ("Garanti Bank fell.", ("ORG", "Garanti Bank", None, "BUS")),
        ("The Larkwood Workers Party won.", ("ORG", "Larkwood Workers Party", None, "PTY")),
        ("Russians left.", ("NORP", "Russians", "RUS", "CVL")),
        ("They sailed the Black Sea.", ("LOC", "Black Sea", None, None)),
    ],
)
def test_a_phrase_names_one_entity(
    find: EntityFinder, text: str, expected: tuple[str, str, str | None, str | None]
) -> None:
    assert [told(entity) for entity in find(text)] == [expected]


@pytest.mark.parametrize(
    ("published_at", "sector"), [(JULY_2021, "REB"), (SEPTEMBER_2021, "GOV"), (None, "GOV")]
)
def test_the_taliban_are_rebels_until_they_govern(
    find: EntityFinder, published_at: datetime | None, sector: str
) -> None:
    assert named(find("The Taliban left.", published_at), "Taliban").sector == sector


def test_an_adjective_of_two_states_means_the_better_known(find: EntityFinder) -> None:
    assert [entity.country for entity in find("Dutch troops left.")] == ["NLD"]


def test_an_acronym_in_parentheses_names_the_same_organisation(find: EntityFinder) -> None:
    entities = find("The Larkwood Relief Agency (LRA) left. LRA returned.")

    assert [mention.text for mention in named(entities, "Larkwood Relief Agency").mentions] == [
        "Larkwood Relief Agency",
        "LRA",
        "LRA",
    ]


def test_the_first_word_of_a_name_alone_is_the_organisation_named_before(
    find: EntityFinder,
) -> None:
    entities = find("Halvorsen Group sold a ship. Halvorsen is in debt.")

    assert len(named(entities, "Halvorsen Group").mentions) == 2


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("The Islamic Taliban left.", "Taliban", "AFG"),
        ("The militant Hezbollah left.", "Hezbollah", "LBN"),
        # A nation before it makes it another one, and a party is not the last word of its name.
        ("The Pakistani Taliban left.", "Tehrik-i-Taliban Pakistan", "PAK"),
        ("The Larkwood Democratic Congress won.", "Larkwood Democratic Congress", None),
    ],
)
def test_a_group_that_adjectives_describe_is_that_group(
    find: EntityFinder, text: str, name: str, country: str | None
) -> None:
    assert named(find(text), name).country == country


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("The Biden Administration left.", "USA"),
        ("The Merkel government left.", "DEU"),  # of the past
        ("The Larkwood government left.", None),
    ],
)
def test_a_government_called_by_its_head_is_of_his_country(
    find: EntityFinder, text: str, country: str | None
) -> None:
    assert {entity.country for entity in find(text, None)} == {country}
