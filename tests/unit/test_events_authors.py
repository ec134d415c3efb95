"""Who did it may stand elsewhere in the sentence: who claims it, is blamed for it, stormed before it, spoke after it."""

import pytest

from support.coding import Code, told


def _actors(code: Code, sentence: str, event_type: str) -> list[list[str]]:
    return [told(event)[1] for event in code(sentence) if event.event_type == event_type]


@pytest.mark.parametrize(
    ("sentence", "doers"),
    [
        (
            "A Danish court jailed a Malian militant for planning a raid that killed two envoys.",
            ["Malian militant"],
        ),
        (
            "The Taliban claimed credit for several raids, including a bombing that killed two Danes.",
            ["Taliban"],
        ),
        ("Hamas took responsibility for organising an attack that killed two Danes.", ["Hamas"]),
        ("Three Kenyans are suspected of an attack that killed two Danish tourists.", ["Kenyans"]),
        ("A bomb planted by Malian rebels killed two French soldiers.", ["Malian rebels"]),
        ("Malian rebels fired rockets that killed two French soldiers.", ["Malian rebels"]),
        (
            "Kenyan police arrested a man suspected of ties to the raids in Gao, Mali, that left ten people dead.",
            [],
        ),
        ("A rebel cell was blamed in two raids in Mali that killed six Danes.", ["rebel cell"]),
        (
            "Rebels claimed two raids in the old part of the town of Gao that killed six Danes.",
            ["Rebels"],
        ),
        ("Two Kenyan soldiers were wounded after militants stormed a barracks.", ["militants"]),
        ("Kenyan forces came under rebel attack on Monday.", ["rebel"]),
        ("One of the suicide bombers blew himself up in Basra.", ["One of the suicide bombers"]),
        ("The Malian army's raids and air strikes killed 12 rebels.", ["Malian army"]),
        ("A French and Malian raid killed two rebels.", ["French", "Malian"]),
        ("Two Malian rebels were killed after rebels stormed a barracks.", []),
    ],
)
def test_who_struck_is_told_in_other_words(code: Code, sentence: str, doers: list[str]) -> None:
    assert _actors(code, sentence, "ASSAULT")[0] == doers


@pytest.mark.parametrize(
    ("sentence", "event_type", "doers"),
    [
        (
            "The Danish premier said the envoy was dismissed, accusing him of theft.",
            "ACCUSE",
            ["Danish premier"],
        ),
        ("A statement from the group accuses Mali of torture.", "ACCUSE", ["group"]),
        (
            "A report issued by a human rights group accuses Mali of torture.",
            "ACCUSE",
            ["human rights group"],
        ),
        ("Kenya's president announced the resignation of two ministers.", "RETREAT", ["ministers"]),
        (
            "In a resolution adopted Monday, the Danish parliament praised Mali.",
            "LEGISLATE",
            ["Danish parliament"],
        ),
        (
            "Mr. Lee met senior members of the Labour Party, which won the election in Norway.",
            "ELECT",
            ["Labour Party"],
        ),
    ],
)
def test_the_one_who_acts_is_not_the_nearest_name(
    code: Code, sentence: str, event_type: str, doers: list[str]
) -> None:
    assert _actors(code, sentence, event_type) == [doers]


@pytest.mark.parametrize(
    "sentence",
    [
        "After talks in Oslo with Danish leaders, the Malian premier praised Denmark.",
        "The Malian premier made the demand during a meeting with Danish leaders.",
    ],
)
def test_who_speaks_at_a_meeting_takes_part_in_it(code: Code, sentence: str) -> None:
    (actors,) = _actors(code, sentence, "CONSULT")

    assert actors == ["Malian premier", "Danish leaders"]


def test_whoever_is_met_in_his_country_is_the_host(code: Code) -> None:
    (event,) = code("Turkish Prime Minister Recep Erdogan met Iranian leaders in Tehran.")

    assert told(event)[1:] == (["Turkish Prime Minister Recep Erdogan"], ["Iranian leaders"])


@pytest.mark.parametrize(
    ("sentence", "struck"),
    [
        ("A quake that hit northern Turkey killed 70 people.", ["people", "Turkey"]),
        ("The storm, which devastated New Orleans, killed 70 people.", ["people", "New Orleans"]),
    ],
)
def test_one_hazard_told_twice_is_one_event(code: Code, sentence: str, struck: list[str]) -> None:
    (event,) = code(sentence)

    assert told(event)[2] == struck


def test_a_toll_is_of_the_act_and_not_of_who_fled_from_it(code: Code) -> None:
    (event,) = code("Israeli soldiers fired on the villagers as they tried to flee, killing one.")

    assert told(event) == ("ASSAULT", ["Israeli soldiers"], ["villagers", "one"])


def test_who_stands_for_the_members_of_a_body(code: Code) -> None:
    events = code("Members of the Danish parliament who visited Iran criticised Israel.")

    assert {tuple(told(event)[1]) for event in events} == {("Members of the Danish parliament",)}


def test_what_the_police_fire_on_is_no_march_of_theirs(code: Code) -> None:
    events = code("Two Malians were killed when police opened fire on a demonstration.")

    assert [event.event_type for event in events] == ["ASSAULT"]


def test_to_think_alike_of_a_thing_is_no_promise(code: Code) -> None:
    assert code("Mali and Chad agreed that better schooling will help their economies.") == ()


@pytest.mark.parametrize(
    ("sentence", "doers"),
    [
        (
            "The Danish minister, along with French envoys, condemned Iran.",
            ["Danish minister", "French envoys"],
        ),
        ("Two men from Mali and a woman attacked a Danish embassy.", ["men", "woman"]),
    ],
)
def test_who_stands_beside_the_subject_acts_with_it(
    code: Code, sentence: str, doers: list[str]
) -> None:
    (event,) = code(sentence)

    assert told(event)[1] == doers


def test_what_a_rival_blames_somebody_for_is_laid_to_nobody(code: Code) -> None:
    assert _actors(code, "Israel accused Hamas of an attack that killed two Danes.", "ASSAULT") == [
        []
    ]
