"""A particle that the parser took for a preposition of the phrase behind it."""

import pytest

from support.sentences import SentenceReader


@pytest.mark.parametrize(
    ("sentence", "event_type"),
    [
        ("[A Chad] walked out of talks with [R Mali] on Monday.", "SANCTION"),
        ("[A Chad] pulled out of the treaty with [R Mali] on Monday.", "REJECT"),
        ("[A Soldiers] moved out of [R Nablus] on Monday.", "RETREAT"),
        ("[A Chad] threw [R Mali] out of the union.", "SANCTION"),
        ("[A Chad] drove [R rebels] out of the town.", "ASSAULT"),
    ],
)
def test_what_is_left_stands_after_out_of(
    reader: SentenceReader, sentence: str, event_type: str
) -> None:
    assert reader.only(sentence).event_type == event_type


def test_the_mark_of_a_participle_is_no_particle_of_it(reader: SentenceReader) -> None:
    assert not reader.events(
        "[N Physicians] in [N Norway] helped themselves by sticking glass tubes into the [N Danes]."
    )


def test_soldiers_who_will_be_sent_and_a_march_that_is_planned_threaten_nobody(
    reader: SentenceReader,
) -> None:
    assert reader.only("[A Chad] will send 900 soldiers to [R Mali].").event_type == "AGREE"
    march = reader.only("[A Students] will march against [R Mali] on Friday.")
    assert (march.event_type, march.status) == ("PROTEST", "future")
