"""Vectors in 8 bits: close to the exact ones, whatever they hold."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from search.embedding.pooling import normalise
from search.stores import coding

COUNTS = st.integers(0, 40)
DIMENSIONS = st.sampled_from([4, 16, 100, 384])
SEEDS = st.integers(0, 2**32 - 1)


def vectors(seed, count, dimensions):
    return normalise(np.random.default_rng(seed).normal(size=(count, dimensions)).astype("f4"))


@given(SEEDS, COUNTS, DIMENSIONS)
def test_cosines_are_those_of_the_exact_vectors_within_half_a_level_of_each(seed, count, size):
    rows, (question,) = vectors(seed, count, size), vectors(seed + 1, 1, size)
    codes, steps = coding.encode(rows)

    found = coding.cosines(codes, steps, question)

    assert found.dtype == np.float32
    # A level is at most 1/127 of a vector's largest number, and each number errs by half of one.
    largest = np.abs(rows).max(axis=1, initial=0) + np.abs(question).max()
    allowed = largest / coding.LEVELS / 2 * np.sqrt(size) * 1.1 + 1e-6
    assert (np.abs(found - rows @ question) <= allowed).all()


@given(SEEDS)
def test_of_a_models_dimensions_they_err_by_a_thousandth(seed):
    rows, (question,) = vectors(seed, 200, 384), vectors(seed + 1, 1, 384)

    found = coding.cosines(*coding.encode(rows), question)

    assert np.abs(found - rows @ question).std() < 0.001


def test_a_row_of_zeros_is_near_to_nothing():
    rows = np.zeros((2, 8), np.float32)
    rows[1, 3] = 1

    codes, steps = coding.encode(rows)

    assert coding.cosines(codes, steps, rows[1]).tolist() == [0, 1]
    assert coding.cosines(codes, steps, rows[0]).tolist() == [0, 0]
