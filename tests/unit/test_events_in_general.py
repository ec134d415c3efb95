"""Acts that a clause names of people in general, or as nearly done, things whose owner stands under "at", and bodies known by name."""

import pytest

from support.sentences import SentenceReader, words

UNTOLD = [
    pytest.param("Rail Norge nearly went bankrupt in [N Norway].", id="nearly"),
    pytest.param("There is talk about Rail Norge going bankrupt in [N Norway].", id="about"),
    pytest.param(
        "Nobody may meet a person who has tested positive for cholera in [N Norway].", id="a person"
    ),
    pytest.param("In [N Norway] people who have tested positive stay at home.", id="people"),
]


@pytest.mark.parametrize("sentence", UNTOLD)
def test_what_nearly_was_or_is_so_of_anybody_is_no_event(
    reader: SentenceReader, sentence: str
) -> None:
    assert not [e for e in reader.candidates(sentence) if e.event_type in {"BANKRUPT", "OUTBREAK"}]


def test_a_person_who_did_something_once_is_told_of(reader: SentenceReader) -> None:
    found = reader.candidates("Forty people who had tested positive for cholera left [N Norway].")

    assert [e.event_type for e in found if e.event_type == "OUTBREAK"] == ["OUTBREAK"]


def test_whose_the_thing_is_that_rose_is_the_actor(reader: SentenceReader) -> None:
    sentence = "Sales at [A Rail Norge] rose 3 percent."
    found = [e for e in reader.candidates(sentence) if e.event_type == "REPORT_RESULTS"]

    assert [[words(sentence, a) for a in e.actors] for e in found] == [["Rail Norge"]]


def test_a_body_with_a_name_is_bought_like_a_firm(reader: SentenceReader) -> None:
    sentence = "[A Norge Corp] bought [R Rail Corp] in May."
    found = [e for e in reader.candidates(sentence) if e.event_type == "ACQUIRE"]

    assert [[words(sentence, r) for r in e.recipients] for e in found] == [["Rail Corp"]]
