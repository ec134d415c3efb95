"""The base of the tables: names of constraints, and how Python's types are kept."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    DateTime,
    Dialect,
    Double,
    Integer,
    MetaData,
    String,
    Text,
    TypeDecorator,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeEngine

JsonList = list[Any]
JsonObject = dict[str, Any]

# Constraints with names of ours can be dropped by a later migration on either database.
_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
_SQLITE_FORMAT = "%Y-%m-%dT%H:%M:%S.%fZ"
_SQLITE_LENGTH = len("2026-11-22T09:00:00.000000Z")

Json = JSON().with_variant(JSONB(), "postgresql")


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment in UTC. On SQLite a text of fixed width, so that it sorts as time does."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Text on SQLite, ``timestamp with time zone`` elsewhere."""
        if dialect.name == "sqlite":
            return dialect.type_descriptor(String(_SQLITE_LENGTH))
        return dialect.type_descriptor(DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """*value* must be aware; what it says is kept in UTC."""
        if value is None:
            return None
        moment = value.astimezone(UTC)
        if dialect.name != "sqlite":
            return moment
        # strftime does not pad the years before 1000 everywhere.
        return f"{moment.year:04d}{moment.strftime(_SQLITE_FORMAT[2:])}"

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """The same moment, aware and in UTC."""
        if value is None:
            return None
        if dialect.name != "sqlite":
            return value.astimezone(UTC)  # type: ignore[no-any-return]  # Any from the driver
        return datetime.strptime(value, _SQLITE_FORMAT).replace(tzinfo=UTC)


class Base(DeclarativeBase):
    """The tables of eventwire."""

    metadata = MetaData(naming_convention=_NAMES)
    type_annotation_map = {  # noqa: RUF012 (SQLAlchemy reads it once, from the class)
        str: Text(),
        int: Integer(),
        float: Double(),
        datetime: UtcDateTime(),
        JsonList: Json,
        JsonObject: Json,
    }
