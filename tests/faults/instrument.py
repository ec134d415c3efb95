"""Puts fail points into the product as it is imported, and lists them from its source.

Every ``await X`` and every step of an ``async for`` of the modules ``agents.*``, and every use of a transaction's
connection in the repository, becomes *before* / X / *after*. A point is named by module, function, expression
and side: ``agents.store:store_batch.save:asyncio.to_thread(repository.save):before``. Nothing of it is in the product:
the source is transformed between disk and compiler, in workers that `faults.worker` starts.
"""

import ast
import importlib.util
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

from faults.failpoints import FailPoints
from faults.faust_points import FAUST_POINTS
from faults.rewriting import Rewriter

# Which modules are on the commit path: all of the agents' own, and the one that has the transaction.
_AGENTS = "agents"
_TRANSACTIONS = ("pipeline.storage.repository",)

Patch = Callable[[Any], None]


def list_points() -> list[str]:
    """All points of the product as its source is now, and those of Faust, in the order of the source."""
    points = [point for module in watched_modules() for point in points_of(*_source_of(module))]
    return [*points, *FAUST_POINTS]


def points_of(module: str, source: str) -> list[str]:
    """The points of *source*, the text of *module*."""
    rewriter = Rewriter(module, transactions=module in _TRANSACTIONS)
    rewriter.visit(ast.parse(source))
    return [f"{place}:{side}" for place in rewriter.places for side in ("before", "after")]


def watched_modules() -> list[str]:
    """The modules that get points: a new file of ``agents`` is one without being named here."""
    found = importlib.util.find_spec(_AGENTS)
    folders = (found.submodule_search_locations if found else None) or []
    files = sorted(path for folder in folders for path in Path(folder).glob("*.py"))
    return [f"{_AGENTS}.{path.stem}" for path in files if path.stem != "__init__"] + [
        *_TRANSACTIONS
    ]


def install(points: FailPoints, patches: Mapping[str, Sequence[Patch]]) -> None:
    """From now on watched modules are imported with *points* in them, and each of *patches* is put on its module.

    A patch is there before any other module can import a name from the patched one.
    """
    sys.meta_path.insert(0, _Finder(points, patches))


class _Finder(MetaPathFinder):
    def __init__(self, points: FailPoints, patches: Mapping[str, Sequence[Patch]]) -> None:
        self._points = points
        self._patches = patches
        self._watched = {*watched_modules()}

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname not in self._watched and fullname not in self._patches:
            return None
        found = next(self._others(fullname, path, target), None)
        if found is None or found.origin is None:
            return None
        patches = self._patches.get(fullname, ())
        found.loader = _Loader(fullname, found.origin, self._points, patches)
        return found

    def _others(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None
    ) -> Iterator[ModuleSpec]:
        for finder in sys.meta_path:
            if finder is not self and (found := finder.find_spec(fullname, path, target)):
                yield found


class _Loader(SourceFileLoader):
    def __init__(
        self, fullname: str, path: str, points: FailPoints, patches: Sequence[Patch]
    ) -> None:
        super().__init__(fullname, path)
        self._points = points
        self._patches = patches

    def get_code(self, fullname: str) -> CodeType:
        # Never from the cache: the bytecode there has no points, and ours must not get there.
        path = self.get_filename(fullname)
        rewriter = Rewriter(fullname, transactions=fullname in _TRANSACTIONS)
        tree = rewriter.visit(ast.parse(self.get_data(path), path))
        return compile(ast.fix_missing_locations(tree), path, "exec", dont_inherit=True)

    def exec_module(self, module: ModuleType) -> None:
        vars(module).update(Rewriter.names_for(self._points))
        super().exec_module(module)
        for patch in self._patches:
            patch(module)


def _source_of(module: str) -> tuple[str, str]:
    found = importlib.util.find_spec(module)
    if found is None or found.origin is None:
        raise ModuleNotFoundError(module)
    return module, Path(found.origin).read_text()
