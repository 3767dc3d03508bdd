import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from search.stores.runs import Runs

LENGTHS = st.lists(st.integers(1, 40), max_size=30)
SEED = st.integers(0, 2**32 - 1)


def runs(counts: list[int]) -> Runs:
    made = np.array(counts, np.int64)
    return Runs(np.cumsum(made) - made, made)


@given(LENGTHS, SEED)
def test_what_is_made_of_runs_is_what_is_made_of_each_alone(counts, seed):
    numbers = np.random.default_rng(seed).normal(size=sum(counts))
    made = runs(counts)
    expected = [numbers[s : s + n].max() for s, n in zip(made.starts, counts, strict=True)]
    assert made.reduce(np.maximum, numbers.__getitem__).tolist() == expected


@given(LENGTHS, SEED)
def test_means_are_those_of_each_runs_rows(counts, seed):
    vectors = np.random.default_rng(seed).normal(size=(sum(counts), 8)).astype(np.float32)
    made = runs(counts)
    found = made.means(vectors.__getitem__)
    assert found.shape == (len(counts), 8)
    for mean, start, count in zip(found, made.starts, counts, strict=True):
        total = vectors[start : start + count].sum(axis=0)
        assert np.allclose(mean, total / np.linalg.norm(total), atol=1e-4)


def test_the_mean_of_rows_without_direction_is_zero():
    assert not runs([2, 1]).means(np.zeros((3, 4), np.float32).__getitem__).any()


def test_runs_may_lie_anywhere_and_leave_rows_out():
    numbers = np.array([5.0, 1, 9, 2, 3, 4])
    found = Runs(np.array([4, 0]), np.array([2, 2])).reduce(np.maximum, numbers.__getitem__)
    assert found.tolist() == [4, 5]
