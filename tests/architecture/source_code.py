"""Our own source as the architecture tests read it: modules, their imports, their functions."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("agents", "pipeline", "schemas")

# Folders of data whose __init__ is their loader.
DATA_FOLDERS = (
    "schemas.ontology",
    "schemas.topics",
    "pipeline.lexicon",
    "pipeline.gazetteer",
    "seeds",
)

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Module:
    """One of our Python files; *name* is dotted and leaves ``__init__`` out."""

    name: str
    path: Path
    text: str
    tree: ast.Module

    @property
    def place(self) -> str:
        """The path from the root of the repository."""
        return self.path.relative_to(ROOT).as_posix()

    @property
    def is_package(self) -> bool:
        """True for an ``__init__.py``."""
        return self.path.name == "__init__.py"


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """One imported module or name; *deferred* where it stands in a function."""

    target: str
    line: int
    deferred: bool


@cache
def modules() -> tuple[Module, ...]:
    """Every module of our packages and of seeds."""
    paths = [path for name in (*PACKAGES, "seeds") for path in (ROOT / name).rglob("*.py")]
    return tuple(_read(path) for path in sorted(paths))


@cache
def every_import() -> tuple[tuple[Module, Import], ...]:
    """Each import with its module; ``from a import b`` names ``a.b`` where that is one of ours."""
    return tuple((module, found) for module in modules() for found in _imports(module))


def functions(module: Module) -> Iterator[Function]:
    """Every function and method of *module*, nested ones included."""
    for node in ast.walk(module.tree):
        if isinstance(node, Function):
            yield node


def inside(name: str, *packages: str) -> bool:
    """Is the module *name* one of *packages* or within one?"""
    return any(name == package or name.startswith(package + ".") for package in packages)


def _read(path: Path) -> Module:
    parts = path.relative_to(ROOT).with_suffix("").parts
    name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
    text = path.read_text(encoding="utf-8")
    return Module(name=name, path=path, text=text, tree=ast.parse(text, filename=str(path)))


def _imports(module: Module) -> Iterator[Import]:
    ours = {known.name for known in modules()}
    for node, deferred in _walk(module.tree, deferred=False):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(target=alias.name, line=node.lineno, deferred=deferred)
        elif isinstance(node, ast.ImportFrom):
            base = _base(module, node)
            for alias in node.names:
                whole = f"{base}.{alias.name}"
                target = whole if whole in ours else base
                yield Import(target=target, line=node.lineno, deferred=deferred)


def _walk(node: ast.AST, *, deferred: bool) -> Iterator[tuple[ast.AST, bool]]:
    for child in ast.iter_child_nodes(node):
        yield child, deferred
        within = deferred or isinstance(child, Function | ast.Lambda)
        yield from _walk(child, deferred=within)


def _base(module: Module, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    parts = module.name.split(".")
    kept = parts[: len(parts) - node.level + module.is_package]
    return ".".join([*kept, node.module] if node.module else kept)
