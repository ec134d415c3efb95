"""The verdict on one partition, from what is seen now and what was seen before. Pure."""

from dataclasses import replace

from agents.ops.lag import PartitionOffsets, oldest_age, unread_messages
from agents.ops.look import Look, PartitionVerdict, Verdict
from agents.ops.observation import Observation, WorkerSeen
from agents.ops.partition_memory import Limits, PartitionMemory, remember

_CALM: frozenset[Verdict] = frozenset({"ok", "catching_up", "falling_behind"})


def judge_partition(
    memory: PartitionMemory | None,
    offsets: PartitionOffsets,
    observation: Observation,
    limits: Limits,
) -> tuple[PartitionVerdict, PartitionMemory]:
    """The verdict now, and what is to be remembered for the next look."""
    lag = unread_messages(offsets)
    age = oldest_age(offsets, observation.offsets.observed_at) if lag else None
    worker, now = observation.owner(offsets.member), observation.moment
    remembered = remember(
        memory,
        offsets,
        now=now,
        limits=limits,
        lag=lag,
        age=age,
        hindered=worker is not None and limits.finds_hindered(worker),
    )
    look = Look(offsets, observation, remembered, limits, lag, age, worker, now)
    verdict = (
        _of_loss(look)
        or _of_rest(look)
        or _of_missing_owner(look)
        or _of_owner(look)
        or _of_risk(look)
        or _of_trend(look)
    )
    if lag and verdict.verdict in _CALM and _is_in_doubt(look):
        verdict = replace(verdict, provisional=True)
    return verdict, remembered


def _of_loss(look: Look) -> PartitionVerdict | None:
    committed, start = look.offsets.committed_offset, look.offsets.start_offset
    if committed is None or committed >= start:
        return None
    return look.say(
        "data_lost",
        f"retention took {start - committed:,} messages of {look.place} before they were read",
        "push those articles again from their source; lengthen the topic's retention or add workers",
    )


def _of_rest(look: Look) -> PartitionVerdict | None:
    if look.lag:
        return None
    arrived_at = look.memory.arrived_at
    if arrived_at is not None and look.now - arrived_at < look.limits.quiet:
        return look.say("ok", "everything that came was done")
    return look.say("idle", "nothing waits and nothing comes")


def _of_missing_owner(look: Look) -> PartitionVerdict | None:
    since = look.memory.unowned_since
    if since is None:
        return None
    workers, grouped = look.observation.workers, look.observation.offsets.members
    there = [each for each in workers if look.limits.finds_there(each)]
    heard = min((each.silent_seconds for each in workers), default=0.0)
    seconds = look.now - since
    # What was told of a silent owner stands when its session ends and it is listed no more.
    missed = seconds if there or grouped else max(seconds, heard)
    frozen = next((each for each in workers if each.process == "frozen"), None)
    if frozen and missed >= look.limits.unowned:
        return look.say(
            "stalled",
            f"no member owns {look.place} for {seconds:.0f} s and worker {frozen.name} is frozen",
            f"let it go on (kill -CONT {frozen.heartbeat.pid}) or end it and start another: "
            + look.worker_command,
        )
    if look.never_read and not grouped:
        return look.say(
            "never_committed",
            f"{look.lag:,} messages wait in {look.place} and no worker has read it yet",
            f"start a worker: {look.worker_command}",
        )
    waiting = [said for each in there if (said := _of_waiting(look, each))]
    if waiting and len(waiting) == len(there):
        return waiting[0]
    if missed < (look.limits.rebalance if there else look.limits.unowned):
        return look.say("ok", f"{look.place} is between two owners since {seconds:.0f} s")
    return _of_nobody(look, seconds, there)


def _of_nobody(look: Look, seconds: float, there: list[WorkerSeen]) -> PartitionVerdict:
    if there:
        return look.say(
            "stopped",
            f"no member owns {look.place} for {seconds:.0f} s, though {len(there)} workers run",
            f"look into the log of {there[0].name}; restart it if it does not join its group",
        )
    how_long = f" for {seconds:.0f} s" if seconds >= look.limits.fresh else ""
    heard = [each.silent_seconds for each in look.observation.workers]
    last = f"; the last one was heard {min(heard):.0f} s ago" if heard else ""
    return look.say(
        "stopped",
        f"no member owns {look.place}{how_long} and no worker runs{last}",
        f"start a worker: {look.worker_command}",
    )


def _of_owner(look: Look) -> PartitionVerdict | None:
    """Of a partition that has a member, which may be dead, frozen, waiting or at work."""
    worker = look.worker
    if worker is None:
        if look.offsets.member is None or look.stuck_seconds < look.limits.stuck:
            return None
        return look.say(
            "stalled",
            f"{look.place} has not moved for {look.stuck_seconds:.0f} s, though"
            f" {look.offsets.member} owns it",
            "look into that worker's log; restart it",
        )
    return _of_silence(look, worker) or _of_waiting(look, worker) or _of_work(look, worker)


def _of_silence(look: Look, worker: WorkerSeen) -> PartitionVerdict | None:
    limit = look.limits.silent
    # A beat after the death is none: who shares our host's name, but not its processes, looks dead to us.
    if worker.process == "gone" and worker.silent_seconds >= look.limits.fresh:
        return look.say(
            "stopped",
            f"worker {worker.name}, which owns {look.place}, died {worker.silent_seconds:.0f} s ago;"
            " the group lists it until its session ends",
            f"start a worker: {look.worker_command}",
        )
    if worker.silent_seconds < limit or look.stuck_seconds <= 0:
        return None
    if worker.process == "frozen":
        return look.say(
            "stalled",
            f"worker {worker.name}, which owns {look.place}, is frozen since"
            f" {worker.silent_seconds:.0f} s",
            f"let it go on: kill -CONT {worker.heartbeat.pid}",
        )
    if look.stuck_seconds < limit:
        return None
    return look.say(
        "stalled",
        f"worker {worker.name}, which owns {look.place}, has said nothing for"
        f" {worker.silent_seconds:.0f} s: dead, frozen or cut off",
        f"look at {worker.heartbeat.host}; restart it or start another: {look.worker_command}",
    )


def _of_waiting(look: Look, worker: WorkerSeen) -> PartitionVerdict | None:
    beat = worker.heartbeat
    if not beat.waiting_for or not beat.waiting_since or look.stuck_seconds <= 0:
        return None
    seconds = look.now - beat.waiting_since.timestamp()
    # The worker knows for how long; whoever looks for the first time need not wait.
    if seconds < look.limits.stuck:
        return None
    because = f": {beat.waiting_because}" if beat.waiting_because else ""
    return look.say(
        "stalled",
        f"worker {worker.name} waits for the {beat.waiting_for} since {seconds:.0f} s{because}",
        f"bring the {beat.waiting_for} back; the worker goes on by itself and nothing is lost",
    )


def _of_work(look: Look, worker: WorkerSeen) -> PartitionVerdict | None:
    """Of an owner that speaks and waits for nothing: its loop is blocked, it works, or it reads nothing."""
    beat, stuck = worker.heartbeat, look.stuck_seconds
    if stuck < look.limits.recent:
        return None
    blocked = (beat.sent_at - beat.loop_at).total_seconds() if beat.loop_at else 0.0
    if blocked >= look.limits.stuck and stuck >= look.limits.stuck:
        return look.say(
            "stalled",
            f"worker {worker.name}, which owns {look.place}, is alive, but its event loop is blocked"
            f" since {blocked:.0f} s",
            f"restart {worker.name}, and report it with its log",
        )
    patience = look.limits.batch if beat.in_hand else look.limits.stuck
    doing = f"works on {beat.in_hand} messages" if beat.in_hand else "reads nothing"
    if stuck < patience:
        # An age that grows meanwhile is the batch's, no backlog's.
        return look.say(
            "ok", f"{look.place} stands for {stuck:.0f} s; worker {worker.name} {doing}"
        )
    return look.say(
        "stalled",
        f"{look.place} has not moved for {stuck:.0f} s; worker {worker.name}, which owns it, {doing}",
        f"look into the log of {worker.name}; restart it",
    )


def _of_risk(look: Look) -> PartitionVerdict | None:
    retention = look.observation.retention_seconds
    if not retention or look.age is None or look.age < look.limits.risk * retention:
        return None
    left = max(retention - look.age, 0.0)
    return look.say(
        "at_risk",
        f"the oldest message of {look.place} is {look.age / 3600:.1f} h old and retention takes it"
        f" in {left / 3600:.1f} h",
        f"add workers ({look.worker_command}) or lengthen the topic's retention now",
    )


def _of_trend(look: Look) -> PartitionVerdict:
    if look.memory.rewound_from is not None:
        back = look.memory.rewound_from - look.offsets.position
        return look.say(
            "rewound",
            f"the position of {look.place} is {back:,} messages before where it was",
            "if nobody reset the offsets on purpose, look who did; articles done twice change nothing",
        )
    age = look.age
    if age is None or age <= look.limits.recent:
        return look.say("ok", f"{look.lag:,} messages wait in {look.place}, none for long")
    if look.memory.trend.falls_behind:
        if age > look.limits.behind:
            return look.say(
                "falling_behind",
                f"the oldest message of {look.place} waits for {age:.0f} s, longer than a while ago",
                f"add a worker: {look.worker_command}, or more processes (extract_processes)",
            )
        return look.say("ok", f"the oldest message of {look.place} waits for {age:.0f} s")
    return look.say(
        "catching_up", f"{look.lag:,} messages wait in {look.place}, the oldest for {age:.0f} s"
    )


def _is_in_doubt(look: Look) -> bool:
    """May its owner be dead or frozen, or have left for good, without that it could be told yet?"""
    if look.memory.unowned_since is None:
        return look.worker is not None and look.limits.finds_doubtful(look.worker)
    there = [each for each in look.observation.workers if look.limits.finds_there(each)]
    joining = any(each.heartbeat.phase == "starting" for each in there)
    return not joining and not look.observation.offsets.members
