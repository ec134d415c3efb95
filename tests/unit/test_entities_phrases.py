"""Phrases that say who acts: their country and sector, by what class of words they are."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from spacy.language import Language

from pipeline.gazetteer import load_gazetteer
from pipeline.stages.entities.find import find_entities
from pipeline.stages.entities.wording import words_of
from schemas.entity import Entity

MAY_1991 = datetime(1991, 5, 2, tzinfo=UTC)
MAY_2005 = datetime(2005, 5, 2, tzinfo=UTC)

Find = Callable[..., tuple[Entity, ...]]


@pytest.fixture(scope="module")
def find(nlp: Language) -> Find:
    gazetteer = load_gazetteer()

    def find(text: str, published_at: datetime | None = MAY_2005) -> tuple[Entity, ...]:
        with nlp.memory_zone():
            words = words_of(nlp(text))
            return find_entities(words, gazetteer, article_id="a", published_at=published_at)

    return find


@pytest.mark.parametrize(
    ("text", "country", "sector"),
    [
        # A people or a region of one state.
        ("Basque separatists left.", "ESP", "REB"),
        ("Bosnian Serb forces left.", "BIH", "MIL"),
        ("Kosovo Albanians left.", "XKX", "CVL"),
        # A noun that is a role because somebody owns it.
        ("Swiss banks left.", "CHE", "BUS"),
        ("Russian intelligence left.", "RUS", "SPY"),
        # Any word that modifies the role may stand between.
        ("Argentina's largest union left.", "ARG", "LAB"),
        ("The Peruvian miners' union left.", "PER", "LAB"),
        # A party or chamber of one country, and one whose name many have.
        ("The Bundestag voted.", "DEU", "LEG"),
        ("The Labour Party voted.", None, "PTY"),
        # Where a local role is, and the owner after "of a".
        ("Police in Nairobi fired.", "KEN", "COP"),
        ("Troops in Nairobi fired.", None, "MIL"),
        ("The owner of a Swiss bank left.", "CHE", "BUS"),
        # An office-holder's government, a region that acts.
        ("The Schroeder government fell.", None, "GOV"),
        ("California sued the company.", "USA", "GOV"),
        # Names of organisations by the words in them.
        ("The Karoo Liberation Army attacked.", None, "REB"),
        ("The National Bank of Kenya lent money.", "KEN", "BUS"),
        ("Al-Shabaab fighters attacked.", "SOM", "REB"),
    ],
)
def test_a_phrase_has_the_country_and_sector_of_its_class(
    find: Find, text: str, country: str | None, sector: str
) -> None:
    first = find(text)[0]

    assert (first.country, first.sector) == (country, sector)


@pytest.mark.parametrize(
    ("text", "published_at", "name"),
    [
        ("President Bush spoke.", MAY_1991, "George Bush"),
        ("President Bush spoke.", MAY_2005, "George W. Bush"),
        ("President Mitterrand spoke.", MAY_1991, "Francois Mitterrand"),
        ("Queen Elizabeth spoke.", MAY_2005, "Elizabeth II"),
        ("Prime Minister Thatcher spoke.", MAY_1991, "Thatcher"),
    ],
)
def test_the_day_of_publication_decides_who_holds_the_office(
    find: Find, text: str, published_at: datetime, name: str
) -> None:
    (person,) = find(text, published_at)

    assert person.name == name


def test_who_has_a_title_again_is_no_former_office_holder(find: Find) -> None:
    text = "French Prime Minister Laurent Fabius spoke."

    (person,) = find(text, MAY_2005)

    assert (person.country, person.sector) == ("FRA", "GOV")


def test_of_namesakes_the_region_after_the_name_decides(find: Find) -> None:
    paris, texas = find("He slept in Paris, Texas.")

    assert (paris.country, paris.admin1, texas.name) == ("USA", "Texas", "Texas")
    assert paris.latitude == pytest.approx(33.7, abs=0.1)
    (paris,) = find("He slept in Paris.")
    assert paris.country == "FRA"
    assert paris.latitude == pytest.approx(48.9, abs=0.1)


def test_a_place_with_namesakes_in_its_country_has_no_point(find: Find) -> None:
    (place,) = find("He slept in Springfield.")

    assert (place.country, place.admin1, place.latitude) == ("USA", None, None)


def test_a_town_is_one_only_where_the_text_says_that_a_place_is_meant(find: Find) -> None:
    (town,) = find("He slept in Bath.")

    assert (town.country, town.admin1) == ("GBR", "England")
    assert find("The bath was cold.") == ()


def test_a_country_has_no_point(find: Find) -> None:
    (country,) = find("He slept in Norway.")

    assert (country.country, country.latitude, country.admin1) == ("NOR", None, None)
