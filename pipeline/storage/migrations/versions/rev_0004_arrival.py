"""Where the article that stands lay in its topic: tells the later of two contents of one version."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; of rows that stand it is not known, and whatever comes next replaces them."""
    for column in _columns():
        op.add_column("articles", column)


def downgrade() -> None:
    """Drop them."""
    for column in _columns():
        op.drop_column("articles", column.name)


def _columns() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column(
            "arrival_partition",
            sa.Integer(),
            nullable=True,
            comment="Where the article that stands lay in raw-articles: of two contents of one version"
            " the later stands.",
        ),
        sa.Column("arrival_offset", sa.BigInteger(), nullable=True, comment="Its offset."),
        sa.Column(
            "arrival_timestamp",
            sa.BigInteger(),
            nullable=True,
            comment="When Kafka took it, milliseconds since 1970.",
        ),
    )
