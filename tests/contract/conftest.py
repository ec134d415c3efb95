"""One backend a test: memory, SQLite, PostgreSQL 18; each starts empty."""

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, make_url, text

from pipeline.storage.engine import open_engine
from pipeline.storage.memory import MemoryEventRepository
from pipeline.storage.migrate import upgrade
from support.backends import Backend, SqlBackend

_POSTGRES = pytest.param("postgres", marks=pytest.mark.postgres)
_TEMPLATE = "eventwire_template"
_numbers = itertools.count()


@pytest.fixture(scope="session")
def postgres_template(postgres_url: str) -> str:
    """The URL of the server, which has a migrated database to copy."""
    _create_database(postgres_url, _TEMPLATE, template="template1")
    engine = open_engine(_database_url(postgres_url, _TEMPLATE))
    upgrade(engine)
    engine.dispose()
    return postgres_url


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    engine = open_engine(f"sqlite:///{path}")
    upgrade(engine)
    engine.dispose()
    return path


@pytest.fixture
def sqlite_engine(sqlite_template: Path, tmp_path: Path) -> Iterator[Engine]:
    path = tmp_path / "eventwire.db"
    path.write_bytes(sqlite_template.read_bytes())
    engine = open_engine(f"sqlite:///{path}")
    yield engine
    engine.dispose()


@pytest.fixture
def postgres_engine(postgres_template: str) -> Iterator[Engine]:
    name = f"test_{next(_numbers)}"
    _create_database(postgres_template, name, template=_TEMPLATE)
    engine = open_engine(_database_url(postgres_template, name))
    yield engine
    engine.dispose()
    _run(postgres_template, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", _POSTGRES])
def engine(request: pytest.FixtureRequest) -> Engine:
    """Each database, with its tables and empty."""
    return _engine_of(request, request.param)


@pytest.fixture(params=["sqlite", _POSTGRES])
def bare_engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """Each database, without tables."""
    if request.param == "sqlite":
        engine = open_engine(f"sqlite:///{tmp_path / 'new folder' / 'eventwire.db'}")
        yield engine
        engine.dispose()
        return
    url = request.getfixturevalue("postgres_url")
    name = f"test_{next(_numbers)}"
    _create_database(url, name, template="template1")
    engine = open_engine(_database_url(url, name))
    yield engine
    engine.dispose()
    _run(url, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["memory", "sqlite", _POSTGRES])
def backend(request: pytest.FixtureRequest) -> Backend:
    """Each repository, empty."""
    if request.param == "memory":
        return MemoryEventRepository()
    return SqlBackend(_engine_of(request, request.param))


@pytest.fixture
def all_backends(sqlite_engine: Engine, postgres_engine: Engine) -> list[Backend]:
    """All repositories at once, to be compared."""
    return [MemoryEventRepository(), SqlBackend(sqlite_engine), SqlBackend(postgres_engine)]


def _engine_of(request: pytest.FixtureRequest, kind: str) -> Engine:
    engine: Engine = request.getfixturevalue(f"{kind}_engine")
    return engine


def _database_url(server_url: str, name: str) -> str:
    return make_url(server_url).set(database=name).render_as_string(hide_password=False)


def _create_database(server_url: str, name: str, *, template: str) -> None:
    _run(server_url, f"CREATE DATABASE {name} TEMPLATE {template}")


def _run(server_url: str, statement: str) -> None:
    engine = open_engine(server_url)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(statement))
    engine.dispose()
