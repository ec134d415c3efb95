"""Dockerfile and compose.yaml are valid, and keep what they promise."""

import re
from typing import Any

import pytest
from typer.main import get_command

from agents.cli import app
from deploy.tools import DEPLOY, ROOT, VARIABLES, load, run, tool

COMPOSE: dict[str, Any] = load(DEPLOY / "compose.yaml")
SERVICES: dict[str, Any] = COMPOSE["services"]
OURS = ("topics", "tables", "extract", "store", "web")
DOCKERFILE = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")


def test_every_yaml_file_is_clean() -> None:
    run(tool("yamllint"), "--strict", "-c", DEPLOY / ".yamllint.yaml", DEPLOY)


def test_the_dockerfile_is_clean() -> None:
    run(tool("hadolint"), DEPLOY / "Dockerfile")


def test_compose_follows_its_specification() -> None:
    checker = tool("check-jsonschema")

    run(checker, "--builtin-schema", "vendor.compose-spec", DEPLOY / "compose.yaml")


def test_the_image_holds_what_it_copies_and_ends_without_root() -> None:
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE)
    ignored = (DEPLOY / "Dockerfile.dockerignore").read_text(encoding="utf-8").splitlines()
    places = [place for line in copied for place in line.split()]

    assert len(places) > 6
    for place in places:
        assert (ROOT / place).exists()
        assert f"!{place}" in ignored
    assert "*" in ignored
    assert DOCKERFILE.rindex("USER 10001") > DOCKERFILE.rindex("FROM ")
    assert "--require-hashes -r requirements/run.lock" in DOCKERFILE
    assert "HEALTHCHECK" in DOCKERFILE


def test_what_is_set_for_a_container_is_a_setting() -> None:
    named = set(re.findall(r"\bEVENTWIRE_[A-Z_]+\b", DOCKERFILE + str(COMPOSE)))

    assert len(named) > 5
    assert named <= VARIABLES


@pytest.mark.parametrize("name", OURS)
def test_a_service_of_ours_runs_a_command_without_rights(name: str) -> None:
    service = SERVICES[name]
    command: Any = get_command(app)
    for word in service["command"]:
        command = getattr(command, "commands", {}).get(word, command)

    assert command.name == service["command"][-1] or service["command"][0] == "worker"
    assert service["read_only"]
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_is_pinned_and_reached_from_this_machine_only(name: str) -> None:
    service = SERVICES[name]

    assert re.search(r":v?\d", service["image"])
    assert all(port.startswith("127.0.0.1:") for port in service.get("ports", ()))
    for place in service.get("volumes", ()):
        source = place.split(":")[0]
        assert (
            (DEPLOY / source).exists() if source.startswith(".") else source in COMPOSE["volumes"]
        )


def test_workers_start_after_topics_and_tables_are_made() -> None:
    done = {"condition": "service_completed_successfully"}

    assert SERVICES["extract"]["depends_on"]["topics"] == done
    assert SERVICES["store"]["depends_on"] == {"topics": done, "tables": done}
    assert SERVICES["topics"]["restart"] == SERVICES["tables"]["restart"] == "no"


def test_every_variable_that_compose_wants_is_in_the_example() -> None:
    text = (DEPLOY / "compose.yaml").read_text(encoding="utf-8")
    example = (DEPLOY / ".env.example").read_text(encoding="utf-8")
    wanted = set(re.findall(r"\$\{([A-Z_]+)", text))

    assert wanted == set(re.findall(r"^([A-Z_]+)=", example, re.MULTILINE))
    # No password has a default that somebody could leave in place.
    for name in ("POSTGRES_PASSWORD", "EVENTWIRE_WEB_TOKEN"):
        assert f"{name}=\n" in example
        assert re.search(rf"\$\{{{name}:\?", text)
        assert not re.search(rf"\$\{{{name}:-", text)


def test_monitoring_is_asked_for_by_its_profile() -> None:
    asked = {name for name, service in SERVICES.items() if "profiles" in service}

    assert asked == {"prometheus", "grafana"}
