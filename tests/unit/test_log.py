import asyncio
import contextlib
import io
import json
import logging
import socket
from typing import Literal

import pytest
from aiokafka.client import AIOKafkaClient
from aiokafka.errors import KafkaConnectionError
from pydantic import SecretStr

from agents.ops.log import (
    FloodFilter,
    UnbreakableStream,
    configure_logging,
    open_log,
    secrets_of,
)
from agents.settings import Settings


class FullDisk(io.StringIO):
    def write(self, _text: str) -> int:
        raise OSError(28, "No space left on device")


def test_a_line_that_cannot_be_written_is_dropped_and_raises_nothing() -> None:
    stream = UnbreakableStream(FullDisk())

    assert stream.write("line") == 4
    stream.flush()


def test_a_line_in_service_is_one_json_object(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging(level="INFO", style="json")

    open_log("extract").info("article extracted", article_id="a\n\x1b[31m", events=2)

    (line,) = capsys.readouterr().err.splitlines()
    said = json.loads(line)
    assert (said["agent"], said["event"], said["article_id"], said["events"]) == (
        "extract",
        "article extracted",
        "a\n\x1b[31m",
        2,
    )


def test_a_loud_library_has_one_line_in_thirty_seconds() -> None:
    now = [0.0]
    flood = FloodFilter(now=lambda: now[0])
    record = logging.LogRecord("aiokafka.client", logging.ERROR, "", 0, "away", None, None)

    passed = []
    for second in (0, 1, 29, 30, 31):
        now[0] = float(second)
        passed.append(flood.filter(record))

    assert passed == [True, False, False, True, False]


def test_a_quiet_library_is_never_held_back() -> None:
    flood = FloodFilter(now=lambda: 0.0)
    record = logging.LogRecord("sqlalchemy.pool", logging.ERROR, "", 0, "x", None, None)

    assert [flood.filter(record) for _ in range(3)] == [True, True, True]


SASL = "sa\"sl\x1bü'Ops"
HOSTILE = "a\n\r\x1b[2J\x07\x7f\x9b31m\u202eb"


@pytest.mark.parametrize("style", ["console", "json"])
def test_no_character_of_a_line_moves_the_cursor(
    style: Literal["console", "json"], capsys: pytest.CaptureFixture[str]
) -> None:
    configure_logging(level="INFO", style=style)

    open_log("extract").info("article extracted", article_id=HOSTILE, more={"x": [HOSTILE]})
    logging.getLogger("sqlalchemy.pool").error("lost %s", HOSTILE)

    said = capsys.readouterr().err
    assert said.count("\n") == 2
    assert said.replace("\n", "").isprintable()


def test_a_traceback_on_the_console_keeps_its_lines_and_nothing_else(
    capsys: pytest.CaptureFixture[str],
) -> None:
    configure_logging(level="INFO", style="console")

    try:
        raise ValueError(HOSTILE)
    except ValueError:
        open_log("extract").exception("bug")

    said = capsys.readouterr().err
    assert "ValueError: a" in said
    assert said.replace("\n", "").isprintable()


@pytest.mark.parametrize("style", ["console", "json"])
def test_no_password_is_ever_in_a_line(
    style: Literal["console", "json"], capsys: pytest.CaptureFixture[str]
) -> None:
    settings = Settings(
        kafka_sasl_password=SecretStr(SASL),
        database_url=SecretStr("postgresql://me:d%40tabase@h/e?sslpassword=for-the-key"),
    )
    secrets = secrets_of(settings)
    assert secrets == {SASL, "d%40tabase", "d@tabase", "for-the-key"}
    configure_logging(level="INFO", style=style, secrets=secrets)

    url = settings.resolved_database_url
    open_log("store").info("x", url=url, more=[url, "it's " + SASL])
    open_log("store").info("x", plain=SASL, also="d@tabase")
    logging.getLogger("sqlalchemy.pool").error("cannot reach %s", url)
    try:
        raise ValueError(url)
    except ValueError:
        open_log("store").exception("bug")

    said = capsys.readouterr().err
    assert said.count("(hidden)") >= 8
    assert not [part for part in ("tabase", "for-the-key", "sa\\", 'sa"sl', "Ops") if part in said]


def test_a_client_whose_broker_is_away_says_so_in_one_line(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        address = f"127.0.0.1:{closed.getsockname()[1]}"
    configure_logging(level="INFO", style="json")

    async def attempt() -> None:
        client = AIOKafkaClient(bootstrap_servers=address)
        for _ in range(5):
            with contextlib.suppress(KafkaConnectionError):
                await client.bootstrap()
        await client.close()

    asyncio.run(attempt())

    (line,) = capsys.readouterr().err.splitlines()
    assert address in line
