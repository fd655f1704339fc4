"""Points to learn from: in the plane as in TensorFlow Playground, handwritten digits, and short Spanish opinions.

Source of the shapes in the plane: D. Smilkov et al., "Direct-Manipulation Visualization of Deep Networks" (2017),
arXiv:1708.03788.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

PLANE = 6.0
"""The plane goes from −6 to 6 on both axes."""


@dataclass(frozen=True)
class Points:
    """What is learnt from.

    Parameters
    ----------
    x
        Inputs, shape (n, d); in the plane d is 2.
    y
        What is to be told: class numbers from 0, or a number for regression; shape (n,).
    classes
        Names of the classes; none for regression.
    names
        What each input is called, d of them.
    """

    x: Array
    y: Array
    classes: tuple[str, ...]
    names: tuple[str, ...] = ("x", "y")


def circle(points: int, noise: float, share: float, rng: np.random.Generator) -> tuple[Array, Array]:
    """One class inside a disc, the other in a ring around it."""
    inside = np.arange(points) < round(points * share)
    radius = np.where(inside, rng.uniform(0, 2.5, points), rng.uniform(3.5, 5, points))
    angle = rng.uniform(0, 2 * np.pi, points)
    x = np.stack([radius * np.sin(angle), radius * np.cos(angle)], axis=1)
    return x + rng.uniform(-5, 5, (points, 2)) * noise, inside.astype(float)


def xor(points: int, noise: float, share: float, rng: np.random.Generator) -> tuple[Array, Array]:
    """Opposite corners alike: no straight line tells them apart."""
    same = np.arange(points) < round(points * share)
    size = rng.uniform(0.3, 5, (points, 2))
    sign = rng.choice([-1.0, 1.0], points)
    x = size * np.stack([sign, np.where(same, sign, -sign)], axis=1)
    return x + rng.uniform(-5, 5, (points, 2)) * noise, same.astype(float)


def gaussians(points: int, noise: float, share: float, rng: np.random.Generator) -> tuple[Array, Array]:
    """Two round clouds."""
    first = np.arange(points) < round(points * share)
    centre = np.where(first, 2.0, -2.0)[:, None]
    return centre + rng.normal(0, 1 + 3 * noise, (points, 2)), first.astype(float)


def spiral(points: int, noise: float, share: float, rng: np.random.Generator) -> tuple[Array, Array]:
    """Two arms wound around each other."""
    first = np.arange(points) < round(points * share)
    many = np.where(first, first.sum(), (~first).sum())
    step = np.where(first, np.cumsum(first) - 1, np.cumsum(~first) - 1) / many
    angle = 1.75 * step * 2 * np.pi + np.where(first, 0.0, np.pi)
    x = 5 * step[:, None] * np.stack([np.sin(angle), np.cos(angle)], axis=1)
    return x + rng.uniform(-1, 1, (points, 2)) * noise * 5, first.astype(float)


def moons(points: int, noise: float, share: float, rng: np.random.Generator) -> tuple[Array, Array]:
    """Two half moons that reach into each other."""
    first = np.arange(points) < round(points * share)
    angle = rng.uniform(0, np.pi, points)
    upper = np.stack([np.cos(angle) - 0.5, np.sin(angle) - 0.25], axis=1)
    lower = np.stack([0.5 - np.cos(angle), 0.25 - np.sin(angle)], axis=1)
    x = 3 * np.where(first[:, None], upper, lower)
    return x + rng.normal(0, 0.2 + 3 * noise, (points, 2)), first.astype(float)


def plane(points: int, noise: float, _share: float, rng: np.random.Generator) -> tuple[Array, Array]:
    """Regression: the sum of both coordinates, from −1 to 1."""
    x = rng.uniform(-PLANE, PLANE, (points, 2))
    return x, (x + rng.uniform(-PLANE, PLANE, (points, 2)) * noise).sum(1) / (2 * PLANE)


def bumps(points: int, noise: float, _share: float, rng: np.random.Generator) -> tuple[Array, Array]:
    """Regression: three hills and three hollows."""
    x = rng.uniform(-PLANE, PLANE, (points, 2))
    centres = np.array([[-4, 2.5], [0, 2.5], [4, 2.5], [-4, -2.5], [0, -2.5], [4, -2.5]])
    signs = np.array([1, -1, 1, -1, 1, -1])
    seen = x + rng.uniform(-PLANE, PLANE, (points, 2)) * noise
    near = np.clip(1 - np.linalg.norm(seen[:, None] - centres, axis=2) / 2, 0, None)
    strongest = near.argmax(1)
    return x, near[np.arange(points), strongest] * signs[strongest]


Maker = Callable[[int, float, float, np.random.Generator], tuple[Array, Array]]

CLASSIFIED: dict[str, Maker] = {
    "circle": circle, "xor": xor, "gaussians": gaussians, "spiral": spiral, "moons": moons,
}  # fmt: skip
NUMBERED: dict[str, Maker] = {"plane": plane, "bumps": bumps}
IN_THE_PLANE = (*CLASSIFIED, *NUMBERED)
OTHER = ("digits", "opinions")
DATA = (*IN_THE_PLANE, *OTHER)
"""Every set of points, by name; ``"own"`` stands for the learner's."""


def make(data: str, points: int, noise: float, share: float, seed: int) -> Points:
    """Draw points: the same seed gives the same ones.

    Parameters
    ----------
    data
        One of `DATA`.
    points
        How many.
    noise
        From 0 to 1: how far each may be from its place.
    share
        Share of the first class, from 0 to 1.
    seed
        Of NumPy's generator.

    Examples
    --------
    >>> made = make("xor", 8, 0.0, 0.5, seed=0)
    >>> made.x.shape, int(made.y.sum()), bool(((made.x[:, 0] * made.x[:, 1] > 0) == (made.y == 1)).all())
    ((8, 2), 4, True)
    """
    if data == "digits":
        return _digits(points, seed)
    if data == "opinions":
        return _opinions(points, seed)
    rng = np.random.default_rng(seed)
    maker = CLASSIFIED.get(data) or NUMBERED[data]
    x, y = maker(points, noise, share, rng)
    order = rng.permutation(points)
    return Points(x[order], y[order], ("0", "1") if data in CLASSIFIED else ())


def _digits(points: int, seed: int) -> Points:
    """Handwritten digits of 8 × 8 grey levels from 0 to 1 (UCI, by way of scikit-learn)."""
    from sklearn.datasets import load_digits

    found = load_digits()
    order = np.random.default_rng(seed).permutation(len(found.target))[:points]
    names = tuple(f"{row},{column}" for row in range(8) for column in range(8))
    x, y = found.data[order] / 16, found.target[order].astype(float)
    return Points(x, y, tuple("0123456789"), names)


OPINIONS = Path(__file__).resolve().parents[2] / "assets" / "data" / "opinions.txt"


@lru_cache(maxsize=1)
def opinions() -> tuple[tuple[str, int], ...]:
    """Read the shipped opinions: the sentence, and 1 where it praises."""
    lines = OPINIONS.read_text(encoding="utf-8").splitlines()
    return tuple((line[2:], int(line[0] == "+")) for line in lines if line[:2] in {"+ ", "- "})


def _opinions(points: int, seed: int) -> Points:
    """Bags of words: one input per word of the set that appears twice or more, 1 where the sentence has it."""
    told = opinions()
    bags = [frozenset(words_of(text)) for text, _ in told]
    counts: dict[str, int] = {}
    for bag in bags:
        for word in bag:
            counts[word] = counts.get(word, 0) + 1
    names = tuple(sorted(word for word, many in counts.items() if many > 1))
    order = np.random.default_rng(seed).permutation(len(told))[:points]
    x = np.array([[float(word in bags[place]) for word in names] for place in order])
    return Points(x, np.array([float(told[place][1]) for place in order]), ("−", "+"), names)


def words_of(text: str) -> list[str]:
    """Split a sentence into words, in lower case and without signs.

    Examples
    --------
    >>> words_of("¡Qué bien se come aquí!")
    ['qué', 'bien', 'se', 'come', 'aquí']
    """
    return "".join(char if char.isalpha() else " " for char in text.lower()).split()
