"""Maps: PCA against scikit-learn, faithfulness against a naive double loop, and data that must not break them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.decomposition import PCA

from core.embeddings import faithfulness, neighbourhood, place_among, project, true_neighbours, unit, widest
from core.errors import InputError


def naive(vectors, points, k=10):
    """The definition, word by word: two loops, two sorted lists, one intersection."""
    kept = []
    for i in range(len(vectors)):
        others = [j for j in range(len(vectors)) if j != i]
        true = sorted(others, key=lambda j: np.linalg.norm(vectors[i] - vectors[j]))[:k]
        shown = sorted(others, key=lambda j: np.linalg.norm(points[i] - points[j]))[:k]
        kept.append(len(set(true) & set(shown)) / min(k, len(others)))
    return np.array(kept)


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), n=st.integers(2, 60), d=st.integers(1, 30), k=st.integers(1, 15))
def test_faithfulness_is_the_naive_double_loop(seed, n, d, k):
    dice = np.random.default_rng(seed)
    vectors, points = dice.normal(size=(n, d)), dice.normal(size=(n, 2))
    assert np.allclose(faithfulness(vectors, points, k), naive(vectors, points, k))


def test_faithfulness_in_blocks_is_the_same():
    dice = np.random.default_rng(3)
    vectors = dice.normal(size=(1205, 6))
    points = vectors[:, :2]
    rows = [0, 999, 1000, 1204]
    others = naive_rows(vectors, points, rows)
    assert np.allclose(faithfulness(vectors, points)[rows], others)


def naive_rows(vectors, points, rows, k=10):
    kept = []
    for i in rows:
        true = np.argsort(
            np.where(np.arange(len(vectors)) == i, np.inf, np.linalg.norm(vectors - vectors[i], axis=1))
        )
        shown = np.argsort(
            np.where(np.arange(len(points)) == i, np.inf, np.linalg.norm(points - points[i], axis=1))
        )
        kept.append(len(set(true[:k]) & set(shown[:k])) / k)
    return np.array(kept)


@pytest.mark.parametrize("shape", [(200, 50), (60, 128), (40, 384), (500, 3)])
@pytest.mark.parametrize("dimensions", [2, 3])
def test_pca_is_scikit_learns_up_to_sign(shape, dimensions):
    vectors = np.random.default_rng(0).normal(size=shape) @ np.diag(np.linspace(3, 1, shape[1]))
    ours, theirs = project(vectors, dimensions=dimensions), PCA(dimensions, svd_solver="full").fit(vectors)
    points = theirs.transform(vectors)
    signs = np.sign((ours.points * points).sum(axis=0))
    assert np.allclose(ours.points * signs, points, atol=1e-7)
    assert ours.explained is not None
    assert np.allclose(ours.explained, theirs.explained_variance_ratio_)


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), n=st.integers(3, 80), d=st.integers(2, 40))
def test_a_map_of_flat_data_does_not_lie(seed, n, d):
    dice = np.random.default_rng(seed)
    flat = dice.normal(size=(n, 2)) @ dice.normal(size=(2, d)) + dice.normal(size=d)
    drawn = project(flat)
    assert drawn.kept.tolist() == [1.0] * n
    assert drawn.explained is not None
    assert drawn.explained.sum() == pytest.approx(1)


def test_a_flat_grid_full_of_ties_does_not_lie_either():
    grid = np.array([[x, y, x + y] for x in range(7) for y in range(7)], dtype=float)
    assert project(grid).kept.min() == 1


def test_a_case_by_hand():
    """Four corners of a long rectangle seen from its short side: the two that are far apart fall on each other."""
    corners = np.array([[0.0, 0.0], [10.0, 0.0], [0.0, 1.0], [10.0, 1.0]])
    assert faithfulness(corners, corners[:, 1:], 1).tolist() == [0, 0, 0, 0]
    assert neighbourhood(corners, corners, 1)[0].ravel().tolist() == [2, 3, 0, 1]


@pytest.mark.parametrize("method", ["pca", "tsne"])
@pytest.mark.parametrize(
    "vectors",
    [
        np.ones((20, 8)),
        np.zeros((12, 5)),
        np.vstack([np.ones((11, 4)), np.zeros((1, 4))]),
        np.tile(np.random.default_rng(0).normal(size=(3, 6)), (5, 1)),
        np.array([[1.0, 2.0], [1.0, 2.0]]),
        np.array([[1.0], [2.0], [4.0]]),
    ],
    ids=[
        "all the same",
        "all zero",
        "all but one the same",
        "each five times",
        "two the same",
        "one dimension",
    ],
)
def test_constant_vectors_never_give_what_is_no_number(vectors, method):
    drawn = project(vectors, method)
    assert np.isfinite(drawn.points).all()
    assert np.isfinite(drawn.kept).all()
    assert ((drawn.kept >= 0) & (drawn.kept <= 1)).all()
    assert drawn.points.shape == (len(vectors), 2)
    assert drawn.explained is None or np.isfinite(drawn.explained).all()


@pytest.mark.parametrize("vectors", [np.zeros((0, 4)), np.zeros((1, 4)), np.zeros(4)])
def test_one_word_is_no_map(vectors):
    with pytest.raises(InputError) as refused:
        project(vectors)
    assert refused.value.key == "few_words"


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_what_is_no_number_is_refused(bad):
    with pytest.raises(InputError) as refused:
        project(np.array([[1.0, bad], [2.0, 3.0]]))
    assert refused.value.key == "not_finite"


def test_tsne_repeats_with_its_seed_and_changes_with_another():
    vectors = np.random.default_rng(1).normal(size=(50, 10))
    once, again, other = (project(vectors, "tsne", seed, perplexity=5).points for seed in (4, 4, 5))
    assert np.array_equal(once, again)
    assert not np.allclose(once, other)


def test_tsne_has_a_limit_and_says_so():
    with pytest.raises(InputError) as refused:
        project(np.random.default_rng(0).normal(size=(2001, 2)), "tsne")
    assert refused.value.values == {"given": 2001, "limit": 2000}


def test_axes_by_hand_are_dot_products_with_unit_directions():
    vectors = np.array([[1.0, 0.0, 5.0], [3.0, 2.0, 5.0], [2.0, 4.0, 5.0]])
    drawn = project(vectors, "axes", directions=np.array([[2.0, 0.0, 0.0], [0.0, 0.0, 7.0]]))
    assert np.allclose(drawn.points, (vectors - vectors.mean(axis=0))[:, [0, 2]])
    assert drawn.explained is None


@pytest.mark.parametrize("directions", [None, np.zeros((2, 3))])
def test_an_axis_that_points_nowhere_is_refused(directions):
    with pytest.raises(InputError) as refused:
        project(np.eye(3), "axes", directions=directions)
    assert refused.value.key == "no_axes"


def test_a_word_placed_later_lands_where_it_would_have_been():
    vectors = np.random.default_rng(2).normal(size=(30, 8))
    drawn = project(vectors)
    assert np.allclose(drawn.place(vectors[:4]), drawn.points[:4])
    with pytest.raises(InputError):
        project(vectors, "tsne").place(vectors[:1])


def test_a_copy_placed_among_its_nearest_lies_near_its_original():
    vectors = np.array([[0.0], [1.0], [2.0], [50.0]])
    points = np.array([[0.0, 0.0], [3.0, 0.0], [6.0, 0.0], [9.0, 9.0]])
    assert place_among(vectors, points, np.array([[1.1]])).tolist() == [[3.0, 0.0]]


def test_true_neighbours_come_nearest_first():
    vectors = np.random.default_rng(5).normal(size=(40, 7))
    found = true_neighbours(vectors, 6)
    for i, row in enumerate(found):
        distances = np.linalg.norm(vectors - vectors[i], axis=1)
        assert row.tolist() == [j for j in np.argsort(distances) if j != i][:6]


def test_unit_rows_have_length_one():
    rows = np.random.default_rng(0).normal(size=(9, 4))
    assert np.allclose(np.linalg.norm(unit(rows), axis=1), 1)


def test_the_perplexity_fits_the_points():
    assert [widest(30, n) for n in (2, 3, 9, 90)] == [1, 1, 3, 30]
