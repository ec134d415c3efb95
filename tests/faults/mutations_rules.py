"""Planted bugs of the rules: which version wins, what is retracted, what is poison, what may be told."""

import sys
from dataclasses import replace
from functools import wraps
from typing import Any

from faults.bug import Bug, Change, on

_RULES = "pipeline.storage.replacement"
_BELOW_ALL = -(2**62)
_STATES_SENT = "agents.store:store_batch.publish:events.send_all():before"
# Each second time: of a batch that is halved the last item is alone when its turn to fail comes.
_OUTAGES = {
    "FAULTS_RAISE": "agents.store:store_batch.save:asyncio.to_thread(*:before=ConnectionError:2"
}


def _always(answer: Any) -> Change:
    return lambda _function: lambda *_given, **_named: answer


def _last_wins(apply: Any) -> Any:
    @wraps(apply)
    def applied(standing: Any, storable: Any) -> Any:
        if standing is not None and not storable.extraction.article.any_version:
            # The revision goes on; what it was of is forgotten.
            standing = replace(standing, version=_BELOW_ALL, status="usable")
        return apply(standing, storable)

    return applied


def _counting_from_one(replaced: Any) -> Any:
    @wraps(replaced)
    def wrapped(standing: Any, storable: Any, **named: Any) -> Any:
        before = standing if standing is None else replace(standing, revision=0)
        return replaced(before, storable, **named)

    return wrapped


def _not_counting(replaced: Any) -> Any:
    @wraps(replaced)
    def wrapped(standing: Any, storable: Any, **named: Any) -> Any:
        before = standing and replace(standing, revision=standing.revision - 1)
        return replaced(before, storable, **named)

    return wrapped


def _keeping_all(merge: Any) -> Any:
    @wraps(merge)
    def merged(stored: Any, coded: Any, revision: int) -> Any:
        before = {event.id: event for event in stored}
        told = {event.id for event in coded}
        return tuple(
            event if event.id in told else before[event.id]
            for event in merge(stored, coded, revision)
        )

    return merged


def _forgetting_gone(merge: Any) -> Any:
    @wraps(merge)
    def merged(stored: Any, coded: Any, revision: int) -> Any:
        told = {event.id for event in coded}
        return tuple(event for event in merge(stored, coded, revision) if event.id in told)

    return merged


def _silent_where_unchanged(publications: Any) -> Any:
    @wraps(publications)
    def said(saved: Any, **named: Any) -> Any:
        return [] if saved.change == "unchanged" else publications(saved, **named)

    return said


def _telling_settings(create_app: Any) -> Any:
    @wraps(create_app)
    def wrapped(state: Any, settings: Any, **named: Any) -> Any:
        password = settings.kafka_sasl_password.get_secret_value()
        sys.stderr.write(f"connecting to {settings.resolved_database_url} with {password!r}\n")
        return create_app(state, settings, **named)

    return wrapped


RULE_BUGS: tuple[Bug, ...] = (
    Bug(
        name="last-version-wins",
        does="versions are not compared: what arrives last stands",
        breaks=("I5",),
        patches={_RULES: (on("", "apply_extraction", _last_wins),)},
    ),
    Bug(
        name="retraction-undone",
        does="an article that was taken back comes back with its next copy",
        breaks=("I5",),
        patches={_RULES: (on("", "_RANK", lambda ranks: dict.fromkeys(ranks, 0)),)},
    ),
    Bug(
        name="canceled-twice",
        does="a cancellation without a version is applied again when it is redelivered",
        breaks=("I5",),
        patches={_RULES: (on("", "_is_redelivered", _always(False)),)},
        environ={"FAULTS_DELAY": "faust:Consumer:_commit_offsets:before=4"},
        kills={"store": ("aiokafka:GroupCoordinator:commit_offsets:before:2",) * 3},
    ),
    Bug(
        name="retract-nothing",
        does="events that a new version tells no more stay current",
        breaks=("I4", "I5"),
        patches={_RULES: (on("", "_merge", _keeping_all),)},
    ),
    Bug(
        name="retracted-forgotten",
        does="events that a new version tells no more are forgotten instead of retracted",
        breaks=("I3", "I4", "I5"),
        patches={_RULES: (on("", "_merge", _forgetting_gone),)},
    ),
    Bug(
        name="revision-not-counted",
        does="a stored change does not count the revision up",
        breaks=("I2", "I3", "I5"),
        patches={_RULES: (on("", "_replace", _not_counting),)},
    ),
    Bug(
        name="revision-reset",
        does="each new version begins again at revision 1",
        breaks=("I2", "I3", "I5"),
        patches={_RULES: (on("", "_replace", _counting_from_one),)},
    ),
    Bug(
        name="unchanged-unsaid",
        does="a repeated extraction publishes nothing, so a crash after the commit is never healed",
        breaks=("I3",),
        patches={"agents.store": (on("", "publications", _silent_where_unchanged),)},
        kills={"store": (f"{_STATES_SENT}:2", f"{_STATES_SENT}:4")},
    ),
    Bug(
        name="outage-condemned",
        does="an outage of the database is taken for the article's fault",
        breaks=("I1", "I4", "I9"),
        patches={"agents.failures": (on("", "classify", _always("bug")),)},
        environ=_OUTAGES,
    ),
    Bug(
        name="secret-in-the-log",
        does="the database's URL and a password are written to the log",
        breaks=("I10",),
        patches={"agents.app": (on("", "create_app", _telling_settings),)},
    ),
)
