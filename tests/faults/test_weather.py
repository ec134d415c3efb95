"""The proxy and the small disk do what their faults say of them, and heal."""

import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from agents.embedded.server_properties import Ports, render_server_properties
from faults.disks import mounted
from faults.fault import Fault
from faults.proxy import Proxy, Way, Weather
from faults.runner import Order, run_campaign
from faults.varied import read_properties, write_properties

_BYTES = bytes(range(256)) * 400
_A_WHILE_SECONDS = 0.3
_LONG_SECONDS = 20


@pytest.mark.parametrize(
    "weather",
    [
        Weather(),
        Weather(latency_seconds=(0.0, 0.02), stall_share=0.2, stall_seconds=(0.0, 0.05)),
        Weather(bytes_per_second=1_000_000),
    ],
    ids=["fair", "lossy", "narrow"],
)
def test_a_link_passes_every_byte_in_its_order_in_any_weather(weather: Weather) -> None:
    with running_proxy() as proxy, proxy.weather(weather), connected(proxy) as connection:
        connection.sendall(_BYTES)

        assert received(connection, len(_BYTES)) == _BYTES


@pytest.mark.parametrize("way", ["up", "down"])
def test_a_black_hole_passes_nothing_and_all_of_it_afterwards(way: Way) -> None:
    with running_proxy() as proxy, connected(proxy) as connection:
        with proxy.weather(Weather(blocked=frozenset({way}))):
            connection.sendall(_BYTES)
            connection.settimeout(_A_WHILE_SECONDS)
            with pytest.raises(TimeoutError):
                connection.recv(1)
        connection.settimeout(_LONG_SECONDS)

        assert received(connection, len(_BYTES)) == _BYTES


def test_a_reset_ends_each_connection_and_lets_new_ones_pass() -> None:
    with running_proxy() as proxy, connected(proxy) as connection:
        connection.sendall(b"x")
        received(connection, 1)

        assert proxy.reset() == 1
        with pytest.raises(ConnectionResetError):
            connection.recv(1)
        with connected(proxy) as another:
            another.sendall(b"y")
            assert received(another, 1) == b"y"


def test_what_a_server_that_is_away_refuses_the_proxy_ends() -> None:
    with running_proxy() as proxy:
        with socket.create_server(("127.0.0.1", 0)) as unused:
            proxy.target = unused.getsockname()[1]
        with connected(proxy) as connection:
            assert received_or_ended(connection) == b""


@pytest.mark.skipif(os.geteuid() != 0, reason="mounting a disk needs root")
def test_a_full_disk_takes_nothing_until_it_is_freed() -> None:
    with mounted(8) as disk:
        file = disk.folder / "file"
        with disk.full() as taken, pytest.raises(OSError, match="No space left"):
            file.write_bytes(b"x")
        file.write_bytes(b"x")

        assert taken > 7_000_000
        assert file.read_bytes() == b"x"


def test_properties_are_read_as_the_broker_has_them() -> None:
    text = render_server_properties(ports=Ports(broker=1, controller=2), log_dir=Path("/a=b"))

    assert write_properties(read_properties(text)) == text
    assert read_properties(text)["log.dirs"] == "/a=b"


def test_a_fault_that_this_machine_cannot_do_is_left_out_and_told(tmp_path: Path) -> None:
    fault = Fault(name="flood", inject=lambda _stack, _chance: "wet", missing=lambda: "no river")
    said: list[str] = []

    results = run_campaign(Order(faults=[fault], seed=1, folder=tmp_path), said.append)

    assert results == []
    assert said == ["flood is left out: no river"]


@contextmanager
def running_proxy() -> Iterator[Proxy]:
    """A proxy to a server that says again what it hears."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=_echo, args=(server,), daemon=True).start()
        proxy = Proxy(1, server.getsockname()[1])
        proxy.start()
        try:
            yield proxy
        finally:
            proxy.stop()


def connected(proxy: Proxy) -> socket.socket:
    return socket.create_connection(("127.0.0.1", proxy.port), _LONG_SECONDS)


def received(connection: socket.socket, count: int) -> bytes:
    got = b""
    while len(got) < count:
        chunk = connection.recv(count - len(got))
        assert chunk, f"ended after {len(got)} bytes"
        got += chunk
    return got


def received_or_ended(connection: socket.socket) -> bytes:
    with suppress(ConnectionResetError):
        return connection.recv(1)
    return b""


def _echo(server: socket.socket) -> None:
    with suppress(OSError):  # closed: the test is over
        while True:
            connection, _ = server.accept()
            threading.Thread(target=_answer, args=(connection,), daemon=True).start()


def _answer(connection: socket.socket) -> None:
    with suppress(OSError), connection:
        while chunk := connection.recv(65_536):
            connection.sendall(chunk)
