"""Events and their actors."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(JSONB(), "postgresql")
_MOMENT = sa.DateTime(timezone=True).with_variant(sa.String(27), "sqlite")

_EVENTS_COLUMNS: tuple[sa.Column[Any], ...] = (
    sa.Column(
        "id",
        sa.Text(),
        nullable=False,
        comment="Hash of article id, type, trigger and sentence.",
    ),
    sa.Column("article_id", sa.Text(), nullable=False, comment="The article that tells it."),
    sa.Column(
        "article_version",
        sa.BigInteger(),
        nullable=False,
        comment="The article version it was last coded from.",
    ),
    sa.Column(
        "revision",
        sa.Integer(),
        nullable=False,
        comment="The articles.revision that last changed this event.",
    ),
    sa.Column("state", sa.Text(), nullable=False, comment="current or retracted."),
    sa.Column("family", sa.Text(), nullable=False, comment="plover or civil."),
    sa.Column(
        "event_type",
        sa.Text(),
        nullable=False,
        comment="Type in the ontology, such as THREATEN.",
    ),
    sa.Column("modes", _JSON, nullable=False, comment="JSON list: how it was done."),
    sa.Column(
        "quad_category",
        sa.Text(),
        nullable=True,
        comment="verbal_ or material_ cooperation or conflict; null for family civil.",
    ),
    sa.Column("score", sa.Double(), nullable=True, comment="Conflict to cooperation, -10 to 10."),
    sa.Column("cameo_roots", _JSON, nullable=False, comment="JSON list of CAMEO root codes."),
    sa.Column("contexts", _JSON, nullable=False, comment="JSON list: what it is about."),
    sa.Column(
        "status",
        sa.Text(),
        nullable=False,
        comment="actual, future, hypothetical or historical.",
    ),
    sa.Column(
        "negated",
        sa.Boolean(),
        nullable=False,
        comment="True where the text says it did not happen.",
    ),
    sa.Column("attributed_to_text", sa.Text(), nullable=True, comment="Who says so, as written."),
    sa.Column("attributed_to_name", sa.Text(), nullable=True, comment="Who says so, resolved."),
    sa.Column("location_text", sa.Text(), nullable=True, comment="Where, as written."),
    sa.Column("location_name", sa.Text(), nullable=True, comment="Where, resolved."),
    sa.Column(
        "location_country",
        sa.Text(),
        nullable=True,
        comment="ISO 3166-1 alpha-3, null where unknown.",
    ),
    sa.Column("location_start_char", sa.Integer(), nullable=True, comment="In articles.text."),
    sa.Column("location_end_char", sa.Integer(), nullable=True, comment="In articles.text."),
    sa.Column("date_start", sa.Date(), nullable=True, comment="First day it happened."),
    sa.Column("date_end", sa.Date(), nullable=True, comment="Last day it happened, included."),
    sa.Column(
        "date_precision",
        sa.Text(),
        nullable=True,
        comment="day, week, month, quarter, year or range.",
    ),
    sa.Column("date_source", sa.Text(), nullable=True, comment="text or published_at."),
    sa.Column(
        "magnitudes",
        _JSON,
        nullable=False,
        comment="JSON list of {kind, value, unit, text}: killed, injured, amount, ...",
    ),
    sa.Column(
        "trigger_text",
        sa.Text(),
        nullable=False,
        comment="The words that evoke it (first telling).",
    ),
    sa.Column("trigger_lemma", sa.Text(), nullable=False, comment="Their lemma."),
    sa.Column("trigger_start_char", sa.Integer(), nullable=False, comment="In articles.text."),
    sa.Column("trigger_end_char", sa.Integer(), nullable=False, comment="In articles.text."),
    sa.Column(
        "evidence_text", sa.Text(), nullable=False, comment="The sentence that tells it first."
    ),
    sa.Column("evidence_start_char", sa.Integer(), nullable=False, comment="In articles.text."),
    sa.Column("evidence_end_char", sa.Integer(), nullable=False, comment="In articles.text."),
    sa.Column("confidence", sa.Double(), nullable=False, comment="0 to 1."),
    sa.Column(
        "coded_at",
        _MOMENT,
        nullable=True,
        comment="UTC: the article's published_at, or when Kafka took it; never the clock.",
    ),
    sa.Column(
        "message",
        sa.Text(),
        nullable=False,
        comment="The event as it stands in the topic events, JSON, byte for byte.",
    ),
)
_EVENT_ACTORS_COLUMNS: tuple[sa.Column[Any], ...] = (
    sa.Column("event_id", sa.Text(), nullable=False, comment="The event."),
    sa.Column("role", sa.Text(), nullable=False, comment="actor or recipient."),
    sa.Column(
        "position",
        sa.Integer(),
        autoincrement=False,
        nullable=False,
        comment="Order among those of its role, from 0.",
    ),
    sa.Column(
        "text",
        sa.Text(),
        nullable=False,
        comment="What the article says, such as 'its forces'.",
    ),
    sa.Column("start_char", sa.Integer(), nullable=False, comment="In articles.text."),
    sa.Column("end_char", sa.Integer(), nullable=False, comment="In articles.text."),
    sa.Column("name", sa.Text(), nullable=True, comment="Who that is, null where not resolved."),
    sa.Column(
        "entity_id",
        sa.Text(),
        nullable=True,
        comment="entities.id; no foreign key, for a retracted event outlives its entities.",
    ),
    sa.Column("label", sa.Text(), nullable=True, comment="PERSON, ORG, GPE, ..."),
    sa.Column("country", sa.Text(), nullable=True, comment="ISO 3166-1 alpha-3 or a PLOVER code."),
    sa.Column("sector", sa.Text(), nullable=True, comment="PLOVER sector, such as GOV or MIL."),
)


def upgrade() -> None:
    """Create the tables of the events."""
    _create_events()
    _create_event_actors()


def downgrade() -> None:
    """Drop them; the events are lost."""
    op.drop_table("event_actors")
    op.drop_table("events")


def _create_events() -> None:
    op.create_table(
        "events",
        *_EVENTS_COLUMNS,
        sa.CheckConstraint("state IN ('current', 'retracted')", name=op.f("ck_events_state")),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_events_article_id_articles")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_events")),
        comment="One row per event; a retracted event keeps its row (state = 'retracted').",
    )
    op.create_index(op.f("ix_events_article_id"), "events", ["article_id"])
    op.create_index(op.f("ix_events_date_start"), "events", ["date_start"])
    op.create_index("ix_events_event_type_coded_at_id", "events", ["event_type", "coded_at", "id"])
    op.create_index(op.f("ix_events_location_country"), "events", ["location_country"])
    op.create_index("ix_events_state_coded_at_id", "events", ["state", "coded_at", "id"])


def _create_event_actors() -> None:
    op.create_table(
        "event_actors",
        *_EVENT_ACTORS_COLUMNS,
        sa.CheckConstraint("role IN ('actor', 'recipient')", name=op.f("ck_event_actors_role")),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["events.id"],
            name=op.f("fk_event_actors_event_id_events"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("event_id", "role", "position", name=op.f("pk_event_actors")),
        comment="One row per actor or recipient of an event.",
    )
    op.create_index(op.f("ix_event_actors_country"), "event_actors", ["country"])
    op.create_index(op.f("ix_event_actors_entity_id"), "event_actors", ["entity_id"])
    op.create_index("ix_event_actors_name", "event_actors", ["name"], postgresql_using="hash")
