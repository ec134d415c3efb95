"""Who and what an article names."""

from collections.abc import Callable
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

from pipeline.gazetteer import Gazetteer, load_gazetteer
from pipeline.stages.entities.find import find_entities
from pipeline.stages.entities.wording import words_of
from schemas.entity import Entity
from schemas.ids import entity_id

JULY_2021 = datetime(2021, 7, 13, tzinfo=UTC)
SEPTEMBER_2021 = datetime(2021, 9, 13, tzinfo=UTC)

Find = Callable[..., tuple[Entity, ...]]


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer()


@pytest.fixture(scope="module")
def find(nlp: Language, gazetteer: Gazetteer) -> Find:
    def find(text: str, published_at: datetime | None = JULY_2021) -> tuple[Entity, ...]:
        with nlp.memory_zone():
            return find_entities(
                words_of(nlp(text)), gazetteer, article_id="a", published_at=published_at
            )

    return find


def told(entity: Entity) -> tuple[str, str, str | None, str | None]:
    return entity.label, entity.name, entity.country, entity.sector


def named(entities: tuple[Entity, ...], name: str) -> Entity:
    found = [entity for entity in entities if entity.name == name]
    assert len(found) == 1, [told(entity) for entity in entities]
    return found[0]


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
    find: Find, text: str, expected: tuple[str, str, str | None, str | None]
) -> None:
    assert [told(entity) for entity in find(text)] == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Turkish President Recep Tayyip Erdogan left.",
            ("PERSON", "Recep Tayyip Erdogan", "TUR", "GOV"),
        ),
        (
            "Turkish President Tayyip Recep Erdoğan left.",
            ("PERSON", "Recep Tayyip Erdogan", "TUR", "GOV"),
        ),
        ("President Biden left.", ("PERSON", "Joe Biden", "USA", "GOV")),
        (
            "Pentagon spokesman John F. Kirby left.",
            ("PERSON", "John F. Kirby", "USA", "MIL"),
        ),
        ("Gen. Abc Defgh left.", ("PERSON", "Abc Defgh", None, "MIL")),
        ("Abc Defgh, 45, left.", ("PERSON", "Abc Defgh", None, None)),
        ("Abc Defgh said so.", ("PERSON", "Abc Defgh", None, None)),
        ("Michael Jordan left.", ("PERSON", "Michael Jordan", None, None)),
        ("Hamas leader Omar Haddadin left.", ("PERSON", "Omar Haddadin", "PSE", "REB")),
    ],
)
def test_a_person_is_named_with_title_and_country(
    find: Find, text: str, expected: tuple[str, str, str | None, str | None]
) -> None:
    assert [told(entity) for entity in find(text)] == [expected]


def test_a_family_name_later_is_the_same_person(find: Find) -> None:
    entities = find("Turkish President Recep Tayyip Erdogan left. Erdogan said so. Erdogan's men.")

    mentions = named(entities, "Recep Tayyip Erdogan").mentions
    assert [mention.text for mention in mentions] == [
        "Turkish President Recep Tayyip Erdogan",
        "Erdogan",
        "Erdogan",
    ]


def test_the_family_name_of_a_chinese_name_comes_first(find: Find) -> None:
    assert (
        len(named(find("Chinese leader Xi Jinping left. Xi said so."), "Xi Jinping").mentions) == 2
    )


def test_a_person_titled_before_the_full_name_is_given_is_one_entity(find: Find) -> None:
    assert len(named(find("Mr. Defgh left. Joe Defgh said so."), "Joe Defgh").mentions) == 2


def test_a_capital_is_a_place_after_a_preposition_and_a_government_elsewhere(find: Find) -> None:
    entities = find("Moscow agreed. They met in Moscow and Kyiv. Ties of trust bind Kyiv.")

    assert [told(entity)[:2] for entity in entities[:3]] == [
        ("GPE", "Russia"),
        ("GPE", "Moscow"),
        ("GPE", "Kyiv"),
    ]
    assert named(entities, "Ukraine").sector == "GOV"


@pytest.mark.parametrize(
    ("published_at", "sector"), [(JULY_2021, "REB"), (SEPTEMBER_2021, "GOV"), (None, "GOV")]
)
def test_the_taliban_are_rebels_until_they_govern(
    find: Find, published_at: datetime | None, sector: str
) -> None:
    assert named(find("The Taliban left.", published_at), "Taliban").sector == sector


def test_an_organisation_after_a_role_is_no_person(find: Find) -> None:
    entities = find("The paramilitary Rapid Support Forces left the airline Lufthansa.")

    assert {entity.label for entity in entities} == {"ROLE", "ORG"}
    assert named(entities, "Rapid Support Forces").country == "SDN"


def test_an_adjective_of_two_states_means_the_better_known(find: Find) -> None:
    assert [entity.country for entity in find("Dutch troops left.")] == ["NLD"]


def test_a_former_office_holder_is_of_the_elite(find: Find) -> None:
    assert named(find("Barack Obama left."), "Barack Obama").sector == "ELI"


def test_an_acronym_in_parentheses_names_the_same_organisation(find: Find) -> None:
    entities = find("The Larkwood Relief Agency (LRA) left. LRA returned.")

    assert [mention.text for mention in named(entities, "Larkwood Relief Agency").mentions] == [
        "Larkwood Relief Agency",
        "LRA",
        "LRA",
    ]


def test_the_first_word_of_a_name_alone_is_the_organisation_named_before(find: Find) -> None:
    entities = find("Halvorsen Group sold a ship. Halvorsen is in debt.")

    assert len(named(entities, "Halvorsen Group").mentions) == 2


@pytest.mark.parametrize(
    "text", ["Ada Lund, the Danish envoy, wept.", "The Danish envoy, Ada Lund, wept."]
)
def test_a_role_set_beside_a_name_tells_who_it_is(find: Find, text: str) -> None:
    assert told(named(find(text), "Ada Lund")) == ("PERSON", "Ada Lund", "DNK", "GOV")


def test_a_maker_s_name_is_no_person_s(find: Find) -> None:
    assert named(find("Danish lithium producer Asta Mining left."), "Asta Mining").label == "ORG"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("OSLO, Norway - Police left.", ("GPE", "Oslo", "NOR", None)),
        ("LARKBY, Norway - Police left.", ("LOC", "LARKBY", "NOR", None)),
        ("LARKBY - Police left.", ("LOC", "LARKBY", None, None)),
    ],
)
def test_a_dateline_names_a_place(
    find: Find, text: str, expected: tuple[str, str, str | None, str | None]
) -> None:
    assert told(find(text)[0]) == expected


def test_a_place_that_no_list_has_is_a_place_of_the_country_named_after_it(find: Find) -> None:
    assert told(named(find("He slept in Larkby, Norway."), "Larkby")) == (
        "LOC",
        "Larkby",
        "NOR",
        None,
    )


def test_a_name_is_written_as_the_text_below_a_headline_in_capitals_writes_it(find: Find) -> None:
    entities = find("JOE SMITH LEFT THE TOWN\n\nJoe Smith said so.")

    assert len(named(entities, "Joe Smith").mentions) == 2


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("Paris, Texas, slept.", "Paris", "USA"),
        ("He slept in Paris.", "Paris", "FRA"),
        ("Georgia fought. Tbilisi agreed.", "Georgia", "GEO"),
        ("Georgia voted, and Atlanta cheered.", "Georgia", "USA"),
    ],
)
def test_an_ambiguous_place_is_read_by_its_surroundings(
    find: Find, text: str, name: str, country: str
) -> None:
    assert next(entity.country for entity in find(text) if entity.name == name) == country


@pytest.mark.parametrize(
    "text",
    [
        "We ate turkey and chad.",
        "However, Nothing was Said.",
        "The Russian-backed plan of May failed.",
        "It is for us who care.",
        "They will judge it.",
        "",
        " \n\n ",
    ],
)
def test_common_words_are_no_names(find: Find, text: str) -> None:
    assert find(text) == ()


def test_a_lone_word_in_text_in_capitals_is_no_name_unless_known(find: Find) -> None:
    entities = find("THE TALIBAN THREATENED TURKEY WHO SAYS IT IS JUST US AND JOE SMITH SAID")

    assert [entity.name for entity in entities] == ["Taliban", "Turkey", "JOE SMITH"]


def test_entities_are_ordered_by_first_mention_and_carry_content_ids(find: Find) -> None:
    entities = find("Rebels fought Turkish troops. Turkey and the UN left. Rebels won.")

    assert [entity.mentions[0].start_char for entity in entities] == sorted(
        entity.mentions[0].start_char for entity in entities
    )
    assert all(
        entity.id == entity_id(article_id="a", label=entity.label, name=entity.name)
        for entity in entities
    )
    assert len({entity.id for entity in entities}) == len(entities)


WORDS = st.sampled_from(
    [
        "Turkish",
        "President",
        "Joe",
        "Biden",
        "Moscow",
        "in",
        "of",
        "the",
        "al",
        "-",
        "'s",
        ",",
        "(",
        ")",
        "WFP",
        "Ministry",
        "and",
        "foreign",
        "minister",
        "Gen.",
        "said",
        ".",
        "\n\n",
        "Smith",
        "US",
        "UN",
        "(UN)",
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(WORDS, max_size=40).map(" ".join))
def test_mentions_are_verbatim_and_do_not_overlap(find: Find, text: str) -> None:
    entities = find(text)

    spans = sorted((m.start_char, m.end_char) for entity in entities for m in entity.mentions)
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))
    assert all(
        text[m.start_char : m.end_char] == m.text for entity in entities for m in entity.mentions
    )
    assert find(text) == entities


@pytest.mark.parametrize(
    "unit",
    [
        "United ",
        "Ministry of ",
        "President ",
        "Mr. ",
        "Al-",
        "al-",
        "minister and ",
        "foreign ",
        "A. ",
        "Joe ",
        "Joe, the president ",
        "University of and ",
        "(",
        "Moscow, ",
        "The Turkish ",
        "Aa ",
        "AA ",
    ],
)
def test_text_of_nothing_but_the_same_opening_is_read(find: Find, unit: str) -> None:
    assert len(find(unit * (20_000 // len(unit)))) < 10
