"""What an act is called in an article that is about something wider."""

import pytest

from support.coding import Code


@pytest.mark.parametrize(
    ("before", "event_type"),
    [
        ("Bushfires have burned for a week in the hills around Perth.", "DISASTER"),
        ("The council of Perth met on Monday.", "ACCIDENT"),
    ],
)
def test_a_blaze_is_a_wildfire_amid_a_report_on_bushfires(
    code: Code, before: str, event_type: str
) -> None:
    events = code(
        f"{before} A new blaze near Goulburn has forced the closure of the road to Perth."
    )

    blazes = [event.event_type for event in events if event.trigger.text == "blaze"]
    assert blazes == [event_type]


@pytest.mark.parametrize(
    ("before", "found"),
    [
        ("Gunfire was heard in Houston on Friday.", ("ASSAULT", [], ["Ann Lee"])),
        ("The streets of Houston were quiet on Friday.", ("DIE", ["Ann Lee"], [])),
    ],
)
def test_who_is_pronounced_dead_amid_a_report_on_a_shooting_was_struck(
    code: Code, before: str, found: tuple[str, list[str], list[str]]
) -> None:
    events = code(f"{before} Ann Lee was pronounced dead at a hospital.")

    sides = [
        (event.event_type, [p.text for p in event.actors], [p.text for p in event.recipients])
        for event in events
    ]
    assert sides == [found]
