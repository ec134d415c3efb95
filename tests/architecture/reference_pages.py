"""Pages that are written from the code: settings, tables, figures, and the example of a settings file.

Run ``python tests/architecture/reference_pages.py`` after a change of a setting, a table or a figure; a test
fails until it was done.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

from pydantic import SecretStr
from pydantic.fields import FieldInfo
from sqlalchemy import Table
from sqlalchemy.dialects import postgresql

from agents.ops.metrics import METRICS
from agents.settings import Settings
from pipeline.storage.tables import ArticleRow

ROOT = Path(__file__).parents[2]

# Defaults that depend on the machine, in words; in the example file they stay commented out.
_OF_THE_MACHINE = {
    "data_dir": "the user's data folder",
    "extract_processes": "the CPU cores",
}
# What stands in the example file where the default is not worth copying.
_EXAMPLES = {
    "data_dir": '"/var/lib/eventwire"',
    "extract_processes": "4",
    "kafka_ssl_ca_file": '"/etc/ssl/certs/kafka-ca.pem"',
    "database_url": '"postgresql://eventwire@db.example:5432/eventwire"',
}
_ORDER = ("articles", "events", "event_actors", "entities", "mentions")

_SETTINGS_HEAD = """\
# Settings

Each setting can be given in three ways; the later beats the earlier:

1. `name = value` in `eventwire.toml` in the current folder, or in the file that `EVENTWIRE_CONFIG` names;
2. the environment variable `EVENTWIRE_` and the name in capitals: `EVENTWIRE_BATCH_SIZE=100`;
3. a flag of any command: `--batch-size 100`.

`eventwire settings` prints each with its value and where that came from. An unknown name or a wrong value is an
error, in all three ways. [deploy/eventwire.example.toml](../deploy/eventwire.example.toml) has all of them to copy.

| setting | default | meaning |
|---|---|---|
"""

_TOML_HEAD = """\
# All settings of eventwire with their defaults. Copy this file to eventwire.toml in the folder where the
# command runs, or name it in EVENTWIRE_CONFIG, and take the # off the lines to change. An unknown key is an
# error. Passwords are better given in the environment: EVENTWIRE_KAFKA_SASL_PASSWORD, EVENTWIRE_DATABASE_URL.
"""

_TABLES_HEAD = """\
# Tables

The same on SQLite and PostgreSQL; `eventwire db upgrade` makes them. Read what you like. Write nothing: the agent
`store` is the only writer, and what the topic `events` says is read from here. Offsets (`start_char`, `end_char`)
are half-open and count the characters of `articles.text`. Types are PostgreSQL's; on SQLite jsonb is JSON in text.
Current events are those with `state = 'current'`. On PostgreSQL `\\d+ events` shows the same meanings.
"""


_METRICS_HEAD = """\
# Figures for Prometheus

A worker tells its own on `worker_bind` under `/metrics`, the page (`eventwire web`) what it sees of all agents; names
and labels are a closed list (`agents/ops/metrics.py`). Counters start at 0 with each process, and each label of a
closed list is there from the start. While no broker answers, the page tells `eventwire_broker_reachable` alone.
Alerts on them: [deploy/prometheus/rules.yml](../deploy/prometheus/rules.yml).

| figure | kind | labels | told by | meaning |
|---|---|---|---|---|
"""


def render_pages() -> dict[str, str]:
    """Each page's path from the root of the repository, and its text."""
    return {
        "docs/settings.md": _SETTINGS_HEAD + "".join(_setting_rows()),
        "docs/tables.md": _TABLES_HEAD + "".join(_table_sections()),
        "docs/metrics.md": _METRICS_HEAD + "".join(_metric_rows()),
        "deploy/eventwire.example.toml": _TOML_HEAD + "".join(_toml_entries()),
    }


def _metric_rows() -> Iterator[str]:
    for metric in METRICS:
        labels = ", ".join(f"`{label}`" for label in metric.labels) or "none"
        yield f"| `{metric.name}` | {metric.kind} | {labels} | {metric.told_by} | {metric.help} |\n"


def _setting_rows() -> Iterator[str]:
    for name, field in Settings.model_fields.items():
        value = _default(field)
        shown = "none" if value in ("", None) else f"`{_toml(value)}`"
        shown = _OF_THE_MACHINE.get(name, shown)
        yield f"| `{name}` | {shown} | {_meaning(field)} |\n"


def _toml_entries() -> Iterator[str]:
    for name, field in Settings.model_fields.items():
        value = _EXAMPLES.get(name) or _toml(_default(field))
        note = f"; default: {_OF_THE_MACHINE.get(name, 'none')}" if name in _EXAMPLES else ""
        yield f"\n# {_meaning(field)}{note}\n# {name} = {value}\n"


def _default(field: FieldInfo) -> Any:
    value = field.get_default(call_default_factory=True, validated_data={})
    return value.get_secret_value() if isinstance(value, SecretStr) else value


def _toml(value: Any) -> str:
    if isinstance(value, int | float):
        return f"{value:_}" if isinstance(value, int) and value >= 10_000 else str(value)
    return f'"{value}"'


def _meaning(field: FieldInfo) -> str:
    """The field's description and what values it takes."""
    taken = [choice for choice in get_args(field.annotation) if isinstance(choice, str)]
    if taken:
        return f"{field.description} (one of {', '.join(taken)})"
    words = {"ge": "at least", "gt": "more than", "le": "at most"}
    bounds = [
        f"{told} {getattr(bound, name):,}"
        for name, told in words.items()
        for bound in field.metadata
        if hasattr(bound, name)
    ]
    return f"{field.description} ({', '.join(bounds)})" if bounds else str(field.description)


def _table_sections() -> Iterator[str]:
    for name in _ORDER:
        table = ArticleRow.metadata.tables[name]
        yield f"\n## {name}\n\n{table.comment}\n\n| column | type | meaning |\n|---|---|---|\n"
        yield from _columns(table)


def _columns(table: Table) -> Iterator[str]:
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]  # SQLAlchemy leaves it out
    for column in table.columns:
        kind = str(column.type.compile(dialect)).lower() + ("" if not column.nullable else ", null")
        marks = ["key"] if column.primary_key else []
        marks += [f"refers to `{key.target_fullname}`" for key in column.foreign_keys]
        told = f"{column.comment} ({', '.join(marks)})" if marks else column.comment
        yield f"| `{column.name}` | {kind} | {told} |\n"


if __name__ == "__main__":
    for place, text in render_pages().items():
        (ROOT / place).write_text(text, encoding="utf-8")
        sys.stderr.write(f"wrote {place}\n")
