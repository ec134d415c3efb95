"""How actors were resolved, and where places lie."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; rows that stand keep null until their article is coded again."""
    for table, column in _columns():
        op.add_column(table, column)


def downgrade() -> None:
    """Drop them; the messages in ``events`` still hold what they told of events."""
    for table, column in _columns():
        op.drop_column(table, column.name)


def _columns() -> tuple[tuple[str, sa.Column[Any]], ...]:
    of_place = "Of a place: a point inside it, degrees north; null where unknown."
    return (
        (
            "events",
            _text("location_admin1", "First-order region, such as a state; null where unknown."),
        ),
        (
            "events",
            _degrees(
                "location_latitude", "A point inside the place, degrees north; null where unknown."
            ),
        ),
        ("events", _degrees("location_longitude", "Degrees east.")),
        (
            "event_actors",
            _text(
                "resolved_by",
                "The rule that linked the words to name; null where the words name it themselves.",
            ),
        ),
        (
            "entities",
            _text(
                "admin1", "Of a place: its first-order region, such as a state; null where unknown."
            ),
        ),
        ("entities", _degrees("latitude", of_place)),
        ("entities", _degrees("longitude", "Degrees east.")),
    )


def _text(name: str, comment: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Text(), nullable=True, comment=comment)


def _degrees(name: str, comment: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Double(), nullable=True, comment=comment)
