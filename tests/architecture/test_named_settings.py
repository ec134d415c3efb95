"""A message that names a setting names one that exists."""

import re
from pathlib import Path

from agents.settings import Settings

ROOT = Path(__file__).parents[2]
NAMED = re.compile(r"\(setting (\w+)\)|EVENTWIRE_([A-Z_]+[A-Z])")
# Names in the environment that are no settings: the file to read, a source for a recipe, Faust's own.
OTHERS = {"config", "actors_source", "faust"}


def test_every_setting_that_a_message_names_exists() -> None:
    named = {
        (path.name, (match[1] or match[2]).lower())
        for package in ("agents", "pipeline", "schemas")
        for path in (ROOT / package).rglob("*.py")
        for match in NAMED.finditer(path.read_text(encoding="utf-8"))
    }

    assert len(named) > 10
    unknown = {(file, name) for file, name in named if name not in Settings.model_fields}
    assert {name for _, name in unknown} <= OTHERS, unknown
