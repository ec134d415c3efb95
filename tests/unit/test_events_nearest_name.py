"""Who takes part where a thing, a place or a word of kind stands nearer to the act than he does."""

import pytest

from support.coding import Code, Told, told


@pytest.mark.parametrize(
    ("sentence", "event"),
    [
        (
            "Rebels in Mali opened fire on a truck on the eastern edge of Gao.",
            ("ASSAULT", ["Rebels"], []),
        ),
        (
            "Rebels in Mali opened fire on the people of Gao.",
            ("ASSAULT", ["Rebels"], ["people of Gao"]),
        ),
        (
            "A gunman from Mali opened fire aboard a train from Turin to Genoa.",
            ("ASSAULT", ["gunman from Mali"], []),
        ),
        ("Tank fire killed three farmers in Gaza.", ("ASSAULT", [], ["farmers"])),
        (
            "Tanks and armoured cars moved into Nablus.",
            ("MOBILIZE", ["Tanks", "armoured cars"], ["Nablus"]),
        ),
        (
            "Six Sudanese were wounded as tanks entered 200 metres into the town to block a road.",
            ("ASSAULT", [], ["Sudanese"]),
        ),
        (
            "Six Sudanese were killed when tanks stormed the town.",
            ("ASSAULT", ["tanks"], ["town", "Sudanese"]),
        ),
        ("A quake shook parts of Chile's north.", ("DISASTER", [], ["Chile's north"])),
    ],
)
def test_whereabouts_and_weapons_take_no_part(code: Code, sentence: str, event: Told) -> None:
    assert [told(event) for event in code(sentence)] == [event]


@pytest.mark.parametrize(
    ("sentence", "event"),
    [
        (
            "The FARC changed the aim of its guerrilla war against Colombia.",
            ("ASSAULT", ["its"], ["Colombia"]),
        ),
        (
            "Kenyan troops began their attack on Kismayo.",
            ("ASSAULT", ["Kenyan troops"], ["Kismayo"]),
        ),
        (
            "The Danish minister paid tribute to the courage of nurses.",
            ("SUPPORT", ["Danish minister"], ["nurses"]),
        ),
        (
            "The Danish envoy condemned the actions of rebels.",
            ("ACCUSE", ["Danish envoy"], ["rebels"]),
        ),
        (
            "Oslo mourned a crash which claimed the life of media personality Ana Soto.",
            ("ACCIDENT", [], ["Ana Soto"]),
        ),
        (
            "Thousands of Peruvians marched against the economic plan of the government.",
            ("PROTEST", ["Peruvians"], ["government"]),
        ),
        (
            "Thousands of Peruvians marched against the killing of a student.",
            ("PROTEST", ["Peruvians"], []),
        ),
        (
            "The Danish union condemned the treatment of prisoners by guards.",
            ("ACCUSE", ["Danish union"], ["guards"]),
        ),
        (
            "A takeover of Nokia by Microsoft was completed.",
            ("ACQUIRE", ["Microsoft"], ["Nokia"]),
        ),
        ("A fire in Manila claimed the lives of 12 tourists.", ("ACCIDENT", [], ["tourists"])),
        ("Floods claimed the lives of 40 Kenyan farmers.", ("DISASTER", [], ["Kenyan farmers"])),
        (
            "Police in Lahore arrested Jaish-e-Mohammad chief Omar Ali.",
            ("COERCE", ["Police"], ["Omar Ali"]),
        ),
        (
            "The 19-year-old was arrested by Danish police.",
            ("COERCE", ["Danish police"], ["19-year-old"]),
        ),
        (
            "The charges faced by the Danish general include theft.",
            ("ACCUSE", [], ["Danish general"]),
        ),
    ],
)
def test_whose_it_is_and_who_is_called_so_takes_part(
    code: Code, sentence: str, event: Told
) -> None:
    assert [told(event) for event in code(sentence)] == [event]


@pytest.mark.parametrize(
    ("sentence", "asked"),
    [
        ("The Danish envoy called for a halt to all attacks against Chad.", []),
        ("The Danish envoy called on Mali to end its attacks on Chad.", ["Mali"]),
        ("The Danish envoy said the prisoners must be freed.", []),
        ("The Danish envoy said the prisoners must be freed by Mali.", ["Mali"]),
        ("The Danish envoy said the rebels must free the prisoners.", ["rebels"]),
        ("Chad applied to join the African Union.", ["African Union"]),
        (
            "There are continuing calls for Danish bishop Ole Lund to resign.",
            ["Danish bishop Ole Lund"],
        ),
    ],
)
def test_whom_it_is_to_befall_is_not_asked(code: Code, sentence: str, asked: list[str]) -> None:
    assert [[one.text for one in event.recipients] for event in code(sentence)] == [asked]
