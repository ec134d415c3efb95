"""What the campaign rests on: its ledger, its plan of traffic, and a checker that nobody else wrote."""

import ast
import sqlite3
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from faults import checker, evidence, ledger
from faults.invariants import violation
from faults.ledger import Ledger, Sent, read_ledger
from faults.mix import Mix
from faults.plan import Plan
from faults.replay import dump_hash
from faults.scenario import count_left_out


def test_a_ledger_that_is_opened_again_goes_on_where_it_ended(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    messages = [
        Sent(
            sequence=0, key=b"a", value=b"{}", article_id="a", version=1, lines=("x", "y"), mark=0
        ),
        Sent(sequence=1, key=None, value=None, code="empty_value", lines=None),
        Sent(sequence=2, key=b"a", value=b"", article_id="a", status="canceled"),
    ]
    first = Ledger(path)
    first.intend(messages)
    first.acknowledge([(0, 3, 7), (2, 1, 0)])
    first.close()
    again = Ledger(path)

    assert (again.next_sequence(), again.count_acknowledged()) == (3, 2)
    assert list(read_ledger(path)) == [
        replace(messages[0], partition=3, offset=7),
        messages[1],
        replace(messages[2], partition=1, offset=0),
    ]


def test_a_plan_is_the_same_for_the_same_seed_and_numbers_its_messages() -> None:
    mix = Mix(poison=10, oversize=2)
    one, same, other = (zip(range(300), Plan(seed, mix), strict=False) for seed in (1, 1, 2))
    messages = [each for _, each in one]

    assert messages == [each for _, each in same]
    assert messages != [each for _, each in other]
    assert [each.sequence for each in messages] == list(range(300))
    assert {each.kind for each in messages} == {"good", "canceled", "poison"}


def test_two_databases_are_alike_where_only_deliveries_differ(tmp_path: Path) -> None:
    one = database(tmp_path / "one.db", headline="Quake", revision=1)
    delivered_twice = database(tmp_path / "two.db", headline="Quake", revision=2)
    other = database(tmp_path / "three.db", headline="Quakes", revision=1)

    assert dump_hash(one) == dump_hash(delivered_twice)
    assert dump_hash(one) != dump_hash(other)


def database(path: Path, *, headline: str, revision: int) -> Path:
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(
            """CREATE TABLE articles (id, headline, revision, arrival_offset);
            CREATE TABLE entities (id);
            CREATE TABLE mentions (entity_id, start_char);
            CREATE TABLE events (id, state, revision, message);
            CREATE TABLE event_actors (event_id, role, position);"""
        )
        connection.execute(
            "INSERT INTO articles VALUES (?, ?, ?, ?)", ("a", headline, revision, revision)
        )
        connection.commit()
    return path


def test_the_checker_shares_no_code_with_the_product() -> None:
    own = [Path(module.__file__ or "") for module in (checker, evidence, ledger)]
    own += sorted(Path(violation.__file__).parent.glob("*.py"))
    own.append(Path(sys.modules["support.witness"].__file__ or ""))

    taken = {
        f"{path.name}: {name}"
        for path in own
        for name in _imported(ast.parse(path.read_text("utf-8")))
        if name.partition(".")[0] in {"agents", "pipeline", "schemas", "seeds"}
        or (name.startswith("faults.") and not _is_own(name))
    }

    assert not taken


def _is_own(name: str) -> bool:
    parts = name.split(".")
    return parts[1] in {"evidence", "ledger", "invariants", "checker"}


def _imported(tree: ast.Module) -> list[str]:
    names = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names.append(node.module or "")
    return names


def test_a_worker_that_ended_because_messages_were_left_out_is_told_from_a_crash(
    tmp_path: Path,
) -> None:
    (tmp_path / "store.log").write_text(
        '{"event": "Crashed reason=MessagesLeftOut(\'offset 204\')"}\n'
        '{"event": "Crashed reason=KeyError(\'x\')"}\n'
    )

    assert count_left_out(tmp_path) == 1
