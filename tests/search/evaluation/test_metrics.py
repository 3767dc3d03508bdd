"""The measures: by hand, by their properties, and as trec_eval gives them."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.evaluation import metrics

keys = st.lists(st.sampled_from("abcdefghij"), unique=True, max_size=10)
gains = st.dictionaries(st.sampled_from("abcdefghijkl"), st.integers(-1, 3), min_size=1)
MEASURES = (metrics.ndcg, metrics.recall, metrics.average_precision)


def test_a_worked_example():
    """Relevant are a (2), b (1) and d (1); the ranking finds b, then nothing, then a."""
    ranking, judged = ["b", "x", "a", "y"], {"a": 2, "b": 1, "c": 0, "d": 1}
    found = 1 / math.log2(2) + 2 / math.log2(4)
    best = 2 / math.log2(2) + 1 / math.log2(3) + 1 / math.log2(4)
    assert metrics.ndcg(ranking, judged, 10) == pytest.approx(found / best)
    assert metrics.ndcg(ranking, judged, 2) == pytest.approx(1 / (2 + 1 / math.log2(3)))
    assert metrics.recall(ranking, judged, 100) == pytest.approx(2 / 3)
    assert metrics.recall(ranking, judged, 2) == pytest.approx(1 / 3)
    assert metrics.average_precision(ranking, judged, 100) == pytest.approx((1 + 2 / 3) / 3)


@pytest.mark.parametrize("measure", MEASURES)
@given(ranking=keys, judged=gains, depth=st.integers(1, 12))
def test_each_is_a_share_that_more_depth_never_lowers_for_recall(measure, ranking, judged, depth):
    value = measure(ranking, judged, depth)
    assert 0 <= value <= 1 + 1e-12
    if measure is not metrics.ndcg:
        assert measure(ranking, judged, depth + 1) >= value


@pytest.mark.parametrize("measure", MEASURES)
@given(judged=gains)
def test_the_best_order_scores_one(measure, judged):
    relevant = sorted((k for k in judged if judged[k] > 0), key=lambda key: -judged[key])
    expected = 1.0 if relevant else 0.0
    assert measure(relevant, judged, 20) == pytest.approx(expected)
    assert measure([], judged, 20) == 0


@pytest.mark.parametrize("measure", MEASURES)
@given(ranking=keys, judged=gains, data=st.data())
def test_a_relevant_document_that_moves_up_never_lowers_it(measure, ranking, judged, data):
    places = [n for n, key in enumerate(ranking) if n and judged.get(key, 0) > 0]
    places = [n for n in places if judged.get(ranking[n - 1], 0) <= 0]
    if not places:
        return
    place = data.draw(st.sampled_from(places))
    better = list(ranking)
    better[place - 1], better[place] = better[place], better[place - 1]
    assert measure(better, judged, 5) >= measure(ranking, judged, 5) - 1e-12


@given(st.lists(st.floats(0, 1e6), min_size=1), st.floats(0.01, 1))
def test_a_percentile_is_one_of_the_values_with_enough_below(values, share):
    found = metrics.percentile(values, share)
    assert found in values
    assert sum(value <= found for value in values) >= share * len(values) - 1e-9


def test_chance_is_told():
    assert metrics.standard_error([0.5] * 10) == 0
    assert metrics.standard_error([0, 1]) == pytest.approx(0.5)
    assert metrics.standard_error([1]) == 0
