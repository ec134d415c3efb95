"""Leads of wire reports: a dateline has no part in the tree, and its verb gets its subject back."""

import pytest

from pipeline.stages.events.repairs import mend_lead
from support.sentences import SentenceReader


@pytest.mark.parametrize(
    "lead",
    [
        "VILNIUS - [Latvia] expelled the [Cuban] envoy on Thursday, accusing him of theft.",
        "LIMA, May 3 - Budget carrier [Aeroandes] filed for bankruptcy in Lima on Monday.",
        "ROME - [Elvira] Quiroga, whose novels made a drowned river town famous, died in Rome on Friday.",
    ],
)
def test_whoever_opens_the_lead_acts(reader: SentenceReader, lead: str) -> None:
    actor = lead.partition("[")[2].partition("]")[0]
    text = lead.replace("[", "").replace("]", "")

    found = [
        text[part.start_char : part.end_char]
        for event in reader.candidates(text)
        for part in event.actors
    ]

    assert actor in found


# "OSLO - Norway expelled envoys": the dateline ends before 2.
HEADS = [0, 1, 3, 3, 3]
POS = ["PROPN", "PUNCT", "PROPN", "VERB", "NOUN"]


def test_a_name_behind_the_dateline_that_is_read_as_a_date_is_the_subject() -> None:
    relations = ["dep", "dep", "obl:unmarked", "ROOT", "obj"]
    mend_lead(list(HEADS), relations, POS, 2)

    assert relations[2] == "nsubj"


def test_a_verb_that_has_a_subject_and_a_text_without_a_dateline_keep_their_trees() -> None:
    heads, relations = [0, 1, 4, 4, 4], ["dep", "dep", "obl:unmarked", "nsubj", "ROOT"]
    pos = ["PROPN", "PUNCT", "PROPN", "NOUN", "VERB"]
    mend_lead(heads, relations, pos, 2)
    assert relations[2:4] == ["obl:unmarked", "nsubj"]

    relations = ["dep", "dep", "obl:unmarked", "ROOT", "obj"]
    mend_lead(list(HEADS), relations, POS, 0)
    assert relations[2] == "obl:unmarked"


def test_of_two_subjects_side_by_side_the_noun_describes_the_name() -> None:
    heads, relations = [0, 1, 4, 4, 4], ["dep", "dep", "nsubj", "nsubj", "ROOT"]
    mend_lead(heads, relations, ["PROPN", "PUNCT", "NOUN", "PROPN", "VERB"], 2)

    assert (heads[2], relations[2], relations[3]) == (3, "nmod:desc", "nsubj")
