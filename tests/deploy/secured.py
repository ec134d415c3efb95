"""Three Kafka nodes with passwords and rights: a listener for users, another for whoever sets up."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from confluent_kafka.admin import (  # type: ignore[attr-defined]  # its stubs do not re-export
    AclBinding,
    AclOperation,
    AclPermissionType,
    AdminClient,
    ResourcePatternType,
    ResourceType,
    ScramCredentialInfo,
    ScramMechanism,
    UserScramCredentialUpsertion,
)

from agents.embedded.ports import choose_ports
from agents.embedded.server_properties import HOST
from deploy.tools import DEPLOY, load_all
from faults.cluster import Node
from faults.varied import Properties

PASSWORD = "a-password-for-tests"
USERS = DEPLOY / "kubernetes/components/strimzi/users.yaml"
# The listener with passwords is so far from the other one.
_APART = 10_000
_SECURED = {
    "listener.security.protocol.map": "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,USERS:SASL_PLAINTEXT",
    "sasl.enabled.mechanisms": "SCRAM-SHA-512",
    "listener.name.users.scram-sha-512.sasl.jaas.config": (
        "org.apache.kafka.common.security.scram.ScramLoginModule required;"
    ),
    "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
    "super.users": "User:ANONYMOUS",
}


class SecuredNode(Node):
    """One of the nodes, with a second listener where users log in."""

    @staticmethod
    def with_passwords(servers: str) -> str:
        """The same brokers at the listener where users log in."""
        pairs = [address.rpartition(":") for address in servers.split(",")]
        return ",".join(f"{host}:{_users_port(int(port))}" for host, _, port in pairs)

    def _join(self, properties: Properties) -> None:
        super()._join(properties)
        own = self._ports[self.number]
        users = f"USERS://{HOST}:{_users_port(own.broker)}"
        properties |= _SECURED
        properties["listeners"] += f",{users}"
        properties["advertised.listeners"] += f",{users}"


@contextmanager
def secured_nodes(folder: Path, cluster_id: str) -> Iterator[list[SecuredNode]]:
    """Three nodes that answer, stopped at the end."""
    ports = {number: choose_ports(None) for number in (1, 2, 3)}
    nodes = [SecuredNode(folder, number, ports) for number in ports]
    with ThreadPoolExecutor(len(nodes)) as together:
        list(together.map(lambda node: node.format(cluster_id), nodes))
        try:
            # At once: no node answers before a majority of them runs.
            list(together.map(lambda node: node.start(), nodes))
            yield nodes
        finally:
            list(together.map(lambda node: node.stop(), nodes))


def grant_rights(servers: str) -> None:
    """The users of the Strimzi manifests with their rights, each with the same password."""
    admin = AdminClient({"bootstrap.servers": servers})
    bindings: list[AclBinding] = []
    for manifest in load_all(USERS.read_text("utf-8")):
        user = manifest["metadata"]["name"]
        info = ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096)
        made = admin.alter_user_scram_credentials(
            [UserScramCredentialUpsertion(user, info, PASSWORD.encode())]
        )
        for future in made.values():
            future.result(30)
        bindings += _bindings(user, manifest["spec"]["authorization"]["acls"])
    for future in admin.create_acls(bindings).values():
        future.result(30)


def _bindings(user: str, rules: list[dict[str, object]]) -> Iterator[AclBinding]:
    for rule in rules:
        resource, operations = rule["resource"], rule["operations"]
        assert isinstance(resource, dict)
        assert isinstance(operations, list)
        prefix = resource.get("patternType") == "prefix"
        for operation in operations:
            yield AclBinding(
                ResourceType[resource["type"].upper()],
                resource["name"],
                ResourcePatternType.PREFIXED if prefix else ResourcePatternType.LITERAL,
                f"User:{user}",
                "*",
                _operation(operation),
                AclPermissionType.ALLOW,
            )


def _operation(name: str) -> AclOperation:
    # DescribeConfigs is DESCRIBE_CONFIGS there.
    words = "".join(f"_{letter}" if letter.isupper() else letter for letter in name)
    return AclOperation[words.lstrip("_").upper()]


def _users_port(port: int) -> int:
    return port + _APART if port + _APART < 65_536 else port - _APART
