"""Planted bugs of the database: failures swallowed, commits lost or late, rows doubled or left behind."""

import threading
from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite

from faults.bug import Bug, Change, Every, on

_REPOSITORY = "pipeline.storage.repository"
# The database is away now and then, at the begin of a transaction.
_OUTAGES = {
    "FAULTS_RAISE": "pipeline.storage.repository:SqlEventRepository.save:"
    "writing(self._engine).begin():begin:before=ConnectionError:4"
}

Save = Callable[[Any, Sequence[Any]], tuple[Any, ...]]


class _RollingBack:
    """An engine whose transactions are rolled back at their end, where *due* says so."""

    def __init__(self, engine: Any, due: Callable[[], bool]) -> None:
        self._engine, self._due = engine, due

    def begin(self) -> "_RollingBack":
        """Its transaction is that of ``with``."""
        return self

    def __enter__(self) -> Any:
        self._connection = self._engine.connect()
        self._transaction = self._connection.begin()
        return self._connection

    def __exit__(self, kind: Any, _error: Any, _trace: Any) -> None:
        try:
            if kind is not None or self._due():
                self._transaction.rollback()
            else:
                self._transaction.commit()
        finally:
            self._connection.close()


def _rolling_back(due: Callable[[], bool]) -> Change:
    def changed(writing: Any) -> Any:
        return lambda engine: _RollingBack(writing(engine), due)

    return changed


def _saving(change: Callable[[Save, Any, Sequence[Any]], tuple[Any, ...]]) -> Any:
    """``SqlEventRepository.save`` becomes *change*, which gets what it was."""

    def changed(save: Save) -> Save:
        @wraps(save)
        def wrapped(repository: Any, batch: Sequence[Any]) -> tuple[Any, ...]:
            return change(save, repository, batch)

        return wrapped

    return on("SqlEventRepository", "save", changed)


def _plant_swallowed(module: Any) -> None:
    def swallowing(save: Save, repository: Any, batch: Sequence[Any]) -> tuple[Any, ...]:
        try:
            return save(repository, batch)
        except Exception:
            return tuple(
                module.Saved(article_id=each.article.id, change="outdated", revision=0)
                for each in batch
            )

    _saving(swallowing)(module)


def _plant_write_behind(module: Any) -> None:
    """Each batch is computed and answered at once, and committed with the next one."""
    dry = threading.local()
    on("", "writing", _rolling_back(lambda: bool(getattr(dry, "runs", False))))(module)
    behind: list[Sequence[Any]] = []

    def late(save: Save, repository: Any, batch: Sequence[Any]) -> tuple[Any, ...]:
        while behind:
            save(repository, behind[0])
            behind.pop(0)
        dry.runs = True
        try:
            saved = save(repository, batch)
        finally:
            dry.runs = False
        behind.append(batch)
        return saved

    _saving(late)(module)


def _doubling() -> Callable[[Save, Any, Sequence[Any]], tuple[Any, ...]]:
    due = Every(10)

    def double(each: Any) -> Any:
        other = each.article.model_copy(update={"id": each.article.id.upper()})
        return each.model_copy(update={"article": other, "entities": (), "events": ()})

    def doubled(save: Save, repository: Any, batch: Sequence[Any]) -> tuple[Any, ...]:
        more = [double(each) for each in batch if due()]
        return save(repository, [*batch, *more])[: len(batch)]

    return doubled


def _keep(_delete: Any) -> Any:
    return lambda *_ids: None


def _ignore_known(_insert: Any) -> Any:
    def insert(connection: Any, table: Any, rows: Any) -> None:
        dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
        given = list(rows)
        if given:
            connection.execute(dialect.insert(table).on_conflict_do_nothing(), given)

    return insert


STORE_BUGS: tuple[Bug, ...] = (
    Bug(
        name="swallow-save-error",
        does="a batch that could not be saved is passed over",
        breaks=("I1", "I5"),
        patches={_REPOSITORY: (_plant_swallowed,)},
        environ=_OUTAGES,
    ),
    Bug(
        name="publish-what-is-rolled-back",
        does="some transactions are rolled back, and their events published",
        breaks=("I1", "I3", "I4", "I5"),
        patches={_REPOSITORY: (on("", "writing", _rolling_back(Every(7))),)},
    ),
    Bug(
        name="publish-before-commit",
        does="a batch is published and acknowledged first and committed with the next one",
        breaks=("I1", "I3", "I4", "I5"),
        patches={_REPOSITORY: (_plant_write_behind,)},
    ),
    Bug(
        name="doubled-under-another-id",
        does="some articles get a second row whose id has another case",
        breaks=("I2", "I4"),
        patches={_REPOSITORY: (_saving(_doubling()),)},
    ),
    Bug(
        name="rows-not-replaced",
        does="entities, mentions and actors of an older version stay",
        breaks=("I3", "I5"),
        patches={_REPOSITORY: (on("", "_delete", _keep), on("", "_insert", _ignore_known))},
        stages="all",
    ),
)
