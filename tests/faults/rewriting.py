"""The transformation itself: an expression that may wait becomes *before*, itself, *after*."""

import ast
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, AbstractContextManager
from types import TracebackType
from typing import Any, Generic, TypeVar

from faults.failpoints import FailPoints

_T = TypeVar("_T")
_Function = TypeVar("_Function", ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)

_HIT = "__faults_hit__"
_AT = "__faults_at__"
_STEPS = "__faults_steps__"
_BLOCK = "__faults_block__"
_ASYNC_BLOCK = "__faults_async_block__"
_CONNECTION = "connection"
_LONGEST = 60


class Rewriter(ast.NodeTransformer):
    """Rewrites the tree of *module*; ``places`` has what the points are named by, in the order of the source.

    With *transactions* the uses of a variable ``connection``, and ``with ....begin()``, are places as well.
    """

    def __init__(self, module: str, *, transactions: bool) -> None:
        self.places: list[str] = []
        self._module = module
        self._transactions = transactions
        self._scope: list[str] = []
        self._seen: Counter[str] = Counter()

    @staticmethod
    def names_for(points: FailPoints) -> dict[str, Any]:
        """What the rewritten code calls, by its names there."""
        return {
            _HIT: points.hit,
            _AT: points.at,
            _STEPS: lambda place, steps: Steps(points, place, steps),
            _BLOCK: lambda place, block: Block(points, place, block),
            _ASYNC_BLOCK: lambda place, block: AsyncBlock(points, place, block),
        }

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        return self._within(node)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        return self._within(node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> ast.AST:
        return self._within(node)

    def visit_Await(self, node: ast.Await) -> ast.AST:
        place = self._place(node.value)
        self.generic_visit(node)
        sides = [ast.Await(_call(_AT, f"{place}:{side}")) for side in ("before", "after")]
        return _between(sides[0], node, sides[1])

    def visit_AsyncFor(self, node: ast.AsyncFor) -> ast.AST:
        self._wrap_steps(node)
        return node

    def visit_comprehension(self, node: ast.comprehension) -> ast.AST:
        if node.is_async:
            self._wrap_steps(node)
        else:
            self.generic_visit(node)
        return node

    def visit_AsyncWith(self, node: ast.AsyncWith) -> ast.AST:
        return self._wrap_blocks(node, _ASYNC_BLOCK, node.items)

    def visit_With(self, node: ast.With) -> ast.AST:
        begun = [item for item in node.items if self._transactions and _begins(item.context_expr)]
        return self._wrap_blocks(node, _BLOCK, begun)

    def visit_Call(self, node: ast.Call) -> ast.AST:
        if not (self._transactions and _uses_connection(node)):
            return self.generic_visit(node)
        place = self._place(node)
        self.generic_visit(node)
        return _between(_call(_HIT, f"{place}:before"), node, _call(_HIT, f"{place}:after"))

    def _within(self, node: _Function) -> _Function:
        self._scope.append(node.name)
        self.generic_visit(node)
        self._scope.pop()
        return node

    def _wrap_steps(self, node: ast.AsyncFor | ast.comprehension) -> None:
        place = self._place(node.iter)
        self.generic_visit(node)
        node.iter = _call(_STEPS, place, node.iter)

    def _wrap_blocks(
        self, node: ast.With | ast.AsyncWith, name: str, items: list[ast.withitem]
    ) -> ast.AST:
        places = [self._place(item.context_expr) for item in items]
        self.generic_visit(node)
        for place, item in zip(places, items, strict=True):
            item.context_expr = _call(name, place, item.context_expr)
        # Its own points are those of its begin and of its end.
        self.places[:] = [each for each in self.places if each not in places] + [
            f"{place}:{end}" for place in places for end in ("begin", "end")
        ]
        return node

    def _place(self, node: ast.expr) -> str:
        place = f"{self._module}:{'.'.join(self._scope) or '-'}:{_said(node)}"
        self._seen[place] += 1
        if self._seen[place] > 1:
            place += f"#{self._seen[place]}"
        self.places.append(place)
        return place


class Steps(Generic[_T]):
    """An asynchronous iterator with a point before and after each of its steps."""

    def __init__(self, points: FailPoints, place: str, steps: AsyncIterator[_T]) -> None:
        self._points = points
        self._place = place
        self._steps = steps.__aiter__()

    def __aiter__(self) -> "Steps[_T]":
        return self

    async def __anext__(self) -> _T:
        await self._points.at(f"{self._place}:before")
        step = await self._steps.__anext__()
        await self._points.at(f"{self._place}:after")
        return step


class Block(AbstractContextManager[_T]):
    """A block with points around its begin and, where it ends well, around its end: the commit."""

    def __init__(self, points: FailPoints, place: str, block: AbstractContextManager[_T]) -> None:
        self._points = points
        self._place = place
        self._block = block

    def __enter__(self) -> _T:
        self._points.hit(f"{self._place}:begin:before")
        entered = self._block.__enter__()
        self._points.hit(f"{self._place}:begin:after")
        return entered

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool | None:
        if kind is None:
            try:
                self._points.hit(f"{self._place}:end:before")
            except Exception as planted:
                self._block.__exit__(type(planted), planted, planted.__traceback__)
                raise
        suppressed = self._block.__exit__(kind, error, trace)
        if kind is None:
            self._points.hit(f"{self._place}:end:after")
        return suppressed


class AsyncBlock(AbstractAsyncContextManager[_T]):
    """As Block, for ``async with``."""

    def __init__(
        self, points: FailPoints, place: str, block: AbstractAsyncContextManager[_T]
    ) -> None:
        self._points = points
        self._place = place
        self._block = block

    async def __aenter__(self) -> _T:
        await self._points.at(f"{self._place}:begin:before")
        entered = await self._block.__aenter__()
        await self._points.at(f"{self._place}:begin:after")
        return entered

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool | None:
        if kind is None:
            try:
                await self._points.at(f"{self._place}:end:before")
            except Exception as planted:
                await self._block.__aexit__(type(planted), planted, planted.__traceback__)
                raise
        suppressed = await self._block.__aexit__(kind, error, trace)
        if kind is None:
            await self._points.at(f"{self._place}:end:after")
        return suppressed


def _between(before: ast.expr, node: ast.expr, after: ast.expr) -> ast.expr:
    """*node*'s value, with two calls around its evaluation."""
    three = ast.Tuple([before, node, after], ast.Load())
    return ast.copy_location(ast.Subscript(three, ast.Constant(1), ast.Load()), node)


def _call(name: str, place: str, *arguments: ast.expr) -> ast.Call:
    return ast.Call(ast.Name(name, ast.Load()), [ast.Constant(place), *arguments], [])


def _begins(node: ast.expr) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "begin"
    )


def _uses_connection(node: ast.Call) -> bool:
    receiver = node.func.value if isinstance(node.func, ast.Attribute) else None
    return any(
        isinstance(each, ast.Name) and each.id == _CONNECTION for each in (receiver, *node.args)
    )


def _said(node: ast.expr) -> str:
    """*node* in short, without the characters that part a point's name."""
    if not isinstance(node, ast.Call):
        return _plain(node)
    arguments = [each.body if isinstance(each, ast.Lambda) else each for each in node.args]
    shown = [each.func if isinstance(each, ast.Call) else each for each in arguments]
    names = [_plain(each) for each in shown if isinstance(each, ast.Name | ast.Attribute)]
    return f"{_plain(node.func)}({','.join(names)})"


def _plain(node: ast.expr) -> str:
    text = "".join(ast.unparse(node).split())
    return text.translate(str.maketrans(":;=*[]?", "_______"))[:_LONGEST]
