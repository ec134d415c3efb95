"""A heartbeat: what a worker says of itself every two seconds (topic ``heartbeats``)."""

from typing import Literal

from pydantic import Field

from schemas.model import Message, UtcDatetime


class Heartbeat(Message):
    """The state of one worker at ``sent_at``, by its own clock.

    ``worker`` is also the client id under which ``consumer_group`` lists it: installations that read the same
    topics differ in their groups. ``waiting_for`` is null unless it waits through an outage; ``in_hand`` counts the messages it works on, taken at ``in_hand_since``.
    ``loop_at`` is when its event loop last ran: far behind ``sent_at`` it is blocked.
    """

    schema_: Literal["heartbeat/1"] = Field(default="heartbeat/1", alias="schema")
    worker: str
    agent: str
    consumer_group: str = ""  # empty: not told
    host: str
    boot_id: str = ""
    pid: int
    version: str
    phase: Literal["starting", "running", "stopping"]
    started_at: UtcDatetime
    sent_at: UtcDatetime
    loop_at: UtcDatetime | None = None
    waiting_for: Literal["kafka", "database"] | None = None
    waiting_since: UtcDatetime | None = None
    waiting_because: str | None = None
    in_hand: int = 0
    in_hand_since: UtcDatetime | None = None
    progressed_at: UtcDatetime | None = None
    ended: dict[str, int] = Field(default_factory=dict)  # articles by outcome since the start
    stage_milliseconds: dict[str, float] = Field(default_factory=dict)  # sums since the start
    resident_bytes: int | None = None
