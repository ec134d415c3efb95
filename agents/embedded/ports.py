"""Ports on 127.0.0.1 that are free at this moment."""

import socket
from contextlib import ExitStack

from agents.embedded.errors import PortInUse
from agents.embedded.server_properties import HOST, Ports


def choose_ports(broker_port: int | None) -> Ports:
    """*broker_port*, or a free one, and a free one for the controller.

    Free now is not free for ever: whoever binds them later must be ready to choose again.
    Raises PortInUse where *broker_port* is taken.
    """
    with ExitStack() as open_sockets:
        # Both open at once, so that they differ.
        broker = open_sockets.enter_context(_bound(broker_port or 0))
        controller = open_sockets.enter_context(_bound(0))
        return Ports(broker=broker.getsockname()[1], controller=controller.getsockname()[1])


def require_free(port: int) -> None:
    """Raises PortInUse where *port* is taken at this moment."""
    _bound(port).close()


def _bound(port: int) -> socket.socket:
    probe = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    # Connections of an earlier broker that linger in TIME_WAIT do not make the port taken.
    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        probe.bind((HOST, port))
    except OSError as error:
        probe.close()
        raise PortInUse(port=port, reason=error.strerror or str(error)) from error
    return probe
