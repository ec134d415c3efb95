"""What a person can get wrong on the command line: one line that says what, where and what to do; no traceback."""

import os
import pty
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from support.command_line import Ended, run_apart, run_here

pytestmark = pytest.mark.filterwarnings(
    # kafka-python reads its tables of messages so, until Python 3.13 takes the deprecation back.
    "ignore:read_text is deprecated:DeprecationWarning",
    "ignore:open_text is deprecated:DeprecationWarning",
)

# Nothing listens on port 1, and no user of the tests may.
NO_BROKER = "--kafka-bootstrap-servers=127.0.0.1:1"
HELP = "--help`"


@pytest.fixture
def run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Ended]:
    """Calls the command in a folder with one file of each kind, its data folder beside them."""
    _write_files(tmp_path)
    for name in [name for name in os.environ if name.startswith("EVENTWIRE_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("EVENTWIRE_DATA_DIR", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    return lambda *arguments: run_here(capsys, *arguments)


def _write_files(folder: Path) -> None:
    (folder / "good.json").write_text('{"id": "a", "headline": "Rain"}')
    (folder / "broken.json").write_text('{"id": "a", ')
    (folder / "broken.ndjson").write_text('{"id": "a", \n')
    (folder / "list.json").write_text('[{"id": "a", "headline": "Rain"}, {]')
    (folder / "noid.json").write_text('{"headline": "Rain"}')
    (folder / "empty.txt").write_text("")
    (folder / "binary.txt").write_bytes(bytes(range(256)))
    (folder / "utf16.txt").write_text("Rain", encoding="utf-16")
    (folder / "latin.txt").write_bytes(b"caf\xe9")
    (folder / "report.pdf").write_bytes(b"%PDF-1.7")
    (folder / "articles").mkdir()
    (folder / "file").write_text("")


# command line, exit status, words of the one line on stderr
WRONG_USAGE: list[tuple[str, str]] = [
    ("extarct good.json", "did you mean 'extract'"),
    ("db", "db needs a command: upgrade, check"),
    ("db upgrad", "did you mean 'upgrade'"),
    ("frobnicate", HELP),
    ("extract --jbos 2", "did you mean --jobs"),
    ("settings --topic-prefx x", "did you mean --topic-prefix"),
    ("validate -q", HELP),
    ("extract --jobs 0", "greater than or equal to 1"),
    ("extract --jobs many", "valid integer"),
    ("extract --jobs", "requires an argument"),
    ("extract --jobs 2 --explain good.json", "--jobs 1"),
    ("validate - -", "name it once"),
    ("explain", "missing argument 'FILE'"),
    ("explain good.json other.json", "unexpected"),
    ("explain --prase good.json", "did you mean --parse"),
    ("worker", "one of extract, store, all"),
    ("worker frob", "'extract', 'store', 'all'"),
    ("up --kafka-bootstrap-servers kafka.example:9092", "eventwire worker all"),
    ("events list --limit 0", "greater than or equal to 1"),
    ("events list --limit all", "valid integer"),
    ("dead-letters show", "TOPIC/PARTITION/OFFSET"),
    ("lexicon gaps --limit -3 good.json", "greater than or equal to 1"),
]

FAILS: list[tuple[str, str]] = [
    ("validate none.json", "none.json: does not exist; check the name"),
    ("validate articles", "is a directory; name its files"),
    ("validate report.pdf", "unknown kind (.pdf); want .txt, .json"),
    ("validate file", "no extension"),
    ("validate empty.txt", "is empty; put at least one article"),
    ("validate binary.txt", "binary.txt: is binary"),
    ("validate utf16.txt", "iconv -f UTF-16 -t UTF-8"),
    ("validate latin.txt", "latin.txt:1: is not UTF-8 (byte 0xe9)"),
    ("validate list.json", "list.json:1: the list is not JSON"),
    ("extract broken.ndjson", "broken.ndjson:1: not_json"),
    ("extract noid.json", "/id: got nothing; want an id or a url"),
    ("extract none.json --jobs 2", "does not exist"),
    ("explain none.json", "does not exist"),
    ("explain noid.json --parse", "/id: got nothing; want an id or a url"),
    ("lexicon gaps noid.json", "/id: got nothing; want an id or a url"),
    ("settings --batch-size 0", "setting batch_size (flag) is '0'"),
    ("settings --log-level LOUD", "setting log_level (flag) is 'LOUD'"),
    ("settings --batch-size", "--batch-size VALUE"),
    ("db check --database-url nonsense", "want sqlite:////absolute"),
    ("db check --database-url oracle://u:pw@h/d", "want sqlite:////absolute"),
    ("db check", "run: eventwire db upgrade"),
    ("db upgrade --data-dir file/home", "file/home"),
    ("db check --database-url postgresql://u:pw@127.0.0.1:1/d", "127.0.0.1"),
    ("push good.json " + NO_BROKER, "127.0.0.1:1"),
    ("topics check " + NO_BROKER, "127.0.0.1:1"),
    ("topics create " + NO_BROKER, "127.0.0.1:1"),
    ("events follow " + NO_BROKER, "127.0.0.1:1"),
    ("dead-letters list " + NO_BROKER, "127.0.0.1:1"),
    ("dead-letters show raw-articles/0/1 " + NO_BROKER, "127.0.0.1:1"),
]

# Either status will do: some of these are told before anything is opened, some after.
REFUSED: list[tuple[str, str]] = [
    ("dead-letters show nonsense " + NO_BROKER, "TOPIC/PARTITION/OFFSET"),
    ("dead-letters replay " + NO_BROKER, "--all"),
    ("dead-letters replay --all --code too_slow " + NO_BROKER, "--all"),
    ("dead-letters replay --code too_fast " + NO_BROKER, "too_slow"),
    ("dead-letters replay --id nonsense " + NO_BROKER, "TOPIC/PARTITION/OFFSET"),
    ("events list --type FROB", "FROB"),
    ("events list --country Turkey", "Turkey"),
    ("events list --since yesterday", "yesterday"),
]


def _assert_one_line(ended: Ended, words: str) -> None:
    assert len(ended.complaints) == 1, ended.stderr
    assert words in ended.complaints[0]
    assert "Traceback" not in ended.stderr
    assert "pw@" not in ended.stderr


@pytest.mark.parametrize(("line", "words"), WRONG_USAGE)
def test_a_call_that_cannot_work_is_wrong_usage(
    line: str, words: str, run: Callable[..., Ended]
) -> None:
    ended = run(*line.split())

    _assert_one_line(ended, words)
    assert ended.status == 2
    assert ended.stdout == ""


@pytest.mark.parametrize(("line", "words"), FAILS)
def test_what_is_refused_is_told_in_one_line(
    line: str, words: str, run: Callable[..., Ended]
) -> None:
    ended = run(*line.split())

    _assert_one_line(ended, words)
    assert ended.status == 1


@pytest.mark.parametrize(("line", "words"), REFUSED)
def test_a_value_that_names_nothing_is_told_in_one_line(
    line: str, words: str, run: Callable[..., Ended]
) -> None:
    if line.startswith("events list"):
        run("db", "upgrade")

    ended = run(*line.split())

    _assert_one_line(ended, words)
    assert ended.status in (1, 2)


def test_lag_without_a_broker_has_a_status_of_its_own(run: Callable[..., Ended]) -> None:
    ended = run("lag", NO_BROKER)

    _assert_one_line(ended, "127.0.0.1:1")
    assert ended.status == 3


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b'topic_prefx = "x"', "unknown setting 'topic_prefx'"),
        (b"batch_size = ", "cannot be read as TOML"),
        (b"batch_size = [1]", "batch_size"),
        (b"\xff\xfe", "cannot be read as TOML"),
    ],
)
def test_a_fault_in_the_settings_file_names_the_file(
    content: bytes, words: str, run: Callable[..., Ended]
) -> None:
    Path("eventwire.toml").write_bytes(content)

    ended = run("settings")

    _assert_one_line(ended, words)
    assert "eventwire.toml" in ended.stderr
    assert ended.status == 1


@pytest.mark.parametrize(
    ("name", "setting", "words"),
    [
        ("EVENTWIRE_TOPIC_PREFX", "x", "did you mean topic_prefix"),
        ("EVENTWIRE_BATCH_SIZE", "many", "(environment) is 'many'"),
        ("EVENTWIRE_CONFIG", "none.toml", "none.toml does not exist"),
    ],
)
def test_a_fault_in_the_environment_names_the_environment(
    name: str,
    setting: str,
    words: str,
    run: Callable[..., Ended],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(name, setting)

    ended = run("validate", "good.json")

    _assert_one_line(ended, words)
    assert ended.status == 1


def test_help_answers_whatever_is_wrong_with_the_settings(run: Callable[..., Ended]) -> None:
    Path("eventwire.toml").write_text("batch_size = ")

    ended = run("extract", "--help")

    assert ended.status == 0
    assert "Example: eventwire extract" in ended.stdout


def test_the_other_files_go_on_after_one_that_is_missing(run: Callable[..., Ended]) -> None:
    ended = run("validate", "none.json", "noid.json", "good.json")

    assert ended.status == 1
    assert "noid.json:1: /id: got nothing; want an id or a url" in ended.stdout
    assert "2 articles: 1 not acceptable" in ended.stderr


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_told(run: Callable[..., Ended]) -> None:
    Path("good.json").chmod(0)

    _assert_one_line(run("validate", "good.json"), "must not be read by you")


def test_control_characters_of_what_is_printed_are_escaped(run: Callable[..., Ended]) -> None:
    Path("evil.json").write_text('{"id": "a", "headline": "x", "version": "\\u001b[2J\\u202e"}')

    ended = run("validate", "evil\x1b.json", "evil.json")

    assert "\x1b" not in ended.stdout + ended.stderr
    assert "\u202e" not in ended.stdout


def test_as_a_process_it_ends_the_same_way(tmp_path: Path) -> None:
    ended = run_apart("validate", "none.json", folder=tmp_path)

    _assert_one_line(ended, "does not exist")
    assert ended.status == 1


@pytest.mark.parametrize("line", ["validate", "validate -", "explain -"])
def test_without_a_file_on_a_terminal_it_says_what_to_do(line: str, tmp_path: Path) -> None:
    controller, terminal = pty.openpty()
    try:
        ended = run_apart(*line.split(), folder=tmp_path, stdin=terminal)
    finally:
        os.close(controller)
        os.close(terminal)

    _assert_one_line(ended, "name a FILE, or pipe NDJSON in")
    assert ended.status == 2


def test_up_names_the_port_that_is_taken(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        address = f"127.0.0.1:{port}"
        ended = run_apart(
            "up",
            f"--kafka-bootstrap-servers={address}",
            f"--data-dir={tmp_path / 'home'}",
            folder=tmp_path,
            environ={"XDG_CACHE_HOME": str(tmp_path / "cache")},
        )

    _assert_one_line(ended, port)
    assert ended.status == 1
    assert not (tmp_path / "cache").exists(), "jars were fetched first"
