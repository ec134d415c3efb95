"""Dependency trees from the scores of arcs: always one tree a sentence, with exactly one root."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy
from numpy.typing import NDArray

Matrix = NDArray[numpy.float64]
Heads = NDArray[numpy.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trees:
    """The trees of a window's sentences.

    ``heads``: for each word its head's place in the window, a root its own. ``probabilities``: how sure
    the model is of that head, from 0 to 1, the heads in the same sentence together being 1.
    """

    heads: Heads
    probabilities: NDArray[numpy.float32]


def find_trees(arc: NDArray[numpy.float32], starts: NDArray[numpy.bool_]) -> Trees:
    """The best trees by ``arc[word, head]`` (the diagonal: as root) of the sentences beginning at *starts*.

    *starts* begins with a true one; no arc leaves its sentence. Where the best head of each word makes a tree, it
    is the best tree; elsewhere ``best_tree`` finds it.
    """
    count = len(arc)
    sentence = numpy.cumsum(starts) - 1
    within = numpy.where(sentence[:, None] == sentence, arc, -numpy.inf)
    heads = within.argmax(1)
    first = numpy.flatnonzero(starts)
    for number in _not_trees(heads, sentence, first):
        start = first[number]
        end = first[number + 1] if number + 1 < len(first) else count
        heads[start:end] = best_tree(within[start:end, start:end].astype(numpy.float64)) + start
    weights = numpy.exp(within - within.max(1, keepdims=True))
    probabilities = weights[numpy.arange(count), heads] / weights.sum(1)
    return Trees(heads=heads, probabilities=probabilities.astype(numpy.float32))


def _not_trees(heads: Heads, sentence: Heads, first: Heads) -> Sequence[int]:
    """The sentences whose *heads* have not one root, or a circle."""
    is_root = heads == numpy.arange(len(heads))
    roots = numpy.bincount(sentence[is_root], minlength=len(first))
    top = heads
    for _ in range(int(len(heads) - 1).bit_length()):  # twice as far up each time
        top = top[top]
    lost = numpy.bincount(sentence[~is_root[top]], minlength=len(first))
    wrong: list[int] = numpy.flatnonzero((roots != 1) | (lost > 0)).tolist()
    return wrong


def best_tree(scores: Matrix) -> Heads:
    """The tree of highest total score with exactly one root; a root is its own head.

    ``scores[word, head]`` are finite, on the diagonal that of being the root. The method is that of Chu and Liu (1965)
    and Edmonds (1967) over the words and a node above them; each arc from that node costs more than all
    others together can win, so the best tree has one (Zmigrod et al. 2020, "Please Mind the Root").
    Time at worst the cube of the number of words.
    """
    count = len(scores)
    words = numpy.arange(count)
    spread = float(scores.max() - scores.min())
    arcs = numpy.full((count + 1, count + 1), -numpy.inf)
    arcs[1:, 1:] = scores
    arcs[words + 1, words + 1] = -numpy.inf
    arcs[1:, 0] = scores[words, words] - (count + 1) * (spread + 1.0)
    above = _Contraction(arcs).heads()[1:] - 1
    heads: Heads = numpy.where(above < 0, words, above)
    return heads


@dataclass(frozen=True, slots=True, kw_only=True)
class _Circle:
    """Nodes that are one from here on, in the name of the first.

    ``heads``: their best heads, each in the circle. ``entrances``: which of them a head outside enters
    by; ``exits``: which of them is the head of a node outside; both as places in ``nodes``.
    """

    nodes: list[int]
    heads: list[int]
    entrances: Heads
    exits: Heads


class _Contraction:
    """The best tree under node 0 by ``arcs[node, head]``, which has no arc into 0 or to itself.

    Follows best heads upwards and makes each circle it meets one node; in the end they are opened in
    reverse. The numbers of a contraction are those of its circle's rows and columns, not of all.
    """

    def __init__(self, arcs: Matrix) -> None:
        self._arcs = arcs
        self._best: list[int] = arcs.argmax(1).tolist()
        self._circles: list[_Circle] = []

    def heads(self) -> Heads:
        """The heads of the best tree; that of node 0 means nothing."""
        count = len(self._best)
        walked = [0] * count  # 1: on the path, 2: known to lead to node 0, or gone
        walked[0] = 2
        for start in range(count):
            path: list[int] = []
            node = start
            while walked[node] != 2:
                if walked[node] == 1:
                    place = path.index(node)
                    node = self._contract(path[place:])
                    for gone in path[place:]:
                        walked[gone] = 2
                    del path[place:]
                walked[node] = 1
                path.append(node)
                node = self._best[node]
            for node in path:
                walked[node] = 2
        return self._open()

    def _contract(self, nodes: list[int]) -> int:
        """Make *nodes*, a circle, one; the node that stands for it."""
        arcs, best, name = self._arcs, self._best, nodes[0]
        heads = [best[node] for node in nodes]
        gains = arcs[nodes] - arcs[nodes, heads][:, None]
        to_circle = arcs[:, nodes]
        self._circles.append(
            _Circle(nodes=nodes, heads=heads, entrances=gains.argmax(0), exits=to_circle.argmax(1))
        )
        entering = gains.max(0)
        entering[nodes] = -numpy.inf
        exiting = to_circle.max(1)
        arcs[:, nodes] = -numpy.inf
        arcs[nodes] = -numpy.inf
        arcs[:, name] = exiting
        arcs[name] = entering
        inside = set(nodes)
        for node, head in enumerate(best):
            if head in inside:
                best[node] = name
        best[name] = int(entering.argmax())
        return name

    def _open(self) -> Heads:
        heads = numpy.array(self._best, numpy.int64)
        for circle in reversed(self._circles):
            name = circle.nodes[0]
            nodes = numpy.array(circle.nodes)
            above = heads[name]
            below = heads == name
            heads[below] = nodes[circle.exits[below]]
            heads[nodes] = circle.heads
            heads[nodes[circle.entrances[above]]] = above
        return heads
