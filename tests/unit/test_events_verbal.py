"""Attacks that are words, and fights of those who bear no arms: who takes part decides."""

import re

import pytest

from pipeline.stages.events.extract import extract_events
from schemas.entity import Entity, EntityLabel, Mention
from support.sentences import SentenceReader, WithRules

GROUP = '[[group]]\nname = "one"\nkind = "verb"\nexample = "x"\n'
ATTACK = GROUP + 'lemmas = ["attack"]\nverbal_as = "ACCUSE/disapprove"\n'
FIGHT = GROUP + 'lemmas = ["fight"]\nparties = ["subject", "object"]\n'

KNOWN: dict[str, tuple[EntityLabel, str | None, str | None]] = {
    "Norway": ("GPE", "NOR", "GOV"),
    "Chad": ("GPE", "TCD", "GOV"),
    "senator": ("ROLE", None, "LEG"),
    "rebels": ("ROLE", None, "REB"),
    "judge": ("ROLE", None, "JUD"),
    "government": ("ROLE", None, "GOV"),
    "Lind": ("PERSON", None, None),
    "Moe": ("PERSON", None, None),
    "Ford": ("ORG", "USA", "BUS"),
    "Texas": ("GPE", "USA", None),
    "administration": ("ROLE", "USA", "GOV"),
}


def types(reader: SentenceReader, text: str) -> list[str]:
    """The types of the events of *text*, read with the names of `KNOWN`."""
    entities = [
        Entity(
            id=name,
            name=name,
            label=label,
            country=country,
            sector=sector,
            mentions=tuple(
                Mention(start_char=found.start(), end_char=found.end(), text=name)
                for found in re.finditer(rf"\b{name}\b", text)
            ),
        )
        for name, (label, country, sector) in KNOWN.items()
    ]
    found = extract_events(reader.nlp(text), entities, reader.lexicon, reader.ontology)
    return [one.event_type for one in found]


@pytest.mark.parametrize(
    ("text", "event_type"),
    [
        ("The senator attacked the judge on Monday.", "ACCUSE"),
        ("The senator attacked Chad on Monday.", "ASSAULT"),
        ("The senator attacked the rebels on Monday.", "ASSAULT"),
        ("The government attacked the judge on Monday.", "ASSAULT"),
        ("Lind attacked Moe on Monday.", "ASSAULT"),
        ("Lind attacked Moe on Monday. The debate went on.", "ACCUSE"),
        ("Lind attacked Moe on Monday. The debate ended in a hospital.", "ASSAULT"),
    ],
)
def test_people_of_politics_attack_people_in_words(
    with_rules: WithRules, text: str, event_type: str
) -> None:
    assert types(with_rules(ATTACK), text) == [event_type]


@pytest.mark.parametrize(
    ("text", "fought"),
    [
        ("Norway fought Chad for a year.", True),
        ("Chad fought the rebels for a year.", True),
        ("Ford fought Chad for a year.", False),
        ("Lind fought Moe for a year.", False),
        ("Texas fought the administration for a year.", False),
    ],
)
def test_those_who_bear_no_arms_fight_with_none(
    with_rules: WithRules, text: str, fought: bool
) -> None:
    assert types(with_rules(FIGHT), text) == (["ASSAULT"] if fought else [])
