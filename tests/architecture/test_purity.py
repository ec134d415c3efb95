"""The stages are functions of their arguments: they read no file, no clock and no environment, and keep nothing."""

import ast

import pytest

from architecture.source_code import Module, inside, modules

# Who imports one of these reads, writes or remembers something beside its arguments.
SIDE_DOORS = (
    "functools.cache",
    "functools.cached_property",
    "functools.lru_cache",
    "importlib.resources",
    "io",
    "logging",
    "os",
    "pathlib",
    "random",
    "schemas.toml_file",
    "shutil",
    "socket",
    "subprocess",
    "sys",
    "tempfile",
    "threading",
    "time",
)

# Each with its reason; empty at best.
ALLOWED = {
    (
        "pipeline.stages.cleaning.language",
        "functools.cache",
    ): "py3langid's model: 80 MB, once a process",
}


def stages() -> list[Module]:
    return [module for module in modules() if inside(module.name, "pipeline.stages")]


def imported(module: Module) -> set[str]:
    """What *module* imports, each name under its full path."""
    names: set[str] = set()
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return names


@pytest.mark.parametrize("module", [pytest.param(module, id=module.name) for module in stages()])
def test_a_stage_imports_no_side_door(module: Module) -> None:
    found = {
        (module.name, door)
        for name in imported(module)
        for door in SIDE_DOORS
        if inside(name, door) or (name == "functools" and door.startswith("functools."))
    }

    assert not found - ALLOWED.keys()


@pytest.mark.parametrize("module", [pytest.param(module, id=module.name) for module in stages()])
def test_a_stage_changes_no_variable_of_its_module(module: Module) -> None:
    changes = [node.lineno for node in ast.walk(module.tree) if isinstance(node, ast.Global)]

    assert not changes, f"{module.place}: lines {changes}"


def test_every_exception_is_needed() -> None:
    used = {(module.name, name) for module in stages() for name in imported(module)}

    assert ALLOWED.keys() <= used
