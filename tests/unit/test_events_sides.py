"""Who takes part where the clause tells it of a thing, a plan, a blow or a guest: the author, the one it befalls, the host."""

import pytest

from support.coding import Code, Told, told


@pytest.mark.parametrize(
    ("sentence", "event"),
    [
        # From whom that comes which is blamed.
        (
            "Cambodia criticised a report from a Danish envoy on its prisons.",
            ("ACCUSE", ["Cambodia"], ["Danish envoy"]),
        ),
        (
            "France denounced what it called aggression by Chad.",
            ("ACCUSE", ["France"], ["Chad"]),
        ),
        (
            "The mayor of Oslo criticised the way the police handled the march.",
            ("ACCUSE", ["mayor of Oslo"], ["police"]),
        ),
        (
            "Norway condemned in the strongest possible terms the Chadian raid on a village.",
            ("ACCUSE", ["Norway"], ["Chadian"]),
        ),
        (
            "Norway criticised the European Union's decision to investigate Danish banks.",
            ("ACCUSE", ["Norway"], ["European Union"]),
        ),
        ("Iran rejected a European proposal on trade.", ("REJECT", ["Iran"], ["European"])),
        # A body has no "his".
        (
            "The government of Norway rejected his offer.",
            ("REJECT", ["government of Norway"], ["his"]),
        ),
        # What somebody holds is no body.
        (
            "The minister voiced gratitude for Moscow's opposition to the plan.",
            ("SUPPORT", ["minister"], ["Moscow"]),
        ),
        (
            "Norway thanked the opposition in Chad for its patience.",
            ("SUPPORT", ["Norway"], ["opposition"]),
        ),
    ],
)
def test_words_are_about_who_made_the_thing_they_name(
    code: Code, sentence: str, event: Told
) -> None:
    assert event in [told(each) for each in code(sentence)]


@pytest.mark.parametrize(
    ("sentence", "event"),
    [
        # Whom it is to befall is not asked.
        (
            "Norway demanded that Serb prisoners be given new lawyers.",
            ("REQUEST", ["Norway"], []),
        ),
        (
            "Norway wants the poet Ann Lee to be released from a jail in Oslo.",
            ("REQUEST", ["Norway"], []),
        ),
        ("Norway wants Chad to withdraw.", ("REQUEST", ["Norway"], ["Chad"])),
        (
            "The Norwegian lawmaker Bo Li has announced his resignation from the Storting.",
            ("RETREAT", ["Norwegian lawmaker Bo Li"], []),
        ),
    ],
)
def test_who_is_to_suffer_or_to_go(code: Code, sentence: str, event: Told) -> None:
    assert event in [told(each) for each in code(sentence)]


@pytest.mark.parametrize(
    ("sentence", "event"),
    [
        (
            "The king demanded new talks in a speech on state television, accusing Chad of theft.",
            ("ACCUSE", ["king"], ["Chad"]),
        ),
        (
            "Ethiopian troops opened fire on rebels killing two farmers.",
            ("ASSAULT", ["Ethiopian troops"], ["farmers"]),
        ),
        (
            "Turkish warplanes staged attacks on rebel bases in northern Iraq.",
            ("ASSAULT", ["Turkish warplanes"], ["rebel bases"]),
        ),
        (
            "The mayor of Oslo was poisoned during a dinner in May with Danish envoys.",
            ("ASSAULT", [], ["mayor of Oslo"]),
        ),
        (
            "Two Danes were killed in a raid conducted by the Chadian army.",
            ("ASSAULT", ["Chadian army"], ["Danes"]),
        ),
    ],
)
def test_who_strikes_and_who_is_struck(code: Code, sentence: str, event: Told) -> None:
    assert event in [told(each) for each in code(sentence)]


@pytest.mark.parametrize(
    ("sentence", "event"),
    [
        (
            "The king of Norway met with a visiting delegation from Japan.",
            ("CONSULT", ["visiting delegation from Japan"], ["king of Norway"]),
        ),
        (
            "Chad hailed its cooperation with Mali in the war on malaria.",
            ("COOPERATE", ["its", "Mali"], []),
        ),
        (
            "The king of Norway met with a large delegation from Japan.",
            ("CONSULT", ["king of Norway", "large delegation from Japan"], []),
        ),
        (
            "Several Chadian officials have contracted COVID-19.",
            ("OUTBREAK", [], ["Chadian officials"]),
        ),
    ],
)
def test_guests_and_the_sick(code: Code, sentence: str, event: Told) -> None:
    assert event in [told(each) for each in code(sentence)]


@pytest.mark.parametrize(
    ("sentence", "event"),
    [
        # Who is yet to be found has won nothing.
        (
            "The Labour Party of Norway chooses a new leader in May.",
            ("ELECT", ["Labour Party of Norway"], []),
        ),
        ("Peru has elected a new president.", ("ELECT", ["new president"], [])),
        (
            "Lawmakers in Peru elected Ann Lee speaker by three votes.",
            ("ELECT", ["Ann Lee"], []),
        ),
    ],
)
def test_who_chooses_acts_where_nobody_is_chosen_yet(
    code: Code, sentence: str, event: Told
) -> None:
    assert event in [told(each) for each in code(sentence)]


def test_what_is_met_about_is_no_party_to_the_meeting(code: Code) -> None:
    (event,) = code("Ministers of Egypt and Greece met in Oslo on Friday to discuss Libya.")

    assert [actor.country for actor in event.actors] == ["EGY", "GRC"]


@pytest.mark.parametrize(
    ("sentence", "crowd"),
    [
        (
            "Tens of thousands rallied in Paris on Sunday against the Danish embassy.",
            "Tens of thousands",
        ),
        ("Hundreds took to the streets of Paris on Monday.", "Hundreds"),
        ("On Saturday, about 300 marched in Paris.", "300"),
    ],
)
def test_a_number_tells_enough_of_who_protests(code: Code, sentence: str, crowd: str) -> None:
    (event,) = code(sentence)

    assert (event.event_type, [actor.text for actor in event.actors]) == ("PROTEST", [crowd])


def test_who_is_to_yield_a_thing_is_asked(code: Code) -> None:
    (event,) = code("Danish farmers have demanded that the fish market be taken away from Norway.")

    assert (event.event_type, [actor.country for actor in event.recipients]) == ("REQUEST", ["NOR"])
