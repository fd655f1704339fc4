"""How much a map lies: the true neighbours of each point, and which of them are still neighbours on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.errors import InputError

if TYPE_CHECKING:
    import numpy as np

NEIGHBOURS = 10
"""How many true neighbours of each point are looked for on the map."""

_BLOCK = 1000
"""Rows of distances that are held at once: 20,000 words would need 3 GB otherwise."""

_SAME = 1e-9
"""Distances that differ less than this, by their size, are ties."""


def faithfulness(vectors: np.ndarray, points: np.ndarray, neighbours: int = NEIGHBOURS) -> np.ndarray:
    """Give, per point, the share of its true neighbours that are still among its neighbours on the map.

    Distances are Euclidean on both sides. Ties on the map count as kept. With fewer than ``neighbours + 1`` points,
    all the others are looked for.

    Parameters
    ----------
    vectors, points
        Shapes (n, d) and (n, 2 or 3).
    neighbours
        How many.

    Returns
    -------
    ndarray
        Shape (n,), from 0 to 1.

    Source
    ------
    Venna and Kaski (2001), «Neighborhood preservation in nonlinear projection methods», doi:10.1007/3-540-44668-0_68,
    for the question; the plain share of neighbours is its simplest measure.

    Examples
    --------
    A line of four points, and a map that puts the last one first:

    >>> import numpy as np
    >>> line = np.array([[0.0], [1.0], [2.1], [3.3]])
    >>> moved = np.array([[0.0], [1.0], [2.1], [-0.5]])
    >>> faithfulness(line, moved, neighbours=1).tolist()
    [0.0, 1.0, 1.0, 0.0]
    """
    return neighbourhood(vectors, points, neighbours)[1].mean(axis=1)


def neighbourhood(
    vectors: np.ndarray, points: np.ndarray, neighbours: int = NEIGHBOURS
) -> tuple[np.ndarray, np.ndarray]:
    """Give the true neighbours of each point, nearest first, and whether each is still a neighbour on the map.

    Returns
    -------
    tuple of ndarray
        Places (n, k) and truth values (n, k), with k the smaller of `neighbours` and n − 1.

    Raises
    ------
    InputError
        When there are fewer than two vectors.

    Examples
    --------
    >>> import numpy as np
    >>> line, moved = np.array([[0.0], [1.0], [2.1]]), np.array([[0.0], [5.0], [2.1]])
    >>> neighbourhood(line, moved, 1)[0].tolist(), neighbourhood(line, moved, 1)[1].tolist()
    ([[1], [0], [1]], [[False], [False], [False]])
    """
    import numpy as np

    if len(vectors) < 2:
        raise InputError("a map needs two words at least; add one", "few_words")
    k = min(neighbours, len(vectors) - 1)
    near = np.empty((len(vectors), k), dtype=np.int64)
    held = np.empty((len(vectors), k), dtype=bool)
    for first in range(0, len(vectors), _BLOCK):
        block = slice(first, min(first + _BLOCK, len(vectors)))
        near[block] = _nearest(_squared(vectors, block), k)
        on_map = _squared(points, block)
        limit = np.partition(on_map, k - 1, axis=1)[:, k - 1 : k]
        slack = _SAME * (limit + np.where(np.isfinite(on_map), on_map, 0).max(axis=1, keepdims=True))
        held[block] = np.take_along_axis(on_map, near[block], axis=1) <= limit + slack
    return near, held


def true_neighbours(vectors: np.ndarray, neighbours: int = NEIGHBOURS) -> np.ndarray:
    """Give the places of the nearest others of each vector, nearest first, shape (n, k).

    Examples
    --------
    >>> import numpy as np
    >>> true_neighbours(np.array([[0.0], [1.0], [3.0]]), 2).tolist()
    [[1, 2], [0, 2], [1, 0]]
    """
    import numpy as np

    k = min(neighbours, len(vectors) - 1)
    blocks = [slice(first, min(first + _BLOCK, len(vectors))) for first in range(0, len(vectors), _BLOCK)]
    return np.concatenate([_nearest(_squared(vectors, block), k) for block in blocks])


def _squared(rows: np.ndarray, block: slice) -> np.ndarray:
    """Give squared distances from the rows of a block to all, each to itself being infinite."""
    import numpy as np

    centred = np.asarray(rows, dtype=np.float64) - np.mean(rows, axis=0, dtype=np.float64)
    lengths = np.square(centred).sum(axis=1)
    found = lengths[block, None] + lengths[None, :] - 2 * centred[block] @ centred.T
    np.maximum(found, 0, out=found)
    found[np.arange(found.shape[0]), np.arange(block.start, block.stop)] = np.inf
    return found


def _nearest(distances: np.ndarray, k: int) -> np.ndarray:
    """Give the places of the k smallest of each row, smallest first."""
    import numpy as np

    candidates = np.sort(np.argpartition(distances, k - 1, axis=1)[:, :k], axis=1)
    order = np.argsort(np.take_along_axis(distances, candidates, axis=1), axis=1, kind="stable")
    return np.take_along_axis(candidates, order, axis=1)
