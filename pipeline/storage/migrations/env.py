"""What Alembic runs for each command; the connection comes from ``pipeline.storage.migrate``."""

from alembic import context

from pipeline.storage.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    transactional_ddl=True,
)
context.run_migrations()
