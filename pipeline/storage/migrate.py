"""Brings a database to this release's tables, and says whether it is there."""

from dataclasses import dataclass

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, Engine, text

from pipeline.storage.engine import is_missing, plain_errors, safe_url, writing
from pipeline.storage.errors import UPGRADE_COMMAND, DatabaseUnavailable, WrongDatabaseRevision

# Any fixed number will do: PostgreSQL's advisory lock that keeps two upgrades apart.
_UPGRADE_LOCK = 4_117_302_011


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionState:
    """The revision of a database (null: none yet) and the one this release works with."""

    current: str | None
    expected: str

    @property
    def up_to_date(self) -> bool:
        """Whether the tables are this release's."""
        return self.current == self.expected


def upgrade(engine: Engine) -> RevisionState:
    """Bring the tables to this release, in one transaction; harmless where they are already.

    Raises DatabaseUnavailable, or WrongDatabaseRevision where a newer release made them.
    """
    with plain_errors(engine), writing(engine).begin() as connection:
        _prepare(connection)
        try:
            command.upgrade(_config(connection), "head")
        except CommandError as error:
            raise WrongDatabaseRevision(_newer(engine)) from error
    return check(engine)


def check(engine: Engine) -> RevisionState:
    """Where the database stands; changes nothing, makes nothing. Raises DatabaseUnavailable."""
    expected = _expected()
    if is_missing(engine):
        return RevisionState(current=None, expected=expected)
    with plain_errors(engine), engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    return RevisionState(current=current, expected=expected)


def require_up_to_date(engine: Engine) -> None:
    """Raises WrongDatabaseRevision, with the command that helps, unless the tables are ours."""
    state = check(engine)
    if state.up_to_date:
        return
    where = safe_url(engine.url)
    if state.current is None:
        raise WrongDatabaseRevision(f"The database {where} has no tables; run: {UPGRADE_COMMAND}")
    if state.current not in _known():
        raise WrongDatabaseRevision(_newer(engine))
    raise WrongDatabaseRevision(
        f"The database {where} is at revision {state.current}, this release works with"
        f" {state.expected}; run: {UPGRADE_COMMAND}"
    )


def _prepare(connection: Connection) -> None:
    if connection.dialect.name != "postgresql":
        return
    encoding = connection.scalar(text("SHOW server_encoding"))
    if encoding != "UTF8":
        raise DatabaseUnavailable(
            f"The database {safe_url(connection.engine.url)} is encoded in {encoding}, where most"
            " names of the world cannot be kept; create it with ENCODING 'UTF8'."
        )
    # A large table may take long to change; a lock that workers hold must not be waited for long,
    # for all who come later queue behind the one who waits.
    connection.execute(text("SET LOCAL statement_timeout = 0"))
    connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _UPGRADE_LOCK})
    connection.execute(text("SET LOCAL lock_timeout = '10s'"))


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    # package:folder, so that an installed wheel finds them too.
    config.set_main_option("script_location", "pipeline.storage:migrations")
    config.attributes["connection"] = connection
    return config


def _expected() -> str:
    head = ScriptDirectory.from_config(_config()).get_current_head()
    if head is None:
        raise WrongDatabaseRevision("This installation has no migrations; install eventwire again.")
    return head


def _known() -> frozenset[str]:
    scripts = ScriptDirectory.from_config(_config()).walk_revisions()
    return frozenset(script.revision for script in scripts)


def _newer(engine: Engine) -> str:
    return (
        f"The database {safe_url(engine.url)} was made by a newer release of eventwire; install"
        f" that release, where `{UPGRADE_COMMAND}` finds nothing to change, or restore a backup."
    )
