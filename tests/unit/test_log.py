import io
import json
import logging

import pytest

from agents.ops.log import FloodFilter, UnbreakableStream, configure_logging, open_log


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
