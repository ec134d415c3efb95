"""The events stage, on sentences: the lexicon's own examples and what each rule is for."""

import re
import time
from collections.abc import Iterator

import pytest
from spacy.language import Language

from pipeline.lexicon import Lexicon, load_lexicon
from pipeline.lexicon.entries import Group
from pipeline.stages.events.extract import explain_events, extract_events
from pipeline.values import EventCandidate, Rejection
from schemas.entity import Entity, Mention
from schemas.ontology import Ontology, load_ontology

_MARK = re.compile(r"\[([ARN]) ([^\]]+)\]")
_LEXICON = load_lexicon()


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return _LEXICON


@pytest.fixture(scope="module")
def ontology() -> Ontology:
    return load_ontology()


def groups() -> Iterator[tuple[str, Group]]:
    for type_file in _LEXICON.files.values():
        for group in type_file.group:
            yield type_file.event_type, group


def entity(name: str, text: str) -> Entity:
    """One entity with all its mentions in *text*: a country where it has a capital, else a role."""
    mentions = tuple(
        Mention(start_char=found.start(), end_char=found.end(), text=name)
        for found in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text)
    )
    label = "GPE" if name[0].isupper() else "ROLE"
    return Entity(id=name, name=name, label=label, mentions=mentions)


class Reader:
    """Runs the stage over a sentence whose names stand in brackets."""

    def __init__(self, nlp: Language, lexicon: Lexicon, ontology: Ontology) -> None:
        self.nlp, self.lexicon, self.ontology = nlp, lexicon, ontology

    def findings(self, marked: str) -> tuple[EventCandidate | Rejection, ...]:
        text = _MARK.sub(r"\2", marked)
        names = dict.fromkeys(found.group(2) for found in _MARK.finditer(marked))
        entities = [entity(name, text) for name in names]
        return explain_events(self.nlp(text), entities, self.lexicon, self.ontology)

    def events(self, marked: str) -> list[tuple[str, list[str], list[str]]]:
        """Type, actors and recipients of each event."""
        return [
            (
                found.event_type,
                self.words(marked, found, "actors"),
                self.words(marked, found, "recipients"),
            )
            for found in self.findings(marked)
            if isinstance(found, EventCandidate)
        ]

    def only(self, marked: str) -> EventCandidate:
        found = [found for found in self.findings(marked) if isinstance(found, EventCandidate)]
        assert len(found) == 1, found
        return found[0]

    def words(self, marked: str, found: EventCandidate, role: str) -> list[str]:
        text = _MARK.sub(r"\2", marked)
        return [text[part.start_char : part.end_char] for part in getattr(found, role)]


@pytest.fixture(scope="module")
def reader(nlp: Language, lexicon: Lexicon, ontology: Ontology) -> Reader:
    return Reader(nlp, lexicon, ontology)


def marked_as(role: str, sentence: str) -> list[str]:
    return [found.group(2) for found in _MARK.finditer(sentence) if found.group(1) == role]


@pytest.mark.parametrize(
    ("event_type", "group"),
    [pytest.param(code, group, id=f"{code}-{group.name}") for code, group in groups()],
)
def test_an_entrys_example_gives_its_event_with_its_arguments(
    reader: Reader, event_type: str, group: Group
) -> None:
    wanted = (marked_as("A", group.example), marked_as("R", group.example))
    found = [
        (
            reader.words(group.example, event, "actors"),
            reader.words(group.example, event, "recipients"),
        )
        for event in reader.findings(group.example)
        if isinstance(event, EventCandidate) and event.rule == f"{event_type.lower()}/{group.name}"
    ]

    assert wanted in found


@pytest.mark.parametrize(
    ("event_type", "name", "sentence"),
    [
        pytest.param(code, group.name, sentence, id=f"{code}-{group.name}-{i}")
        for code, group in groups()
        for i, sentence in enumerate(group.counter_examples)
    ],
)
def test_an_entrys_counter_example_does_not_fire(
    reader: Reader, event_type: str, name: str, sentence: str
) -> None:
    rules = {found.rule for found in reader.findings(sentence) if isinstance(found, EventCandidate)}

    assert f"{event_type.lower()}/{name}" not in rules


@pytest.mark.parametrize(
    ("sentence", "actors", "recipients"),
    [
        ("[A Chad] attacked [R Mali].", ["Chad"], ["Mali"]),
        ("[R Mali] was attacked by [A Chad].", ["Chad"], ["Mali"]),
        ("[R Mali], which borders Niger, was attacked by [A Chad].", ["Chad"], ["Mali"]),
        ("[A Chad] and [A Niger] attacked [R Mali].", ["Chad", "Niger"], ["Mali"]),
        (
            "[A Chad], [A Niger] and [A Benin] attacked [R Mali].",
            ["Chad", "Niger", "Benin"],
            ["Mali"],
        ),
        ("[A rebels] in [N Chad] attacked [R Mali].", ["rebels"], ["Mali"]),
        ("[A Chad] on Tuesday attacked [R Mali].", ["Chad"], ["Mali"]),
        ("[A Chad]'s army attacked [R Mali].", ["Chad's army"], ["Mali"]),
        ("On June 10, [A Chad] attacked [R Mali].", ["Chad"], ["Mali"]),
        ("[A Chad] attacked more than 100 [R villagers].", ["Chad"], ["villagers"]),
    ],
)
def test_arguments_stand_where_the_clause_puts_them(
    reader: Reader, sentence: str, actors: list[str], recipients: list[str]
) -> None:
    assert ("ASSAULT", actors, recipients) in reader.events(sentence)


def test_a_second_verb_shares_the_subject(reader: Reader) -> None:
    assert reader.events("[A Mali] condemned [R Chad] and expelled [R diplomats].") == [
        ("ACCUSE", ["Mali"], ["Chad"]),
        ("SANCTION", ["Mali"], ["diplomats"]),
    ]


@pytest.mark.parametrize(
    ("sentence", "event_type", "status", "negated"),
    [
        ("[A Chad] attacked [R Mali].", "ASSAULT", "actual", False),
        ("[A Chad] did not attack [R Mali].", "ASSAULT", "actual", True),
        ("[A Chad] never attacked [R Mali].", "ASSAULT", "actual", True),
        ("[A Chad] could attack [R Mali].", "ASSAULT", "hypothetical", False),
        ("If [A Chad] attacked [R Mali] it was a mistake.", "ASSAULT", "hypothetical", False),
        ("[A Chad] attacked [R Mali] two decades ago.", "ASSAULT", "historical", False),
        ("[A Ford] will lay off [R workers].", "LAYOFF", "future", False),
        ("[A Chad] will attack [R Mali].", "THREATEN", "actual", False),
        ("[A Chad] plans to attack [R Mali].", "THREATEN", "actual", False),
        ("[A Chad] will visit [R Mali].", "AGREE", "actual", False),
        ("[A Chad] will withdraw its troops from [R Mali].", "CONCEDE", "actual", False),
        ("[A Chad] will not meet [R Mali].", "REJECT", "actual", False),
        ("[A Chad] does not accept an offer of [R Mali].", "REJECT", "actual", False),
    ],
)
def test_status_and_negation_are_read_off_the_verb_group(
    reader: Reader, sentence: str, event_type: str, status: str, negated: bool
) -> None:
    event = reader.only(sentence)

    assert (event.event_type, event.status, event.negated) == (event_type, status, negated)


@pytest.mark.parametrize(
    "sentence",
    [
        "[A Chad] refused to attack [R Mali].",
        "[A Chad] urged [R Mali] to attack.",
        "[A Chad] accused [R Mali] of attacking a convoy.",
        "[A Chad] threatened to attack [R Mali].",
    ],
)
def test_an_act_inside_a_refusal_demand_charge_or_threat_is_no_event(
    reader: Reader, sentence: str
) -> None:
    assert reader.only(sentence).event_type != "ASSAULT"


def test_a_refusal_to_meet_takes_its_mode_from_what_is_refused(reader: Reader) -> None:
    assert reader.only("[A Chad] refused to meet [R Mali].").modes == ("meet",)


@pytest.mark.parametrize(
    "sentence",
    [
        "[A Togo] attacked [R Mali], [N Chad] said.",
        "[A Togo] attacked [R Mali], said [N Chad].",
        "[N Chad] said [A Togo] attacked [R Mali].",
        "According to [N Chad], [A Togo] attacked [R Mali].",
        "In the words of [N Chad], [A Togo] attacked [R Mali].",
    ],
)
def test_who_says_so_is_kept_apart_from_who_did_it(reader: Reader, sentence: str) -> None:
    event = reader.only(sentence)
    text = _MARK.sub(r"\2", sentence)

    assert event.attributed_to is not None
    said_by = text[event.attributed_to.start_char : event.attributed_to.end_char]
    assert said_by == "Chad"
    assert reader.words(sentence, event, "actors") == ["Togo"]


def test_an_exercise_of_several_is_cooperation(reader: Reader) -> None:
    assert reader.only("[A India] held naval drills.").event_type == "MOBILIZE"
    assert reader.only("[A India] and [A Oman] held naval drills.").event_type == "COOPERATE"


def test_the_toll_of_an_attack_is_not_a_second_attack(reader: Reader) -> None:
    assert reader.events("[A Chad] ambushed a convoy, killing 14 [R soldiers].") == [
        ("ASSAULT", ["Chad"], ["soldiers"])
    ]


def test_an_event_without_participants_is_rejected_with_the_reason(reader: Reader) -> None:
    (finding,) = reader.findings("It was accused.")

    assert isinstance(finding, (EventCandidate, Rejection))
    (rejection,) = reader.findings("Bananas accused.")
    assert isinstance(rejection, Rejection)
    assert rejection.because == "no_actor"


def test_the_offsets_point_at_the_trigger_and_its_sentence(
    nlp: Language, lexicon: Lexicon, ontology: Ontology
) -> None:
    text = "Nothing happened.\n\n  Chad attacked Mali.  \n\nThe end."
    (event,) = extract_events(
        nlp(text), [entity("Chad", text), entity("Mali", text)], lexicon, ontology
    )

    assert text[event.trigger.start_char : event.trigger.end_char] == "attacked"
    assert text[event.sentence.start_char : event.sentence.end_char] == "Chad attacked Mali."
    assert 0.0 <= event.confidence <= 1.0


def test_a_text_of_half_a_million_characters_without_a_full_stop_is_read_in_linear_time(
    nlp: Language, lexicon: Lexicon, ontology: Ontology
) -> None:
    def seconds(repeats: int) -> float:
        text = "Chad attacked Mali and Niger in the north of " * repeats
        doc = nlp(text)
        entities = [entity(name, text) for name in ("Chad", "Mali", "Niger")]
        began = time.perf_counter()
        assert extract_events(doc, entities, lexicon, ontology)
        return time.perf_counter() - began

    # Eight times the text takes about eight times as long, never sixty-four times.
    assert seconds(4000) < 30 * max(seconds(500), 0.02)


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n", "...", '"', "the of and", "’s 's", "- – —", "a\x00b"]
)
def test_odd_texts_give_no_event_and_no_error(
    nlp: Language, lexicon: Lexicon, ontology: Ontology, text: str
) -> None:
    assert extract_events(nlp(text), [], lexicon, ontology) == ()
