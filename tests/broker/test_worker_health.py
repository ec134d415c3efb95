"""A worker's probes and figures, and the trace of an article, in a running installation."""

import contextlib
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from agents.embedded.broker import EmbeddedBroker
from support.wire import Wire

pytestmark = [pytest.mark.broker, pytest.mark.slow, pytest.mark.timeout(600)]

TRACE = ("traceparent", b"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")


@pytest.fixture
def wire(broker: EmbeddedBroker, tmp_path: Path, topic_prefix: str) -> Iterator[Wire]:
    opened = Wire(broker.bootstrap_servers, tmp_path, topic_prefix)
    opened.prepare()
    yield opened
    opened.kill()


def free_ports(count: int) -> list[int]:
    """Ports where nobody listens."""
    with contextlib.ExitStack() as opened:
        servers = [
            opened.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(count)
        ]
        return [server.getsockname()[1] for server in servers]


def ask(port: int, path: str) -> tuple[int, str]:
    """The status and the body; 0 where nobody listens yet."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()
    except OSError:
        return 0, ""


def await_ready(port: int, seconds: float = 240) -> None:
    deadline = time.monotonic() + seconds
    while ask(port, "/readyz")[0] != 200:
        assert time.monotonic() < deadline, ask(port, "/readyz")
        time.sleep(0.3)


def start(wire: Wire, agent: str, **environ: str) -> int:
    """The port where a new worker of *agent* tells of itself."""
    (port,) = free_ports(1)
    wire.environ = {"EVENTWIRE_WORKER_BIND": f"127.0.0.1:{port}", **environ}
    wire.start(agent)
    return port


def test_workers_become_ready_count_what_they_do_and_pass_the_trace_on(wire: Wire) -> None:
    ports = [start(wire, "extract", EVENTWIRE_EXTRACT_STAGES="null"), start(wire, "store")]
    for port in ports:
        await_ready(port)
        assert ask(port, "/livez")[0] == 200
    good = b'{"id": "a", "body": "France accused Spain of spying on Tuesday."}'

    wire.push([(b"a", good), (b"b", b"{no json")], headers=[TRACE])
    wire.await_idle()

    read = {topic: wire.read(topic) for topic in ("extractions", "events", "dead-letters")}
    assert all(TRACE in record.headers for records in read.values() for record in records)
    assert all(read.values())
    extract, store = (ask(port, "/metrics")[1] for port in ports)
    assert 'eventwire_articles_total{agent="extract",outcome="extracted"} 1.0' in extract
    assert 'eventwire_dead_letters_total{agent="extract",code="not_json"} 1.0' in extract
    assert 'eventwire_articles_total{agent="store",outcome="created"} 1.0' in store
    promtool = shutil.which("promtool")
    if promtool:
        subprocess.run([promtool, "check", "metrics"], input=extract.encode(), check=True)


def test_a_worker_without_brokers_is_alive_and_says_what_it_waits_for(wire: Wire) -> None:
    (nobody,) = free_ports(1)
    port = start(wire, "store", EVENTWIRE_KAFKA_BOOTSTRAP_SERVERS=f"127.0.0.1:{nobody}")

    deadline = time.monotonic() + 240
    while "it has waited for the brokers" not in ask(port, "/readyz")[1]:
        assert time.monotonic() < deadline, ask(port, "/readyz")
        time.sleep(0.3)
    assert ask(port, "/readyz")[0] == 503
    assert ask(port, "/livez")[0] == 200
