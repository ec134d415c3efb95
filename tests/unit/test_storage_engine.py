"""Opening a database by its URL."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, literal, make_url, select, text

from pipeline.storage.columns import UtcDateTime
from pipeline.storage.engine import open_engine, plain_errors, safe_url, writing
from pipeline.storage.errors import DatabaseUnavailable, InvalidDatabaseUrl


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_engine(f"sqlite:///{tmp_path / 'new folder' / 'e.db'}")
    yield engine
    engine.dispose()


@pytest.mark.parametrize(
    "url",
    [
        "",
        "nonsense",
        "mysql://u:secret@host/db",
        "postgresql+asyncpg://u:secret@host/db",
        "postgresql://u:secret@host:port/db",
        "sqlite://",
        "sqlite:///:memory:",
        "sqlite://relative/path.db",
        "sqlite:///file:x?uri=true",
    ],
)
def test_a_url_that_names_no_usable_database_is_refused_in_plain_words(url: str) -> None:
    with pytest.raises(InvalidDatabaseUrl, match="want sqlite:////") as caught:
        open_engine(url)

    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_postgresql_is_opened_with_psycopg_whatever_the_scheme(scheme: str) -> None:
    engine = open_engine(f"{scheme}://u:p@host/db")

    assert engine.url.drivername == "postgresql+psycopg"


def test_no_password_is_ever_printed() -> None:
    shown = safe_url(make_url("postgresql://u:secret@host/db?password=secret&sslpassword=secret"))

    assert "secret" not in shown
    assert "host/db" in shown


def test_an_unreachable_server_is_an_outage_without_a_password() -> None:
    engine = open_engine("postgresql://u:secret@127.0.0.1:1/db")

    with pytest.raises(DatabaseUnavailable, match="the work waits") as caught, plain_errors(engine):
        engine.connect()

    assert "secret" not in str(caught.value)
    assert "127.0.0.1" in str(caught.value)


def test_a_folder_that_cannot_be_made_is_an_outage(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    engine = open_engine(f"sqlite:///{tmp_path / 'file' / 'e.db'}")

    with pytest.raises(DatabaseUnavailable, match="cannot be made"), plain_errors(engine):
        engine.connect()


def test_sqlite_syncs_each_commit_and_checks_foreign_keys(engine: Engine) -> None:
    with engine.connect() as connection:
        modes = [
            connection.scalar(text(f"PRAGMA {name}"))
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        ]

    assert modes == ["wal", 2, 1, 30_000]


def test_a_reader_of_sqlite_does_not_wait_for_a_writer(engine: Engine) -> None:
    with writing(engine).begin() as writer:
        writer.execute(text("CREATE TABLE t (n INTEGER)"))
        with engine.connect() as reader:
            assert reader.scalar(text("SELECT count(*) FROM sqlite_master")) == 0


def run(engine: Engine, statement: str, **values: str) -> None:
    with plain_errors(engine), engine.begin() as connection:
        connection.execute(text(statement), values)


def test_a_locked_sqlite_is_an_outage(engine: Engine) -> None:
    run(engine, "CREATE TABLE t (n TEXT)")
    impatient = create_engine(engine.url, connect_args={"timeout": 0.05})

    with writing(engine).begin(), pytest.raises(DatabaseUnavailable, match="locked"):
        run(impatient, "INSERT INTO t VALUES ('x')")
    impatient.dispose()


def test_a_full_disk_under_sqlite_is_an_outage(engine: Engine) -> None:
    run(engine, "CREATE TABLE t (n TEXT)")
    run(engine, "PRAGMA max_page_count = 3")

    with pytest.raises(DatabaseUnavailable, match="full"):
        run(engine, "INSERT INTO t VALUES (:long)", long="x" * 100_000)


def test_times_on_sqlite_come_back_aware_and_sort_as_text(engine: Engine) -> None:
    moments = [
        datetime(1, 1, 1, tzinfo=UTC),
        datetime(2021, 7, 13, 9, 30, tzinfo=UTC),
        datetime(2021, 7, 13, 9, 30, 0, 1, tzinfo=UTC),
        datetime(2021, 7, 13, 12, 0, tzinfo=timezone(timedelta(hours=2))),
        datetime(9999, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC),
    ]
    with engine.connect() as connection:
        back = [
            connection.scalar(select(literal(moment, UtcDateTime()).label("moment")))
            for moment in moments
        ]
    texts = [UtcDateTime().process_bind_param(moment, engine.dialect) for moment in moments]

    assert back == moments
    assert all(moment is not None and moment.tzinfo is UTC for moment in back)
    assert texts == sorted(texts)
    assert texts[1] == "2021-07-13T09:30:00.000000Z"
