"""The map of embeddings at every moment of a run, on the axes of the last one."""

from __future__ import annotations

import numpy as np


def axes(vectors: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Centre and the two directions in which vectors differ most, each turned so that its largest number is positive.

    Parameters
    ----------
    vectors
        Shape (words, width).

    Returns
    -------
    tuple
        Centre (width,) and directions (2, width).

    Examples
    --------
    >>> centre, directions = axes(
    ...     np.array([[0.0, 0.0, 0.0], [4.0, 0.0, 0.0], [0.0, 1.0, 0.0], [4.0, 1.0, 0.0]])
    ... )
    >>> np.round(np.abs(directions[0]), 2).tolist()
    [1.0, 0.0, 0.0]
    """
    numbers = vectors.astype(np.float32)
    centre = numbers.mean(0)
    directions = np.linalg.svd(numbers - centre, full_matrices=False)[2][:2]
    signs = np.sign(directions[np.arange(len(directions)), np.abs(directions).argmax(1)])
    return centre, directions * signs[:, None]


def project(vectors: np.ndarray, frame: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
    """Points (words, 2) of vectors on given axes."""
    centre, directions = frame
    return (vectors.astype(np.float32) - centre) @ directions.T


def spread(vectors: np.ndarray, groups: tuple[str, ...]) -> float:
    """Mean cosine of words with others of their group minus that with words of other groups: how far groups have formed."""
    numbers = vectors.astype(np.float32)
    unit = numbers / np.linalg.norm(numbers, axis=1, keepdims=True)
    cosines = unit @ unit.T
    same = np.array(groups)[:, None] == np.array(groups)[None, :]
    others = ~np.eye(len(groups), dtype=bool)
    return float(cosines[same & others].mean() - cosines[~same].mean())
