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
def test_who_was_struck_is_no_scene_vehicle_or_side(code: Code, sentence: str, event: Told) -> None:
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
    assert next(told(event)[2] for event in code(sentence)) == met


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


@pytest.mark.parametrize(
    ("sentence", "recipients"),
    [
        ("A Danish court found Ann Lee and Bo Li guilty on Thursday.", ["Ann Lee", "Bo Li"]),
        ("An earthquake struck northwest Pakistan.", ["Pakistan"]),
        ("An earthquake destroyed much of the Haitian capital.", ["Haitian capital"]),
        ("Floods submerged parts of two of Iowa's largest cities.", ["Iowa's largest cities"]),
        (
            "Floods in Peru have killed 13 people and forced more than 5,000 to leave their homes.",
            ["people", "5,000"],
        ),
        (
            "Floods in Peru have killed 13 people, leaving tens of thousands homeless.",
            ["people", "tens of thousands"],
        ),
        (
            "Malian rebels launched an attack on Timbuktu and the nearby town of Gao.",
            ["Timbuktu", "Gao"],
        ),
        ("Malian rebels staged a rocket attack on the Kano airport.", ["Kano airport"]),
        ("A Peruvian gunman was killed in a shoot-out with the militants.", ["Peruvian gunman"]),
        ("A bomb exploded when a Danish patrol drove past in Kabul.", ["Danish patrol"]),
        (
            "Malian rebels detonated a mine as a Dutch convoy passed through Gao.",
            ["Dutch convoy"],
        ),
        ("Afghan police opened fire to break up rioting by students.", ["students"]),
        ("A Haitian-American trader was arrested in Canada.", ["Haitian-American trader"]),
    ],
)
def test_who_or_what_is_struck(code: Code, sentence: str, recipients: list[str]) -> None:
    assert [told(event)[2] for event in code(sentence)] == [recipients]


@pytest.mark.parametrize(
    ("sentence", "recipients"),
    [
        ("Chilean protesters called for Mr. Razuri's release.", []),
        ("Peru is seeking Mr. Fujimori's extradition.", []),
        ("Peru called for phased redeployment of U.S. troops from Iraq.", []),
        ("Tuareg rebels are demanding Gao's independence or its merger with Chad.", []),
        ("Ethiopia demanded a withdrawal from Eritrea.", ["Eritrea"]),
        ("The Peruvian opposition demanded his resignation.", ["his"]),
        ("The Peruvian opposition called for his departure.", ["his"]),
    ],
)
def test_who_a_demand_asks(code: Code, sentence: str, recipients: list[str]) -> None:
    assert [told(event)[2] for event in code(sentence)] == [recipients]


@pytest.mark.parametrize(
    ("sentence", "recipients"),
    [
        (
            "Norway agreed to add 500 soldiers to the peacekeeping mission.",
            ["peacekeeping mission"],
        ),
        ("Syria agreed to allow its officials to be questioned.", []),
        (
            "Chad and Mali agreed to transfer most Libyans to the Libyan government.",
            ["Libyan government"],
        ),
        ("Norway promised to send Mali two helicopters.", ["Mali"]),
        ("Denmark agreed to help the refugees.", ["refugees"]),
        ("Norway has pledged more than $65 million in aid for the region.", ["region"]),
        ("Norway has brought 404 tons of food into the region.", ["region"]),
        ("South Korea agreed to give 200 tons of rice to the North.", ["North"]),
    ],
)
def test_for_whom_a_promise_or_help_is(code: Code, sentence: str, recipients: list[str]) -> None:
    assert [told(event)[2] for event in code(sentence)] == [recipients]


@pytest.mark.parametrize(
    ("sentence", "recipients"),
    [
        ("Chad rejected Mali's appointment of a rebel envoy.", ["Mali"]),
        ("Chad rejected the arguments made by relatives of Ann Lee.", ["relatives of Ann Lee"]),
        ("Chad criticised the remarks made by the Peruvian envoy.", ["Peruvian envoy"]),
        ("In Oslo, a Danish envoy expressed appreciation for the work.", []),
    ],
)
def test_whose_deed_words_are_about(code: Code, sentence: str, recipients: list[str]) -> None:
    assert [told(event)[2] for event in code(sentence)] == [recipients]


def test_half_of_a_title_is_nobody(code: Code) -> None:
    events = code("Chad met Justice Minister Bo Li and Trade and Industry Minister Ann Lee.")

    assert not any("Trade" in told(event)[1] + told(event)[2] for event in events)


@pytest.mark.parametrize(
    ("sentence", "recipients"),
    [
        ("Paraguay has threatened to abandon the group.", ["group"]),
        ("The Peruvian premier lashed out at the White House.", ["White House"]),
        ("The 64 men, mostly Chileans, were convicted in Peru.", ["men"]),
        ("Malian rebels fired rockets at targets in Gaza City.", ["Gaza City"]),
        ("Malian rebels were planting mines intended for Dutch forces.", ["Dutch forces"]),
        ("Snow fell in Georgia, cutting power to millions of citizens.", ["citizens"]),
        (
            "Egypt has begun the trial of 33 members of the banned group, the Muslim Brotherhood.",
            ["members of the banned group, the Muslim Brotherhood"],
        ),
        ("Peru fined the New York-based Council.", ["New York-based Council"]),
        (
            "A Dane attacked Bo Li, a vice president in the cabinet and the head of a union.",
            ["Bo Li"],
        ),
    ],
)
def test_recipients_are_told_whole_and_once(
    code: Code, sentence: str, recipients: list[str]
) -> None:
    assert [told(event)[2] for event in code(sentence)] == [recipients]


def test_verbs_joined_share_a_preposition(code: Code) -> None:
    events = code("Malian fighters joined forces and merged with the Chadian army.")

    assert [told(event)[1] for event in events] == [["Malian fighters", "Chadian army"]]


@pytest.mark.parametrize(
    ("sentence", "recipients"),
    [
        ("Denmark criticised what it called the brutal Malian government.", ["Malian government"]),
        ("Denmark condemned the killing of six Dutch nurses by Malian rebels.", ["Malian rebels"]),
        ("Chilean deputies will investigate the Bo Li incident.", []),
        ("A Chilean envoy criticised the Hurricane Katrina relief effort.", []),
    ],
)
def test_who_words_are_against(code: Code, sentence: str, recipients: list[str]) -> None:
    assert [told(event)[2] for event in code(sentence)] == [recipients]


def test_a_clause_about_the_subject_shares_no_recipient(code: Code) -> None:
    events = code("Malian kidnappers who seized a Danish nurse issued the demand on Monday.")

    assert [told(event)[2] for event in events] == [["Danish nurse"], []]
