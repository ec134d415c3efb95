"""Every command and every setting stands in the documentation, and the documentation names no others."""

import re
from pathlib import Path

import pytest
from typer.main import get_command

from agents.cli import app
from agents.settings import PREFIX, Settings

ROOT = Path(__file__).parent.parent.parent
PAGES = ("README.md", "CONTRIBUTING.md", "deploy/**/*.md", "docs/**/*.md")
# Read before the settings, so no setting itself; and Faust's own, which pass through.
NO_SETTINGS = frozenset({"EVENTWIRE_CONFIG", "EVENTWIRE_FAUST"})


@pytest.fixture(scope="module")
def documentation() -> str:
    paths = sorted(path for page in PAGES for path in ROOT.glob(page))
    return "\n".join(path.read_text(encoding="utf-8") for path in paths)


def commands() -> list[str]:
    """Each command as it is typed, those of groups with their group's name."""
    paths: list[str] = []
    for name, command in get_command(app).commands.items():  # type: ignore[attr-defined]  # it is a group
        below = getattr(command, "commands", None)
        paths += [f"{name} {inner}" for inner in below] if below else [name]
    return paths


@pytest.mark.parametrize("path", commands())
def test_every_command_is_documented(path: str, documentation: str) -> None:
    # Of a group several commands may stand together: `topics create|check`.
    group, _, name = path.partition(" ")
    typed = rf"eventwire {group}\b" + (rf"[ |\w-]*\b{name}\b" if name else "")

    assert re.search(typed, documentation), f"`eventwire {path}` is in none of {PAGES}"


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_is_documented(name: str, documentation: str) -> None:
    spellings = (name, PREFIX + name.upper(), "--" + name.replace("_", "-"))

    assert any(spelling in documentation for spelling in spellings)


def test_the_documentation_names_no_setting_that_is_not_there(documentation: str) -> None:
    known = {PREFIX + name.upper() for name in Settings.model_fields} | NO_SETTINGS
    named = set(re.findall(r"\bEVENTWIRE_[A-Z][A-Z0-9_]*[A-Z0-9]\b", documentation))

    assert named <= known
