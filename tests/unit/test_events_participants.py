"""Who did it to whom where the sentence hides it: in plans, blows, pairs, charges; read through all stages."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from pipeline.flow import load_flow
from pipeline.flow_limits import FlowLimits
from schemas.article import Article
from schemas.event import Event

Sides = tuple[list[str], list[str]]
Code = Callable[[str, str], Sides]


@pytest.fixture(scope="module")
def sides() -> Code:
    flow = load_flow(FlowLimits())

    def coded(event_type: str, text: str) -> Sides:
        """The words for the actors and recipients of the first event of *event_type*."""
        published_at = datetime(2023, 5, 10, tzinfo=UTC)
        events = flow.run(Article(id="a", body=text, published_at=published_at)).events
        found: Event | None = next((e for e in events if e.event_type == event_type), None)
        assert found is not None, f"no {event_type} in: {text}"
        return [a.text for a in found.actors], [a.text for a in found.recipients]

    return coded


@pytest.mark.parametrize(
    ("text", "actors"),
    [
        ("The mayor of Oslo was killed by a rebel airstrike on Monday.", ["rebel"]),
        ("Two Danish soldiers were wounded by a militant's roadside bomb.", ["militant"]),
        ("The mayor of Oslo was abducted and killed by gunmen.", ["gunmen"]),
        ("Thousands of Chadians were killed at the hands of Mali.", ["Mali"]),
        ("After the U.S.-led invasion of Chad, the schools were shut.", ["U.S."]),
        ("Boko Haram claimed an attack on Chad on Monday.", ["Boko Haram"]),
        # Whom a raid was aimed at did not kill.
        ("A raid against rebels killed ten Danish soldiers.", []),
    ],
)
def test_who_strikes_is_found_in_the_phrase_of_the_blow(
    sides: Code, text: str, actors: list[str]
) -> None:
    assert sides("ASSAULT", text)[0] == actors


@pytest.mark.parametrize(
    ("event_type", "text", "recipients"),
    [
        ("DISASTER", "A landslide engulfed three villages in Peru on Monday.", ["villages"]),
        ("DISASTER", "The earthquake in Peru left 300 people dead.", ["people"]),
        ("DISASTER", "The earthquake left the roads of Peru empty.", []),
        # Of violence those are struck who can be named, not the ground it is over.
        ("ASSAULT", "Russian shelling devastated the region on Monday.", []),
        ("ASSAULT", "Turkish warplanes bombed rebel positions in Iraq.", ["rebel"]),
    ],
)
def test_what_a_blow_strikes_need_have_no_name(
    sides: Code, event_type: str, text: str, recipients: list[str]
) -> None:
    assert sides(event_type, text)[1] == recipients


@pytest.mark.parametrize(
    ("text", "recipients"),
    [
        ("Norway pressed for Russia to use its influence.", ["Russia"]),
        ("The union launched a petition asking Norway to pay nurses.", ["Norway"]),
        ("Ann Lee pleaded with Mali to send the prisoners to Chad.", ["Mali"]),
        ("Norway demanded full access for the United Nations.", []),
    ],
)
def test_who_is_asked_is_who_is_to_act(sides: Code, text: str, recipients: list[str]) -> None:
    assert sides("REQUEST", text)[1] == recipients


@pytest.mark.parametrize(
    ("event_type", "text", "expected"),
    [
        ("SUPPORT", "Peru reaffirmed Norway's support for Chad.", (["Peru"], ["Chad"])),
        ("SUPPORT", "Peru supports Ann Lee's candidacy.", (["Peru"], ["Ann Lee"])),
        (
            "AGREE",
            "Peru reaffirmed its commitment to support the government of Chad.",
            (["Peru"], ["government of Chad"]),
        ),
        (
            "REJECT",
            "Israeli officials refused to let the militants meet in Jerusalem.",
            (["Israeli officials"], ["militants"]),
        ),
    ],
)
def test_a_promise_or_refusal_is_made_to_whom_its_act_is_done(
    sides: Code, event_type: str, text: str, expected: Sides
) -> None:
    assert sides(event_type, text) == expected


@pytest.mark.parametrize(
    ("text", "recipients"),
    [
        ("Peru investigates Norway's allegations that Chad sold weapons.", ["Chad"]),
        ("Peru criticised remarks by the Norwegian ambassador.", ["Norwegian ambassador"]),
        ("Peru denounced those who protest.", ["those"]),
        ("Peru condemned the attack on Chad.", []),
        (
            "Ann Lee, now 31, is on trial at Oslo's High Court, charged with two counts of murder.",
            ["Ann Lee"],
        ),
    ],
)
def test_blamed_is_who_did_it_not_whom_it_befell(
    sides: Code, text: str, recipients: list[str]
) -> None:
    assert sides("ACCUSE", text)[1] == recipients


@pytest.mark.parametrize(
    ("event_type", "text", "expected"),
    [
        (
            "CONSULT",
            "U.S. and Zambian officials held talks on Monday.",
            (["U.S. and Zambian officials"], []),
        ),
        (
            "COERCE",
            "Police arrested one student and three teachers in Oslo.",
            (["Police"], ["student", "teachers"]),
        ),
        (
            "AID",
            "Ann Lee was assisted by former members of the Nordic Church.",
            (["former members of the Nordic Church"], ["Ann Lee"]),
        ),
        (
            "APPOINT",
            "Currently the national security adviser, she was nominated by President Bush.",
            (["President Bush"], ["she"]),
        ),
    ],
)
def test_lists_and_descriptions_name_who_they_are(
    sides: Code, event_type: str, text: str, expected: Sides
) -> None:
    assert sides(event_type, text) == expected


@pytest.mark.parametrize(
    ("event_type", "text", "actors", "recipients"),
    [
        # Whose name follows the noun for it; a noun without one stays.
        ("ACCUSE", "China sued the search engine Google over privacy.", ["China"], ["Google"]),
        ("SANCTION", "Norway fined the car maker on Monday.", ["Norway"], ["car maker"]),
        # A prefix leaves somebody somebody.
        ("ASSAULT", "Ex-generals attacked Mali on Monday.", ["Ex-generals"], ["Mali"]),
        # Whose decision it is does it; where roads lead is nobody's deed.
        ("THREATEN", "The decision of Mali to sanction Chad was unveiled.", ["Mali"], ["Chad"]),
        ("ASSAULT", "The roads of Mali to Chad were bombed by rebels.", ["rebels"], ["Mali"]),
        # An order is to whom it says; whom it names further is not asked.
        (
            "REQUEST",
            "A court issued an order that Mali should free the rebels.",
            ["court"],
            ["Mali"],
        ),
        # Two places are one list only where no verb stands between.
        (
            "CONSULT",
            "The minister for Asia visited Mali and Chad.",
            ["minister for Asia"],
            ["Mali", "Chad"],
        ),
        (
            "CONSULT",
            "Ann Lee met envoys for Asia and Africa.",
            ["Ann Lee", "envoys for Asia and Africa"],
            [],
        ),
    ],
)
def test_names_prefixes_decisions_orders_and_lists(
    sides: Code, event_type: str, text: str, actors: list[str], recipients: list[str]
) -> None:
    assert sides(event_type, text) == (actors, recipients)
