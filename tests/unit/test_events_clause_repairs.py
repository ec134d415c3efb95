"""What the parser hung on the wrong word is read where it belongs."""

import pytest

from support.coding import Code, Told, told


@pytest.mark.parametrize(
    ("sentence", "event"),
    [
        (
            "In Chad police found the bodies of three teachers kidnapped in May.",
            ("ASSAULT", [], ["teachers"]),
        ),
        (
            "Iraqi security forces have since killed or arrested dozens of militants.",
            ("COERCE", ["Iraqi security forces"], ["militants"]),
        ),
        (
            "Mauritania has extradited to Mali a Malian national convicted of theft.",
            ("SANCTION", [], ["Malian national"]),
        ),
        (
            "Mr. Okello is the second journalist killed in Uganda this month.",
            ("ASSAULT", [], ["Mr. Okello"]),
        ),
        (
            "Ann Lee spoke to reporters two days after Britain, France and Germany held talks with Iran.",
            ("CONSULT", ["Britain", "France", "Germany", "Iran"], []),
        ),
        (
            "Tokyo asked about the fate of eight victims that Pyongyang says have died.",
            ("DIE", ["victims"], []),
        ),
        (
            "Oslo is recovering from Cyclone Ana, which hit in May, killing 35 people.",
            ("DISASTER", [], ["people"]),
        ),
        (
            "The minister met two Danes held hostage in Mali.",
            ("ASSAULT", [], ["Danes"]),
        ),
        (
            "Although denied bail by a judge, Okello left Uganda.",
            ("COERCE", ["judge"], ["Okello"]),
        ),
        (
            "Police in Mali held a man given shelter by his employer.",
            ("AID", ["his employer"], ["man"]),
        ),
        (
            "Malian media report police have detained two Danes.",
            ("COERCE", ["police"], ["Danes"]),
        ),
        (
            "Ann Lee works for a newspaper that the Malian government tried to ban.",
            ("COERCE", ["Malian government"], ["newspaper"]),
        ),
        (
            "Ann Lee, a lawyer who was arrested in Mali, is ill.",
            ("COERCE", [], ["Ann Lee"]),
        ),
        (
            "France condemned the raids in Mali, which were claimed by the rebels.",
            ("ACCUSE", ["France"], ["rebels"]),
        ),
        (
            "The rebels have claimed responsibility for the attack in Gao, in which six Danes were killed.",
            ("ASSAULT", ["rebels"], ["Danes"]),
        ),
        (
            "France condemned the raid in Gao, for which the rebels have claimed responsibility.",
            ("ACCUSE", ["France"], ["rebels"]),
        ),
    ],
)
def test_a_clause_tells_of_who_stands_before_it(code: Code, sentence: str, event: Told) -> None:
    assert told(code(sentence)[-1]) == event


@pytest.mark.parametrize(
    ("sentence", "event"),
    [
        (
            "The blast killed Mr. Okello, his brother and two guards in Uganda.",
            ("ASSAULT", [], ["Mr. Okello", "his brother", "guards"]),
        ),
        (
            "The widow of Chilean singer Ann Lee asked the court to act.",
            ("REQUEST", ["widow"], ["court"]),
        ),
        (
            "Australia, PNG, and Fiji signed a treaty.",
            ("SUPPORT", ["Australia", "PNG", "Fiji"], []),
        ),
        (
            "Two Danes and their interpreter were kidnapped in Yemen.",
            ("ASSAULT", [], ["Danes", "their interpreter"]),
        ),
    ],
)
def test_relatives_and_places_are_parts_of_a_list(code: Code, sentence: str, event: Told) -> None:
    assert told(code(sentence)[-1]) == event


def test_what_is_frequent_is_no_event(code: Code) -> None:
    told_before = "The envoy of Chad left Oslo. "

    events = code(told_before + "Kidnappings of aid workers by rebels are common in Mali.")

    assert [event for event in events if event.event_type == "ASSAULT"] == []
