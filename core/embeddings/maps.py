"""The whole map of a list of words: laid out once on some of them, with more words placed on it afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.embeddings.lookup import unit, vectors
from core.embeddings.nearest import unique
from core.embeddings.neighbourhoods import NEIGHBOURS, neighbourhood, true_neighbours
from core.embeddings.projection import Axes, Method, place_among, project
from core.errors import InputError

if TYPE_CHECKING:
    import numpy as np

Pair = tuple[str, str]


@dataclass(frozen=True)
class Plan:
    """Everything that decides a map.

    Parameters
    ----------
    fitted
        Words that the axes are made for.
    placed
        Words put on the map without moving it.
    model_id
        Whose vectors; they are scaled to length 1, so that near on the map means a small angle.
    method, dimensions, seed, perplexity
        As `project` takes them.
    directions
        For the method ``"axes"``: a pair of words per axis, from the second to the first («mujer − hombre»).
    """

    fitted: tuple[str, ...]
    placed: tuple[str, ...] = ()
    model_id: str = "gatito"
    method: Method = "pca"
    dimensions: int = 2
    seed: int = 0
    perplexity: float = 30.0
    directions: tuple[Pair, ...] = ()


@dataclass(frozen=True)
class Map:
    """A map of words, and how much it lies.

    Parameters
    ----------
    words
        The fitted ones, then the placed ones.
    points
        Shape (words, 2 or 3).
    explained
        Share of the variance of the fitted words along each axis, or None.
    near, held
        Shape (words, k): the true neighbours of each word, and whether the map keeps each.
    extent
        Smallest and largest coordinate of the fitted words, shape (axes, 2).
    angle
        Degrees between the two axes, for axes chosen by hand; None otherwise.
    """

    words: tuple[str, ...]
    points: np.ndarray
    explained: np.ndarray | None
    near: np.ndarray
    held: np.ndarray
    extent: np.ndarray
    angle: float | None = None

    @property
    def kept(self) -> np.ndarray:
        """Share of the true neighbours of each word that the map keeps, shape (words,)."""
        return self.held.mean(axis=1)


def draw_map(plan: Plan) -> Map:
    """Lay out the fitted words, place the others, and compare neighbours.

    Raises
    ------
    InputError
        When there are fewer than two words, or an axis is missing.

    Examples
    --------
    >>> small = draw_map(Plan(("rey", "reina", "gato", "perro"), ("mesa",)))
    >>> small.words[-1], small.points.shape, small.near.shape
    ('mesa', (5, 2), (5, 4))
    """
    import numpy as np

    fitted = tuple(unique(plan.fitted))
    placed = tuple(word for word in unique(plan.placed) if word not in fitted)
    if len(fitted) < 2:
        raise InputError("a map needs two words at least; add one", "few_words")
    rows = unit(vectors([*fitted, *placed], plan.model_id).astype(np.float64))
    base, more = rows[: len(fitted)], rows[len(fitted) :]
    directions = (
        np.stack([direction(*pair, plan.model_id) for pair in plan.directions]) if plan.directions else None
    )
    laid = project(
        base, plan.method, plan.seed, dimensions=plan.dimensions, perplexity=plan.perplexity,
        directions=directions,
    )  # fmt: skip
    points = laid.points
    if placed:
        found = laid.axes.place(more) if laid.axes else place_among(base, points, more)
        points = np.concatenate([points, found])
    near, held = neighbourhood(rows, points, NEIGHBOURS)
    extent = np.stack([laid.points.min(axis=0), laid.points.max(axis=0)], axis=1)
    return Map((*fitted, *placed), points, laid.explained, near, held, extent, _angle(laid.axes, plan))


def direction(to: str, start: str, model_id: str = "gatito") -> np.ndarray:
    """Give the direction from one word to another, «to − start», of vectors of length 1.

    Raises
    ------
    InputError
        When a word is missing or both are the same.

    Examples
    --------
    >>> direction("mujer", "hombre").shape
    (128,)
    """
    if not to.strip() or not start.strip() or to.strip() == start.strip():
        raise InputError("an axis goes from one word to another; write two different words", "no_axes")
    first, second = unit(vectors([to, start], model_id))
    found: np.ndarray = first - second
    return found


def in_the_same_group(rows: np.ndarray, groups: Sequence[int], nearest: int = 5) -> float:
    """Give the share of each vector's nearest others that belong to its group, averaged.

    Parameters
    ----------
    rows
        Shape (n, d).
    groups
        A number per row.
    nearest
        How many others are looked at. A group with no more members than that cannot reach 1: see `companions`.

    Examples
    --------
    >>> import numpy as np
    >>> in_the_same_group(np.array([[0.0], [0.1], [5.0], [5.1]]), [0, 0, 1, 1], nearest=1)
    1.0
    """
    import numpy as np

    of = np.array(groups)
    return float((of[true_neighbours(rows, nearest)] == of[:, None]).mean())


def companions(groups: Sequence[int], most: int = 5) -> int:
    """Give how many nearest others, one at least, to look at so that all can be of the same group, for every group.

    Parameters
    ----------
    groups
        A number per row.
    most
        Never more than this.

    Examples
    --------
    In a family of four each word has three companions:

    >>> companions([0, 0, 0, 0, 1, 1, 1, 1]), companions([0] * 9 + [1] * 7)
    (3, 5)
    """
    smallest = min((groups.count(group) for group in set(groups)), default=0)
    return max(1, min(most, smallest - 1))


def _angle(axes: Axes | None, plan: Plan) -> float | None:
    import numpy as np

    if axes is None or plan.method != "axes":
        return None
    cosine = float(np.clip(axes.directions[0] @ axes.directions[1], -1, 1))
    return float(np.degrees(np.arccos(cosine)))
