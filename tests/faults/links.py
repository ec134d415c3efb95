"""An installation whose workers reach Kafka and PostgreSQL through a proxy each; everybody else goes straight."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from agents.embedded.ports import choose_ports
from agents.embedded.server_properties import HOST
from faults.postgres import running_postgres
from faults.proxy import Proxy
from faults.stack import DATABASE_PASSWORD, Stack, stopping
from faults.varied import Properties, VariedBroker, made_of

Link = Literal["kafka", "postgres"]


@dataclass
class LinkedStack(Stack):
    """A stack with a proxy for each of its links."""

    links: dict[Link, Proxy] = field(default_factory=dict)


@contextmanager
def open_linked(folder: Path, seed: int) -> Iterator[LinkedStack]:
    """A broker, PostgreSQL, two proxies, topics and tables; no worker yet."""
    with ExitStack() as opened:
        links: dict[Link, Proxy] = {"kafka": Proxy(seed), "postgres": Proxy(seed)}
        # A broker names the address that the listener has to whoever asks there: the workers' is the proxy.
        behind = links["kafka"].target = choose_ports(None).broker
        proxied = f"{HOST}:{links['kafka'].port}"

        def vary(properties: Properties) -> None:
            properties["listeners"] += f",PROXIED://{HOST}:{behind}"
            properties["advertised.listeners"] += f",PROXIED://{proxied}"
            properties["listener.security.protocol.map"] += ",PROXIED:PLAINTEXT"

        broker = opened.enter_context(VariedBroker(folder / "broker", vary))
        database = opened.enter_context(running_postgres())
        links["postgres"].target = database.port
        for link in links.values():
            link.start()
            opened.callback(link.stop)
        environ = {
            "EVENTWIRE_KAFKA_BOOTSTRAP_SERVERS": proxied,
            "EVENTWIRE_DATABASE_URL": database.url.replace(
                f"postgres@{HOST}:{database.port}",
                f"postgres:{DATABASE_PASSWORD}@{HOST}:{links['postgres'].port}",
            ),
        }
        stack = made_of(
            LinkedStack,
            folder,
            seed,
            broker.bootstrap_servers,
            broker=broker,
            postgres=database,
            links=links,
            environ=environ,
        )
        opened.enter_context(stopping(stack))
        stack.prepare()
        yield stack
