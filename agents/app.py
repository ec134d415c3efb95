"""The wiring: the only place where settings, agents, the pool, the database and Kafka meet."""

import asyncio
import os
import ssl
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import ExitStack
from functools import partial
from importlib.metadata import version
from typing import Any, cast

import faust
import mode
from faust.types import StreamT, TopicT

from agents.coding import Extracted, RawArticle, Verdict
from agents.coding_limits import coding_limits
from agents.continuity import Deliveries, checked, find_left_out
from agents.delivery import DeadLetters, Outgoing, Outlet
from agents.extract import extract_batch
from agents.hop import BatchStream, take_batches
from agents.loading import LOADERS
from agents.ops.heartbeat import worker_name
from agents.ops.state import WorkerState
from agents.pool import CodingPool, require_coded
from agents.settings import Settings
from agents.spans import traced
from agents.store import store_batch
from agents.topology import HOPS, names_of
from pipeline.storage.engine import opened
from pipeline.storage.repository import SqlEventRepository

# A dead letter of MAX_CARRIED_BYTES, its reason and what the protocol adds; the topic takes 16 MiB.
MAX_REQUEST_BYTES = 16_000_000
# aiokafka leaves the group when nothing was fetched for so long and never returns while Faust's buffers are
# full: a long outage of the database would end the worker without a word. The check is client-side only.
NEVER_SECONDS = 2_000_000


class FaustOutlet(Outlet):
    """A topic written through Faust's producer."""

    def __init__(self, topic: TopicT) -> None:
        self._topic = topic

    async def send_all(self, messages: Sequence[Outgoing]) -> None:
        """See Outlet. The first await hands a message over, the second waits for the brokers' acknowledgement."""
        handed_over: list[asyncio.Future[Any]] = []
        try:
            for message in messages:
                # As Topic.send does it; the promise Faust keeps beside the answer fails with it, unasked for too.
                promise = self._topic.as_future_message(
                    message.key, message.value, headers=list(message.headers)
                )
                promise.add_done_callback(_take_note)
                pending = await self._topic.publish_message(promise, wait=False)
                handed_over.append(cast("asyncio.Future[Any]", pending))
        except BaseException:
            # A failure that nobody asks for is logged with its traceback, thousands of them in an outage.
            for each in handed_over:
                each.add_done_callback(_take_note)
            raise
        await asyncio.gather(*handed_over)


def _take_note(answer: "asyncio.Future[Any]") -> None:
    if not answer.cancelled():
        answer.exception()


class PooledExtractor:
    """An extractor that codes in the pool's processes, off the event loop."""

    def __init__(self, pool: CodingPool, *, canary_done: Callable[[Future[Verdict]], None]) -> None:
        self._pool = pool
        # Coded while the worker joins its group; without it a broken set-up would condemn each article.
        self._canary = pool.submit_canary()
        self._canary.add_done_callback(canary_done)

    async def extract(self, raw: RawArticle) -> Verdict:
        """See Extractor. Raises PoolUnusable where no article can be coded, whatever it says."""
        require_coded(await asyncio.wrap_future(self._canary))
        return await asyncio.wrap_future(self._pool.submit(raw))


def create_app(state: WorkerState, settings: Settings, *, resources: ExitStack) -> faust.App:
    """The Faust app of one agent: its own consumer group, so its own lag and its own scaling.

    What it opens (the pool's processes, the database's connections) is closed with *resources*; what it
    does is told in *state*.
    """
    agent = state.agent
    names = names_of(settings)
    hop = next(hop for hop in HOPS if hop.agent == agent)
    app = _faust_app(names.group(agent), worker_name(agent), settings)
    reads = app.topic(
        names.topic(hop.reads), key_type=bytes, value_type=bytes, value_serializer="raw"
    )
    writes = FaustOutlet(_raw_topic(app, names.topic(hop.writes)))
    letters = FaustOutlet(_raw_topic(app, names.topic("dead-letters")))
    dead_letters = DeadLetters(outlet=letters, version=version("eventwire"), state=state)
    group = names.group(agent)
    deliveries = Deliveries(look_into=partial(find_left_out, settings, group), state=state)
    done = checked(_work_of(settings, writes, dead_letters, state, resources), deliveries)
    work = traced(done, state, group=group, environ=os.environ, resources=resources)

    async def run(stream: StreamT[Any]) -> None:
        state.phase = "running"
        async with state.ticking():
            await take_batches(
                cast(BatchStream, stream),
                work,
                batch_size=settings.batch_size,
                within_seconds=settings.batch_within_seconds,
                state=state,
            )

    # Concurrency stays 1: with more, Faust commits past messages that are still being worked on (issue 606).
    app.agent(reads, name=agent, concurrency=1)(run)
    _tell_assignment(app, state)
    return app


def _canary_done(state: WorkerState, canary: Future[Verdict]) -> None:
    coded = not canary.cancelled() and not canary.exception()
    state.canary = "coded" if coded and isinstance(canary.result(), Extracted) else "failed"


def _tell_assignment(app: faust.App, state: WorkerState) -> None:
    async def assigned(_app: Any, *told: Any, **_signal: Any) -> None:
        state.assigned = len(told[0])

    async def revoked(_app: Any, *_told: Any, **_signal: Any) -> None:
        state.assigned = None

    connect_assigned: Any = app.on_partitions_assigned.connect
    connect_revoked: Any = app.on_partitions_revoked.connect
    connect_assigned(assigned)
    connect_revoked(revoked)


def _work_of(
    settings: Settings,
    writes: Outlet,
    dead_letters: DeadLetters,
    state: WorkerState,
    resources: ExitStack,
) -> Callable[..., Any]:
    if state.agent == "extract":
        pool = CodingPool(
            processes=settings.extract_processes,
            limits=coding_limits(settings),
            load=LOADERS[settings.extract_stages],
        )
        state.canary = "pending"
        extractor = PooledExtractor(
            resources.enter_context(pool), canary_done=partial(_canary_done, state)
        )
        return partial(
            extract_batch,
            extractor=extractor,
            extractions=writes,
            dead_letters=dead_letters,
            state=state,
        )
    engine = resources.enter_context(opened(settings.resolved_database_url))
    return partial(
        store_batch,
        repository=SqlEventRepository(engine),
        events=writes,
        dead_letters=dead_letters,
        state=state,
    )


class _DisklessApp(faust.App):
    """An app without tables: a worker keeps nothing on its disk, so it wants no folder there."""

    def _create_directories(self) -> None:
        """Faust makes three folders here, also where there is no table to put into them."""


def _faust_app(group: str, client_id: str, settings: Settings) -> faust.App:
    return _DisklessApp(
        group,
        id_format="{id}",  # the default adds a version, and a new version would read all again
        env_prefix="EVENTWIRE_FAUST_",  # else BROKER_URL and others in the environment beat these arguments
        broker_client_id=client_id,
        broker=[f"kafka://{address.strip()}" for address in _addresses(settings)],
        broker_credentials=_credentials(settings),
        web_enabled=False,
        topic_disable_leader=True,
        topic_allow_declare=False,
        agent_supervisor=mode.CrashingSupervisor,  # a bug ends the worker with nothing acknowledged
        stream_wait_empty=False,  # SIGTERM and a rebalance never hang on a stuck batch
        broker_max_poll_interval=NEVER_SECONDS,
        broker_max_poll_records=4 * settings.batch_size,
        stream_buffer_maxsize=4 * settings.batch_size,
        broker_session_timeout=settings.kafka_session_timeout_seconds,
        broker_heartbeat_interval=settings.kafka_session_timeout_seconds / 10,
        broker_rebalance_timeout=60,
        broker_request_timeout=max(40, settings.kafka_session_timeout_seconds + 10),
        broker_commit_interval=settings.kafka_commit_interval_seconds,
        producer_acks=-1,
        producer_request_timeout=30,
        producer_compression_type="zstd",
        producer_max_request_size=MAX_REQUEST_BYTES,
    )


def _raw_topic(app: faust.App, name: str) -> TopicT:
    return app.topic(name, key_serializer="raw", value_serializer="raw")


def _addresses(settings: Settings) -> list[str]:
    return settings.kafka_bootstrap_servers.split(",")


def _credentials(settings: Settings) -> Any:
    """Faust's credentials; SASL without TLS only where the operator names SASL_PLAINTEXT."""
    protocol = settings.kafka_security_protocol
    ca_file = str(settings.kafka_ssl_ca_file) if settings.kafka_ssl_ca_file else None
    context = ssl.create_default_context(cafile=ca_file) if protocol.endswith("SSL") else None
    if protocol.startswith("SASL"):
        return faust.SASLCredentials(
            mechanism=settings.kafka_sasl_mechanism,
            username=settings.kafka_sasl_username,
            password=settings.kafka_sasl_password.get_secret_value(),
            ssl_context=context,
        )
    return faust.SSLCredentials(context) if context else None
