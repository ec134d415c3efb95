"""Whether a calm word may be changed by the next looks: what `eventwire lag` waits for."""

from typing import Any

import pytest

from support.looks import At, stuck, verdict

DOUBTS: dict[str, tuple[dict[str, Any], bool]] = {
    "its owner speaks": ({}, False),
    "its owner has missed two heartbeats": ({"silent": 5.5, "process": "unknown"}, True),
    "its owner died a moment ago": ({"silent": 3.0, "process": "gone"}, True),
    "its owner froze a moment ago": ({"silent": 3.0, "process": "frozen"}, True),
    "its owner speaks, though its process is not seen": ({"process": "gone"}, False),
    "its owner sends no heartbeats": ({"silent": None}, False),
    "nobody owns it, and a worker ran a moment ago": ({"member": None, "members": 0}, True),
    "nobody owns it, and a worker starts": (
        {"member": None, "members": 0, "phase": "starting"},
        False,
    ),
    "nobody owns it, and its group deals anew": ({"member": None, "members": 2}, False),
}


@pytest.mark.parametrize(("fields", "expected"), DOUBTS.values(), ids=DOUBTS)
def test_calm_words_are_provisional_where_the_owner_may_be_gone(
    fields: dict[str, Any], expected: bool
) -> None:
    said = verdict(stuck(2, **fields))

    assert (said.verdict, said.provisional) == ("ok", expected)


def test_what_is_told_already_is_not_provisional_and_nothing_waits_is_not_either() -> None:
    assert not verdict(stuck(12, silent=11.0, process="frozen")).provisional
    assert not verdict([At(s, 5, 5, member=None, members=0) for s in (0, 9)]).provisional
