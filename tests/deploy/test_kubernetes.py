"""The manifests: valid, restricted, with rights that follow from the topology, and generated where they repeat."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from agents.settings import Settings
from agents.topology import HOPS, names_of
from deploy.generated import render_files
from deploy.tools import DEPLOY, ROOT, VARIABLES, load_all, run, tool, walk
from schemas.topics import load_topics

KUBERNETES = DEPLOY / "kubernetes"
SCHEMAS = Path(__file__).parent / "schemas"
OVERLAYS = ("small", "ha")
NAMES = names_of(Settings())
TOPICS = {topic.name: topic for topic in load_topics()}

overlays = pytest.mark.parametrize("overlay", OVERLAYS)


@cache
def built(overlay: str) -> tuple[dict[str, Any], ...]:
    kustomized = run(tool("kubectl"), "kustomize", KUBERNETES / "overlays" / overlay)
    return tuple(load_all(kustomized))


def of_kind(overlay: str, *kinds: str) -> dict[str, dict[str, Any]]:
    return {each["metadata"]["name"]: each for each in built(overlay) if each["kind"] in kinds}


def pod_of(workload: dict[str, Any]) -> dict[str, Any]:
    pod: dict[str, Any] = workload["spec"]["template"]["spec"]
    return pod


def users() -> dict[str, set[tuple[str, str, str]]]:
    """What each KafkaUser may: kind and name of the resource, operation."""
    manifests = load_all((KUBERNETES / "components/strimzi/users.yaml").read_text("utf-8"))
    return {
        user["metadata"]["name"]: {
            (rule["resource"]["type"], rule["resource"]["name"], operation)
            for rule in user["spec"]["authorization"]["acls"]
            for operation in rule["operations"]
        }
        for user in manifests
    }


@pytest.mark.parametrize("place", render_files())
def test_a_generated_file_is_current(place: str) -> None:
    assert (ROOT / place).read_text("utf-8") == render_files()[place], (
        "run: python tests/deploy/generated.py"
    )


@overlays
def test_kinds_of_kubernetes_follow_its_schemas(overlay: str, tmp_path: Path) -> None:
    checker = tool("kubernetes-validate")
    own = [each for each in built(overlay) if not (SCHEMAS / f"{each['kind']}.json").exists()]
    (tmp_path / "own.json").write_text("\n---\n".join(json.dumps(each) for each in own))

    assert len(own) > 10
    run(checker, "--strict", "--no-warn", tmp_path / "own.json")


@overlays
def test_kinds_of_operators_follow_our_schemas(overlay: str) -> None:
    checked = 0
    for each in built(overlay):
        schema = SCHEMAS / f"{each['kind']}.json"
        if schema.exists():
            Draft202012Validator(json.loads(schema.read_text("utf-8"))).validate(each)
            checked += 1

    assert checked > 10


@overlays
def test_topics_on_kubernetes_are_those_of_the_project(overlay: str) -> None:
    manifests = of_kind(overlay, "KafkaTopic")
    copies = {"small": 1, "ha": 3}[overlay]

    assert manifests.keys() == TOPICS.keys()
    for name, topic in TOPICS.items():
        spec = manifests[name]["spec"]
        assert {key: str(value) for key, value in spec["config"].items()} == topic.to_config()
        assert (spec["partitions"], spec["replicas"]) == (topic.partitions, copies)


@pytest.mark.parametrize("hop", HOPS, ids=[hop.agent for hop in HOPS])
def test_a_worker_may_what_its_place_asks_and_nothing_else(hop: Any) -> None:
    writes = (hop.writes, "dead-letters", "heartbeats")

    assert users()[f"eventwire-{hop.agent}"] == {
        ("topic", hop.reads, "Read"),
        ("topic", hop.reads, "Describe"),
        ("group", NAMES.group(hop.agent), "Read"),
        ("group", NAMES.group(hop.agent), "Describe"),
        *(("topic", name, "Write") for name in writes),
        *(("topic", name, "Describe") for name in writes),
    }


def test_whoever_looks_changes_nothing() -> None:
    rights = users()["eventwire-web"]

    assert {operation for _, _, operation in rights} == {"Read", "Describe", "DescribeConfigs"}
    # Read on a group is the right to join it and to commit for it.
    assert {operation for kind, _, operation in rights if kind == "group"} == {"Describe"}
    assert {name for kind, name, _ in rights if kind == "topic"} == TOPICS.keys()


def test_no_user_may_make_delete_or_alter_anything() -> None:
    assert {operation for rights in users().values() for _, _, operation in rights} == {
        "Read",
        "Write",
        "Describe",
        "DescribeConfigs",
    }


@overlays
def test_every_pod_is_restricted(overlay: str) -> None:
    workloads = of_kind(overlay, "Deployment", "Job")

    assert len(workloads) == 4
    for workload in workloads.values():
        pod = pod_of(workload)
        # With links the variables of Services arrive as settings that do not exist.
        assert pod["enableServiceLinks"] is False
        assert pod["automountServiceAccountToken"] is False
        assert pod["securityContext"]["runAsNonRoot"] is True
        assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
        for container in pod["containers"]:
            assert container["securityContext"] == {
                "allowPrivilegeEscalation": False,
                "readOnlyRootFilesystem": True,
                "capabilities": {"drop": ["ALL"]},
            }
            assert container["resources"].keys() == {"requests", "limits"}
            assert container["image"] == "registry.example/eventwire:0.1.0"


@overlays
def test_every_deployment_is_probed_and_found_by_the_policies(overlay: str) -> None:
    for workload in of_kind(overlay, "Deployment").values():
        (container,) = pod_of(workload)["containers"]

        assert container["livenessProbe"]["httpGet"]["path"] == "/livez"
        assert container["readinessProbe"]["httpGet"]["path"] == "/readyz"
        assert "startupProbe" in container
        labels = workload["spec"]["template"]["metadata"]["labels"]
        assert labels["app.kubernetes.io/name"] == "eventwire"
        assert workload["spec"]["selector"]["matchLabels"].items() <= labels.items()


@overlays
def test_what_is_set_for_a_pod_is_a_setting_and_no_password_is_written_down(overlay: str) -> None:
    config = next(iter(of_kind(overlay, "ConfigMap").values()))["data"]
    entries = [
        entry
        for workload in of_kind(overlay, "Deployment", "Job").values()
        for container in pod_of(workload)["containers"]
        for entry in container["env"]
    ]

    assert config.keys() | {entry["name"] for entry in entries} <= VARIABLES
    for entry in entries:
        if entry["name"].endswith(("PASSWORD", "TOKEN", "URL")):
            assert "secretKeyRef" in entry["valueFrom"]


@overlays
def test_every_name_that_is_referred_to_is_there_or_made_by_somebody(overlay: str) -> None:
    made = {each["metadata"]["name"] for each in built(overlay)}
    # By Strimzi for each user and cluster; by whoever installs.
    given = {"eventwire-cluster-ca-cert", "eventwire-database", "eventwire-database-read"}
    for key, value in (found for each in built(overlay) for found in walk(each)):
        if key in ("configMapRef", "secretKeyRef", "scaleTargetRef", "authenticationRef"):
            assert value["name"] in made | given | {"eventwire-web-token"}


def test_no_more_pods_are_asked_for_than_there_are_partitions() -> None:
    scaled = of_kind("ha", "ScaledObject")

    assert scaled.keys() == {f"eventwire-{hop.agent}" for hop in HOPS}
    for hop in HOPS:
        spec = scaled[f"eventwire-{hop.agent}"]["spec"]
        metadata = spec["triggers"][0]["metadata"]
        assert spec["minReplicaCount"] >= 1
        assert spec["maxReplicaCount"] <= TOPICS[hop.reads].partitions
        assert metadata["topic"] == hop.reads
        assert metadata["consumerGroup"] == NAMES.group(hop.agent)
        assert metadata["excludePersistentLag"] == "false"


def test_a_pod_has_memory_for_every_article_at_its_bound() -> None:
    (container,) = pod_of(of_kind("ha", "Deployment")["eventwire-extract"])["containers"]
    (processes,) = (
        int(entry["value"])
        for entry in container["env"]
        if entry["name"] == "EVENTWIRE_EXTRACT_PROCESSES"
    )
    limits = container["resources"]["limits"]

    assert int(limits["cpu"]) == processes
    memory = int(limits["memory"].removesuffix("Mi")) * 1024 * 1024
    assert memory > processes * Settings().article_memory_bytes + 300_000_000
