"""The files of deploy that follow from others; run this to write them anew.

.venv/bin/python tests/deploy/generated.py
"""

from pathlib import Path

import yaml

from schemas.topics import Topic, load_topics

ROOT = Path(__file__).parents[2]
COMPONENTS = "deploy/kubernetes/components"
RULES = ROOT / "deploy/prometheus/rules.yml"
_HEADER = "# Written by tests/deploy/generated.py from {source}; change that and run it.\n"


def render_files() -> dict[str, str]:
    """Each generated file by its place."""
    return {
        f"{COMPONENTS}/strimzi/topics.yaml": _topics(),
        f"{COMPONENTS}/monitoring/rules.yaml": _rules(),
    }


def _topics() -> str:
    documents = "---\n".join(_dump(_topic(topic)) for topic in load_topics())
    return _HEADER.format(source="schemas/topics") + documents


def _topic(topic: Topic) -> dict[str, object]:
    return {
        "apiVersion": "kafka.strimzi.io/v1",
        "kind": "KafkaTopic",
        "metadata": {"name": topic.name, "labels": {"strimzi.io/cluster": "eventwire"}},
        "spec": {
            "partitions": topic.partitions,
            "replicas": 3,
            "config": {key: _plain(value) for key, value in topic.to_config().items()},
        },
    }


def _rules() -> str:
    document = {
        "apiVersion": "monitoring.coreos.com/v1",
        "kind": "PrometheusRule",
        "metadata": {"name": "eventwire"},
        "spec": yaml.safe_load(RULES.read_text(encoding="utf-8")),
    }
    return _HEADER.format(source="deploy/prometheus/rules.yml") + _dump(document)


def _plain(value: str) -> int | str:
    return int(value) if value.isdecimal() else value


def _dump(document: dict[str, object]) -> str:
    return yaml.dump(document, Dumper=_Dumper, sort_keys=False, width=120, allow_unicode=True)


class _Dumper(yaml.SafeDumper):
    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002  # its signature
        """Lists stand further right than their key, as in the files that are written by hand."""
        super().increase_indent(flow, False)


if __name__ == "__main__":
    for place, text in render_files().items():
        (ROOT / place).write_text(text, encoding="utf-8")
