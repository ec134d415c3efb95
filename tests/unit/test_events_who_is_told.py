"""Who somebody is where his name, his title or his part of a list stands apart from him."""

import pytest

from support.coding import Code


@pytest.mark.parametrize(
    ("sentence", "actors"),
    [
        (
            "Ann Lee, the head of the Oslo Liberal Party, who accused Norway of fraud, left.",
            ["Ann Lee"],
        ),
        ("A man named Kevin Cole attacked a mosque in Oslo.", ["Kevin Cole"]),
        ("Someone named Kevin Cole attacked a mosque in Oslo.", ["Kevin Cole"]),
        (
            "Bank of England (BoE) Governor Andrew Bailey accused France of fraud.",
            ["Governor Andrew Bailey"],
        ),
        (
            "Democratic Unionist Party (DUP) leader Arlene Foster accused the EU of fraud.",
            ["leader Arlene Foster"],
        ),
        ("Norway's biggest bank was sued by the state.", ["state"]),
    ],
)
def test_actors_are_found_beside_their_names(code: Code, sentence: str, actors: list[str]) -> None:
    told = [[actor.text for actor in event.actors] for event in code(sentence)]

    assert actors in told


@pytest.mark.parametrize(
    ("sentence", "recipients"),
    [
        ("Norway urged the public to stay calm.", ["public"]),
        (
            "The ministry in Oslo fined providers, such as Verizon and Comcast, for the outage.",
            ["providers", "Verizon", "Comcast"],
        ),
        ("Reporters in Oslo, many of whom were beaten by police, condemned Norway.", ["Reporters"]),
        ("Protesters attacked African Americans in Oslo.", ["African Americans"]),
        ("Japan gave a loan to Mali and a patrol ship to Chad.", ["Mali", "Chad"]),
    ],
)
def test_recipients_are_found_in_full(code: Code, sentence: str, recipients: list[str]) -> None:
    told = [[recipient.text for recipient in event.recipients] for event in code(sentence)]

    assert recipients in told


def test_force_that_is_used_is_nobody(code: Code) -> None:
    events = code("Norway sued the police of Oslo, alleging excessive force.")

    assert all("force" not in r.text for event in events for r in event.recipients)
