"""What the databases themselves promise: migrations, rows, rollbacks, outages."""

import threading
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, event, inspect, select, text

from pipeline.storage.engine import open_engine, plain_errors
from pipeline.storage.errors import DatabaseUnavailable, Unstorable, WrongDatabaseRevision
from pipeline.storage.migrate import check, require_up_to_date, upgrade
from pipeline.storage.queries import count_rows, find_events
from pipeline.storage.repository import SqlEventRepository
from pipeline.storage.tables import ArticleRow, EntityRow, EventActorRow, EventRow, MentionRow
from schemas.codec import encode
from schemas.ids import text_sha256
from support.builders import HEADLINE, TEXT, make_cancellation, make_event, make_extraction


def rows_of(engine: Engine, table: type[Any]) -> list[Any]:
    with engine.connect() as connection:
        return list(connection.execute(select(table)))


def run(engine: Engine, *statements: str) -> None:
    with plain_errors(engine), engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))


def test_models_and_migrations_agree(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True}
        )
        assert compare_metadata(context, ArticleRow.metadata) == []


def test_a_database_without_tables_is_refused_with_the_command_that_makes_them(
    bare_engine: Engine,
) -> None:
    assert check(bare_engine).current is None
    with pytest.raises(WrongDatabaseRevision, match="eventwire db upgrade"):
        require_up_to_date(bare_engine)

    state = upgrade(bare_engine)

    assert state.up_to_date
    assert upgrade(bare_engine) == state
    require_up_to_date(bare_engine)


def test_a_database_of_a_newer_release_is_refused(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(WrongDatabaseRevision, match="newer release"):
        require_up_to_date(engine)
    with pytest.raises(WrongDatabaseRevision, match="newer release"):
        upgrade(engine)


def test_a_database_of_an_older_release_is_refused_until_upgraded(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE event_actors"))
        connection.execute(text("DROP TABLE events"))
        for column in ("admin1", "latitude", "longitude"):
            connection.execute(text(f"ALTER TABLE entities DROP COLUMN {column}"))
        for column in ("partition", "offset", "timestamp"):
            connection.execute(text(f"ALTER TABLE articles DROP COLUMN arrival_{column}"))
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))

    with pytest.raises(WrongDatabaseRevision, match=r"0001.*eventwire db upgrade"):
        require_up_to_date(engine)
    assert upgrade(engine).up_to_date


def test_upgrades_at_the_same_time_do_not_disturb_each_other(bare_engine: Engine) -> None:
    url = bare_engine.url.render_as_string(hide_password=False)
    states = []

    def upgrade_once() -> None:
        engine = open_engine(url)
        states.append(upgrade(engine).up_to_date)
        engine.dispose()

    threads = [threading.Thread(target=upgrade_once) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert states == [True] * 4


def test_rows_say_what_the_extraction_says(engine: Engine) -> None:
    (saved,) = SqlEventRepository(engine).save([make_extraction(ext={"urgency": 4, "名": "é"})])

    (article,) = rows_of(engine, ArticleRow)
    assert (article.headline, article.text, article.outcome) == (HEADLINE, TEXT, "extracted")
    assert article.ext == {"urgency": 4, "名": "é"}
    assert article.publisher_domain == "news.example"
    assert article.published_at.utcoffset().total_seconds() == 0
    (row,) = rows_of(engine, EventRow)
    assert (row.event_type, row.location_country, str(row.date_start)) == (
        "THREATEN",
        "AFG",
        "2021-07-13",
    )
    assert row.modes == ["threaten-military"]
    assert row.magnitudes == [{"kind": "killed", "value": 3.0, "unit": "people", "text": "three"}]
    assert row.message.encode() == encode(saved.events[0])
    actors = rows_of(engine, EventActorRow)
    assert sorted((a.role, a.position, a.name, a.country) for a in actors) == [
        ("actor", 0, "Taliban", "AFG"),
        ("recipient", 0, "Turkey", "TUR"),
    ]
    (entity,) = rows_of(engine, EntityRow)
    (mention,) = rows_of(engine, MentionRow)
    assert (entity.name, mention.entity_id, mention.text) == ("Taliban", entity.id, "Taliban")


def test_an_article_taken_back_serves_neither_text_nor_entities(engine: Engine) -> None:
    repository = SqlEventRepository(engine)
    repository.save([make_extraction(version=3)])
    repository.save([make_cancellation()])

    (article,) = rows_of(engine, ArticleRow)
    assert (article.version, article.status, article.text) == (3, "canceled", "")
    assert article.text_sha256 == text_sha256("")
    assert rows_of(engine, EntityRow) == rows_of(engine, MentionRow) == []
    (row,) = rows_of(engine, EventRow)
    assert (row.state, row.revision) == ("retracted", 2)
    assert '"state":"retracted"' in row.message


def test_a_batch_the_database_refuses_halfway_leaves_nothing(engine: Engine) -> None:
    repository = SqlEventRepository(engine)
    repository.save([make_extraction("a1")])
    # The id of another article's event: only the database can know.
    thief = make_event("a3").model_copy(update={"id": make_event("a1").id})

    for first in ("a1", "a2"):
        with pytest.raises(Unstorable):
            repository.save(
                [make_extraction(first, version=2), make_extraction("a3", events=[thief])]
            )

    assert [row.id for row in rows_of(engine, ArticleRow)] == ["a1"]
    assert [(e.article_id, e.revision) for e in find_events(engine)] == [("a1", 1)]
    assert repository.save([make_extraction("a2")])[0].change == "created"


def test_missing_tables_are_an_outage_with_the_command_that_helps(bare_engine: Engine) -> None:
    repository = SqlEventRepository(bare_engine)

    with pytest.raises(DatabaseUnavailable, match="eventwire db upgrade"):
        repository.save([make_extraction()])
    with pytest.raises(DatabaseUnavailable, match="eventwire db upgrade"):
        count_rows(bare_engine)
    with pytest.raises(DatabaseUnavailable, match="eventwire db upgrade"):
        next(find_events(bare_engine))

    upgrade(bare_engine)
    assert repository.save([make_extraction()])[0].change == "created"


def test_a_batch_takes_few_statements(engine: Engine) -> None:
    repository = SqlEventRepository(engine)
    statements: list[str] = []
    event.listen(
        engine, "before_cursor_execute", lambda *arguments: statements.append(arguments[2])
    )

    repository.save([make_extraction(f"a{n}") for n in range(50)])
    repository.save([make_extraction(f"a{n}", version=2) for n in range(50)])

    assert len(statements) <= 24


@pytest.mark.postgres
def test_a_terminated_connection_is_an_outage_and_the_next_try_works(
    postgres_engine: Engine,
) -> None:
    statement = (
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid = pg_backend_pid()"
    )
    with pytest.raises(DatabaseUnavailable):
        run(postgres_engine, statement)

    assert SqlEventRepository(postgres_engine).save([make_extraction()])[0].change == "created"


@pytest.mark.postgres
def test_a_read_only_or_slow_server_is_an_outage(postgres_engine: Engine) -> None:
    with pytest.raises(DatabaseUnavailable, match="read-only"):
        run(postgres_engine, "SET TRANSACTION READ ONLY", "DELETE FROM articles")
    with pytest.raises(DatabaseUnavailable, match="statement timeout"):
        run(postgres_engine, "SET LOCAL statement_timeout = 50", "SELECT pg_sleep(5)")


@pytest.mark.postgres
def test_what_postgresql_refuses_is_unstorable(postgres_engine: Engine) -> None:
    repository = SqlEventRepository(postgres_engine)
    no_index_takes_it = "".join(chr(0x4E00 + n * 7 % 20_000) for n in range(5_000))

    with pytest.raises(Unstorable):
        repository.save([make_extraction(no_index_takes_it, events=[])])
    with pytest.raises(Unstorable):
        next(find_events(postgres_engine, country="\x00"))
    with pytest.raises(Unstorable):
        next(find_events(postgres_engine, country="\ud800"))


@pytest.mark.postgres
def test_tables_and_columns_are_documented_in_postgresql(postgres_engine: Engine) -> None:
    inspector = inspect(postgres_engine)

    for table in ArticleRow.metadata.tables:
        assert inspector.get_table_comment(table)["text"]
        assert all(column["comment"] for column in inspector.get_columns(table))


@pytest.mark.postgres
def test_connections_to_postgresql_say_who_they_are_and_do_not_wait_for_ever(
    postgres_engine: Engine,
) -> None:
    with postgres_engine.connect() as connection:
        shown = [
            connection.scalar(text(f"SHOW {name}"))
            for name in ("application_name", "statement_timeout", "lock_timeout")
        ]

    assert shown == ["eventwire", "1min", "30s"]


def test_a_message_changed_by_hand_is_named(engine: Engine) -> None:
    SqlEventRepository(engine).save([make_extraction()])
    with engine.begin() as connection:
        connection.execute(text("UPDATE events SET message = '{}'"))

    with pytest.raises(Unstorable, match="changed by hand"):
        list(find_events(engine))


def test_a_missing_folder_or_file_of_sqlite_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "e.db"
    engine = open_engine(f"sqlite:///{path}")
    upgrade(engine)
    engine.dispose()

    assert path.exists()
