"""Whom an accident befell is told around it: who died in it, who was saved, whose kin it was."""

import pytest

from support.coding import Code, Sides, sides


@pytest.mark.parametrize(
    ("sentence", "befallen"),
    [
        ("Seven monks died when a minibus overturned in Nepal.", ["monks"]),
        ("Four Danes have died after a ferry capsized off Chile.", ["Danes"]),
        ("A bus overturned in Nepal, and nine pilgrims died.", ["pilgrims"]),
        ("The six nuns on a boat that capsized off Chile were rescued.", ["nuns"]),
        ("Bo Berg, whose niece died in a train crash in Chile, is a bishop.", ["niece"]),
        ("A bus overturned in Nepal, and six nuns called for an inquiry.", []),
    ],
)
def test_whom_an_accident_befell(code: Code, sentence: str, befallen: list[str]) -> None:
    (event,) = (each for each in code(sentence) if each.event_type == "ACCIDENT")

    assert sides(event)[1] == befallen


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Bo Berg was given a fine of 900 Swiss francs in Oslo.", ([], ["Bo Berg"])),
        ("A court in Oslo fined Bo Berg 900 Canadian dollars.", (["court"], ["Bo Berg"])),
        ("Danish hardliners killed two monks in Nepal.", (["Danish hardliners"], ["monks"])),
        ("Danish pilots bombed Malian targets in Gao.", (["Danish pilots"], ["Malian targets"])),
        ("Denmark launched an offensive on the Kidal region.", (["Denmark"], ["Kidal region"])),
        ("Denmark is continuing to talk to Malian envoys.", (["Denmark", "Malian envoys"], [])),
        ("Nurses in Oslo began a strike over the decision of Telenor.", (["Nurses"], ["Telenor"])),
        ("Nurses in Oslo began a strike over the murder of Bo Berg.", (["Nurses"], [])),
        ("Guides Jon Vik and Per Moe were acquitted in Oslo.", ([], ["Jon Vik", "Per Moe"])),
        ("Danish monks marched on the ministry on Friday.", (["Danish monks"], ["ministry"])),
    ],
)
def test_who_takes_part(code: Code, sentence: str, expected: Sides) -> None:
    assert sides(code(sentence)[0]) == expected
