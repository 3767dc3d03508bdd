from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from search import fusion

SIZES = st.integers(1, 60)
ARMS = SIZES.flatmap(
    lambda n: st.tuples(
        arrays(np.float64, n, elements=st.floats(0, 50)),
        arrays(np.float64, n, elements=st.floats(-2, 2)),
    )
)


@given(ARMS)
def test_more_of_either_arm_never_lowers_a_score(arms):
    lexical, closeness = arms
    top, mean, deviation = 50.0, 0.1, 0.3
    before = fusion.fuse(lexical, closeness, top, mean, deviation).total
    more_words = fusion.fuse(lexical + 1, closeness, top, mean, deviation).total
    closer = fusion.fuse(lexical, closeness + 0.1, top, mean, deviation).total
    assert (more_words >= before).all()
    assert (closer >= before).all()


@given(ARMS)
def test_scores_are_finite_whatever_is_missing(arms):
    lexical, closeness = arms
    closeness[::2] = np.nan
    for top, deviation in ((0.0, 0.0), (50.0, 0.0), (50.0, 0.2)):
        assert np.isfinite(fusion.fuse(lexical, closeness, top, 0.0, deviation).total).all()


def test_it_is_the_recipe():
    fused = fusion.fuse(np.array([10.0, 5.0]), np.array([0.5, 0.9]), 10.0, 0.5, 0.2)
    assert fused.total == pytest.approx([0.6, 0.3 + 0.1 * 2])


def test_a_document_without_vector_counts_as_average_in_meaning():
    fused = fusion.fuse(np.array([10.0]), np.array([np.nan]), 10.0, 0.5, 0.2)
    assert fused.meaning[0] == 0


@given(
    SIZES.flatmap(
        lambda n: st.tuples(
            arrays(np.float64, n, elements=st.floats(-1, 2)),
            arrays(np.float32, (n, 4), elements=st.floats(-1, 1, width=32)),
        )
    )
)
def test_smoothing_stays_within_the_range_of_the_scores(made):
    scores, vectors = made
    smoothed = fusion.smooth(scores, vectors)
    assert smoothed.min() >= scores.min() - 1e-9
    assert smoothed.max() <= scores.max() + 1e-9


def test_smoothing_lifts_a_document_among_good_ones():
    near, far = [1.0, 0.0], [0.0, 1.0]
    vectors = np.array([near] * 99 + [far] * 99 + [near, far], dtype=np.float32)
    scores = np.array([1.0] * 99 + [0.0] * 99 + [0.5, 0.5])
    smoothed = fusion.smooth(scores, vectors)
    assert smoothed[198] > 0.5 > smoothed[199]


def test_smoothing_a_handful_of_documents_changes_nothing():
    scores = np.linspace(0, 1, 24)
    assert fusion.smooth(scores, np.ones((24, 3), np.float32)) == pytest.approx(scores)


@given(st.lists(st.sampled_from([0.0, 0.25, 0.5, 1.0]), max_size=60), st.integers(1, 10))
def test_order_is_a_full_sort_cut_at_the_top(scores, top):
    keys = [f"{n:03}" for n in range(len(scores))]
    expected = sorted(range(len(scores)), key=lambda row: (-scores[row], keys[row]))[:top]
    assert fusion.order(np.array(scores), keys, top) == expected


@given(st.floats(-5, 5))
def test_a_shown_score_is_between_zero_and_one(score):
    assert 0 <= fusion.shown(score) <= 1
