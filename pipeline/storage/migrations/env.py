"""What Alembic runs for each command; the connection comes from ``pipeline.storage.migrate``."""

from alembic import context

from pipeline.storage.tables import ArticleRow

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=ArticleRow.metadata,
    transactional_ddl=True,
)
context.run_migrations()
