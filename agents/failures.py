"""What may fail in an agent, and what is done about it: one policy for both agents.

| class | such as | what is done |
|---|---|---|
| poison | a message that breaks a rule, a row the database refuses for good, a message too large for its topic | a dead letter at once, never tried again |
| infrastructure | database or brokers away, no memory, threads or files left | waited for without end, nothing acknowledged, no dead letter |
| bug | any other exception of ours | the batch is halved until the culprit is alone; it becomes a dead letter ``bug`` |

The fourth class, an article that hangs or kills its process, is the pool's (``agents/pool.py``).
"""

import asyncio
import traceback
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Generic, Literal, TypeVar

from aiokafka.errors import (
    KafkaError,
    MessageSizeTooLargeError,
    RecordListTooLargeError,
    RecordTooLargeError,
)
from faust.exceptions import FaustError

from agents.errors import BrokerUnreachable
from agents.ops.state import Awaited, WorkerState
from pipeline.storage.errors import is_outage
from schemas.dead_letter import DeadLetterCode
from schemas.errors import RefusedMessage

FailureClass = Literal["poison", "infrastructure", "bug"]

FIRST_WAIT_SECONDS = 0.2
LONGEST_WAIT_SECONDS = 5.0
# What is there answers sooner; who is frozen, or holds a lock, refuses nothing and answers never.
ANSWER_SECONDS = 5.0
_TRACEBACK_CHARS = 700

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")

_TOO_LARGE = (MessageSizeTooLargeError, RecordListTooLargeError, RecordTooLargeError)
# A lack of threads, files or memory, or a release that changed under the worker, is the machine's.
_MACHINE = (OSError, MemoryError, ImportError, RuntimeError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Condemned(Generic[_Item]):
    """An item for which trying again is no use, and why."""

    item: _Item
    error: Exception


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """What the dead letter of a condemned message says."""

    code: DeadLetterCode
    stage: str
    message: str


def classify(error: Exception) -> FailureClass:
    """Whose fault *error* is. Faust wraps what its producer raised, so its cause is looked at as well."""
    if isinstance(error, RefusedMessage) or is_too_large(error):
        return "poison"
    if is_outage(error) or isinstance(error, KafkaError | FaustError | BrokerUnreachable):
        return "infrastructure"
    if isinstance(error, _MACHINE) and not isinstance(error, RecursionError):
        return "infrastructure"
    return "bug"


def is_too_large(error: BaseException) -> bool:
    """Does a limit of producer, topic or broker keep the message out for good?"""
    return isinstance(error, _TOO_LARGE) or isinstance(error.__cause__, _TOO_LARGE)


def reason_of(error: Exception, *, stage: str) -> Reason:
    """*error* as a dead letter tells it; a bug with the end of its traceback."""
    if isinstance(error, RefusedMessage):
        return Reason(code=error.code, stage=error.stage, message=error.message)
    if is_too_large(error):
        limit = "the brokers' limit for one message (max.message.bytes of the topic)"
        return Reason(
            code="extraction_too_large", stage=stage, message=f"It is over {limit}: {error}"
        )
    text = "".join(traceback.format_exception(error))
    return Reason(code="bug", stage=stage, message=f"{error!r}; {text[-_TRACEBACK_CHARS:]}")


async def until_done(
    what: Awaited, attempt: Callable[[], Awaitable[_Result]], *, state: WorkerState
) -> _Result:
    """What *attempt* returns, once it succeeds: an outage of *what* is waited through, however long.

    *state* says that it is waited for once an attempt fails, or has no answer for ANSWER_SECONDS.
    Only for work that may be repeated. Raises what waiting cannot help: poison and bugs.
    """
    wait = FIRST_WAIT_SECONDS
    while True:
        unanswered = asyncio.get_running_loop().call_later(
            ANSWER_SECONDS, partial(state.wait, what, TimeoutError("no answer"), ANSWER_SECONDS)
        )
        try:
            result = await attempt()
        except Exception as error:
            if classify(error) != "infrastructure":
                state.go_on()
                raise
            state.wait(what, error)
        else:
            state.go_on()
            return result
        finally:
            unanswered.cancel()
        await asyncio.sleep(wait)
        wait = min(2 * wait, LONGEST_WAIT_SECONDS)


async def settle(
    items: Sequence[_Item],
    attempt: Callable[[Sequence[_Item]], Awaitable[Sequence[_Result]]],
    *,
    waiting_for: Awaited,
    state: WorkerState,
) -> tuple[list[_Result], list[Condemned[_Item]]]:
    """The results of *attempt* on *items* in their order, and the items it can never succeed on.

    *attempt* does all or may be repeated. Where it fails for good the items are halved until the
    culprits are alone; an outage of *waiting_for* is waited through. Never raises but for cancellation.
    """
    if not items:
        return [], []
    try:
        return list(await until_done(waiting_for, lambda: attempt(items), state=state)), []
    except Exception as error:
        if len(items) == 1:
            return [], [Condemned(item=items[0], error=error)]
    middle = len(items) // 2
    first = await settle(items[:middle], attempt, waiting_for=waiting_for, state=state)
    second = await settle(items[middle:], attempt, waiting_for=waiting_for, state=state)
    return first[0] + second[0], first[1] + second[1]
