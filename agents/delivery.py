"""Getting messages out: every broker acknowledgement awaited, what no broker takes told apart."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from agents.failures import Condemned, Reason, settle
from agents.ops.state import WorkerState
from agents.topology import AgentName
from agents.tracing import Headers, Span, trace_headers
from schemas.dead_letter import DeadLetterReason
from schemas.extraction import Arrival

# What fits, with its reason, into a message of the topic dead-letters (16 MiB).
MAX_CARRIED_BYTES = 15_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """A message as Kafka delivered it; ``timestamp`` is in milliseconds since 1970, ``span`` the work on it.

    ``generation`` is the consumer group's when the message was fetched: it changes with each rebalance.
    """

    topic: str
    partition: int
    offset: int
    timestamp: int
    key: bytes | None
    value: bytes | None
    headers: Headers = ()
    generation: int | None = None
    span: Span | None = field(default=None, compare=False, repr=False)

    @property
    def size(self) -> int:
        """Bytes of key, value and headers."""
        pairs = sum(len(name.encode()) + len(value or b"") for name, value in self.headers)
        return len(self.key or b"") + len(self.value or b"") + pairs

    @property
    def arrival(self) -> Arrival:
        """When Kafka took the message, and its offset."""
        return Arrival(partition=self.partition, offset=self.offset, timestamp=self.timestamp)

    @property
    def trace(self) -> Headers:
        """The headers that go along with what comes of it: of its span, else as they came."""
        return self.span.headers if self.span else trace_headers(self.headers)

    def done(self, outcome: str, *, article_id: str = "", error: str = "") -> None:
        """Tell its trace how the work on it ended; *error* is the code of a dead letter."""
        if self.span:
            self.span.end(outcome, article_id=article_id, error=error)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """A message to send; a null value is a tombstone."""

    key: bytes | None
    value: bytes | None
    headers: Headers = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A message that ends as a dead letter, and why."""

    message: Incoming
    reason: Reason
    attempts: int = 1


class Outlet(Protocol):
    """A topic to write to."""

    async def send_all(self, messages: Sequence[Outgoing]) -> None:
        """Send *messages* in order and return once the brokers hold all of them.

        Equal keys keep their order. Raises where any of them was not acknowledged; sending all again is harmless.
        """


class MemoryOutlet:
    """An outlet that keeps what is sent in ``sent``; *failures* makes its first calls fail as an outage would."""

    def __init__(self, *, failures: int = 0) -> None:
        self.sent: list[Outgoing] = []
        self._failures = failures

    async def send_all(self, messages: Sequence[Outgoing]) -> None:
        """See Outlet. A failing call keeps the first of its messages, as a broker lost midway does."""
        if self._failures:
            self._failures -= 1
            self.sent += messages[:1]
            raise ConnectionError("the broker is away")
        self.sent += messages


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadLetters:
    """Where an agent's refused messages go."""

    outlet: Outlet
    version: str
    state: WorkerState

    async def send(self, refusals: Sequence[Refusal]) -> None:
        """Return once the brokers hold a dead letter of each; an outage is waited through.

        One that the brokers find too large goes without its original. Raises where even that fails:
        then nothing may be acknowledged.
        """
        letters = [self._letter(refusal) for refusal in refusals]
        for condemned in await self._deliver(list(zip(refusals, letters, strict=True))):
            refusal, _ = condemned.item
            bare = self._letter(refusal, omitted=True)
            for again in await self._deliver([(refusal, bare)]):
                raise again.error
        for refusal in refusals:
            self._say(refusal)

    async def _deliver(
        self, letters: Sequence[tuple[Refusal, Outgoing]]
    ) -> list[Condemned[tuple[Refusal, Outgoing]]]:
        async def attempt(
            some: Sequence[tuple[Refusal, Outgoing]],
        ) -> Sequence[tuple[Refusal, Outgoing]]:
            await self.outlet.send_all([letter for _, letter in some])
            return some

        _, condemned = await settle(letters, attempt, waiting_for="kafka", state=self.state)
        return condemned

    def _letter(self, refusal: Refusal, *, omitted: bool = False) -> Outgoing:
        reason = refusal.reason
        return dead_letter(
            refusal.message,
            reason,
            attempts=refusal.attempts,
            agent=self.state.agent,
            version=self.version,
            omitted=omitted,
        )

    def _say(self, refusal: Refusal) -> None:
        reason, message = refusal.reason, refusal.message
        self.state.ended["dead_lettered"] += 1
        self.state.dead_letters[reason.code] += 1
        message.done("dead_lettered", error=reason.code)
        self.state.log.warning(
            "article dead-lettered",
            outcome="dead_lettered",
            code=reason.code,
            stage=reason.stage,
            reason=reason.message,
            partition=message.partition,
            offset=message.offset,
        )


def dead_letter(
    message: Incoming,
    reason: Reason,
    *,
    agent: AgentName,
    version: str,
    attempts: int = 1,
    omitted: bool = False,
) -> Outgoing:
    """*message* as a dead letter: its own bytes and headers, and the reason in headers beside them.

    What no message can carry, and what is to be *omitted*, is left out, and the reason says so.
    """
    omitted = omitted or message.size > MAX_CARRIED_BYTES
    if omitted:
        said = (
            f" The original, {message.size:,} bytes, is too large to carry along; it stays in"
            f" {message.topic} until its retention ends."
        )
        reason = replace(reason, message=reason.message + said)
    key, value = (None, None) if omitted else (message.key, message.value)
    # The producer refuses a message of neither key nor value, so a null key is told in a header.
    null_key = key is None and value is None
    reasons = DeadLetterReason(
        code=reason.code,
        stage=reason.stage,
        message=reason.message,
        topic=message.topic,
        partition=message.partition,
        offset=message.offset,
        timestamp=message.timestamp,
        agent=agent,
        version=version,
        attempts=attempts,
        null_key=null_key,
        omitted=omitted,
    ).to_headers()
    headers = () if omitted else message.headers
    return Outgoing(key=b"" if null_key else key, value=value, headers=(*headers, *reasons))
