"""What can go wrong with the database, and whose turn it is.

EventwireError
├── RefusedMessage
│   └── Unstorable            the database will never take this article: a dead letter
├── InvalidDatabaseUrl        the setting is wrong: the operator corrects it
├── DatabaseUnavailable       an outage: wait, and try the same again
└── WrongDatabaseRevision     the tables are another release's: ``eventwire db upgrade``
"""

import re
import sqlite3

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from schemas.errors import EventwireError, RefusedMessage

UPGRADE_COMMAND = "eventwire db upgrade"
_SHOWN_CHARACTERS = 300

# Classes of SQLSTATE that say "not now" rather than "never".
_OUTAGE_CLASSES = frozenset(
    {
        "08",  # connection exceptions
        "0A",  # feature not supported: a pooler between us and the server, or a server too old
        "26",  # a prepared statement is gone: a pooler, or a server that was replaced
        "25",  # invalid transaction state: read-only after a failover, idle too long
        "28",  # authorization: the operator changed the password
        "3D",  # no such database (yet)
        "3F",  # no such schema (yet)
        "40",  # serialization failure, deadlock
        "53",  # insufficient resources: disk full, too many connections
        "55",  # lock not available, object in use
        "57",  # shutdown, statement timeout, crash recovery
        "58",  # system error: I/O
        "F0",  # configuration file error
        "XX",  # internal error, corruption: no article's fault
    }
)
_MISSING_TABLE_STATES = frozenset({"42P01", "42703"})
# No privilege (yet); a prepared statement of someone else behind the same pooler.
_OUTAGE_STATES = _MISSING_TABLE_STATES | {"42501", "42P05"}

# SQLite's primary result codes that blame the statement or its values; all others blame the file,
# the disk or the neighbours.
_SQLITE_PERMANENT = frozenset({
    sqlite3.SQLITE_ERROR, sqlite3.SQLITE_TOOBIG, sqlite3.SQLITE_CONSTRAINT,
    sqlite3.SQLITE_MISMATCH, sqlite3.SQLITE_MISUSE, sqlite3.SQLITE_RANGE,
})  # fmt: skip
_SQLITE_MISSING_TABLE = re.compile(r"no such (table|column)|has no column", re.IGNORECASE)


class InvalidDatabaseUrl(EventwireError):
    """The database URL names no database that can be used; the text says what is wanted."""


class DatabaseUnavailable(EventwireError):
    """The database cannot be used now; nothing was changed, and the same call may succeed later."""


class WrongDatabaseRevision(EventwireError):
    """The tables are not those of this release; the text names the command that puts it right."""


class Unstorable(RefusedMessage):
    """The database refuses the value for good; nothing of the batch was stored.

    ``article_id`` names the article at fault where it is known; else halve the batch to find it.
    """

    stage = "store"

    def __init__(self, message: str, article_id: str | None = None) -> None:
        super().__init__("unstorable", message)
        self.article_id = article_id

    def __reduce__(self) -> tuple[type, tuple[object, ...]]:
        """Exceptions travel between processes by their arguments."""
        return type(self), (self.message, self.article_id)


def is_outage(error: BaseException) -> bool:
    """True where waiting may help (connection, lock, deadlock, disk full, missing tables).

    False where the same write fails for ever (constraint, value out of range, text not storable).
    """
    if isinstance(error, DatabaseUnavailable | PoolTimeout | ConnectionError):
        return True
    if not isinstance(error, DBAPIError):
        return False
    if error.connection_invalidated:
        return True
    cause = error.orig
    if isinstance(cause, sqlite3.Error):
        return _is_sqlite_outage(cause)
    state = getattr(cause, "sqlstate", None)
    if state is None:  # the driver itself: no connection, or a value it cannot send
        return isinstance(error, OperationalError | InterfaceError)
    return state[:2] in _OUTAGE_CLASSES or state in _OUTAGE_STATES


def misses_tables(error: BaseException) -> bool:
    """True where a table or column is not there: never created, dropped, or of another release."""
    if not isinstance(error, DBAPIError):
        return False
    cause = error.orig
    if isinstance(cause, sqlite3.Error):
        return bool(_SQLITE_MISSING_TABLE.search(str(cause)))
    return getattr(cause, "sqlstate", None) in _MISSING_TABLE_STATES


def reason_of(error: BaseException) -> str:
    """The database's own words, in one short line; never the statement nor its parameters."""
    cause = error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
    text = re.sub(r"\s+", " ", str(cause)).strip() or type(cause).__name__
    return text if len(text) <= _SHOWN_CHARACTERS else text[:_SHOWN_CHARACTERS] + "…"


def _is_sqlite_outage(cause: sqlite3.Error) -> bool:
    if _SQLITE_MISSING_TABLE.search(str(cause)):
        return True
    # The low byte is the primary code; a fault of the driver itself (closed, misused) carries none.
    code = getattr(cause, "sqlite_errorcode", None)
    if code is None:
        return isinstance(cause, sqlite3.OperationalError)
    return code & 0xFF not in _SQLITE_PERMANENT
