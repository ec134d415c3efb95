"""Articles, their entities and the mentions of these."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(JSONB(), "postgresql")
_MOMENT = sa.DateTime(timezone=True).with_variant(sa.String(27), "sqlite")

_ARTICLES_COLUMNS: tuple[sa.Column[Any], ...] = (
    sa.Column(
        "id",
        sa.Text(),
        nullable=False,
        comment="The producer's id, or the canonical form of the URL.",
    ),
    sa.Column(
        "version",
        sa.BigInteger(),
        nullable=False,
        comment="The producer's version number; a higher one replaces a lower one.",
    ),
    sa.Column("status", sa.Text(), nullable=False, comment="usable, withheld or canceled."),
    sa.Column(
        "outcome",
        sa.Text(),
        nullable=False,
        comment="How the article ended: extracted, no_events, no_text, unsupported_language,"
        " canceled or withheld.",
    ),
    sa.Column(
        "revision",
        sa.Integer(),
        nullable=False,
        comment="Counts the stored changes of the article and its events, from 1.",
    ),
    sa.Column("url", sa.Text(), nullable=True, comment="Where the article can be opened."),
    sa.Column("headline", sa.Text(), nullable=True, comment="Cleaned headline."),
    sa.Column("description", sa.Text(), nullable=True, comment="Cleaned summary or standfirst."),
    sa.Column(
        "text",
        sa.Text(),
        nullable=False,
        comment="Cleaned text all offsets point into; empty where canceled or withheld.",
    ),
    sa.Column("language", sa.Text(), nullable=True, comment="BCP 47 tag, null where unknown."),
    sa.Column("published_at", _MOMENT, nullable=True, comment="UTC."),
    sa.Column("modified_at", _MOMENT, nullable=True, comment="UTC."),
    sa.Column("byline", sa.Text(), nullable=True, comment="The authors, as printed."),
    sa.Column("dateline", sa.Text(), nullable=True, comment="Place (and date) at the head."),
    sa.Column("publisher_name", sa.Text(), nullable=True, comment="Who published it."),
    sa.Column("publisher_domain", sa.Text(), nullable=True, comment="The publisher's domain."),
    sa.Column("section", sa.Text(), nullable=True, comment="The publisher's section."),
    sa.Column("subjects", _JSON, nullable=False, comment="JSON list of {name, code, scheme}."),
    sa.Column("keywords", _JSON, nullable=False, comment="JSON list of texts."),
    sa.Column("ext", _JSON, nullable=False, comment="JSON: the producer's fields we do not know."),
    sa.Column(
        "text_sha256",
        sa.Text(),
        nullable=False,
        comment="SHA-256 of text in UTF-8, hexadecimal.",
    ),
    sa.Column(
        "extraction_sha256",
        sa.Text(),
        nullable=False,
        comment="Hash of what was extracted; tells a redelivery from a change.",
    ),
    sa.Column(
        "taken_back_partition",
        sa.Integer(),
        nullable=True,
        comment="Where the last cancellation lay that named no version; tells its redelivery.",
    ),
    sa.Column("taken_back_offset", sa.BigInteger(), nullable=True, comment="Its offset."),
    sa.Column(
        "taken_back_timestamp",
        sa.BigInteger(),
        nullable=True,
        comment="The greatest time of such cancellations, milliseconds since 1970.",
    ),
    sa.Column(
        "coder_version",
        sa.Text(),
        nullable=False,
        comment="The release that coded the article.",
    ),
    sa.Column(
        "coder_model", sa.Text(), nullable=False, comment="The language model that coded it."
    ),
    sa.Column(
        "coder_ontology", sa.Text(), nullable=False, comment="The ontology it was coded with."
    ),
)
_ENTITIES_COLUMNS: tuple[sa.Column[Any], ...] = (
    sa.Column(
        "id",
        sa.Text(),
        nullable=False,
        comment="Hash of article id, label and name; the same name in two articles has two ids.",
    ),
    sa.Column("article_id", sa.Text(), nullable=False, comment="The article."),
    sa.Column("name", sa.Text(), nullable=False, comment="Its name, resolved where possible."),
    sa.Column("label", sa.Text(), nullable=False, comment="PERSON, ORG, GPE, LOC, NORP, FAC, ..."),
    sa.Column("country", sa.Text(), nullable=True, comment="ISO 3166-1 alpha-3 or a PLOVER code."),
    sa.Column("sector", sa.Text(), nullable=True, comment="PLOVER sector, such as GOV or MIL."),
)
_MENTIONS_COLUMNS: tuple[sa.Column[Any], ...] = (
    sa.Column("entity_id", sa.Text(), nullable=False, comment="The entity."),
    sa.Column(
        "start_char",
        sa.Integer(),
        autoincrement=False,
        nullable=False,
        comment="First character in articles.text, from 0.",
    ),
    sa.Column(
        "end_char",
        sa.Integer(),
        autoincrement=False,
        nullable=False,
        comment="One past the last character.",
    ),
    sa.Column("text", sa.Text(), nullable=False, comment="What stands there."),
)


def upgrade() -> None:
    """Create the tables of what the articles say."""
    _create_articles()
    _create_entities()
    _create_mentions()


def downgrade() -> None:
    """Drop them; everything stored is lost."""
    op.drop_table("mentions")
    op.drop_table("entities")
    op.drop_table("articles")


def _create_articles() -> None:
    op.create_table(
        "articles",
        *_ARTICLES_COLUMNS,
        sa.PrimaryKeyConstraint("id", name=op.f("pk_articles")),
        comment="One row per article id: the version that stands.",
    )
    op.create_index(op.f("ix_articles_outcome"), "articles", ["outcome"])
    op.create_index(op.f("ix_articles_published_at"), "articles", ["published_at"])


def _create_entities() -> None:
    op.create_table(
        "entities",
        *_ENTITIES_COLUMNS,
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["articles.id"],
            name=op.f("fk_entities_article_id_articles"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entities")),
        comment="What one or more mentions of an article name; replaced with each version.",
    )
    op.create_index(op.f("ix_entities_article_id"), "entities", ["article_id"])
    op.create_index("ix_entities_name", "entities", ["name"], postgresql_using="hash")


def _create_mentions() -> None:
    op.create_table(
        "mentions",
        *_MENTIONS_COLUMNS,
        sa.ForeignKeyConstraint(
            ["entity_id"],
            ["entities.id"],
            name=op.f("fk_mentions_entity_id_entities"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("entity_id", "start_char", "end_char", name=op.f("pk_mentions")),
        comment="Spans of articles.text that name an entity.",
    )
