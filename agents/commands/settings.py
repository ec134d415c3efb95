"""``eventwire settings``: every setting, its value, where that came from and what it means."""

from pydantic import SecretStr

from agents.commands.console import Console
from agents.settings import PREFIX, LoadedSettings, Settings
from pipeline.storage.passwords import without_password

_HIDDEN = "***"


def run_settings(*, loaded: LoadedSettings, console: Console, as_json: bool) -> int:
    """One row a setting; passwords are hidden."""
    rows = [
        (name, _shown(name, loaded.settings), loaded.origins[name], field.description, _env(name))
        for name, field in Settings.model_fields.items()
    ]
    if not as_json:
        headings = ("setting", "value", "from", "meaning", "variable")
        # On a terminal the variable's name would leave no room for the meaning, and can be told in a line.
        width = 4 if console.is_terminal else 5
        console.table(headings[:width], [row[:width] for row in rows], unbroken=1)
        if console.is_terminal:
            console.note(f"variable: {_env('batch_size')} for batch_size; flag: --batch-size")
        return 0
    for name, shown, origin, meaning, variable in rows:
        console.json(
            {"name": name, "value": shown, "origin": origin, "meaning": meaning, "env": variable}
        )
    return 0


def _shown(name: str, settings: Settings) -> object:
    value = getattr(settings, name)
    if name == "database_url":
        return without_password(settings.resolved_database_url)
    if isinstance(value, SecretStr):
        return _HIDDEN if value.get_secret_value() else ""
    return value if value is None or isinstance(value, int | float) else str(value)


def _env(name: str) -> str:
    return PREFIX + name.upper()
