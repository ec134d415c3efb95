"""Points inside Faust and aiokafka, by a wrapper around a method each: produce, flush, ack and the offsets' commit."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any, cast

from aiokafka.consumer.group_coordinator import GroupCoordinator
from aiokafka.producer.sender import Sender
from faust.transport.consumer import Consumer
from faust.transport.drivers.aiokafka import Producer

from faults.failpoints import FailPoints

_WAITING: tuple[tuple[type[Any], str], ...] = (
    (Producer, "send"),
    (Producer, "flush"),
    (Sender, "_send_produce_req"),
    (Consumer, "force_commit"),
    (Consumer, "_commit_offsets"),
    (Consumer, "on_partitions_revoked"),
    (Consumer, "on_partitions_assigned"),
    (GroupCoordinator, "commit_offsets"),
)
_PLAIN: tuple[tuple[type[Any], str], ...] = ((Consumer, "ack"),)

# Raise here, and the message is not sent: its answer is the error, as after a request that timed out.
ANSWER = "faust:Producer:answer"


def _place(owner: type[Any], method: str) -> str:
    return f"{owner.__module__.partition('.')[0]}:{owner.__name__}:{method}"


FAUST_POINTS: tuple[str, ...] = tuple(
    f"{_place(owner, method)}:{side}"
    for owner, method in (*_WAITING, *_PLAIN)
    for side in ("before", "after")
)


def patch_faust(points: FailPoints) -> None:
    """From now on the methods above have *points* around them."""
    cast(Any, Producer).send = _answering(points, Producer.send)
    for owner, method in _WAITING:
        wrapped = _around(points, _place(owner, method), getattr(owner, method))
        setattr(owner, method, wrapped)
    for owner, method in _PLAIN:
        setattr(owner, method, _around_plain(points, _place(owner, method), getattr(owner, method)))


def _around(
    points: FailPoints, place: str, method: Callable[..., Awaitable[Any]]
) -> Callable[..., Awaitable[Any]]:
    @wraps(method)
    async def wrapped(*arguments: Any, **named: Any) -> Any:
        await points.at(f"{place}:before")
        result = await method(*arguments, **named)
        await points.at(f"{place}:after")
        return result

    return wrapped


def _around_plain(points: FailPoints, place: str, method: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(method)
    def wrapped(*arguments: Any, **named: Any) -> Any:
        points.hit(f"{place}:before")
        result = method(*arguments, **named)
        points.hit(f"{place}:after")
        return result

    return wrapped


def _answering(
    points: FailPoints, method: Callable[..., Awaitable[Any]]
) -> Callable[..., Awaitable[Any]]:
    @wraps(method)
    async def wrapped(*arguments: Any, **named: Any) -> Any:
        try:
            await points.at(ANSWER)
        except ConnectionError as error:
            answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
            answer.set_exception(error)
            return answer
        return await method(*arguments, **named)

    return wrapped
