"""Is the broker ready? One Metadata request over a plain socket, without a client library."""

import socket
import struct
from dataclasses import dataclass

_METADATA_V4 = struct.Struct(">hhihib")  # the newest version that Kafka 3 and 4 share unchanged
_NULL_STRING = -1
_CORRELATION_ID = 1


@dataclass(frozen=True, slots=True)
class ClusterAnswer:
    """What the broker said of its cluster."""

    cluster_id: str
    brokers: int
    """Brokers that are registered and not fenced; 0 while the node is still starting."""


def ask_cluster(host: str, port: int, *, timeout_seconds: float) -> ClusterAnswer | None:
    """The broker's answer, or None where nobody listens or no whole answer came in time."""
    try:
        with socket.create_connection((host, port), timeout_seconds) as connection:
            connection.settimeout(timeout_seconds)
            connection.sendall(_framed(_metadata_request()))
            (length,) = struct.unpack(">i", _receive(connection, 4))
            return parse_metadata(_receive(connection, length))
    except (OSError, struct.error, UnicodeDecodeError):
        # Not listening yet, or something that is no Kafka: either way, not our broker.
        return None


def parse_metadata(answer: bytes) -> ClusterAnswer:
    """Reads the head of a Metadata v4 response. Raises struct.error where it is cut short."""
    (brokers,) = struct.unpack_from(">i", answer, 8)  # after correlation id and throttle time
    at = 12
    for _ in range(brokers):
        _host, at = _string(answer, at + 4)
        _rack, at = _string(answer, at + 4)
    cluster_id, _ = _string(answer, at)
    return ClusterAnswer(cluster_id, brokers)


def _metadata_request() -> bytes:
    # key 3, version 4, no client id, no topics, no creation of topics
    return _METADATA_V4.pack(3, 4, _CORRELATION_ID, _NULL_STRING, 0, 0)


def _framed(request: bytes) -> bytes:
    return struct.pack(">i", len(request)) + request


def _string(answer: bytes, at: int) -> tuple[str, int]:
    (length,) = struct.unpack_from(">h", answer, at)
    end = at + 2 + max(length, 0)
    return answer[at + 2 : end].decode(), end


def _receive(connection: socket.socket, length: int) -> bytes:
    received = bytearray()
    while len(received) < length:
        chunk = connection.recv(length - len(received))
        if not chunk:
            raise ConnectionResetError("the answer was cut short")
        received += chunk
    return bytes(received)
