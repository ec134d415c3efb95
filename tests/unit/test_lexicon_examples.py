"""The lexicon's own examples: each group's example gives its event, its counter-examples give none."""

from collections.abc import Iterator

import pytest

from pipeline.lexicon import load_lexicon
from pipeline.lexicon.entries import Group
from support.sentences import SentenceReader, marked_as, words


def groups() -> Iterator[tuple[str, Group]]:
    for type_file in load_lexicon().files.values():
        for group in type_file.group:
            yield type_file.event_type, group


@pytest.mark.parametrize(
    ("event_type", "group"),
    [pytest.param(code, group, id=f"{code}-{group.name}") for code, group in groups()],
)
def test_a_groups_example_gives_its_event_with_its_arguments(
    reader: SentenceReader, event_type: str, group: Group
) -> None:
    wanted = (sorted(marked_as("A", group.example)), sorted(marked_as("R", group.example)))
    found = [
        (
            sorted(words(group.example, part) for part in event.actors),
            sorted(words(group.example, part) for part in event.recipients),
        )
        for event in reader.candidates(group.example)
        if event.rule.partition("/")[0] == event_type.lower()
    ]

    assert wanted in found, reader.findings(group.example)


@pytest.mark.parametrize(
    ("event_type", "name", "sentence"),
    [
        pytest.param(code, group.name, sentence, id=f"{code}-{group.name}-{i}")
        for code, group in groups()
        for i, sentence in enumerate(group.counter_examples)
    ],
)
def test_a_groups_counter_example_does_not_fire(
    reader: SentenceReader, event_type: str, name: str, sentence: str
) -> None:
    rule = f"{event_type.lower()}/{name}"

    assert not [event for event in reader.candidates(sentence) if event.rule == rule]
