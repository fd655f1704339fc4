"""From many dimensions to two or three, and how much the map loses on the way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from core.embeddings.neighbourhoods import NEIGHBOURS, faithfulness
from core.errors import InputError

if TYPE_CHECKING:
    import numpy as np

MOST_FOR_TSNE = 2000
"""Points that t-SNE lays out in a bearable time."""

_NEAREST_WHEN_PLACED = 3

Method = Literal["pca", "tsne", "axes"]


@dataclass(frozen=True)
class Axes:
    """A flat map's way of looking: where its middle is, and the directions along which it measures.

    Parameters
    ----------
    centre
        Shape (dimensions,).
    directions
        Shape (axes, dimensions); each of length 1.
    """

    centre: np.ndarray
    directions: np.ndarray

    def place(self, rows: np.ndarray) -> np.ndarray:
        """Give the coordinates of more vectors on the same map, shape (n, axes)."""
        import numpy as np

        return (np.asarray(rows, dtype=np.float64) - self.centre) @ self.directions.T


@dataclass(frozen=True)
class Projection:
    """A map of vectors.

    Parameters
    ----------
    points
        Coordinates, shape (n, 2) or (n, 3).
    explained
        Share of the variance along each axis, or None for maps that are no projection (t-SNE) or whose axes
        were chosen by hand.
    kept
        Shape (n,): the share of the true neighbours of each point that are still its neighbours on the map.
    axes
        How the map looks, so that another word can be placed without moving the rest; None for t-SNE.
    """

    points: np.ndarray
    explained: np.ndarray | None
    kept: np.ndarray
    axes: Axes | None = None

    def place(self, rows: np.ndarray) -> np.ndarray:
        """Put more vectors on the map without moving what is there, shape (n, axes).

        Raises
        ------
        InputError
            For a map that has no formula (t-SNE): see `place_among`.
        """
        if self.axes is None:
            raise InputError("this map has no axes; lay it out again", "no_axes")
        return self.axes.place(rows)


def project(
    vectors: np.ndarray,
    method: Method = "pca",
    seed: int = 0,
    *,
    dimensions: int = 2,
    perplexity: float = 30.0,
    directions: np.ndarray | None = None,
    neighbours: int = NEIGHBOURS,
) -> Projection:
    """Draw a map of vectors, and measure how much of each point's neighbourhood it keeps.

    Parameters
    ----------
    vectors
        Shape (n, d), at least two rows.
    method
        ``"pca"``: the directions along which the vectors differ most. ``"tsne"``: a layout that cares for
        neighbours only. ``"axes"``: along `directions`.
    seed
        For t-SNE, which starts from points thrown at random; PCA has no chance in it.
    dimensions
        2 or 3.
    perplexity
        For t-SNE: about how many neighbours each point attends to; lowered to a third of the points.
    directions
        For ``"axes"``: shape (dimensions, d).
    neighbours
        How many true neighbours are looked for on the map.

    Raises
    ------
    InputError
        When there are fewer than two vectors, too many for t-SNE, numbers that are not finite, or no directions.

    Source
    ------
    Pearson (1901), doi:10.1080/14786440109462720, for PCA. Van der Maaten and Hinton (2008), «Visualizing Data using
    t-SNE», Journal of Machine Learning Research 9.

    Examples
    --------
    >>> import numpy as np
    >>> flat = np.random.default_rng(0).normal(size=(40, 2)) @ np.ones((2, 5))
    >>> project(flat).kept.min()
    np.float64(1.0)
    """
    import numpy as np

    rows = np.asarray(vectors, dtype=np.float64)
    if rows.ndim != 2 or len(rows) < 2:
        raise InputError("a map needs two words at least; add one", "few_words")
    if not np.isfinite(rows).all():
        raise InputError("a vector holds something that is no number", "not_finite")
    if method == "tsne":
        points, explained, axes = _tsne(rows, dimensions, perplexity, seed), None, None
    elif method == "axes":
        axes = _chosen(rows, directions)
        points, explained = axes.place(rows), None
    else:
        axes, explained = _pca(rows, dimensions)
        points = axes.place(rows)
    return Projection(points, explained, faithfulness(rows, points, neighbours), axes)


def place_among(
    vectors: np.ndarray, points: np.ndarray, more: np.ndarray, nearest: int = _NEAREST_WHEN_PLACED
) -> np.ndarray:
    """Put more vectors on a map that has no formula: each at the middle of its nearest vectors' points.

    Parameters
    ----------
    vectors, points
        What is on the map, shapes (n, d) and (n, axes).
    more
        What is to be added, shape (m, d).

    Returns
    -------
    ndarray
        Shape (m, axes). A rough place: only laying out the map again gives the true one.
    """
    import numpy as np

    distances = np.stack([np.square(vectors - row).sum(axis=1) for row in more])
    order = np.argsort(distances, axis=1, kind="stable")[:, :nearest]
    found: np.ndarray = points[order].mean(axis=1)
    return found


def _pca(rows: np.ndarray, dimensions: int) -> tuple[Axes, np.ndarray]:
    """Fit scikit-learn's PCA; what has fewer directions than asked gets axes of zeros."""
    import numpy as np
    from sklearn.decomposition import PCA

    n, d = rows.shape
    centre = rows.mean(axis=0)
    directions, explained = np.zeros((dimensions, d)), np.zeros(dimensions)
    if np.ptp(rows, axis=0).max() == 0:  # every vector is the same: no direction is better than another
        return Axes(centre, directions), explained
    found = PCA(min(dimensions, n, d), svd_solver="covariance_eigh" if n >= d else "full").fit(rows)
    directions[: len(found.components_)] = found.components_
    explained[: len(found.components_)] = found.explained_variance_ratio_
    return Axes(found.mean_, directions), explained


def _tsne(rows: np.ndarray, dimensions: int, perplexity: float, seed: int) -> np.ndarray:
    import numpy as np
    from sklearn.manifold import TSNE

    if len(rows) > MOST_FOR_TSNE:
        raise InputError(
            f"t-SNE of {len(rows)} words takes too long; use PCA or {MOST_FOR_TSNE} at most",
            "too_many_for_tsne",
            given=len(rows),
            limit=MOST_FOR_TSNE,
        )
    if np.ptp(rows, axis=0).max() == 0:  # one point: there is nothing to lay out
        return np.zeros((len(rows), dimensions))
    layout = TSNE(dimensions, perplexity=widest(perplexity, len(rows)), init="random", random_state=seed)
    found: np.ndarray = layout.fit_transform(rows)
    return found


def widest(perplexity: float, points: int) -> float:
    """Give the perplexity that so few points allow: a third of them at most, and 1 at least.

    Examples
    --------
    >>> widest(30, 200), widest(30, 12)
    (30, 4.0)
    """
    return max(1.0, min(perplexity, points / 3)) if points > 3 else 1.0


def _chosen(rows: np.ndarray, directions: np.ndarray | None) -> Axes:
    import numpy as np

    if directions is None:
        raise InputError("choose two pairs of words as axes", "no_axes")
    lengths = np.linalg.norm(directions, axis=1, keepdims=True)
    if not (lengths > 0).all():
        raise InputError("an axis goes from a word to itself; choose two different words", "no_axes")
    return Axes(rows.mean(axis=0), np.asarray(directions, dtype=np.float64) / lengths)
