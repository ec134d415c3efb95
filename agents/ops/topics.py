"""Makes the topics of schemas/topics, and says how those on the broker differ from them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kafka import KafkaAdminClient
from kafka.admin import (
    ConfigResource,
    ConfigResourceType,
)
from kafka.errors import (
    AuthorizationError,
    NoError,
    RetriableError,
    TopicAlreadyExistsError,
    UnknownTopicOrPartitionError,
    for_code,
)

from agents.errors import WrongTopics
from agents.ops.clients import broker_errors, explain, open_admin, patiently
from agents.settings import Settings
from agents.topology import names_of
from schemas.topics import Topic, TopicName, load_topics

CREATE_COMMAND = "eventwire topics create"
_WAIT_MS = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One way in which a topic on the broker is not what its description says."""

    topic: str
    aspect: str
    got: str
    want: str
    remedy: str

    @property
    def missing(self) -> bool:
        """True where the topic does not exist, so nothing can run; else it runs, but otherwise."""
        return self.aspect == "existence"

    def __str__(self) -> str:
        if self.missing:
            return f"{self.topic}: missing; {self.remedy}"
        return f"{self.topic}: {self.aspect} is {self.got}, want {self.want}; {self.remedy}"


def create_topics(settings: Settings) -> tuple[str, ...]:
    """Create the topics that are missing and return their names; the others are left as they are.

    Returns once each has a leader. Raises BrokerUnreachable, WrongTopics where the broker refuses.
    """
    topics = _wanted_topics(settings)
    with broker_errors(settings), open_admin(settings) as admin:
        known = find_topics(admin, list(topics))
        missing = {
            name: {
                "num_partitions": topic.partitions,
                "replication_factor": settings.replication_factor,
                "configs": topic.to_config(),
            }
            for name, topic in topics.items()
            if name not in known
        }
        if not missing:
            return ()
        created = patiently(lambda: _create(admin, missing, settings))
        admin.wait_for_topics(list(missing), timeout_ms=_WAIT_MS)
        return tuple(sorted(created, key=list(topics).index))


def check_topics(settings: Settings) -> tuple[Difference, ...]:
    """How the topics on the broker differ from their descriptions; empty where they do not.

    Raises BrokerUnreachable.
    """
    topics = _wanted_topics(settings)
    with broker_errors(settings), open_admin(settings) as admin:
        known = find_topics(admin, list(topics))
        configs = _read_configs(admin, list(known))
    differences: list[Difference] = []
    for name, topic in topics.items():
        if name in known:
            differences += _differences(
                name, topic, known[name], configs[name], settings.replication_factor
            )
        else:
            differences.append(
                Difference(
                    topic=name,
                    aspect="existence",
                    got="missing",
                    want="existing",
                    remedy=f"create it with `{CREATE_COMMAND}`",
                )
            )
    return tuple(differences)


def require_topics(settings: Settings, names: Sequence[TopicName]) -> None:
    """Raises WrongTopics where one of *names* does not exist, and BrokerUnreachable. Needs DESCRIBE only."""
    wanted = [names_of(settings).topic(name) for name in names]
    with broker_errors(settings), open_admin(settings) as admin:
        known = find_topics(admin, wanted)
    missing = [name for name in wanted if name not in known]
    if missing:
        raise WrongTopics(
            f"missing at {settings.kafka_bootstrap_servers}: {', '.join(missing)}; create what is missing"
            f" with `{CREATE_COMMAND}`"
        )


def _wanted_topics(settings: Settings) -> dict[str, Topic]:
    names = names_of(settings)
    return {names.topic(topic.name): topic for topic in load_topics()}


def find_topics(admin: KafkaAdminClient, names: list[str]) -> dict[str, dict[str, Any]]:
    """The metadata of those of *names* that exist. Raises KafkaError."""
    return patiently(lambda: _describe(admin, names))


def _describe(admin: KafkaAdminClient, names: list[str]) -> dict[str, dict[str, Any]]:
    found = {}
    for described in admin.describe_topics(names):
        error = for_code(described["error_code"])
        if error is NoError:
            found[described["name"]] = described
        elif error is not UnknownTopicOrPartitionError:
            raise error(described["name"])
    return found


def _create(
    admin: KafkaAdminClient, missing: dict[str, dict[str, Any]], settings: Settings
) -> list[str]:
    answer = admin.create_topics(missing, raise_errors=False)
    return [outcome["name"] for outcome in answer["topics"] if _created(outcome, settings)]


def _created(outcome: dict[str, Any], settings: Settings) -> bool:
    error = for_code(outcome["error_code"])
    if error is NoError:
        return True
    if error is TopicAlreadyExistsError:
        # Somebody else made it between our look and our request.
        return False
    reason = outcome["error_message"] or error.__name__
    if issubclass(error, RetriableError):
        raise error(reason)
    if issubclass(error, AuthorizationError):
        raise explain(error(f"{outcome['name']}: {reason}"), settings)
    raise WrongTopics(
        f"the broker does not create {outcome['name']}: {reason.rstrip('.')}; correct"
        " EVENTWIRE_REPLICATION_FACTOR, or create it by hand"
    )


def _read_configs(admin: KafkaAdminClient, names: list[str]) -> dict[str, dict[str, str]]:
    if not names:
        return {}
    resources = [ConfigResource(ConfigResourceType.TOPIC, name) for name in names]
    described = patiently(lambda: admin.describe_configs(resources, config_filter="all"))
    return {
        name: {key: str(entry["value"]) for key, entry in described["topic"][name].items()}
        for name in names
    }


def _differences(
    name: str, topic: Topic, known: dict[str, Any], config: dict[str, str], replicas: int
) -> list[Difference]:
    differences = []
    partitions = len(known["partitions"])
    if partitions != topic.partitions:
        differences.append(_partition_difference(name, partitions, topic.partitions))
    copies = min((len(each["replica_nodes"]) for each in known["partitions"]), default=0)
    if replicas != -1 and copies != replicas:
        remedy = "reassign its partitions, or set EVENTWIRE_REPLICATION_FACTOR"
        differences.append(_difference(name, "replication factor", copies, replicas, remedy))
    for key, want in topic.to_config().items():
        got = config.get(key, "unknown")
        if _normal(got) != _normal(want):
            remedy = (
                f"kafka-configs.sh --alter --entity-type topics --entity-name {name}"
                f" --add-config {key}={f'[{want}]' if ',' in want else want}"
            )
            differences.append(_difference(name, key, got, want, remedy))
    return differences


def _partition_difference(name: str, got: int, want: int) -> Difference:
    remedy = (
        f"kafka-topics.sh --alter --topic {name} --partitions {want} (with the producers stopped:"
        " keys change their partition)"
        if got < want
        else "harmless; to go back, drain the topic, delete it and create it anew"
    )
    return _difference(name, "partitions", got, want, remedy)


def _difference(name: str, aspect: str, got: object, want: object, remedy: str) -> Difference:
    return Difference(topic=name, aspect=aspect, got=str(got), want=str(want), remedy=remedy)


def _normal(value: str) -> frozenset[str]:
    # A list's order has no meaning: compact,delete is delete,compact.
    return frozenset(part.strip() for part in value.split(","))
