"""Opens kafka-python clients, and says in one line why a broker cannot be used."""

import logging
import re
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from kafka import KafkaAdminClient, KafkaConsumer, KafkaProducer
from kafka.errors import (
    AuthorizationError,
    BrokerResponseError,
    KafkaError,
    RetriableError,
    SaslAuthenticationFailedError,
    UnknownTopicOrPartitionError,
    UnsupportedSaslMechanismError,
)

from agents.errors import BrokerUnreachable, InvalidSettings, OperatorError, WrongTopics
from agents.settings import Settings

CLIENT_ID = "eventwire"
DELIVERY_TIMEOUT_SECONDS = 30.0
# A dead letter of 16 MiB, its headers and the batch around it.
MAX_REQUEST_BYTES = 17_825_792

_BOOTSTRAP_SECONDS = 5.0
_PROBE_SECONDS = 3.0
_REQUEST_TIMEOUT_MS = 8_000
_COORDINATOR_SECONDS = 8.0
_DEFAULT_PORT = 9092
_START_ONE = "start one here with `eventwire up`, or set EVENTWIRE_KAFKA_BOOTSTRAP_SERVERS"
_CHECK_TLS = "check EVENTWIRE_KAFKA_SSL_CA_FILE and EVENTWIRE_KAFKA_SECURITY_PROTOCOL"
_CHECK_SASL = (
    "check EVENTWIRE_KAFKA_SASL_USERNAME, EVENTWIRE_KAFKA_SASL_PASSWORD and"
    " EVENTWIRE_KAFKA_SASL_MECHANISM"
)
_FORBIDDEN = re.compile(r"authorization_?failed", re.IGNORECASE)
_T = TypeVar("_T")


def open_admin(settings: Settings) -> KafkaAdminClient:
    """An admin client, to be closed by the caller. Raises BrokerUnreachable within seconds."""
    options = _options(settings)
    return _open(
        settings, lambda: KafkaAdminClient(**options, request_timeout_ms=_REQUEST_TIMEOUT_MS)
    )


def open_producer(settings: Settings) -> KafkaProducer:
    """A producer whose sends count only once every in-sync replica has them.

    To be closed by the caller. It never creates a topic. Raises BrokerUnreachable within seconds.
    """
    options = _options(settings)
    return _open(
        settings,
        lambda: KafkaProducer(
            **options,
            acks="all",
            enable_idempotence=True,
            compression_type="zstd",
            linger_ms=20,
            batch_size=131_072,
            max_request_size=MAX_REQUEST_BYTES,
            max_block_ms=_REQUEST_TIMEOUT_MS,
            request_timeout_ms=10_000,
            # A broker that restarts is waited for this long; then the record counts as not sent.
            delivery_timeout_ms=int(DELIVERY_TIMEOUT_SECONDS * 1000),
            allow_auto_create_topics=False,
        ),
    )


def open_heart(settings: Settings) -> KafkaProducer:
    """A producer for heartbeats: one try, one acknowledgement, little memory; it never blocks for long.

    To be closed by the caller. Raises BrokerUnreachable within seconds.
    """
    options = _options(settings)
    return _open(
        settings,
        lambda: KafkaProducer(
            **options,
            acks=1,
            enable_idempotence=False,
            retries=0,
            max_block_ms=1_000,
            request_timeout_ms=4_000,
            # What is older is of no use: an outage must not end in a burst of old beats.
            delivery_timeout_ms=4_000,
            allow_auto_create_topics=False,
        ),
    )


def open_consumer(
    settings: Settings,
    *,
    group_id: str | None = None,
    partition_fetch_bytes: int = 1_048_576,
    check_sums: bool = True,
) -> KafkaConsumer:
    """A consumer that commits nothing by itself; without *group_id* it joins no group.

    Without *check_sums* it reads five times as fast: right for whoever counts or looks, not for who
    sends the bytes on (the client computes them in Python where the package crc32c is missing).
    To be closed by the caller. Raises BrokerUnreachable within seconds.
    """
    options = _options(settings)
    return _open(
        settings,
        lambda: KafkaConsumer(
            **options,
            group_id=group_id,
            enable_auto_commit=False,
            auto_offset_reset="earliest",
            max_partition_fetch_bytes=partition_fetch_bytes,
            # Bounds what one answer holds in memory, however many partitions are read.
            fetch_max_bytes=16_777_216,
            request_timeout_ms=_REQUEST_TIMEOUT_MS,
            allow_auto_create_topics=False,
            check_crcs=check_sums,
            metrics_enabled=False,
        ),
    )


@contextmanager
def broker_errors(settings: Settings) -> Iterator[None]:
    """Turns what kafka-python raises while a client is used into an OperatorError."""
    try:
        yield
    except KafkaError as error:
        raise explain(error, settings) from error


def explain(error: KafkaError, settings: Settings) -> OperatorError:
    """What *error* means to a person: the address, the cause in plain words, what to do."""
    where = f"the Kafka broker at {settings.kafka_bootstrap_servers}"
    if isinstance(error, (SaslAuthenticationFailedError, UnsupportedSaslMechanismError)):
        return BrokerUnreachable(f"{where} refuses the SASL login ({_plain(error)}); {_CHECK_SASL}")
    if _is_forbidden(error):
        return BrokerUnreachable(
            f"{where} does not allow this ({_plain(error)}); ask its administrator for the rights"
            " named in the documentation"
        )
    if isinstance(error, UnknownTopicOrPartitionError):
        return WrongTopics(
            f"{where} lacks a topic ({_plain(error)}); create it with `eventwire topics create`"
        )
    if isinstance(error, BrokerResponseError) and not isinstance(error, RetriableError):
        return BrokerUnreachable(
            f"{where} refuses the request ({_plain(error)}); its own log says why"
        )
    cause = find_outage(settings)
    if cause is not None:
        return BrokerUnreachable(cause)
    protocol = settings.kafka_security_protocol
    return BrokerUnreachable(
        f"{where} listens but does not answer as Kafka over {protocol} does ({_plain(error)});"
        " check EVENTWIRE_KAFKA_SECURITY_PROTOCOL, and that the address it advertises"
        " (advertised.listeners) can be reached from here"
    )


def patiently(call: Callable[[], _T], *, seconds: float = _COORDINATOR_SECONDS) -> _T:
    """What *call* returns, tried again for *seconds* while Kafka says that it will pass.

    A new cluster has no group coordinator until somebody asks for one.
    """
    deadline = time.monotonic() + seconds
    while True:
        try:
            return call()
        except RetriableError:
            if time.monotonic() >= deadline:
                raise
            time.sleep(0.2)


def _open(settings: Settings, create: Callable[[], Any]) -> Any:
    # Its loggers would tell a user about each attempt; the cause is told once, by us.
    logging.getLogger("kafka").setLevel(logging.CRITICAL + 1)
    # Asked first because kafka-python tries until its timeout, also where nothing listens.
    cause = find_outage(settings)
    if cause is not None:
        raise BrokerUnreachable(cause)
    with broker_errors(settings):
        return create()


def _options(settings: Settings) -> dict[str, Any]:
    options: dict[str, Any] = {
        "bootstrap_servers": [
            f"{host if ':' not in host else f'[{host}]'}:{port}"
            for host, port in _addresses(settings)
        ],
        "client_id": CLIENT_ID,
        "security_protocol": settings.kafka_security_protocol,
        "bootstrap_timeout_ms": int(_BOOTSTRAP_SECONDS * 1000),
        "reconnect_backoff_max_ms": 1_000,
    }
    if settings.kafka_security_protocol in ("SSL", "SASL_SSL"):
        options["ssl_context"] = _ssl_context(settings.kafka_ssl_ca_file)
    if settings.kafka_security_protocol.startswith("SASL_"):
        if not settings.kafka_sasl_username:
            raise InvalidSettings(
                f"EVENTWIRE_KAFKA_SECURITY_PROTOCOL is {settings.kafka_security_protocol}, but"
                f" EVENTWIRE_KAFKA_SASL_USERNAME is empty; {_CHECK_SASL}"
            )
        options["sasl_mechanism"] = settings.kafka_sasl_mechanism
        options["sasl_plain_username"] = settings.kafka_sasl_username
        options["sasl_plain_password"] = settings.kafka_sasl_password.get_secret_value()
    return options


def _ssl_context(ca_file: Path | None) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=str(ca_file) if ca_file else None)
    except OSError as error:
        reason = error.strerror or "it holds no certificate in PEM"
        raise InvalidSettings(
            f"the file {ca_file} cannot be used as certificate authority: {reason}; correct"
            " EVENTWIRE_KAFKA_SSL_CA_FILE"
        ) from error


def _addresses(settings: Settings) -> list[tuple[str, int]]:
    addresses = []
    for given in settings.kafka_bootstrap_servers.split(","):
        host, colon, port = given.strip().rpartition(":")
        if not colon or "]" in port:
            host, port = given.strip(), str(_DEFAULT_PORT)
        host = host.removeprefix("[").removesuffix("]")
        if not host or not port.isascii() or not port.isdigit() or not 0 < int(port) < 65_536:
            raise InvalidSettings(
                f"EVENTWIRE_KAFKA_BOOTSTRAP_SERVERS holds {given.strip()!r}; want host:port,"
                " several parted by commas"
            )
        addresses.append((host, int(port)))
    return addresses


def find_outage(settings: Settings) -> str | None:
    """Why none of the brokers can be connected to, with what to do; None where one can."""
    context = None
    if settings.kafka_security_protocol in ("SSL", "SASL_SSL"):
        context = _ssl_context(settings.kafka_ssl_ca_file)
    causes = []
    for host, port in _addresses(settings):
        cause = _probe(host, port, context)
        if cause is None:
            return None
        causes.append(cause)
    what, remedy = causes[0]
    return f"no Kafka broker at {settings.kafka_bootstrap_servers}: {what}; {remedy}"


def _probe(host: str, port: int, context: ssl.SSLContext | None) -> tuple[str, str] | None:
    try:
        with socket.create_connection((host, port), timeout=_PROBE_SECONDS) as connection:
            if context is not None:
                with context.wrap_socket(connection, server_hostname=host):
                    pass
    except (socket.gaierror, UnicodeError):
        return f"the name {host} is not known", _START_ONE
    except ConnectionRefusedError:
        return f"nothing listens on {host}:{port}", _START_ONE
    except ssl.SSLCertVerificationError as error:
        return f"its TLS certificate is not accepted ({error.verify_message})", _CHECK_TLS
    except ssl.SSLError as error:
        return f"{host}:{port} does not speak TLS ({error.reason or 'no answer'})", _CHECK_TLS
    except TimeoutError:
        return f"{host}:{port} does not answer within {_PROBE_SECONDS:.0f} s", _START_ONE
    except OSError as error:
        return f"{host}:{port} cannot be reached ({error.strerror or error})", _START_ONE
    return None


def _is_forbidden(error: BaseException | None) -> bool:
    # A producer tells what InitProducerId was refused with as a cause, or as text alone.
    while error is not None:
        if isinstance(error, AuthorizationError) or _FORBIDDEN.search(str(error)):
            return True
        error = error.__cause__ or error.__context__
    return False


def _plain(error: KafkaError) -> str:
    return " ".join(str(error).split()) or type(error).__name__
