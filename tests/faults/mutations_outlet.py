"""Planted bugs of what is sent: unanswered, lost, changed, under another key, in another order."""

import asyncio
import json
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import wraps
from typing import Any

from faults.bug import Bug, Change, Every, on

_APP = "agents.app"
_REVISION = "eventwire.revision"
_CODE = "eventwire.error.code"
_RETRACTED = b'"state":"retracted"'
# Now and then a request to the brokers times out. Seldom: a batch may send a thousand messages, and is sent whole again.
_LOST_ANSWERS = {"FAULTS_RAISE": "faust:Producer:answer=ConnectionError:1500"}

Messages = Sequence[Any]


def _sending(change: Callable[[Messages], Iterable[Any]]) -> Change:
    """send_all, of what *change* makes of the messages."""

    def changed(send_all: Any) -> Any:
        @wraps(send_all)
        async def wrapped(outlet: Any, messages: Messages) -> None:
            await send_all(outlet, list(change(messages)))

        return wrapped

    return changed


def _outlet(change: Change) -> dict[str, Any]:
    return {_APP: (on("FaustOutlet", "send_all", change),)}


def _says_event(message: Any) -> bool:
    return any(name == _REVISION for name, _ in message.headers)


def _is_letter(message: Any) -> bool:
    return any(name == _CODE for name, _ in message.headers)


def _is_retraction(message: Any) -> bool:
    return _says_event(message) and _RETRACTED in (message.value or b"")


def _is_tombstone(message: Any) -> bool:
    return _says_event(message) and message.value is None


def _unanswered(_send_all: Any) -> Any:
    async def send_all(outlet: Any, messages: Messages) -> None:
        for each in messages:
            await outlet._topic.send(key=each.key, value=each.value, headers=list(each.headers))

    return send_all


def _partly_answered(_send_all: Any) -> Any:
    async def send_all(outlet: Any, messages: Messages) -> None:
        pending = [
            await outlet._topic.send(key=each.key, value=each.value, headers=list(each.headers))
            for each in messages
        ]
        await asyncio.gather(*pending, return_exceptions=True)

    return send_all


def _retried(messages: Messages) -> Messages:
    if any(_is_letter(each) for each in messages):
        raise ConnectionError("as if poison were an outage")
    return messages


def _cut(messages: Messages) -> Iterable[Any]:
    for each in messages:
        yield replace(each, value=each.value[:-1]) if _is_letter(each) and each.value else each


def _without_code(messages: Messages) -> Iterable[Any]:
    for each in messages:
        yield replace(each, headers=tuple(pair for pair in each.headers if pair[0] != _CODE))


def _by_article(messages: Messages) -> Iterable[Any]:
    for each in messages:
        if _says_event(each) and each.value:
            yield replace(each, key=json.loads(each.value)["article_id"].encode())
        else:
            yield each


def _numbered_one(messages: Messages) -> Iterable[Any]:
    for each in messages:
        yield replace(each, headers=((_REVISION, b"1"),)) if _says_event(each) else each


def _recoded_now(messages: Messages) -> Iterable[Any]:
    for each in messages:
        if _says_event(each) and each.value:
            said = {**json.loads(each.value), "coded_at": f"{time.time():.6f}"}
            yield replace(each, value=json.dumps(said).encode())
        else:
            yield each


def _with_phantoms() -> Callable[[Messages], Iterable[Any]]:
    due = Every(40)

    def change(messages: Messages) -> Iterable[Any]:
        for each in messages:
            yield each
            if _says_event(each) and each.value and due():
                said = {**json.loads(each.value), "id": "0" * 32, "article_id": "a-phantom"}
                yield replace(each, key=b"0" * 32, value=json.dumps(said).encode())

    return change


def _held_back() -> Callable[[Messages], Iterable[Any]]:
    held: list[Any] = []
    due = Every(25)

    def change(messages: Messages) -> Iterable[Any]:
        late, held[:] = list(held), []
        for each in messages:
            if _says_event(each) and due():
                held.append(each)
            else:
                yield each
        yield from late

    return change


OUTLET_BUGS: tuple[Bug, ...] = (
    Bug(
        name="ack-without-answer",
        does="a message counts as sent when it is handed over, before the brokers answered",
        breaks=("I1", "I3", "I5"),
        patches=_outlet(_unanswered),
        environ=_LOST_ANSWERS,
    ),
    Bug(
        name="part-failed-acked",
        does="a batch is acknowledged though the brokers refused a part of it",
        breaks=("I1", "I3", "I5"),
        patches=_outlet(_partly_answered),
        environ=_LOST_ANSWERS,
    ),
    Bug(
        name="letter-unsent",
        does="poison is acknowledged without a dead letter",
        breaks=("I1",),
        patches=_outlet(_sending(lambda some: (each for each in some if not _is_letter(each)))),
    ),
    Bug(
        name="letter-cut",
        does="a dead letter lacks the last byte of its original",
        breaks=("I1",),
        patches=_outlet(_sending(_cut)),
    ),
    Bug(
        name="letter-without-code",
        does="a dead letter has no header with its code",
        breaks=("I1",),
        patches=_outlet(_sending(_without_code)),
    ),
    Bug(
        name="poison-retried",
        does="poison is tried again for ever and never acknowledged",
        breaks=("I6",),
        patience_seconds=60.0,
        patches=_outlet(_sending(_retried)),
    ),
    Bug(
        name="lose-tombstones",
        does="no tombstone follows a retraction",
        breaks=("I3",),
        patches=_outlet(_sending(lambda some: (each for each in some if not _is_tombstone(each)))),
    ),
    Bug(
        name="lose-retractions",
        does="a tombstone comes without the retracted state before it",
        breaks=("I3",),
        patches=_outlet(_sending(lambda some: (each for each in some if not _is_retraction(each)))),
    ),
    Bug(
        name="tombstone-first",
        does="what is said of an article goes out in the reverse order",
        breaks=("I3", "I3b"),
        patches=_outlet(
            _sending(lambda some: reversed(some) if any(map(_says_event, some)) else some)
        ),
    ),
    Bug(
        name="event-under-article-id",
        does="an event is keyed by its article's id",
        breaks=("I3", "I4"),
        patches=_outlet(_sending(_by_article)),
    ),
    Bug(
        name="revision-header-reset",
        does="the header with the revision always says 1",
        breaks=("I3",),
        patches=_outlet(_sending(_numbered_one)),
    ),
    Bug(
        name="resent-with-other-bytes",
        does="an event says when it was sent, so a repetition differs",
        breaks=("I2", "I3"),
        patches=_outlet(_sending(_recoded_now)),
    ),
    Bug(
        name="phantom-events",
        does="some events are published of an article that nobody sent",
        breaks=("I4",),
        patches=_outlet(_sending(_with_phantoms())),
    ),
    Bug(
        name="events-held-back",
        does="some events are sent one batch later, behind newer ones",
        breaks=("I3", "I3b"),
        patches=_outlet(_sending(_held_back())),
    ),
)
