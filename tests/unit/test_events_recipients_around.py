"""Whom an act reaches is told around it: in what it struck, whom it met, a ruling, a condition, a word against him."""

import pytest

from support.coding import Code, Told, told


@pytest.mark.parametrize(
    ("sentence", "event"),
    [
        (
            "Malian rebels opened fire on a bus carrying Dutch doctors.",
            ("ASSAULT", ["Malian rebels"], ["Dutch doctors"]),
        ),
        (
            "Gunmen fired rockets at a bus carrying Kurdish pilgrims near Mosul.",
            ("ASSAULT", ["Gunmen"], ["Kurdish pilgrims"]),
        ),
        (
            "An attack on a minibus carrying Afghan teachers has been claimed by the Taliban.",
            ("ASSAULT", ["Taliban"], ["Afghan teachers"]),
        ),
        (
            "A car bomb exploded in northern Kabul on Monday, killing three women.",
            ("ASSAULT", [], ["women"]),
        ),
        (
            "A bomber blew up a lorry near a police station in Yemen, killing six guards.",
            ("ASSAULT", ["bomber"], ["guards"]),
        ),
        (
            "The Chadian army shelled Libya, killing four farmers.",
            ("ASSAULT", ["Chadian army"], ["Libya", "farmers"]),
        ),
        (
            "Malian troops fought Tuareg rebels in May, killing more than 60 people.",
            ("ASSAULT", ["Malian troops", "Tuareg rebels"], []),
        ),
    ],
)
def test_who_was_struck_is_no_scene_vehicle_or_side(
    code: Code, sentence: str, event: Told
) -> None:
    assert [told(each) for each in code(sentence)] == [event]


@pytest.mark.parametrize(
    ("sentence", "opposed"),
    [
        ("Chilean monks staged anti-China protests.", ["China"]),
        ("Peru's largest union held anti-government rallies in Lima.", ["government"]),
        ("Anti-American demonstrations by Chilean students shook Lima.", ["American"]),
        ("Chilean students held an anti-war protest.", []),
    ],
)
def test_who_is_named_behind_anti_is_protested_against(
    code: Code, sentence: str, opposed: list[str]
) -> None:
    assert [told(event)[2] for event in code(sentence)] == [opposed]


@pytest.mark.parametrize(
    ("sentence", "ruled_on"),
    [
        ("A Danish court ruled that the mayor of Oslo can run for office.", ["mayor of Oslo"]),
        ("A Danish court ruled Monday a Chilean firm must pay the fines.", ["Chilean firm"]),
        ("A Danish court ruled that two Dutch smugglers should be freed.", ["Dutch smugglers"]),
        ("A Danish court ruled that Spain had no jurisdiction.", []),
    ],
)
def test_who_must_or_may_is_ruled_on(code: Code, sentence: str, ruled_on: list[str]) -> None:
    assert [told(event)[2] for event in code(sentence)] == [ruled_on]


@pytest.mark.parametrize(
    ("sentence", "met"),
    [
        (
            "Chad's president expressed regret over the raids during talks with Malian envoys.",
            ["Malian envoys"],
        ),
        (
            "Chad's president demanded an apology in a telephone call with the Dutch premier.",
            ["Dutch premier"],
        ),
        ("Chad agreed to inspections during a meeting with Mali in May.", ["Mali"]),
    ],
)
def test_who_is_met_is_whom_it_is_said_to(code: Code, sentence: str, met: list[str]) -> None:
    assert [told(event)[2] for event in code(sentence)][0] == met


@pytest.mark.parametrize(
    ("sentence", "awaited"),
    [
        ("Chad will not change its stance unless Mali shows flexibility.", ["Mali"]),
        ("Chad says it will not resume peace talks until Malians disarm.", ["Malians"]),
        ("The Chadian council voted to stop all cooperation until Mali yields.", ["Mali"]),
        ("Chad is threatening to halt talks and to limit visits if Mali votes for it.", ["Mali"]),
    ],
)
def test_until_or_unless_whom_it_stands_is_meant(
    code: Code, sentence: str, awaited: list[str]
) -> None:
    assert [told(event)[2] for event in code(sentence)] == [awaited]


@pytest.mark.parametrize(
    ("sentence", "struck"),
    [
        ("One of those killed was a Chilean senator.", ["Chilean senator"]),
        ("A Chilean envoy is believed to be among those killed.", ["Chilean envoy"]),
        ("Most of those arrested were Ethiopian students.", ["Ethiopian students"]),
    ],
)
def test_those_struck_are_who_the_sentence_says_they_are(
    code: Code, sentence: str, struck: list[str]
) -> None:
    assert [told(event)[2] for event in code(sentence)] == [struck]
