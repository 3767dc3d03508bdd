"""Suggestions from vectors and labels alone."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cms.tagging import learning
from cms.tagging.evaluation import evaluate
from cms.tagging.learning import Examples, Plan, fit


def unit(rows: np.ndarray) -> np.ndarray:
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12)


def made(seed: int, texts: int, terms: int, noise: float = 0.6, dimensions: int = 12) -> Examples:
    """Texts about one or two topics each, tagged with them; terms named as their topics."""
    rng = np.random.default_rng(seed)
    topics = unit(rng.normal(size=(terms, dimensions)))
    labels = np.zeros((texts, terms), dtype=bool)
    for row in labels:
        row[rng.choice(terms, size=min(terms, 1 + rng.integers(2)), replace=False)] = True
    vectors = unit(labels @ topics + noise * rng.normal(size=(texts, dimensions)) / 3)
    return Examples(vectors, labels, unit(topics + 0.2 * rng.normal(size=topics.shape)))


@settings(max_examples=25)
@given(st.integers(0, 500), st.integers(0, 25), st.integers(1, 5))
def test_confidences_are_chances_whatever_is_known(seed, texts, terms):
    tagger = fit(made(seed, texts, terms))
    found = tagger.confidences(unit(np.random.default_rng(seed).normal(size=(3, 12))))
    assert found.shape == (3, terms)
    assert np.isfinite(found).all()
    assert ((found >= 0) & (found <= 1)).all()
    assert learning.THRESHOLDS[0] <= tagger.threshold <= learning.THRESHOLDS[1]


@settings(max_examples=15)
@given(st.integers(0, 500))
def test_the_order_of_the_examples_does_not_matter(seed):
    examples = made(seed, 30, 3)
    turned = examples.only(np.random.default_rng(seed).permutation(30))
    asked = made(seed + 1, 4, 3).vectors
    assert np.allclose(fit(examples).confidences(asked), fit(turned).confidences(asked), atol=1e-5)


@settings(max_examples=15)
@given(st.integers(0, 500), st.integers(3, 30))
def test_leaving_one_out_in_closed_form_is_leaving_it_out(seed, texts):
    examples = made(seed, texts, 2)
    rows = np.arange(texts)
    quick = learning._left_out_scores(examples, 1.0, rows)
    # The same by fitting anew without the text. The centre stays: it knows no tag.
    centre = examples.vectors.mean(axis=0)
    design = np.c_[examples.vectors - centre, np.ones(texts)]
    for row in rows:
        rest = rows != row
        inverse = learning._inverse(design[rest], 1.0)
        slow = design[row] @ (inverse @ (design[rest].T @ examples.labels[rest]))
        assert np.allclose(quick[row], slow, atol=1e-6)


def test_a_text_like_tagged_ones_gets_their_tag():
    examples = made(1, 60, 3)
    tagger = fit(examples)
    asked = made(1, 60, 3)  # the same topics
    alone = asked.labels.sum(axis=1) == 1
    best = tagger.confidences(asked.vectors[alone]).argmax(axis=1)
    assert (best == asked.labels[alone].argmax(axis=1)).mean() > 0.9


def test_without_any_tagged_text_the_terms_own_words_decide():
    own = np.eye(4)[:2]
    tagger = fit(Examples(np.zeros((0, 4)), np.zeros((0, 2), dtype=bool), own))
    (found,) = tagger.confidences(np.array([[0.9, 0.1, 0.3, 0.3]]))
    assert found[0] > found[1]
    assert found[0] < 0.9


def test_the_neighbours_that_are_named_carry_the_tag_and_are_the_nearest():
    examples = made(2, 40, 2)
    tagger = fit(examples, [Plan(neighbours=8)])
    vector = examples.vectors[0]
    named = tagger.nearest(vector, 1)
    assert all(examples.labels[row, 1] for row, _ in named)
    cosines = [cosine for _, cosine in named]
    assert cosines == sorted(cosines, reverse=True)


def test_suggestions_beat_both_baselines_and_say_how_sure_they_are():
    judged = evaluate(made(3, 400, 6, noise=1.4))
    majority, neighbours, tandem = judged.results
    assert majority.micro_f1 < neighbours.micro_f1 < tandem.micro_f1
    assert judged.calibration_error < 0.1
    assert judged.texts == 400


def test_tags_at_random_are_not_learnt():
    """Nothing of a text's own tags leaks into its suggestions."""
    rng = np.random.default_rng(4)
    examples = made(4, 300, 4)
    judged = evaluate(
        Examples(examples.vectors, rng.random((300, 4)) < 0.25, unit(rng.normal(size=(4, 12))))
    )
    majority, _, tandem = judged.results
    assert tandem.micro_f1 < majority.micro_f1 + 0.05


@pytest.mark.parametrize("truth", [[], [0.0, 0.0]])
def test_without_a_right_answer_the_threshold_is_half(truth):
    assert learning.best_threshold(np.full(len(truth), 0.3), np.array(truth)) == 0.5
