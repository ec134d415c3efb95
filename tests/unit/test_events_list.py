"""``eventwire events list`` on a real SQLite database."""

from pathlib import Path
from typing import Any

import orjson
import pytest

from agents.commands.events import run_list
from agents.errors import UsageError
from agents.settings import Settings
from pipeline.storage.engine import open_engine
from pipeline.storage.errors import DatabaseUnavailable
from pipeline.storage.migrate import upgrade
from pipeline.storage.repository import SqlEventRepository
from schemas.codec import decode_event
from support.builders import make_event, make_extraction
from support.screen import Screen

ANY: dict[str, Any] = {"since": None, "event_type": None, "country": None, "article": None}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Three articles with one event each."""
    chosen = Settings(data_dir=tmp_path)
    engine = open_engine(chosen.resolved_database_url)
    upgrade(engine)
    SqlEventRepository(engine).save(
        [make_extraction(article, events=(make_event(article),)) for article in ("a1", "a2", "a3")]
    )
    engine.dispose()
    return chosen


def list_events(
    settings: Settings, *, limit: int = 50, as_json: bool = True, **chosen: Any
) -> Screen:
    screen = Screen()
    status = run_list(
        settings=settings, console=screen.console, limit=limit, as_json=as_json, **{**ANY, **chosen}
    )
    assert status == 0
    return screen


def test_as_json_each_line_is_an_event_message(settings: Settings) -> None:
    events = [decode_event(line.encode()) for line in list_events(settings).lines]

    assert {event.article_id for event in events} == {"a1", "a2", "a3"}


def test_in_a_pipe_each_event_is_a_line_of_cells(settings: Settings) -> None:
    (line,) = list_events(settings, as_json=False, article="a2").lines

    assert line.split("\t") == [
        *("2021-07-13", "THREATEN", "Taliban (AFG)", "Turkey (TUR)", "Kabul", "0.87", "a2"),
        "The Taliban threatened Turkey in Kabul on Tuesday.",
    ]


@pytest.mark.parametrize(
    ("chosen", "count"),
    [
        ({"country": "tur"}, 3),
        ({"country": "FRA"}, 0),
        ({"event_type": "threaten"}, 3),
        ({"event_type": "PROTEST"}, 0),
        ({"since": "2021-07-13"}, 3),
        ({"since": "2021-07-14"}, 0),
        ({"since": "7d"}, 0),
        ({"article": "a1", "country": "AFG"}, 1),
    ],
)
def test_only_what_is_asked_for_is_listed(
    settings: Settings, chosen: dict[str, Any], count: int
) -> None:
    assert len(list_events(settings, **chosen).lines) == count


def test_more_than_the_limit_is_said(settings: Settings) -> None:
    screen = list_events(settings, limit=2)

    assert [orjson.loads(line)["state"] for line in screen.lines] == ["current"] * 2
    assert "--limit" in screen.notes[0]


def test_nothing_found_is_said(settings: Settings) -> None:
    assert list_events(settings, article="none").notes == ["no events"]


@pytest.mark.parametrize(
    "chosen", [{"since": "soon"}, {"event_type": "SHOUT"}, {"country": "Turkey"}]
)
def test_what_does_not_exist_is_wrong_usage(settings: Settings, chosen: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        list_events(settings, **chosen)


def test_without_tables_the_remedy_is_told(tmp_path: Path) -> None:
    with pytest.raises(DatabaseUnavailable, match="eventwire db upgrade"):
        list_events(Settings(data_dir=tmp_path))
