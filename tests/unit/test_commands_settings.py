"""`eventwire settings` and `eventwire db`, `--version` and `--help`: what they print, and what they hide."""

import json
from pathlib import Path

import pytest
from typer.main import get_command

from agents.cli import app
from agents.commands.ownership import SharedNames, require_own_names
from agents.settings import Settings
from pipeline.storage.passwords import without_password
from support.command_line import run_here


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("EVENTWIRE_DATA_DIR", str(tmp_path / "home"))


def test_every_setting_is_listed_with_value_origin_and_meaning(
    capsys: pytest.CaptureFixture[str],
) -> None:
    ended = run_here(capsys, "settings", "--json", "--batch-size", "7")

    rows = {row["name"]: row for row in map(json.loads, ended.stdout.splitlines())}
    assert list(rows) == list(Settings.model_fields)
    assert rows["batch_size"] == {
        "name": "batch_size",
        "value": 7,
        "origin": "flag",
        "meaning": Settings.model_fields["batch_size"].description,
        "env": "EVENTWIRE_BATCH_SIZE",
    }
    assert rows["data_dir"]["origin"] == "environment"


def test_in_a_pipe_a_setting_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    ended = run_here(capsys, "settings")

    assert len(ended.stdout.splitlines()) == len(Settings.model_fields)
    assert ended.stdout.splitlines()[0].count("\t") == 4


def test_secrets_are_hidden(capsys: pytest.CaptureFixture[str]) -> None:
    ended = run_here(
        capsys,
        "settings",
        "--kafka-sasl-password=hunter2",
        "--database-url=postgresql://bob:hunter2@db/news",
    )

    assert "hunter2" not in ended.stdout + ended.stderr
    assert "postgresql://bob:***@db/news" in ended.stdout


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("sqlite:////var/lib/e.db", "sqlite:////var/lib/e.db"),
        ("postgresql://db/news", "postgresql://db/news"),
        ("postgresql://bob@db/news", "postgresql://bob@db/news"),
        ("postgresql://bob:a@b:c@db/news", "postgresql://bob:***@db/news"),
        ("postgresql://bob:a/b@db/news", "postgresql://bob:***@db/news"),
        (
            "postgresql://db/news?user=bob&password=x&a=1",
            "postgresql://db/news?user=bob&password=***&a=1",
        ),
    ],
)
def test_a_database_url_is_shown_without_its_password(url: str, shown: str) -> None:
    assert without_password(url) == shown


def test_the_tables_are_made_once_and_then_found(capsys: pytest.CaptureFixture[str]) -> None:
    behind = run_here(capsys, "db", "check")
    made = run_here(capsys, "db", "upgrade")
    again = run_here(capsys, "db", "upgrade")
    found = run_here(capsys, "db", "check")

    assert (behind.status, made.status, again.status, found.status) == (1, 0, 0, 0)
    assert "run: eventwire db upgrade" in behind.stderr
    assert "from revision none to" in made.stdout
    assert "already" in again.stdout


def test_checking_makes_no_database(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "not made yet"

    ended = run_here(capsys, "db", "check", f"--data-dir={folder}")

    assert ended.status == 1
    assert not folder.exists()


def test_version_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    ended = run_here(capsys, "--version")

    assert ended.status == 0
    assert ended.stdout.startswith("eventwire ")


def test_without_a_command_the_help_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    ended = run_here(capsys)

    assert ended.status == 0
    assert "extract" in ended.stdout


def _paths() -> list[str]:
    root = get_command(app)
    paths: list[str] = []
    for name, command in root.commands.items():  # type: ignore[attr-defined]  # it is a group
        below = getattr(command, "commands", None)
        paths += [f"{name} {inner}" for inner in below] if below else [name]
    return paths


@pytest.mark.parametrize("path", _paths())
def test_every_command_has_a_help_and_one_example(
    path: str, capsys: pytest.CaptureFixture[str]
) -> None:
    ended = run_here(capsys, *path.split(), "--help")

    assert ended.status == 0
    assert ended.stdout.count("Example: ") == 1
    assert f"eventwire {path}" in ended.stdout.split("Example: ")[1]


def test_another_owner_of_our_names_is_refused(tmp_path: Path) -> None:
    record = tmp_path / "openai_agents-1.0.dist-info" / "RECORD"
    record.parent.mkdir()
    record.write_text("a.py,,\nagents/__init__.py,sha256=x,1\n")

    with pytest.raises(SharedNames, match=r"openai_agents .* 'agents'.* environment of its own"):
        require_own_names([str(tmp_path)])


def test_our_own_installation_and_a_stranger_are_no_rivals(tmp_path: Path) -> None:
    for name in ("eventwire-0.1.0", "other-1.0"):
        record = tmp_path / f"{name}.dist-info" / "RECORD"
        record.parent.mkdir()
        record.write_text("myagents/__init__.py,,\n")
    (tmp_path / "eventwire-0.1.0.dist-info" / "RECORD").write_text("agents/__init__.py,,\n")

    require_own_names([str(tmp_path), "/nowhere", ""])
